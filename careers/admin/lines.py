"""A list whose rows are one text each, written as lines of one field: turned into rows before the form is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict

from ..models.rules import sameness
from .sent_numbers import is_number
from .versions import is_only_shown

# Names in the form: the lines, what they were when the page was made, and which of the two counts.
LINES, WERE, COUNTS = "lines", "lines-were", "lines-count"
ROWS = "rows"
MOST = 500


@dataclass
class Lines:
    """What is shown beside the rows; `problems` say why nothing was saved."""

    text: str
    were: str
    problems: list[str] = field(default_factory=list)
    # Both were changed, and which one counts was not chosen.
    is_asked: bool = False


def lines_of(text: str) -> list[str]:
    return [line for written in text.splitlines() if (line := " ".join(written.split()))]


@dataclass(frozen=True)
class _Row:
    """A row of the form as it was sent: its number there, and what stands in it."""

    number: str
    text: str
    place: int


class _List:
    """One list in a form that was sent."""

    def __init__(self, inline, prefix: str, sent: QueryDict) -> None:
        self.prefix, self.column, self.sent = prefix, inline.lines_of, sent
        self.longest = inline.model._meta.get_field(inline.lines_of).max_length

    def value(self, name: str) -> str:
        return self.sent.get(f"{self.prefix}-{name}", "")

    def rows(self) -> list[_Row]:
        """Those that stay, in their order."""
        found = []
        for number in range(self.total):
            text = " ".join(self.value(f"{number}-{self.column}").split())
            place = self.value(f"{number}-order")
            if text and not self.value(f"{number}-DELETE"):
                found.append(_Row(str(number), text, int(place) if is_number(place) else MOST + number))
        return sorted(found, key=lambda row: row.place)

    @property
    def total(self) -> int:
        total = self.value("TOTAL_FORMS")
        return min(int(total), 2 * MOST) if is_number(total) else 0

    def read(self) -> Lines | None:
        """What to show of it; None where nobody wrote lines, or they are in the rows now."""
        if f"{self.prefix}-{LINES}" not in self.sent:
            return None
        text, were, counts = self.value(LINES), self.value(WERE), self.value(COUNTS)
        lines, rows = lines_of(text), self.rows()
        texts = [row.text for row in rows]
        if counts == ROWS or lines in (lines_of(were), texts):
            return None
        found = Lines(text, were, list(self._problems(lines)))
        if not found.problems and counts != LINES and texts != lines_of(were):
            found.is_asked = True
            found.problems = ["You changed the rows and these lines. Choose which of the two is saved."]
        if not found.problems:
            self._write(lines, rows)
            return None
        return found

    def _problems(self, lines: list[str]) -> Iterator[str]:
        if len(lines) > MOST:
            yield f"These are {len(lines):,} lines. A list has {MOST} at most."
            return
        first: dict[str, int] = {}
        for number, line in enumerate(lines, 1):
            if (earlier := first.setdefault(sameness(line), number)) != number:
                yield f"Lines {earlier} and {number} are the same: “{line}”. Delete one of them."
            if len(line) > self.longest:
                yield f"Line {number} has {len(line)} letters. {self.longest} is the most."

    def _write(self, lines: list[str], rows: list[_Row]) -> None:
        """Into the form: a row for each line, old ones by their numbers; rows that no line has are to be deleted."""
        numbers, total = _numbers(lines, rows), self.total
        for place, line in enumerate(lines):
            number = numbers.get(place)
            if number is None:
                number, total = str(total), total + 1
            self.sent[f"{self.prefix}-{number}-{self.column}"] = line
            self.sent[f"{self.prefix}-{number}-order"] = str(place + 1)
        for row in rows:
            if row.number not in numbers.values():
                self.sent[f"{self.prefix}-{row.number}-DELETE"] = "on"
        self.sent[f"{self.prefix}-TOTAL_FORMS"] = str(total)


def _numbers(lines: list[str], rows: list[_Row]) -> dict[int, str]:
    """Which row a line is already, by its place: one of the same text, of the same but for case, or corrected."""
    found: dict[int, str] = {}
    for same in (str, sameness):
        free = {same(row.text): row.number for row in rows if row.number not in found.values()}
        for place, line in enumerate(lines):
            if place not in found and same(line) in free:
                found[place] = free.pop(same(line))
    # A line in the place of another, between two that stayed, is the same row in other words.
    texts = [row.text for row in rows]
    for kind, start, end, new_start, new_end in SequenceMatcher(None, texts, lines, autojunk=False).get_opcodes():
        if kind == "replace" and end - start == new_end - new_start:
            for row, place in zip(rows[start:end], range(new_start, new_end), strict=True):
                if place not in found and row.number not in found.values():
                    found[place] = row.number
    return found


def shown(formset) -> Lines:
    """Beside the rows of `formset`: the lines that were sent and not taken, or those of the rows."""
    if formset.sent_lines:
        return formset.sent_lines
    text = "\n".join(_texts(formset))
    return Lines(text, text)


def _texts(formset) -> Iterable[str]:
    if not formset.is_bound:
        return [" ".join(getattr(form.instance, formset.lines_of).split()) for form in formset.initial_forms]
    rows = _List(formset, formset.prefix, formset.data).rows()
    return [row.text for row in rows]


def _prefix(inline) -> str:
    return inline.model._meta.get_field("career").remote_field.get_accessor_name()


class WithLines:
    """For the admin of what has such lists; before `Versioned`, which reads what was sent."""

    def changeform_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.sent_lines = {}
        if request.method == "POST" and any(f"-{LINES}" in name for name in request.POST):
            request.POST = request.POST.copy()
            for inline in self.inlines:
                prefix = _prefix(inline) if getattr(inline, "lines_of", "") else ""
                if prefix and (refused := _List(inline, prefix, request.POST).read()):
                    request.sent_lines[prefix] = refused
        return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if getattr(request, "sent_lines", None):
            # The class is this request's own.
            form.is_valid = is_only_shown
        return form

    def render_change_form(self, request: HttpRequest, context, *args, **kwargs) -> HttpResponse:
        if request.sent_lines:
            messages.error(request, "Nothing was saved. Look at “Paste or edit as lines” below.")
        return super().render_change_form(request, context, *args, **kwargs)

"""What # stands for in pay files: a fact of their period, which not each of them states, and some state wrongly."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from ...models import Release, data_sets
from ...models.data_sets import data_set
from ...releases.top_codes import Statement, TopCode, contradiction, stored_statements
from ..recogniser import RowCheck
from .wages import ANNUAL_NAMES, HOURLY_NAMES
from .workbook import LAST_TOLD, OewsFile, PayFiles


def of_release(files: Sequence[OewsFile]) -> TopCode:
    """What the files of one release state, or else what is known."""
    return next((file for file in files if file.states_top_code), files[0]).top_code


def settle(pay: Iterable[PayFiles]) -> None:
    """Give the files that do not state the top code that of their period, where anything tells it.

    The national file of the period is asked first, then the others; those of this import before those that are stored.
    """
    pay = list(pay)
    stated: dict[str, TopCode] = {}
    for one in sorted(pay, key=lambda one: one.data_set != data_sets.OEWS_NATIONAL):
        for file in one.files:
            if file.states_top_code:
                stated.setdefault(one.key.period, file.top_code)
    for one in pay:
        if all(file.states_top_code for file in one.files):
            continue
        known = True
        if (top_code := stated.get(one.key.period)) is None and (release := _stored(one.key.period)):
            top_code = TopCode(release.top_code_annual, release.top_code_hourly)
            known = release.states_top_code
        if top_code:
            one.files = [
                file if file.states_top_code else replace(file, top_code=top_code, knows_top_code=known)
                for file in one.files
            ]


def contradiction_of(one: PayFiles, pay: Iterable[PayFiles]) -> str:
    """That other files of the period, in this import or stored, state another top code; "" where none does."""
    own, beside = _statement(one), [other for other in pay if other.key.period == one.key.period]
    if own is None:
        return ""
    new = {other.data_set for other in beside}
    stored = [statement for statement in stored_statements(one.key.period) if statement.data_set not in new]
    return contradiction(own, [*filter(None, map(_statement, beside)), *stored])


def _statement(pay: PayFiles) -> Statement | None:
    """What the files of a release say themselves; None where they say nothing."""
    stated = [file.top_code for file in pay.files if file.states_top_code]
    return Statement(pay.data_set, f"{data_set(pay.data_set).label}, {pay.key.period}", stated[0]) if stated else None


def _stored(period: str) -> Release | None:
    """Of a period's releases that state it the national one, else the newest one; else of those that do not."""
    releases = Release.objects.pay_of(period).exclude(top_code_annual=None).exclude(top_code_hourly=None)
    return min(
        releases.order_by("-pk"),
        key=lambda release: (not release.states_top_code, release.data_set != data_sets.OEWS_NATIONAL),
        default=None,
    )


class ExactFigures(RowCheck):
    """Looks through the rows of a release for exact figures that are as high as its top code or higher."""

    def __init__(self, files: Sequence[OewsFile]):
        self.files, self.top_code = files, of_release(files)
        self.above = 0
        # In dollars a year, and whose it is.
        self.highest = 0
        self.highest_of = ""
        self.has_top_coded = False

    def take(self, rows: Iterable) -> None:
        for row in rows:
            self.has_top_coded = self.has_top_coded or bool(row.top_coded)
            self._count(row, ANNUAL_NAMES, row.annual, self.top_code.annual)
            self._count(row, HOURLY_NAMES, row.hourly, self.top_code.hourly)

    def _count(self, row, names: tuple[str, ...], amounts: tuple, top_code: int | Decimal) -> None:
        # Amounts ascend, so most rows are done with at the last.
        if max((amount for amount in reversed(amounts) if amount is not None), default=0) < top_code:
            return
        for name, amount in zip(names, amounts, strict=True):
            if amount is not None and amount >= top_code and name not in row.top_coded:
                self.above += 1
                if names is ANNUAL_NAMES and amount > self.highest:
                    self.highest, self.highest_of = amount, f"{row.code} {row.title}"

    @property
    def oddity(self) -> str:
        """What staff should know of it; "" where nothing is odd."""
        return " ".join(filter(None, (self._of_figures, self._of_files)))

    @property
    def _of_files(self) -> str:
        """Towns come in two files, and each has a note of its own."""
        said = {file.table.file.name: file.top_code for file in self.files if file.states_top_code}
        if len(set(said.values())) < 2:
            return ""
        each = " and ".join(f"{name} says {top_code}" for name, top_code in said.items())
        return f"Its files do not agree on what # stands for: {each}. Look in the publisher's notes which is right."

    @property
    def _of_figures(self) -> str:
        is_stated = any(file.states_top_code for file in self.files)
        if not self.above and self.is_guessed:
            return (
                f"Nothing says what # stands for: it reads {self.top_code} “or more”, as was last known.{self.advice}"
            )
        if not self.above or not (is_stated or self.has_top_coded):
            return ""
        example = f", up to ${self.highest:,} a year ({self.highest_of})" if self.highest else ""
        figures = f"{self.above:,} exact figures are" if self.above > 1 else "1 exact figure is"
        said = "the file says" if is_stated else "was known of that May"
        advice = ""
        if not any(file.knows_top_code for file in self.files):
            said = "was last known"
            advice = f" Nothing says what # stands for.{self.advice}"
        return (
            f"The top code is {self.top_code}, as {said}, but {figures} as high or higher{example}. They are taken as "
            f"they stand; only what is marked # reads “or more”.{advice}"
        )

    @property
    def is_guessed(self) -> bool:
        """Whether marked figures read as those of an earlier year did, and nothing tells that they still do."""
        newest = any(file.year is None or file.year > LAST_TOLD for file in self.files)
        return self.has_top_coded and newest and not any(file.knows_top_code for file in self.files)

    @property
    def advice(self) -> str:
        """What to do about it; beside a national file that does not tell there is no other."""
        if any(file.data_set == data_sets.OEWS_NATIONAL for file in self.files):
            return " Look in the publisher's notes whether that still holds."
        return " Give the national file of the same year, which tells."

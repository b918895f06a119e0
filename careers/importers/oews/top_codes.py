"""What # stands for in pay files: a fact of their period, which not each of them states, and some state wrongly."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import partial

from ...models import Release, data_sets
from ...releases.top_codes import Statement, TopCode, contradiction, stored_statements
from .. import oews
from ..recognition import Found
from .wages import ANNUAL_NAMES, HOURLY_NAMES
from .workbook import LAST_TOLD, OewsFile


def settled(found: Iterable[Found]) -> list[Found]:
    """`found`, its pay files that do not state the top code with that of their period, where anything tells it.

    The national file of the period is asked first, then the others; those of this import before those that are stored.
    """
    found = list(found)
    stated: dict[str, TopCode] = {}
    for one in sorted(found, key=lambda one: one.data_set != data_sets.OEWS_NATIONAL):
        for file in one.oews_files:
            if file.states_top_code:
                stated.setdefault(one.period, TopCode(file.top_code_annual, file.top_code_hourly))
    found = [_settled(one, stated.get(one.period)) if one.oews_files else one for one in found]
    return [_with_contradiction(one, found) if one.oews_files else one for one in found]


def _with_contradiction(one: Found, found: list[Found]) -> Found:
    own, beside = _statement(one), [other for other in found if other.oews_files and other.period == one.period]
    if own is None:
        return one
    others = [statement for other in beside if (statement := _statement(other))]
    new = {other.data_set for other in beside}
    others += [statement for statement in stored_statements(one.period) if statement.data_set not in new]
    return replace(one, oddity=contradiction(own, others))


def _statement(found: Found) -> Statement | None:
    """What the files of a release say themselves; None where they say nothing."""
    file = next((file for file in found.oews_files if file.states_top_code), None)
    return file and Statement(found.data_set, str(found), file.top_code_annual, file.top_code_hourly)


def _settled(one: Found, of_period: TopCode | None) -> Found:
    files = one.oews_files
    if not all(file.states_top_code for file in files):
        of_period = of_period or _stored(one.period)
    if of_period:
        files = tuple(
            file
            if file.states_top_code
            else replace(
                file,
                top_code_annual=of_period.annual,
                top_code_hourly=of_period.hourly,
                knows_top_code=of_period.is_stated,
            )
            for file in files
        )
    first = next((file for file in files if file.states_top_code), files[0])
    return replace(
        one,
        oews_files=files,
        rows=partial(oews.read_all, files),
        watch=ExactFigures,
        top_code_annual=first.top_code_annual,
        top_code_hourly=first.top_code_hourly,
    )


def _stored(period: str) -> TopCode | None:
    """Of a period's releases that state it the national one's, else the newest one's; else of those that do not."""
    releases = Release.objects.pay_of(period).exclude(top_code_annual=None).exclude(top_code_hourly=None)
    newest = min(
        releases.order_by("-pk"),
        key=lambda release: (not release.states_top_code, release.data_set != data_sets.OEWS_NATIONAL),
        default=None,
    )
    if newest is None:
        return None
    return TopCode(newest.top_code_annual, newest.top_code_hourly, newest.states_top_code)


class ExactFigures:
    """Looks through the rows of a release for exact figures that are as high as its top code or higher."""

    def __init__(self, found: Found):
        self.files: tuple[OewsFile, ...] = found.oews_files
        self.top_code = TopCode(found.top_code_annual, found.top_code_hourly)
        self.above = 0
        self.highest: tuple[Decimal | int, str] | None = None
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
                if names is ANNUAL_NAMES and (self.highest is None or amount > self.highest[0]):
                    self.highest = amount, f"{row.code} {row.title}"

    @property
    def warning(self) -> str:
        return " ".join(filter(None, (self._of_figures, self._of_files)))

    @property
    def _of_files(self) -> str:
        """Towns come in two files, and each has a note of its own."""
        said = {
            file.table.file.name: TopCode(file.top_code_annual, file.top_code_hourly)
            for file in self.files
            if file.states_top_code
        }
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
        example = f", up to ${self.highest[0]:,} a year ({self.highest[1]})" if self.highest else ""
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

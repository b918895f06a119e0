"""What a release's period says of its years: "May 2024", "2024–34"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .rules import Problem

LONGEST_PROJECTION = 30  # years
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|2[01])\d\d(?!\d)")
_YEARS_OF_PROJECTIONS = re.compile(r"^(\d{4})[-–—](\d{2})$")


@dataclass(frozen=True)
class ProjectionYears:
    base: int
    projected: int


def projection_years(period: str) -> ProjectionYears | None:
    """The years that projections of `period` lead from and to; None where it names none."""
    years = _YEARS_OF_PROJECTIONS.match(period)
    if years is None:
        return None
    base = int(years[1])
    return ProjectionYears(base, base + (int(years[2]) - base) % 100)


def as_published(period: str) -> str:
    """`period` with the publisher's dash and capital letter: one period is to have one name."""
    period = " ".join(period.split())
    return re.sub(r"(?i)^may(?= \d{4}$)", "May", _YEARS_OF_PROJECTIONS.sub("\\1–\\2", period))


def problems(period: str, as_of: date | None) -> Iterator[Problem]:
    """That a period names other years than the day that the figures describe, or years that lead nowhere."""
    years = [int(year) for year in _YEAR.findall(period)]
    if isinstance(as_of, date) and years and not min(years) <= as_of.year <= max(years):
        message = f"Figures of {period} do not describe a day in {as_of.year}. Correct one of the two."
        yield Problem("as_of", message, beside=("period",))
    years = projection_years(period)
    if years and not 0 < years.projected - years.base <= LONGEST_PROJECTION:
        yield Problem("period", f"Projections reach 1 to {LONGEST_PROJECTION} years ahead. Check both years.")


def names_a_year(period: str) -> bool:
    return bool(_YEAR.search(period))


@dataclass(frozen=True)
class Periods:
    """`form` matches a period and holds its year as a group; its figures describe that year's `month` and `day`."""

    form: str
    month: int
    day: int

    def day_of(self, period: str) -> date | None:
        found = re.fullmatch(self.form, period)
        return date(int(found[1]), self.month, self.day) if found else None


MAYS = Periods(r"May (\d{4})", 5, 31)
DECADES = Periods(r"(\d{4})–\d{2}", 12, 31)

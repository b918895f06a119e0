"""What the change log of careers says of the rows of each data set, a line in words."""

import json
from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from ..figures.selection import presences_of
from ..figures.wording import change_in_percent, growth_text
from ..models import Release
from ..models.figures import PERCENTILES, PercentileAmounts
from ..models.outlook import growth_of

ANNUAL = [f"annual_{name}" for name in PERCENTILES]
HOURLY = [f"hourly_{name}" for name in PERCENTILES if name != "median"]
BY_YEAR = ["held", "top_coded", *ANNUAL, "hourly_median"]
GROWTH = ["held", "stated_growth", "base_employment", "projected_employment"]


class PayInLine(
    PercentileAmounts, namedtuple("PayInLine", ["release", *BY_YEAR, *HOURLY], defaults=[None] * len(HOURLY))
):
    """What of a row of pay its line is made of; those read `BY_YEAR` have no more by the hour than the median."""

    __slots__ = ()


class GrowthInLine(namedtuple("GrowthInLine", ["release", *GROWTH])):
    """The same of a row of outlook."""

    __slots__ = ()

    @property
    def growth(self) -> Decimal | None:
        return growth_of(self)


@dataclass(frozen=True)
class Text:
    """What a release says under one code; of its parts only what tells whether they are the same as another's."""

    release: Release
    parts: Mapping[str, int]
    held: bool = False


class Lines:
    """Of a data set with many rows a code: only that there are some. `name` begins a line: "Pay of {period}"."""

    def __init__(self, name: str):
        self._name = name

    def name(self, release: Release) -> str:
        return self._name.format(period=release.period)

    def rows(self, release: Release) -> Mapping[str, list]:
        """By code, the held ones too."""
        return presences_of(release)

    def gained(self, new, old, *, is_correction: bool) -> str:
        """`new` is on a career's page, where visitors saw `old`, if anything."""
        return "" if is_correction else f"{self.name(new.release)} was added."

    def lost(self, release: Release, before: Release, *, is_correction: bool) -> str:
        """`release` has nothing for a career, where `before` had something."""
        if is_correction:
            return f"{self.name(release)} was corrected: it no longer has figures for this career."
        return f"{self.name(release)} has no figures for this career; those of {before.period} are no longer shown."

    def figure(self, row) -> str:
        """What a row says in one figure, as the end of a sentence."""
        return ""

    def headline(self, row) -> object:
        """What the log tells of a row: where it is the same, nothing is told."""
        return None


def _read(made_of: type, columns: list[str], rows: QuerySet, release: Release) -> Iterator[tuple[str, tuple]]:
    """The code and what a line is made of, for each of the rows."""
    for code, *values in rows.values_list("occupation__code", *columns):
        yield code, made_of(release, *values)


def _by_code(coded_rows: Iterable[tuple[str, tuple]]) -> dict[str, list]:
    grouped: dict[str, list] = {}
    for code, row in coded_rows:
        grouped.setdefault(code, []).append(row)
    return grouped


class PayLines(Lines):
    def rows(self, release: Release) -> Mapping[str, list[PayInLine]]:
        rows = release.record.rows(release)
        by_year = rows.filter(annual_median__isnull=False)
        # Decimal numbers, as pay by the hour, take longest to read, and few occupations need them.
        others = rows.filter(annual_median=None)
        return _by_code(
            [*_read(PayInLine, BY_YEAR, by_year, release), *_read(PayInLine, [*BY_YEAR, *HOURLY], others, release)]
        )

    def gained(self, new: PayInLine, old: PayInLine | None, *, is_correction: bool) -> str:
        period, now = new.release.period, new.median
        then = (old.amount(f"{new.basis}_median") or old.median) if old else None
        if not now:
            if not is_correction:
                return f"Pay of {period} was added; the publisher released no median."
            return f"Median pay of {period} was corrected: there is none, where it was {then}." if then else ""
        if not then:
            if is_correction:
                return f"Median pay of {period} was corrected: it is {now} {now.unit}, where there was none."
            return f"Pay of {period} was added: the median is {now} {now.unit}."
        before = str(then) if then.hourly == now.hourly else f"{then} {then.unit}"
        if before == str(now):
            return "" if is_correction else f"Median pay of {period} is {now} {now.unit}, as in {old.release.period}."
        comparable = then.value and then.hourly == now.hourly and not (now.top_coded or then.top_coded)
        change = f", {change_in_percent(then.value, now.value)}" if comparable else ""
        since = f"corrected from {before}" if is_correction else f"after {before} in {old.release.period}"
        return f"Median pay of {period} is {now} {now.unit}{change}, {since}."

    def figure(self, row: PayInLine) -> str:
        return f": the median is {row.median} {row.median.unit}" if row.median else ""

    def headline(self, row: PayInLine) -> object:
        return str(row.median), row.median.hourly


class OutlookLines(Lines):
    def rows(self, release: Release) -> Mapping[str, list[GrowthInLine]]:
        return _by_code(_read(GrowthInLine, GROWTH, release.record.rows(release), release))

    def gained(self, new: GrowthInLine, old: GrowthInLine | None, *, is_correction: bool) -> str:
        period, now = new.release.period, growth_text(new.growth)
        then = growth_text(old.growth) if old else ""
        if is_correction:
            return "" if now == then else f"Growth for {period} was corrected from {then.lower()} to {now.lower()}."
        if new.growth is None:
            return f"Job outlook for {period} was added; the publisher gives no growth."
        if old is None or old.growth is None:
            return f"Job outlook for {period} was added: growth of {now}."
        return f"Projected growth for {period} is {now}; for {old.release.period} it was {then}."

    def figure(self, row: GrowthInLine) -> str:
        return f": growth of {growth_text(row.growth)}" if row.growth is not None else ""

    def headline(self, row: GrowthInLine) -> object:
        return row.growth


class TextLines(Lines):
    """Of text that a career finds by a code of its own, in one row a code."""

    def rows(self, release: Release) -> Mapping[str, list[Text]]:
        rows = release.record.rows(release).values_list(release.record.key[0], release.record.parts_column)
        return {code: [Text(release, self._parts(release, data))] for code, data in rows.iterator(chunk_size=200)}

    def _parts(self, release: Release, data: dict) -> dict[str, int]:
        return {part: hash(json.dumps(data.get(part), sort_keys=True)) for part in release.record.parts}

    def gained(self, new: Text, old: Text | None, *, is_correction: bool) -> str:
        if old is None:
            return f"Text of {new.release.title} was added."
        parts = new.release.record.parts.items()
        changed = [label.lower() for part, label in parts if new.parts[part] != old.parts[part]]
        return f"{new.release.title} changed: {', '.join(changed)}." if changed else ""

    def lost(self, release: Release, before: Release, *, is_correction: bool) -> str:
        return f"{release.title} has no text for this career; that of {before.title} is no longer shown."

    def headline(self, row: Text) -> object:
        return row.parts

"""All figures of one career, put in the order in which its page shows them."""

import dataclasses
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from ..models import ALL_OCCUPATIONS, Career, IndustryPay, Occupation, Outlook, Pay, Relation, Release
from ..models.figures import Amount
from .available import Available, available_to
from .charts import Bar, PayStrip, bar_widths, growth_bars, pay_strip
from .selection import by_code, select
from .wording import growth_phrase, growth_words, whose_figures

# Each release would add some 300 bytes to a page, compressed, which is to stay light for ever.
RECENT = 2


@dataclass(frozen=True)
class IndustryRow:
    """Pay in an industry, with its median and the width of that as a bar."""

    pay: IndustryPay
    median: Amount
    width: str


@dataclass(frozen=True)
class GrowthRow:
    """Projected growth, of the career or of all occupations, beside each other."""

    name: str
    growth: Decimal | None
    bar: Bar


@dataclass(frozen=True)
class PastMedian:
    """Median pay of one release; `other` is whose it is, where not the newest one's."""

    release: Release
    median: Amount
    width: str
    other: Occupation | None


@dataclass(frozen=True)
class PayChange:
    """Median pay of two releases; `direction` is "up", "down", or empty where it is the same."""

    first: Release
    old: Amount
    last: Release
    new: Amount
    percent: str
    direction: str
    years: int


@dataclass(frozen=True)
class PastGrowth:
    """Projected growth of one release; `other` is whose it is, where not the newest one's."""

    release: Release
    growth: Decimal | None
    bar: Bar
    other: Occupation | None


@dataclass(frozen=True)
class Citation:
    """The newest release of a data set, with the periods of its others: one line, however many they become."""

    release: Release
    periods: list[str]


@dataclass
class PaySheet:
    """Pay of one period: the percentiles, the industries, or both."""

    pay: Pay | None = None
    industries: list[IndustryPay] = dataclasses.field(default_factory=list)
    everyone: Pay | None = None

    @property
    def occupation(self):
        return (self.pay or self.industries[0]).occupation

    @property
    def release(self) -> Release:
        return (self.pay or self.industries[0]).release

    @cached_property
    def industry_releases(self) -> list[Release]:
        """Of the industries: the publisher's first, then those of the site's own that stand among them."""
        releases = {row.release_id: row.release for row in self.industries}
        return sorted(releases.values(), key=lambda release: release.is_own)

    @cached_property
    def industry_release(self) -> Release | None:
        return next(iter(self.industry_releases), None)

    @cached_property
    def industry_period(self) -> str:
        """The period of the industries where it is not that of the pay beside them."""
        release = self.industry_release
        return (
            "" if release is None or self.pay is None or self.pay.release.period == release.period else release.period
        )

    @cached_property
    def industry_occupation(self) -> Occupation | None:
        """Whose the industries are, where they are not of the occupation whose pay stands beside them."""
        occupation = self.industries[0].occupation if self.industries else None
        return None if self.pay and occupation == self.pay.occupation else occupation

    @cached_property
    def strip(self) -> PayStrip | None:
        return pay_strip(self.pay, self.everyone) if self.pay else None

    @cached_property
    def industry_rows(self) -> list[IndustryRow]:
        """Highest median first, those without a figure last."""
        basis = "annual"
        if not any(row.annual_median is not None for row in self.industries):
            basis = "hourly"
        amounts = [row.amount(f"{basis}_median") for row in self.industries]
        rows = map(IndustryRow, self.industries, amounts, bar_widths([amount.value for amount in amounts]))
        return sorted(rows, key=lambda row: (row.median.value is None, -(row.median.value or 0), row.pay.industry))


@dataclass
class OutlookSheet:
    outlook: Outlook
    everyone: Outlook | None = None
    is_own: bool = True

    @cached_property
    def growth_rows(self) -> list[GrowthRow]:
        rows = [("This career" if self.is_own else self.outlook.occupation.title, self.outlook.growth)]
        if self.everyone:
            of_all, period = "All occupations", self.everyone.release.period
            rows.append(
                (of_all if period == self.outlook.release.period else f"{of_all}, {period}", self.everyone.growth)
            )
        bars = growth_bars([growth for _, growth in rows])
        return [GrowthRow(name, growth, bar) for (name, growth), bar in zip(rows, bars, strict=True)]

    @cached_property
    def growth_words(self) -> str:
        return growth_words(self.outlook, self._average)

    @cached_property
    def growth_phrase(self) -> str:
        return growth_phrase(self.outlook, self._average)

    @property
    def _average(self) -> Decimal | None:
        return self.everyone.growth if self.everyone else None


@dataclass
class Figures:
    career: Career | None = None
    occupation: Occupation | None = None
    pay: PaySheet | None = None
    earlier_pay: list[PaySheet] = dataclasses.field(default_factory=list)
    outlook: OutlookSheet | None = None
    earlier_outlook: list[OutlookSheet] = dataclasses.field(default_factory=list)
    codes: dict[str, Relation] = dataclasses.field(default_factory=dict)
    # Of "pay" and "outlook" what has no figure but held ones.
    held: set[str] = dataclasses.field(default_factory=set)

    def relation_of(self, occupation: Occupation) -> Relation:
        """What `occupation` is to the career."""
        return self.codes[occupation.code]

    @property
    def recent_pay(self) -> list[PaySheet]:
        """The earlier pay that the profile itself has; the page of earlier figures has all of it.

        A release that has pay by industry alone is there only.
        """
        return [sheet for sheet in self.earlier_pay if sheet.pay][:RECENT]

    @property
    def recent_outlook(self) -> list[OutlookSheet]:
        return self.earlier_outlook[:RECENT]

    @property
    def oldest_pay(self) -> PaySheet | None:
        return self.earlier_pay[-1] if self.earlier_pay else None

    def is_own(self, row: Pay | Outlook) -> bool:
        return self.relation_of(row.occupation) == Relation.DETAILED

    @cached_property
    def whose(self) -> list[str]:
        """For whom the newest figures are, where they are not the career's alone."""
        pay, outlook = self.pay and self.pay.pay, self.outlook and self.outlook.outlook
        return whose_figures(self.career, pay, outlook) if self.career else []

    @cached_property
    def median_over_time(self) -> list[PastMedian]:
        """Oldest first, on the basis of the newest."""
        if not (self.pay and self.pay.pay):
            return []
        current = self.pay.pay
        pays = [sheet.pay for sheet in [self.pay, *self.earlier_pay] if sheet.pay]
        rows = [(pay, pay.amount(f"{current.basis}_median")) for pay in reversed(pays)]
        rows = [(pay, amount) for pay, amount in rows if amount]
        widths = bar_widths([amount.value for _, amount in rows])
        return [
            PastMedian(
                pay.release, amount, width, pay.occupation if pay.occupation_id != current.occupation_id else None
            )
            for (pay, amount), width in zip(rows, widths, strict=True)
        ]

    @cached_property
    def pay_change(self) -> PayChange | None:
        """Median pay of the oldest and the newest release, for a sentence; None when not comparable.

        Between occupations there is nothing to compare: others are counted, whatever their pay does. Nor is there
        between a publisher's figures and the site's own.
        """
        points = [one for one in self.median_over_time if one.other is None]
        points = [one for one in points if one.release.is_own == points[-1].release.is_own]
        if len(points) < 2:
            return None
        first, old, last, new = points[0].release, points[0].median, points[-1].release, points[-1].median
        if old.top_coded or new.top_coded or not old.value:
            return None
        change = abs(round(100 * (new.value - old.value) / old.value))
        return PayChange(
            first,
            old,
            last,
            new,
            percent=f"{change}%" if change else "less than 1%",
            direction="up" if new.value > old.value else "down" if new.value < old.value else "",
            years=last.as_of.year - first.as_of.year,
        )

    @cached_property
    def growth_over_time(self) -> list[PastGrowth]:
        """Oldest first."""
        outlooks = [sheet.outlook for sheet in [self.outlook, *self.earlier_outlook] if sheet]
        bars = growth_bars([outlook.growth for outlook in reversed(outlooks)])
        return [
            PastGrowth(
                row.release, row.growth, bar, row.occupation if row.occupation_id != outlooks[0].occupation_id else None
            )
            for row, bar in zip(reversed(outlooks), bars, strict=True)
        ]

    @cached_property
    def releases(self) -> list[Release]:
        """Every release that a figure on the page came from, newest first."""
        found = {}
        for sheet in [self.pay, *self.earlier_pay]:
            for row in [sheet.pay, sheet.everyone, *sheet.industries] if sheet else []:
                if row:
                    found[row.release_id] = row.release
        for sheet in [self.outlook, *self.earlier_outlook]:
            for row in [sheet.outlook, sheet.everyone] if sheet else []:
                if row:
                    found[row.release_id] = row.release
        return sorted(found.values(), key=lambda release: (release.as_of, release.title), reverse=True)

    @cached_property
    def sources(self) -> list[Citation]:
        sets: dict[tuple, list[Release]] = {}
        for release in self.releases:
            sets.setdefault((release.publisher, release.title, release.url, release.attribution), []).append(release)
        return [Citation(newest, [release.period for release in others]) for newest, *others in sets.values()]


def figures_of(career: Career, available: Available | None = None) -> Figures:
    """The figures that visitors may see for `career`: of each release the best match. At most 5 queries."""
    if career.occupation_id is None:
        return Figures()
    available = available or available_to(career)
    codes = available.codes
    with_everyone = [*codes, ALL_OCCUPATIONS]
    pays = available.rows(Pay, with_everyone)
    outlooks = available.rows(Outlook, with_everyone)
    pay, everyone_pay = _split(pays, codes, _day_of)
    outlook, everyone_outlook = _split(outlooks, codes, _day_of)
    industries = _industries(available.rows(IndustryPay, codes), codes, pay)

    held = {
        what
        for what, shown, rows in (("pay", pay, pays), ("outlook", outlook, outlooks))
        if not shown and any(row.held for row in rows if row.occupation.code in codes)
    }
    current, *earlier = _sheets(pay, industries, everyone_pay, codes) or [None]
    sheets = [
        OutlookSheet(row, everyone_outlook.get(day), is_own=codes[row.occupation.code] == Relation.DETAILED)
        for day, row in outlook.items()
    ]
    if sheets:
        sheets[0].everyone = _last(everyone_outlook, max(outlook))
    return Figures(
        career=career,
        occupation=career.occupation,
        pay=current,
        earlier_pay=earlier,
        outlook=sheets[0] if sheets else None,
        earlier_outlook=sheets[1:],
        codes=codes,
        held=held,
    )


def _sheets(
    pay: dict[date, Pay],
    industries: dict[date, list[IndustryPay]],
    everyone: dict[date, Pay],
    codes: dict[str, Relation],
) -> list[PaySheet | None]:
    """The newest pay with the newest industries, each of its own day; then the earlier days."""
    if not (pay or industries):
        return []
    newest = max(pay, default=None)
    of_all = _last(everyone, newest) if newest else None
    current = PaySheet(pay.pop(newest, None), _take_newest_industries(industries, codes), of_all)
    days = sorted({*pay, *industries}, reverse=True)
    earlier = [PaySheet(pay.get(day), industries.get(day, []), everyone.get(day)) for day in days]
    return [current if current.pay or current.industries else None, *earlier]


def _last(everyone: dict[date, Pay | Outlook], day: date) -> Pay | Outlook | None:
    """All occupations' figures of `day`, or the last ones before: a release that covers a part has none."""
    return next((everyone[one] for one in sorted(everyone, reverse=True) if one <= day), None)


def _take_newest_industries(industries: dict[date, list[IndustryPay]], codes: dict[str, Relation]) -> list[IndustryPay]:
    """The publisher's live table, else the newest of today's occupations, with the site's own newer rows among it."""
    live = (
        day for day, rows in industries.items() if any(row.release.is_live and not row.release.is_own for row in rows)
    )
    todays = (day for day, rows in industries.items() if codes[rows[0].occupation.code] != Relation.PREDECESSOR)
    newest = next(live, None) or next(todays, None)
    if newest is None:
        return []
    table = industries.pop(newest)
    for day, rows in list(industries.items()):
        if day > newest and rows[0].release.is_own and rows[0].occupation_id == table[0].occupation_id:
            table = [*industries.pop(day), *table]
    return _each_once(table)


def _each_once(rows: list[IndustryPay]) -> list[IndustryPay]:
    """The first row of each industry: the site's own stand before the publisher's, whose place they take."""
    return list({row.naics or row.industry.casefold(): row for row in reversed(rows)}.values())[::-1]


def _day_of(row) -> date:
    return row.release.as_of


def _grouped(rows: Iterable, key: Callable) -> dict[Hashable, dict[str, list]]:
    """{key: {SOC code: rows}}, in the order of the rows."""
    groups: dict[Hashable, list] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return {name: by_code(group) for name, group in groups.items()}


def _industries(rows: Iterable, codes: dict[str, Relation], pay: dict[date, Pay]) -> dict[date, list[IndustryPay]]:
    """Rows by day, of one occupation a day: the career's own, else the one whose pay is shown, else the best match."""
    chosen = {}
    for day, of_day in _grouped(rows, _day_of).items():
        preferred = dict(list(codes.items())[:1])
        if day in pay:
            preferred[pay[day].occupation.code] = codes[pay[day].occupation.code]
        found = select(of_day, {**preferred, **codes})
        if found and not found.held:
            chosen[day] = _each_once(found.not_held)
    return chosen


def _split(rows: Iterable, codes: dict[str, Relation], key: Callable) -> tuple[dict, dict]:
    """`rows` as (the career's, all occupations'), by `key`."""
    own, everyone = {}, {}
    for name, of_release in _grouped(rows, key).items():
        found = select(of_release, codes)
        if found and not found.held:
            own[name] = found.row
        of_all = [row for row in of_release.get(ALL_OCCUPATIONS, ()) if not (row.held or row.release.is_own)]
        if of_all:
            everyone[name] = of_all[0]
    return own, everyone

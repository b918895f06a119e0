"""All figures of one career, put in the order in which its page shows them."""

import dataclasses
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from .drawings import PayStrip, bar_widths, growth_bars, pay_strip, strips_on_one_scale
from .models import ALL_OCCUPATIONS, Career, Field, IndustryPay, Outlook, Pay, Release


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

    @property
    def industry_release(self) -> Release | None:
        return self.industries[0].release if self.industries else None

    @cached_property
    def strip(self) -> PayStrip | None:
        return pay_strip(self.pay, self.everyone) if self.pay else None

    @property
    def industry_rows(self) -> list[tuple[IndustryPay, object, str]]:
        """(row, amount, width of its bar), highest median first, those without a figure last."""
        basis = "annual"
        if not any(row.annual_median is not None for row in self.industries):
            basis = "hourly"
        amounts = [row.amount(f"{basis}_median") for row in self.industries]
        rows = sorted(
            zip(self.industries, amounts, bar_widths([a.value for a in amounts]), strict=True),
            key=lambda row: (row[1].value is None, -(row[1].value or 0), row[0].industry),
        )
        return rows


@dataclass
class OutlookSheet:
    outlook: Outlook
    everyone: Outlook | None = None

    @property
    def growth_rows(self) -> list[tuple[str, object, tuple[str, str]]]:
        rows = [("This career", self.outlook.growth)]
        if self.everyone:
            rows.append(("All occupations", self.everyone.growth))
        bars = growth_bars([growth for _, growth in rows])
        return [(name, growth, bar) for (name, growth), bar in zip(rows, bars, strict=True)]

    @property
    def is_shrinking(self) -> bool:
        return self.outlook.new_jobs < 0

    @property
    def comparison(self) -> str:
        """How the growth stands beside the average for all occupations, in words."""
        mine = self.outlook.growth
        if mine is None or self.everyone is None or self.everyone.growth is None:
            return ""
        average = self.everyone.growth
        if mine < 0:
            return "shrinking, while all occupations together grow" if average > 0 else "shrinking"
        if mine - average > 10:
            return "much faster than the average for all occupations"
        if mine - average >= 1:
            return "faster than the average for all occupations"
        if average - mine >= 1:
            return "slower than the average for all occupations"
        return "about as fast as the average for all occupations"


@dataclass
class Figures:
    occupation: object = None
    pay: PaySheet | None = None
    earlier_pay: list[PaySheet] = dataclasses.field(default_factory=list)
    outlook: OutlookSheet | None = None
    earlier_outlook: list[OutlookSheet] = dataclasses.field(default_factory=list)

    @property
    def median_over_time(self) -> list[tuple[Release, object, str]]:
        """(release, median, width of its bar), oldest first, of the releases on the newest one's basis."""
        if not (self.pay and self.pay.pay):
            return []
        basis = self.pay.pay.basis
        sheets = [sheet for sheet in [self.pay, *self.earlier_pay] if sheet.pay]
        rows = [(sheet.release, sheet.pay.amount(f"{basis}_median")) for sheet in reversed(sheets)]
        rows = [(release, amount) for release, amount in rows if amount]
        widths = bar_widths([amount.value for _, amount in rows])
        return [(release, amount, width) for (release, amount), width in zip(rows, widths, strict=True)]

    @property
    def pay_change(self) -> dict | None:
        """Median pay of the oldest and the newest release, for a sentence; None when not comparable."""
        points = self.median_over_time
        if len(points) < 2 or points[0][1].top_coded or points[-1][1].top_coded:
            return None
        (first, old, _), (last, new, _) = points[0], points[-1]
        change = round(100 * (new.value - old.value) / old.value)
        return {
            "first": first,
            "old": old,
            "last": last,
            "new": new,
            "percent": abs(change),
            "direction": "up" if change > 0 else "down" if change < 0 else "the same",
            "years": last.as_of.year - first.as_of.year,
        }

    @property
    def releases(self) -> list[Release]:
        """Every release that a figure on the page came from, newest first."""
        found = {}
        for sheet in [self.pay, *self.earlier_pay]:
            for row in [sheet.pay, *sheet.industries[:1]] if sheet else []:
                if row:
                    found[row.release_id] = row.release
        for sheet in [self.outlook, *self.earlier_outlook]:
            if sheet:
                found[sheet.outlook.release_id] = sheet.outlook.release
        return sorted(found.values(), key=lambda release: (release.as_of, release.title), reverse=True)


def pay_at_a_glance() -> list[tuple[Career, Pay, tuple[str, str, str]]]:
    """(career, its live annual pay, its strip) for the largest career of each field, best paid first, on one scale."""
    careers = Career.objects.filter(pk__in=Field.objects.with_largest_career().values("largest_career"))
    by_occupation = {career.occupation_id: career for career in careers}
    live = Pay.objects.filter(release__state=Release.State.LIVE, occupation__in=by_occupation)
    pays = list(live.select_related("release").order_by("-annual_median"))
    strips = strips_on_one_scale(pays)
    return [(by_occupation[pay.occupation_id], pay, strip) for pay, strip in zip(pays, strips, strict=True)]


def figures_of(career: Career) -> Figures:
    """The figures that visitors may see for `career`: its own SOC occupation's, then its predecessors'. 4 queries."""
    if career.occupation_id is None:
        return Figures()
    own = [career.occupation_id, *career.occupation.predecessors.values_list("pk", flat=True)]
    with_everyone = Q(occupation__in=own) | Q(occupation__code=ALL_OCCUPATIONS)
    pay, everyone_pay = _by_day(Pay.objects.shown().filter(with_everyone), career)
    outlook, everyone_outlook = _by_release(Outlook.objects.shown().filter(with_everyone), career)
    industries = defaultdict(list)
    for row in IndustryPay.objects.shown().filter(occupation__in=own):
        industries[row.release.as_of].append(row)

    days = sorted({*pay, *industries}, reverse=True)
    sheets = [PaySheet(pay.get(day), industries.get(day, []), everyone_pay.get(day)) for day in days]
    outlooks = [OutlookSheet(row, everyone_outlook.get(release)) for release, row in outlook.items()]
    return Figures(
        occupation=career.occupation,
        pay=sheets[0] if sheets else None,
        earlier_pay=sheets[1:],
        outlook=outlooks[0] if outlooks else None,
        earlier_outlook=outlooks[1:],
    )


def _by_day(rows, career: Career) -> tuple[dict[date, Pay], dict[date, Pay]]:
    return _split(rows, career, lambda row: row.release.as_of)


def _by_release(rows, career: Career) -> tuple[dict[int, Outlook], dict[int, Outlook]]:
    return _split(rows, career, lambda row: row.release_id)


def _split(rows, career: Career, key) -> tuple[dict, dict]:
    """`rows` as (the career's, all occupations'), by `key`; the career's own code wins over an older one's."""
    own, everyone = {}, {}
    for row in rows:
        if row.occupation.code == ALL_OCCUPATIONS:
            everyone[key(row)] = row
        elif key(row) not in own or row.occupation_id == career.occupation_id:
            own[key(row)] = row
    return own, everyone

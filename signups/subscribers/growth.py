"""How many sign up, say yes and leave, week by week, for drawings and a table.

Signups and what came of them are counted when they happen, and stay; of those who left, only rows that are still kept.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min
from django.db.models.functions import TruncDate
from django.utils import timezone

from careers.figures.charts import Column, columns

from ..models import SignupDay, Subscription
from ..updates.links import DAYS_TO_CONFIRM

WEEKS = 26


@dataclass(frozen=True)
class Week:
    """From Monday on: `asked` signed up in it, `confirmed` of these said yes by now, `left` unsubscribed in it."""

    monday: date
    asked: int
    confirmed: int
    left: int
    is_open: bool

    @property
    def rate(self) -> int | None:
        """In percent; None where nobody signed up."""
        return round(100 * self.confirmed / self.asked) if self.asked else None


@dataclass(frozen=True)
class Growth:
    """`bars` has for each week those who were asked, confirmed and left, side by side; `rates` one column for each."""

    weeks: list[Week]
    bars: list[list[Column | None]]
    rates: list[list[Column | None]]
    most: int
    listening: int
    counted_since: date | None

    @property
    def newest_first(self) -> list[Week]:
        return self.weeks[::-1]


def lately(weeks: int = WEEKS) -> Growth:
    """4 queries."""
    today = timezone.localdate()
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=number) for number in range(weeks - 1, -1, -1)]
    asked, confirmed = _signups(mondays[0])
    left = _left(mondays[0])
    found = [
        Week(
            monday,
            asked.get(monday, 0),
            confirmed.get(monday, 0),
            left.get(monday, 0),
            # Until then somebody may still say yes.
            is_open=monday + timedelta(days=7 + DAYS_TO_CONFIRM) > today,
        )
        for monday in mondays
    ]
    drawn = [[week.asked, week.confirmed, week.left] for week in found]
    return Growth(
        weeks=found,
        bars=columns(drawn),
        rates=columns([[week.rate] for week in found], top=100),
        most=max(map(max, drawn)),
        listening=Subscription.objects.listening().count(),
        counted_since=SignupDay.objects.aggregate(Min("day"))["day__min"],
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _signups(first: date) -> tuple[dict[date, int], dict[date, int]]:
    asked, confirmed = {}, {}
    for row in SignupDay.objects.filter(day__gte=first):
        monday = _monday(row.day)
        asked[monday] = asked.get(monday, 0) + row.asked
        confirmed[monday] = confirmed.get(monday, 0) + row.confirmed
    return asked, confirmed


def _left(first: date) -> dict[date, int]:
    begin = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    rows = Subscription.objects.filter(unsubscribed_at__gte=begin, status=Subscription.Status.UNSUBSCRIBED).order_by()
    days = rows.annotate(day=TruncDate("unsubscribed_at")).values_list("day").annotate(Count("pk"))
    left: dict[date, int] = {}
    for day, count in days:
        left[_monday(day)] = left.get(_monday(day), 0) + count
    return left

"""How many of those who sign up press the button in the mail too."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Sum
from django.utils import timezone

from ..models import SignupDay, Subscription

DAYS = 30


@dataclass(frozen=True)
class Rate:
    """Of the addresses of some days: how many were asked to confirm, and how many did."""

    days: int
    asked: int
    reminded: int
    confirmed: int
    confirmed_late: int

    @property
    def percent(self) -> int:
        return round(100 * self.confirmed / self.asked) if self.asked else 0


def lately(days: int = DAYS) -> Rate:
    since = timezone.localdate() - timedelta(days=days)
    counted = ("asked", "reminded", "confirmed", "confirmed_late")
    sums = SignupDay.objects.filter(day__gt=since).aggregate(**{name: Sum(name, default=0) for name in counted})
    return Rate(days=days, **sums)


def count(subscription: Subscription, *what: str) -> None:
    """One more of `what` among the addresses that signed up on the same day; of lists of staff there is no rate."""
    if subscription.source != Subscription.Source.SIGNUP:
        return
    day = _day(subscription)
    SignupDay.objects.bulk_create([SignupDay(day=day)], ignore_conflicts=True)
    SignupDay.objects.filter(day=day).update(**{name: F(name) + 1 for name in what})


def _day(subscription: Subscription) -> date:
    return timezone.localdate(subscription.created_at)

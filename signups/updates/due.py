"""When digests are due: daily, each Monday, and on the first of each month, at one hour of the site's zone."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from ..models import Subscription

HowOften = Subscription.HowOften
MONDAY = 0


def is_day_of(how_often: str, day: date) -> bool:
    if how_often == HowOften.MONTHLY:
        return day.day == 1
    return how_often == HowOften.DAILY or day.weekday() == MONDAY


def moment_on(day: date) -> datetime:
    """An hour that clocks leave out comes later that day, and of one that comes twice it is the first."""
    return datetime.combine(day, time(settings.DIGEST_HOUR), timezone.get_default_timezone())


def last_due(how_often: str, now: datetime) -> date:
    """The last day whose digests are due by `now`."""
    day = timezone.localdate(now, timezone.get_default_timezone())
    if now < moment_on(day):
        day -= timedelta(days=1)
    while not is_day_of(how_often, day):
        day -= timedelta(days=1)
    return day


def next_after(how_often: str, day: date) -> date:
    day += timedelta(days=1)
    while not is_day_of(how_often, day):
        day += timedelta(days=1)
    return day


def next_digest(subscription: Subscription, now: datetime | None = None) -> datetime:
    """When its owner is written to next, should something have changed by then."""
    day = next_after(subscription.how_often, last_due(subscription.how_often, now or timezone.now()))
    while subscription.paused_until and day < subscription.paused_until:
        day = next_after(subscription.how_often, day)
    return moment_on(day)

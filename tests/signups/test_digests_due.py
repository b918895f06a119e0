"""Digests are queued at their hour of the site's zone: once, by whichever worker, and once after an outage."""

from datetime import UTC, date, datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest

from signups.mail import expanding
from signups.models import LastDigest, Mailing, Subscription
from signups.updates.digests import queue_due
from signups.updates.due import next_digest

NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(autouse=True)
def in_new_york(settings):
    settings.TIME_ZONE, settings.DIGEST_HOUR = "America/New_York", 8


def queued(*moment: int) -> list[str]:
    """What a worker's round at that moment queues: daily, weekly, monthly."""
    return queued_at(datetime(*moment, tzinfo=NEW_YORK))


def queued_at(moment: datetime) -> list[str]:
    before = set(Mailing.objects.values_list("pk", flat=True))
    with mock.patch("django.utils.timezone.now", return_value=moment):
        queue_due()
    new = Mailing.objects.exclude(pk__in=before).filter(kind="digest", state="queued")
    return sorted(new.values_list("data__how_often", flat=True))


@pytest.fixture
def begun(db):
    """A site whose worker ran on Sunday, March 1, 2026, at noon."""
    assert queued(2026, 3, 1, 12) == []


@pytest.mark.usefixtures("begun")
def test_daily_ones_are_due_each_day_weekly_ones_on_mondays_monthly_ones_on_the_first():
    assert queued(2026, 3, 2, 7, 59) == []
    assert queued(2026, 3, 2, 8) == ["daily", "weekly"]
    assert queued(2026, 3, 3, 8) == ["daily"]
    assert queued(2026, 3, 31, 9) == ["daily", "weekly"]
    assert queued(2026, 4, 1, 8) == ["daily", "monthly"]


@pytest.mark.usefixtures("begun")
def test_what_is_queued_is_not_queued_again():
    assert queued(2026, 3, 2, 8) == ["daily", "weekly"]
    assert queued(2026, 3, 2, 8, 1) == queued(2026, 3, 2, 23, 59) == []


@pytest.mark.usefixtures("begun")
def test_after_a_week_without_a_worker_each_is_queued_once():
    assert queued(2026, 3, 20, 15) == ["daily", "weekly"]
    assert queued(2026, 3, 20, 16) == []
    assert queued(2026, 3, 21, 8) == ["daily"]


@pytest.mark.usefixtures("begun")
def test_a_weekly_one_that_is_late_for_days_waits_for_staff():
    with mock.patch("django.utils.timezone.now", return_value=datetime(2026, 3, 20, 15, tzinfo=NEW_YORK)):
        queue_due()
        expanding.begin_due()
    states = dict(Mailing.objects.values_list("data__how_often", "state"))
    assert states == {"weekly": "held", "daily": "sending"}


@pytest.mark.usefixtures("begun")
def test_of_two_workers_one_queues():
    with mock.patch(
        "signups.updates.digests.begin", side_effect=lambda: LastDigest.objects.update(day=date(2026, 3, 2))
    ):
        assert queued(2026, 3, 2, 8) == []


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("hour", [1, 2])
@pytest.mark.parametrize("day", [datetime(2026, 3, 7, 9, tzinfo=UTC), datetime(2026, 10, 31, 9, tzinfo=UTC)])
def test_days_on_which_clocks_change_have_one_digest(settings, day, hour):
    settings.DIGEST_HOUR = hour
    LastDigest.objects.update(day=day)
    hours = [day + timedelta(hours=number, minutes=30) for number in range(48)]
    days = [moment.astimezone(NEW_YORK).date() for moment in hours if "daily" in queued_at(moment)]
    assert days == [day.date() + timedelta(days=1), day.date() + timedelta(days=2)]


@pytest.mark.parametrize(
    ("how_often", "paused_until", "day"),
    [
        ("daily", None, (3, 4)),
        ("weekly", None, (3, 9)),
        ("monthly", None, (4, 1)),
        ("daily", (3, 20), (3, 20)),
        ("weekly", (3, 20), (3, 23)),
        ("weekly", (3, 1), (3, 9)),
    ],
)
def test_a_follower_is_told_when_the_next_one_comes(how_often, paused_until, day):
    until = date(2026, *paused_until) if paused_until else None
    subscription = Subscription(how_often=how_often, paused_until=until)
    now = datetime(2026, 3, 3, 8, 0, tzinfo=NEW_YORK)
    assert next_digest(subscription, now) == datetime(2026, *day, 8, tzinfo=NEW_YORK)


def test_before_the_hour_the_next_one_is_todays():
    now = datetime(2026, 3, 3, 7, 59, tzinfo=NEW_YORK)
    assert next_digest(Subscription(how_often="daily"), now) == datetime(2026, 3, 3, 8, tzinfo=NEW_YORK)

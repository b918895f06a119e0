"""What a page is kept under: whoever has the same token would see the same page."""

import time
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from careers.models import Announcement, Generation

NUMBERS = f"SELECT count(*), max(number) FROM {Generation._meta.db_table}"  # noqa: S608


@dataclass(frozen=True)
class Token:
    """The state of all that pages show: of the database, and of what passes by itself.

    That is the day, and how many of the announcements have begun and ended by now. It holds from `since` to `until`.
    """

    numbers: tuple
    day: date
    passed: int
    since: float = field(compare=False)
    until: float = field(compare=False)

    def __str__(self) -> str:
        return f"{self.numbers} {self.day} {self.passed}"


_last: list[Token] = []


def current() -> Token | None:
    """1 query, and 1 more after something changed. None where the database does not answer.

    While nothing changes it is mostly the same object.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if not connection.in_atomic_block:
        # Django does so before and after each request that gets to it.
        connection.close_if_unusable_or_obsolete()
    try:
        with connection.wrap_database_errors:
            connection.ensure_connection()
            numbers = _numbers(connection)
        now = time.time()
        last = _last[0] if _last else None
        if last is not None and last.numbers == numbers and last.since <= now < last.until:
            return last
        made = _made(numbers, now)
        # Another thread, which read before a change, may put its own there right after.
        _last[:] = [made]
        return made
    except Error:
        # What is wrong with it is seen, and said, by the page itself.
        return None


def _numbers(connection: BaseDatabaseWrapper) -> tuple:
    """What Django and psycopg do besides, for whatever one could ask, takes longer than the answer."""
    if connection.vendor == "sqlite":
        return connection.connection.execute(NUMBERS).fetchone()
    answer = connection.connection.pgconn.exec_(NUMBERS.encode())
    if answer.status != connection.Database.pq.ExecStatus.TUPLES_OK:
        raise connection.Database.OperationalError("The generation cannot be read.")
    return answer.get_value(0, 0), answer.get_value(0, 1)


def _made(numbers: tuple, now: float) -> Token:
    moments = sorted(
        moment.timestamp()
        for starts_and_ends in Announcement.objects.values_list("starts_at", "ends_at")
        for moment in starts_and_ends
        if moment is not None
    )
    passed = bisect_right(moments, now)
    day = timezone.localdate(datetime.fromtimestamp(now, tz=timezone.get_default_timezone()))
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))
    until = min([midnight.timestamp(), *moments[passed : passed + 1]])
    return Token(numbers, day, passed, since=now, until=until)

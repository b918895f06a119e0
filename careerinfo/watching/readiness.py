"""Whether the site can serve, and what should be looked at: for load balancers, and for whoever watches the site."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.utils import Error as DatabaseError
from django.utils import timezone

from careerinfo.backups import last_good
from signups.mail import presence

from . import readings

LATE_MAIL = timedelta(minutes=30)
LITTLE_SPACE = 1_000_000_000
SMALL_PART = 0.05


class State(StrEnum):
    OK = "ok"
    WARNS = "warns"
    FAILS = "fails"


@dataclass(frozen=True)
class Check:
    name: str
    state: State
    words: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.state}" + (f", {self.words}" if self.words else "")


def checks() -> list[Check]:
    """No words of the database or of the system's errors: they may name users, hosts and folders."""
    try:
        readings.database_answers()
        found = list(_of_database())
    except DatabaseError:
        found = [Check("database", State.FAILS, "it does not answer")]
    return [*found, _disk(), _backup()]


def is_ready(found: list[Check]) -> bool:
    return all(check.state != State.FAILS for check in found)


def _of_database() -> Iterator[Check]:
    yield Check("database", State.OK)
    pending = readings.migrations_pending()
    words = f"{pending} not applied: run manage.py migrate"
    yield Check("migrations", State.FAILS, words) if pending else Check("migrations", State.OK)
    since = readings.oldest_due_mail()
    is_late = since is not None and since < timezone.now() - LATE_MAIL
    words = f"the oldest mail has been due for {_age(since)}" if since else "no mail is due"
    yield Check("mail queue", State.WARNS if is_late else State.OK, words)
    seen = presence.last_seen()
    words = f"last seen {_age(seen)} ago" if seen else "never seen"
    yield Check("mail worker", State.WARNS if presence.is_late(seen) else State.OK, words)


def _disk() -> Check:
    disk = readings.disk()
    if disk is None:
        return Check("disk", State.WARNS, "the folder with the site's data cannot be read")
    is_little = disk.free < min(LITTLE_SPACE, disk.size * SMALL_PART)
    return Check("disk", State.WARNS if is_little else State.OK, f"{_size(disk.free)} free of {_size(disk.size)}")


def _backup() -> Check:
    try:
        made = last_good()
    except DatabaseError:
        return Check("backup", State.WARNS, "not known")
    is_old = made is None or made < timezone.now() - timedelta(days=settings.BACKUP_WARN_DAYS)
    return Check("backup", State.WARNS if is_old else State.OK, f"made {_age(made)} ago" if made else "there is none")


def _age(since: datetime) -> str:
    seconds = max(int((timezone.now() - since).total_seconds()), 0)
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            count = seconds // length
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"


def _size(count: int) -> str:
    return f"{count / 1_000_000_000:.1f} GB"

"""How often something may be tried: one row for each key and window, counted by one statement.

Two that come at once are counted as two, on both databases and in any number of processes.
"""

import json
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Tries

# Counts tries, unless the window is full: then nothing is changed, and no row comes back.
COUNT = """
INSERT INTO signups_tries AS kept ("key", "count", ends_at) VALUES (%s, %s, %s)
ON CONFLICT ("key") DO UPDATE SET
  "count" = CASE WHEN kept.ends_at <= %s THEN excluded."count" ELSE kept."count" + excluded."count" END,
  ends_at = CASE WHEN kept.ends_at <= %s THEN excluded.ends_at ELSE kept.ends_at END
WHERE kept.ends_at <= %s OR kept."count" < %s
RETURNING "count"
"""
# For each row that is added so many are looked at that have ended, so that the table stays small by itself.
SWEPT = 3


@dataclass(frozen=True)
class Window:
    most: int
    seconds: int


@dataclass(frozen=True)
class Limit:
    """What is limited, and by which windows, the shortest first: those after it make the pauses longer."""

    name: str
    windows: tuple[Window, ...]


def wait_for(limit: Limit, *subject: str, count: int = 1) -> int:
    """Count one try by `subject`, or several: 0 if it may go on, else the seconds until the next one may.

    A try that is refused does not make the pause longer. To be called outside of what may be rolled back.
    """
    now = timezone.now()
    for window in limit.windows:
        key = _key(limit, window, subject)
        if not _counted(key, count, window, now):
            ends_at = Tries.objects.filter(key=key).values_list("ends_at", flat=True).first()
            # Somebody forgot it in the same moment.
            return max(1, math.ceil((ends_at - now).total_seconds())) if ends_at else 1
    return 0


def is_first(limit: Limit) -> bool:
    """Whether nobody has done it within its windows, for what everybody is to do once: 1 query where somebody has."""
    done = Tries.objects.filter(key__in=[_key(limit, window, ()) for window in limit.windows])
    return not done.filter(ends_at__gt=timezone.now()).exists() and not wait_for(limit)


def forget(limit: Limit, *subject: str) -> None:
    """Begin anew, for whoever has shown that the tries were honest."""
    Tries.objects.filter(key__in=[_key(limit, window, subject) for window in limit.windows]).delete()


def expire() -> int:
    """Delete what counts no more; how many rows."""
    return Tries.objects.filter(ends_at__lte=timezone.now()).delete()[0]


def _key(limit: Limit, window: Window, subject: tuple[str, ...]) -> str:
    """Whoever reads the table cannot tell names or addresses from it, nor try them out without the site's key."""
    written = json.dumps([limit.name, window.seconds, *subject])
    return salted_hmac("signups.limits", written, algorithm="sha256").hexdigest()


def _counted(key: str, count: int, window: Window, now: datetime) -> bool:
    moment, end = (
        connection.ops.adapt_datetimefield_value(when) for when in (now, now + timedelta(seconds=window.seconds))
    )
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key, count, end, moment, moment, moment, window.most])
        row = cursor.fetchone()
    if row and row[0] == count:
        _sweep(now)
    return row is not None


def _sweep(now: datetime) -> None:
    # One by one: two that delete several rows in different orders would wait for each other.
    for key in list(Tries.objects.filter(ends_at__lte=now).values_list("pk", flat=True)[:SWEPT]):
        Tries.objects.filter(pk=key, ends_at__lte=now).delete()

"""Limits on what happens many times a second: counted in this process first, so that what is usual writes no row.

Only above half of a limit, of which each process has its part, are rows counted in too, many at a time. So a limit is
held by all processes together, give or take one in a hundred.
"""

import math
import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.db import OperationalError

from . import limits
from .limits import Limit

# Whoever has more networks than these is held by the limit of the whole site.
MOST_KEPT = 20_000
# Parts of a limit: what a process counts by itself, and what goes into a row at once.
ALONE, AT_ONCE = 2, 100


@dataclass
class Tally:
    ends_at: float
    counted: int = 0
    unwritten: int = 0
    refused_until: float = 0.0


_kept: OrderedDict[tuple[str, ...], Tally] = OrderedDict()
_lock = Lock()


def wait_for(limit: Limit, *subject: str) -> int:
    """Count one by `subject`: 0 if it may go on, else the seconds until the next one may. For limits of one window."""
    now, [window] = time.monotonic(), limit.windows
    with _lock:
        tally = _tally_of((limit.name, *subject), now, window.seconds)
        if tally.refused_until > now:
            return math.ceil(tally.refused_until - now)
        tally.counted += 1
        tally.unwritten += 1
        alone = window.most // (ALONE * settings.WEB_CONCURRENCY)
        if tally.counted <= alone or tally.unwritten < max(1, window.most // AT_ONCE):
            return 0
        count, tally.unwritten = tally.unwritten, 0
    try:
        wait = limits.wait_for(limit, *subject, count=count)
    except OperationalError:
        # A database that takes nothing in still finds.
        return 0
    if wait:
        with _lock:
            tally.refused_until = now + wait
    return wait


def forget_all() -> None:
    with _lock:
        _kept.clear()


def _tally_of(key: tuple[str, ...], now: float, seconds: int) -> Tally:
    tally = _kept.get(key)
    if tally is None or max(tally.ends_at, tally.refused_until) <= now:
        _kept.pop(key, None)
        if len(_kept) >= MOST_KEPT:
            _kept.popitem(last=False)
        tally = _kept[key] = Tally(now + seconds)
    return tally

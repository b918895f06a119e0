"""How long a process has missed its database: which threads wait for it, and what the log says."""

import logging
import time
from contextlib import suppress

from django.db import Error, connection, connections

from .faults import Fault

# A restart takes a second or two. After that nobody waits: else every thread would, and none be left to say so.
PATIENCE = 3.0  # seconds
ASKED_AGAIN = 0.1
# So long nothing more is written about a fault of the same kind.
SAID_FOR = 60.0

logger = logging.getLogger(__name__)

_missed_since: list[float] = []
_said_at: dict[Fault, float] = {}


def note(fault: Fault, where: str, error: Exception) -> None:
    """`where` is the name of a page. What the database said is not written down: it may quote what was sent."""
    now = time.monotonic()
    if fault is Fault.AWAY and not _missed_since:
        _missed_since.append(now)
    if now - _said_at.get(fault, -SAID_FOR) >= SAID_FOR:
        _said_at[fault] = now
        code = getattr(error.__cause__, "sqlstate", None) or getattr(error.__cause__, "sqlite_errorname", None) or ""
        logger.error("%s (%s)", fault.says, ", ".join(filter(None, [f"page {where}", type(error).__name__, code])))


def note_answer() -> None:
    """After a request that the database did not fail."""
    if _missed_since and connection.connection is not None:
        with suppress(IndexError):
            seconds = time.monotonic() - _missed_since.pop()
            _said_at.pop(Fault.AWAY, None)
            logger.warning("The database answers again, after %.1f seconds.", seconds)


def is_over() -> bool:
    """Whether the database answers on a fresh connection, for which the first threads that miss it wait a moment."""
    if not _leave():
        return False
    until = (_missed_since[:1] or [time.monotonic()])[0] + PATIENCE
    while True:
        try:
            connection.ensure_connection()
            return True
        except Error:
            if time.monotonic() >= until:
                return False
            time.sleep(ASKED_AGAIN)


def _leave() -> bool:
    """Close what this thread has open; False within somebody else's transaction, which would be lost."""
    opened = connections.all(initialized_only=True)
    if any(one.in_atomic_block for one in opened):
        return False
    for one in opened:
        with suppress(Error):
            one.close()
    return True

"""What is changed in a database that is put back, before anybody sees it."""

import time
from collections.abc import Iterator

GENERATION, MARK, SESSIONS = "careers_generation", "signups_outboxmark", "django_session"
# Earlier than any time that a mail worker has written down outside of the database: it takes this one for a copy.
LONG_AGO = "1970-01-01 00:00:00+00:00"


def statements(tables: set[str]) -> Iterator[str]:
    """In SQL that both databases understand, for restored tables may be older than this code."""
    if GENERATION in tables:
        # Pages that were kept of any earlier state are not taken for pages of this one.
        yield f"DELETE FROM {GENERATION}"  # noqa: S608
        yield f"INSERT INTO {GENERATION} (number) VALUES ({time.time_ns() // 1_000_000})"  # noqa: S608
    if MARK in tables:
        yield f"DELETE FROM {MARK}"  # noqa: S608
        yield f"INSERT INTO {MARK} (id, taken_up_at) VALUES (1, '{LONG_AGO}')"  # noqa: S608
    if SESSIONS in tables:
        # Some were ended since, by whoever lost a computer or was removed.
        yield f"DELETE FROM {SESSIONS}"  # noqa: S608

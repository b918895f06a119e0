"""One import at a time: a second one would take the first one's unfinished releases for leftovers of a killed one."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

# Any number that nothing else in the database uses.
ADVISORY_LOCK = 0x0CA12EE1


class AlreadyImporting(Exception):
    """Another import is at work."""


@contextmanager
def one_import_at_a_time() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with _advisory_lock():
            yield
        return
    database = Path(str(connection.settings_dict["NAME"]))
    if not database.is_file():
        # A database in memory belongs to this process alone.
        yield
        return
    with database.with_name(f"{database.name}-import").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyImporting from None
        yield


@contextmanager
def _advisory_lock() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
        if not cursor.fetchone()[0]:
            raise AlreadyImporting
    try:
        yield
    finally:
        if connection.connection and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])

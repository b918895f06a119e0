"""Work that must not be done twice at once, on one machine or on several that share a PostgreSQL server."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from enum import IntEnum
from pathlib import Path

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

ASKED_AGAIN = 0.2  # seconds
# A page waits no longer for what can be done with the next one.
PATIENCE_MS = 200


class Work(IntEnum):
    """The numbers are advisory locks on PostgreSQL, any that nothing else in the database uses."""

    # A second import would take the first one's unfinished releases for leftovers of a killed one.
    IMPORT = 0x0CA12EE1
    # A second rebuild would empty the edition that the first one fills.
    SEARCH_REBUILD = 0x0CA12EE2
    # Whoever derives lists and index from rows that another is changing would write what was true before.
    DERIVING = 0x0CA12EE3
    # Of two who save what they opened at the same time, one must see what the other saved.
    VERSIONS = 0x0CA12EE4
    # A second backup would take the first one's unfinished file for what a killed one left.
    BACKUP = 0x0CA12EEB


class AlreadyAtWork(Exception):
    """Another process does this work now."""


@contextmanager
def one_at_a_time(work: Work, *, patience: float = 0) -> Iterator[None]:
    """Raises AlreadyAtWork where another process is still inside after so many seconds."""
    until = time.monotonic() + patience
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(_alone(work))
                break
            except AlreadyAtWork:
                if time.monotonic() >= until:
                    raise
                time.sleep(ASKED_AGAIN)
        yield


@contextmanager
def _alone(work: Work) -> Iterator[None]:
    if connection.vendor == "postgresql":
        with _advisory_lock(work):
            yield
        return
    database = Path(str(connection.settings_dict["NAME"]))
    if not database.is_file():
        # A database in memory belongs to this process alone.
        yield
        return
    with database.with_name(f"{database.name}-{work.name.lower().replace('_', '-')}").open("w") as handle:
        os.fchmod(handle.fileno(), 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyAtWork from None
        yield


_waits_for_nobody: ContextVar[bool] = ContextVar("waits_for_nobody", default=False)


@contextmanager
def waiting_for_nobody() -> Iterator[None]:
    """Within it, what waits for its turn below raises AlreadyAtWork instead, where another has it.

    SQLite has no such turns: there `within_patience` says how long to wait for whoever writes.
    """
    token = _waits_for_nobody.set(True)
    try:
        yield
    finally:
        _waits_for_nobody.reset(token)


@contextmanager
def within_patience() -> Iterator[None]:
    """For a transaction that begins within: on SQLite it fails after a moment if somebody else writes, where nobody is
    to be waited for."""
    if connection.vendor != "sqlite" or not _waits_for_nobody.get():
        yield
        return
    with impatient(connection):
        yield


@contextmanager
def impatient(sqlite: BaseDatabaseWrapper) -> Iterator[None]:
    """Until its end this connection waits a moment for whoever writes, and not as long as the settings say."""
    with sqlite.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def wait_to_derive() -> None:
    """Until no other transaction changes what lists and index are derived from; the turn ends with this transaction.

    To be called before the first row is read or changed, so that nobody waits for rows of somebody who waits for this.
    """
    _wait_in_line(Work.DERIVING)


def wait_to_make_versions() -> None:
    """Until no other transaction makes versions of what nothing is derived from; the turn ends with this transaction.

    Of what lists and index are derived from, `wait_to_derive` does it.
    """
    _wait_in_line(Work.VERSIONS)


def _wait_in_line(work: Work) -> None:
    # On SQLite a transaction is the only one that writes, from its beginning.
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if not _waits_for_nobody.get():
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [work])
            return
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [work])
        if not cursor.fetchone()[0]:
            raise AlreadyAtWork


@contextmanager
def _advisory_lock(work: Work) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [work])
        if not cursor.fetchone()[0]:
            raise AlreadyAtWork
    try:
        yield
    finally:
        if connection.connection and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [work])

"""Visitors' searches read from a replica of PostgreSQL, while it keeps up with the server that is written to.

What was read there is never kept for others: a cache would go on showing what the replica did not know yet.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.http import HttpRequest, HttpResponse

REPLICA = "replica"
SEARCHES = {"careers:list", "careers:suggestions", "careers:api-search", "signups:questions"}
# Looked at so often. It has to have by then what was written before the look before that one.
EVERY = 1.0  # seconds
# A look that hangs counts no more.
HOLDS_FOR = 3 * EVERY
WRITTEN = "SELECT pg_current_wal_lsn()::text"
REACHED = "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn"

logger = logging.getLogger(__name__)

_reads_there: ContextVar[bool] = ContextVar("reads_from_the_replica", default=False)


class Router:
    """Everything is read and written in one place, but for what `FromReplica` lets be read there."""

    def db_for_read(self, model, **hints) -> str:
        return REPLICA if _reads_there.get() else DEFAULT_DB_ALIAS

    def db_for_write(self, model, **hints) -> str:
        # What was written has to be seen by what is read after it.
        _reads_there.set(False)
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints) -> bool | None:
        return False if db == REPLICA else None


class Watch(threading.Thread):
    """Sees whether the replica keeps up, so that no visitor waits for one that does not answer."""

    def __init__(self) -> None:
        super().__init__(name="replica", daemon=True)
        self.written = ""
        self.keeps_up_until = 0.0
        self.is_missed = False

    def run(self) -> None:
        while True:
            self.look()
            time.sleep(EVERY)

    def look(self) -> None:
        try:
            before, self.written = self.written, _value(DEFAULT_DB_ALIAS, WRITTEN)
            is_there = bool(before) and bool(_value(REPLICA, REACHED, before))
        except Error as error:
            for alias in (DEFAULT_DB_ALIAS, REPLICA):
                connections[alias].close()
            self.miss(type(error).__name__)
            return
        if not is_there:
            if before:
                self.miss("it is behind, or no replica")
            return
        self.keeps_up_until = time.monotonic() + HOLDS_FOR
        if self.is_missed:
            self.is_missed = False
            logger.warning("The replica is back: searches read from it again.")

    def miss(self, why: str) -> None:
        """Until the next look; said once."""
        self.keeps_up_until = 0.0
        if not self.is_missed:
            self.is_missed = True
            logger.error("The replica cannot be read from (%s): searches read where the site writes.", why)


def _value(alias: str, sql: str, *values: str):
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


_watches: list[Watch] = []


def _keeps_up() -> bool:
    # A thread does not live on in a process that was forked.
    if not _watches or not _watches[0].is_alive():
        _watches[:] = [Watch()]
        _watches[0].start()
    return time.monotonic() < _watches[0].keeps_up_until


def left(error: Exception) -> bool:
    """Whether `error` came while the replica was read from, which then is not until it is seen to be well."""
    if not _reads_there.get():
        return False
    _reads_there.set(False)
    if _watches:
        _watches[0].miss(type(error).__name__)
    return True


class FromReplica:
    """A middleware that does nothing where the site has no replica."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _reads_there.set(False)
        try:
            response = self.get_response(request)
        finally:
            _reads_there.reset(token)
        if getattr(request, "was_read_from_replica", False):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        is_search = request.resolver_match.view_name in SEARCHES and request.method in ("GET", "HEAD")
        # Staff look for what they have just saved.
        is_visitor = settings.SESSION_COOKIE_NAME not in request.COOKIES
        if is_search and is_visitor and REPLICA in connections.settings and _keeps_up():
            _reads_there.set(True)
            request.was_read_from_replica = True

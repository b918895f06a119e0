"""Visitors' searches read from a replica of PostgreSQL, while it keeps up with the server that is written to.

What was read there is never kept for others: a cache would go on showing what the replica did not know yet.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse

from signups.kept_nowhere import PRIVATE

REPLICA = "replica"
# With something to search for: the lists themselves are kept for everybody, and what is read there must not be.
SEARCHES = {"careers:list", "careers:suggestions", "careers:api-search", "signups:questions"}
# Looked at so often. It has to have by then what was written before the look before that one.
EVERY = 1.0  # seconds
# A look that hangs counts no more.
HOLDS_FOR = 3 * EVERY
# Nobody waits longer for it: a machine that hangs keeps connections open and says nothing.
PATIENCE = 0.8  # seconds
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


class Guard(threading.Thread):
    """Cuts connections to the replica that take too long, which ends whoever waits at them with an error."""

    def __init__(self) -> None:
        super().__init__(name="replica guard", daemon=True)
        self.waiting: dict[int, tuple[float, BaseDatabaseWrapper]] = {}

    def run(self) -> None:
        while True:
            time.sleep(PATIENCE / 8)
            self.look()

    def look(self) -> None:
        for since, opened in list(self.waiting.values()):
            if time.monotonic() - since > PATIENCE:
                _cut(opened)

    @contextmanager
    def over(self, opened: BaseDatabaseWrapper) -> Iterator[None]:
        """While the thread that calls it waits there."""
        thread = threading.get_ident()
        self.waiting[thread] = (time.monotonic(), opened)
        try:
            yield
        finally:
            self.waiting.pop(thread, None)


def _cut(opened: BaseDatabaseWrapper) -> None:
    pgconn = getattr(opened.connection, "pgconn", None)
    # It may be closed by now.
    with suppress(OSError, AttributeError, psycopg.Error), socket.socket(fileno=os.dup(pgconn.socket)) as line:
        line.shutdown(socket.SHUT_RDWR)


class Watch(threading.Thread):
    """Sees whether the replica keeps up, so that no visitor waits for one that does not answer."""

    def __init__(self) -> None:
        super().__init__(name="replica", daemon=True)
        self.guard = Guard()
        self.written = ""
        self.keeps_up_until = 0.0
        self.is_missed = False

    def run(self) -> None:
        self.guard.start()
        while True:
            self.look()
            time.sleep(EVERY)

    def look(self) -> None:
        try:
            before, self.written = self.written, _value(DEFAULT_DB_ALIAS, WRITTEN)
            with self.guard.over(connections[REPLICA]):
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
_starting = threading.Lock()


def _keeps_up() -> bool:
    with _starting:
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
    _watches[0].miss(type(error).__name__)
    return True


def _guarded(execute: Callable, sql: str, params, many: bool, context: dict):
    """Around each statement, and not the rest of a visit: a busy web server is no fault of the replica."""
    with _watches[0].guard.over(context["connection"]):
        return execute(sql, params, many, context)


def _open(replica: BaseDatabaseWrapper) -> None:
    """Django would do so with the first statement, but before anything is wrapped around it."""
    with _watches[0].guard.over(replica):
        replica.close_if_health_check_failed()
        replica.ensure_connection()


class FromReplica:
    """A middleware that does nothing where the site has no replica."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if REPLICA not in connections.settings:
            return self.get_response(request)
        token = _reads_there.set(False)
        try:
            with connections[REPLICA].execute_wrapper(_guarded):
                response = self.get_response(request)
        finally:
            _reads_there.reset(token)
        if getattr(request, "was_read_from_replica", False):
            response["Cache-Control"] = PRIVATE
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        is_search = request.resolver_match.view_name in SEARCHES and bool(request.META["QUERY_STRING"])
        is_read = request.method in ("GET", "HEAD")
        # Staff look for what they have just saved.
        is_visitor = settings.SESSION_COOKIE_NAME not in request.COOKIES
        if is_search and is_read and is_visitor and REPLICA in connections.settings and _keeps_up():
            _reads_there.set(True)
            try:
                _open(connections[REPLICA])
            except Error as error:
                left(error)
            else:
                request.was_read_from_replica = True

"""SQLite's WAL-reset bug, and how a site on a build that has it keeps clear of it (sqlite.org/wal.html#walresetbug).

A checkpoint copies the log beside the database into it. On builds from 3.7.0 to 3.51.2 one that finds nothing left to
copy may believe that a log which somebody else begins anew at that moment is copied too, and pages are lost later. All
it needs is a commit, by anybody; so it is not enough that only one process makes checkpoints. Here nobody can commit
meanwhile: automatic checkpoints are off, and each is made while another connection holds the lock of writers. The one
that SQLite makes when the last connection is closed is safe by itself: nobody else has the database open.
"""

import fcntl
import logging
import os
import sqlite3
import threading
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from django.db.backends.base.base import BaseDatabaseWrapper

from careerinfo.private_files import database_file

FIRST, FIXED = (3, 7, 0), (3, 51, 3)
# Older branches that were given the fix, each up to the next branch.
FIXED_BRANCHES = {(3, 44): 6, (3, 50): 7}
NO_CHECKPOINTS = "PRAGMA wal_autocheckpoint=0"

# Looked at so often; copied once it grew by so many bytes, which SQLite itself would do, or once it is so old.
EVERY = 0.25  # seconds
GROWN = 1_000 * 4_096
OLDEST = 15.0
# Long enough to be a writer's turn among many.
PATIENCE = 20.0

logger = logging.getLogger(__name__)


def is_affected(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    if not FIRST <= version < FIXED:
        return False
    fixed = FIXED_BRANCHES.get(version[:2])
    return fixed is None or version[2] < fixed


def checkpoint(database: Path) -> bool:
    """Copy the log while nobody can write; whether all of it was copied."""
    with ExitStack() as stack:
        holding, copying = (stack.enter_context(closing(_connect(database))) for _ in range(2))
        holding.execute("BEGIN IMMEDIATE")
        stack.callback(holding.execute, "ROLLBACK")
        is_busy, pages, copied = copying.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return not is_busy and pages == copied


def _connect(database: Path) -> sqlite3.Connection:
    # One that is gone is not begun anew.
    place = f"file:{quote(str(database))}?mode=rw"
    connection = sqlite3.connect(place, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    connection.execute(NO_CHECKPOINTS)
    connection.execute("PRAGMA synchronous=NORMAL")
    return connection


class Keeper(threading.Thread):
    """Looks after the log of one database: a thread in each process, of which one at a time has the turn."""

    def __init__(self, database: Path) -> None:
        super().__init__(name="checkpoints", daemon=True)
        self.database = database
        self.log = database.with_name(f"{database.name}-wal")
        self.turn: TextIO | None = None
        self.copied_size = 0
        self.is_failing = False
        self.copied_at = self.written_at = 0.0

    def run(self) -> None:
        while True:
            time.sleep(EVERY)
            try:
                self.look()
                self.is_failing = False
            except (OSError, sqlite3.Error) as error:
                # A full disk, or one that can only be read: it is looked at again, and said once.
                if not self.is_failing:
                    reason = getattr(error, "sqlite_errorname", type(error).__name__)
                    logger.warning("The log of SQLite cannot be copied into the database (%s).", reason)
                self.is_failing = True
                time.sleep(OLDEST)

    def look(self) -> bool:
        """Whether there was something to copy, and this thread had the turn."""
        if not self.log.exists() or not self._has_the_turn():
            return False
        # Its size alone is asked: whoever opens and closes a file of SQLite's loses the locks on it.
        found = self.log.stat()
        is_written = found.st_size and found.st_mtime > self.written_at
        is_old = is_written and time.monotonic() - self.copied_at > OLDEST
        if not (is_old or (is_written and found.st_size - self.copied_size > GROWN)):
            return False
        checkpoint(self.database)
        self.copied_size, self.written_at, self.copied_at = found.st_size, found.st_mtime, time.monotonic()
        return True

    def _has_the_turn(self) -> bool:
        """Kept as long as this process lives."""
        if self.turn is not None:
            return True
        name = self.database.with_name(f"{self.database.name}-checkpoints")
        handle = os.fdopen(os.open(name, os.O_CREAT | os.O_WRONLY, 0o600), "w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return False
        self.turn = handle
        return True


_keepers: dict[Path, Keeper] = {}


def keep_when_connected(sender, connection: BaseDatabaseWrapper, **kwargs) -> None:
    keep(database_file(connection.settings_dict))


def keep(database: Path | None) -> None:
    """Begin to look after it, in this process, where that is needed."""
    if database is None or not is_affected():
        return
    keeper = _keepers.get(database)
    # A thread does not live on in a process that was forked.
    if keeper is None or not keeper.is_alive():
        _keepers[database] = Keeper(database)
        _keepers[database].start()

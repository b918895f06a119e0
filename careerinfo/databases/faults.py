"""What is wrong with a database that answers with an error: by its codes alone, for its words may quote somebody."""

import sqlite3
from enum import Enum

import psycopg
from django.db import Error
from django.db.utils import InterfaceError, OperationalError


class Fault(Enum):
    """Each with what visitors are told, and the seconds after which it is worth trying again."""

    AWAY = ("The site cannot reach its database at the moment.", 5)
    BUSY = ("The site is very busy at the moment.", 10)
    FULL = ("The site has no room left to store anything. Whoever runs it has to make some.", 60)
    READ_ONLY = ("The site can be read but not written to at the moment.", 60)

    def __init__(self, says: str, seconds: int) -> None:
        self.says = says
        self.seconds = seconds


OF_SQLITE = {
    sqlite3.SQLITE_BUSY: Fault.BUSY,
    sqlite3.SQLITE_LOCKED: Fault.BUSY,
    sqlite3.SQLITE_FULL: Fault.FULL,
    sqlite3.SQLITE_READONLY: Fault.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Fault.AWAY,
    # Of a disk that is gone, full, or was made read-only while the file was open.
    sqlite3.SQLITE_IOERR: Fault.AWAY,
}
OF_POSTGRESQL = {
    "25006": Fault.READ_ONLY,
    "25P03": Fault.BUSY,  # a transaction in which nothing happened for too long
    "40001": Fault.BUSY,
    "40P01": Fault.BUSY,  # deadlock
    "53100": Fault.FULL,
    "53300": Fault.BUSY,  # too many connections
    "55P03": Fault.BUSY,  # lock_timeout
    "57014": Fault.BUSY,  # statement_timeout
    "57P01": Fault.AWAY,  # the server is stopped
    "57P02": Fault.AWAY,  # it crashed
    "57P03": Fault.AWAY,  # it is not up yet
}


def fault_of(error: BaseException | None) -> Fault | None:
    """None where the database is well, and the fault is the site's own."""
    if not isinstance(error, Error | sqlite3.Error | psycopg.Error):
        return None
    cause = error.__cause__ if isinstance(error, Error) else error
    if isinstance(cause, sqlite3.Error):
        return OF_SQLITE.get((getattr(cause, "sqlite_errorcode", None) or 0) & 0xFF)
    if isinstance(cause, psycopg.Error) and cause.sqlstate:
        return Fault.AWAY if cause.sqlstate.startswith("08") else OF_POSTGRESQL.get(cause.sqlstate)
    # A lost connection has no code.
    is_lost = isinstance(error, OperationalError | InterfaceError | psycopg.OperationalError | psycopg.InterfaceError)
    return Fault.AWAY if is_lost else None

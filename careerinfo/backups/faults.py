"""What can go wrong with a backup by no fault of its own, in words."""

import sqlite3
from collections.abc import Iterator, Sized
from contextlib import contextmanager
from pathlib import Path

from django.db import Error

from careers.importers import faults


class BackupError(Exception):
    """Nothing was backed up or restored; the message says why in a sentence."""


class InUse(BackupError):
    """The site serves, or sends mail, while its database is to be replaced."""


def at(users: Sized) -> str:
    return "has" if len(users) == 1 else "have"


@contextmanager
def told_plainly(what: str, folder: Path) -> Iterator[None]:
    """Turns a full disk and the like into a sentence that begins with `what`."""
    try:
        yield
    except OSError as error:
        if error.errno in faults.FULL:
            raise BackupError(f"{what}: there is no room left on the disk of {folder}.") from error
        raise BackupError(f"{what}: {error.filename or folder}: {error.strerror or error}.") from error
    except (sqlite3.Error, Error) as error:
        if "disk is full" in str(error):
            raise BackupError(f"{what}: there is no room left on the disk of {folder}.") from error
        if "malformed" in str(error) or "not a database" in str(error):
            raise BackupError(f"{what}: the database is damaged ({error}).") from error
        reason = faults.reason_of(error)
        raise BackupError(f"{what}: the database cannot be used{f'; {reason}' if reason else ''}.") from error

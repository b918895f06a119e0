"""What to say when an import or another command fails by no fault of its own: a full disk, a database that is away."""

import errno
import tempfile

from django.db import Error

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_ROOM = "there is no room left on its disk, or on that of temporary files"
# What SQLite and PostgreSQL say, and what somebody can do about it.
_REASONS = (
    (("disk is full", "no space left", "could not extend file", "quota exceeded"), _NO_ROOM),
    (("disk i/o error",), "its disk is full, or cannot be read or written"),
    (("readonly database", "read-only"), "it, or its disk, can only be read"),
    (("database is locked", "lock timeout", "deadlock"), "another program keeps it busy: try again later"),
    (("connection", "server closed", "shutting down"), "the connection to it is lost, and the log has the details"),
)
# The same before a command has begun: what it needs is not there.
_NOT_READY = (
    (("unable to open",), "its file cannot be opened: look whether its folder is there, and who may write in it"),
    (("does not exist", "no such table"), "it, or a table in it, is not there; manage.py prepare makes them"),
    (("connection refused", "could not translate", "name or service", "failed: fatal"), "it does not let this site in"),
)


def sentence_of(error: BaseException | None) -> str:
    if isinstance(error, OSError):
        return _of_files(error)
    if isinstance(error, Error):
        return _of_the_database(error)
    return "The import failed; the log has the details."


def _of_files(error: OSError) -> str:
    place = error.filename or tempfile.gettempdir()
    if error.errno in FULL:
        return f"There is no room left on the disk, where files are unpacked: {place}."
    return f"{place}: {error.strerror or error}."


def _of_the_database(error: Error) -> str:
    return f"The database refused the import; {_reason(error, _REASONS) or 'the log has the details'}."


def reason_of(error: Error) -> str:
    """Why a database cannot be used at all, as the rest of a sentence; "" where what it says is not known."""
    return _reason(error, (*_NOT_READY, *_REASONS))


def _reason(error: Error, reasons: tuple) -> str:
    said = str(error).casefold()
    return next((reason for words, reason in reasons if any(word in said for word in words)), "")

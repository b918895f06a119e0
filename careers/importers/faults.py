"""What to say when an import fails by no fault of its files: a full disk, a database that is away or busy."""

import errno
import tempfile

from django.db import Error

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_ROOM = "there is no room left on its disk, or on that of temporary files"
# What SQLite and PostgreSQL say, and what somebody can do about it.
_REASONS = (
    (("disk is full", "no space left", "could not extend file", "quota exceeded"), _NO_ROOM),
    (("readonly database", "read-only"), "it, or its disk, can only be read"),
    (("database is locked", "lock timeout", "deadlock"), "another program keeps it busy: try again later"),
    (("connection", "server closed", "shutting down"), "the connection to it is lost, and the log has the details"),
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
    said = str(error).casefold()
    reason = next(
        (reason for words, reason in _REASONS if any(word in said for word in words)), "the log has the details"
    )
    return f"The database refused the import; {reason}."

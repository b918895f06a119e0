"""What a process that serves pages does with its databases, and a command does not."""

from django.conf import settings
from django.db import connections

from careerinfo.private_files import database_file

from . import wal_reset


def begin() -> None:
    for alias in connections:
        _limit(connections.settings[alias])
    wal_reset.keep(database_file(connections.settings["default"]))


def _limit(given: dict) -> None:
    """What takes longer ends, and the visitor is told. Imports and migrations have no such limits."""
    options = given["OPTIONS"]
    if given["ENGINE"].endswith(".sqlite3"):
        options["timeout"] = settings.DATABASE_LOCK_SECONDS
        return
    limits = {
        "statement_timeout": settings.DATABASE_STATEMENT_SECONDS,
        "lock_timeout": settings.DATABASE_LOCK_SECONDS,
        # Whoever is lost in the middle of a transaction holds up others.
        "idle_in_transaction_session_timeout": settings.DATABASE_STATEMENT_SECONDS,
    }
    written = " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items())
    # What the address of the database says comes last, and so counts.
    options["options"] = f"{written} {options.get('options', '')}".strip()
    if options["application_name"] == "careerinfo":
        options["application_name"] = "careerinfo web"

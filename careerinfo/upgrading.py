"""From one version to the next while the one before still serves: a backup, the database, the static files.

Each step says what it does, and the first that fails is the last. Migrations only add, so that the version before can
go on with what this one left, whether it failed or somebody goes back.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from . import private_files

# Visitors wait behind whoever waits for a lock, so a migration gives up soon and comes again later.
LOCK_WAIT_MILLISECONDS = 3_000
PAUSES = (2, 5, 15, 30)
LOCK_NOT_AVAILABLE = "55P03"
STILL_SERVED = "The version before still serves."


class UpgradeFailed(Exception):
    pass


def upgrade(say: Callable[[str], None], sleep: Callable[[float], None] = time.sleep) -> None:
    private_files.make_database(connection.settings_dict)
    private_files.close_all()
    _back_up(say)
    _migrate(say, sleep)
    _collect_static_files(say)


def is_empty() -> bool:
    return not connection.introspection.table_names()


def _back_up(say: Callable[[str], None]) -> None:
    if is_empty():
        say("1 of 3  Backup: the database is empty, there is nothing to back up.")
        return
    say("1 of 3  Backing up the database ...")
    try:
        call_command("backup")
    except (CommandError, SystemExit) as error:
        raise UpgradeFailed(f"No backup was made: {error} Nothing was changed.") from error


def _migrate(say: Callable[[str], None], sleep: Callable[[float], None]) -> None:
    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps:
        say(f"2 of 3  Changing the database: {steps} migration{'s' if steps > 1 else ''} ...")
    else:
        # What is made after each `migrate` may be missing all the same, or be another with this version.
        say("2 of 3  There are no new migrations; checking the triggers ...")
    for pause in (*PAUSES, None):
        try:
            _migrate_without_keeping_others_waiting()
            return
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                raise UpgradeFailed(f"The database refused a change: {str(error).strip()}. {STILL_SERVED}") from error
        if pause is None:
            raise UpgradeFailed(
                "Somebody else keeps a table busy that has to be changed, such as an import or a long report. "
                f"{STILL_SERVED} Run this again when that is over; it goes on where it stopped."
            )
        say(f"        A table is busy; trying again in {pause} seconds ...")
        sleep(pause)


def _migrate_without_keeping_others_waiting() -> None:
    if connection.vendor != "postgresql":
        call_command("migrate", verbosity=0, interactive=False)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{LOCK_WAIT_MILLISECONDS}ms"])
        # What changes many rows takes as long as it takes.
        cursor.execute("SET statement_timeout = 0")
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
            cursor.execute("RESET statement_timeout")


def _collect_static_files(say: Callable[[str], None]) -> None:
    folder = Path(settings.STATIC_ROOT)
    if folder.exists() and not os.access(folder, os.W_OK):
        say("3 of 3  The static files came with this version.")
        return
    # Those of the version before stay: its pages are still open somewhere.
    say("3 of 3  Collecting static files ...")
    try:
        call_command("collectstatic", verbosity=0, interactive=False)
    except OSError as error:
        raise UpgradeFailed(f"Static files cannot be written to {folder}: {error.strerror}. {STILL_SERVED}") from error

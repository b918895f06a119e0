"""For pytest: on SQLite tests begin with a copy of a database that was migrated once, half of a short run."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.core.management.commands.migrate import Command
from django.db import connection

from tests.breaks import MIGRATED

_migrate = Command.handle


def _copy_or_migrate(self, *args, **options) -> None:
    file = Path(os.environ[MIGRATED])
    is_first = connection.vendor == "sqlite" and not connection.introspection.table_names()
    connection.ensure_connection()
    if is_first and file.is_file():
        with closing(sqlite3.connect(file)) as migrated:
            migrated.backup(connection.connection)
        return
    _migrate(self, *args, **options)
    if is_first:
        with closing(sqlite3.connect(file)) as migrated:
            connection.connection.backup(migrated)


def pytest_configure() -> None:
    Command.handle = _copy_or_migrate

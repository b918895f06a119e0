"""The tests' database as other processes see it, and an import in a process of its own that waits at each step."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.db.models.sql import InsertQuery

from signups.models import Subscription

STALL_SECONDS = 60


@dataclass
class Outside:
    """A database that other processes can open: a SQLite file, or the tests' own PostgreSQL database."""

    url: str
    file: Path | None
    var_dir: Path

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "DATABASE_URL": self.url, "VAR_DIR": str(self.var_dir), "SECRET_KEY": "for-tests-only"}

    def query(self, sql: str) -> list[tuple]:
        if self.file is None:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall()
        with closing(sqlite3.connect(self.file)) as database:
            return database.execute(sql).fetchall()

    def sign_up(self, email: str) -> None:
        """Store a subscription over another connection than the import's; OperationalError if it is locked out."""
        with connection.cursor() as cursor:
            made, values = compiled_insert(Subscription(email=email))
            if self.file is None:
                cursor.execute(made, values)
            else:
                with closing(sqlite3.connect(self.file, timeout=2)) as database, database:
                    database.execute(made.replace("%s", "?"), values)

    def manage(self, *arguments: object) -> subprocess.CompletedProcess:
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True, timeout=STALL_SECONDS
        )

    @contextmanager
    def stepwise(self, *arguments: object) -> Iterator["Steps"]:
        """import_data in a process of its own that waits at each of its steps; killed in the end if it still runs."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.careers.importers.stepwise", *map(str, arguments)],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield Steps(process)
        finally:
            process.kill()
            process.communicate()
            self.wait_until_nobody_imports()

    def wait_until_nobody_imports(self) -> None:
        """A PostgreSQL server takes a moment to see that a killed process is gone."""
        while self.file is None and self.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"):
            time.sleep(0.02)


@dataclass
class Steps:
    process: subprocess.Popen

    def wait_for(self, name: str) -> None:
        """Let it go on until it stands at the step `name`, which it has not done yet."""
        while True:
            line = self.process.stdout.readline().strip()
            assert line, f"it ended before {name!r}"
            if line == name:
                return
            self.go_on()

    def go_on(self) -> None:
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def finish(self) -> int:
        self.process.communicate("\n" * 1_000, timeout=STALL_SECONDS)
        return self.process.returncode


def compiled_insert(row: Model) -> tuple[str, tuple]:
    query = InsertQuery(type(row))
    query.insert_values(row._meta.local_concrete_fields[1:], [row])
    [(sql, values)] = query.get_compiler(connection=connection).as_sql()
    return sql, values

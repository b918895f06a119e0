"""Migrations are applied while the version before serves: they take nothing from it, and keep no reader waiting."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_migration_linter import MigrationLinter

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the linters read SQL of PostgreSQL"),
    pytest.mark.django_db,
]

# What these and those before them locked is done: every site with rows has applied them, and a new one applies them to
# empty tables.
LAST_UNCHECKED = {
    "careers": "0066_restored_versions",
    "schools": "0004_days_of_placements",
    "signups": "0041_asked_of_old_code",
}
# New ones that a linter complains of without cause: its rules, and why they do not hold here.
EXCUSED: dict[str, dict[str, str]] = {
    "careers.0072_indexes_of_listing": {
        "require-concurrent-index-creation": "a thousand rows, which nobody writes at that moment, take milliseconds",
    },
}
# Of style, and of what is so already: Django's columns, one transaction, and `manage.py upgrade` sets the timeouts.
NOT_ASKED = (
    *("prefer-robust-stmts", "prefer-text-field", "prefer-identity", "require-timeout-settings"),
    *("prefer-bigint-over-int", "prefer-bigint-over-smallint"),
)


class Linter(MigrationLinter):
    def __init__(self, sql: list[str]) -> None:
        super().__init__(str(settings.BASE_DIR), no_cache=True, quiet=("ok", "ignore", "warning", "error"))
        self.sql, self.rules = sql, []

    def get_sql(self, app_label: str, migration_name: str) -> list[str]:
        return self.sql

    def print_errors(self, errors) -> None:
        self.rules += [issue.code for issue in errors]


def complaints(migration, sql: list[str], folder: Path) -> set[str]:
    linter = Linter(sql)
    linter.lint_migration(migration)
    file = folder / f"{migration.app_label}.{migration.name}.sql"
    file.write_text("\n".join(["BEGIN;", *sql, "COMMIT;"]))
    squawk = Path(sys.executable).with_name("squawk")
    command = [squawk, "--pg-version", "15", "--reporter", "json", f"--exclude={','.join(NOT_ASKED)}", file]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return {*linter.rules, *(row["rule_name"] for row in json.loads(told.stdout))}


def test_no_new_migration_locks_others_out_or_breaks_the_version_before(tmp_path):
    loader = MigrationLoader(connection, replace_migrations=False)
    new = [
        loader.graph.nodes[key]
        for key in sorted(loader.graph.nodes)
        if key[0] in LAST_UNCHECKED and key[1] > LAST_UNCHECKED[key[0]]
    ]
    found = {}
    for migration in new:
        name = f"{migration.app_label}.{migration.name}"
        told = complaints(migration, loader.collect_sql([(migration, False)]), tmp_path)
        if unexcused := told - EXCUSED.get(name, {}).keys():
            found[name] = unexcused
    assert not found


UNSAFE = {
    "an index of a table in use": ("CREATE INDEX one ON careers_career (title);", "require-concurrent-index-creation"),
    "a column that old code writes": ("ALTER TABLE careers_career DROP COLUMN title;", "DROP_COLUMN"),
    "a new name": ("ALTER TABLE careers_career RENAME COLUMN title TO name;", "RENAME_COLUMN"),
    "a value that old code does not give": ("ALTER TABLE careers_career ADD COLUMN x text NOT NULL;", "NOT_NULL"),
}


@pytest.mark.parametrize("what", UNSAFE)
def test_unsafe_ones_are_found(what, tmp_path):
    sql, rule = UNSAFE[what]
    name = LAST_UNCHECKED["schools"]
    migration = import_module(f"schools.migrations.{name}").Migration(name, "schools")
    assert rule in complaints(migration, [sql], tmp_path)

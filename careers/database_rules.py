"""Rules across tables that the database itself keeps: a row's release is of the row's own data set.

Triggers, made after each `migrate`. SQLite copies a table to change it, which drops its triggers and stops at those of
other tables that name it; so there no trigger names a table that migrations change, but one beside it.
"""

from collections.abc import Iterator
from zlib import crc32

from django.db import connections

from .models import Release
from .models.data_sets import names_of, row_models

OTHER_DATA_SET = "The release of this row is of another data set."
STAYS = "The data set of a release stays what it is."
RELEASES = Release._meta.db_table
# SQLite only: the data set of each release.
BESIDE = "careers_release_data_set"


def keep(using: str = "default") -> None:
    """Make what is missing of the rules; of no table that is not there, as while migrations are undone."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if RELEASES not in tables:
        return
    rows = {model._meta.db_table: names_of(model) for model in row_models()}
    rows = {table: data_sets for table, data_sets in rows.items() if table in tables}
    statements = {"sqlite": _for_sqlite, "postgresql": _for_postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in statements(_triggers(cursor, connection.vendor), rows):
            cursor.execute(statement)


def _triggers(cursor, vendor: str) -> set[str]:
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid)",
    }
    cursor.execute(names[vendor])
    return {name for (name,) in cursor.fetchall()}


def _rule(table: str, data_sets: list[str]) -> str:
    """The name of a table's trigger, which tells whether it is made for other data sets than there are now."""
    return f"{table}_of_its_data_set_{crc32(_listed(data_sets).encode()):08x}"


def _outdated(existing: set[str], table: str, rule: str) -> list[str]:
    of_table = f"{table}_of_its_data_set"
    return sorted(name for name in existing if name.startswith(of_table) and not name.startswith(rule))


def _listed(data_sets: list[str]) -> str:
    return ", ".join(f"'{data_set}'" for data_set in data_sets)


def _for_sqlite(existing: set[str], rows: dict[str, list[str]]) -> Iterator[str]:
    yield f"CREATE TABLE IF NOT EXISTS {BESIDE} (release_id integer PRIMARY KEY, data_set text NOT NULL)"
    yield f"DELETE FROM {BESIDE} WHERE release_id NOT IN (SELECT id FROM {RELEASES})"  # noqa: S608
    yield f"INSERT OR REPLACE INTO {BESIDE} SELECT id, data_set FROM {RELEASES}"  # noqa: S608
    on_releases = {
        "added": f"AFTER INSERT ON {RELEASES} BEGIN INSERT OR REPLACE INTO {BESIDE} VALUES (NEW.id, NEW.data_set); END",  # noqa: S608
        "deleted": f"AFTER DELETE ON {RELEASES} BEGIN DELETE FROM {BESIDE} WHERE release_id = OLD.id; END",  # noqa: S608
        "stays": f"BEFORE UPDATE OF data_set ON {RELEASES} WHEN NEW.data_set <> OLD.data_set "
        f"BEGIN SELECT RAISE(ABORT, '{STAYS}'); END",
    }
    for name, rule in on_releases.items():
        if f"{BESIDE}_{name}" not in existing:
            yield f"CREATE TRIGGER {BESIDE}_{name} {rule}"
    for table, data_sets in rows.items():
        is_other = (
            f"EXISTS (SELECT 1 FROM {BESIDE} WHERE release_id = NEW.release_id "  # noqa: S608
            f"AND data_set NOT IN ({_listed(data_sets)}))"
        )
        rule = _rule(table, data_sets)
        for name in _outdated(existing, table, rule):
            yield f"DROP TRIGGER {name}"
        for name, event in (("inserted", "INSERT"), ("moved", "UPDATE OF release_id")):
            if f"{rule}_{name}" not in existing:
                yield (
                    f"CREATE TRIGGER {rule}_{name} BEFORE {event} ON {table} WHEN {is_other} "
                    f"BEGIN SELECT RAISE(ABORT, '{OTHER_DATA_SET}'); END"
                )


def _for_postgresql(existing: set[str], rows: dict[str, list[str]]) -> Iterator[str]:
    yield f"""
        CREATE OR REPLACE FUNCTION careers_row_of_its_data_set() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT 1 FROM {RELEASES} WHERE id = NEW.release_id AND NOT data_set = ANY (TG_ARGV::text[])
            ) THEN
                RAISE check_violation USING MESSAGE = '{OTHER_DATA_SET}';
            END IF;
            RETURN NEW;
        END $$
    """  # noqa: S608
    yield f"""
        CREATE OR REPLACE FUNCTION careers_release_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE check_violation USING MESSAGE = '{STAYS}';
        END $$
    """
    if f"{BESIDE}_stays" not in existing:
        yield (
            f"CREATE TRIGGER {BESIDE}_stays BEFORE UPDATE OF data_set ON {RELEASES} FOR EACH ROW "
            "WHEN (NEW.data_set IS DISTINCT FROM OLD.data_set) EXECUTE FUNCTION careers_release_stays()"
        )
    for table, data_sets in rows.items():
        rule = _rule(table, data_sets)
        for name in _outdated(existing, table, rule):
            yield f"DROP TRIGGER {name} ON {table}"
        if rule not in existing:
            yield (
                f"CREATE TRIGGER {rule} BEFORE INSERT OR UPDATE OF release_id ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION careers_row_of_its_data_set({_listed(data_sets)})"
            )

"""Triggers, made after each `migrate`, that count a change of what pages show, in the transaction that changes it.

So nothing can write past them: neither a command, nor the mail worker, nor SQL by hand. As those of
careers/database_rules.py, none on SQLite names a table that migrations change, but one beside it.
"""

from collections.abc import Iterator
from zlib import crc32

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from careers.models import Generation, Release
from careers.models.data_sets import row_models

from .shown import SHOWN, STATES_SHOWN

GENERATION = Generation._meta.db_table
RELEASES = Release._meta.db_table
# SQLite only: the releases whose figures visitors may see.
BESIDE = "careers_shown_release"
# Never one that was there before, also where an older copy of the database is put back, nor one that another
# transaction writes: microseconds since 1970 and the last 10 bits of the transaction's own number.
OF_TRANSACTION = "(extract(epoch FROM transaction_timestamp()) * 1000000)::bigint * 1024 + txid_current() % 1024"
MILLISECONDS = "CAST((julianday('now') - 2440587.5) * 86400000 AS integer)"
# Of more than one row, as a dump of the database brings, each cannot have the same.
COUNT_UP = (
    f"UPDATE {GENERATION} SET number = max(number + 1, {MILLISECONDS}) "  # noqa: S608
    f"WHERE number = (SELECT max(number) FROM {GENERATION})"
)
MOST = 200
EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
# PostgreSQL only: what counts, and when.
FUNCTION, FUNCTION_IF_ANY = "careers_new_generation", "careers_new_generation_if_any"
FUNCTION_IF_SHOWN = "careers_new_generation_if_shown"
OF_SHOWN = f"SELECT 1 FROM {RELEASES} WHERE state IN ({STATES_SHOWN}) AND id IN (SELECT release_id FROM changed)"  # noqa: S608
ONLY = {
    FUNCTION: "true",
    # A statement is not a change where it found nothing to change.
    FUNCTION_IF_ANY: "EXISTS (SELECT 1 FROM changed)",
    FUNCTION_IF_SHOWN: f"EXISTS ({OF_SHOWN})",
}


def keep(using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """Make what is missing of the triggers, and count what migrations changed while there were none."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if GENERATION not in tables:
        return  # Migrated back to before there was any.
    make = {"sqlite": _for_sqlite, "postgresql": _for_postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        wanted = dict(make(cursor, tables))
        for name, table in _existing(cursor, connection.vendor).items():
            if wanted.pop(name, None) is None:
                cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
        for statement in wanted.values():
            cursor.execute(statement)
        _count(cursor, connection.vendor)


def prune() -> None:
    """PostgreSQL's rows of many transactions are as good as one, and all are read for each page."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql" or Generation.objects.count() <= MOST:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {GENERATION}")  # noqa: S608
        _count(cursor, connection.vendor)


def _existing(cursor, vendor: str) -> dict[str, str]:
    """Each trigger with its table."""
    all_of = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger "
        "WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid)",
    }
    cursor.execute(all_of[vendor])
    return {name: table for name, table in cursor.fetchall() if name.startswith("new_generation_")}


def _count(cursor, vendor: str) -> None:
    if vendor == "sqlite":
        cursor.execute(f"INSERT INTO {GENERATION} SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM {GENERATION})")  # noqa: S608
        cursor.execute(COUNT_UP)
    else:
        cursor.execute(f"INSERT INTO {GENERATION} SELECT {OF_TRANSACTION} ON CONFLICT DO NOTHING")


def _named(table: str, event: str, definition: str) -> tuple[str, str]:
    """Its name tells whether a trigger is made otherwise now: {name} in the `definition` stands for it."""
    # PostgreSQL cuts longer names off.
    name = f"new_generation_{event[:3].lower()}_{crc32((table + definition).encode()):08x}_{table}"[:63]
    return name, definition.format(name=name)


def _tables(tables: set[str]) -> Iterator[tuple[str, str]]:
    """Each table that counts, with the condition that its rows have to fulfil."""
    for label, condition in SHOWN.items():
        table = apps.get_model(label)._meta.db_table
        if table in tables:
            yield table, condition


def _tables_of_rows(tables: set[str]) -> list[str]:
    return [model._meta.db_table for model in row_models() if model._meta.db_table in tables]


def _where(condition: str, event: str) -> str:
    return " OR ".join(f"({condition.format(row=row)})" for row in EVENTS[event])


def _for_sqlite(cursor, tables: set[str]) -> Iterator[tuple[str, str]]:
    cursor.execute(f"CREATE TABLE IF NOT EXISTS {BESIDE} (release_id integer PRIMARY KEY)")
    cursor.execute(f"DELETE FROM {BESIDE}")  # noqa: S608
    cursor.execute(f"INSERT INTO {BESIDE} SELECT id FROM {RELEASES} WHERE state IN ({STATES_SHOWN})")  # noqa: S608
    yield from _beside()
    for table, condition in _tables(tables):
        for event in EVENTS:
            when = f"WHEN {_where(condition, event)} " if condition else ""
            yield _named(table, event, f"CREATE TRIGGER {{name}} AFTER {event} ON {table} {when}BEGIN {COUNT_UP}; END")
    of_shown = f"EXISTS (SELECT 1 FROM {BESIDE} WHERE release_id = {{row}}.release_id)"  # noqa: S608
    for table in _tables_of_rows(tables):
        for event in EVENTS:
            when = _where(of_shown, event)
            yield _named(
                table, event, f"CREATE TRIGGER {{name}} AFTER {event} ON {table} WHEN {when} BEGIN {COUNT_UP}; END"
            )


def _beside() -> Iterator[tuple[str, str]]:
    """What keeps the table beside the releases as they are."""
    out = f"DELETE FROM {BESIDE} WHERE release_id = OLD.id;"  # noqa: S608
    into = f"INSERT OR IGNORE INTO {BESIDE} SELECT NEW.id WHERE NEW.state IN ({STATES_SHOWN});"
    for event, body in {"INSERT": into, "UPDATE OF state, id": f"{out} {into}", "DELETE": out}.items():
        yield _named(BESIDE, event, f"CREATE TRIGGER {{name}} AFTER {event} ON {RELEASES} BEGIN {body} END")


def _for_postgresql(cursor, tables: set[str]) -> Iterator[tuple[str, str]]:
    for name, only in ONLY.items():
        cursor.execute(_function(name, only))
    for table, condition in _tables(tables):
        for event, rows in EVENTS.items():
            if condition:
                how = f"FOR EACH ROW WHEN ({_where(condition, event)}) EXECUTE FUNCTION {FUNCTION}()"
                yield _named(table, event, _on(table, event, how))
            else:
                yield _named(table, event, _on(table, event, _each_statement(rows[-1], FUNCTION_IF_ANY)))
        yield _named(table, "TRUNCATE", _on(table, "TRUNCATE", f"EXECUTE FUNCTION {FUNCTION}()"))
    for table in _tables_of_rows(tables):
        for event, rows in EVENTS.items():
            # Of an UPDATE, rows as they were are looked at too.
            for row in rows:
                yield _named(table, event, _on(table, event, _each_statement(row, FUNCTION_IF_SHOWN)))
        yield _named(table, "TRUNCATE", _on(table, "TRUNCATE", f"EXECUTE FUNCTION {FUNCTION}()"))


def _each_statement(row: str, function: str) -> str:
    return f"REFERENCING {row} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {function}()"


def _on(table: str, event: str, how: str) -> str:
    return f"CREATE TRIGGER {{name}} AFTER {event} ON {table} {how}"


def _function(name: str, only: str) -> str:
    return f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {only} THEN
                INSERT INTO {GENERATION} SELECT {OF_TRANSACTION} ON CONFLICT DO NOTHING;
            END IF;
            RETURN NULL;
        END $$
    """

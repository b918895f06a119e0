"""Copies of a PostgreSQL database, by the server's own pg_dump, of one moment, and back in one transaction."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from . import after_restore
from .archive import BadBackup, Manifest, unpack
from .faults import BackupError, InUse, at

ENGINE = "postgresql"
# What the server's tools are told in their environment, where nobody else on the machine reads it.
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslrootcert": "PGSSLROOTCERT",
}
PATIENCE = "10s"
_VERSION = re.compile(rb"(\d+)\.\d+")


def server() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return cursor.fetchone()[0].partition(" ")[0]


@contextmanager
def snapshot() -> Iterator[str]:
    """The name of a moment, which rows are counted at and copied at."""
    _tool("pg_dump")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        # A big table takes longer to count than a page may take.
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def copy(moment: str, to: Path) -> None:
    # Level 1: the default takes three times as long, for a tenth less.
    command = [_tool("pg_dump"), "--format=custom", "--compress=1", "--no-owner", "--no-privileges"]
    with to.open("wb") as file:
        done = _run([*command, f"--snapshot={moment}"], stdout=file)
    if done.returncode:
        _refuse("The database could not be copied", done.stderr)


def look_at(copied: Path, moment: str) -> dict[str, int]:
    """See that the copy can be read, and count the rows of its moment, by table."""
    done = _run([_tool("pg_restore"), "--list", str(copied)], stdout=subprocess.DEVNULL)
    if done.returncode:
        _refuse("The copy cannot be read again", done.stderr)
    return _rows()


def look_through(backup: Path) -> None:
    """pg_dump has read each row; PostgreSQL has nothing that looks at a dump more closely."""


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
        return [table for (table,) in cursor.fetchall()]


def _rows() -> dict[str, int]:
    rows = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
            rows[table] = cursor.fetchone()[0]
    return rows


def has_rows() -> bool:
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')  # noqa: S608
            if cursor.fetchone()[0]:
                return True
    return False


def restore(backup: Path, manifest: Manifest, *, before: str = "") -> None:
    """Put a backup in the place of whatever the database holds, all of it or nothing."""
    psql, pg_restore = _tool("psql"), _tool("pg_restore")
    unpack(backup, manifest, lambda piece: None)
    see_that_nobody_is_connected()
    command = [psql, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse", "--file=-"]
    put = subprocess.Popen(  # noqa: S603
        command, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        put.stdin.write(_script(_what_goes()))
        put.stdin.flush()
        read = _run(
            [pg_restore, "--no-owner", "--no-privileges", "--no-comments", "--file=-", str(backup)], stdout=put.stdin
        )
        if not read.returncode:
            put.stdin.write(_script(_what_follows(manifest)))
            put.stdin.flush()
    except BrokenPipeError:
        # It stopped at an error, and says which below.
        read = None
    # Without COMMIT everything is as it was.
    _, said = put.communicate()
    if put.returncode or read is None or read.returncode:
        _refuse("The backup could not be put back, and the database is as it was", said or read.stderr)


def _schema() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return cursor.fetchone()[0]


def _what_goes() -> list[str]:
    """Statements that take away all that the site, of whichever version, has in its schema."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace "
            "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        functions = [name for (name,) in cursor.fetchall()]
    tables = [f'DROP TABLE IF EXISTS "{table}" CASCADE' for table in _tables()]
    return [
        "SET client_min_messages = warning",
        "BEGIN",
        *tables,
        *(f"DROP FUNCTION IF EXISTS {name} CASCADE" for name in functions),
    ]


def _what_follows(manifest: Manifest) -> list[str]:
    # pg_dump leaves the search path empty.
    path = f"SELECT pg_catalog.set_config('search_path', '{_schema()}', true)"
    return [path, *_checks(manifest.rows), *after_restore.statements(set(manifest.rows)), "COMMIT"]


def _checks(rows: dict[str, int]) -> list[str]:
    return [
        f'DO $$ BEGIN IF (SELECT count(*) FROM "{table}") <> {int(count)} '  # noqa: S608
        f"THEN RAISE EXCEPTION 'it has not the rows that it says'; END IF; END $$"
        for table, count in rows.items()
    ]


def _script(statements: list[str]) -> bytes:
    return "".join(f"{statement};\n" for statement in statements).encode()


def see_that_nobody_is_connected() -> None:
    # By its name the server tells this process's connections from others.
    os.environ["PGAPPNAME"] = name = f"careerinfo-restore-{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('application_name', %s, false)", [name])
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usesysid IS NOT NULL "
            "AND pid <> pg_backend_pid() AND application_name IS DISTINCT FROM %s",
            [name],
        )
        count = cursor.fetchone()[0]
    if count:
        others = f"{count} other {'connection' if count == 1 else 'connections'}"
        raise InUse(f"The site is at work: {others} {at(range(count))} the database open.")


def _tool(name: str) -> str:
    """The path of one of PostgreSQL's own programs, which must be as new as the server."""
    path = shutil.which(name)
    if path is None:
        raise BackupError(f"{name} is missing: install PostgreSQL's client programs (postgresql-client).")
    found = _VERSION.search(subprocess.run([path, "--version"], capture_output=True, check=False).stdout)  # noqa: S603
    theirs = connection.pg_version // 10_000
    if found and int(found[1]) < theirs:
        raise BackupError(
            f"{name} is of version {int(found[1])}, and the server of {theirs}: install its client programs."
        )
    return path


def _environment() -> dict[str, str]:
    given = connection.get_connection_params()
    known = {variable: str(given[name]) for name, variable in _VARIABLES.items() if given.get(name)}
    return {**os.environ, **known}


def _run(command: list[str], **streams) -> subprocess.CompletedProcess:
    return subprocess.run(command, env=_environment(), stderr=subprocess.PIPE, check=False, **streams)  # noqa: S603


def _refuse(what: str, said: bytes) -> None:
    lines = said.decode(errors="replace").strip().splitlines() or ["it does not say why"]
    if any("No space left" in line for line in lines):
        raise BackupError(f"{what}: there is no room left on the disk.")
    # What follows in other lines may quote a row.
    raise BadBackup(f"{what}. {lines[0][:300]}")


def folder() -> Path:
    """Whose disk a restore fills, of this machine's: that of the copy of what was there."""
    return Path(settings.BACKUP_DIR)


def where() -> str:
    return str(connection.settings_dict["NAME"])

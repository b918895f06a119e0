"""Copies of a SQLite database, by SQLite's own backup, in one step: that is one moment, however much is written."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection, connections

from ..private_files import database_file
from . import after_restore, archive
from .archive import BadBackup, Manifest
from .faults import BackupError, InUse, at

ENGINE = "sqlite"
WAIT = 20.0  # seconds, for whoever writes
LOWEST_PRIORITY = 10
COMPANIONS = ("-wal", "-shm", "-journal")
PROCESSES = Path("/proc")


def _file() -> Path:
    file = database_file(connection.settings_dict)
    if file is None:
        raise BackupError("This database is in memory only, and cannot be backed up.")
    return file.absolute()


def _opened(path: Path, how: str, timeout: float = WAIT) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?{how}", uri=True, isolation_level=None, timeout=timeout)


def server() -> str:
    return sqlite3.sqlite_version


@contextmanager
def snapshot() -> Iterator[Path]:
    yield _file()


def copy(source: Path, to: Path) -> None:
    with closing(_opened(source, "mode=rw")) as site, closing(_opened(to, "mode=rw")) as new:
        # What is cut short is thrown away, and the disk is waited for once, at the end.
        new.execute("PRAGMA journal_mode = OFF")
        new.execute("PRAGMA synchronous = OFF")
        site.backup(new, pages=-1)


def look_at(copied: Path, source: Path) -> dict[str, int]:
    """Open the copy again and count its rows, by table."""
    with closing(_opened(copied, "mode=ro&immutable=1")) as copy:
        return _rows(copy)


def look_through(backup: Path) -> None:
    """See that each row and each line of an index is where it belongs, giving way to visitors meanwhile.

    This takes several times as long as copying.
    """
    found: list[Exception] = []

    def look() -> None:
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST_PRIORITY)
            with closing(_opened(backup, "mode=ro&immutable=1")) as copy:
                _see_that_it_is_whole(copy)
        except Exception as error:  # noqa: BLE001
            found.append(error)

    # A thread's priority is its own.
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    if found:
        raise found[0]


def _see_that_it_is_whole(database: sqlite3.Connection) -> None:
    try:
        database.execute(f"PRAGMA mmap_size = {1 << 40}")
        said = [str(line) for (line,) in database.execute("PRAGMA integrity_check")]
    except sqlite3.DatabaseError as error:
        said = [str(error)]
    if said != ["ok"]:
        raise BadBackup(f"The database is damaged. SQLite's integrity_check says: {' '.join(said[0].split())[:200]}.")


def _rows(database: sqlite3.Connection) -> dict[str, int]:
    tables = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
        "AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return {table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for (table,) in tables}  # noqa: S608


def has_rows() -> bool:
    file = _file()
    if not file.exists() or not file.stat().st_size:
        return False
    try:
        with closing(_opened(file, "mode=ro")) as database:
            return any(_rows(database).values())
    except sqlite3.DatabaseError:
        # Whatever that is, it is not nothing.
        return True


def restore(backup: Path, manifest: Manifest, *, before: str) -> Path | None:
    """Put a backup in the database's place; where the one that was there lies now. It is whole, or nothing changes."""
    connections.close_all()
    database = _file()
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = database.with_name(f".{database.name}.restoring")
    try:
        _unpack(backup, manifest, beside)
        return _put_in_place(beside, database, database.with_name(f"{database.name}.{before}"))
    finally:
        for companion in ("", *COMPANIONS):
            beside.with_name(f"{beside.name}{companion}").unlink(missing_ok=True)


def _unpack(backup: Path, manifest: Manifest, beside: Path) -> None:
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        archive.unpack(backup, manifest, file.write)
    with closing(_opened(beside, "mode=rw")) as new:
        _see_that_it_is_whole(new)
        if _rows(new) != manifest.rows:
            raise BadBackup(f"{backup} is damaged: it has not the rows that it says.")
        for statement in after_restore.statements(set(manifest.rows)):
            new.execute(statement)
    archive.sync(beside)


def _put_in_place(beside: Path, database: Path, kept: Path) -> Path | None:
    if not database.exists():
        _move_companions(database, kept)
        beside.replace(database)
        archive.sync(database.parent)
        return None
    with _alone(database):
        _move_companions(database, kept)
        os.link(database, kept)
        # At each moment there is a whole database under its name.
        beside.replace(database)
    archive.sync(database.parent)
    return kept


def _move_companions(database: Path, kept: Path) -> None:
    """What belongs to the old database would be read as the new one's."""
    for companion in COMPANIONS:
        path = database.with_name(f"{database.name}{companion}")
        if path.exists():
            path.rename(kept.with_name(f"{kept.name}{companion}"))


@contextmanager
def _alone(database: Path) -> Iterator[None]:
    """Nobody else has the database open, and nobody opens it until the end; InUse where somebody has."""
    if users := _who_has_open(database):
        raise InUse(f"The site is at work: {', '.join(users)} {at(users)} the database open.")
    with closing(_opened(database, "mode=rw", timeout=0)) as old:
        try:
            # Both need to be alone; what is only in the write-ahead log goes into the database.
            old.execute("PRAGMA journal_mode = DELETE")
            old.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise InUse("The site is at work: another program has the database open.") from error
        except sqlite3.DatabaseError:
            # It is too damaged to be opened: that may be why somebody restores.
            pass
        yield


def _who_has_open(database: Path) -> list[str]:
    """Other processes, as far as this machine tells."""
    files = {str(database.resolve()), f"{database.resolve()}-wal"}
    users = []
    for process in PROCESSES.glob("[0-9]*"):
        try:
            is_user = any(os.readlink(handle) in files for handle in (process / "fd").iterdir())
            if is_user and process.name != str(os.getpid()):
                users.append(f"process {process.name} ({(process / 'comm').read_text().strip()})")
        except OSError:
            # It ended just now, or belongs to somebody else.
            continue
    return sorted(users)


def folder() -> Path:
    """Whose disk a restore fills."""
    return _file().parent


def where() -> str:
    return str(_file())

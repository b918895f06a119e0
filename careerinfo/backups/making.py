"""Making a backup: copied, looked at, and only then called one; older ones go once it is good."""

import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from careers.locks import AlreadyAtWork, Work, one_at_a_time
from careers.models import BackupRun

from . import archive, postgresql, sqlite
from .archive import BadBackup, Manifest
from .faults import BackupError, told_plainly

FAILED = "Nothing was backed up"
# Whatever else lies in the folder is not this site's.
NAME = re.compile(r"careerinfo-\d{8}-\d{6}Z\.backup")
UNFINISHED = re.compile(r"\.careerinfo-\d{8}-\d{6}Z(?:-before-restore)?\.unfinished")
DAMAGED = ".damaged"
Tell = Callable[[str], object]


@dataclass(frozen=True)
class Backup:
    path: Path
    manifest: Manifest

    @property
    def size(self) -> str:
        return f"{self.manifest.bytes / 1e6:,.1f} MB"


def engine() -> ModuleType:
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]


def back_up(tell: Tell) -> Backup:
    """One more backup, and older ones less; what happened is noted for the desk. `tell` hears of each step."""
    started_at = timezone.now()
    try:
        with _alone(), told_plainly(FAILED, settings.BACKUP_DIR):
            backup = copied(started_at)
            tell(f"Backed up: {backup.path} ({backup.size}).")
            _look_through(backup)
            gone = rotate()
    except AlreadyAtWork:
        raise BackupError("Another backup, or a restore, is at work now: nothing was done.") from None
    except (BackupError, BadBackup) as error:
        _note(tell, started_at=started_at, state=BackupRun.State.FAILED, says=str(error)[:300])
        raise
    says = "It was read again from end to end, and is good."
    tell(f"{says} {_of_older(gone)}".strip())
    _note(
        tell,
        started_at=started_at,
        state=BackupRun.State.GOOD,
        bytes=backup.path.stat().st_size,
        says=backup.path.name,
    )
    return backup


def _alone():
    return one_at_a_time(Work.BACKUP)


def copied(now: datetime, ending: str = "") -> Backup:
    """A whole backup on the disk; where anything fails, nothing of it is left."""
    folder = _folder()
    for path in folder.iterdir():
        if UNFINISHED.fullmatch(path.name):
            path.unlink()
    stem = _free_name(folder, now, ending)
    unfinished = folder / f".{stem}.unfinished"
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL, 0o600))
        manifest = _fill(unfinished, now)
        path = folder / f"{stem}.backup"
        unfinished.rename(path)
        archive.sync(folder)
        return Backup(path, manifest)
    finally:
        unfinished.unlink(missing_ok=True)


def _free_name(folder: Path, now: datetime, ending: str) -> str:
    """Of this second, or of the next that has none: what is restored may have been made in this very second."""
    seconds = (now.astimezone(UTC) + timedelta(seconds=later) for later in count())
    names = (f"careerinfo-{second:%Y%m%d-%H%M%SZ}{ending}" for second in seconds)
    return next(name for name in names if not (folder / f"{name}.backup").exists())


def _fill(path: Path, now: datetime) -> Manifest:
    kind = engine()
    with kind.snapshot() as source, ThreadPoolExecutor(2) as others:
        kind.copy(source, path)
        # Reading it three times at once takes as long as the longest.
        is_safe, digest = others.submit(archive.sync, path), others.submit(archive.sha256_of, path)
        rows = kind.look_at(path, source)
        if not any(rows.values()):
            raise BackupError(f"{FAILED}: the database is empty.")
        manifest = Manifest(
            engine=kind.ENGINE,
            server=kind.server(),
            site=settings.SITE_URL,
            made_at=now,
            migrations=_migrations(),
            rows=rows,
        )
        is_safe.result()
        return archive.seal(path, manifest, digest.result())


def _folder() -> Path:
    folder = Path(settings.BACKUP_DIR).absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _migrations() -> dict[str, list[str]]:
    by_app: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        by_app.setdefault(app, []).append(name)
    return by_app


def _look_through(backup: Backup) -> None:
    try:
        engine().look_through(backup.path)
    except BadBackup as error:
        kept = backup.path.with_suffix(DAMAGED)
        backup.path.rename(kept)
        raise BadBackup(f"{error} The copy is kept as {kept.name}, and earlier backups are kept too.") from error


def rotate() -> int:
    """Delete this site's oldest backups beyond BACKUPS_KEPT; how many."""
    mine = []
    for path in sorted(_folder().iterdir(), reverse=True):
        if NAME.fullmatch(path.name) and not path.is_symlink():
            try:
                manifest = archive.read(path)
            except BadBackup:
                continue
            if (manifest.site, manifest.engine) == (settings.SITE_URL, engine().ENGINE):
                mine.append(path)
    for path in mine[settings.BACKUPS_KEPT :]:
        path.unlink(missing_ok=True)
    return len(mine[settings.BACKUPS_KEPT :])


def _of_older(gone: int) -> str:
    return f"Older backups deleted: {gone}." if gone else ""


def _note(tell: Tell, **values) -> None:
    try:
        BackupRun.note(**values)
    except Error:
        tell("This could not be noted in the database, so the staff pages do not say it.")

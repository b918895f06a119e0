"""Putting a backup back: everything is looked at before anything is changed."""

from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.db import Error
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from careers.locks import AlreadyAtWork, Work, one_at_a_time
from signups.mail import presence

from . import archive
from .archive import Manifest
from .faults import BackupError, InUse, told_plainly
from .making import copied, engine

FAILED = "Nothing was restored"
STOP_IT = "Stop the site and its mail workers first"


@dataclass(frozen=True)
class Restored:
    manifest: Manifest
    # Where that lies which was there before; None where nothing was.
    kept: Path | None
    # Whether this version of the site has migrations that the backup has not.
    is_older: bool


def restore(file: Path, *, replace: bool) -> Restored:
    """BackupError or BadBackup, and nothing is changed, where this cannot be done."""
    manifest = archive.read(file)
    known = _known_migrations()
    _see_that_it_fits(manifest, known)
    try:
        with one_at_a_time(Work.BACKUP), told_plainly(FAILED, engine().folder()):
            kept = _put_back(file, manifest, replace=replace)
    except AlreadyAtWork:
        raise BackupError("A backup, or another restore, is at work now: nothing was done.") from None
    except InUse as error:
        raise InUse(f"{error} {STOP_IT}.") from error
    applied = {(app, name) for app, names in manifest.migrations.items() for name in names}
    return Restored(manifest, kept, bool(known.needed - applied))


@dataclass(frozen=True)
class _Known:
    names: set[tuple[str, str]]
    needed: set[tuple[str, str]]


def _known_migrations() -> _Known:
    found = MigrationLoader(None).disk_migrations
    replaced = {tuple(old) for migration in found.values() for old in migration.replaces}
    return _Known({*found, *replaced}, {key for key, migration in found.items() if not migration.replaces})


def _see_that_it_fits(manifest: Manifest, known: _Known) -> None:
    if manifest.engine != engine().ENGINE:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        theirs = names.get(manifest.engine, manifest.engine)
        ours = names[engine().ENGINE]
        raise BackupError(
            f"This is a backup of {theirs}, and this site has {ours}: set DATABASE_URL to {theirs} first."
        )
    if not any(manifest.rows.values()):
        raise BackupError("This is a backup of an empty database.")
    newer = [f"{app} {name}" for app, names in manifest.migrations.items() for name in names]
    newer = [name for name in newer if tuple(name.split(" ")) not in known.names]
    if newer:
        raise BackupError(
            f"This backup was made by a newer version of the site ({newer[-1]} is not known here). "
            "Install that version first."
        )


def _put_back(file: Path, manifest: Manifest, *, replace: bool) -> Path | None:
    kind = engine()
    has_rows = kind.has_rows()
    if has_rows and not replace:
        raise BackupError(
            f"The database {kind.where()} is not empty. With --replace the backup takes its place, and what is there "
            "now is kept beside it."
        )
    if has_rows:
        _see_that_no_worker_runs()
    now = timezone.now()
    if has_rows and kind.ENGINE == "postgresql":
        kind.see_that_nobody_is_connected()
        # A file can be put aside, and a database on a server cannot.
        before = copied(now, "-before-restore").path
        kind.restore(file, manifest)
        return before
    return kind.restore(file, manifest, before=f"before-restore-{now.astimezone(UTC):%Y%m%d-%H%M%S-%fZ}")


def _see_that_no_worker_runs() -> None:
    """On another machine, too. A database that cannot tell has none."""
    try:
        seen = presence.at_work()
    except Error:
        return
    if seen:
        raise InUse(f"The site is at work: {presence.in_words(seen)[0].lower()}{presence.in_words(seen)[1:]}.")


def told(restored: Restored) -> list[str]:
    """What whoever restored has to know."""
    made = timezone.localtime(restored.manifest.made_at)
    lines = [f"Restored: the database is as it was on {made:%B} {made.day}, {made:%Y at %H:%M} ({settings.TIME_ZONE})."]
    lines.append(f"Its {sum(restored.manifest.rows.values()):,} rows are all there, and it was found whole.")
    if restored.kept:
        lines.append(f"What was there before is kept: {restored.kept}. Delete it when you no longer need it.")
    if restored.is_older:
        lines.append("The backup is of an earlier version of the site: run 'manage.py migrate' before you start it.")
    lines.append("No mail goes out until staff allow it on the first page of the staff pages.")
    return lines

"""SQLite's database as migrations leave it: made once for all processes of a run, while they collect the tests."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

VARIABLE = "CAREERINFO_MIGRATED_FOR_TESTS"
PATIENCE = 180  # seconds
DONE, FAILED = "done.sqlite3", "failed"


def begin() -> None:
    """In the process that hands out the tests, before it starts the others: they know where it lies."""
    folder = Path(tempfile.mkdtemp(prefix="careerinfo-tests-"))
    os.environ[VARIABLE] = str(folder)
    given = {"VAR_DIR": str(folder), "SECRET_KEY": "for-tests-only", "PATH": os.environ["PATH"]}
    subprocess.Popen([sys.executable, "-m", "tests.migrated_once"], cwd=settings.BASE_DIR, env=given)


def found() -> Path | None:
    """Where it lies, once it is made; None where nobody makes it."""
    if VARIABLE not in os.environ:
        return None
    folder, until = Path(os.environ[VARIABLE]), time.monotonic() + PATIENCE
    while time.monotonic() < until and not (folder / FAILED).exists():
        if (folder / DONE).exists():
            return folder / DONE
        time.sleep(0.1)
    return None


def end() -> None:
    if folder := os.environ.pop(VARIABLE, None):
        shutil.rmtree(folder, ignore_errors=True)


def make(folder: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "careerinfo.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    with (
        closing(sqlite3.connect(folder / "careerinfo.sqlite3")) as migrated,
        closing(sqlite3.connect(folder / "copy")) as copy,
    ):
        migrated.backup(copy)
    # Only once it is whole.
    (folder / "copy").rename(folder / DONE)


if __name__ == "__main__":
    place = Path(os.environ["VAR_DIR"])
    try:
        make(place)
    except BaseException:
        (place / FAILED).touch()
        raise

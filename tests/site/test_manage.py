"""manage.py where the database cannot be used: a sentence for whoever typed it, and details only when asked for."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

REFUSED = {
    "a folder that is not there": ("sqlite:////nowhere/at/all/careers.sqlite3", "its file cannot be opened"),
    "an empty file": (
        "sqlite:///{folder}/empty.sqlite3",
        "a table in it, is not there; manage.py prepare makes them",
    ),
    "nobody listens": ("postgres://careers@127.0.0.1:1/careers", "it does not let this site in"),
}


def manage(folder, address: str, *arguments: str) -> subprocess.CompletedProcess:
    known = {"SECRET_KEY": "for-tests-only", "VAR_DIR": str(folder), "DATABASE_URL": address.format(folder=folder)}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, **known},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("what", REFUSED)
def test_a_database_that_cannot_be_used_is_told_in_a_sentence(what, tmp_path):
    address, told = REFUSED[what]
    done = manage(tmp_path, address, "releases")
    [line] = done.stderr.strip().splitlines()
    assert line.startswith("The database cannot be used; ")
    assert told in line
    assert done.returncode == 1


def test_details_are_there_for_whoever_asks(tmp_path):
    done = manage(tmp_path, "sqlite:////nowhere/at/all/careers.sqlite3", "releases", "--traceback")
    assert "Traceback" in done.stderr

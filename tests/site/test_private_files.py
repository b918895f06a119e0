"""Other users of the machine cannot read what holds addresses and passwords."""

import os
import sqlite3
import stat
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.mail import EmailMessage, get_connection


@pytest.fixture
def manage(tmp_path):
    """Runs manage.py as a person with the usual umask would."""

    def run(*arguments: str) -> None:
        given = {"VAR_DIR": str(tmp_path), "SECRET_KEY": "for-tests-only", "PATH": os.environ["PATH"]}
        result = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=given,
            capture_output=True,
            text=True,
            check=False,
            umask=0o022,
        )
        assert result.returncode == 0, result.stderr

    return run


def open_to_others(folder) -> dict[str, str]:
    found = [path for path in folder.rglob("*") if path.is_file() or path.name == "mail"]
    assert found
    return {path.name: oct(path.stat().st_mode) for path in found if path.stat().st_mode & 0o077}


def test_a_first_run_makes_nothing_that_others_can_read_and_the_next_mends_old_mail(manage, tmp_path):
    manage("prepare")
    assert open_to_others(tmp_path) == {}
    assert (tmp_path / "careerinfo.sqlite3").stat().st_mode & stat.S_IRWXU == 0o600
    mail = tmp_path / "mail"
    mail.mkdir(mode=0o755, exist_ok=True)
    (mail / "old.log").write_text("To: student@example.org")
    (mail / "old.log").chmod(0o644)
    before = len(list(mail.iterdir()))
    manage("prepare")
    send = "from django.core.mail import send_mail; send_mail('Hello', 'Words', None, ['student@example.org'])"
    manage("shell", "-c", send)
    assert len(list(mail.iterdir())) == before + 1
    assert open_to_others(tmp_path) == {}


@pytest.mark.parametrize("command", [["migrate", "--verbosity", "0"], ["rebuild_search"]])
def test_what_an_earlier_edition_left_open_is_closed_by_any_command(command, manage, migrated, tmp_path):
    migrated(tmp_path)
    for name in ("", "-import", "-search-rebuild"):
        path = tmp_path / f"careerinfo.sqlite3{name}"
        path.touch()
        path.chmod(0o644)
    manage(*command)
    assert open_to_others(tmp_path) == {}


def test_the_journal_is_closed_while_the_database_is_in_use(manage, tmp_path):
    path = tmp_path / "careerinfo.sqlite3"
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE t (x)")
        for file in tmp_path.iterdir():
            file.chmod(0o644)
        manage("shell", "-c", "from django.db import connection; connection.ensure_connection()")
        names = {file.name for file in tmp_path.iterdir()}
        assert {"careerinfo.sqlite3", "careerinfo.sqlite3-wal", "careerinfo.sqlite3-shm"} <= names
        assert open_to_others(tmp_path) == {}
    other.close()


def test_the_mailbox_writes_a_whole_letter(tmp_path):
    box = get_connection("careerinfo.private_files.Mailbox", file_path=str(tmp_path / "mail"))
    assert EmailMessage("Hello", "Words", to=["student@example.org"], connection=box).send() == 1
    (letter,) = (tmp_path / "mail").iterdir()
    assert "Subject: Hello" in letter.read_text()
    assert open_to_others(tmp_path) == {}

"""On builds of SQLite that have the WAL-reset bug nobody commits while the log is copied into the database."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

from careerinfo import checks
from careerinfo.databases import wal_reset


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 2)])
def test_builds_that_have_the_bug(version):
    assert wal_reset.is_affected(version)


@pytest.mark.parametrize("version", [(3, 6, 23), (3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 52, 0), (4, 0, 0)])
def test_builds_that_have_it_not(version):
    assert not wal_reset.is_affected(version)


@pytest.fixture
def database(tmp_path):
    """In WAL mode, with 5 MB that stand in its log alone, and somebody who has it open."""
    file = tmp_path / "site.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as opened:
        opened.executescript("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE page (text)")
        for _ in range(50):
            opened.execute("INSERT INTO page VALUES (zeroblob(100000))")
        yield file


def test_the_log_is_copied_and_begun_anew(database):
    log = database.with_name("site.sqlite3-wal")
    grown = log.stat().st_size
    assert wal_reset.checkpoint(database)
    assert database.stat().st_size > 5_000_000
    with closing(sqlite3.connect(database)) as other, other:
        other.execute("INSERT INTO page VALUES ('one more')")
    assert log.stat().st_size == grown


def test_nobody_writes_while_it_is_copied(database, monkeypatch):
    def tried(sql: str):
        with closing(sqlite3.connect(database, timeout=0)) as other, pytest.raises(sqlite3.OperationalError) as refused:
            other.execute("INSERT INTO page VALUES ('in between')")
        said.append(str(refused.value))

    class Watched(sqlite3.Connection):
        def execute(self, sql, *values):
            if "wal_checkpoint" in sql:
                tried(sql)
            return super().execute(sql, *values)

    said, connect = [], sqlite3.connect
    with monkeypatch.context() as patch:
        patch.setattr(wal_reset, "_connect", lambda file: connect(file, isolation_level=None, factory=Watched))
        assert wal_reset.checkpoint(database)
    assert said == ["database is locked"]


def test_one_process_looks_after_the_log_and_only_when_it_grew(database, monkeypatch):
    first, second = wal_reset.Keeper(database), wal_reset.Keeper(database)
    assert first.look()
    assert not first.look()
    assert not second.look()
    assert oct((database.with_name("site.sqlite3-checkpoints")).stat().st_mode)[-3:] == "600"
    first.turn.close()
    assert second.look()
    second.turn.close()


def test_the_site_makes_no_checkpoints_by_itself_on_such_a_build(on_disk):
    if on_disk is None:
        pytest.skip("of SQLite alone")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint")
        assert (cursor.fetchone()[0] == 0) == wal_reset.is_affected()


@pytest.fixture
def said(monkeypatch, tmp_path):
    """What the check says when the site is started on a database file, by a command."""
    given = {"ENGINE": "careerinfo.databases.sqlite3", "NAME": tmp_path / "site.sqlite3"}
    monkeypatch.setitem(settings.DATABASES, "default", given)

    def of(command: str, *, affected: bool) -> str:
        monkeypatch.setattr(wal_reset, "is_affected", lambda: affected)
        monkeypatch.setattr("sys.argv", ["manage.py", command])
        return "".join(str(one) for one in checks.sqlite_is_sound(None))

    return of


def test_the_check_names_the_build_and_no_other_command_repeats_it(said):
    assert f"SQLite {sqlite3.sqlite_version} of this machine can damage" in said("check", affected=True)
    for command in ("prepare", "runserver", "send_review_reminders"):
        assert said(command, affected=True) == ""
    assert said("check", affected=False) == ""


def test_a_command_looks_after_the_log_too(tmp_path):
    script = (
        "from django.db import connection; from careerinfo.databases import wal_reset; connection.ensure_connection(); "
        "print([one.is_alive() for one in wal_reset._keepers.values()])"
    )
    given = {"VAR_DIR": str(tmp_path), "SECRET_KEY": "for-tests-only", "PATH": os.environ["PATH"]}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", script]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=given, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == ("[True]" if wal_reset.is_affected() else "[]")

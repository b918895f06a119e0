"""manage.py backup: one whole, checked file that only the site can read, or nothing."""

import errno
import os
import sqlite3
import subprocess
from contextlib import closing

import pytest
from django.core.management import CommandError
from django.db import connection

from careerinfo import backups
from careerinfo.backups import archive, making
from careers.locks import Work, one_at_a_time
from careers.models import BackupRun

from ...factories import make_field
from .making import back_up, files_in, needs_pg_dump

pytestmark = [pytest.mark.django_db(transaction=True), needs_pg_dump]


def test_a_backup_is_one_file_of_the_sites_own_that_says_what_it_holds(on_disk, folder, settings):
    make_field()
    settings.SECRET_KEY = "what-only-the-owner-knows"
    said = back_up()
    [path] = folder.iterdir()
    assert str(path) in said
    assert (folder.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)
    manifest = archive.read(path)
    assert (manifest.engine, manifest.site) == (connection.vendor, settings.SITE_URL)
    assert manifest.rows["careers_field"] == 1
    assert "0070_backups" in manifest.migrations["careers"]
    assert b"what-only-the-owner-knows" not in path.read_bytes()
    assert backups.last_good() == manifest.made_at


def test_the_engines_own_tools_open_a_backup(on_disk, folder):
    make_field(title="Sailing")
    back_up()
    [path] = folder.iterdir()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as opened:
            assert opened.execute("SELECT title FROM careers_field").fetchall() == [("Sailing",)]
    else:
        done = subprocess.run(["pg_restore", "--file=-", path], capture_output=True, text=True, check=True)
        assert "Sailing" in done.stdout


def test_the_oldest_go_once_a_newer_one_is_good_and_whatever_else_lies_there_stays(on_disk, folder, settings):
    settings.BACKUPS_KEPT = 2
    folder.mkdir()
    others = {"letter.txt", "careerinfo-20200101-000000Z.backup.old", "careerinfo-20200101-000000Z.backup"}
    for name in others:
        (folder / name).write_text("Mine")
    for day in ("01", "02", "03"):
        back_up(f"2026-01-{day}")
    assert files_in(folder) == others | {f"careerinfo-202601{day}-000000Z.backup" for day in ("02", "03")}


def test_of_two_of_one_second_neither_takes_the_others_place(on_disk, folder):
    make_field()
    for _ in range(2):
        back_up("2026-01-01")
    assert files_in(folder) == {f"careerinfo-20260101-00000{second}Z.backup" for second in (0, 1)}


def test_another_sites_backups_in_the_same_folder_are_left_alone(on_disk, folder, settings):
    settings.BACKUPS_KEPT = 1
    back_up("2026-01-01")
    settings.SITE_URL = "https://other.example.org"
    back_up("2026-01-02")
    assert len(files_in(folder)) == 2


def test_an_empty_database_is_no_backup(on_disk, folder, monkeypatch):
    monkeypatch.setattr(making.engine(), "look_at", lambda *args: {"careers_field": 0})
    with pytest.raises(CommandError, match="Nothing was backed up: the database is empty"):
        back_up()
    assert files_in(folder) == set()


@pytest.mark.parametrize("what", ["copy", "look_at"])
def test_a_full_disk_is_named_and_leaves_nothing(what, on_disk, folder, monkeypatch):
    def full(*args) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(making.engine(), what, full)
    with pytest.raises(CommandError, match="Nothing was backed up: there is no room left on the disk of"):
        back_up()
    assert files_in(folder) == set()
    run = BackupRun.objects.get()
    assert (run.state, "no room left" in run.says) == ("failed", True)
    assert backups.last_good() is None


def test_what_a_killed_backup_left_is_no_backup_and_goes_with_the_next(on_disk, folder):
    folder.mkdir()
    left = folder / ".careerinfo-20260101-000000Z.unfinished"
    left.write_bytes(b"Half of it")
    with pytest.raises(archive.BadBackup, match="is no backup of this site, or was cut short"):
        archive.read(left)
    back_up()
    assert not left.exists()


@pytest.fixture
def another():
    """Another process's connection to the database."""
    other = connection.copy()
    yield other
    other.close()


def test_of_two_at_once_the_second_says_so(on_disk, folder, another, monkeypatch):
    monkeypatch.setattr("careers.locks.connection", another)
    with one_at_a_time(Work.BACKUP):
        monkeypatch.undo()
        with pytest.raises(CommandError, match="Another backup, or a restore, is at work now"):
            back_up()
    assert not BackupRun.objects.exists()


def test_a_damaged_database_makes_no_good_backup_and_lets_no_older_one_go(on_disk, folder, settings):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL's pg_dump itself fails on rows that it cannot read")
    settings.BACKUPS_KEPT = 1
    back_up("2026-01-01")
    # An index without a row's line: only integrity_check sees that.
    with closing(sqlite3.connect(on_disk, isolation_level=None)) as damaged:
        damaged.executescript(
            "CREATE TABLE odd (a, b); CREATE INDEX odd_one ON odd (a); INSERT INTO odd VALUES (1, 2);"
            "PRAGMA writable_schema = ON;"
            "UPDATE sqlite_master SET sql = 'CREATE INDEX odd_one ON odd (b)' WHERE name = 'odd_one';"
        )
    with pytest.raises(CommandError, match="The database is damaged"):
        back_up("2026-01-02")
    assert files_in(folder) == {"careerinfo-20260101-000000Z.backup", "careerinfo-20260102-000000Z.damaged"}
    assert backups.last_good().day == 1


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, "pg_dump is missing: install PostgreSQL's client programs"),
        ("pg_dump (PostgreSQL) 9.6", "pg_dump is of version 9, and the server of"),
    ],
)
def test_without_a_pg_dump_that_knows_the_server_nothing_is_backed_up(
    found, said, on_disk, folder, tmp_path, monkeypatch
):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite needs no program beside")
    tools = tmp_path / "tools"
    tools.mkdir()
    if found:
        (tools / "pg_dump").write_text(f"#!/bin/sh\necho '{found}'\n")
        (tools / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}")
    with pytest.raises(CommandError, match=said):
        back_up()
    assert files_in(folder) == set()

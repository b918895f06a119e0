"""`manage.py upgrade`, while the version before still serves."""

import threading
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from careerinfo import upgrading

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks no single tables")


@pytest.fixture
def done(monkeypatch, tmp_path, settings):
    """What was done, with a backup, a migration and static files that only write down that they ran."""
    settings.STATIC_ROOT = tmp_path / "static"
    steps = SimpleNamespace(taken=[], faults={}, slept=[], said=StringIO())

    def run(name: str, **options) -> None:
        steps.taken.append(name)
        if fault := steps.faults.get(name):
            fault()

    monkeypatch.setattr(upgrading, "call_command", run)
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one", "two"])
    return steps


def upgrade(steps, sleep=None) -> str:
    lines = []
    upgrading.upgrade(lines.append, sleep or steps.slept.append)
    return "\n".join(lines)


def failing(error: Exception):
    def fail() -> None:
        raise error

    return fail


@pytest.mark.django_db
def test_it_backs_up_then_migrates_then_collects_and_says_so(done):
    said = upgrade(done)
    assert done.taken == ["backup", "migrate", "collectstatic"]
    assert [line[:6] for line in said.splitlines()] == ["1 of 3", "2 of 3", "3 of 3"]
    assert "2 migrations" in said


@pytest.mark.django_db
def test_without_a_backup_nothing_is_changed(done):
    done.faults["backup"] = failing(CommandError("The disk is full."))
    with pytest.raises(CommandError, match=r"No backup was made: The disk is full\. Nothing was changed\."):
        call_command("upgrade", stdout=done.said)
    assert done.taken == ["backup"]


@pytest.mark.django_db
def test_a_database_without_tables_needs_no_backup(done, monkeypatch):
    monkeypatch.setattr(upgrading, "is_empty", lambda: True)
    assert "nothing to back up" in upgrade(done)
    assert done.taken == ["migrate", "collectstatic"]


@pytest.mark.django_db
def test_without_new_migrations_what_is_made_after_each_migrate_is_made_all_the_same(done, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [])
    assert "no new migrations" in upgrade(done)
    assert done.taken == ["backup", "migrate", "collectstatic"]


@pytest.mark.django_db
def test_a_migration_that_is_refused_ends_it_in_a_sentence(done):
    done.faults["migrate"] = failing(IntegrityError("two rows are the same"))
    with pytest.raises(upgrading.UpgradeFailed, match=r"two rows are the same\. The version before still serves\."):
        upgrade(done)
    assert done.taken == ["backup", "migrate"]


@pytest.mark.django_db
def test_static_files_that_came_with_the_version_are_left(done, monkeypatch, settings):
    settings.STATIC_ROOT.mkdir()
    monkeypatch.setattr(upgrading.os, "access", lambda *_: False)
    assert "came with this version" in upgrade(done)
    assert done.taken == ["backup", "migrate"]


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_is_named(done):
    done.faults["collectstatic"] = failing(OSError(28, "No space left on device"))
    with pytest.raises(upgrading.UpgradeFailed, match=r"No space left on device\. The version before still serves\."):
        upgrade(done)


@pytest.fixture
def busy_table():
    """Somebody who works long on a table, until they are told to stop."""
    has_it, over = threading.Event(), threading.Event()

    def hold() -> None:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM careers_field")
            has_it.set()
            over.wait(20)
            cursor.execute("ROLLBACK")
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    assert has_it.wait(20)
    yield over
    over.set()
    thread.join()


def change_the_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE careers_field IN ACCESS EXCLUSIVE MODE")


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_migration_of_a_busy_table_makes_nobody_wait_and_is_tried_again(done, busy_table, monkeypatch):
    monkeypatch.setattr(upgrading, "LOCK_WAIT_MILLISECONDS", 50)
    done.faults["migrate"] = transaction.atomic(change_the_table)

    def wait(seconds: float) -> None:
        done.slept.append(seconds)
        busy_table.set()

    said = upgrade(done, wait)
    assert "A table is busy; trying again in 2 seconds" in said
    assert (done.taken.count("migrate"), done.slept[0]) == (1 + len(done.slept), 2)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() != ("50ms",)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_table_that_stays_busy_ends_it_and_says_what_to_do(done, busy_table, monkeypatch):
    monkeypatch.setattr(upgrading, "LOCK_WAIT_MILLISECONDS", 50)
    done.faults["migrate"] = transaction.atomic(change_the_table)
    with pytest.raises(upgrading.UpgradeFailed, match="it goes on where it stopped"):
        upgrade(done)
    assert done.slept == list(upgrading.PAUSES)
    assert "collectstatic" not in done.taken

"""A restore drill: the site is backed up while it is written to, and put back somewhere else."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from careerinfo.backups import archive
from signups.mail import outbox
from signups.models import SignupRequest

from ...factories import make_subscriber
from ...loaded_once import load_demo
from .every_model import fill
from .making import back_up, needs_pg_dump

pytestmark = [pytest.mark.django_db(transaction=True), needs_pg_dump]
# In a process of its own: a page, and whatever mail is due.
SERVE = """
from django.core.management import call_command
from django.test import Client
from careers.models import Restore
page = Client().get("/careers/medical-coding/", headers={"host": "127.0.0.1"})
print(page.status_code, "Medical Coding" in page.content.decode())
call_command("send_mail")
print(Restore.objects.get().because)
"""


@dataclass(frozen=True)
class Elsewhere:
    folder: Path
    url: str

    def manage(self, *arguments: object) -> str:
        known = {"VAR_DIR": str(self.folder), "DATABASE_URL": self.url, "SECRET_KEY": "for-tests-only", "DEBUG": "true"}
        command = [sys.executable, "manage.py", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env={**os.environ, **known}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def opened(self):
        return closing(
            psycopg.connect(self.url) if "postgres" in self.url else sqlite3.connect(self.folder / "new.sqlite3")
        )


@pytest.fixture
def elsewhere(tmp_path, on_disk):
    folder = tmp_path / "elsewhere"
    if on_disk:
        yield Elsewhere(folder, f"sqlite:///{folder / 'new.sqlite3'}")
        return
    given = connection.get_connection_params()
    name = f"{given['dbname']}_elsewhere"
    where = f"postgres://{given['user']}:{given.get('password', '')}@{given['host']}:{given['port']}"
    with psycopg.connect(f"{where}/postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        yield Elsewhere(folder, f"{where}/{name}")
        server.execute(f"DROP DATABASE {name}")


@contextmanager
def written_to() -> Iterator[None]:
    """Within it forms come in, two in each transaction."""
    has_begun, ends = threading.Event(), threading.Event()

    def write() -> None:
        while not ends.is_set():
            with transaction.atomic():
                for _ in range(2):
                    SignupRequest.objects.create(email="new@example.org", topics=[])
            has_begun.set()
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    has_begun.wait(10)
    try:
        yield
    finally:
        ends.set()
        thread.join()


def test_a_site_with_rows_of_every_model_is_put_back_elsewhere_while_it_was_written_to(on_disk, folder, elsewhere):
    load_demo()
    fill()
    SignupRequest.objects.all().delete()
    outbox.queue_for_one("digest", subscription=make_subscriber())
    with written_to():
        back_up()
    [backup] = folder.iterdir()
    # Everybody signs in again, and no page of before is kept.
    rows = {**archive.read(backup).rows, "django_session": 0, "careers_generation": 1}
    empty = {
        model._meta.label for model in apps.get_models(include_auto_created=True) if not rows[model._meta.db_table]
    }
    assert empty <= {"careers.BackupRun", "sessions.Session"}
    # Both forms of a transaction, or neither.
    assert rows["signups_signuprequest"] % 2 == 0

    assert "The database is as it was" in elsewhere.manage("restore", backup).replace("Restored: the", "The")
    with elsewhere.opened() as restored:
        assert {table: restored.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in rows} == rows
        if on_disk:
            assert restored.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    said = elsewhere.manage("shell", "--verbosity", "0", "--command", SERVE).splitlines()
    assert said[:2] == ["200 True", "Mail: nothing was due."]
    assert not list(elsewhere.folder.glob("mail/*"))

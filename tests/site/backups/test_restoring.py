"""manage.py restore: the database as it was, whole, or as it is; and never under a site that is at work."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from careerinfo.backups import archive, sqlite
from careers.models import Field
from signups.models import MailWorker, OutboxMark

from ...factories import make_field
from .making import back_up, files_in, needs_pg_dump

pytestmark = [pytest.mark.django_db(transaction=True), needs_pg_dump]


@pytest.fixture
def backup(on_disk, folder) -> Path:
    """Of a site with one field, which is called otherwise since."""
    make_field(title="Then", slug="work")
    if not on_disk:
        # Threads of tests before this one may have left theirs open.
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        with connection.cursor() as cursor:
            cursor.execute(f"{others} AND pid <> pg_backend_pid()")
    back_up()
    Field.objects.update(title="Now")
    [path] = folder.iterdir()
    return path


def restore(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("restore", path, *options, stdout=out)
    return out.getvalue()


def fields() -> list[str]:
    return list(Field.objects.values_list("title", flat=True))


def test_a_restore_puts_everything_back_and_keeps_what_was_there(backup, on_disk, folder):
    said = restore(backup, "--replace")
    assert fields() == ["Then"]
    [kept] = [line for line in said.splitlines() if line.startswith("What was there before is kept: ")]
    kept = Path(kept.removeprefix("What was there before is kept: ").partition(". ")[0])
    if on_disk:
        assert kept.stat().st_mode & 0o077 == 0
        with closing(sqlite3.connect(kept)) as before:
            assert before.execute("SELECT title FROM careers_field").fetchall() == [("Now",)]
    else:
        restore(kept, "--replace")
        assert fields() == ["Now"]


def test_a_database_with_rows_is_not_written_over_unless_told(backup):
    with pytest.raises(CommandError, match=r"is not empty\. With --replace the backup takes its place"):
        restore(backup)
    assert fields() == ["Now"]


@pytest.mark.parametrize(
    ("length", "said"), [(0, "is empty"), (50_000, "is no backup of this site, or was cut short"), (-1, "cut short")]
)
def test_a_file_that_is_no_whole_backup_changes_nothing(length, said, backup, on_disk):
    backup.write_bytes(backup.read_bytes()[:length])
    with pytest.raises(CommandError, match=said):
        restore(backup, "--replace")
    assert fields() == ["Now"]


def test_one_changed_byte_changes_nothing(backup, on_disk, tmp_path):
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)
    before = files_in(tmp_path)
    with pytest.raises(CommandError, match="is damaged: its contents are not what was backed up"):
        restore(backup, "--replace")
    assert fields() == ["Now"]
    connection.close()
    assert not {name for name in files_in(tmp_path) - before if "restor" in name}


def rewrite(backup: Path, old: bytes, new: bytes) -> None:
    content, _, line = backup.read_bytes()[:-1].rpartition(b"\n")
    assert old in line
    backup.write_bytes(content + b"\n" + line.replace(old, new) + b"\n")


def test_a_backup_that_lacks_rows_changes_nothing(backup):
    rewrite(backup, b'"careers_field": 1,', b'"careers_field": 2,')
    with pytest.raises(CommandError, match="it has not the rows that it says"):
        restore(backup, "--replace")
    assert fields() == ["Now"]


def test_a_backup_of_another_engine_is_refused(backup):
    ours, theirs = ("SQLite", "PostgreSQL") if connection.vendor == "sqlite" else ("PostgreSQL", "SQLite")
    rewrite(backup, f'"engine": "{ours.lower()}"'.encode(), f'"engine": "{theirs.lower()}"'.encode())
    with pytest.raises(CommandError, match=f"This is a backup of {theirs}, and this site has {ours}"):
        restore(backup, "--replace")


def test_a_backup_of_a_newer_version_is_refused_and_of_an_older_one_says_what_to_do(backup):
    assert "run 'manage.py migrate'" not in restore(backup, "--replace")
    rewrite(backup, b'"0070_backups"', b'"9999_from_the_future"')
    with pytest.raises(CommandError, match=r"by a newer version of the site \(careers 9999_from_the_future is"):
        restore(backup, "--replace")
    rewrite(backup, b'"9999_from_the_future"', b'"0066_restored_versions"')
    assert "of an earlier version of the site: run 'manage.py migrate'" in restore(backup, "--replace")


def test_a_site_that_is_at_work_is_not_touched(backup, on_disk):
    given = connection.get_connection_params()
    params = {name: given[name] for name in ("host", "port", "user", "password", "dbname") if name in given}
    params["application_name"] = "visitor"
    with closing(sqlite3.connect(on_disk) if on_disk else psycopg.connect(**params)) as visitor:
        visitor.execute("SELECT 1 FROM careers_field").fetchall()
        with pytest.raises(CommandError, match=r"The site is at work: .* the database open\. Stop the site"):
            restore(backup, "--replace")
    assert fields() == ["Now"]


def test_the_process_that_is_at_work_is_named(backup, on_disk):
    if on_disk is None or not sqlite.PROCESSES.is_dir():
        pytest.skip("only Linux tells who has a file open, and PostgreSQL's files are its server's")
    waits = [sys.executable, "-c", f"file = open({str(on_disk)!r}); print(flush=True); input()"]
    with subprocess.Popen(waits, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        with pytest.raises(CommandError, match=rf"process {other.pid} \(.*\) has the database open"):
            restore(backup, "--replace")
        other.stdin.write(b"\n")


def test_a_mail_worker_on_another_machine_is_not_touched_until_it_is_gone(backup):
    worker = MailWorker.objects.create(name="elsewhere/boot 1 1 x", seen_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(CommandError, match="The site is at work: the mail worker was last seen 1 minute ago"):
        restore(backup, "--replace")
    MailWorker.objects.filter(pk=worker.pk).update(seen_at=timezone.now() - timedelta(hours=1))
    restore(backup, "--replace")
    assert fields() == ["Then"]


def test_what_is_restored_is_taken_for_a_copy_by_every_mail_worker(backup):
    OutboxMark.objects.create(pk=1, taken_up_at=timezone.now())
    restore(backup, "--replace")
    assert OutboxMark.objects.get().taken_up_at.year == 1970


def test_nobody_is_signed_in_by_a_session_of_the_backup(on_disk, folder):
    Session.objects.create(session_key="ended-since", session_data="x", expire_date=timezone.now() + timedelta(days=1))
    back_up()
    [backup] = folder.iterdir()
    Session.objects.all().delete()
    restore(backup, "--replace")
    assert archive.read(backup).rows["django_session"] == 1
    assert not Session.objects.exists()


def test_pages_kept_of_earlier_states_are_no_longer_shown(on_disk, folder):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS careers_generation (number bigint PRIMARY KEY)")
        cursor.execute("DELETE FROM careers_generation")
        cursor.execute("INSERT INTO careers_generation VALUES (7)")
    make_field()
    back_up()
    [backup] = folder.iterdir()
    began = timezone.now().timestamp() * 1000
    restore(backup, "--replace")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(number) FROM careers_generation")
        count, number = cursor.fetchone()
        if "careers_generation" not in connection.introspection.django_table_names():
            cursor.execute("DROP TABLE careers_generation")
    assert (count, number >= int(began)) == (1, True)
    # PostgreSQL counts each transaction in a row of its own.
    assert archive.read(backup).rows["careers_generation"] >= 1

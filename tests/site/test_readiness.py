"""What load balancers and watchers are told: whether the site can serve, and what should be looked at."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from careerinfo.watching import readings
from careers.models import BackupRun
from signups.models import Delivery, Mailing, MailWorker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder_of_the_site(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def ready(visitor):
    """Its lines by name, and the status."""

    def ask() -> tuple[int, dict[str, str]]:
        response = visitor.get("/readyz")
        lines = [line.partition(": ") for line in response.content.decode().splitlines()]
        return response.status_code, {name: words for name, _, words in lines}

    return ask


def no_database(*args):
    raise OperationalError("password authentication failed for user alice at 10.0.0.7")


@pytest.fixture
def mail_worker():
    return MailWorker.objects.create(name="here 1 2 x")


def test_a_site_that_serves_is_ready(ready, mail_worker):
    status, lines = ready()
    assert status == 200
    assert lines["database"] == lines["migrations"] == "ok"
    assert lines["mail queue"] == "ok, no mail is due"
    assert lines["mail worker"].startswith("ok, last seen ")
    assert lines["disk"].endswith(" GB")


def test_it_lives_without_the_database_but_is_not_ready(visitor):
    with connection.execute_wrapper(no_database):
        alive, ready = visitor.get("/healthz"), visitor.get("/readyz")
    assert (alive.status_code, alive.content) == (200, b"ok\n")
    assert ready.status_code == 503
    assert "database: fails, it does not answer\n" in ready.content.decode()
    assert "alice" not in ready.content.decode()


def test_it_is_not_ready_before_it_is_migrated(ready):
    newest = MigrationRecorder.Migration.objects.filter(app="careers").latest("name")
    newest.delete()
    status, lines = ready()
    assert (status, lines["migrations"]) == (503, "fails, 1 not applied: run manage.py migrate")


def test_each_migration_of_this_code_is_known_by_its_file(capsys):
    call_command("showmigrations", no_color=True)
    assert len(readings._migrations_of_this_code()) == capsys.readouterr().out.count("[X]")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "ok, last seen 1 second ago"),
        (299, "ok, last seen 4 minutes ago"),
        (301, "warns, last seen 5 minutes ago"),
        (90_000, "warns, last seen 1 day ago"),
    ],
)
def test_a_mail_worker_that_is_gone_is_a_warning(seconds, words, ready):
    MailWorker.objects.create(name="old", seen_at=timezone.now() - timedelta(days=3))
    MailWorker.objects.create(name="new", seen_at=timezone.now() - timedelta(seconds=seconds))
    status, lines = ready()
    assert (status, lines["mail worker"]) == (200, words)


@pytest.mark.parametrize(
    ("minutes", "words"), [(29, "ok, the oldest mail has been due for 29"), (31, "warns, the oldest mail has been")]
)
def test_mail_that_waits_for_long_is_a_warning(minutes, words, ready):
    due_at = timezone.now() - timedelta(minutes=minutes)
    mailing = Mailing.objects.create(kind="x", state=Mailing.State.SENDING)
    Delivery.objects.create(mailing=mailing, due_at=due_at)
    Delivery.objects.create(mailing=mailing, due_at=due_at - timedelta(days=1), state=Delivery.State.SENT)
    status, lines = ready()
    assert status == 200
    assert lines["mail queue"].startswith(words)


def test_a_mailing_that_has_not_begun_waits_too(ready):
    Mailing.objects.create(kind="x", due_at=timezone.now() - timedelta(hours=3))
    Mailing.objects.create(kind="x", due_at=timezone.now() + timedelta(hours=3))
    assert ready()[1]["mail queue"] == "warns, the oldest mail has been due for 3 hours"


def test_little_space_is_a_warning(ready, monkeypatch):
    monkeypatch.setattr(readings, "disk", lambda: readings.Disk(free=400_000_000, size=50_000_000_000))
    status, lines = ready()
    assert (status, lines["disk"]) == (200, "warns, 0.4 GB free of 50.0 GB")


@pytest.mark.parametrize(
    ("days", "warned_after", "words"),
    [
        (1, 2, "ok, made 1 day ago"),
        (3, 2, "warns, made 3 days ago"),
        (3, 4, "ok, made 3 days ago"),
        (None, 2, "warns, there is none"),
    ],
)
def test_an_old_backup_is_a_warning(days, warned_after, words, ready, settings):
    settings.BACKUP_WARN_DAYS = warned_after
    if days is not None:
        made = timezone.now() - timedelta(days=days)
        BackupRun.objects.create(started_at=made, finished_at=made, state="good")
    status, lines = ready()
    assert (status, lines["backup"]) == (200, words)


def test_programs_get_it_as_json(visitor, mail_worker):
    response = visitor.get("/readyz", headers={"accept": "application/json"})
    found = response.json()
    assert found["ready"] is True
    assert {"name": "database", "state": "ok", "words": ""} in found["checks"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_nobody_keeps_or_lists_it(path, visitor):
    response = visitor.get(path)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert visitor.post(path).status_code == 405

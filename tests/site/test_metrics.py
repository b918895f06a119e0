"""Figures for Prometheus, read anew each time, for those whom a setting names."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from signups.models import Delivery, Mailing, MailWorker

from ..factories import make_question, make_release

TOKEN = "a-token-of-the-watchers"

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(visitor, settings, tmp_path):
    """Each figure by its name with labels, as Prometheus reads them."""
    settings.VAR_DIR = tmp_path
    settings.METRICS_TOKEN = TOKEN

    def ask() -> dict[str, float]:
        response = visitor.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
        assert response.status_code == 200
        assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        lines = [line for line in response.content.decode().splitlines() if not line.startswith("# ")]
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}

    return ask


def test_it_tells_of_the_mail(read):
    now = timezone.now()
    mailing = Mailing.objects.create(kind="x", state=Mailing.State.SENDING)
    for minutes, state in ((9, "queued"), (5, "queued"), (-5, "queued"), (9, "sent"), (9, "failed")):
        Delivery.objects.create(mailing=mailing, due_at=now - timedelta(minutes=minutes), state=state)
    MailWorker.objects.create(name="x", seen_at=datetime(2026, 1, 1, tzinfo=UTC))
    found = read()
    assert found["careerinfo_mail_queue_age_seconds"] == pytest.approx(540, abs=30)
    assert found["careerinfo_mail_queue_length"] == 2
    states = {state: found[f'careerinfo_mails{{state="{state}"}}'] for state in ("queued", "sent", "failed", "unknown")}
    assert states == {"queued": 3, "sent": 1, "failed": 1, "unknown": 0}
    assert found["careerinfo_mail_worker_seen_timestamp_seconds"] == datetime(2026, 1, 1, tzinfo=UTC).timestamp()


def test_it_tells_of_releases_and_questions(read):
    make_release(period='May "2023"', as_of=date(2023, 5, 31))
    make_question(status="received")
    found = read()
    as_of = datetime(2023, 5, 31, tzinfo=UTC).timestamp()
    name = r'careerinfo_release_as_of_timestamp_seconds{data_set="oews-national",period="May \"2023\""}'
    assert found[name] == as_of
    assert found['careerinfo_questions_waiting{status="received"}'] == 1
    assert found["careerinfo_migrations_pending"] == 0
    assert found["careerinfo_disk_free_bytes"] > 0
    assert found["careerinfo_database_up"] == 1


def test_without_the_database_it_says_so(read):
    def refuse(*args):
        raise OperationalError("no")

    with connection.execute_wrapper(refuse):
        found = read()
    assert found["careerinfo_database_up"] == 0
    assert not [name for name in found if "mail" in name]


@pytest.mark.parametrize("given", ["", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer é"])
def test_others_find_no_such_page(given, visitor, settings):
    settings.METRICS_TOKEN = TOKEN
    assert visitor.get("/metrics", headers={"authorization": given}).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer "])
def test_without_a_setting_nobody_reads_it(given, visitor):
    assert visitor.get("/metrics", headers={"authorization": given}).status_code == 404


@pytest.mark.parametrize(
    ("allowed", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("10.0.0.0/8, 127.0.0.0/8", {}, 200),
        ("10.0.0.0/8", {}, 404),
        ("10.0.0.0/8", {"x-forwarded-for": "10.1.2.3"}, 200),
        ("10.0.0.0/8", {"x-forwarded-for": "10.1.2.3, 192.0.2.1"}, 404),
        # A proxy that does not say who asks it.
        ("127.0.0.1", {"x-forwarded-proto": "https"}, 404),
        ("127.0.0.1", {"x-forwarded-for": "192.0.2.1"}, 404),
    ],
)
def test_networks_are_let_in_by_whose_request_it_is(allowed, headers, status, visitor, settings):
    settings.METRICS_ALLOW = allowed
    assert visitor.get("/metrics", headers=headers).status_code == status

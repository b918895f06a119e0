"""What happens when the same address or the same question comes again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from signups import personal_data
from signups.models import Question, Subscription
from signups.updates import requests

from ..factories import make_career, question_sent

pytestmark = pytest.mark.django_db

ADDRESS = "student@example.org"
UPDATES = "/updates/"
TEXT = "How long does it take to learn this work?"


@pytest.fixture
def send(visitor, opened):
    def send(path: str, **values):
        form = {"topics": "newsletter", "opened": opened()} if path == UPDATES else question_sent("")
        response = visitor.post(path, {**form, **values})
        assert response.status_code in (200, 302)
        requests.take_up()
        return response.url if response.status_code == 302 else ""

    return send


@pytest.mark.parametrize("again", [ADDRESS, ADDRESS.upper()])
def test_whoever_had_ended_the_updates_waits_for_confirmation_again(again, send):
    Subscription.objects.create(email=ADDRESS, status="unsubscribed")
    Subscription.objects.update(created_at=timezone.now() - timedelta(days=400))
    assert send(UPDATES, email=again) == "/updates/thanks/"
    assert Subscription.objects.get().status == "pending"
    personal_data.expire()
    assert Subscription.objects.exists()


def test_signing_up_again_while_waiting_does_not_put_off_the_day_of_deletion(send):
    Subscription.objects.create(email=ADDRESS, asked_to_confirm_at=timezone.now() - timedelta(days=8))
    Subscription.objects.update(created_at=timezone.now() - timedelta(days=8))
    send(UPDATES, email=ADDRESS)
    personal_data.expire()
    assert not Subscription.objects.exists()


def test_who_signed_up_before_there_were_mails_and_does_again_has_a_week(send):
    Subscription.objects.create(email=ADDRESS)
    Subscription.objects.update(created_at=timezone.now() - timedelta(days=30))
    send(UPDATES, email=ADDRESS)
    personal_data.expire()
    assert Subscription.objects.exists()


def test_an_address_written_in_two_ways_is_one_signup(send):
    send(UPDATES, email="ada@bücher.example")
    send(UPDATES, email="ADA@xn--bcher-kva.example")
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize("status", ["declined", "published"])
def test_a_question_that_staff_decided_about_is_stored_when_it_is_asked_anew(status, send):
    send("/ask/", text=TEXT, email=ADDRESS)
    Question.objects.update(status=status, published_at=timezone.now())
    send("/ask/", text=TEXT, email=ADDRESS)
    send("/ask/", text=TEXT, email=ADDRESS)
    assert sorted(Question.objects.values_list("status", flat=True)) == sorted([status, "unconfirmed"])


def test_a_declined_question_about_a_career_is_stored_when_it_is_asked_anew(send):
    path = f"/careers/{make_career().slug}/ask/"
    send(path, text=TEXT, email=ADDRESS)
    Question.objects.update(status="declined")
    send(path, text=TEXT, email=ADDRESS)
    assert Question.objects.filter(status="unconfirmed").count() == 1


@pytest.mark.parametrize(("email", "rows"), [("", 2), (ADDRESS, 1)])
def test_without_an_address_the_same_question_in_another_form_is_another_persons(email, rows, send):
    send("/ask/", text=TEXT, email=email)
    send("/ask/", text=TEXT, email=email)
    assert Question.objects.count() == rows


def test_a_question_that_expired_is_stored_when_it_is_asked_anew(send):
    send("/ask/", text=TEXT, email=ADDRESS)
    Question.objects.update(created_at=timezone.now() - timedelta(days=400))
    personal_data.expire()
    send("/ask/", text=TEXT, email=ADDRESS)
    assert Question.objects.count() == 1


@pytest.mark.parametrize(("path", "values"), [(UPDATES, {}), ("/ask/", {"text": TEXT})])
def test_the_database_is_never_made_to_complain_of_an_address(path, values, send, monkeypatch):
    """PostgreSQL writes the address of a row that it refuses into its log."""
    send(path, email=ADDRESS, **values)
    with monkeypatch.context() as patch, CaptureQueriesContext(connection) as queries:
        patch.setattr("django.db.models.query.QuerySet.exists", lambda rows: False)
        send(path, email=ADDRESS, **values)
    stores_addresses = ("signups_subscription", "signups_question")
    inserts = [query["sql"] for query in queries if query["sql"].startswith("INSERT")]
    inserts = [sql for sql in inserts if any(f'"{name}"' in sql.partition("(")[0] for name in stores_addresses)]
    assert inserts
    assert all("IGNORE" in sql or "ON CONFLICT DO NOTHING" in sql for sql in inserts)


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u2060", "\ufe0f", "\ufeff", "\u200f", "\u3164"], ids=ascii)
def test_one_invisible_character_makes_no_other_question(sign, send):
    send("/ask/", text=TEXT, email=ADDRESS)
    send("/ask/", text=TEXT.replace("long", f"lo{sign}ng"), email=ADDRESS)
    assert Question.objects.count() == 1


def test_an_address_in_another_form_makes_no_other_question(send):
    send("/ask/", text=TEXT, email="ada@bücher.example")
    send("/ask/", text=TEXT, email="ADA@xn--bcher-kva.example")
    assert Question.objects.count() == 1

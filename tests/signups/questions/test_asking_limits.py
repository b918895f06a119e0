"""So many questions are taken from one address, one network and in one hour; whoever is honest can ask all the same."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from signups.limits import Limit, Window
from signups.models import Delivery, Question, Tries
from signups.questions.asking import rate

from ...factories import question_sent
from ...site.form_reader import form_values
from ..conftest import BROWSER
from .walking import TEXT

pytestmark = pytest.mark.django_db

ADDRESS = "student@example.org"
NETWORK = "203.0.113.9"


@pytest.fixture
def send(visitor):
    def post(number: int = 0, *, network: str = NETWORK, headers: dict | None = None, **values):
        sent = question_sent(f"{TEXT} Number {number}.", **{"email": ADDRESS, **values})
        return visitor.post("/ask/", sent, REMOTE_ADDR=network, headers=BROWSER if headers is None else headers)

    return post


def tried(email: str, *, network: str = NETWORK, headers: dict | None = None, is_urgent: bool = False) -> int:
    request = RequestFactory().post("/ask/", REMOTE_ADDR=network, headers=BROWSER if headers is None else headers)
    return rate.wait_for(request, email, is_urgent=is_urgent)


def taken(tries: int, email: str = "", **sender) -> int:
    return sum(not tried(email, **sender) for _ in range(tries))


def test_five_hundred_of_one_address_leave_room_for_a_neighbour(send):
    assert taken(500, ADDRESS) == 5
    assert send(email="neighbour@example.org").status_code == 302
    assert send(email="").status_code == 200


def test_five_hundred_without_an_address_leave_room_a_minute_later(monkeypatch):
    assert taken(500) == 30
    assert 0 < tried("neighbour@example.org") <= 60
    later = timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr("signups.limits.timezone.now", lambda: later)
    assert tried("neighbour@example.org") == 0


def test_a_program_takes_no_room_from_browsers(send):
    assert taken(500, headers={}) == 15
    assert send().status_code == 302


def test_one_network_leaves_the_site_to_others():
    assert taken(500) == 30
    assert tried("", network="198.51.100.7") == 0


def test_the_site_takes_no_more_than_staff_can_read_and_tells_them_once(monkeypatch):
    told = []
    monkeypatch.setattr(rate.logger, "error", lambda *message: told.append(message))
    monkeypatch.setattr(rate, "OF_THE_SITE", Limit("questions of the site", (Window(2, 3_600),)))
    monkeypatch.setattr(rate, "HELD_BACK", Limit("questions held back", (Window(1, 3_600),)))
    assert sum(not tried("", network=f"198.51.100.{number}") for number in range(9)) == 3
    assert len(told) == 1
    assert tried("", network="198.51.100.99", is_urgent=True) == 0


def test_two_machines_do_not_keep_out_everybody(monkeypatch):
    monkeypatch.setattr(rate, "OF_THE_SITE", Limit("questions of the site", (Window(20, 3_600),)))
    assert [taken(30, network=f"198.51.100.{number}") for number in (1, 2)] == [20, 5]
    assert taken(6, network="203.0.113.1") == 5


def test_a_question_too_many_is_refused_with_everything_kept(send, text_of):
    assert taken(5, ADDRESS) == 5
    response = send(background="Two\nlines.", asker="parent")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600
    assert "Too many questions came in. Please send yours again in 10 minutes." in text_of(response)
    kept = ("text", "background", "asker", "email", "consent")
    fields = form_values(response)
    assert [fields[name] for name in kept] == [f"{TEXT} Number 0.", "Two\nlines.", "parent", ADDRESS, "on"]
    assert not Question.objects.exists()


def test_what_is_refused_for_another_reason_counts_as_no_try(send):
    for _ in range(7):
        assert send(consent="").status_code == 422
    assert not Tries.objects.exists()


def test_an_unconfirmed_question_is_asked_about_once_a_day(send, monkeypatch):
    send()
    send()
    assert (Question.objects.count(), Delivery.objects.count()) == (1, 1)
    later = timezone.now() + timedelta(days=1, seconds=1)
    monkeypatch.setattr("signups.limits.timezone.now", lambda: later)
    send()
    assert (Question.objects.count(), Delivery.objects.count()) == (1, 2)


def test_a_confirmed_question_is_not_asked_about_again(send):
    send()
    Question.objects.update(confirmed_at=timezone.now(), status="received")
    Tries.objects.all().delete()
    send()
    assert (Question.objects.count(), Delivery.objects.count()) == (1, 1)


def test_a_mailbox_gets_five_such_mails_a_day_whatever_is_put_behind_a_plus(send):
    for number in range(8):
        assert send(number, email=f"student+{number}@example.org").status_code == 302
    assert Question.objects.count() == 8
    assert Delivery.objects.count() == 5


def test_the_mail_names_the_question_by_its_number_alone(send):
    send()
    delivery = Delivery.objects.get()
    assert (delivery.mailing.kind, delivery.email) == ("question-confirm", ADDRESS)
    assert delivery.mailing.data == {"question": Question.objects.get().pk}

"""A question is read once the owner of its address has pressed the button, and goes where nobody does."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from signups import personal_data
from signups.mail import kinds, outbox
from signups.mail.kinds import NotWanted
from signups.models import Delivery, Question, QuestionStep
from signups.questions.own import links as own_links
from signups.questions.own import pages as own_pages

from ..conftest import written
from .askers import ADDRESS, BACKGROUND, WORDS, confirm_path_of, make_asked, path_of

pytestmark = pytest.mark.django_db
DAYS = 24 * 3_600


@pytest.fixture
def asked() -> Question:
    """As it came, and not confirmed."""
    return make_asked("unconfirmed", text=WORDS, background=BACKGROUND, confirmed_at=None)


def mail_of(question: Question, kind: str = "question-confirm") -> Delivery:
    return outbox.queue_for_one(kind, email=question.email, data={"question": question.pk})


def test_the_mail_repeats_nothing_that_a_stranger_wrote(asked):
    mail = written(mail_of(asked))
    for part in (mail.subject, mail.text, mail.html):
        assert not any(word in part for word in ("needles", "Zenobia", "614"))
    for part in (mail.text, mail.html):
        [path] = set(re.findall(r"/ask/confirm/[^\s\"<]+", part))
        assert own_links.to_confirm(path.split("/")[-2]) == asked


def test_looking_confirms_nothing(visitor, asked):
    for look in (visitor.get, visitor.head):
        response = look(confirm_path_of(asked))
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
    assert WORDS not in visitor.get(confirm_path_of(asked)).content.decode()
    asked.refresh_from_db()
    assert (asked.status, asked.confirmed_at) == ("unconfirmed", None)


def test_a_press_confirms_and_leads_to_the_question(visitor, asked, press, text_of, settings, monkeypatch):
    settings.QUESTION_REVIEW_DAYS = 4
    response = press(confirm_path_of(asked))
    assert response.status_code == 302
    assert response.url.startswith("/ask/mine/")
    asked.refresh_from_db()
    assert (asked.status, asked.promised_on) == ("received", timezone.localdate() + timedelta(days=4))
    assert asked.confirmed_at is not None
    assert [step.name for step in asked.steps.all()] == ["confirm"]
    assert "Thank you. Your address is confirmed." in text_of(visitor.get(response.url))
    # Whoever opens it again later is not thanked once more.
    monkeypatch.setattr(own_pages, "SAID_FOR", -DAYS)
    assert "Your address is confirmed." not in text_of(visitor.get(response.url))
    # A second time there is nothing to press.
    assert "Nothing is left to confirm" in text_of(visitor.get(confirm_path_of(asked)))


@pytest.mark.parametrize(
    ("values", "why"),
    [({"seconds": 1}, "at once"), ({"headers": {}}, "by a program"), ({"html": "<p></p>"}, "blindly")],
)
def test_what_scans_mail_confirms_nothing(asked, press, values, why):
    assert press(confirm_path_of(asked), **values).status_code == 422, why
    asked.refresh_from_db()
    assert asked.status == "unconfirmed"


def test_an_old_browser_presses_twice(asked, press):
    again = press(confirm_path_of(asked), headers={})
    assert press(confirm_path_of(asked), headers={}, html=again.content.decode(), seconds=20).status_code == 302
    asked.refresh_from_db()
    assert asked.status == "received"


def test_a_link_opens_its_own_question_for_a_week(visitor, asked, clock):
    assert visitor.get("/ask/confirm/cut-off/").status_code == 404
    assert visitor.get(path_of(asked).replace("mine", "confirm")).status_code == 404
    path = confirm_path_of(asked)
    with clock.later(8 * DAYS):
        assert visitor.get(path).status_code == 410
    Question.objects.update(email="somebody.else@example.org")
    assert visitor.get(path).status_code == 410


def test_an_urgent_one_goes_on_while_its_address_is_confirmed(press):
    urgent = make_asked("accepted", is_urgent=True, is_private=True, confirmed_at=None)
    assert press(confirm_path_of(urgent)).status_code == 302
    urgent.refresh_from_db()
    assert (urgent.status, urgent.confirmed_at is not None) == ("accepted", True)
    assert not QuestionStep.objects.exists()


def test_a_mail_that_asks_is_not_sent_once_it_is_answered(asked):
    mail = mail_of(asked)
    Question.objects.update(status="received", confirmed_at=timezone.now())
    with pytest.raises(NotWanted):
        kinds.get("question-confirm").words(mail)


@pytest.mark.parametrize("act", [personal_data.expire, "work"])
def test_what_nobody_confirms_goes_after_a_week(asked, act, request):
    mail_of(asked)
    new = make_asked("unconfirmed", email="new@example.org", confirmed_at=None)
    for question, days in ((asked, 7), (new, 6)):
        Question.objects.filter(pk=question.pk).update(created_at=timezone.now() - timedelta(days=days, minutes=1))
    (request.getfixturevalue(act) if isinstance(act, str) else act)()
    assert list(Question.objects.values_list("pk", flat=True)) == [new.pk]
    assert not Delivery.objects.filter(email=ADDRESS).exists()


def test_codes_are_told_apart_and_forgive_how_they_are_written():
    codes = {own_links.new_code() for _ in range(50)}
    assert len(codes) == 50
    question = make_asked(email="", code_hash=own_links.code_hash("K7QF-3MWX-9TRA"))
    assert own_links.question_with_code(" k7qf 3mwx9tra ") == question
    assert own_links.question_with_code("K7QF-3MWX-9TRB") is None
    assert own_links.question_with_code("---") is None

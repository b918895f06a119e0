"""Words of harm or abuse bring help at once, before anything is stored."""

import pytest

from signups.models import HelpLine, Question

from ...factories import make_question, question_sent
from .walking import TEXT, Walk

pytestmark = pytest.mark.django_db

URGENT = "What work can I find? I want to kill myself."


@pytest.fixture(autouse=True)
def line():
    HelpLine.objects.all().delete()
    return HelpLine.objects.create(name="Listening Line", phone="555 0100", text="All day.")


def test_the_next_page_begins_with_whom_to_call(visitor, text_of):
    walk = Walk(visitor)
    text = text_of(walk.to_check(URGENT))
    assert text.index("Listening Line") < text.index("Check your question")
    assert 'href="tel:5550100"' in walk.html
    assert "Send it anyway" in text
    assert not Question.objects.exists()


def test_help_comes_before_answers_that_are_like_the_question(visitor, text_of):
    make_question(text="What work can I find?", status="published", answers=("Some.",))
    text = text_of(Walk(visitor).to_check(URGENT))
    assert "Listening Line" in text
    assert "Step 3 of 3" in text


def test_words_in_the_background_count_too(visitor, text_of):
    assert "Listening Line" in text_of(Walk(visitor).to_check(background="I want to kill myself."))


def test_a_question_like_others_shows_no_help(visitor, text_of):
    assert "Listening Line" not in text_of(Walk(visitor).to_check())


def test_a_form_that_skips_the_help_stores_nothing_the_first_time(visitor, text_of):
    response = visitor.post("/ask/", question_sent(URGENT))
    assert "Listening Line" in text_of(response)
    assert not Question.objects.exists()


@pytest.mark.parametrize("email", ["", "student@example.org"])
def test_sent_all_the_same_it_is_with_staff_at_once_and_stays_private(email, visitor, text_of, monkeypatch):
    told = []
    monkeypatch.setattr("signups.questions.urgent.alerts.alert", told.append)
    walk = Walk(visitor)
    walk.to_check(URGENT)
    text = text_of(walk.press("send", email=email))
    question = Question.objects.get()
    assert (question.status, question.is_urgent, question.is_private) == ("received", True, True)
    assert question.confirmed_at is None
    assert told == [question]
    assert text.index("Listening Line") < text.index("What happens next")


def test_it_needs_no_yes_to_publishing(visitor):
    walk = Walk(visitor)
    walk.to_check(URGENT)
    assert "consent" not in walk.html
    assert walk.press("send").status_code == 200
    assert Question.objects.exists()


def test_sent_twice_staff_are_told_once(visitor, monkeypatch):
    told = []
    monkeypatch.setattr("signups.questions.urgent.alerts.alert", told.append)
    walk = Walk(visitor)
    walk.to_check(URGENT)
    sent = {**walk.fields, "go": "send"}
    visitor.post("/ask/", sent)
    visitor.post("/ask/", sent)
    assert len(told) == 1
    assert Question.objects.count() == 1


def test_each_text_is_looked_through_once(visitor, monkeypatch):
    seen = []
    monkeypatch.setattr("signups.questions.urgent.alerts.is_urgent", lambda text: seen.append(text))
    visitor.post("/ask/", {**question_sent(TEXT, background="Some."), "consent": ""})
    assert seen == [TEXT, "Some."]


def test_an_ordinary_question_alerts_nobody(visitor, monkeypatch):
    monkeypatch.setattr("signups.questions.urgent.alerts.alert", lambda question: pytest.fail("alerted"))
    visitor.post("/ask/", question_sent(TEXT))
    assert not Question.objects.get().is_private

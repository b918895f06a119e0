"""Questions of people in danger: they are known, and somebody of staff is told at once."""

import logging
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone

from careers.desk import remarks_for
from signups.mail import kinds
from signups.models import AnswerFeedback, Delivery, Mailing, Question
from signups.questions.public import feedback
from signups.questions.urgent import alerts as urgent

from ...factories import make_question, make_staff
from ..conftest import written
from .asked_by_people import ORDINARY
from .asked_in_danger import IN_DANGER, NOT_IN_DANGER

SECRET = "My dad hits me, I am at 12 Elm Street"
NOBODY = "nobody gets an email about it"


def person(name: str, *rights: str, **values):
    values = {"email": f"{name}@example.org", "is_staff": True, **values}
    made = get_user_model().objects.create_user(name, password=None, **values)
    made.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return made


@pytest.fixture
def question(db) -> Question:
    return make_question(text=SECRET, email="student@example.org", is_urgent=True, is_private=True)


@pytest.mark.parametrize("text", IN_DANGER)
def test_words_of_somebody_in_danger_are_known(text):
    assert urgent.is_urgent(text)


@pytest.mark.parametrize("text", NOT_IN_DANGER)
def test_who_wants_to_help_or_speaks_of_work_is_not_taken_for_it(text):
    assert not urgent.is_urgent(text)


def test_ordinary_questions_are_not_urgent():
    assert len(IN_DANGER) >= 30
    assert len(NOT_IN_DANGER) >= 30
    assert [text for text in ORDINARY if urgent.is_urgent(text)] == []


@pytest.mark.parametrize("text", ["I WANT TO DIE", "i want\nto   d\u200bie", "I don’t want to live", "Ｉ want to die"])
def test_neither_capitals_nor_hidden_signs_keep_them_from_being_known(text):
    assert urgent.is_urgent(text)


@pytest.mark.parametrize("sign", ["i ", "he keeps ", "me ", "i was been ", "[", "he has had is was "])
def test_a_text_of_one_word_is_harmless(sign):
    assert not urgent.is_urgent(sign * 2_000)


def test_signs_that_stand_for_many_letters_are_looked_at_no_further_than_others(monkeypatch):
    seen = []
    monkeypatch.setattr(urgent, "_URGENT", SimpleNamespace(search=seen.append))
    urgent.is_urgent("\ufdfa" * 2_000)
    assert len(seen[0]) <= urgent.MOST_LETTERS


def test_everybody_who_may_be_alerted_is_mailed_at_once(question):
    person("ada", "be_alerted")
    person("grace", "be_alerted")
    person("others", "review_question")
    person("silent", "be_alerted", email="")
    person("former", "be_alerted", is_active=False)
    person("reader", "be_alerted", is_staff=False)
    urgent.alert(question)
    mails = [written(one) for one in Delivery.objects.order_by("email")]
    assert [mail.to for mail in mails] == ["ada@example.org", "grace@example.org"]
    assert {mail.kind for mail in mails} == {"question-urgent"}


def test_the_mail_has_nothing_of_what_was_asked_and_leads_to_it(question):
    person("ada", "be_alerted")
    urgent.alert(question)
    delivery = Delivery.objects.get()
    mail = written(delivery)
    assert not re.search("hits me|Elm|student", mail.subject + mail.text + mail.html + str(delivery.mailing.data))
    link = f"{settings.SITE_URL}/admin/signups/question/{question.pk}/review/"
    assert link in mail.text
    assert link in mail.html


def test_an_alert_about_a_question_that_was_settled_is_not_sent(question):
    person("ada", "be_alerted")
    urgent.alert(question)
    Question.objects.filter(pk=question.pk).update(status="declined")
    with pytest.raises(kinds.NotWanted):
        written(Delivery.objects.get())


def test_where_nobody_can_be_alerted_the_log_says_so_without_a_word_of_the_asker(question, caplog):
    with caplog.at_level(logging.ERROR):
        urgent.alert(question)
    [line] = [record.getMessage() for record in caplog.records]
    assert "be_alerted" in line
    assert not re.search("dad|Elm|student", line)
    assert not Delivery.objects.exists()


def test_and_the_desk_tells_who_reviews_questions(db):
    reviewer, other = person("ada", "review_question"), person("bob")
    assert [NOBODY in remark.says for remark in remarks_for(reviewer)] == [True]
    assert remarks_for(other) == []
    person("grace", "be_alerted")
    assert remarks_for(get_user_model().objects.get(pk=reviewer.pk)) == []


def test_a_person_gets_so_many_such_mails_an_hour_and_the_desk_names_the_rest(question, monkeypatch):
    monkeypatch.setattr(urgent, "MOST_IN_AN_HOUR", 2)
    person("ada", "be_alerted")
    reviewer = person("others", "review_question")
    for number in range(3):
        urgent.alert(make_question(text=f"Number {number}?", is_urgent=True))
    assert Delivery.objects.count() == 2
    [said] = remarks_for(reviewer)
    # One of them came in otherwise.
    assert said.says.startswith("2 urgent questions came without an email about it")
    Mailing.objects.update(created_at=timezone.now() - timedelta(hours=2))
    urgent.alert(question)
    assert Delivery.objects.count() == 3


def test_who_has_all_rights_is_alerted_too(question):
    make_staff(email="boss@example.org")
    urgent.alert(question)
    assert Delivery.objects.get().email == "boss@example.org"


def test_a_note_of_a_reader_in_danger_is_told_at_once(question):
    person("ada", "be_alerted")
    assert feedback.write(feedback.Vote(question.pk, True, "a"), "Thank you, that helped.")
    assert not Delivery.objects.exists()
    assert feedback.write(feedback.Vote(question.pk, True, "b"), "I want to die.")
    delivery = Delivery.objects.get()
    words = urgent.words(delivery)
    assert delivery.email == "ada@example.org"
    assert words.context["link"].endswith("/admin/signups/answerfeedback/")
    assert "a note" in words.subject
    AnswerFeedback.objects.all().delete()
    with pytest.raises(kinds.NotWanted):
        urgent.words(delivery)

"""Mails to experts, the reminder before the promised day, and the handing on after it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from signups.mail import kinds
from signups.models import Delivery, Question, QuestionStep, Tries
from signups.questions.experts import mails as expert_mails
from signups.questions.telling import tell_expert

from ...factories import make_answer, make_career, make_expert
from ..conftest import written
from .experts_at_work import given, page_of, signed_in, with_account, write

pytestmark = pytest.mark.django_db

WHAT = ("assigned", "returned", "reminder", "handed-on", "published")


@pytest.fixture
def expert():
    return with_account(name="grace")


@pytest.fixture
def round_of_duties(work):
    """A round of the worker after a quarter of an hour: the mails that follow."""

    def once():
        Tries.objects.all().delete()
        return [mail for mail in work() if mail.kind.startswith("expert-")]

    return once


def test_each_mail_says_what_it_is_about_and_has_no_word_of_the_question(expert):
    career = make_career(title="Beekeeper")
    question = given(expert, text="Do bees sting much?", background="Mine do.", career=career)
    answer = make_answer(question=question, expert=expert, status="returned")
    for what in WHAT:
        tell_expert(question, what)
    Question.objects.update(expert=None, status="accepted")
    handed_on = written(Delivery.objects.get(mailing__kind="expert-handed-on"))
    Question.objects.update(expert=expert, status="assigned")
    mails = [written(Delivery.objects.get(mailing__kind=f"expert-{what}")) for what in WHAT[:3]]
    answer.status = "published"
    answer.save()
    mails += [handed_on, written(Delivery.objects.get(mailing__kind="expert-published"))]
    assert [mail.subject.partition(" on ")[0] for mail in mails] == [
        "A question for you",
        "Your answer needs another look",
        "A question waits for your answer",
        "We ask somebody else",
        "Your answer is published",
    ]
    for mail in mails:
        assert mail.to == "grace@example.org"
        for words in (mail.text, mail.html):
            assert expert.name in words
            assert "about Beekeeper" in words
            assert f"{settings.SITE_URL}/expert/" in words
            assert "bees" not in words
            assert "Mine do" not in words
    assert f"{settings.SITE_URL}{page_of(question)}" in mails[0].text


def test_of_a_private_answer_and_of_a_question_that_went_elsewhere_mails_say_what_is_true(expert):
    question = given(expert)
    make_answer(question=question, expert=expert, status="published")
    for what in ("published", "elsewhere"):
        tell_expert(question, what)
    Question.objects.update(status="private", expert=None)
    sent, gone = (written(Delivery.objects.get(mailing__kind=f"expert-{what}")) for what in ("published", "elsewhere"))
    assert "nobody else reads it" in sent.text
    assert "is published" not in sent.subject + sent.text + sent.html
    assert gone.subject.startswith("Your question went to somebody else")
    assert "is with somebody else now" in gone.text
    assert page_of(question) not in gone.text + gone.html


def test_another_expert_is_reminded_and_the_question_goes_on_without_their_answer(expert, round_of_duties):
    question = given(expert, days=2, status="published", answers=("Yes.",))
    assert [mail.kind for mail in round_of_duties()] == ["expert-reminder"]
    Question.objects.update(promised_on=timezone.localdate() - timedelta(days=3))
    assert [mail.kind for mail in round_of_duties()] == ["expert-handed-on"]
    question.refresh_from_db()
    assert (question.status, question.expert) == ("published", None)
    assert question.steps.get().name == "give-back-another"


def test_a_mail_is_not_sent_once_what_it_tells_is_no_longer_so(expert):
    question = given(expert)
    for what in ("assigned", "returned", "reminder", "published"):
        tell_expert(question, what)
    write(signed_in(expert), question, "_submit")
    for what in ("returned", "reminder", "published"):
        with pytest.raises(kinds.NotWanted):
            written(Delivery.objects.get(mailing__kind=f"expert-{what}"))
    assert written(Delivery.objects.get(mailing__kind="expert-assigned"))
    Question.objects.update(expert=make_expert())
    with pytest.raises(kinds.NotWanted):
        written(Delivery.objects.get(mailing__kind="expert-assigned"))


def test_no_mail_goes_to_an_address_that_is_no_longer_the_experts(expert):
    question = given(expert)
    tell_expert(question, "assigned")
    expert.account.email = "new@example.org"
    expert.account.save()
    with pytest.raises(kinds.NotWanted):
        written(Delivery.objects.get())


def test_an_expert_is_reminded_once_three_days_before_the_promised_day(expert, round_of_duties):
    given(expert, days=4)
    assert round_of_duties() == []
    soon = given(expert, days=3)
    [mail] = round_of_duties()
    assert (mail.kind, mail.to) == ("expert-reminder", "grace@example.org")
    assert page_of(soon) in mail.text
    assert round_of_duties() == []
    # With another promised day it is another matter.
    Question.objects.filter(pk=soon.pk).update(promised_on=timezone.localdate() + timedelta(days=1))
    assert len(round_of_duties()) == 1


def test_nobody_is_reminded_on_the_day_on_which_they_got_the_question(expert, round_of_duties, settings):
    settings.QUESTION_ANSWER_DAYS = 2
    given(expert, days=2)
    assert round_of_duties() == []


@pytest.mark.parametrize("status", ["submitted", "scheduled"])
def test_whoever_has_submitted_is_neither_reminded_nor_relieved(expert, round_of_duties, status):
    values = {"publish_at": timezone.now() + timedelta(days=1)} if status == "scheduled" else {}
    for days in (2, -9):
        make_answer(question=given(expert, days=days), expert=expert, status=status, **values)
    assert round_of_duties() == []
    assert expert.questions.filter(status="assigned").count() == 2


def test_after_the_promised_day_and_two_more_a_question_is_handed_on(expert, round_of_duties):
    question, in_time = given(expert, days=-3), given(expert, days=-2)
    write(signed_in(expert), question, text="Begun")
    [mail] = round_of_duties()
    assert mail.kind == "expert-handed-on"
    assert page_of(question) not in mail.text
    question.refresh_from_db()
    in_time.refresh_from_db()
    assert (question.status, question.expert) == ("accepted", None)
    assert question.promised_on == timezone.localdate() + timedelta(days=settings.QUESTION_REVIEW_DAYS)
    assert in_time.status == "assigned"
    step = QuestionStep.objects.get()
    assert (step.name, step.by, step.note) == ("give-back", None, expert_mails.NOT_ANSWERED)
    assert question.answers.get().text == "Begun"
    assert round_of_duties() == []


@pytest.mark.parametrize("decided", ["another expert", "another day"])
def test_what_a_moderator_decided_in_the_same_moment_holds(expert, monkeypatch, round_of_duties, decided):
    question, other = given(expert, days=-9), make_expert()
    hand_on = expert_mails._hand_on
    values = {"expert": other} if decided == "another expert" else {"promised_on": timezone.localdate()}

    def a_moment_later(found, late):
        Question.objects.update(**values)
        hand_on(found, late)

    monkeypatch.setattr(expert_mails, "_hand_on", a_moment_later)
    assert round_of_duties() == []
    question.refresh_from_db()
    assert question.status == "assigned"
    assert question.expert == values.get("expert", expert)


def test_an_expert_without_an_account_is_mailed_nothing_and_relieved_all_the_same(round_of_duties):
    near, late = given(make_expert(), days=1), given(make_expert(), days=-9)
    assert round_of_duties() == []
    near.refresh_from_db()
    late.refresh_from_db()
    assert (near.status, late.status) == ("assigned", "accepted")

"""Questions that nobody answered in the time that was promised are closed, and their askers told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from signups import limits
from signups.models import Question
from signups.questions.answers import duties, publishing

from ...factories import make_answer, make_question
from .answering import ASKER, answered, mails, steps_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def promised(settings):
    settings.QUESTION_CLOSE_DAYS = 30


def asked(days_over: int, **values) -> Question:
    """A question whose promised day is so long past."""
    day = timezone.localdate() - timedelta(days=days_over)
    return make_question(**{"email": ASKER, "confirmed_at": timezone.now(), "promised_on": day, **values})


def close() -> None:
    limits.forget(duties.CLOSING)
    duties.close_overdue()


def status_of(question: Question) -> str:
    return Question.objects.get(pk=question.pk).status


@pytest.mark.parametrize("status", ["received", "accepted", "assigned"])
def test_what_waits_longer_than_that_is_closed_once_and_its_asker_told(status):
    question, neighbour = asked(31, status=status), asked(30, status=status)
    for _ in range(2):
        close()
    assert (status_of(question), status_of(neighbour)) == ("closed", status)
    assert mails() == [("question-closed", ASKER)]
    assert steps_of(question) == ["close"]
    assert Question.objects.get(pk=question.pk).promised_on is None


@pytest.mark.parametrize("status", ["unconfirmed", "published", "private", "declined", "merged", "withdrawn", "spam"])
def test_what_does_not_wait_for_staff_is_left_alone(status):
    question = asked(99, status=status, published_at=timezone.now())
    close()
    assert (status_of(question), mails()) == (status, [])


@pytest.mark.parametrize(
    ("status", "left"), [("submitted", "assigned"), ("scheduled", "assigned"), ("draft", "closed")]
)
def test_one_that_an_expert_has_answered_stays_overdue_for_the_moderators(status, left):
    answer = answered(status)
    Question.objects.update(promised_on=timezone.localdate() - timedelta(days=31))
    close()
    assert status_of(answer.question) == left
    assert Question.objects.overdue().exists() == (left == "assigned")


def test_an_urgent_one_is_never_closed_by_itself():
    question = asked(99, is_urgent=True)
    close()
    assert status_of(question) == "received"


def test_one_that_is_taken_up_in_the_same_moment_is_not_closed(monkeypatch):
    question = asked(31)

    def taken_up(pk):
        Question.objects.filter(pk=pk).update(promised_on=timezone.localdate())
        return closed(pk)

    closed = duties._closed
    monkeypatch.setattr(duties, "_closed", taken_up)
    close()
    assert status_of(question) == "received"


def test_a_failure_with_one_stops_no_other_and_its_words_stay_out_of_the_log(monkeypatch, caplog):
    broken, fine = asked(40), asked(31)

    def tell(question, what):
        if question.pk == broken.pk:
            raise ValueError(question.email)

    monkeypatch.setattr("signups.questions.telling.tell_asker", tell)
    close()
    assert (status_of(broken), status_of(fine)) == ("received", "closed")
    assert "could not be closed" in caplog.text
    assert ASKER not in caplog.text


def test_many_are_closed_in_parts(monkeypatch):
    monkeypatch.setattr(duties, "AT_ONCE", 2)
    for days in (40, 41, 42):
        asked(days)
    for left in (1, 0):
        close()
        assert Question.objects.open().count() == left


def test_a_round_in_between_costs_one_query(django_assert_num_queries):
    close()
    asked(31)
    with django_assert_num_queries(1):
        duties.close_overdue()


def test_a_closed_question_that_is_opened_again_may_be_answered():
    answer = answered("draft")
    Question.objects.update(promised_on=timezone.localdate() - timedelta(days=31))
    close()
    steps = publishing.steps
    steps.take("reopen", answer.question, steps.Role.MODERATOR)
    steps.take("assign", answer.question, steps.Role.MODERATOR, expert=answer.expert)
    another = make_answer(question=answer.question, expert=answer.expert, status="submitted")
    publishing.publish(another, by=None)
    assert status_of(answer.question) == "published"

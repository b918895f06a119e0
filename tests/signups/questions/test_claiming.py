"""One moderator at a time has a question, and is told where somebody else was quicker."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from signups.models import Question
from signups.questions.review.queue import CLAIM

from ...factories import make_expert, make_question, make_roles
from .conftest import Moderator, review_step


@pytest.fixture
def question(db) -> Question:
    return make_question(text="Is the work hard?")


def test_whoever_takes_it_has_it_and_the_other_reads_who_has_it(question, moderator, other, text_of):
    assert "Take this question" in text_of(moderator.open(question))
    assert moderator.claim(question).status_code == 302
    assert "Accept" in text_of(moderator.open(question))
    page = text_of(other.open(question))
    assert "ada has had it since" in page
    assert "Take it over" not in page
    assert "Accept" not in page
    refused = other.claim(question)
    assert refused.status_code == 409
    assert "Somebody else was quicker." in text_of(refused)
    question.refresh_from_db()
    assert question.claimed_by == moderator.user


def test_after_half_an_hour_somebody_else_may_take_it_over(question, moderator, other, text_of):
    moderator.claim(question)
    Question.objects.update(claimed_at=timezone.now() - CLAIM - timedelta(minutes=1))
    assert "Your time is over: others may take it" in text_of(moderator.open(question))
    assert "Take it over" in text_of(other.open(question))
    assert other.claim(question).status_code == 302
    late = moderator.send("accept", question)
    assert late.status_code == 409
    assert "grace has had this question since" in text_of(late)
    question.refresh_from_db()
    assert (question.status, question.claimed_by) == ("received", other.user)


def test_acting_renews_the_time(question, moderator):
    moderator.claim(question)
    Question.objects.update(claimed_at=timezone.now() - timedelta(minutes=29))
    moderator.send("urgent", question)
    question.refresh_from_db()
    assert timezone.now() - question.claimed_at < timedelta(minutes=1)


def test_whoever_lets_it_go_lets_others_have_it(question, moderator, other):
    moderator.claim(question)
    other.client.post(review_step(question.pk, "release-claim"))
    question.refresh_from_db()
    assert question.claimed_by == moderator.user
    moderator.client.post(review_step(question.pk, "release-claim"))
    assert other.claim(question).status_code == 302


def test_a_step_without_the_claim_changes_nothing_and_shows_what_was_typed(question, moderator, text_of):
    typed = {"text": "Is it hard work?", "background": "", "reason": "Shorter."}
    response = moderator.send("word", question, **typed)
    assert response.status_code == 409
    text = text_of(response)
    assert "You no longer have this question. Take it, then try again." in text
    assert "Is it hard work?" in text
    assert "Shorter." in text
    question.refresh_from_db()
    assert question.text == "Is the work hard?"


@pytest.mark.parametrize(
    "changed", [{"status": "withdrawn"}, {"text": "Is the work fun?"}, {"is_private": True}], ids=str
)
def test_a_step_on_what_was_changed_since_it_was_opened_changes_nothing(changed, question, moderator, text_of):
    moderator.claim(question)
    seen = moderator.seen(question)
    Question.objects.update(**changed)
    response = moderator.send("decline", question, seen=seen, text="Sorry.")
    assert response.status_code == 409
    assert "It was changed after you opened it." in text_of(response)
    assert "Sorry." in text_of(response)
    assert Question.objects.get().status == changed.get("status", "received")


def test_a_button_that_is_pressed_twice_works_once(question, moderator):
    moderator.claim(question)
    seen = moderator.seen(question)
    answers = [moderator.send("accept", question, seen=seen).status_code for _ in range(2)]
    assert answers == [302, 409]
    assert question.steps.count() == 1


def test_after_a_step_that_leaves_nothing_to_do_it_is_free(question, moderator, told):
    moderator.claim(question)
    moderator.send("accept", question)
    moderator.send("assign", question, expert=make_expert().pk)
    question.refresh_from_db()
    assert (question.status, question.claimed_by) == ("assigned", None)


def at_once(*calls) -> list[int]:
    answers, start = [], threading.Barrier(len(calls))

    def send(call) -> None:
        start.wait()
        answers.append(call().status_code)
        connections.close_all()

    threads = [threading.Thread(target=send, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_of_two_browsers_at_the_same_moment_exactly_one_gets_it(on_disk, transactional_db):
    make_roles()
    ada, grace, question = Moderator("ada"), Moderator("grace"), make_question()
    assert at_once(lambda: ada.claim(question), lambda: grace.claim(question)) == [302, 409]
    question.refresh_from_db()
    holder = ada if question.claimed_by == ada.user else grace
    seen = holder.seen(question)
    accept = lambda: holder.client.post(review_step(question.pk, "accept"), {"seen": seen})  # noqa: E731
    assert at_once(accept, accept) == [302, 409]
    assert question.steps.count() == 1

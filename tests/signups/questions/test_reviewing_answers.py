"""Answers that experts gave: looked at as visitors will see them, published, scheduled, sent back, checked again."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from careers.models import Credential, Organization
from signups.models import Answer, Question

from ...factories import make_answer, make_career, make_expert, make_question, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Question:
    asker = {"email": "ann@example.org", "confirmed_at": timezone.now()}
    return make_question(text="Is the work hard?", status="assigned", career=make_career(title="Beekeeper"), **asker)


@pytest.fixture
def answer(question) -> Answer:
    return make_answer(
        question=question,
        expert=question.expert,
        status="submitted",
        short="At first it is.",
        text="It takes **a year**.",
        sources="Bee Board, https://bees.example/",
        basis="source",
    )


def take(moderator, step: str, answer: Answer, **values):
    response = moderator.take(step, answer.question, answer=answer.pk, **values)
    answer.refresh_from_db()
    answer.question.refresh_from_db()
    return response


def test_an_answer_is_shown_as_visitors_will_see_it_with_whose_it_is(moderator, question, answer, text_of):
    school = make_school(name="Harbor College")
    type(question.expert).objects.update(school=school, credential="RN", organization="Bee Board")
    writer = make_expert(account=get_user_model().objects.create_user("bee"))
    make_answer(question=question, expert=writer, status="draft", text="Half a sent")
    moderator.claim(question)
    page = moderator.open(question)
    text = text_of(page)
    assert "<strong>a year</strong>" in page.content.decode()
    for said in ("At first it is.", "From the sources below", "RN (not checked)", "works for Harbor College"):
        assert said in text
    assert 'href="https://bees.example/"' in page.content.decode()
    assert "Half a sent" not in text
    assert "The expert is still writing." in text


def test_an_answer_is_published_and_its_asker_told(moderator, answer, told):
    assert take(moderator, "publish", answer).status_code == 302
    assert (answer.status, answer.question.status) == ("published", "published")
    assert ("asker", answer.question_id, "answered") in told


def test_the_answer_to_a_private_question_goes_to_the_asker_alone(moderator, answer, told, text_of):
    Question.objects.update(is_private=True)
    moderator.claim(answer.question)
    assert "Send to the asker alone" in text_of(moderator.open(answer.question))
    assert take(moderator, "publish", answer).status_code == 409
    take(moderator, "answer-privately", answer)
    assert answer.question.status == "private"


def test_an_answer_is_scheduled_for_a_time_to_come(moderator, answer, told, text_of):
    at = timezone.localtime() + timedelta(days=2)
    past = take(moderator, "schedule", answer, at_0="2020-01-05", at_1="10:00")
    assert past.status_code == 422
    assert "This has gone by already." in text_of(past)
    empty = take(moderator, "schedule", answer)
    assert "Choose a day and a time." in text_of(empty)
    assert take(moderator, "schedule", answer, at_0=f"{at:%Y-%m-%d}", at_1="10:00").status_code == 302
    assert answer.status == "scheduled"
    assert (answer.publish_at.date(), answer.question.status) == (at.date(), "assigned")


def test_an_answer_is_sent_back_with_what_is_to_change(moderator, answer, told, text_of):
    assert "Tell the expert what to change." in text_of(take(moderator, "send-back", answer, note=""))
    take(moderator, "send-back", answer, note="Say how long it takes.")
    assert (answer.status, answer.reviewers_note) == ("returned", "Say how long it takes.")
    assert told == [("expert", answer.question_id, "returned")]


def test_what_is_still_true_is_confirmed(moderator, told, text_of):
    question = make_question(status="published")
    since = timezone.now()
    answer = make_answer(question=question, recheck_since=since, recheck_because="Median pay: $1 -> $2")
    assert "Median pay: $1 -&gt; $2" in moderator.open(question).content.decode()
    take(moderator, "confirm", answer)
    assert (answer.recheck_since, answer.checked_on) == (None, timezone.localdate())
    assert "To be checked again" not in text_of(moderator.open(question))


def test_the_facts_that_an_answer_rests_on_are_added_and_removed(moderator, answer, text_of):
    Credential.objects.create(name="Bee License", organization=Organization.objects.create(name="Board of Bees"))
    make_school(name="Harbor College", city="Salem", state="MA")
    make_school(name="Harbor College", city="Boston", state="MA")
    assert take(moderator, "add-fact", answer, kind="pay").status_code == 302
    assert take(moderator, "add-fact", answer, kind="credential", name="bee license").status_code == 302
    which = take(moderator, "add-fact", answer, kind="school", name="Harbor College")
    assert "Which of them? Harbor College (Boston, MA); Harbor College (Salem, MA)" in text_of(which)
    assert take(moderator, "add-fact", answer, kind="school", name="Harbor College (Salem, MA)").status_code == 302
    shown = text_of(moderator.open(answer.question))
    for said in ("Median pay of the career: Beekeeper", "A credential: Bee License", "A school: Harbor College (Salem"):
        assert said in shown
    again = take(moderator, "add-fact", answer, kind="pay")
    assert again.status_code == 422
    assert "This is on the list already." in text_of(again)
    assert "There is no school of this name." in text_of(take(moderator, "add-fact", answer, kind="school", name="X1"))
    take(moderator, "remove-fact", answer, fact=answer.facts.first().pk)
    assert sorted(answer.facts.values_list("kind", flat=True)) == ["credential", "school"]


def test_a_fact_of_a_career_needs_a_career(moderator, answer, text_of):
    Question.objects.update(career=None)
    response = take(moderator, "add-fact", answer, kind="outlook")
    assert "Name its career first." in text_of(response)
    assert not answer.facts.exists()


def test_staff_write_down_what_an_expert_without_an_account_says(moderator, told):
    expert, question = make_expert(), make_question()
    words = {"short": "At first.", "text": "For a year.", "basis": "experience", "sources": ""}
    assert moderator.take("write-answer", question, expert=expert.pk, **words).status_code == 302
    written = question.answers.get()
    assert (written.status, written.short, written.expert) == ("submitted", "At first.", expert)
    assert (question.status, question.expert) == ("assigned", expert)
    moderator.take("correct", question, answer=written.pk, **{**words, "short": "Only at first."})
    written.refresh_from_db()
    assert (written.short, written.status) == ("Only at first.", "submitted")


def test_nobody_writes_for_an_expert_who_has_an_account(moderator, text_of):
    expert = make_expert(account=get_user_model().objects.create_user("bee"))
    question = make_question(status="assigned", expert=expert)
    words = {"short": "At first.", "text": "For a year.", "basis": "experience"}
    response = moderator.take("write-answer", question, expert=expert.pk, **words)
    assert response.status_code == 422
    assert "Choose an expert from the list." in text_of(response)
    assert "For a year." in response.content.decode()
    theirs = make_answer(question=question, expert=expert, status="submitted", short="Mine.")
    assert moderator.take("correct", question, answer=theirs.pk, **words).status_code == 409
    theirs.refresh_from_db()
    assert theirs.short == "Mine."


def test_an_answer_from_sources_names_them(moderator, text_of):
    words = {"expert": make_expert().pk, "short": "At first.", "basis": "source"}
    for more, says in (
        ({}, "Name one source at least"),
        ({"sources": "A book"}, "Line 1 has no web address."),
        ({"text": "Write to ada@example.org"}, "Take out the email address"),
    ):
        assert says in text_of(moderator.take("write-answer", make_question(), **words, **more))


def test_nobody_rewords_an_expert_who_accepted_the_rules_once_the_account_is_gone(moderator, question):
    expert = make_expert(rules_accepted_at=timezone.now())
    theirs = make_answer(question=question, expert=expert, status="submitted", short="Mine.")
    words = {"short": "At first.", "text": "For a year.", "basis": "experience"}
    assert moderator.take("correct", question, answer=theirs.pk, **words).status_code == 409
    theirs.refresh_from_db()
    assert theirs.short == "Mine."


def test_what_is_scheduled_is_taken_out_of_the_schedule(moderator, answer, text_of):
    at = timezone.localtime() + timedelta(days=2)
    take(moderator, "schedule", answer, at_0=at.strftime("%Y-%m-%d"), at_1="12:00")
    assert answer.status == "scheduled"
    moderator.claim(answer.question)
    assert "Do not publish it then" in text_of(moderator.open(answer.question))
    take(moderator, "unschedule", answer)
    assert (answer.status, answer.publish_at) == ("submitted", None)


def test_an_answer_of_another_question_is_not_reached(moderator, answer):
    other = make_question(status="assigned")
    assert moderator.take("publish", other, answer=answer.pk).status_code == 404
    assert moderator.take("publish", other, answer="x").status_code == 404
    answer.refresh_from_db()
    assert answer.status == "submitted"


def test_an_answer_that_was_changed_since_it_was_opened_is_not_published(moderator, answer, told, text_of):
    moderator.claim(answer.question)
    seen = moderator.seen(answer.question)
    Answer.objects.update(text="Something else.")
    response = moderator.send("publish", answer.question, seen=seen, answer=answer.pk)
    assert response.status_code == 409
    answer.refresh_from_db()
    assert answer.status == "submitted"
    assert not told


def test_an_answer_that_is_withdrawn_is_off_the_site_and_the_question_needs_an_expert(moderator, visitor, told):
    question = make_question(status="published", answers=("Yes.",))
    moderator.take("take-off", question)
    assert question.status == "accepted"
    assert visitor.get(question.get_absolute_url()).status_code == 410

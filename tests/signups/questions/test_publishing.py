"""What becomes of an answer that was submitted: once, guarded by what is stored, and told to whom it concerns."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from careers.models import Version
from signups.models import Answer, Delivery, Question
from signups.questions import steps
from signups.questions.answers import publishing
from signups.questions.steps import Role, TooLate

from ...factories import make_answer, make_career, make_expert, make_question, make_staff
from ..conftest import written
from ..digesting import follower, mail_to
from .answering import ASKER, answered, expert_with_account, mails, steps_of

pytestmark = pytest.mark.django_db

TOMORROW = timedelta(days=1)


@pytest.fixture
def moderator():
    return make_staff(username="moderator")


def let_time_come() -> None:
    Answer.objects.filter(status="scheduled").update(publish_at=timezone.now() - timedelta(minutes=1))


def stored(row):
    return type(row).objects.get(pk=row.pk)


@pytest.mark.parametrize("status", ["submitted", "scheduled"])
def test_a_published_answer_is_read_with_its_question_and_both_are_told(status, moderator, visitor, text_of):
    answer = answered(status, text="Is it hard?")
    Answer.objects.update(answered_on=date(2020, 1, 1), text="At first it is.")
    assert "Is it hard?" not in text_of(visitor.get("/questions/"))
    publishing.publish(answer, by=moderator)
    question = stored(answer.question)
    assert text_of(visitor.get(question.get_absolute_url())).count("At first it is.") == 1
    now, today = stored(answer), timezone.localdate()
    assert (now.status, now.answered_on, now.checked_on, now.publish_at) == ("published", today, today, None)
    assert (now.reviewed_by, steps_of(question)) == (moderator, ["publish"])
    assert question.answered_at is not None
    assert mails() == [("question-answered", ASKER), ("expert-published", question.expert.account.email)]
    assert (answer.status, answer.question.status) == ("published", "published")


def test_a_private_one_is_answered_for_its_asker_alone(moderator, visitor):
    answer = answered(is_private=True)
    publishing.publish(answer, by=moderator)
    question = stored(answer.question)
    assert (question.status, steps_of(question)) == ("private", ["answer-privately"])
    assert visitor.get(question.get_absolute_url()).status_code == 404
    assert [kind for kind, _ in mails()] == ["question-answered", "expert-published"]
    # Both are wanted still when they are sent, though the question is with no expert any more.
    assert [written(delivery).to for delivery in Delivery.objects.order_by("pk")] == [
        ASKER,
        answer.expert.account.email,
    ]


def test_publishing_once_more_or_what_is_no_longer_reviewed_changes_and_tells_nothing(moderator):
    answer = answered()
    publishing.publish(stored(answer), by=moderator)
    told = mails()
    with pytest.raises(TooLate):
        publishing.publish(answer, by=moderator)
    for status in ("draft", "returned"):
        with pytest.raises(TooLate):
            publishing.publish(answered(status), by=moderator)
    assert mails() == told
    assert Answer.objects.published().count() == 1


@pytest.mark.parametrize("status", ["received", "accepted", "declined", "merged", "withdrawn", "closed", "spam"])
def test_nothing_is_published_of_a_question_that_is_not_with_an_expert(status, moderator):
    answer = answered()
    Question.objects.update(status=status)
    for act in (
        lambda: publishing.publish(answer, by=moderator),
        lambda: publishing.schedule(answer, publish_at=timezone.now() + TOMORROW, by=moderator),
        lambda: publishing.send_back(answer, note="Please say where.", by=moderator),
    ):
        with pytest.raises(TooLate):
            act()
    assert (stored(answer).status, stored(answer.question).status) == ("submitted", status)
    assert mails() == []


def test_neither_asker_nor_expert_publishes(moderator):
    answer = answered()
    for role in (Role.ASKER, Role.EXPERT):
        with pytest.raises(PermissionError):
            publishing.publish(answer, by=moderator, role=role)
    assert stored(answer).status == "submitted"


def test_a_further_answer_joins_without_a_step_of_the_question(moderator, visitor, text_of):
    first = answered()
    publishing.publish(first, by=moderator)
    second = expert_with_account("second")
    steps.take("ask-another", first.question, Role.MODERATOR, by=moderator, expert=second)
    another = make_answer(question=first.question, expert=second, status="submitted", text="I see it otherwise.")
    assert "I see it otherwise." not in text_of(visitor.get("/questions/"))
    publishing.publish(another, by=moderator)
    question = stored(first.question)
    assert "I see it otherwise." in text_of(visitor.get(question.get_absolute_url()))
    assert (question.status, steps_of(question)) == ("published", ["publish", "ask-another", "answer-added"])
    assert mails()[-2:] == [("question-answered", ASKER), ("expert-published", "second@example.org")]


def test_askers_of_the_same_question_are_told_too_and_each_once(moderator):
    answer = answered()
    now = timezone.now()
    same = make_question(status="merged", merged_into=answer.question, email="other@example.org", confirmed_at=now)
    make_question(status="merged", merged_into=same, email="third@example.org", confirmed_at=now)
    make_question(status="merged", merged_into=answer.question, email=ASKER.upper(), confirmed_at=now)
    make_question(status="merged", merged_into=answer.question, email="never@confirmed.example.org")
    publishing.publish(answer, by=moderator)
    told = [address for kind, address in mails() if kind == "question-answered"]
    assert sorted(told) == [ASKER, "other@example.org", "third@example.org"]


def test_publishing_is_one_version_that_names_who_did_it(moderator):
    answer = answered()
    publishing.publish(answer, by=moderator)
    version = Version.objects.filter(kind="signups.question", object_id=answer.question_id).latest("number")
    assert (version.number, version.by) == (2, "moderator")
    assert '"status": "submitted"' not in version.document


def test_a_mail_that_cannot_be_queued_leaves_nothing_half_done(moderator, monkeypatch):
    answer = answered()

    def fail(*args):
        raise KeyError("expert-published")

    monkeypatch.setattr("signups.questions.telling.tell_expert", fail)
    with pytest.raises(KeyError):
        publishing.publish(answer, by=moderator)
    assert (stored(answer).status, stored(answer.question).status, mails()) == ("submitted", "assigned", [])


def test_a_scheduled_answer_goes_out_at_its_time_and_once(moderator):
    answer = answered()
    publishing.schedule(answer, publish_at=timezone.now() + TOMORROW, by=moderator)
    assert stored(answer.question).promised_on == timezone.localdate() + TOMORROW
    publishing.publish_due()
    assert stored(answer).status == "scheduled"
    let_time_come()
    for _ in range(2):
        publishing.publish_due()
    now = stored(answer)
    assert (now.status, now.reviewed_by) == ("published", moderator)
    assert steps_of(answer.question) == ["answer-scheduled", "publish"]
    assert [kind for kind, _ in mails()] == ["question-answered", "expert-published"]


def test_a_page_of_staff_publishes_what_is_due_where_no_mail_worker_runs(editor):
    answer = answered("scheduled")
    let_time_come()
    editor.get("/admin/")
    assert stored(answer).status == "published"


def test_only_what_is_submitted_is_scheduled_and_only_for_a_time_to_come(moderator):
    answer = answered()
    for days in (0, -1, 400):
        with pytest.raises(publishing.NotThen):
            publishing.schedule(answer, publish_at=timezone.now() + timedelta(days=days), by=moderator)
    for status in ("draft", "returned", "published", "scheduled"):
        with pytest.raises(TooLate):
            publishing.schedule(answered(status), publish_at=timezone.now() + TOMORROW, by=moderator)
    assert stored(answer).status == "submitted"


def test_what_is_no_longer_scheduled_waits_for_a_moderator(moderator):
    answer = answered("scheduled")
    publishing.unschedule(answer, by=moderator)
    let_time_come()
    publishing.publish_due()
    assert (stored(answer).status, stored(answer).publish_at) == ("submitted", None)
    with pytest.raises(TooLate):
        publishing.unschedule(answer, by=moderator)


def test_the_site_publishes_nothing_that_was_taken_from_the_schedule_in_the_same_moment(moderator):
    answer = answered("scheduled")
    let_time_come()
    publishing.unschedule(stored(answer), by=moderator)
    with pytest.raises(TooLate):
        publishing.publish(answer, by=None, role=Role.SITE)
    assert stored(answer).status == "submitted"


def test_what_cannot_go_out_waits_for_a_moderator_and_stops_no_other(monkeypatch):
    moved_on, broken, fine = answered("scheduled"), answered("scheduled"), answered("scheduled")
    let_time_come()
    steps.take("give-back", moved_on.question, Role.EXPERT)

    def tell(question, what):
        if question.pk == broken.question_id:
            raise ValueError("student@example.org")

    monkeypatch.setattr("signups.questions.telling.tell_asker", tell)
    publishing.publish_due()
    assert [stored(one).status for one in (moved_on, broken, fine)] == ["submitted", "submitted", "published"]
    assert broken.question.steps.get().note == publishing.FAILED
    assert moved_on.question.steps.get(name="answer-unscheduled").note == publishing.MOVED_ON


def test_nothing_due_costs_one_query(django_assert_num_queries):
    answered("scheduled")
    with django_assert_num_queries(1):
        publishing.publish_due()


@pytest.mark.parametrize("status", ["submitted", "scheduled"])
def test_an_answer_that_is_sent_back_is_the_experts_again(status, moderator, settings):
    answer = answered(status)
    publishing.send_back(answer, note="Please name a source.", by=moderator)
    now = stored(answer)
    assert (now.status, now.reviewers_note, now.publish_at) == ("returned", "Please name a source.", None)
    days = timedelta(days=settings.QUESTION_ANSWER_DAYS)
    assert stored(answer.question).promised_on == timezone.localdate() + days
    assert mails() == [("expert-returned", answer.expert.account.email)]
    with pytest.raises(TooLate):
        publishing.send_back(answer, note="Once more.", by=moderator)
    assert len(mails()) == 1


def test_whoever_decides_lets_go_of_what_they_had_claimed(moderator):
    answer = answered()
    Question.objects.update(claimed_by=moderator, claimed_at=timezone.now())
    publishing.send_back(answer, note="Please name a source.", by=moderator)
    assert stored(answer.question).claimed_by is None


def test_what_is_taken_off_is_reviewed_again_before_anybody_sees_it(moderator, visitor):
    answer = answered(career=make_career())
    publishing.publish(answer, by=moderator)
    day = date(2020, 1, 1)
    Answer.objects.update(answered_on=day)
    publishing.take_off(answer.question, by=moderator, note="The asker's name is in it.")
    question = stored(answer.question)
    assert (question.status, stored(answer).status) == ("accepted", "submitted")
    assert visitor.get(question.get_absolute_url()).status_code == 410
    steps.take("assign", question, Role.MODERATOR, by=moderator, expert=answer.expert)
    publishing.publish(stored(answer), by=moderator)
    assert visitor.get(question.get_absolute_url()).status_code == 200
    # It was answered when it was answered first.
    assert (stored(answer).answered_on, stored(answer).checked_on) == (day, timezone.localdate())


def test_an_expert_without_an_account_is_told_nothing(moderator):
    answer = answered(expert=make_expert())
    publishing.publish(answer, by=moderator)
    assert [kind for kind, _ in mails()] == ["question-answered"]


def test_followers_hear_of_an_answer_once_it_is_published(moderator):
    question = make_question(status="published", answers=("The first one.",))
    follower("answers")
    mail_to()
    waiting = make_answer(question=question, status="submitted", text="The second one.")
    assert mail_to() is None
    publishing.publish(waiting, by=moderator)
    assert [news.first_words for news in mail_to().context["answers"]] == ["The second one."]
    assert mail_to() is None

"""Whatever is done to questions and answers, by whomever and in any order: no state is reached but by its step.

What may happen is written down here once more, so that neither the table of steps nor the code says it alone.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from careers.models import Credential, Organization
from signups import limits
from signups.models import Answer, AnswerFact, Expert, Question, QuestionStep
from signups.questions import steps
from signups.questions.answers import duties, facts, publishing
from signups.questions.steps import Role, TooLate

from ...factories import make_answer, make_question, make_staff
from .answering import expert_with_account, mails

OPEN = "received accepted assigned"
# Each step: from where it leads, where to, and whose it is.
WAYS = {
    "confirm": ("unconfirmed", "received", "asker"),
    "accept": ("received", "accepted", "moderator"),
    "assign": (OPEN, "assigned", "moderator"),
    "ask-another": ("published", "published", "moderator"),
    "give-back": ("assigned", "accepted", "expert site"),
    "give-back-another": ("published", "published", "expert site"),
    "decline": (OPEN, "declined", "moderator"),
    "merge": (OPEN, "merged", "moderator"),
    "spam": ("received", "spam", "moderator"),
    "publish": ("assigned", "published", "moderator site"),
    "answer-privately": ("assigned", "private", "moderator site"),
    "make-public": ("private", "published", "moderator"),
    "keep-private": ("published", "private", "asker moderator"),
    "take-off": ("published private", "accepted", "moderator"),
    "reopen": ("declined merged spam closed", "received", "moderator site"),
    "withdraw": (f"unconfirmed {OPEN} published private", "withdrawn", "asker"),
    "forget-words": ("published", "published", "asker site"),
    "close": (OPEN, "closed", "site"),
}
# Of these more belongs to it than the question.
WITH_ANSWERS = ("publish", "answer-privately", "take-off")
READ = ("published", "private")
ANSWERED_NOW = ("assigned", *READ)


@dataclass(frozen=True)
class Drawn:
    """Of which question or answer, with which expert, fact or other question, and as whom which step is tried."""

    number: int
    other: int
    name: str
    role: Role


class Ways:
    """Four questions and two experts; `status` and `answers` have what must be stored by now."""

    def __init__(self) -> None:
        self.moderator = get_user_model().objects.get(username="moderator")
        self.experts = list(Expert.objects.order_by("pk"))
        self.credential = Credential.objects.get()
        self.status: dict[int, str] = {}
        self.into: dict[int, int] = {}
        self.answers: dict[int, str] = {}
        # What was said of the credential when an answer was checked last.
        self.noted: dict[int, str] = {}
        self.mails = Counter()
        for number in range(4):
            one = Drawn(number, number, "", Role.ASKER)
            self.somebody_asks(one)
            if number > 1:
                self.a_moderator_gives_it_to_an_expert(one)
                self.an_expert_answers(one)

    def question(self, number: int) -> Question:
        """One of the newest."""
        return Question.objects.get(pk=sorted(self.status)[-4:][number])

    def answer(self, number: int) -> Answer | None:
        """One of the newest."""
        pks = sorted(self.answers)[-4:]
        return Answer.objects.select_related("question", "expert").get(pk=pks[number % len(pks)]) if pks else None

    def somebody_asks(self, one: Drawn) -> None:
        """With an address that is confirmed or not yet, or without one; some for themselves alone."""
        status = "unconfirmed" if one.number == 1 else "received"
        email = f"asker{min(one.number, 2)}@example.org" if one.number else ""
        confirmed_at = timezone.now() if one.number > 1 else None
        given = {"email": email, "confirmed_at": confirmed_at, "is_private": one.other == 3}
        self.status[make_question(status=status, **given).pk] = status

    def anybody_takes_a_step(self, one: Drawn) -> None:
        question = self.question(one.number)
        before, after, whose = WAYS.get(one.name, ("", "", ""))
        is_allowed = self.status[question.pk] in before.split() and one.role in whose.split()
        if is_allowed and one.name in WITH_ANSWERS:
            return
        values = {}
        if one.name in ("assign", "ask-another"):
            values = {"expert": self.experts[one.other % 2]}
        elif one.name == "merge":
            values = {"merged_into": self.question((one.number + 1 + one.other % 3) % 4)}
        elif one.name == "confirm":
            values = {"confirmed_at": timezone.now()}
        self.expect(is_allowed, lambda: steps.take(one.name, question, one.role, **values))
        if is_allowed:
            self.status[question.pk] = after
            assert question.steps.filter(name=one.name).exists()
            if one.name == "merge":
                self.into[question.pk] = values["merged_into"].pk

    def a_moderator_gives_it_to_an_expert(self, one: Drawn) -> None:
        status = self.question(one.number).status
        if status in ("declined", "merged", "spam", "closed"):
            self.anybody_takes_a_step(replace(one, name="reopen", role=Role.MODERATOR))
        name = "ask-another" if status == "published" else "assign"
        self.anybody_takes_a_step(replace(one, name=name, role=Role.MODERATOR))

    def an_expert_answers(self, one: Drawn) -> None:
        question = self.question(one.number)
        if question.expert and question.status in ("assigned", "published"):
            answer = make_answer(question=question, expert=question.expert, status="submitted")
            if one.other:
                AnswerFact.objects.create(answer=answer, kind="credential", credential=self.credential)
            self.answers[answer.pk] = "submitted"

    def somebody_publishes(self, one: Drawn) -> None:
        if not (answer := self.answer(one.number)):
            return
        role = Role.MODERATOR if one.other else one.role
        # Nothing that is scheduled is due by itself here.
        is_ready = answer.status in ("submitted", "scheduled") and role == Role.MODERATOR
        is_allowed = is_ready and answer.question.status in ANSWERED_NOW
        self.expect(is_allowed, lambda: publishing.publish(answer, by=None, role=role))
        if is_allowed:
            self.is_published(answer)

    def is_published(self, answer: Answer) -> None:
        question = Question.objects.get(pk=answer.question_id)
        if self.status[question.pk] == "assigned":
            self.status[question.pk] = "private" if question.is_private else "published"
        self.answers[answer.pk] = "published"
        self.noted[answer.pk] = Credential.objects.get().name
        asked = Question.objects.exclude(confirmed_at=None).exclude(email="")
        self.mails.update({("question-answered", one.email) for one in asked if leads_to(one, question)})
        self.mails[("expert-published", answer.expert.account.email)] += 1

    def a_moderator_schedules(self, one: Drawn) -> None:
        if answer := self.answer(one.number):
            is_allowed = answer.status == "submitted" and answer.question.status in ANSWERED_NOW
            at = timezone.now() + timedelta(hours=1)
            self.expect(is_allowed, lambda: publishing.schedule(answer, publish_at=at, by=self.moderator))
            if is_allowed:
                self.answers[answer.pk] = "scheduled"

    def a_moderator_takes_it_out_of_the_schedule(self, one: Drawn) -> None:
        if answer := self.answer(one.number):
            is_allowed = answer.status == "scheduled" and answer.question.status in ANSWERED_NOW
            self.expect(is_allowed, lambda: publishing.unschedule(answer, by=self.moderator))
            if is_allowed:
                self.answers[answer.pk] = "submitted"

    def a_moderator_sends_it_back(self, one: Drawn) -> None:
        if answer := self.answer(one.number):
            is_ready = answer.status in ("submitted", "scheduled")
            is_allowed = is_ready and answer.question.status in ANSWERED_NOW
            self.expect(is_allowed, lambda: publishing.send_back(answer, note="Why?", by=self.moderator))
            if is_allowed:
                self.answers[answer.pk] = "returned"
                self.mails[("expert-returned", answer.expert.account.email)] += 1

    def the_time_of_what_is_scheduled_comes(self, one: Drawn) -> None:
        scheduled = Answer.objects.filter(status="scheduled")
        scheduled.update(publish_at=timezone.now() - timedelta(minutes=1))
        due = list(scheduled.select_related("expert").order_by("pk"))
        publishing.publish_due()
        for answer in due:
            if self.status[answer.question_id] in ANSWERED_NOW:
                self.is_published(answer)
            else:
                self.answers[answer.pk] = "submitted"

    def a_moderator_takes_it_off(self, one: Drawn) -> None:
        question = self.question(one.number)
        is_allowed = self.status[question.pk] in READ
        self.expect(is_allowed, lambda: publishing.take_off(question, by=self.moderator))
        if is_allowed:
            self.status[question.pk] = "accepted"
            for pk in question.answers.values_list("pk", flat=True):
                if self.answers[pk] in ("published", "scheduled"):
                    self.answers[pk] = "submitted"

    def the_promised_day_is_long_past(self, one: Drawn) -> None:
        question = self.question(one.number)
        if one.other:
            return
        Question.objects.filter(pk=question.pk).update(promised_on=timezone.localdate() - timedelta(days=400))
        limits.forget(duties.CLOSING)
        duties.close_overdue()
        is_answered = question.answers.filter(status__in=("submitted", "scheduled")).exists()
        if self.status[question.pk] in OPEN.split() and not is_answered:
            self.status[question.pk] = "closed"
            if question.confirmed_at and question.email:
                self.mails[("question-closed", question.email)] += 1

    def a_fact_changes(self, one: Drawn) -> None:
        name = ("Diploma", "Degree")[one.other % 2]
        Credential.objects.update(name=name)
        facts.look()
        for fact in AnswerFact.objects.filter(answer__status="published").select_related("answer"):
            if self.status[fact.answer.question_id] in READ:
                assert fact.answer.is_rechecked == (self.noted[fact.answer_id] != name)

    def somebody_confirms(self, one: Drawn) -> None:
        if answer := self.answer(one.number):
            is_allowed = answer.status == "published" and answer.question.status in READ
            self.expect(is_allowed, lambda: facts.confirm(answer, by=self.moderator))
            if is_allowed:
                self.noted[answer.pk] = Credential.objects.get().name

    # As often as each stands here it is tried.
    ACTIONS = (
        *[anybody_takes_a_step] * 3,
        *[a_moderator_gives_it_to_an_expert, an_expert_answers, somebody_publishes] * 4,
        *(a_moderator_schedules, a_moderator_takes_it_out_of_the_schedule, a_moderator_sends_it_back),
        *(the_time_of_what_is_scheduled_comes, a_moderator_takes_it_off, the_promised_day_is_long_past),
        *[somebody_asks, a_fact_changes, somebody_confirms] * 2,
    )

    def look(self) -> None:
        self.whoever_was_merged_into_what_gives_no_answer_is_looked_at_again()
        self.what_is_stored_is_what_may_be()
        self.visitors_see_what_is_published_with_an_answer()
        self.everybody_is_told_once()

    def whoever_was_merged_into_what_gives_no_answer_is_looked_at_again(self) -> None:
        stored = dict(Question.objects.values_list("pk", "status"))
        private = set(Question.objects.filter(is_private=True).values_list("pk", flat=True))
        for pk, into in self.into.items():
            gives = stored[into] in (*OPEN.split(), "published") and into not in private
            if (self.status[pk], stored[pk]) == ("merged", "received") and not gives:
                self.status[pk] = "received"

    def expect(self, is_allowed: bool, do) -> None:
        if is_allowed:
            do()
            return
        count = QuestionStep.objects.count()
        with pytest.raises((TooLate, PermissionError)):
            do()
        assert QuestionStep.objects.count() == count

    def what_is_stored_is_what_may_be(self) -> None:
        assert dict(Question.objects.values_list("pk", "status")) == self.status
        assert dict(Answer.objects.values_list("pk", "status")) == self.answers

    def visitors_see_what_is_published_with_an_answer(self) -> None:
        answered = {
            Answer.objects.get(pk=pk).question_id for pk, status in self.answers.items() if status == "published"
        }
        shown = {pk for pk, status in self.status.items() if status == "published" and pk in answered}
        assert set(Question.objects.published().values_list("pk", flat=True)) == shown

    def everybody_is_told_once(self) -> None:
        assert Counter(mails()) == +self.mails


def leads_to(question: Question, other: Question) -> bool:
    """Whether it is the same question, or was merged into it."""
    seen = set()
    while question and question.pk not in seen:
        if question.pk == other.pk:
            return True
        seen.add(question.pk)
        question = question.merged_into
    return False


@pytest.fixture
def people(db):
    make_staff(username="moderator")
    for name in ("ada", "bob"):
        expert_with_account(name)
    Credential.objects.create(name="Diploma", organization=Organization.objects.create(name="Academy"))


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
# Any list of tries that Hypothesis draws by itself is mostly the same few ones.
@given(random=st.randoms(use_true_random=True))
def test_no_state_is_reached_but_by_its_step(people, random):
    names, roles = sorted(steps.STEPS), list(Role)
    with transaction.atomic():
        ways = Ways()
        for _ in range(40):
            one = Drawn(random.randrange(4), random.randrange(4), random.choice(names), random.choice(roles))
            random.choice(Ways.ACTIONS)(ways, one)
            ways.look()
        # What the database sees at the end of a transaction.
        connection.check_constraints()
        transaction.set_rollback(True)


def test_the_table_of_steps_says_the_same():
    said = {name: step for name, step in steps.STEPS.items() if step.roles}
    assert said.keys() == WAYS.keys()
    for name, (before, after, whose) in WAYS.items():
        step = said[name]
        assert (sorted(step.before), sorted(step.roles)) == (sorted(before.split()), sorted(whose.split())), name
        assert step.after is None or step.after == after

"""What becomes of an answer that its expert has submitted: published at once or at a time, sent back, taken off again.

Like a question's steps, each is guarded by what is stored, and raises TooLate where somebody else was quicker.
"""

import logging
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from careers.locks import AlreadyAtWork, within_patience
from careers.versions.keeping import noting

from ...mail.faults import place_of
from ...models import Answer, Expert, Question, QuestionStep
from ...versions import QUESTION
from .. import steps, telling
from ..public import finding
from ..steps import Role, TooLate
from . import facts

logger = logging.getLogger(__name__)

Status = Answer.Status
# By then it would have to be checked again.
FURTHEST = Answer.CHECKED_EVERY
FAILED = "It could not be published at its time because of a fault of the site."
MOVED_ON = "At its time the question was no longer with its expert."


class NotThen(ValueError):
    """At that time nothing can be published; says why in words."""


def publish(answer: Answer, *, by, role: Role = Role.MODERATOR) -> None:
    """Publish an answer that was submitted or scheduled: its question with it, or for the asker alone.

    One that is answered already gets a further answer. The site itself publishes only what is due.
    """
    if role not in steps.STEPS["publish"].roles:
        raise PermissionError(f"{role} publishes no answer")
    # Before anything is locked: whoever changes a career may have to be waited for.
    said = facts.said_now(answer.facts.all())
    with QUESTION.together():
        question = Question.objects.select_for_update().get(pk=answer.question_id)
        ready = Answer.objects.due() if role == Role.SITE else Answer.objects.filter(status__in=Answer.WITH_MODERATOR)
        stored = ready.select_related("expert__account").filter(pk=answer.pk).first()
        if stored is None:
            raise TooLate
        values = _as_published(stored, by)
        _take_step(question, stored, role, by, values)
        facts.store(said)
        for one in askers_of(question):
            telling.tell_asker(one, "answered")
        telling.tell_expert(question, "published", stored.expert)
    _set_columns(answer, question, values)


def _as_published(stored: Answer, by) -> dict:
    today = timezone.localdate()
    values = {"status": Status.PUBLISHED, "checked_on": today, "publish_at": None}
    values |= {"recheck_since": None, "recheck_because": ""}
    if stored.checked_on is None:
        # Nobody has read it before.
        values["answered_on"] = today
    return values | ({"reviewed_by": by} if by else {})


def _take_step(question: Question, stored: Answer, role: Role, by, values: dict) -> None:
    def along() -> None:
        Answer.objects.filter(pk=stored.pk).update(**values)

    if question.status not in Question.WITH_ANSWER:
        name = "answer-privately" if question.is_private else "publish"
        steps.take(name, question, role, by=by, along=along)
        return
    with noting(QUESTION, [question.pk], lambda: steps.author_of(by, role)):
        along()
        _note(question, "answer-added", by=by, promised_on=None)
        finding.refresh([question.pk])


def askers_of(question: Question) -> list[Question]:
    """The question and those that were found to be the same, of each asker one."""
    found, more = [question], [question]
    while more:
        known = [one.pk for one in found]
        more = list(Question.objects.filter(merged_into__in=more).exclude(pk__in=known).order_by("pk"))
        found += more
    by_address = {one.email.casefold(): one for one in reversed(found) if one.confirmed_at}
    return list(by_address.values())


def why_not_then(publish_at: datetime) -> str:
    """Empty where it can be published at that time."""
    now = timezone.now()
    if publish_at <= now:
        return "This has gone by already. Choose a later time, or publish it now."
    return "Choose a time within a year." if publish_at > now + FURTHEST else ""


def schedule(answer: Answer, *, publish_at: datetime, by) -> None:
    """NotThen where the time is past or too far away."""
    if why_not := why_not_then(publish_at):
        raise NotThen(why_not)
    day = timezone.localdate(publish_at)
    values = {"status": Status.SCHEDULED, "publish_at": publish_at, "reviewed_by": by}
    _change_status(answer, "answer-scheduled", by=by, before=(Status.SUBMITTED,), promised_on=day, **values)


def unschedule(answer: Answer, *, by) -> None:
    values = {"status": Status.SUBMITTED, "publish_at": None}
    promised_on = _in_days(settings.QUESTION_REVIEW_DAYS)
    _change_status(answer, "answer-unscheduled", by=by, before=(Status.SCHEDULED,), promised_on=promised_on, **values)


def send_back(answer: Answer, *, note: str, by) -> None:
    values = {"status": Status.RETURNED, "publish_at": None, "reviewers_note": note, "reviewed_by": by}
    promised_on = _in_days(settings.QUESTION_ANSWER_DAYS)
    with QUESTION.together():
        _change_status(
            answer, "answer-returned", by=by, before=Answer.WITH_MODERATOR, promised_on=promised_on, **values
        )
        expert = Expert.objects.select_related("account").get(pk=answer.expert_id)
        telling.tell_expert(answer.question, "returned", expert)


def take_off(question: Question, *, by, note: str = "") -> None:
    """Off the site, and what was answered is reviewed again before anybody sees it."""

    def along() -> None:
        seen = Answer.objects.filter(question=question.pk, status__in=(Status.PUBLISHED, Status.SCHEDULED))
        seen.update(status=Status.SUBMITTED, publish_at=None)

    with QUESTION.together():
        steps.take("take-off", question, Role.MODERATOR, by=by, note=note, along=along)


def publish_due(*, most: int | None = None) -> None:
    """Publish scheduled answers whose time has come, each once however many ask at once. 1 query where none is due."""
    for answer in Answer.objects.due().order_by("publish_at", "pk")[:most]:
        try:
            with within_patience():
                publish(answer, by=None, role=Role.SITE)
        except TooLate:
            _review_again(answer, MOVED_ON)
        except (OperationalError, AlreadyAtWork):
            raise
        # Whatever it is, the others are published.
        except Exception as error:  # noqa: BLE001
            logger.error("The scheduled answer %s could not be published (%s)", answer.pk, place_of(error))
            _review_again(answer, FAILED)


def _review_again(answer: Answer, why: str) -> None:
    """What is due still, and did not go out, is for a moderator to look at."""
    with noting(QUESTION, [answer.question_id], lambda: steps.author_of(None, Role.SITE)):
        due = Answer.objects.due().filter(pk=answer.pk)
        if due.update(status=Status.SUBMITTED, publish_at=None):
            with_expert = Question.objects.filter(pk=answer.question_id, status=Question.Status.ASSIGNED)
            with_expert.update(promised_on=_in_days(settings.QUESTION_REVIEW_DAYS))
            QuestionStep.objects.create(question_id=answer.question_id, name="answer-unscheduled", note=why)


def _change_status(answer: Answer, name: str, *, by, before: tuple, promised_on: date, **values) -> None:
    with noting(QUESTION, [answer.question_id], lambda: steps.author_of(by, Role.MODERATOR)):
        questions = Question.objects.select_for_update().filter(status__in=Question.ANSWERED_NOW)
        question = questions.filter(pk=answer.question_id).first()
        if question is None or not Answer.objects.filter(pk=answer.pk, status__in=before).update(**values):
            raise TooLate
        _note(question, name, by=by, promised_on=promised_on)
    _set_columns(answer, question, values)


def _note(question: Question, name: str, *, by, promised_on: date | None) -> None:
    """Whoever had claimed it is done with it."""
    values = {"promised_on": promised_on, "claimed_by": None, "claimed_at": None}
    Question.objects.filter(pk=question.pk).update(**values)
    QuestionStep.objects.create(question=question, name=name, by=by)
    for column, value in values.items():
        setattr(question, column, value)


def _set_columns(answer: Answer, question: Question, values: dict) -> None:
    answer.question = question
    for column, value in values.items():
        setattr(answer, column, value)


def _in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)

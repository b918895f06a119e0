"""Answers as visitors see them: published now or at a time, sent back, taken off."""

from datetime import datetime

from django.utils import timezone

from ..models import Answer, Question
from .steps import Role, TooLate, take
from .telling import tell_asker, tell_expert


class NotThen(ValueError):
    """At that time nothing can be published; says why in words."""


WAITING = (Answer.Status.SUBMITTED, Answer.Status.SCHEDULED)


def _move(answer: Answer, **values) -> None:
    if not Answer.objects.filter(pk=answer.pk, status__in=WAITING).update(**{"publish_at": None, **values}):
        raise TooLate


def publish(answer: Answer, *, by, role: Role = Role.MODERATOR) -> None:
    today = timezone.localdate()
    _move(answer, status=Answer.Status.PUBLISHED, answered_on=today, checked_on=today, reviewed_by=by)
    question = answer.question
    if question.status == Question.Status.ASSIGNED:
        take("answer-privately" if question.is_private else "publish", question, role, by=by)
    tell_asker(question, "answered")


def schedule(answer: Answer, *, publish_at: datetime, by) -> None:
    _move(answer, status=Answer.Status.SCHEDULED, publish_at=publish_at, reviewed_by=by)


def send_back(answer: Answer, *, note: str, by) -> None:
    _move(answer, status=Answer.Status.RETURNED, reviewers_note=note, reviewed_by=by)
    tell_expert(answer.question, "returned")


def take_off(question: Question, *, by) -> None:
    take("take-off", question, Role.MODERATOR, by=by)
    question.answers.published().update(status=Answer.Status.RETURNED)

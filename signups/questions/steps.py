"""The way of a question: which steps there are, from where to where each leads, and who may take it.

Every change of a question's status goes through `take`, so that none is reached but by its step.
"""

from collections.abc import Callable, Collection
from dataclasses import KW_ONLY, dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from careers.versions.keeping import Author, noting

from ..models import Question, QuestionStep
from ..versions import QUESTION
from .public import finding

Status = Question.Status


class Role(StrEnum):
    ASKER = "asker"
    EXPERT = "expert"
    MODERATOR = "moderator"
    # The site itself, once a time is over.
    SITE = "site"


class TooLate(Exception):
    """Nothing was changed: somebody else was quicker, so that the step no longer leads anywhere."""


@dataclass(frozen=True)
class Step:
    """`after` is None where the status stays; `promise` names the setting with the days to the step after it."""

    name: str
    label: str
    _: KW_ONLY
    before: Collection[Status]
    after: Status | None
    roles: Collection[Role]
    promise: str = ""

    def promised_on(self) -> date | None:
        days = getattr(settings, self.promise) if self.promise else None
        return timezone.localdate() + timedelta(days=days) if days else None


REVIEW, ANSWER = "QUESTION_REVIEW_DAYS", "QUESTION_ANSWER_DAYS"
NOT_ENDED = (Status.UNCONFIRMED, *Question.OPEN, *Question.WITH_ANSWER)
MODERATOR, EXPERT, ASKER, SITE = (Role.MODERATOR,), (Role.EXPERT,), (Role.ASKER,), (Role.SITE,)

# What is written down among the steps and changes no status: nobody takes these.
NOTED = {
    "answer-added": "Another answer published",
    "answer-scheduled": "Answer scheduled",
    "answer-unscheduled": "Answer no longer scheduled",
    "answer-returned": "Answer sent back to the expert",
    "answer-confirmed": "Answer checked again",
    "fact-changed": "A fact changed",
    "fact-as-before": "The fact is as it was before",
}

WAY = [
    Step(
        "confirm", "Address confirmed", before=(Status.UNCONFIRMED,), after=Status.RECEIVED, roles=ASKER, promise=REVIEW
    ),
    Step("accept", "Accepted", before=(Status.RECEIVED,), after=Status.ACCEPTED, roles=MODERATOR, promise=ANSWER),
    Step(
        "assign",
        "Given to an expert",
        before=(Status.RECEIVED, Status.ACCEPTED, Status.ASSIGNED),
        after=Status.ASSIGNED,
        roles=MODERATOR,
        promise=ANSWER,
    ),
    Step(
        "ask-another", "Another expert asked", before=(Status.PUBLISHED,), after=None, roles=MODERATOR, promise=ANSWER
    ),
    Step(
        "give-back",
        "Given back by the expert",
        before=(Status.ASSIGNED,),
        after=Status.ACCEPTED,
        roles=(Role.EXPERT, Role.SITE),
        promise=REVIEW,
    ),
    Step(
        "give-back-another",
        "Given back by the other expert",
        before=(Status.PUBLISHED,),
        after=None,
        roles=(Role.EXPERT, Role.SITE),
    ),
    Step("decline", "Declined", before=Question.OPEN, after=Status.DECLINED, roles=MODERATOR),
    Step(
        "merge", "Found to be the same as another question", before=Question.OPEN, after=Status.MERGED, roles=MODERATOR
    ),
    Step("spam", "Marked as spam", before=(Status.RECEIVED,), after=Status.SPAM, roles=MODERATOR),
    Step("publish", "Published", before=(Status.ASSIGNED,), after=Status.PUBLISHED, roles=(Role.MODERATOR, Role.SITE)),
    Step(
        "answer-privately",
        "Answered for the asker alone",
        before=(Status.ASSIGNED,),
        after=Status.PRIVATE,
        roles=(Role.MODERATOR, Role.SITE),
    ),
    Step("make-public", "Published", before=(Status.PRIVATE,), after=Status.PUBLISHED, roles=MODERATOR),
    Step(
        "keep-private",
        "Taken off the site: for the asker alone",
        before=(Status.PUBLISHED,),
        after=Status.PRIVATE,
        roles=(Role.ASKER, Role.MODERATOR),
    ),
    Step(
        "take-off",
        "Taken off the site",
        before=Question.WITH_ANSWER,
        after=Status.ACCEPTED,
        roles=MODERATOR,
        promise=REVIEW,
    ),
    Step(
        "reopen",
        "Opened again",
        before=(Status.DECLINED, Status.MERGED, Status.SPAM, Status.CLOSED),
        after=Status.RECEIVED,
        # The site, where the question that it was merged into gives no answer.
        roles=(Role.MODERATOR, Role.SITE),
        promise=REVIEW,
    ),
    Step("withdraw", "Withdrawn", before=NOT_ENDED, after=Status.WITHDRAWN, roles=ASKER),
    Step(
        "forget-words",
        "The asker's words deleted",
        before=(Status.PUBLISHED,),
        after=None,
        roles=(Role.ASKER, Role.SITE),
    ),
    Step("close", "Closed without an answer", before=Question.OPEN, after=Status.CLOSED, roles=SITE),
    *(Step(name, label, before=(), after=None, roles=()) for name, label in NOTED.items()),
]
STEPS = {step.name: step for step in WAY}


def may_take(name: str, question: Question, role: Role) -> bool:
    step = STEPS[name]
    return role in step.roles and question.status in step.before


def take(
    name: str,
    question: Question,
    role: Role,
    *,
    by=None,
    note: str = "",
    along: Callable[[], None] | None = None,
    **values,
) -> None:
    """Take a step, with `values` for other columns, in one transaction; `question` has them afterwards.

    TooLate where the stored question is not in a status from which the step leads; PermissionError where the step is
    not the role's. `by` is the account that takes it, where there is one; `along` is what changes with it.
    """
    step = STEPS[name]
    if role not in step.roles:
        raise PermissionError(f"{role} does not take the step {name}")
    values = _with_what_goes_along(step, values)
    with transaction.atomic(), noting(QUESTION, [question.pk], lambda: author_of(by, role)):
        stored = Question.objects.select_for_update().filter(pk=question.pk, status__in=step.before).first()
        if stored is None or (step.after == Status.PUBLISHED and values.get("is_private", stored.is_private)):
            raise TooLate
        values = _first_times(stored, step, values)
        Question.objects.filter(pk=question.pk).update(**values)
        QuestionStep.objects.create(question=question, name=name, by=by, note=note)
        if along:
            along()
        if Status.PUBLISHED in (stored.status, step.after):
            finding.refresh([question.pk])
        open_again_those_merged_into([question.pk])
    for column, value in values.items():
        setattr(question, column, value)


def _with_what_goes_along(step: Step, values: dict) -> dict:
    """What another status needs goes with it: nobody holds on to a question that has moved on."""
    values = {"claimed_by": None, "claimed_at": None, "promised_on": step.promised_on(), **values}
    if step.after is not None:
        values["status"] = step.after
        if step.after not in (Status.ASSIGNED, Status.PUBLISHED):
            values.setdefault("expert", None)
        if step.after != Status.MERGED:
            values.setdefault("merged_into", None)
    return values


def open_again_those_merged_into(pks: Collection[int], *, are_deleted: bool = False) -> None:
    """What was merged into a question that gives others no answer any more: its asker would wait for ever.

    Nobody is mailed of it; the asker's page says that we look at the question again.
    """
    merged = Question.objects.filter(merged_into__in=pks)
    if are_deleted:
        merged = merged.exclude(pk__in=pks)
    else:
        merged = merged.exclude(merged_into__in=Question.objects.giving_answers())
    for one in merged.order_by("pk"):
        take("reopen", one, Role.SITE)


def _first_times(stored: Question, step: Step, values: dict) -> dict:
    if step.after in Question.WITH_ANSWER and stored.answered_at is None:
        values = {**values, "answered_at": timezone.now()}
    if step.after == Status.PUBLISHED and stored.published_at is None:
        values = {**values, "published_at": timezone.now()}
    return values


def author_of(by, role: Role) -> Author:
    names = {Role.ASKER: "The asker", Role.SITE: "The site"}
    return Author(by.get_username() if by else names.get(role, ""), "")

"""How far a question has come, as its asker reads it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from ...models import Answer, Question, QuestionStep
from ..steps import STEPS

Status = Question.Status
# What ended a question, in the asker's words, by the step that did it.
ENDS = {
    "decline": "Not taken",
    "spam": "Not taken",
    "merge": "Asked by somebody else before",
    "withdraw": "Withdrawn by you",
    "close": "Closed without an answer",
}


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One thing on the way: done on `day`, or promised for `promised`; neither where nobody can say."""

    label: str
    day: date | None = None
    promised: date | None = None
    is_done: bool = False

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.promised is not None and self.promised < timezone.localdate()


def way_of(question: Question, steps: Collection[QuestionStep], answers: Collection[Answer]) -> list[Stage]:
    """`steps` in the order in which they were taken, `answers` of any status."""
    last = {step.name: _day(step.at) for step in steps}
    stages = [Stage(label="Received", day=_day(question.created_at), is_done=True)]
    if question.email or question.confirmed_at:
        stages.append(_done("Address confirmed", question.confirmed_at))
    if question.status in (Status.UNCONFIRMED, *Question.OPEN, *Question.WITH_ANSWER):
        return [*stages, *_to_the_answer(question, last, answers)]
    ended = next((name for name in ENDS if name in last and question.status == STEPS[name].after), None)
    if ended:
        stages.append(Stage(label=ENDS[ended], day=last[ended], is_done=True))
    return stages


def _to_the_answer(question: Question, last: dict[str, date], answers: Collection[Answer]) -> list[Stage]:
    status, answered = question.status, question.status in Question.WITH_ANSWER
    is_read = status in (Status.ACCEPTED, Status.ASSIGNED) or answered
    read_on = last.get("accept") or last.get("assign")
    read = Stage(
        label="Read by our team",
        day=read_on if is_read else None,
        promised=question.promised_on if status == Status.RECEIVED and not question.is_urgent else None,
        is_done=is_read,
    )
    has_expert = status == Status.ASSIGNED or answered
    with_expert = Stage(label="With an expert", day=last.get("assign") if has_expert else None, is_done=has_expert)
    answer = Stage(
        label="Answered",
        day=_day(question.answered_at) if answered else None,
        promised=None if answered else _answer_promised(question),
        is_done=answered,
    )
    return [read, with_expert, answer, *_public(question, answers)]


def _public(question: Question, answers: Collection[Answer]) -> list[Stage]:
    if question.is_private or question.status == Status.PRIVATE:
        return []
    if question.status == Status.PUBLISHED:
        return [_done("Published", question.published_at)]
    scheduled = [_day(one.publish_at) for one in answers if one.publish_at]
    return [Stage(label="Published", promised=min(scheduled, default=None))]


def _answer_promised(question: Question) -> date | None:
    """Once it is read the answer has its own time. To somebody in danger no day is named before that."""
    if question.status == Status.RECEIVED and question.is_urgent:
        return None
    if question.status == Status.RECEIVED and question.promised_on:
        return question.promised_on + timedelta(days=settings.QUESTION_ANSWER_DAYS)
    return question.promised_on


def _done(label: str, when: datetime | None) -> Stage:
    return Stage(label=label, day=_day(when), is_done=when is not None)


def _day(when: datetime | None) -> date | None:
    return timezone.localdate(when) if when else None

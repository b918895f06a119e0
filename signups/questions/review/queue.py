"""What of questions waits for moderators: what their list is filtered by, and what their desk counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from careers.desk import Waiting, register

from ...models import Answer, Question, Wording

REVIEW = "signups.review_question"
# A moderator has a question so long, unless they act meanwhile; then somebody else may take it over.
CLAIM = timedelta(minutes=30)

Status = Question.Status


def reviewable() -> QuerySet[Question]:
    """All that staff may see: nobody has confirmed the others yet."""
    return Question.objects.exclude(status=Status.UNCONFIRMED)


def _has(answers: QuerySet[Answer]) -> Exists:
    return Exists(answers.filter(question=OuterRef("pk")))


def _changed_by_asker(questions: QuerySet) -> QuerySet:
    changes = Wording.objects.filter(question=OuterRef("pk"), is_askers=True, settled_at=None)
    return questions.filter(Exists(changes), status__in=Question.GOES_ON)


@dataclass(frozen=True, kw_only=True)
class Queue:
    """`rows` narrows questions down; for some it matters who looks."""

    name: str
    label: str
    rows: Callable[[QuerySet, object], QuerySet]


def _of_status(name: str, label: str, status: Status) -> Queue:
    return Queue(name=name, label=label, rows=lambda questions, user: questions.filter(status=status))


QUEUES: dict[str, Queue] = {
    queue.name: queue
    for queue in [
        _of_status("new", "New", Status.RECEIVED),
        _of_status("needs-expert", "Needs an expert", Status.ACCEPTED),
        _of_status("with-expert", "With an expert", Status.ASSIGNED),
        Queue(
            name="answered",
            label="Answer to review",
            rows=lambda questions, user: questions.filter(
                _has(Answer.objects.filter(status=Answer.Status.SUBMITTED)), status__in=Question.ANSWERED_NOW
            ),
        ),
        Queue(
            name="recheck",
            label="Answer to check again",
            rows=lambda questions, user: questions.filter(
                _has(Answer.objects.to_be_checked()), status__in=Question.WITH_ANSWER
            ),
        ),
        Queue(name="overdue", label="Overdue", rows=lambda questions, user: questions.overdue()),
        Queue(name="urgent", label="Urgent", rows=lambda questions, user: questions.open().filter(is_urgent=True)),
        Queue(name="changed", label="Changed by the asker", rows=lambda questions, user: _changed_by_asker(questions)),
        Queue(name="mine", label="Mine", rows=lambda questions, user: questions.filter(claimed_now(), claimed_by=user)),
    ]
}


def is_overdue(question: Question) -> bool:
    is_over = question.promised_on is not None and question.promised_on < timezone.localdate()
    return is_over and question.status in Question.OPEN


def claimed_now() -> Q:
    return Q(claimed_by__isnull=False, claimed_at__gt=timezone.now() - CLAIM)


def _waiting(name: str, one: str, many: str, says: str) -> Waiting:
    return Waiting(
        name=many,
        one=one,
        many=many,
        says=says,
        rows=lambda user: QUEUES[name].rows(reviewable(), user),
        page="admin:signups_question_changelist",
        query=f"queue={name}",
        settled_by=((REVIEW,),),
    )


register(
    _waiting("urgent", "urgent question", "urgent questions", "Somebody may be in danger. Look at these first."),
    _waiting("new", "new question", "new questions", "Read, then accept or decline."),
    _waiting("overdue", "question is overdue", "questions are overdue", "The asker was promised an earlier day."),
    _waiting("needs-expert", "question needs an expert", "questions need an expert", "Choose who answers."),
    _waiting("answered", "answer to review", "answers to review", "Read it, then publish it or send it back."),
    _waiting("recheck", "answer to check again", "answers to check again", "Say whether it is still true."),
    _waiting("changed", "asker changed the wording", "askers changed the wording", "Take their words, or find others."),
)

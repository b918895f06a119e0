"""What an expert does with a question that is theirs: write an answer, submit it, take it back, give the question back.

An expert never publishes: of an answer's states they reach drafts and submitted ones alone.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from careers.versions.keeping import noting

from ...models import Answer, Expert, Question
from ...versions import QUESTION
from ..steps import Role, TooLate, author_of, take
from . import fact_choices

Status = Answer.Status


class NotTheirs(Exception):
    """The question is not with the expert, or not any more."""


class ChangedElsewhere(Exception):
    """The draft was changed in another tab since the form was opened; `stored` is what stands there now."""

    def __init__(self, stored: Answer | None) -> None:
        super().__init__()
        self.stored = stored


@dataclass(frozen=True, kw_only=True)
class Written:
    """What the expert typed; `facts` are values of fact_choices."""

    short: str
    text: str
    sources: str
    basis: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A question that an expert was asked, and their answer as far as it is."""

    question: Question
    answer: Answer | None

    @property
    def is_writable(self) -> bool:
        return self.answer is None or self.answer.status in Answer.WITH_EXPERT

    @property
    def is_overdue(self) -> bool:
        promised = self.question.promised_on
        return self.is_writable and promised is not None and promised < timezone.localdate()

    @property
    def promise(self) -> str:
        """By when the asker was promised an answer, in words; empty where no day was promised."""
        day = self.question.promised_on
        if day is None or not self.is_writable:
            return ""
        days = (day - timezone.localdate()).days
        near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
        when = near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")
        return f"Promised for {date_format(day)}: {when}"


def questions_of(expert: Expert) -> QuerySet[Question]:
    """Those that wait for `expert`, or for whoever reviews the expert's answer."""
    published = Answer.objects.published().filter(question=OuterRef("pk"), expert=expert)
    another = Q(status=Question.Status.PUBLISHED) & ~Exists(published)
    return expert.questions.filter(Q(status=Question.Status.ASSIGNED) | another)


def published_of(expert: Expert) -> QuerySet[Answer]:
    answers = expert.answers.published().filter(question__status__in=Question.WITH_ANSWER)
    return answers.select_related("question__career", "expert__school").order_by("-answered_on", "-pk")


def asked_of(expert: Expert) -> list[Asked]:
    """What is promised first, first."""
    own = Answer.objects.filter(expert=expert).exclude(status=Status.PUBLISHED).order_by("-pk")
    questions = questions_of(expert).select_related("career")
    found = questions.prefetch_related(Prefetch("answers", queryset=own, to_attr="own"))
    return [
        Asked(one, next(iter(one.own), None)) for one in found.order_by(F("promised_on").asc(nulls_last=True), "pk")
    ]


def find(pk: int, expert: Expert) -> Asked | None:
    """What the expert may see of question `pk`: theirs, or one that they have answered."""
    if question := questions_of(expert).select_related("career").filter(pk=pk).first():
        return Asked(question, _own(question, expert))
    answer = published_of(expert).filter(question__in=Question.objects.filter(pk=pk)).first()
    return Asked(answer.question, answer) if answer else None


def written_in(answer: Answer | None) -> Written:
    if answer is None:
        return Written(short="", text="", sources="", basis="", facts=())
    return Written(
        short=answer.short,
        text=answer.text,
        sources=answer.sources,
        basis=answer.basis,
        facts=tuple(fact_choices.chosen(answer)),
    )


def stamp_of(answer: Answer | None) -> str:
    """Changes with whatever the expert writes."""
    return hashlib.sha256(json.dumps(astuple(written_in(answer))).encode()).hexdigest()[:16]


def save(pk: int, expert: Expert, written: Written, *, opened: str, by, submits: bool = False) -> Answer:
    """Keep what was written as a draft, or hand it in; `opened` is the stamp that the form was opened with.

    NotTheirs, TooLate where the answer was handed in already, ChangedElsewhere: then nothing is stored.
    """
    with _changing(pk, expert, by) as question:
        stored = _own(question, expert)
        if stored and stored.status not in Answer.WITH_EXPERT:
            raise TooLate
        # The same sent twice is no change.
        if opened != stamp_of(stored) and written != written_in(stored):
            raise ChangedElsewhere(stored)
        answer = stored or Answer(question=question, expert=expert)
        for name in ("short", "text", "sources", "basis"):
            setattr(answer, name, getattr(written, name))
        if submits:
            answer.status, answer.submitted_at = Status.SUBMITTED, timezone.now()
        answer.save()
        fact_choices.keep(answer, written.facts)
    return answer


def take_back(pk: int, expert: Expert, *, by) -> None:
    """TooLate once somebody has decided about the answer."""
    with _changing(pk, expert, by) as question:
        submitted = question.answers.filter(expert=expert, status=Status.SUBMITTED)
        if not submitted.update(status=Status.DRAFT, submitted_at=None):
            raise TooLate


def give_back(pk: int, expert: Expert, *, why: str, by, role: Role = Role.EXPERT) -> None:
    """To those who review, who find somebody else. What was written stays, for the case that it comes back.

    TooLate while an answer is with those who review.
    """
    with QUESTION.together():
        question = _theirs(pk, expert)
        if question.answers.filter(expert=expert, status__in=Answer.WITH_MODERATOR).exists():
            raise TooLate
        is_another = question.status == Question.Status.PUBLISHED
        name = "give-back-another" if is_another else "give-back"
        take(name, question, role, by=by, note=why, expert=None)


def to_give_back(expert: Expert) -> QuerySet[Question]:
    """Those that `expert` has, but for those whose answer is with those who review."""
    handed_in = Answer.objects.filter(question=OuterRef("pk"), expert=expert, status__in=Answer.WITH_MODERATOR)
    return questions_of(expert).exclude(Exists(handed_in))


def _own(question: Question, expert: Expert) -> Answer | None:
    """The expert's answer that is not published yet."""
    return question.answers.filter(expert=expert).exclude(status=Status.PUBLISHED).order_by("-pk").first()


def _theirs(pk: int, expert: Expert) -> Question:
    """Locked, so that it stays theirs until the end of the transaction."""
    locked = (
        Question.objects.select_for_update(of=("self",)).filter(pk=pk, pk__in=questions_of(expert).values("pk")).first()
    )
    if locked is None:
        raise NotTheirs
    return locked


@contextmanager
def _changing(pk: int, expert: Expert, by) -> Iterator[Question]:
    with noting(QUESTION, [pk], lambda: author_of(by, Role.EXPERT)):
        yield _theirs(pk, expert)

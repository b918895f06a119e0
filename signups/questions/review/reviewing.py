"""What moderators do with a question: one of them at a time, each step by whoever has it and as they opened it."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from careers.versions.keeping import noting

from ...models import Answer, AnswerFact, Expert, Question, QuestionStep, Wording
from ...versions import QUESTION
from ..answers import publishing
from ..experts import answering
from ..public import finding
from ..steps import Role, TooLate, author_of, open_again_those_merged_into, take
from ..telling import tell_asker, tell_expert
from .queue import CLAIM, reviewable

Status = Question.Status


class NotDone(Exception):
    """Why not, in words; nothing was changed. `field` is what of the form it is about."""

    def __init__(self, why: str, *, field: str | None = None) -> None:
        super().__init__(why)
        self.field = field


# Who has it.


def claim(pk: int, *, by) -> bool:
    """Whether the question is theirs now. One update that asks, so that of two at the same moment one gets it."""
    now = timezone.now()
    is_free = Q(claimed_by=None) | Q(claimed_by=by) | Q(claimed_at__lte=now - CLAIM)
    return bool(reviewable().filter(is_free, pk=pk).update(claimed_by=by, claimed_at=now))


def release_claim(pk: int, *, by) -> None:
    Question.objects.filter(pk=pk, claimed_by=by).update(claimed_by=None, claimed_at=None)


def is_over(question: Question) -> bool:
    return question.claimed_at is None or question.claimed_at <= timezone.now() - CLAIM


def seen_as(question: Question) -> str:
    """Stands for all that a moderator decides by; drafts of experts are none of it."""
    answers = question.answers.exclude(status__in=Answer.WITH_EXPERT).order_by("pk")
    told = [
        *(question.status, question.text, question.background, question.expert_id),
        *(question.is_private, question.is_urgent, question.merged_into_id),
        *answers.values_list("pk", "status", "short", "text", "sources", "basis"),
        *asked_otherwise(question).values_list("pk"),
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def asked_otherwise(question: Question):
    """Wordings that the asker wants instead, and that nobody has looked at."""
    return question.wordings.filter(is_askers=True, settled_at=None)


@contextmanager
def acting(pk: int, *, by, seen: str) -> Iterator[Question]:
    """A transaction for one step with the question, which goes on being theirs; TooLate where it is not, or changed."""
    with QUESTION.together():
        question = reviewable().select_for_update().filter(pk=pk).first()
        if question is None or question.claimed_by_id != by.pk or seen_as(question) != seen:
            raise TooLate
        question.claimed_at = timezone.now()
        Question.objects.filter(pk=pk).update(claimed_at=question.claimed_at)
        yield question


def _change(question: Question, *, by, **values) -> None:
    with noting(QUESTION, [question.pk], lambda: author_of(by, Role.MODERATOR)):
        Question.objects.filter(pk=question.pk).update(**values)
    for column, value in values.items():
        setattr(question, column, value)


def _take(name: str, question: Question, *, by, keeping: bool = False, note: str = "", **values) -> None:
    """`keeping`: there is more to do with it, and they have it still."""
    if keeping:
        values |= {"claimed_by": by, "claimed_at": question.claimed_at}
    take(name, question, Role.MODERATOR, by=by, note=note, **values)


# What it says.


def word(question: Question, *, text: str, background: str, reason: str, by) -> None:
    """Give it another public wording, and tell the asker; what they wanted instead is settled by it."""
    pending, now = asked_otherwise(question), timezone.now()
    if (text, background) == (question.text, question.background) and not pending.exists():
        raise NotDone("This is how it is worded already.", field="text")
    words = {"text": text, "background": background}
    Wording.objects.create(question=question, reason=reason, made_by=by, made_at=now, **words)
    pending.update(settled_at=now)
    _change(question, by=by, **words)
    if question.status == Status.PUBLISHED:
        finding.refresh([question.pk])
    tell_asker(question, "reworded")


def take_asked(question: Question, *, by) -> None:
    asked = asked_otherwise(question).last()
    if asked is None:
        raise TooLate
    word(question, text=asked.text, background=asked.background, reason="As the asker asked.", by=by)


def mark_urgent(question: Question, *, by) -> None:
    """From then on it is for the asker alone, so that its page goes from the site."""
    if question.status == Status.PUBLISHED:
        _take("keep-private", question, by=by, keeping=True, is_urgent=True, is_private=True)
    else:
        _change(question, by=by, is_urgent=True, is_private=True)
        open_again_those_merged_into([question.pk])


def unmark_urgent(question: Question, *, may_be_public: bool, by) -> None:
    _change(question, by=by, is_urgent=False, is_private=question.is_private and not may_be_public)


# Where it goes.


def accept(question: Question, *, by) -> None:
    _take("accept", question, by=by, keeping=True)


def assign(question: Question, *, expert: Expert, by) -> None:
    """Give it to an expert, hand it over to another, or ask one more about what is published."""
    if not Expert.objects.available().filter(pk=expert.pk).exists():
        raise NotDone(f"{expert} takes no questions at the moment. Choose somebody else.", field="expert")
    is_published = question.status == Status.PUBLISHED
    if question.expert_id == expert.pk:
        raise NotDone(f"{expert} has it already.", field="expert")
    if is_published and question.answers.filter(expert=expert).exists():
        raise NotDone(f"{expert} has answered it already.", field="expert")
    _give("ask-another" if is_published else "assign", question, expert, by=by)
    tell_expert(question, "assigned")


def _give(name: str, question: Question, expert: Expert, *, by, keeping: bool = False) -> None:
    """Whoever waited for an answer of theirs is told that they need not any more."""
    former = question.expert
    had_it = former is not None and answering.questions_of(former).filter(pk=question.pk).exists()
    _take(name, question, by=by, keeping=keeping, expert=expert, note=f"To {expert}"[:300])
    if had_it:
        tell_expert(question, "elsewhere", former)


def write_it_down(question: Question) -> str:
    """What is to be done for an expert who cannot be mailed; nothing for others."""
    expert = question.expert
    return "" if expert is None or expert.is_reached else f"{expert} has no account: write the answer down for them."


def merge(question: Question, *, into: int, by) -> None:
    """The asker gets the answer of another question; the two are locked in one order, so that none waits for both."""
    list(Question.objects.select_for_update().filter(pk__in=[question.pk, into]).order_by("pk"))
    target = reviewable().filter(pk=into).first()
    if why_not := _why_not_into(target, question):
        raise NotDone(why_not, field="into")
    _take("merge", question, by=by, merged_into=target, note=f"Question {target.pk}")
    tell_asker(question, "merged")


def _why_not_into(target: Question | None, question: Question) -> str:
    led_here = [str(pk) for pk in question.merged.values_list("pk", flat=True)]
    if target is None:
        return "There is no question with this number."
    if target.pk == question.pk:
        return "This is the number of the question itself. Enter the other one's."
    if target.status == Status.MERGED:
        return f"That one is itself the same as question {target.merged_into_id}. Enter that number."
    if not target.gives_answers:
        return "Nobody else will read an answer to that one. Choose a question that is open or published."
    if led_here:
        return f"Askers of question {', '.join(led_here)} wait for this one. Merge the other one into it instead."
    return ""


def decline(question: Question, *, text: str, note: str = "", by) -> None:
    """And whoever asked the same, who would wait for an answer for ever."""
    merged = list(question.merged.all())
    for one in merged:
        _take("reopen", one, by=by)
    for one in [question, *merged]:
        _take("decline", one, by=by, declined_because=text, note=note)
        tell_asker(one, "declined")


def spam(question: Question, *, by) -> None:
    _take("spam", question, by=by)


def reopen(question: Question, *, by) -> None:
    _take("reopen", question, by=by, keeping=True, declined_because="")


def keep_private(question: Question, *, by) -> None:
    _take("keep-private", question, by=by)


def make_public(question: Question, *, is_sure: bool = False, by) -> None:
    """Not against the asker's wish; what was urgent is private by the site's wish, until a moderator is sure."""
    if question.is_private and not question.is_urgent:
        raise NotDone("The asker wants the answer for themselves. They can change that on their page.")
    if question.is_private and not is_sure:
        raise NotDone("This was an urgent question. Confirm that everybody may read it.", field="is_sure")
    if not question.answers.published().exists():
        raise NotDone("It has no answer that could be published.")
    _take("make-public", question, by=by, is_private=False)
    for one in publishing.askers_of(question):
        tell_asker(one, "answered")


# Its answers.


def write_answer(question: Question, *, expert: Expert, by, **words) -> Answer:
    """What an expert without an account told staff, as if they had written it themselves."""
    if expert.account_id:
        raise NotDone(f"{expert} has an account, and writes answers there.", field="expert")
    if question.answers.filter(expert=expert).exists():
        raise NotDone(f"There is an answer by {expert} already.", field="expert")
    if question.expert_id != expert.pk:
        name = "ask-another" if question.status == Status.PUBLISHED else "assign"
        _give(name, question, expert, by=by, keeping=True)
    with noting(QUESTION, [question.pk], lambda: author_of(by, Role.MODERATOR)):
        return Answer.objects.create(
            question=question, expert=expert, status=Answer.Status.SUBMITTED, submitted_at=timezone.now(), **words
        )


def correct_answer(answer: Answer, *, by, **words) -> None:
    """Of an expert who never had an account; what is published is taken off first."""
    with noting(QUESTION, [answer.question_id], lambda: author_of(by, Role.MODERATOR)):
        theirs = Answer.objects.filter(
            pk=answer.pk, expert__account=None, expert__rules_accepted_at=None, status=answer.status
        )
        submitted = {"status": Answer.Status.SUBMITTED, "submitted_at": timezone.now(), "reviewers_note": ""}
        if not theirs.update(**words, **submitted):
            raise TooLate


def schedule(answer: Answer, *, at: datetime, by) -> None:
    try:
        publishing.schedule(answer, publish_at=at, by=by)
    except publishing.NotThen as error:
        raise NotDone(str(error), field="at") from None


def add_fact(answer: Answer, *, kind: str, about, by) -> None:
    """`about` is the credential or the school; pay, outlook and education are of the question's career."""
    career = answer.question.career if kind in AnswerFact.OF_CAREER else None
    if kind in AnswerFact.OF_CAREER and career is None:
        raise NotDone("The question is about no career. Name its career first.", field="kind")
    of_kind = {"career": career} if career else {kind: about}
    if answer.facts.filter(kind=kind, **of_kind).exists():
        raise NotDone("This is on the list already.", field="kind")
    AnswerFact.objects.create(answer=answer, kind=kind, **of_kind)


def remove_fact(answer: Answer, *, fact: int, by) -> None:
    answer.facts.filter(pk=fact).delete()


# What became of it.


def history(question: Question) -> list[QuestionStep | Wording]:
    """Steps and wordings, the newest first."""

    def moment(one: QuestionStep | Wording) -> datetime:
        return one.made_at if isinstance(one, Wording) else one.at

    rows = [*question.steps.select_related("by"), *question.wordings.select_related("made_by")]
    return sorted(rows, key=moment, reverse=True)

"""Mails to experts, the reminder before the promised day, and the handing on after it.

None of them has a word of the question: a mail cannot be taken back when its asker asks to be forgotten.
"""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from careers.site_words import remembered

from ... import limits
from ...limits import Limit, Window
from ...mail import kinds, worker
from ...models import Answer, Delivery, Expert, Question
from ...versions import QUESTION
from ..steps import Role, TooLate
from ..telling import tell_expert
from . import answering

# Mails about what is no longer with the expert, who could not open it.
GONE = ("handed-on", "elsewhere")
REMINDED_BEFORE, GRACE = timedelta(days=3), timedelta(days=2)
# Where a question may wait for an expert, the first or another one.
WAITING = (Question.Status.ASSIGNED, Question.Status.PUBLISHED)
NOT_ANSWERED = "Not answered by the promised day"
# Both count in days: once in so many seconds is often enough.
DUE = Limit("promised days of experts", (Window(1, 900),))


def remind() -> None:
    """Once for each promised day, three days before it."""
    today = timezone.localdate()
    # Nobody is reminded on the day on which they got the question.
    before = min(REMINDED_BEFORE, timedelta(days=settings.QUESTION_ANSWER_DAYS - 1))
    near = Q(promised_on__gte=today, promised_on__lte=today + before)
    told = Q(reminded_for=F("promised_on"))
    for question in _unanswered().filter(near).exclude(told):
        with transaction.atomic():
            same = Question.objects.filter(pk=question.pk, expert=question.expert, promised_on=question.promised_on)
            if same.filter(status__in=WAITING).exclude(told).update(reminded_for=question.promised_on):
                tell_expert(question, "reminder")


def hand_on() -> None:
    """Questions that nobody answered by the promised day, nor within the grace, go back to those who review."""
    late = Q(promised_on__lt=timezone.localdate() - GRACE)
    for question in _unanswered().filter(late):
        # In this order others lock too.
        with QUESTION.together():
            _hand_on(question, late)


def _hand_on(question: Question, late: Q) -> None:
    # They may have another day to answer by now.
    if not Question.objects.select_for_update().filter(late, pk=question.pk).exists():
        return
    try:
        answering.give_back(question.pk, question.expert, why=NOT_ANSWERED, by=None, role=Role.SITE)
    except (TooLate, answering.NotTheirs):
        return
    tell_expert(question, "handed-on")


def see_to_promised_days() -> None:
    if limits.is_first(DUE):
        remind()
        hand_on()


def _unanswered():
    theirs = Answer.objects.filter(question=OuterRef("pk"), expert=OuterRef("expert"))
    handed_in = theirs.filter(status__in=Answer.WITH_MODERATOR)
    another = Q(status=Question.Status.PUBLISHED, expert__isnull=False) & ~Exists(theirs.published())
    waiting = Question.objects.filter(Q(status=Question.Status.ASSIGNED) | another, ~Exists(handed_in))
    return waiting.select_related("expert__account", "career").order_by("pk")


def assigned(delivery: Delivery) -> kinds.Words:
    return _words("assigned", "A question for you", *_still_theirs(delivery))


def returned(delivery: Delivery) -> kinds.Words:
    question, expert = _still_theirs(delivery)
    if not question.answers.filter(expert=expert, status=Answer.Status.RETURNED).exists():
        raise kinds.NotWanted("The answer is no longer with the expert")
    return _words("returned", "Your answer needs another look", question, expert)


def reminder(delivery: Delivery) -> kinds.Words:
    question, expert = _still_theirs(delivery)
    if not _unanswered().filter(pk=question.pk).exists():
        raise kinds.NotWanted("The answer was submitted meanwhile")
    return _words("reminder", "A question waits for your answer", question, expert)


def handed_on(delivery: Delivery) -> kinds.Words:
    question, expert = _question_and_expert(delivery)
    if question.expert == expert:
        raise kinds.NotWanted("The expert has the question again")
    return _words("handed-on", "We ask somebody else", question, expert)


def elsewhere(delivery: Delivery) -> kinds.Words:
    question, expert = _question_and_expert(delivery)
    if question.expert == expert:
        raise kinds.NotWanted("The expert has the question again")
    return _words("elsewhere", "Your question went to somebody else", question, expert)


def published(delivery: Delivery) -> kinds.Words:
    question, expert = _question_and_expert(delivery)
    if not question.answers.published().filter(expert=expert).exists():
        raise kinds.NotWanted("The answer is no longer published")
    if question.status == Question.Status.PRIVATE:
        return _words("sent", "Your answer is with the person who asked", question, expert)
    return _words("published", "Your answer is published", question, expert)


def register_all() -> None:
    kinds.register(
        kinds.Kind(name="expert-assigned", label="A question for an expert", words=assigned),
        kinds.Kind(name="expert-returned", label="An answer sent back to its expert", words=returned),
        kinds.Kind(name="expert-reminder", label="Reminder of an expert", words=reminder),
        kinds.Kind(name="expert-handed-on", label="An expert's question handed on", words=handed_on),
        kinds.Kind(name="expert-elsewhere", label="An expert's question given to another", words=elsewhere),
        kinds.Kind(name="expert-published", label="An expert's answer is published", words=published),
    )
    worker.register_duty(see_to_promised_days)


def _question_and_expert(delivery: Delivery) -> tuple[Question, Expert]:
    data = delivery.mailing.data
    question = Question.objects.select_related("career").filter(pk=data.get("question")).first()
    expert = Expert.objects.select_related("account").filter(pk=data.get("expert")).first()
    if question is None or expert is None:
        raise kinds.NotWanted("The question or the expert is gone")
    # Whoever has the account by now may be at another address, or be somebody else.
    if expert.account is None or expert.account.email != delivery.address:
        raise kinds.NotWanted("The expert has another address now, or none")
    return question, expert


def _still_theirs(delivery: Delivery) -> tuple[Question, Expert]:
    question, expert = _question_and_expert(delivery)
    if not answering.questions_of(expert).filter(pk=question.pk).exists():
        raise kinds.NotWanted("The question is no longer with the expert")
    return question, expert


def _words(what: str, subject: str, question: Question, expert: Expert) -> kinds.Words:
    page = reverse("signups:expert-question", args=[question.pk])
    context = {
        "what": what,
        "heading": subject,
        "name": expert.name,
        "career": question.career.title if question.career else "",
        "promised_on": question.promised_on,
        "given_on": question.promised_on and question.promised_on + GRACE,
        "link": urljoin(settings.SITE_URL, reverse("signups:expert") if what in GONE else page),
    }
    return kinds.Words("expert", f"{subject} on {remembered.current().name}", context)

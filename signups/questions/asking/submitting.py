"""A question on its way in: stored once, however often it is sent, with a way back to it for who asked."""

import hashlib
import unicodedata
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from careers.models import Career
from careers.models.visible_text import visible

from ...addresses import normal
from ...mail import outbox
from ...models import Question
from .. import steps
from ..own import links as own_links
from ..urgent import alerts as urgent
from . import rate

Status = Question.Status


@dataclass(frozen=True)
class Sent:
    """`code` opens a question that was asked without an address, and is told this once."""

    code: str = ""
    came_before: bool = False


def submit(
    *,
    text: str,
    background: str = "",
    career: Career | None = None,
    asker: str = "",
    email: str = "",
    is_urgent: bool = False,
    code: str = "",
) -> Sent:
    """Store a question; one sent twice is one row until staff decide about it.

    Without an address `code` tells one asker from another who asks the same; without it, there is a new one. A question
    about a career that staff delete at this moment is kept without it, as those are that were asked before.
    """
    question = Question(text=text, background=background, asker=asker, email=email)
    question.asked_text, question.asked_background = text, background
    question.is_urgent = question.is_private = is_urgent
    if email and not is_urgent:
        question.status = Status.UNCONFIRMED
    else:
        question.promised_on = steps.STEPS["confirm"].promised_on()
    code, stored = _store(question, career, code)
    # What is counted must not be taken back with the question.
    if stored.email and not stored.confirmed_at and rate.may_confirm(stored.email, stored.submission_key):
        outbox.queue_for_one("question-confirm", email=stored.email, data={"question": stored.pk})
    return Sent(code, came_before=stored.created_at != question.created_at)


@transaction.atomic
def _store(question: Question, career: Career | None, code: str) -> tuple[str, Question]:
    """The code that opens it, and its row, which may have been there before."""
    text, email = question.text, question.email
    if career and not Career.objects.select_for_update(no_key=True).filter(pk=career.pk):
        career = None
    about = str(career.pk if career else "")
    code = "" if email else _own_code(code, about, text)
    key = _key(about, text, email, code)
    if email:
        decided = ~Q(status__in=[Status.UNCONFIRMED, Status.RECEIVED])
        Question.objects.filter(decided, submission_key=key).update(submission_key=None)
    question.submission_key, question.career = key, career
    if code:
        question.code_hash = own_links.code_hash(code)
    # The same form may come in twice at the same moment: PostgreSQL would write the error into its log.
    Question.objects.bulk_create([question], ignore_conflicts=True)
    stored = Question.objects.get(submission_key=key)
    if stored.is_urgent and stored.created_at == question.created_at:
        urgent.alert(stored)
    return code, stored


def _own_code(code: str, about: str, text: str) -> str:
    """`code`, or a new one where there is none, or the same form was sent with another question before."""
    if not code:
        return own_links.new_code()
    others = Question.objects.exclude(submission_key=_key(about, text, "", code))
    return own_links.new_code() if others.filter(code_hash=own_links.code_hash(code)).exists() else code


def _key(about: str, text: str, email: str, code: str) -> str:
    """The same for questions that a reader takes for one: neither capitals nor invisible signs tell them apart."""
    shown = visible(unicodedata.normalize("NFKC", text)).casefold()
    who = normal(email) if email else own_links.code_hash(code)
    return hashlib.sha256("\n".join([about, shown, who]).encode()).hexdigest()

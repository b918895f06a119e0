""" "Was this helpful?": votes, of which nothing but the counts is kept, and what readers write to staff with one."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from ... import limits
from ...client_address import client_network, tells_networks_apart
from ...every_limit import DAY
from ...every_limit import NOTES_TO_A_VOTE as ONE_NOTE
from ...every_limit import VOTES_FROM_BROWSERS as OF_BROWSERS
from ...every_limit import VOTES_FROM_OTHERS as OF_OTHERS
from ...every_limit import VOTES_OF_A_QUESTION as OF_QUESTION
from ...guard import is_from_browser
from ...models import AnswerFeedback, Question
from ..urgent import alerts as urgent

SALT = "signups.helpful"
NOTE_MAX = 300
KEPT_DAYS = 90


@dataclass(frozen=True)
class Refused:
    """A vote that was not counted: the network's were already, or so many came that it has to wait."""

    wait: int
    is_counted_already: bool


@dataclass(frozen=True)
class Vote:
    """A vote that was counted, as its page holds it: without one nobody writes. `key` tells two such votes apart."""

    question: int
    is_helpful: bool
    key: str

    @property
    def seal(self) -> str:
        return signing.dumps([self.question, self.is_helpful, self.key], salt=SALT)


def opened(seal: str, question: Question) -> Vote | None:
    """The vote about `question` that was sealed within a day."""
    try:
        vote = Vote(*signing.loads(seal, salt=SALT, max_age=DAY))
    # What is signed, and holds something else, was made by another edition of the site.
    except (signing.BadSignature, TypeError):
        return None
    return vote if vote.question == question.pk else None


def vote(request: HttpRequest, question: Question, *, is_helpful: bool) -> Vote | Refused:
    if refused := _refused(request, question):
        return refused
    column = "helpful" if is_helpful else "not_helpful"
    Question.objects.filter(pk=question.pk).update(**{column: F(column) + 1})
    return Vote(question.pk, is_helpful, secrets.token_urlsafe(8))


def _refused(request: HttpRequest, question: Question) -> Refused | None:
    of_network = OF_BROWSERS if is_from_browser(request) else OF_OTHERS
    subject = (client_network(request), str(question.pk))
    is_known = tells_networks_apart(request)
    if is_known and (wait := limits.wait_for(of_network, *subject)):
        return Refused(wait, is_counted_already=True)
    if wait := limits.wait_for(OF_QUESTION, str(question.pk)):
        # It was not counted after all, so that it may come once more.
        limits.forget(of_network, *subject)
        return Refused(wait, is_counted_already=False)
    return None


def write(vote: Vote, text: str) -> bool:
    """Keep the note that belongs to `vote`; False where it has one already."""
    if limits.wait_for(ONE_NOTE, vote.key):
        return False
    with transaction.atomic():
        note = AnswerFeedback.objects.create(question_id=vote.question, is_helpful=vote.is_helpful, text=text)
        if urgent.is_urgent(text):
            urgent.alert_of_note(note)
    return True


def expire() -> None:
    """Delete notes that are past their time."""
    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    AnswerFeedback.objects.filter(created_at__lt=limit).delete()

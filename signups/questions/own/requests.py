"""A lost link is asked for by the address, and a question without one is opened by its code.

The page stores the address and looks nothing up, so its answer and its time are the same for every address.
"""

from django.db import transaction
from django.http import HttpRequest

from ... import limits
from ...addresses import mailable, rows_with
from ...client_address import client_network, tells_networks_apart
from ...every_limit import CHANGES_OF_A_QUESTION as CHANGES
from ...every_limit import CODES_OF_QUESTIONS as CODES
from ...every_limit import LINKS_TO_AN_ASKER as LINKS
from ...mail import outbox
from ...models import Question, SignupRequest

AT_ONCE = 100


def receive(email: str) -> None:
    SignupRequest.objects.create(email=email, wants=SignupRequest.Wants.QUESTIONS)


def take_up() -> None:
    """Once in each of the mail worker's rounds."""
    waiting = SignupRequest.objects.filter(wants=SignupRequest.Wants.QUESTIONS)
    for request in waiting[:AT_ONCE]:
        with transaction.atomic():
            # Whoever deletes the row has it.
            if waiting.filter(pk=request.pk).delete()[0]:
                _send_links(request.email)


def _send_links(email: str) -> None:
    if asked_by(email).exists() and not limits.wait_for(LINKS, mailable(email)):
        outbox.queue_for_one("question-link", email=email)


def asked_by(email: str):
    """The questions that can be opened by mail to `email`."""
    return rows_with(Question.objects.exclude(email="").exclude(status=Question.Status.SPAM), email)


def wait_to_change(question: Question) -> int:
    """Count one change of it by its asker: 0 if it may be made, else the seconds until the next one may."""
    return limits.wait_for(CHANGES, str(question.pk))


def wait_for_code(request: HttpRequest) -> int:
    """Count one try to open a question by a code: 0 if it may be tried, else the seconds until the next one may."""
    return limits.wait_for(CODES, client_network(request)) if tells_networks_apart(request) else 0

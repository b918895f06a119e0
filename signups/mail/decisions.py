"""What staff decide about mail: each by an update that only changes what is still as they saw it.

A worker and two of staff may act in the same moment: one of them wins, and the others are told that they came too late.
"""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from ..models import Delivery, Mailing
from . import outbox

OPEN = (Mailing.State.HELD, Mailing.State.QUEUED, Mailing.State.SENDING)
CANCELLED = "Staff cancelled this mail"


class TooLate(Exception):
    """Nothing was changed: somebody else, or the mail worker, was quicker."""


def stop(mailing: int, *, only_in: Collection[str] = OPEN) -> int:
    """Send nothing more of it; how many mails are cancelled. What was sent stays sent, and counted."""
    going = Mailing.objects.filter(pk=mailing, state__in=only_in)
    if not going.update(state=Mailing.State.STOPPED, held_because=""):
        raise TooLate
    outbox.cancel_rest(mailing)
    return Delivery.objects.filter(mailing=mailing, state=Delivery.State.CANCELLED).count()


def release(mailing: int) -> None:
    """Let one that waits for staff go out: at its time, or now where that is over."""
    held = Mailing.objects.filter(pk=mailing, state=Mailing.State.HELD)
    is_still_to_come = Q(due_at__gt=timezone.now())
    state = Case(When(is_still_to_come, then=Value(Mailing.State.QUEUED)), default=Value(Mailing.State.SENDING))
    if not held.update(state=state, held_because=""):
        raise TooLate


@transaction.atomic
def send_again(delivery: int, *, decided_at: datetime | None) -> None:
    """Queue one that failed, or of which nothing is known. It keeps its key, so that a provider knows it again.

    One that was refused gets a new key: a provider would only repeat its answer. `decided_at` is what the row said when
    it was looked at: since then it may have been sent again, and have the same outcome once more.
    """
    now = timezone.now()
    mailing = Mailing.objects.select_for_update().filter(deliveries=delivery).first()
    if mailing is None or mailing.state == Mailing.State.STOPPED:
        raise TooLate
    doubtful = Delivery.objects.filter(pk=delivery, decided_at=decided_at)
    again = {
        "state": Delivery.State.QUEUED,
        "reason": "",
        "attempts": 0,
        "due_at": now,
        "worker": "",
        "claimed_at": None,
        "decided_at": None,
        "settled_at": None,
    }
    if not (
        doubtful.filter(state=Delivery.State.UNKNOWN).update(**again)
        or doubtful.filter(state=Delivery.State.FAILED).update(**again, key=uuid.uuid4())
    ):
        raise TooLate
    Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.DONE).update(
        state=Mailing.State.SENDING, done_at=None, outcome=None
    )


def cancel(delivery: int) -> None:
    """Take one out of the queue."""
    changed = Delivery.objects.filter(pk=delivery, state__in=Delivery.NOT_SENT_YET).update(
        state=Delivery.State.CANCELLED, reason=CANCELLED, decided_at=timezone.now(), worker="", claimed_at=None
    )
    if not changed:
        raise TooLate


def leave(delivery: int) -> None:
    """Let one that failed, or of which nothing is known, rest as it is."""
    if not Delivery.objects.doubtful().filter(pk=delivery).update(settled_at=timezone.now()):
        raise TooLate


def leave_all(mailing: int) -> int:
    """The same of all of a mailing; how many those were."""
    count = Delivery.objects.doubtful().filter(mailing=mailing).update(settled_at=timezone.now())
    if not count:
        raise TooLate
    return count

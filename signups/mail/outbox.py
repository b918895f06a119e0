"""The outbox: rows written in the transaction of what they tell of, which the worker sends or staff hold back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ..models import Delivery, Mailing, OutboxMark, Subscription
from . import kinds

# Rows are cancelled in steps, so that nobody waits for a hundred thousand of them.
AT_ONCE = 1_000


@transaction.atomic
def queue_for_one(
    kind: str,
    *,
    subscription: Subscription | None = None,
    email: str = "",
    data: dict | None = None,
    due_at: datetime | None = None,
    by=None,
) -> Delivery:
    """One mail to a subscriber, or to `email` for somebody who is none."""
    when = due_at or timezone.now()
    mailing = Mailing.objects.create(
        kind=kinds.get(kind).name,
        data=data or {},
        due_at=when,
        created_by=by,
        state=Mailing.State.SENDING,
        expanded_to=None,
        recipients=1,
    )
    return Delivery.objects.create(mailing=mailing, subscription=subscription, email=email, due_at=when, is_single=True)


@transaction.atomic
def queue_for_many(kind: str, *, data: dict | None = None, due_at: datetime | None = None, by=None) -> Mailing:
    """One mailing, which the worker expands to a row for each of the kind's recipients when it is due."""
    return Mailing.objects.create(
        kind=kinds.get(kind).name, data=data or {}, due_at=due_at or timezone.now(), created_by=by
    )


def hold(mailings, *, because: str) -> int:
    """Let these wait for staff; of what is on its way already, the mail that a worker has in hand still goes."""
    waiting = mailings.filter(state__in=[Mailing.State.QUEUED, Mailing.State.SENDING])
    return waiting.update(state=Mailing.State.HELD, held_because=because)


def cancel_rest(mailing_pk: int) -> None:
    """What a worker is handing over at this moment is not touched."""
    waiting = Delivery.objects.filter(mailing=mailing_pk, state__in=Delivery.NOT_SENT_YET)
    while some := list(waiting.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            # Workers take up rows in another order than they are cancelled in here.
            OutboxMark.locked()
            waiting.filter(pk__in=some).update(
                state=Delivery.State.CANCELLED, reason="Staff stopped the mailing", decided_at=timezone.now()
            )

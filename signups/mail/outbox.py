"""Putting mail into the outbox: rows written in the transaction of what they tell of, which the worker sends later."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ..models import Delivery, Mailing, Subscription
from . import kinds


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
    )
    return Delivery.objects.create(mailing=mailing, subscription=subscription, email=email, due_at=when)


@transaction.atomic
def queue_for_many(kind: str, *, data: dict | None = None, due_at: datetime | None = None, by=None) -> Mailing:
    """One mailing, which the worker expands to a row for each of the kind's recipients when it is due."""
    return Mailing.objects.create(
        kind=kinds.get(kind).name, data=data or {}, due_at=due_at or timezone.now(), created_by=by
    )

"""Mailings to many become a row for each recipient, some hundreds at a time, so that nobody waits for it."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from ..models import Delivery, Mailing
from . import kinds, outbox
from .faults import place_of

logger = logging.getLogger(__name__)

AT_ONCE = 500
LATE = "It should have begun more than {hours} hours earlier"


def begin_due() -> None:
    """What is due begins; what is due for too long waits for staff, who say whether it still makes sense."""
    now = timezone.now()
    due = Mailing.objects.filter(state=Mailing.State.QUEUED, due_at__lte=now)
    late = due.filter(due_at__lt=now - timedelta(hours=settings.MAIL_LATE_HOURS))
    if due.exists():
        outbox.hold(late, because=LATE.format(hours=settings.MAIL_LATE_HOURS))
        due.update(state=Mailing.State.SENDING)


def expand() -> list[int]:
    """Make some rows of each mailing that lacks any; which ones those were."""
    lacking = Mailing.objects.filter(state=Mailing.State.SENDING).exclude(expanded_to=None)
    found = list(lacking.order_by("due_at", "pk"))
    for mailing in found:
        try:
            _expand(mailing)
        except (OperationalError, InterfaceError):
            raise
        # Whatever it is, the others go on.
        except Exception as error:  # noqa: BLE001
            logger.error("Mailing %s has no recipients (%s)", mailing.pk, place_of(error))
            outbox.hold(lacking.filter(pk=mailing.pk), because=f"Its recipients cannot be found ({place_of(error)})")
    return [mailing.pk for mailing in found]


def _expand(mailing: Mailing) -> None:
    recipients = kinds.get(mailing.kind).recipients(mailing).filter(pk__gt=mailing.expanded_to)
    pks = list(recipients.order_by("pk").values_list("pk", flat=True).distinct()[:AT_ONCE])
    to = pks[-1] if len(pks) == AT_ONCE else None
    rows = [Delivery(mailing=mailing, subscription_id=pk, due_at=mailing.due_at) for pk in pks]
    here = Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.SENDING, expanded_to=mailing.expanded_to)
    try:
        with transaction.atomic():
            # Of two workers one is quicker.
            if here.update(expanded_to=to, recipients=F("recipients") + len(rows)):
                Delivery.objects.bulk_create(rows)
    except IntegrityError:
        # Somebody unsubscribed and was deleted in this moment: the next round asks anew who gets it.
        return

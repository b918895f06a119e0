"""When a mail worker was last at work, for whoever waits for mail to go out."""

from datetime import timedelta

from django.db.models import Exists, QuerySet
from django.utils import timezone

from ..models import Mailing, MailWorker
from . import presence

PATIENCE = timedelta(minutes=10)


def waits_for_a_worker() -> QuerySet[Mailing]:
    """Mailings that are due, while no worker was seen for a while."""
    now = timezone.now()
    seen = MailWorker.objects.filter(seen_at__gt=now - PATIENCE)
    due = Mailing.objects.filter(state__in=[Mailing.State.QUEUED, Mailing.State.SENDING], due_at__lte=now)
    return due.filter(~Exists(seen))


def says_when() -> str:
    return f"{presence.in_words(presence.last_seen())}."

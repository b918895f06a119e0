"""When a mail worker was last at work, for whoever waits for mail to go out."""

from datetime import timedelta

from django.db.models import Exists, QuerySet
from django.utils import timezone
from django.utils.timesince import timesince

from ..models import Mailing, MailWorker

PATIENCE = timedelta(minutes=10)


def waits_for_a_worker() -> QuerySet[Mailing]:
    """Mailings that are due, while no worker was seen for a while."""
    now = timezone.now()
    seen = MailWorker.objects.filter(seen_at__gt=now - PATIENCE)
    due = Mailing.objects.filter(state__in=[Mailing.State.QUEUED, Mailing.State.SENDING], due_at__lte=now)
    return due.filter(~Exists(seen))


def says_when() -> str:
    worker = MailWorker.objects.order_by("-seen_at").first()
    if worker is None:
        return "The mail worker has never been seen."
    ago = timezone.now() - worker.seen_at
    if ago < timedelta(minutes=1):
        return "The mail worker is at work."
    return f"The mail worker was last seen {timesince(worker.seen_at).split(',')[0]} ago."

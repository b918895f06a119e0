"""When a mail worker was last at work, and what it could not send, for whoever waits for mail to go out."""

from datetime import timedelta

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from ..models import Delivery, Mailing, MailWorker
from . import presence
from .sending import AWAY

PATIENCE = timedelta(minutes=10)
LATE, VERY_LATE = timedelta(minutes=30), timedelta(days=1)


def waits_for_a_worker() -> QuerySet[Mailing]:
    """Mailings that are due, while no worker was seen for a while."""
    now = timezone.now()
    seen = MailWorker.objects.filter(seen_at__gt=now - PATIENCE)
    due = Mailing.objects.filter(state__in=[Mailing.State.QUEUED, Mailing.State.SENDING], due_at__lte=now)
    return due.filter(~Exists(seen))


def says_when() -> str:
    return f"{presence.in_words(presence.last_seen())}."


def overdue() -> QuerySet[Delivery]:
    """Mails that are late because no server takes any, or so late that no long mailing is the reason."""
    now, going = timezone.now(), Mailing.State.SENDING
    waiting = Delivery.objects.filter(state=Delivery.State.QUEUED, mailing__state=going)
    is_away = Q(Exists(_sent_back()), due_at__lt=now - LATE)
    return waiting.filter(is_away | Q(due_at__lt=now - VERY_LATE))


def says_why_overdue() -> str:
    why = _sent_back().order_by("-due_at").values_list("reason", flat=True).first()
    return f"{why or 'Nothing says why; the log of the mail worker may'}."


def _sent_back() -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=Delivery.State.QUEUED, reason__startswith=AWAY)

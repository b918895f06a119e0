"""For how long it is kept who was sent what: export, erase, and let expire."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ..addresses import rows_with
from ..copies import in_json
from ..models import Delivery, Mailing, Subscription
from .at_stake import kind_of

AT_ONCE = 1_000


def export(email: str, subscriptions: QuerySet[Subscription]) -> list[dict]:
    return [
        {
            "mail": kind_of(row.mailing),
            "queued": row.mailing.created_at.isoformat(),
            "state": row.get_state_display(),
            "decided": in_json(row.decided_at),
        }
        for row in _to(email, subscriptions).select_related("mailing").order_by("pk")
    ]


def forget(email: str, subscriptions: QuerySet[Subscription]) -> None:
    """Send nothing more, and leave of what was sent only that it was. To be called before the subscriptions go."""
    forget_rows(_to(email, subscriptions))


def forget_rows(rows: QuerySet[Delivery]) -> None:
    rows = Delivery.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    rows.filter(state__in=Delivery.NOT_SENT_YET).update(
        state=Delivery.State.WITHHELD, reason="The person was erased", decided_at=timezone.now()
    )
    rows.update(email="", provider_id="", subscription=None)


def expire() -> int:
    """Delete the rows of mailings that were done long ago; how many. Their counts stay, but for mail to one person."""
    limit = timezone.now() - timedelta(days=settings.MAIL_RETENTION_DAYS)
    old = Delivery.objects.filter(mailing__in=Mailing.objects.filter(done_at__lt=limit))
    count = 0
    while some := list(old.values_list("pk", "mailing", "is_single")[:AT_ONCE]):
        with transaction.atomic():
            Delivery.objects.filter(pk__in=[pk for pk, _, _ in some]).delete()
            Mailing.objects.filter(pk__in=[mailing for _, mailing, is_single in some if is_single]).delete()
        count += len(some)
    return count


def _to(email: str, subscriptions: QuerySet[Subscription]) -> QuerySet[Delivery]:
    without = rows_with(Delivery.objects.exclude(email=""), email)
    return Delivery.objects.filter(Q(pk__in=without.values("pk")) | Q(subscription__in=subscriptions.values("pk")))

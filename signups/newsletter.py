from django.db import transaction
from django.utils import timezone

from .addresses import rows_with
from .models import Subscription


@transaction.atomic
def subscribe(*, email: str) -> None:
    """Store `email` as waiting for confirmation, without revealing whether it was stored already.

    One that waits, or that was confirmed, stays as it is; one whose owner had ended it waits for confirmation again.
    """
    known = rows_with(Subscription.objects.all(), email)
    if known.exists():
        known.filter(status=Subscription.Status.UNSUBSCRIBED).update(
            status=Subscription.Status.PENDING, created_at=timezone.now()
        )
        return
    # The same address may come in twice at the same moment: PostgreSQL would write it into its log with the error.
    Subscription.objects.bulk_create([Subscription(email=email)], ignore_conflicts=True)

"""What a subscriber changes by themselves."""

from django.db import transaction
from django.utils import timezone

from ..models import Subscription

Status = Subscription.Status


@transaction.atomic
def unsubscribe(subscription: Subscription) -> None:
    """For ever, until its owner signs up again; what they had asked for is forgotten."""
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    subscription.topics.all().delete()
    Subscription.objects.filter(pk=subscription.pk).exclude(status=Status.UNSUBSCRIBED).update(
        status=Status.UNSUBSCRIBED, unsubscribed_at=timezone.now(), paused_until=None
    )

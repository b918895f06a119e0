"""The mail that asks for confirmation."""

from django.utils import timezone

from ..models import Subscription


class TooMany(Exception):
    """The site has asked so many within the hour: whoever comes now waits."""


def ask(subscription: Subscription) -> bool:
    subscription.asked_to_confirm_at = timezone.now()
    subscription.save(update_fields=["asked_to_confirm_at"])
    return True

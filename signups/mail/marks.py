"""The two writes that each mail costs, as SQL: worded by Django they would take half as long as sending does."""

from django.db import connection
from django.utils import timezone

from ..models import Delivery

SENDING = """
UPDATE signups_delivery SET state = 'sending'
WHERE id = %s AND worker = %s AND state = 'claimed' AND EXISTS (
  SELECT 1 FROM signups_mailing
  WHERE signups_mailing.id = signups_delivery.mailing_id AND signups_mailing.state = 'sending'
)
"""
# In the same moment somebody may unsubscribe, pause or be erased: Subscription.objects.listening() in SQL.
TO_A_SUBSCRIBER = """
AND EXISTS (
  SELECT 1 FROM signups_subscription
  WHERE signups_subscription.id = signups_delivery.subscription_id AND signups_subscription.status = 'confirmed'
  AND (signups_subscription.paused_until IS NULL OR signups_subscription.paused_until <= %s)
)
"""
# Whoever took the worker for gone said "unknown", which it is not.
SENT = """
UPDATE signups_delivery SET state = 'sent', reason = '', decided_at = %s, provider_id = %s
WHERE id = %s AND worker = %s AND state = %s
"""


def sending(delivery: Delivery, worker: str, *, is_series: bool) -> bool:
    """Whether it may be sent now, and is marked as being sent."""
    given = [delivery.pk, worker]
    if not is_series:
        return _execute(SENDING, given)
    today = connection.ops.adapt_datefield_value(timezone.localdate())
    return _execute(SENDING + TO_A_SUBSCRIBER, [*given, today])


def sent(delivery: Delivery, worker: str, provider_id: str) -> str | None:
    """What it was before: being sent, or unknown; None where it is not this worker's."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    for was in (Delivery.State.SENDING, Delivery.State.UNKNOWN):
        if _execute(SENT, [now, provider_id, delivery.pk, worker, was.value]):
            return was
    return None


def _execute(sql: str, given: list) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.rowcount == 1

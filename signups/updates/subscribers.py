"""What the site keeps of one subscriber, by email address: for their copy of it, and to forget it."""

from django.db.models import QuerySet

from .. import limits
from ..addresses import mailable, rows_with
from ..copies import in_json
from ..mail import keeping as mail_keeping
from ..models import AddressChange, SignupRequest, Subscription, Topic
from . import asking, forgotten


def exported(row: Subscription) -> dict:
    change = AddressChange.objects.filter(subscription=row).first()
    return {
        "status": row.get_status_display(),
        "source": row.get_source_display(),
        "signed_up": row.created_at.isoformat(),
        "asked_to_confirm": in_json(row.asked_to_confirm_at),
        "reminded": in_json(row.reminded_at),
        "confirmed": in_json(row.confirmed_at),
        "unsubscribed": in_json(row.unsubscribed_at),
        "how_often": row.get_how_often_display(),
        "paused_until": in_json(row.paused_until),
        "topics": [_topic(topic) for topic in row.topics.select_related("career", "field")],
        "new_address": {"email": change.email, "asked": change.asked_at.isoformat()} if change else None,
    }


def forms_of(email: str) -> list[dict]:
    """Those that wait to be taken up, and new addresses that wait for their owner."""
    waiting = rows_with(SignupRequest.objects.all(), email)
    changes = rows_with(AddressChange.objects.all(), email)
    return [
        *({"sent": row.received_at.isoformat(), "wants": row.get_wants_display()} for row in waiting),
        *({"sent": row.asked_at.isoformat(), "wants": "Updates at this address"} for row in changes),
    ]


def forget(subscriptions: QuerySet[Subscription], email: str) -> int:
    """Forget `email` wherever signing up and mail have left it; how many subscriptions went."""
    mail_keeping.forget(email, subscriptions)
    rows_with(SignupRequest.objects.all(), email).delete()
    rows_with(AddressChange.objects.all(), email).delete()
    deleted = forgotten.forget_subscribers(subscriptions)
    forgotten.remember_erased(email)
    limits.forget(asking.LINKS, mailable(email))
    return deleted


def _topic(topic: Topic) -> dict:
    return {
        "about": topic.name,
        "asked": topic.asked_at.isoformat(),
        "confirmed": in_json(topic.confirmed_at),
        "last_told": in_json(topic.told_at),
    }

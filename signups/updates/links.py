"""The links in mails. Each is good for one purpose, and holds a row's number and never an address.

What stands in the foot of every mail ends the updates or changes their topics, nothing else, for mails are forwarded;
what opens everything is asked for, and stops working within the hour.
"""

from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.urls import reverse

from ..models import AddressChange, Subscription

DAY = 86_400
DAYS_TO_CONFIRM = 7
MINUTES_OF_MINE = 60


@dataclass(frozen=True)
class Purpose:
    """`page` is the name of the page's address; `seconds` are how long a link works, None for ever."""

    salt: str
    page: str
    seconds: int | None = None


CONFIRM = Purpose("signups.confirm", "signups:confirm", DAYS_TO_CONFIRM * DAY)
UNSUBSCRIBE = Purpose("signups.unsubscribe", "signups:unsubscribe")
TOPICS = Purpose("signups.topics", "signups:topics")
MINE = Purpose("signups.mine", "signups:my-updates", MINUTES_OF_MINE * 60)
NEW_ADDRESS = Purpose("signups.new-address", "signups:new-address", DAYS_TO_CONFIRM * DAY)


class DoesNotOpen(Exception):
    """A link that leads to nothing; `why` is one of its reasons."""

    BROKEN, EXPIRED, GONE = "broken", "expired", "gone"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def confirm_url(subscription: Subscription) -> str:
    return _url(CONFIRM, subscription.pk)


def unsubscribe_url(subscription: Subscription) -> str:
    return _url(UNSUBSCRIBE, subscription.pk)


def topics_url(subscription: Subscription) -> str:
    return _url(TOPICS, subscription.pk)


def my_updates_url(subscription: Subscription) -> str:
    return _url(MINE, subscription.pk)


def new_address_url(change: AddressChange) -> str:
    return _url(NEW_ADDRESS, change.pk)


def subscription_of(token: str, purpose: Purpose) -> Subscription:
    return _row(Subscription, token, purpose)


def address_change_of(token: str) -> AddressChange:
    return _row(AddressChange, token, NEW_ADDRESS)


def address(purpose: Purpose, pk: int) -> str:
    """On this site, without its name."""
    return reverse(purpose.page, args=[signing.dumps(pk, salt=purpose.salt)])


def _url(purpose: Purpose, pk: int) -> str:
    return urljoin(settings.SITE_URL, address(purpose, pk))


def _row(model, token: str, purpose: Purpose):
    try:
        pk = signing.loads(token, salt=purpose.salt, max_age=purpose.seconds)
    except signing.SignatureExpired:
        raise DoesNotOpen(DoesNotOpen.EXPIRED) from None
    except signing.BadSignature:
        raise DoesNotOpen(DoesNotOpen.BROKEN) from None
    row = model.objects.filter(pk=pk).first()
    if row is None:
        raise DoesNotOpen(DoesNotOpen.GONE)
    return row

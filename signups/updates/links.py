"""The links in mails. Each is good for one purpose and one address: it holds a keyed hash of it beside a row's number.

By its number alone a link would open somebody else's page once the number is given out again, which it is after a
restore, or once the row has moved to another address. Whoever has an old mail at the former address ends nothing by
it, not even by its footer: the updates are somebody else's to end there, and the old address gets none any more.

What stands in the foot of every mail ends the updates or changes their topics, nothing else, for mails are forwarded;
what opens everything is asked for, and stops working within the hour.
"""

from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.urls import reverse

from ..address_hash import hash_of, hashes_of
from ..models import AddressChange, Subscription

DAY = 86_400
DAYS_TO_CONFIRM = 7
MINUTES_OF_MINE = 60
# So many letters of the hash of an address: mails show links as they are.
OF_HASH = 16


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
    return _url(CONFIRM, subscription)


def unsubscribe_url(subscription: Subscription) -> str:
    return _url(UNSUBSCRIBE, subscription)


def topics_url(subscription: Subscription) -> str:
    return _url(TOPICS, subscription)


def my_updates_url(subscription: Subscription) -> str:
    return _url(MINE, subscription)


def new_address_url(change: AddressChange) -> str:
    return _url(NEW_ADDRESS, change)


def subscription_of(token: str, purpose: Purpose) -> Subscription:
    return _row(Subscription, token, purpose)


def address_change_of(token: str) -> AddressChange:
    return _row(AddressChange, token, NEW_ADDRESS)


def held(opened: Subscription) -> Subscription:
    """The row locked, to be changed; it may have been erased or moved since the link opened it."""
    row = Subscription.objects.select_for_update().filter(pk=opened.pk, email=opened.email).first()
    if row is None:
        raise DoesNotOpen(DoesNotOpen.GONE)
    return row


def address(purpose: Purpose, row: Subscription | AddressChange) -> str:
    """On this site, without its name."""
    token = signing.dumps([row.pk, hash_of(row.email)[:OF_HASH]], salt=purpose.salt)
    return reverse(purpose.page, args=[token])


def _url(purpose: Purpose, row: Subscription | AddressChange) -> str:
    return urljoin(settings.SITE_URL, address(purpose, row))


def _row(model, token: str, purpose: Purpose):
    try:
        pk, code = signing.loads(token, salt=purpose.salt, max_age=purpose.seconds)
    except signing.SignatureExpired:
        raise DoesNotOpen(DoesNotOpen.EXPIRED) from None
    # What is signed, and holds something else, was made by another edition of the site.
    except (signing.BadSignature, TypeError, ValueError):
        raise DoesNotOpen(DoesNotOpen.BROKEN) from None
    row = model.objects.filter(pk=pk).first()
    if row is None or code not in {known[:OF_HASH] for known in hashes_of(row.email)}:
        raise DoesNotOpen(DoesNotOpen.GONE)
    return row

"""A subscriber's new address: asked about there, and changed once its owner says yes."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .. import limits
from ..addresses import normal
from ..every_limit import NEW_ADDRESSES as CHANGES
from ..mail import outbox
from ..models import AddressChange, Subscription, Topic
from . import asking, confirming, forgotten, links
from .links import DoesNotOpen

Status = Subscription.Status
A_DAY = CHANGES.windows[0].most


def wait_for(subscription: Subscription) -> int:
    """Count one change: 0 if it may be asked for, else the seconds until the next one may."""
    return limits.wait_for(CHANGES, str(subscription.pk))


@transaction.atomic
def ask_for(subscription: Subscription, email: str) -> None:
    """Nothing is looked up, so that nobody learns who else is subscribed; the mail worker asks at the new address.

    A row of its own each time: the link that went to an address before opens no page about the next one.
    """
    links.held(subscription)
    AddressChange.objects.filter(subscription=subscription).delete()
    AddressChange.objects.create(subscription=subscription, email=email)


def take_up() -> None:
    for change in AddressChange.objects.filter(mailed_at=None).order_by("asked_at")[: asking.AT_ONCE]:
        try:
            with transaction.atomic():
                if asking.may_write_to(change.email) and _claim(change):
                    outbox.queue_for_one("new-address", email=change.email, data={"change": change.pk})
        except asking.TooMany:
            asking.tell_of_flood()
            return


def _claim(change: AddressChange) -> int:
    return AddressChange.objects.filter(pk=change.pk, mailed_at=None).update(mailed_at=timezone.now())


@transaction.atomic
def change(row: AddressChange) -> None:
    """Bring a subscription to its new address. If that was subscribed itself, they are one from now on.

    It is the one at the new address that stays: links in the mails that its owner has go on working. There nothing
    ends or pauses by the change, whatever it was at the old address.
    """
    subscription, other = _both(row)
    row.delete()
    if other:
        _unite(subscription, other)
        forgotten.forget_subscribers(Subscription.objects.filter(pk=subscription.pk))
    else:
        subscription.email = row.email
        if confirming.asked_about(subscription).exists():
            # Links to the old address open nothing any more: the next mail asks at the new one.
            subscription.asked_to_confirm_at = None
        subscription.save(update_fields=["email", "asked_to_confirm_at"])
    forgotten.is_back(row.email)
    asking.forget_asked(row.email)


def _both(row: AddressChange) -> tuple[Subscription, Subscription | None]:
    """The subscription and the one at its new address, locked in the one order in which nobody waits for another."""
    wanted = Q(pk=row.subscription_id) | Q(normal_email=normal(row.email))
    held = {one.pk: one for one in Subscription.objects.filter(wanted).select_for_update().order_by("pk")}
    subscription = held.pop(row.subscription_id, None)
    # It may have been erased meanwhile, or another address asked for.
    if subscription is None or not AddressChange.objects.filter(pk=row.pk).exists():
        raise DoesNotOpen(DoesNotOpen.GONE)
    return subscription, next(iter(held.values()), None)


def _unite(subscription: Subscription, other: Subscription) -> None:
    """Let the one at the new address hear about what was confirmed at the old one too."""
    if subscription.status == Status.CONFIRMED and other.status != Status.CONFIRMED:
        for name in ("status", "how_often", "paused_until", "confirmed_at", "unsubscribed_at"):
            setattr(other, name, getattr(subscription, name))
        other.save()
    _take_over(other, subscription.topics.confirmed())


def _take_over(subscription: Subscription, topics: Iterable[Topic]) -> None:
    # What was asked for here and not confirmed is confirmed by its owner's having it there.
    has = {(topic.kind, topic.career_id, topic.field_id): topic for topic in subscription.topics.all()}
    for topic in topics:
        same = has.get((topic.kind, topic.career_id, topic.field_id))
        if same and same.confirmed_at:
            continue
        if same:
            same.delete()
        topic.subscription = subscription
        topic.save(update_fields=["subscription"])

"""A subscriber's new address: asked about there, and changed once its owner says yes."""

from django.db import transaction
from django.utils import timezone

from ..mail import outbox
from ..models import AddressChange, Subscription
from . import asking, forgotten


@transaction.atomic
def ask_for(subscription: Subscription, email: str) -> None:
    """Nothing is looked up, so that nobody learns who else is subscribed; the mail worker asks at the new address.

    A row of its own each time: the link that went to an address before opens no page about the next one.
    """
    Subscription.objects.select_for_update().get(pk=subscription.pk)
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
def change(row: AddressChange) -> Subscription:
    """The subscription under its new address. If that was subscribed itself, it is one and the same from now on."""
    subscription = Subscription.objects.select_for_update().get(pk=row.subscription_id)
    for other in Subscription.objects.with_address(row.email).exclude(pk=subscription.pk).select_for_update():
        _take_over(subscription, other)
        forgotten.forget_subscribers(Subscription.objects.filter(pk=other.pk))
    subscription.email = row.email
    subscription.save(update_fields=["email"])
    row.delete()
    forgotten.is_back(subscription.email)
    asking.forget_asked(subscription.email)
    return subscription


def _take_over(subscription: Subscription, other: Subscription) -> None:
    """What the other one was told, if it is not here already."""
    has = {(topic.kind, topic.career_id, topic.field_id) for topic in subscription.topics.all()}
    for topic in other.topics.confirmed():
        if (topic.kind, topic.career_id, topic.field_id) not in has:
            topic.subscription = subscription
            topic.save(update_fields=["subscription"])

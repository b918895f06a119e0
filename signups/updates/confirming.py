"""What an address's owner has to say yes to, what their yes changes, and what becomes of silence."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ..mail import outbox
from ..models import AddressChange, SignupFlood, SignupRequest, Subscription, Topic
from . import asking, facts, forgotten, links, rate
from .links import DAYS_TO_CONFIRM

REMIND_AFTER = timedelta(days=2)
KEPT = timedelta(days=DAYS_TO_CONFIRM)

Status = Subscription.Status


def asked_about(subscription: Subscription) -> QuerySet[Topic]:
    return subscription.topics.filter(confirmed_at=None).select_related("career", "field")


def until(subscription: Subscription) -> datetime:
    """When what was not confirmed goes."""
    if subscription.status == Status.PENDING:
        return subscription.created_at + KEPT
    oldest = asked_about(subscription).order_by("asked_at").first()
    return (oldest.asked_at if oldest else timezone.now()) + KEPT


@transaction.atomic
def confirm(subscription: Subscription, shown: list[int], chosen: Iterable[int]) -> None:
    """Of the topics that were `shown` the owner said yes to those `chosen`, and no to the others, which go.

    Nothing happens to who has unsubscribed since.
    """
    asked = asked_about(subscription).filter(pk__in=shown)
    wanted = with_what_is_told(asked.filter(pk__in=chosen))
    subscription = links.held(subscription)
    if subscription.status == Status.UNSUBSCRIBED:
        return
    if subscription.status == Status.PENDING:
        _count(subscription)
        Subscription.objects.filter(pk=subscription.pk).update(
            status=Status.CONFIRMED, confirmed_at=timezone.now(), unsubscribed_at=None
        )
        forgotten.is_back(subscription.email)
    confirm_topics(wanted)
    asked.delete()
    asking.forget_asked(subscription.email)


def with_what_is_told(topics: Iterable[Topic]) -> list[Topic]:
    """To be asked before anything is changed: it waits for those who change what the pages say."""
    found = list(topics)
    for topic in found:
        topic.told = facts.told_now(topic)
    return found


def confirm_topics(topics: list[Topic]) -> None:
    """From now on changes are told; what the pages say today is known. Those that went meanwhile are left out."""
    now = timezone.now()
    for topic in topics:
        values = {"told": topic.told, "told_at": now, "confirmed_at": now}
        Topic.objects.filter(pk=topic.pk, confirmed_at=None).update(**values)


def _count(subscription: Subscription) -> None:
    # Who was never asked by mail was confirmed by staff.
    if subscription.asked_to_confirm_at:
        rate.count(subscription, "confirmed", *(["confirmed_late"] if subscription.reminded_at else []))


def remind() -> None:
    """One mail, two days after the question, and no other.

    Who had unsubscribed before is not reminded, and nobody of a list that staff imported.
    """
    now = timezone.now()
    silent = Subscription.objects.filter(
        status=Status.PENDING,
        source=Subscription.Source.SIGNUP,
        created_at__gt=now - KEPT,
        asked_to_confirm_at__lte=now - REMIND_AFTER,
        reminded_at=None,
        unsubscribed_at=None,
    )
    for subscription in silent.order_by("pk")[: asking.AT_ONCE]:
        with transaction.atomic():
            if not asking.may_remind():
                return
            if silent.filter(pk=subscription.pk).update(reminded_at=now):
                outbox.queue_for_one("confirmation-reminder", subscription=subscription)
                rate.count(subscription, "reminded")


@transaction.atomic
def expire() -> int:
    """Delete what nobody confirmed; how many addresses. One that had unsubscribed stays so.

    Who was not asked could not answer, and is asked first. Where no mail goes out, they go like those who unsubscribed.
    """
    before = timezone.now() - KEPT
    long_before = before - timedelta(days=settings.SIGNUP_RETENTION_DAYS)
    was_asked = Q(created_at__lt=before, asked_to_confirm_at__isnull=False)
    silent = Subscription.objects.filter(was_asked | Q(created_at__lt=long_before), status=Status.PENDING)
    returning = silent.exclude(unsubscribed_at=None)
    Topic.objects.filter(subscription__in=returning).delete()
    returning.update(status=Status.UNSUBSCRIBED, created_at=F("unsubscribed_at"))
    not_confirmed = Topic.objects.filter(confirmed_at=None, asked_at__lt=before)
    # Those of a signup that waits go with it.
    not_confirmed.exclude(subscription__status=Status.PENDING).delete()
    AddressChange.objects.filter(asked_at__lt=before).delete()
    SignupRequest.objects.filter(received_at__lt=before).delete()
    SignupFlood.objects.filter(hour__lt=before).delete()
    return forgotten.forget_subscribers(silent) if silent.exists() else 0


def expire_ended(before: datetime) -> int:
    """Delete who unsubscribed before that."""
    ended = Subscription.objects.filter(
        Q(unsubscribed_at__lt=before) | Q(unsubscribed_at=None, created_at__lt=before), status=Status.UNSUBSCRIBED
    )
    return forgotten.forget_subscribers(ended)

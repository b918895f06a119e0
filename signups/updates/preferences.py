"""What a subscriber changes by themselves: topics, how often, a pause, and the end of it all."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from .. import gone
from ..models import Subscription, Topic
from . import asking, confirming, forgotten, links

Status = Subscription.Status


@transaction.atomic
def unsubscribe(subscription: Subscription) -> None:
    links.held(subscription).end()
    gone.note_address(gone.UNSUBSCRIBED, subscription.email)


@transaction.atomic
def choose_topics(
    subscription: Subscription, *, kept: Iterable[int], of_site: Iterable[str], shown: Iterable[int]
) -> None:
    """Of the topics that were `shown` only `kept`, and of the site's own `of_site`.

    None at all is the end of the updates.
    """
    new = confirming.with_what_is_told(Topic(subscription=subscription, kind=kind) for kind in of_site)
    subscription = links.held(subscription)
    confirmed = subscription.topics.confirmed()
    confirmed.filter(pk__in=shown).exclude(pk__in=kept).exclude(kind__in=of_site).delete()
    Topic.objects.bulk_create(new, ignore_conflicts=True)
    told = {topic.kind: topic.told for topic in new}
    waiting = list(subscription.topics.filter(kind__in=of_site, confirmed_at=None))
    for topic in waiting:
        topic.told = told[topic.kind]
    confirming.confirm_topics(waiting)
    if not confirmed.exists():
        unsubscribe(subscription)


@transaction.atomic
def choose_when(subscription: Subscription, *, how_often: str, paused_until: date | None) -> None:
    Subscription.objects.filter(pk=subscription.pk).update(how_often=how_often, paused_until=paused_until)


@transaction.atomic
def begin_again(subscription: Subscription, of_site: Iterable[str]) -> None:
    """By the link that only the address's owner has: no second mail is needed."""
    subscription = links.held(subscription)
    if subscription.status == Status.CONFIRMED:
        # The page was opened before they began again elsewhere: what they have there stays.
        choose_topics(subscription, kept=(), of_site=of_site, shown=())
        return
    subscription.status, subscription.confirmed_at, subscription.unsubscribed_at = (
        Status.CONFIRMED,
        timezone.now(),
        None,
    )
    subscription.save()
    forgotten.is_back(subscription.email)
    asking.forget_asked(subscription.email)
    choose_topics(subscription, kept=(), of_site=of_site, shown=())

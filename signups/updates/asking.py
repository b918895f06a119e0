"""The mail that asks for confirmation: one a day to an address, and so many an hour from the whole site."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from .. import limits
from ..addresses import NotAnAddress, mailable, mailbox
from ..every_limit import CONFIRMATIONS_TO_A_MAILBOX as TO_A_MAILBOX
from ..every_limit import CONFIRMATIONS_TO_AN_ADDRESS as TO_AN_ADDRESS
from ..every_limit import HOUR
from ..every_limit import LINKS_TO_A_SUBSCRIBER as LINKS
from ..limits import Limit, Window
from ..mail import outbox
from ..models import SignupFlood, Subscription, Topic
from . import rate

logger = logging.getLogger("careerinfo.signups")

# So many rows are looked at in each of the mail worker's rounds.
AT_ONCE = 100


class TooMany(Exception):
    """The site has asked so many within the hour: whoever comes now waits."""


def ask(subscription: Subscription) -> bool:
    """Queue the mail that asks the address's owner to confirm; False where the address had one today.

    TooMany where the whole site has sent its share, and then nothing is counted, if the transaction is rolled back.
    """
    if not may_write_to(subscription.email):
        return False
    outbox.queue_for_one("confirmation", subscription=subscription)
    now = timezone.now()
    if subscription.is_new_signup:
        # The days for an answer begin with the first question, which may have had to wait.
        subscription.created_at = now
        rate.count(subscription, "asked")
    subscription.asked_to_confirm_at = now
    subscription.save(update_fields=["asked_to_confirm_at", "created_at"])
    return True


def may_write_to(email: str) -> bool:
    """Count one mail to an address that nobody has confirmed; TooMany where the site's share is used up."""
    if limits.wait_for(TO_AN_ADDRESS, mailable(email)) or limits.wait_for(TO_A_MAILBOX, mailbox(email)):
        return False
    if limits.wait_for(_of_the_site("confirmations"), "all"):
        raise TooMany
    return True


def forget_asked(email: str) -> None:
    """The owner has answered: what they ask for next needs no day to pass."""
    limits.forget(TO_AN_ADDRESS, mailable(email))


def may_remind() -> bool:
    return not limits.wait_for(_of_the_site("reminders"), "all")


def send_link(subscription: Subscription) -> None:
    """The link that opens everything, to an address that was its owner's once; to any other the question again."""
    if subscription.status == Subscription.Status.PENDING:
        ask(subscription)
    elif not limits.wait_for(LINKS, mailable(subscription.email)):
        outbox.queue_for_one("updates-link", subscription=subscription)


def ask_what_was_left() -> None:
    """What subscribers asked for on a day on which they had been asked about something else before."""
    yesterday = timezone.now() - timedelta(days=1)
    not_asked = Q(asked_to_confirm_at=None) | Q(asked_to_confirm_at__lt=F("topics__asked_at"))
    left = Subscription.objects.confirmed().filter(
        not_asked,
        Q(asked_to_confirm_at=None) | Q(asked_to_confirm_at__lt=yesterday),
        # Without it those who have no topic would be among them.
        topics__isnull=False,
        topics__confirmed_at=None,
    )
    for pk in left.order_by("pk").values_list("pk", flat=True).distinct()[:AT_ONCE]:
        try:
            with transaction.atomic():
                ask(Subscription.objects.select_for_update().get(pk=pk))
        except (TooMany, Subscription.DoesNotExist):
            return


def ask_who_was_not() -> None:
    """Signups whose owner had such a mail that day already, and those of earlier versions of the site.

    They take half of what the site asks at most, in any order: some have to wait for their day, and hold up nobody.
    """
    waiting = Subscription.objects.filter(
        status=Subscription.Status.PENDING, source=Subscription.Source.SIGNUP, asked_to_confirm_at=None
    )
    share = Limit("confirmations that were left", (Window(half_per_hour(), HOUR),))
    for pk in waiting.order_by("?").values_list("pk", flat=True)[:AT_ONCE]:
        if limits.wait_for(share, "all"):
            return
        try:
            _ask_waiting(waiting.filter(pk=pk))
        except TooMany:
            return
        # Of an earlier version: no mail can go there, or the address is here a second time.
        except (NotAnAddress, IntegrityError):
            continue


@transaction.atomic
def _ask_waiting(found: QuerySet[Subscription]) -> None:
    subscription = found.select_for_update().first()
    if subscription is None:
        return
    if not subscription.topics.exists():
        # Before there were topics, what people asked for was what the newsletter is.
        Topic.objects.create(subscription=subscription, kind=Topic.Kind.NEWSLETTER, asked_at=subscription.created_at)
    ask(subscription)


def half_per_hour() -> int:
    """Half of what the site asks at most: whoever signs up by themselves must not wait behind all the others."""
    return max(settings.SIGNUPS_PER_HOUR // 2, 1)


def _of_the_site(what: str) -> Limit:
    return Limit(f"{what} of the site", (Window(settings.SIGNUPS_PER_HOUR, HOUR),))


def tell_of_flood() -> None:
    """Once an hour; the desk shows it for a day."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    _, is_first = SignupFlood.objects.get_or_create(hour=hour)
    if is_first:
        logger.error(
            "More than %s signups came within an hour, and the rest of them wait. Somebody may use the form to flood "
            "other people's mail.",
            settings.SIGNUPS_PER_HOUR,
        )

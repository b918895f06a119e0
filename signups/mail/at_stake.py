"""What a mailing is called, and how many people it has still to reach: what staff see before they decide about it."""

import logging

from django.db import InterfaceError, OperationalError

from ..models import Delivery, Mailing, Newsletter
from . import kinds
from .accounting import account_of
from .faults import place_of

logger = logging.getLogger(__name__)


def kind_of(mailing: Mailing) -> str:
    """In words; the name itself, of a kind that this site no longer sends."""
    try:
        return kinds.get(mailing.kind).label
    except KeyError:
        return mailing.kind


def name_of(mailing: Mailing) -> str:
    newsletter = Newsletter.objects.filter(mailing=mailing).first()
    return f"{kind_of(mailing)}: {newsletter.subject}" if newsletter else kind_of(mailing)


def to_whom(delivery: Delivery) -> str:
    return delivery.subscription.email if delivery.subscription else delivery.email or "Somebody who is erased"


def says_who_waits(mailing: Mailing) -> str:
    """How many have not got it yet, as things stand now."""
    try:
        count = account_of(mailing).waiting + _not_listed(mailing)
    except (OperationalError, InterfaceError):
        raise
    # One may be held because of just that.
    except Exception as error:  # noqa: BLE001
        logger.error("Who gets mailing %s cannot be found (%s)", mailing.pk, place_of(error))
        return "How many people would get it cannot be counted."
    return f"{count:,} {'person has' if count == 1 else 'people have'} not got it yet."


def _not_listed(mailing: Mailing) -> int:
    if mailing.expanded_to is None:
        return 0
    return kinds.get(mailing.kind).recipients(mailing).filter(pk__gt=mailing.expanded_to).distinct().count()

"""Every kind of mail that the site sends, by name: who gets it, what it says, and whether it is still wanted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from ..models import Delivery, Mailing


@dataclass(frozen=True)
class Words:
    """What one mail says: `name` names templates/emails/<name>.txt and .html, which are rendered with `context`."""

    name: str
    subject: str
    context: dict[str, Any] = field(default_factory=dict)


class NotWanted(Exception):
    """There is nothing to send any more; the message says why, in words for staff."""


def nothing_else(delivery: Delivery) -> None:
    """For kinds of which nothing else is kept once they are sent."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`words` is asked at the moment of sending, and raises NotWanted where the person does not want it any more.

    `recipients` are the subscriptions that a mailing to many goes to, in any order; None for mail to one address.
    A series is what people subscribe to: its mails say how to end it, and go to nobody who paused or complained.
    """

    name: str
    label: str
    words: Callable[[Delivery], Words]
    recipients: Callable[[Mailing], QuerySet] | None = None
    is_series: bool = False
    # Each mail of the kind is asked for by the person who gets it, at that moment: a link, a confirmation.
    is_asked_for: bool = False
    # Called in the transaction that records that the mail was sent.
    when_sent: Callable[[Delivery], None] = nothing_else


_registered: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    _registered.update({kind.name: kind for kind in kinds})


def get(name: str) -> Kind:
    """KeyError where no app registered the kind."""
    return _registered[name]


def all_kinds() -> list[Kind]:
    return list(_registered.values())

"""Which addresses get no mail, or only what they ask for: after what mail servers and their owners said of them."""

import re
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from ..address_hash import hash_of, hashes_of
from ..addresses import without_any
from ..models import AddressTrouble, Delivery
from . import kinds

SOFT_ONES = 5
SOFT_WITHIN = timedelta(days=30)
# Of what a server says the first words tell enough.
SAID = 300
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# Enhanced status codes (RFC 3463) of the class 5 that speak of the address itself: no such mailbox, no such system,
# a mailbox that moved or was closed. Others speak of the message, of its sender or of a mailbox that is full.
OF_THE_ADDRESS = {"1.1", "1.2", "1.3", "1.6", "1.10", "2.1"}


def refusal(delivery: Delivery) -> str:
    """Why no mail of this kind goes to this address; empty where it may go."""
    address = delivery.email or (delivery.subscription.email if delivery.subscription else "")
    troubles = list(troubles_of(address)) if address else []
    if not troubles:
        return ""
    kind = kinds.get(delivery.mailing.kind)
    permanent = _newest(troubles, AddressTrouble.Kind.PERMANENT)
    if permanent:
        return f"The address takes no mail since {permanent.at:%B} {permanent.at.day}, {permanent.at.year}."
    if kind.is_asked_for:
        return ""
    complaint = _newest(troubles, AddressTrouble.Kind.COMPLAINT)
    if complaint and not _asked_again(delivery, complaint):
        return "Its owner reported an earlier mail as spam."
    if _soft(troubles) >= SOFT_ONES:
        return f"{SOFT_ONES} mails or more came back within {SOFT_WITHIN.days} days."
    return ""


def troubles_of(address: str) -> QuerySet[AddressTrouble]:
    """What happened with mail to `address`, the newest first; NotAnAddress if it is none."""
    return AddressTrouble.objects.filter(address_hash__in=hashes_of(address))


def lift(address: str) -> int:
    """Forget what happened: the next mail may go again. How many events were forgotten."""
    return troubles_of(address).delete()[0]


def note(kind: str, address: str, *, said: str = "", event_id: str = "") -> None:
    """Keep that something happened with mail to `address`; an event that was told of before is kept once."""
    words = without_any(" ".join(said.split()))[:SAID]
    trouble = AddressTrouble(kind=kind, address_hash=hash_of(address), said=words, event_id=event_id[:120])
    AddressTrouble.objects.bulk_create([trouble], ignore_conflicts=True)


def note_answer(address: str, code: int, text: str) -> None:
    """Keep what a mail server answered for good: with a code from 500 no such mailbox, or something softer."""
    kind = AddressTrouble.Kind.PERMANENT if is_of_the_address(code, text) else AddressTrouble.Kind.SOFT
    note(kind, address, said=f"{code} {text}")


def is_of_the_address(code: int | None, text: str) -> bool:
    """Whether a server's answer says that there is no such mailbox, and not that it did not like this mail."""
    found = STATUS.search(text)
    if found:
        return found[1] == "5" and f"{found[2]}.{found[3]}" in OF_THE_ADDRESS
    # Old servers say no more than that; a full mailbox is 552, a policy 554.
    return code in (550, 551, 553)


def expire() -> int:
    """Delete what counts no more: soft ones after their month, the others after a year."""
    now = timezone.now()
    soft = AddressTrouble.objects.filter(kind=AddressTrouble.Kind.SOFT, at__lt=now - SOFT_WITHIN)
    old = AddressTrouble.objects.filter(at__lt=now - timedelta(days=365))
    return soft.delete()[0] + old.delete()[0]


def _newest(troubles: list[AddressTrouble], kind: str) -> AddressTrouble | None:
    return next((trouble for trouble in troubles if trouble.kind == kind), None)


def _soft(troubles: list[AddressTrouble]) -> int:
    since = timezone.now() - SOFT_WITHIN
    return sum(trouble.kind == AddressTrouble.Kind.SOFT and trouble.at >= since for trouble in troubles)


def _asked_again(delivery: Delivery, complaint: AddressTrouble) -> bool:
    """Whether the person confirmed anew since they complained."""
    subscription = delivery.subscription
    return bool(subscription and subscription.confirmed_at and subscription.confirmed_at > complaint.at)

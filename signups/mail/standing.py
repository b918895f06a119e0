"""Which addresses get no mail, or only what they ask for: after what mail servers and their owners said of them."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from ..address_hash import hash_of, hashes_of
from ..addresses import without_any
from ..models import AddressTrouble, Delivery, Subscription
from . import kinds
from .transport import ENHANCED_CODE

SOFT_ONES = 5
SOFT_WITHIN = timedelta(days=30)
# Of what a server says the first words tell enough.
SAID = 300
# Enhanced status codes (RFC 3463) of the class 5 that speak of the address itself: no such mailbox, no such system,
# a mailbox that moved or was closed. Others speak of the message, of its sender or of a mailbox that is full.
OF_THE_ADDRESS = {"1.1", "1.2", "1.3", "1.6", "1.10", "2.1"}
# Old servers say no more than that; a full mailbox is 552, a policy 554.
PLAIN_CODES = (550, 551, 553)
PLAIN = "Refused without a reason"


def not_listening(subscription: Subscription | None) -> str:
    """Why no mail that people subscribe to goes to somebody today; empty where it does."""
    if subscription is None or subscription.status != Subscription.Status.CONFIRMED:
        return "No longer subscribed"
    paused_until = subscription.paused_until
    return "Paused" if paused_until and paused_until > timezone.localdate() else ""


def refusal(delivery: Delivery) -> str:
    """Why no mail of this kind goes to this address; empty where it may go."""
    address = delivery.email or (delivery.subscription.email if delivery.subscription else "")
    troubles = list(troubles_of(address)) if address else []
    if not troubles:
        return ""
    kind = kinds.get(delivery.mailing.kind)
    permanent = _newest(troubles, AddressTrouble.Kind.PERMANENT)
    if permanent:
        return f"The address has taken no mail since {permanent.at:%B} {permanent.at.day}, {permanent.at.year}."
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


def note_answer(address: str, code: int, text: str, *, is_of_address: bool) -> None:
    """Keep what a mail server answered for good: to the address itself, or to the mail that it was given for it."""
    kind, said = AddressTrouble.Kind.SOFT, f"{code} {text}"
    if is_of_address and says_no_such_mailbox(text):
        kind = AddressTrouble.Kind.PERMANENT
    elif is_of_address and code in PLAIN_CODES and not ENHANCED_CODE.search(text):
        said = f"{PLAIN}: {said}"
        kind = _kind_of_plain(address)
    note(kind, address, said=said)


def says_no_such_mailbox(text: str) -> bool:
    """Whether a server's answer says so, and not that it did not like this mail or its sender."""
    found = ENHANCED_CODE.search(text)
    return bool(found) and found[1] == "5" and f"{found[2]}.{found[3]}" in OF_THE_ADDRESS


def _kind_of_plain(address: str) -> str:
    """A host that blocks this site for a day says the same of all its mailboxes: one such answer is not believed."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    earlier = troubles_of(address).filter(said__startswith=PLAIN, at__lt=midnight)
    return AddressTrouble.Kind.PERMANENT if earlier.exists() else AddressTrouble.Kind.SOFT


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

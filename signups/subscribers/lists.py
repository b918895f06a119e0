"""Lists of addresses that staff bring along: each is asked by mail whether it wants the newsletter, and nothing else.

Whoever is known, has unsubscribed, had the address erased or reported mail as spam is left alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from ..address_hash import by_hash
from ..addresses import NotAnAddress, normal, why_no_mail
from ..limits import Limit, Window, wait_for
from ..models import AddressTrouble, Subscription, Topic
from ..updates import asking
from ..updates.forgotten import erased_among, forget_subscribers

MOST = 5_000
BATCH = 500
LETTERS_SHOWN = 60
Status = Subscription.Status
Trouble = AddressTrouble.Kind
# Of characters that no keyboard writes, a file of pictures or sounds is full.
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")


class Outcome(StrEnum):
    TAKEN = "Will be asked to confirm"
    TWICE = "Stands in the list before"
    KNOWN = "On the list already"
    WAITING = "Waits for confirmation already"
    UNSUBSCRIBED = "Has unsubscribed: left alone"
    ERASED = "Had the address erased: left alone"
    REPORTED = "Reported our mail as spam: left alone"
    CAME_BACK = "Mail to it came back: left alone"
    NO_ADDRESS = "There is no email address in this line"
    SEVERAL = "There is more than one address in this line"
    WRONG = "This is not an email address"


OF_KNOWN = {
    Status.CONFIRMED: Outcome.KNOWN,
    Status.PENDING: Outcome.WAITING,
    Status.UNSUBSCRIBED: Outcome.UNSUBSCRIBED,
}


@dataclass(frozen=True)
class Line:
    """A line of the list as it was given, with what became of it."""

    number: int
    text: str
    outcome: Outcome
    address: str = ""

    @property
    def is_taken(self) -> bool:
        return self.outcome is Outcome.TAKEN


@dataclass(frozen=True)
class Taken:
    lines: Sequence[Line]

    @property
    def count(self) -> int:
        return sum(line.is_taken for line in self.lines)

    @property
    def left(self) -> list[Line]:
        return [line for line in self.lines if not line.is_taken]

    @property
    def by_outcome(self) -> dict[str, int]:
        return dict(Counter(line.outcome.value for line in self.lines).most_common())


def read(text: str) -> Iterator[Line]:
    """The lines that say something. Of a spreadsheet's lines the address is taken, wherever it stands."""
    seen = set()
    for number, line in enumerate(text.replace("\0", "").splitlines(), 1):
        found, shown = ADDRESS.findall(line), line.strip()[:LETTERS_SHOWN]
        if not line.strip(' \t,;"'):
            continue
        if len(found) != 1:
            yield Line(number, shown, Outcome.SEVERAL if found else Outcome.NO_ADDRESS)
            continue
        try:
            address = normal(found[0])
        except NotAnAddress:
            yield Line(number, shown, Outcome.WRONG)
            continue
        if why_no_mail(found[0]) or len(found[0]) > Subscription._meta.get_field("email").max_length:
            yield Line(number, shown, Outcome.WRONG)
        else:
            yield Line(number, shown, Outcome.TWICE if address in seen else Outcome.TAKEN, found[0])
        seen.add(address)


def take(text: str) -> Taken:
    lines = list(read(text))
    for start in range(0, len(lines), BATCH):
        lines[start : start + BATCH] = _take(lines[start : start + BATCH])
    return Taken(lines)


@transaction.atomic
def _take(lines: Sequence[Line]) -> list[Line]:
    wanted = {normal(line.address): line for line in lines if line.is_taken}
    known = dict(Subscription.objects.filter(normal_email__in=wanted).values_list("normal_email", "status"))
    outcomes = {address: OF_KNOWN[Status(status)] for address, status in known.items()}
    outcomes |= dict.fromkeys(erased_among(wanted.keys() - known.keys()), Outcome.ERASED)
    outcomes = _in_trouble(wanted) | outcomes
    new = {address: line for address, line in wanted.items() if address not in outcomes}
    _store(new)
    return [
        Line(line.number, line.text, outcomes.get(normal(line.address), Outcome.TAKEN), line.address)
        if line.is_taken
        else line
        for line in lines
    ]


def _in_trouble(addresses: Iterable[str]) -> dict[str, Outcome]:
    """Those that took no mail, or whose owners complained: nobody asked for the mail that a list brings them."""
    of_hash = by_hash(addresses)
    lasting = AddressTrouble.objects.filter(kind__in=[Trouble.PERMANENT, Trouble.COMPLAINT], address_hash__in=of_hash)
    found: dict[str, Outcome] = {}
    for address_hash, kind in lasting.values_list("address_hash", "kind"):
        if kind == Trouble.COMPLAINT:
            found[of_hash[address_hash]] = Outcome.REPORTED
        else:
            found.setdefault(of_hash[address_hash], Outcome.CAME_BACK)
    return found


def _store(new: dict[str, Line]) -> None:
    rows = [
        Subscription(email=line.address, normal_email=address, source=Subscription.Source.LIST)
        for address, line in new.items()
    ]
    # Somebody may sign up in the same moment: then it is their own doing, and theirs stays.
    Subscription.objects.bulk_create(rows, ignore_conflicts=True)
    of_list = Subscription.objects.filter(normal_email__in=new, status=Status.PENDING, source=Subscription.Source.LIST)
    topics = [Topic(subscription=row, kind=Topic.Kind.NEWSLETTER) for row in of_list]
    Topic.objects.bulk_create(topics, ignore_conflicts=True)


def ask_listed() -> None:
    """Once in each of the mail worker's rounds."""
    waiting = Subscription.objects.filter(
        status=Status.PENDING, source=Subscription.Source.LIST, asked_to_confirm_at=None
    )
    share = Limit("confirmations of lists", (Window(asking.half_per_hour(), asking.HOUR),))
    for pk in waiting.order_by("pk").values_list("pk", flat=True)[: asking.AT_ONCE]:
        if wait_for(share, "all"):
            return
        try:
            _ask(pk)
        except asking.TooMany:
            return


@transaction.atomic
def _ask(pk: int) -> None:
    subscription = Subscription.objects.select_for_update().filter(pk=pk, asked_to_confirm_at=None).first()
    if subscription is None or subscription.status != Status.PENDING:
        return
    if _in_trouble([normal(subscription.email)]):
        forget_subscribers(Subscription.objects.filter(pk=pk))
        return
    asking.ask(subscription)
    # The days that it has for an answer begin now, and one that had such a mail today is not asked again in each round.
    now = timezone.now()
    Subscription.objects.filter(pk=pk).update(created_at=now, asked_to_confirm_at=now)


def decoded(content: bytes) -> str | None:
    """The text of a file, as spreadsheets save it; None where it is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _try(content, "utf-16")
    else:
        text = _try(content, "utf-8-sig")
        if text is None:
            text = _guessed(content)
    return None if text is None or NO_TEXT.search(text) else text


def _guessed(content: bytes) -> str | None:
    """Any bytes can be read as letters of some old encoding: it is a list only if there are addresses in it."""
    text = _try(content, "cp1252") or content.decode("latin-1")
    return text if ADDRESS.search(text) else None


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None

"""What became of mailings: recipients = sent + refused + not known + cancelled + withheld + still waiting."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count

from ..models import Delivery, Mailing

States = Delivery.State
WAITING = (States.QUEUED, States.CLAIMED, States.SENDING)


@dataclass(frozen=True)
class Counts:
    """How many recipients a mailing has by now, and in which state each is; all of them add up."""

    sent: int = 0
    failed: int = 0
    unknown: int = 0
    cancelled: int = 0
    withheld: int = 0
    waiting: int = 0

    @property
    def recipients(self) -> int:
        return self.sent + self.failed + self.unknown + self.cancelled + self.withheld + self.waiting

    @property
    def in_words(self) -> str:
        parts = [
            (self.sent, "sent"),
            (self.failed, "refused"),
            (self.unknown, "not known"),
            (self.cancelled, "cancelled"),
            (self.withheld, "not wanted"),
            (self.waiting, "waiting"),
        ]
        return ", ".join(f"{count:,} {says}" for count, says in parts if count) or "Nobody is listed yet"


@dataclass(frozen=True)
class Reason:
    state: str
    says: str
    count: int


def counts_of(mailings: Collection[Mailing]) -> dict[int, Counts]:
    """By mailing. 1 query, however many there are."""
    by_state: dict[int, dict[str, int]] = {one.pk: one.outcome for one in mailings if one.outcome is not None}
    open_ones = [one.pk for one in mailings if one.outcome is None]
    rows = Delivery.objects.filter(mailing__in=open_ones).order_by().values_list("mailing", "state")
    for mailing, state, count in rows.annotate(Count("pk")) if open_ones else ():
        by_state.setdefault(mailing, {})[state] = count
    return {one.pk: _counts(by_state.get(one.pk, {})) for one in mailings}


def _counts(by_state: dict[str, int]) -> Counts:
    waiting = sum(by_state.get(state, 0) for state in WAITING)
    outcomes = (States.SENT, States.FAILED, States.UNKNOWN, States.CANCELLED, States.WITHHELD)
    return Counts(**{state.value: by_state.get(state, 0) for state in outcomes}, waiting=waiting)


def reasons_of(mailing: Mailing) -> list[Reason]:
    """Why mails of it were not sent, the most frequent first in each state. 1 query."""
    rows = mailing.deliveries.exclude(state__in=[*WAITING, States.SENT]).order_by()
    counted = rows.values_list("state", "reason").annotate(count=Count("pk")).order_by("state", "-count", "reason")
    return [Reason(States(state).label, reason or "No reason is known", count) for state, reason, count in counted]

"""What became of a mailing: every recipient is counted once, and it is done when the sum is right."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from ..models import Delivery, Mailing
from . import outbox

logger = logging.getLogger(__name__)

State = Delivery.State
AT_ONCE = 500
# So many different reasons are told of each outcome; mail servers' codes are few.
REASONS = 20
# Said once by each process, and not every few seconds.
_told: set[int] = set()


@dataclass(frozen=True)
class Account:
    recipients: int
    sent: int = 0
    failed: int = 0
    unknown: int = 0
    cancelled: int = 0
    withheld: int = 0
    # Queued, or in a worker's hands.
    waiting: int = 0
    # Why, and how many, for each outcome: {"withheld": {"Paused": 3}}.
    reasons: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def decided(self) -> int:
        return self.sent + self.failed + self.unknown + self.cancelled + self.withheld

    @property
    def adds_up(self) -> bool:
        """Whether something is known of every recipient."""
        return self.decided == self.recipients and not self.waiting


def account_of(mailing: Mailing) -> Account:
    """As the rows say, or as was counted when there still were rows."""
    return accounts_of([mailing])[mailing.pk]


def accounts_of(mailings: Iterable[Mailing]) -> dict[int, Account]:
    """By mailing. 1 query, however many there are."""
    kept = {one.pk: Account(one.recipients, **one.outcome) for one in mailings if one.outcome is not None}
    going = [one for one in mailings if one.outcome is None]
    return {**kept, **(_counted(going) if going else {})}


def finish(pks: Iterable[int]) -> None:
    """Close those of these mailings of which all is decided. One that does not add up stays open; the log says so."""
    over = _without_open_rows().filter(pk__in=list(pks))
    mailings = list(over.order_by("pk"))
    accounts = _counted(mailings)
    for mailing in mailings:
        account = accounts[mailing.pk]
        if not account.adds_up:
            if mailing.pk not in _told:
                known = account.decided
                logger.error("Mailing %s has %s recipients, and says of %s", mailing.pk, account.recipients, known)
            _told.add(mailing.pk)
            continue
        state = Mailing.State.DONE if mailing.state == Mailing.State.SENDING else mailing.state
        over.filter(pk=mailing.pk).update(state=state, done_at=timezone.now(), outcome=_kept(account))


def recount(pks: Iterable[int]) -> None:
    """After something became known of mails in mailings that are done, and whose rows are all still there."""
    done = list(Mailing.objects.filter(pk__in=list(pks)).exclude(done_at=None))
    for pk, account in (_counted(done) if done else {}).items():
        if account.adds_up:
            Mailing.objects.filter(pk=pk).exclude(done_at=None).update(outcome=_kept(account))


def finish_all() -> None:
    """Also what a worker left that ended before it came to this."""
    # What a worker had in hand when staff stopped its mailing, and what was left where stopping was cut short.
    waiting = Delivery.objects.filter(mailing=OuterRef("pk"), state=State.QUEUED)
    stopped = Mailing.objects.filter(Exists(waiting), state=Mailing.State.STOPPED, done_at=None)
    for pk in stopped.values_list("pk", flat=True):
        outbox.cancel_rest(pk)
    finish(_without_open_rows().order_by("due_at").values_list("pk", flat=True)[:AT_ONCE])


def _without_open_rows():
    waiting = Delivery.objects.filter(mailing=OuterRef("pk"), state__in=Delivery.OPEN)
    ended = [Mailing.State.SENDING, Mailing.State.STOPPED]
    whole = Mailing.objects.filter(state__in=ended, done_at=None).exclude(
        state=Mailing.State.SENDING, expanded_to__isnull=False
    )
    return whole.filter(~Exists(waiting))


def _counted(mailings: list[Mailing]) -> dict[int, Account]:
    rows = (
        Delivery.objects.filter(mailing__in=mailings)
        .order_by()
        .values("mailing", "state", "reason")
        .annotate(count=Count("pk"))
        .order_by("-count")
    )
    counts = {mailing.pk: {} for mailing in mailings}
    reasons = {mailing.pk: {} for mailing in mailings}
    for row in rows:
        state = "waiting" if row["state"] in Delivery.OPEN else row["state"]
        of = counts[row["mailing"]]
        of[state] = of.get(state, 0) + row["count"]
        why = reasons[row["mailing"]].setdefault(state, {})
        if row["reason"] and state != "waiting" and len(why) < REASONS:
            why[row["reason"]] = row["count"]
    return {
        mailing.pk: Account(
            recipients=mailing.recipients,
            **counts[mailing.pk],
            reasons={state: why for state, why in reasons[mailing.pk].items() if why},
        )
        for mailing in mailings
    }


def _kept(account: Account) -> dict:
    names = ("sent", "failed", "unknown", "cancelled", "withheld")
    return {**{name: getattr(account, name) for name in names}, "reasons": account.reasons}

"""Sending what a worker has claimed: each mail is asked about once more, marked, handed over and recorded."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from careers.site_words import remembered
from careers.site_words.shown import Shown

from ..models import Delivery, Subscription
from . import accounting, kinds, marks, standing
from .faults import place_of
from .message import EmailMultiAlternatives, message
from .transport import Backend, Outcome, Result, Smtp

logger = logging.getLogger(__name__)

State = Delivery.State
# How long a mail waits after each time that it was refused for now: two days in all, as mail servers do it.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440)]
DOUBTS = 2
GAVE_UP = "{reason}; tried {times} times"
# The first words of why a mail waits that nobody took: nothing is wrong with it.
AWAY = "No mail goes out"


@dataclass
class Sender:
    """One worker's sending; `last` was handed over and is recorded together with the mark of the next."""

    worker: str
    transport: Smtp | Backend
    last: tuple[Delivery, Outcome] | None = None
    outcome: Outcome | None = None
    counts: dict[Result, int] = field(default_factory=dict)
    # How many in a row nobody knows about: a server that takes mail and says nothing is left alone for a while.
    in_doubt: int = 0

    def send_all(self, deliveries: list[Delivery], *, stops: Callable[[], bool]) -> bool:
        """Whether all went well with the server; what was not sent is still this worker's."""
        site, self.outcome = remembered.current(), None
        for delivery in deliveries:
            if stops():
                break
            if self._last_was_to(delivery):
                # What that one tells counts for this one.
                self.record_last()
            written = self._written(delivery, site)
            if written is None:
                continue
            if self._mark(delivery):
                self._hand_over(delivery, written)
            else:
                self._ask_again(delivery)
            if self._is_away():
                break
        self.record_last()
        return not self._is_away()

    def _hand_over(self, delivery: Delivery, written: EmailMultiAlternatives) -> None:
        outcome = self.transport.send(written)
        self.last, self.outcome = (delivery, outcome), outcome
        self.counts[outcome.result] = self.counts.get(outcome.result, 0) + 1
        self.in_doubt = self.in_doubt + 1 if outcome.result is Result.UNKNOWN else 0
        if outcome.result in (Result.NO_SERVER, Result.UNKNOWN):
            logger.warning("Mail %s: %s", delivery.pk, outcome.reason)

    def _is_away(self) -> bool:
        return self.in_doubt >= DOUBTS or (self.outcome is not None and self.outcome.result is Result.NO_SERVER)

    def _last_was_to(self, delivery: Delivery) -> bool:
        last = self.last[0].subscription_id if self.last else None
        return last is not None and last == delivery.subscription_id

    def record_last(self) -> None:
        if self.last:
            with transaction.atomic():
                self._record(*self.last)
            self.last = None

    def _written(self, delivery: Delivery, site: Shown) -> EmailMultiAlternatives | None:
        """The mail; None where it is not to be sent, which is recorded."""
        try:
            kind = kinds.get(delivery.mailing.kind)
            if not kind.is_series:
                delivery.subscription = _subscribed_now(delivery)
            _see_that_it_may_go(delivery, kind)
            return message(delivery, kind, kind.words(delivery), site)
        except kinds.NotWanted as why:
            self._withhold(delivery, str(why))
        except (OperationalError, InterfaceError):
            raise
        # Whatever it is, the others wait for their mails too.
        except Exception as error:  # noqa: BLE001
            # What it says may quote an address.
            reason = f"The mail could not be written ({place_of(error)})"
            logger.error("Mail %s: %s", delivery.pk, reason)
            self._put_off(delivery, reason, State.CLAIMED)
        return None

    def _ask_again(self, delivery: Delivery) -> None:
        """Why it could not be marked: the person wants it no more, or staff stopped it, who have cancelled it."""
        delivery.subscription = _subscribed_now(delivery)
        try:
            _see_that_it_may_go(delivery, kinds.get(delivery.mailing.kind))
        except kinds.NotWanted as why:
            self._withhold(delivery, str(why))

    def _withhold(self, delivery: Delivery, reason: str) -> None:
        self._mine(delivery, State.CLAIMED).update(state=State.WITHHELD, reason=reason[:200], decided_at=timezone.now())

    def _mark(self, delivery: Delivery) -> bool:
        """Say that this one is being sent, and what became of the last, at once; False where it is not to be sent."""
        is_series = kinds.get(delivery.mailing.kind).is_series
        with transaction.atomic():
            if self.last:
                self._record(*self.last)
            is_marked = marks.sending(delivery, self.worker, is_series=is_series)
        self.last = None
        return is_marked

    def _record(self, delivery: Delivery, outcome: Outcome) -> None:
        now, row = timezone.now(), self._mine(delivery, State.SENDING)
        match outcome.result:
            case Result.SENT:
                if marks.sent(delivery, self.worker, outcome.provider_id) == State.UNKNOWN:
                    accounting.recount([delivery.mailing_id])
                _tell(delivery)
            case Result.LATER:
                if not self._put_off(delivery, outcome.reason, State.SENDING):
                    _remember(delivery, outcome)
            case Result.NO_SERVER:
                reason = f"{AWAY}: {outcome.reason}"[:200]
                row.update(state=State.QUEUED, reason=reason, worker="", claimed_at=None)
            case Result.REFUSED:
                row.update(state=State.FAILED, reason=outcome.reason[:200], decided_at=now)
                _remember(delivery, outcome)
            case Result.UNKNOWN:
                row.update(state=State.UNKNOWN, reason=outcome.reason[:200], decided_at=now)

    def _put_off(self, delivery: Delivery, reason: str, state: str) -> bool:
        """Try again later; False where it was tried often enough."""
        now, times = timezone.now(), delivery.attempts + 1
        row = self._mine(delivery, state)
        if times > len(PAUSES):
            reason = GAVE_UP.format(reason=reason[:150], times=times)
            row.update(state=State.FAILED, reason=reason, attempts=times, decided_at=now)
            return False
        due_at = now + PAUSES[times - 1]
        row.update(state=State.QUEUED, reason=reason[:200], attempts=times, due_at=due_at, worker="", claimed_at=None)
        return True

    def _mine(self, delivery: Delivery, *states: str):
        return Delivery.objects.filter(pk=delivery.pk, worker=self.worker, state__in=states)


def _subscribed_now(delivery: Delivery) -> Subscription | None:
    return Subscription.objects.filter(pk=delivery.subscription_id).first() if delivery.subscription_id else None


def _see_that_it_may_go(delivery: Delivery, kind: kinds.Kind) -> None:
    """What was true when it was queued may not be any more; what changes while it is written, the mark sees."""
    if not delivery.address:
        raise kinds.NotWanted("There is no address left")
    if kind.is_series and (reason := standing.not_listening(delivery.subscription)):
        raise kinds.NotWanted(reason)
    if reason := standing.refusal(delivery):
        raise kinds.NotWanted(reason)


def _remember(delivery: Delivery, outcome: Outcome) -> None:
    """What a mail server said for good counts for the mails to come too."""
    if outcome.code and delivery.address:
        standing.note_answer(delivery.address, outcome.code, outcome.reason, is_of_address=outcome.is_of_address)


def _tell(delivery: Delivery) -> None:
    kind = kinds.get(delivery.mailing.kind)
    if kind.when_sent is kinds.nothing_else:
        return
    try:
        with transaction.atomic():
            kind.when_sent(delivery)
    except (OperationalError, InterfaceError):
        raise
    # The mail is sent, whatever else goes wrong.
    except Exception as error:  # noqa: BLE001
        logger.error("Mail %s was sent, but what follows it failed (%s)", delivery.pk, place_of(error))

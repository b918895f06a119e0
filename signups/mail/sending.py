"""Sending what a worker has claimed: each mail is asked about once more, marked, handed over, and what became of it kept."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from careers.site_words import remembered
from careers.site_words.shown import Shown

from ..models import Delivery, Mailing, Subscription
from . import kinds, standing
from .faults import place_of
from .message import message
from .transport import Backend, Outcome, Result, Smtp

logger = logging.getLogger(__name__)

State = Delivery.State
# How long a mail waits after each time that it was refused for now: two days in all, as mail servers do it.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440)]
DOUBTS = 2
GAVE_UP = "{reason}; tried {times} times"


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
            written = self._written(delivery, site)
            if written is None or not self._mark(delivery):
                continue
            self._hand_over(delivery, written)
            if self._is_away():
                break
        self.record_last()
        return not self._is_away()

    def _hand_over(self, delivery: Delivery, written: EmailMessage) -> None:
        outcome = self.transport.send(written)
        self.last, self.outcome = (delivery, outcome), outcome
        self.counts[outcome.result] = self.counts.get(outcome.result, 0) + 1
        self.in_doubt = self.in_doubt + 1 if outcome.result is Result.UNKNOWN else 0
        if outcome.result in (Result.NO_SERVER, Result.UNKNOWN):
            logger.warning("Mail %s: %s", delivery.pk, outcome.reason)

    def _is_away(self) -> bool:
        return self.in_doubt >= DOUBTS or (self.outcome is not None and self.outcome.result is Result.NO_SERVER)

    def record_last(self) -> None:
        if self.last:
            with transaction.atomic():
                self._record(*self.last)
            self.last = None

    def _written(self, delivery: Delivery, site: Shown) -> EmailMessage | None:
        """The mail; None where it is not to be sent, which is recorded."""
        try:
            kind = kinds.get(delivery.mailing.kind)
            _see_that_it_may_go(delivery, kind)
            return message(delivery, kind, kind.words(delivery), site)
        except kinds.NotWanted as why:
            self._mine(delivery, State.CLAIMED).update(
                state=State.WITHHELD, reason=str(why)[:200], decided_at=timezone.now()
            )
        except (OperationalError, InterfaceError):
            raise
        # Whatever it is, the others wait for their mails too.
        except Exception as error:  # noqa: BLE001
            # What it says may quote an address.
            reason = f"The mail could not be written ({place_of(error)})"
            logger.error("Mail %s: %s", delivery.pk, reason)
            self._put_off(delivery, reason, State.CLAIMED)
        return None

    def _mark(self, delivery: Delivery) -> bool:
        """Say that this one is being sent, and what became of the last, at once; False where staff stopped it."""
        going = Mailing.objects.filter(pk=delivery.mailing_id, state=Mailing.State.SENDING)
        with transaction.atomic():
            if self.last:
                self._record(*self.last)
            is_marked = self._mine(delivery, State.CLAIMED).filter(mailing__in=going).update(state=State.SENDING)
        self.last = None
        return bool(is_marked)

    def _record(self, delivery: Delivery, outcome: Outcome) -> None:
        now, row = timezone.now(), self._mine(delivery, State.SENDING)
        match outcome.result:
            case Result.SENT:
                # Whoever took this worker for gone said "unknown", which it is not.
                row = self._mine(delivery, State.SENDING, State.UNKNOWN)
                row.update(state=State.SENT, reason="", decided_at=now, provider_id=outcome.provider_id)
                _tell(delivery)
            case Result.LATER:
                self._put_off(delivery, outcome.reason, State.SENDING)
            case Result.NO_SERVER:
                row.update(state=State.QUEUED, worker="", claimed_at=None)
            case Result.REFUSED:
                row.update(state=State.FAILED, reason=outcome.reason[:200], decided_at=now)
            case Result.UNKNOWN:
                row.update(state=State.UNKNOWN, reason=outcome.reason[:200], decided_at=now)

    def _put_off(self, delivery: Delivery, reason: str, state: str) -> None:
        now, times = timezone.now(), delivery.attempts + 1
        row = self._mine(delivery, state)
        if times > len(PAUSES):
            reason = GAVE_UP.format(reason=reason[:150], times=times)
            row.update(state=State.FAILED, reason=reason, attempts=times, decided_at=now)
            return
        due_at = now + PAUSES[times - 1]
        row.update(
            state=State.QUEUED, reason=reason[:200], attempts=times, due_at=due_at, worker="", claimed_at=None
        )

    def _mine(self, delivery: Delivery, *states: str):
        return Delivery.objects.filter(pk=delivery.pk, worker=self.worker, state__in=states)


def _see_that_it_may_go(delivery: Delivery, kind: kinds.Kind) -> None:
    """Between the queue and now somebody may have unsubscribed, or been erased."""
    subscribed = Subscription.objects.filter(pk=delivery.subscription_id).first() if delivery.subscription_id else None
    delivery.subscription = subscribed
    if not delivery.address:
        raise kinds.NotWanted("There is no address any more")
    if kind.is_series and (subscribed is None or subscribed.status != Subscription.Status.CONFIRMED):
        raise kinds.NotWanted("Not subscribed any more")
    if kind.is_series and subscribed.paused_until and subscribed.paused_until > timezone.localdate():
        raise kinds.NotWanted("Paused")
    if reason := standing.refusal(delivery):
        raise kinds.NotWanted(reason)


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

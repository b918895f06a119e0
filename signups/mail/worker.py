"""The mail worker: what it does in each round, and nothing of how a mail is sent."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from . import accounting, claiming, expanding, presence, restored, transport
from .faults import place_of
from .sending import Sender
from .transport import Result

logger = logging.getLogger(__name__)

# What other parts of the app do before mail is sent: take up signups, queue digests that are due, remind.
_duties: list[Callable[[], None]] = []

# Seconds between two looks into an empty outbox, and the longest pause while the mail server or the database is away.
IDLE = 1.0
LONGEST_PAUSE = 60.0


def register_duty(duty: Callable[[], None]) -> None:
    """`duty` runs once a round, in each worker: it must do nothing where another has done it, and be quick."""
    if duty not in _duties:
        _duties.append(duty)


def never() -> bool:
    return False


@dataclass
class Worker:
    """One of any number that send mail at the same time, in this process or in others."""

    stops: Callable[[], bool] = never
    name: str = field(default_factory=presence.new_name)
    seen_at: datetime | None = None
    # How often in a row the mail server or the database was away.
    failures: int = 0
    is_unsettled: bool = False

    def __post_init__(self) -> None:
        self.claims = claiming.Claims(self.name)
        self.sender = Sender(self.name, transport.connect())

    def round(self) -> float:
        """Do what there is to do; the seconds until the next look."""
        try:
            if self.is_unsettled:
                self._settle()
            pause = self._round()
        except (OperationalError, InterfaceError) as error:
            return self._wait_for("The database cannot be used", error)
        except Exception as error:  # noqa: BLE001
            return self._wait_for("A round of the mail worker failed", error)
        self.failures = self.failures + 1 if pause is None else 0
        return self._growing() if pause is None else pause

    def finish_what_is_due(self) -> dict[Result, int]:
        """Until nothing is due any more, or the mail server is away."""
        while not self.stops():
            pause = self.round()
            if pause and (self.failures or not self.claims.pause):
                break
            time.sleep(pause)
        return self.sender.counts

    def end(self) -> None:
        """Leave nothing in hand."""
        try:
            self._settle()
        except (OperationalError, InterfaceError) as error:
            # Another worker puts it back.
            logger.error("The mail worker ended, and could not write so (%s)", place_of(error))
        self.sender.transport.close()

    def _round(self) -> float | None:
        """The seconds until the next look; None where the mail server is away."""
        self._look_around()
        if restored.stops_mail():
            return IDLE
        for duty in _duties:
            _do(duty)
        expanding.begin_due()
        if expanded := expanding.expand():
            # One without any recipient is done at once.
            accounting.finish(expanded)
        # From here on, until it is settled, rows may be this worker's.
        self.is_unsettled = True
        deliveries = self.claims.take()
        if not deliveries:
            self.is_unsettled = False
            self.sender.transport.close()
            return 0.0 if expanded else min(self.claims.pause or IDLE, IDLE)
        is_well = self.sender.send_all(deliveries, stops=self._stops)
        self._settle()
        accounting.finish({delivery.mailing_id for delivery in deliveries})
        return 0.0 if is_well else None

    def _look_around(self) -> None:
        """Every few seconds: say that this worker is there, and see to what others left."""
        if self._is_seen():
            return
        claiming.put_back_from_the_gone()
        accounting.finish_all()

    def _is_seen(self) -> bool:
        now = timezone.now()
        if self.seen_at and now - self.seen_at < presence.SEEN_EVERY:
            return True
        presence.note(self.name)
        self.seen_at = now
        return False

    def _stops(self) -> bool:
        self._is_seen()
        return self.stops()

    def _settle(self) -> None:
        """Record what is known, and give back what was not sent."""
        self.sender.record_last()
        claiming.put_back(self.name)
        self.is_unsettled = False

    def _wait_for(self, what: str, error: Exception) -> float:
        logger.error("%s (%s)", what, place_of(error))
        if not connection.in_atomic_block:
            # One that the database has closed would fail for ever.
            connection.close()
        self.failures += 1
        return self._growing()

    def _growing(self) -> float:
        return min(IDLE * 2 ** (self.failures - 1), LONGEST_PAUSE)


def _do(duty: Callable[[], None]) -> None:
    try:
        duty()
    except (OperationalError, InterfaceError):
        raise
    # Whatever it is, mail is sent all the same.
    except Exception as error:  # noqa: BLE001
        logger.error("What the mail worker does beside sending failed: %s (%s)", duty.__qualname__, place_of(error))

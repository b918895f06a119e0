"""Taking up mail: each row by one worker, as many as the limits allow, and back again from workers that are gone."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from .. import limits
from ..models import Delivery, Mailing, OutboxMark
from . import presence, restored

AT_ONCE = 50
State = Delivery.State


@dataclass
class Claims:
    """What one worker takes up; it remembers for a minute which domains have had enough."""

    worker: str
    full: dict[str, datetime] = field(default_factory=dict)
    # Seconds until the limits let more go, as the last look found.
    pause: float = 0

    def take(self) -> list[Delivery]:
        """Rows that are due, and from now on this worker's."""
        self.pause = 0
        # Else each look into an empty outbox would keep others from writing.
        if not _due(timezone.now()).exists():
            return []
        _write_through()
        with transaction.atomic():
            taken, when = self._take()
        _write_through(ends=True)
        if when:
            restored.write(when)
        mine = Delivery.objects.filter(pk__in=taken, worker=self.worker, state=State.CLAIMED)
        return list(mine.select_related("mailing", "subscription").order_by("-is_single", "due_at", "pk"))

    def _take(self) -> tuple[list[int], datetime | None]:
        mark, now = OutboxMark.locked(), timezone.now()
        written = restored.read()
        if restored.is_waiting() or restored.why(mark, written):
            # The next round sees to it.
            return [], None
        if mark.free_from and mark.free_from > now:
            self.pause = (mark.free_from - now).total_seconds()
            return [], None
        taken = self._within_limits(now)
        Delivery.objects.filter(pk__in=taken, state=State.QUEUED).update(
            state=State.CLAIMED, worker=self.worker, claimed_at=now
        )
        mark.free_from = now + timedelta(seconds=len(taken) / settings.MAIL_PER_SECOND) if _is_limited() else None
        return taken, restored.set_mark(mark, written, now)

    def _within_limits(self, now: datetime) -> list[int]:
        most = min(AT_ONCE, settings.MAIL_PER_SECOND) if _is_limited() else AT_ONCE
        due = _due(now)
        self.full = {domain: until for domain, until in self.full.items() if until > now}
        for domain in self.full:
            due = due.exclude(_to(domain))
        singles = list(_addressed(due.filter(is_single=True), most))
        others = list(_addressed(due.filter(is_single=False), most - len(singles))) if len(singles) < most else []
        return [pk for pk, email, subscribed in [*singles, *others] if self._may_go(subscribed or email, now)]

    def _may_go(self, address: str, now: datetime) -> bool:
        domain = address.rpartition("@")[2].lower()
        if not settings.MAIL_PER_DOMAIN or not domain:
            return True
        if domain in self.full:
            return False
        limit = limits.Limit("mail-domain", (limits.Window(settings.MAIL_PER_DOMAIN, 60),))
        if seconds := limits.wait_for(limit, domain):
            self.full[domain] = now + timedelta(seconds=seconds)
        return not seconds


def put_back(worker: str) -> None:
    """What a worker had in hand and will not finish: nothing was sent of what it only claimed.

    Nobody knows about the one that it was sending.
    """
    now, unknown = timezone.now(), {"state": State.UNKNOWN, "decided_at": timezone.now()}
    with transaction.atomic():
        OutboxMark.locked()
        mine = Delivery.objects.filter(worker=worker)
        mine.filter(state=State.SENDING).update(reason="The worker ended while it was sending this mail", **unknown)
        claimed = mine.filter(state=State.CLAIMED)
        if _may_have_forgotten(worker):
            claimed.update(reason="The machine stopped around the time that this mail was to be sent", **unknown)
        claimed.filter(mailing__state=Mailing.State.STOPPED).update(
            state=State.CANCELLED, reason="Staff stopped the mailing", decided_at=now
        )
        claimed.update(state=State.QUEUED, worker="", claimed_at=None)


def put_back_from_the_gone() -> None:
    held = Delivery.objects.filter(state__in=[State.CLAIMED, State.SENDING])
    for worker in presence.gone(set(held.order_by().values_list("worker", flat=True).distinct())):
        put_back(worker)


def _due(now: datetime):
    going = Mailing.objects.filter(state=Mailing.State.SENDING, pk=OuterRef("mailing"))
    return Delivery.objects.filter(Exists(going), state=State.QUEUED, due_at__lte=now).order_by("due_at", "pk")


def _addressed(rows, most: int):
    return rows.values_list("pk", "email", "subscription__email")[:most]


def _to(domain: str) -> Q:
    return Q(email__iendswith=f"@{domain}") | Q(subscription__email__iendswith=f"@{domain}", subscription__isnull=False)


def _is_limited() -> bool:
    return settings.MAIL_PER_SECOND > 0


def _write_through(*, ends: bool = False) -> None:
    """SQLite may lose its newest writes when the machine stops, unless it waits for the disk: claims it must keep."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous = {'NORMAL' if ends else 'FULL'}")


def _may_have_forgotten(worker: str) -> bool:
    """Whether the database may have lost that mails of this worker were sent."""
    return connection.vendor == "sqlite" and presence.wrote_before_the_machine_started_again(worker)

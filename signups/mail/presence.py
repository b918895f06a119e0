"""Which processes send mail, when each was last seen at it, and which of them are gone."""

import os
import secrets
import signal
import socket
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from ..models import MailWorker

# A worker says that it is there every few seconds; the longest it says nothing is one mail to a very slow server.
SEEN_EVERY = timedelta(seconds=10)
LEASE = timedelta(minutes=5)
REMEMBERED = timedelta(days=7)
PROCESSES = Path("/proc")
# Processes that ended and that nobody has asked about yet.
ENDED = ("Z", "X")


def _boot() -> str:
    """Another one after each start of the machine; empty where it does not tell."""
    try:
        return (PROCESSES / "sys/kernel/random/boot_id").read_text()[:8]
    except OSError:
        return ""


HERE = f"{socket.gethostname()[:30]}/{_boot()}"


def new_name() -> str:
    """The machine and its start, the process and its start, and which of its workers."""
    return f"{HERE} {os.getpid()} {_began(os.getpid()) or int(time.time())} {secrets.token_hex(3)}"


def note(name: str) -> None:
    now = timezone.now()
    if not MailWorker.objects.filter(name=name).update(seen_at=now):
        MailWorker.objects.get_or_create(name=name)
        MailWorker.objects.filter(seen_at__lt=now - REMEMBERED).delete()


def last_seen() -> datetime | None:
    """When any worker was last seen; None if there never was one."""
    return MailWorker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()


def at_work() -> datetime | None:
    """When a worker was last seen that may still run; None where each has ended, or was not seen for long."""
    lately = MailWorker.objects.filter(seen_at__gt=timezone.now() - LEASE)
    seen = dict(lately.values_list("name", "seen_at"))
    return max((when for name, when in seen.items() if not _ended_here(name)), default=None)


def in_words(seen: datetime | None) -> str:
    """For the desk and for the health check: "The mail worker was last seen 3 seconds ago"."""
    if seen is None:
        return "The mail worker was never seen"
    seconds = max(int((timezone.now() - seen).total_seconds()), 0)
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            count = seconds // length
            return f"The mail worker was last seen {count} {unit}{'' if count == 1 else 's'} ago"
    return f"The mail worker was last seen {seconds} second{'' if seconds == 1 else 's'} ago"


def is_late(seen: datetime | None) -> bool:
    """Whether somebody should look why no mail is sent."""
    return seen is None or seen < timezone.now() - LEASE


def gone(names: set[str]) -> list[str]:
    """Those of `names` whose process has ended, or was not seen for so long that it must have."""
    seen = dict(MailWorker.objects.filter(name__in=names).values_list("name", "seen_at"))
    return [name for name in names if is_late(seen.get(name)) or _ended_here(name)]


def wrote_before_the_machine_started_again(name: str) -> bool:
    return name.partition(" ")[0] != HERE


def _ended_here(name: str) -> bool:
    machine, _, rest = name.partition(" ")
    if machine != HERE:
        return False
    pid, began, _ = rest.split(" ")
    if PROCESSES.is_dir():
        return _began(int(pid)) != int(began)
    try:
        os.kill(int(pid), signal.SIG_DFL)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _began(pid: int) -> int | None:
    """When the process began, counted from the start of the machine; None if it is not there any more."""
    try:
        # The name of the program, in brackets, may hold spaces.
        state, *rest = (PROCESSES / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if state in ENDED else int(rest[18])

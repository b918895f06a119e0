"""Knows a database that was put back from a copy: what waits in it may have been sent since the copy was made.

Each time that mail is taken up, the database and a file outside of it are given the same time. An older time in the
database than in the file, or a file that is not the one that was written here, tells of a copy. From then on nothing is
queued or sent until staff allow it.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from careers.models import Restore

from .. import gone
from ..models import Mailing, OutboxMark
from . import outbox

OLDER = "The database was put back to an earlier state, and this may have been sent since"
ELSEWHERE = "The database came here from another place, and this may have been sent there"
COPIED = "The folder with the site's data was copied or put back, and this may have been sent meanwhile"


@dataclass(frozen=True)
class Written:
    when: datetime
    # A copy of the folder has the file under another number.
    is_the_file_written_here: bool


def read() -> Written | None:
    """What the file says; None where there is none, or it cannot be read."""
    file: Path | None = settings.MAIL_MARK
    try:
        when, number = file.read_text().split() if file else ("", "")
        return Written(datetime.fromisoformat(when), int(number) == file.stat().st_ino)
    except (OSError, ValueError):
        return None


def why(mark: OutboxMark, written: Written | None) -> str:
    """Why what waits in this database must wait for staff; empty where it need not."""
    if settings.MAIL_MARK is None:
        return ""
    if mark.taken_up_at is None:
        return OLDER if written and _waiting_since_before(written.when).exists() else ""
    if written is None:
        return ELSEWHERE
    if written.when > mark.taken_up_at:
        return OLDER
    return "" if written.is_the_file_written_here else COPIED


def suspects(mark: OutboxMark, written: Written | None) -> QuerySet[Mailing]:
    """What may have been sent since the copy was made.

    A database that has sent nothing yet may be a copy of one from before its first mail, or a new one beside an old
    file: what came into it after the file was written is its own.
    """
    is_before_first = mark.taken_up_at is None and written is not None
    return _waiting_since_before(written.when) if is_before_first else Mailing.objects.all()


def stops_mail() -> bool:
    """Whether mail waits for staff: because of a restore that they know of, or of one that shows only now."""
    if is_waiting():
        return True
    if not why(OutboxMark.objects.filter(pk=1).first() or OutboxMark(), read()):
        return False
    # Another mail worker may have written both between the two looks.
    with transaction.atomic():
        if not why(OutboxMark.locked(), read()):
            return False
    # Before the mark is right again, or what is cut short here would never be done.
    gone.forget_again()
    with transaction.atomic():
        mark, written = OutboxMark.locked(), read()
        when = _stop(mark, written)
    write(when)
    return is_waiting()


def is_waiting() -> bool:
    return Restore.objects.filter(allowed_at=None).exists()


def _stop(mark: OutboxMark, written: Written | None) -> datetime:
    if (reason := why(mark, written)) and not is_waiting():
        outbox.hold(suspects(mark, written), because=reason)
        Restore.objects.create(because=reason)
    return set_mark(mark, written, timezone.now())


def set_mark(mark: OutboxMark, written: Written | None, now: datetime) -> datetime:
    """Later than any time that was written before, whatever this machine's clock says."""
    before = [when for when in (mark.taken_up_at, written and written.when) if when]
    mark.taken_up_at = max([now, *(when + timedelta(microseconds=1) for when in before)])
    mark.save()
    return mark.taken_up_at


def allow_mail(by) -> int:
    """Staff say that mail goes out again; 0 where somebody has said so already."""
    return Restore.objects.filter(allowed_at=None).update(allowed_at=timezone.now(), allowed_by=by)


def _waiting_since_before(when: datetime) -> QuerySet[Mailing]:
    waiting = Mailing.objects.filter(state__in=[Mailing.State.QUEUED, Mailing.State.SENDING])
    return waiting.filter(created_at__lt=when)


def write(when: datetime) -> None:
    """To be called once the database has `when`, and before anything is sent.

    What is written is as long each time, and over what was there: a machine that stops leaves the one or the other.
    """
    file: Path | None = settings.MAIL_MARK
    if file is None:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        text = f"{when.astimezone(UTC).isoformat(timespec='microseconds')} {os.fstat(handle).st_ino:020}\n"
        os.write(handle, text.encode())
    finally:
        os.close(handle)

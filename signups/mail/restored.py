"""Knows a database that was put back from a copy: what waits in it may have been sent since the copy was made.

Each time that mail is taken up, the database and a file outside of it are given the same time. An older time in the
database than in the file, or a file that is not the one that was written here, tells of a copy.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from ..models import Mailing, OutboxMark, SignupRequest

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


def has_forms_of_before(written: Written | None) -> bool:
    """Whether forms wait to be taken up that came with the copy: their mails may have been sent since."""
    forms = SignupRequest.objects.all()
    return (forms.filter(received_at__lt=written.when) if written else forms).exists()


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

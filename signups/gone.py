"""Who was erased or unsubscribed lately, kept outside of the database: a backup that is put back would bring them back.

Of each the file has the time and a hash with the site's key, of a question that was erased its number; no address.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .address_hash import hash_of, hashes_of
from .addresses import NotAnAddress
from .models import Question, SignupRequest, Subscription

logger = logging.getLogger(__name__)

ERASED, UNSUBSCRIBED, QUESTION = "erased", "unsubscribed", "question"
# An older backup than this must not be put back.
KEPT = timedelta(days=400)


@dataclass(frozen=True)
class Gone:
    when: datetime
    how: str
    # The hash of an address, or the number of a question.
    whom: str


def note(how: str, whom: str) -> None:
    """Once the transaction is over that erases them."""
    transaction.on_commit(partial(_append, Gone(timezone.now(), how, whom)), robust=True)


def note_address(how: str, email: str) -> None:
    try:
        note(how, hash_of(email))
    except NotAnAddress:
        # Nothing can be sent there, and no list brings it back.
        return


def _append(gone: Gone) -> None:
    file: Path | None = settings.GONE_LIST
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _alone(file), os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600), "ab") as handle:
            handle.write(_line(gone))
    except OSError as error:
        # Erasing goes first; what is missing here matters only to a restore.
        logger.error("Somebody who was erased could not be noted for restores: %s", error.strerror)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Nobody else writes meanwhile. The lock is a file of its own, for the list is replaced by another."""
    with os.fdopen(os.open(file.with_suffix(".lock"), os.O_CREAT | os.O_WRONLY, 0o600), "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _line(gone: Gone) -> bytes:
    return f"{gone.when.astimezone(UTC).isoformat()} {gone.how} {gone.whom}\n".encode()


def noted() -> Iterator[Gone]:
    file: Path | None = settings.GONE_LIST
    try:
        lines = file.read_text().splitlines() if file else []
    except OSError:
        return
    for line in lines:
        try:
            when, how, whom = line.split()
            yield Gone(datetime.fromisoformat(when), how, whom)
        # One that was cut short by a full disk.
        except ValueError:
            continue


def forget_again() -> None:
    """Erase and unsubscribe again whoever came back with a restored database.

    Whoever signed up or asked after they had gone is not meant.
    """
    # It notes here whom it erases.
    from . import personal_data

    all_gone = list(noted())
    erased, unsubscribed = _by_hash(all_gone, ERASED), _by_hash(all_gone, UNSUBSCRIBED)
    for email in _back(erased):
        personal_data.erase(email)
    for row in Subscription.objects.confirmed() if unsubscribed else ():
        if _went_after(row.confirmed_at or row.created_at, row.email, unsubscribed):
            row.end()
    for one in all_gone:
        if one.how == QUESTION:
            for question in Question.objects.filter(pk=one.whom, created_at__lt=one.when):
                personal_data.erase_asker(question)


def _by_hash(all_gone: list[Gone], how: str) -> dict[str, Gone]:
    """The last time of each address."""
    return {one.whom: one for one in all_gone if one.how == how}


def _back(erased: dict[str, Gone]) -> set[str]:
    if not erased:
        return set()
    known = [
        *Subscription.objects.values_list("email", "created_at"),
        *Question.objects.exclude(email="").values_list("email", "created_at"),
        *SignupRequest.objects.values_list("email", "received_at"),
    ]
    return {email for email, since in known if _went_after(since, email, erased)}


def _went_after(since: datetime, email: str, gone: dict[str, Gone]) -> bool:
    try:
        return any(gone[key].when > since for key in hashes_of(email) if key in gone)
    except NotAnAddress:
        return False


def expire() -> None:
    """Leave out what is so old that no backup of its time is put back."""
    file: Path | None = settings.GONE_LIST
    if file is None or not file.exists():
        return
    with _alone(file):
        all_gone = list(noted())
        kept = [one for one in all_gone if one.when > timezone.now() - KEPT]
        if len(kept) < len(all_gone):
            _replace(file, kept)


def _replace(file: Path, kept: list[Gone]) -> None:
    new = file.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
        handle.writelines(map(_line, kept))
        handle.flush()
        os.fsync(handle.fileno())
    new.replace(file)

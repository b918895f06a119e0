"""Mail that is written into files where a site has no mail server: what is in them of somebody who is erased."""

import email
import email.policy
import os
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.utils import timezone

# Those that write them; with any other, EMAIL_FILE_PATH may be anything.
BACKENDS = (".private_files.Mailbox", ".filebased.EmailBackend")
# Each ends a mail so.
END = b"\n" + b"-" * 79 + b"\n"


def forget(is_of_person: Callable[[str], bool]) -> int:
    """Delete each mail of which any header or text is of the person; how many went."""
    count = 0
    for path in _files():
        try:
            mails = path.read_bytes().split(END)
        except FileNotFoundError:
            continue
        kept = [mail for mail in mails if not (mail.strip() and is_of_person(_words(mail)))]
        if len(kept) < len(mails):
            count += len(mails) - len(kept)
            _write(path, kept)
    return count


def expire() -> int:
    """Delete the files of which nobody needs to know any more; how many."""
    limit = (timezone.now() - timedelta(days=settings.MAIL_RETENTION_DAYS)).timestamp()
    old = [path for path in _files() if path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _files() -> list[Path]:
    if not settings.EMAIL_BACKEND.endswith(BACKENDS):
        return []
    return sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"))


def _write(path: Path, mails: list[bytes]) -> None:
    """A file without mails goes; another is replaced at once, and stays the site's alone."""
    if not any(mail.strip() for mail in mails):
        path.unlink(missing_ok=True)
        return
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(END.join(mails))
    new.replace(path)


def _words(mail: bytes) -> str:
    """What its reader reads: headers and texts, without the codes in which they travel."""
    read: EmailMessage = email.message_from_bytes(mail, policy=email.policy.default)
    parts = [part.get_content() for part in read.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(str(value) for value in read.values()), *parts])

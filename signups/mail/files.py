"""Mail that is written into files where a site has no mail server: what is in them of somebody who is erased."""

import email
import email.policy
import fcntl
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
    return sum(_forget_in(path, is_of_person) for path in _files())


def _forget_in(path: Path, is_of_person: Callable[[str], bool]) -> int:
    """Whoever writes mail into the file waits meanwhile, and so does this for them."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return 0
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not os.fstat(file.fileno()).st_nlink:
            # Somebody else was quicker, and replaced it.
            return _forget_in(path, is_of_person)
        mails = file.read().split(END)
        kept = [mail for mail in mails if not (mail.strip() and is_of_person(_words(mail)))]
        if len(kept) < len(mails):
            _write(path, kept)
    return len(mails) - len(kept)


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
    parts = [_text_of(part) for part in read.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(str(value) for value in read.values()), *parts])


def _text_of(part: EmailMessage) -> str:
    try:
        return part.get_content()
    # Of letters that nobody knows by this name.
    except (LookupError, TypeError, ValueError):
        return (part.get_payload(decode=True) or b"").decode("utf-8", "replace")

"""Files with people's addresses and passwords are the site's alone: other users of the machine cannot read them."""

import fcntl
import os
import secrets
import stat
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

# SQLite's own companions of a database, and the files by which the site's commands wait for each other.
COMPANIONS = ("", "-wal", "-shm", "-journal", "-import", "-search-rebuild", "-checkpoints", "-backup")


def close_to_others(path: Path) -> None:
    """Take from a file or a folder what the group and others may do with it, where it is ours and there."""
    try:
        found = path.stat()
        if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO) and found.st_uid == os.geteuid():
            path.chmod(stat.S_IMODE(found.st_mode) & stat.S_IRWXU)
    except FileNotFoundError:
        return


def database_file(given: dict) -> Path | None:
    """Where a database of `settings.DATABASES` lies, if it is a file."""
    name = str(given["NAME"])
    is_file = given["ENGINE"].endswith(".sqlite3") and not name.startswith("file:") and ":memory:" not in name
    return Path(name) if is_file and name else None


def close_database(given: dict) -> None:
    if database := database_file(given):
        for companion in COMPANIONS:
            close_to_others(database.with_name(f"{database.name}{companion}"))


def make_database(given: dict) -> None:
    """An empty file that only the site may read, before SQLite makes one that everybody may."""
    database = database_file(given)
    if database:
        database.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(database, os.O_CREAT | os.O_RDWR, 0o600))


def close_all() -> None:
    """What earlier editions of the site left open."""
    for given in settings.DATABASES.values():
        close_database(given)
    close_to_others(settings.VAR_DIR / "secret_key")
    mail = settings.VAR_DIR / "mail"
    close_to_others(mail)
    for letter in mail.glob("*") if mail.is_dir() else ():
        close_to_others(letter)


def mend_when_connected(sender, connection: BaseDatabaseWrapper, **kwargs) -> None:
    """SQLite gives its companions the mode of the database, which whoever ran another command may have made."""
    close_database(connection.settings_dict)


class Mailbox(EmailBackend):
    """Mail that is not sent but written into files, for a site without a mail server."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        close_to_others(Path(self.file_path))

    def _get_filename(self) -> str:
        # Django's own is the same for all that a process sends within a second.
        return str(Path(self.file_path) / f"{timezone.localtime():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}.log")

    def open(self) -> bool:
        is_new = super().open()
        os.fchmod(self.stream.fileno(), 0o600)
        return is_new

    def write_message(self, message: EmailMessage) -> None:
        """Not while somebody is erased from the file; what replaced it then, this process has not opened."""
        fcntl.flock(self.stream, fcntl.LOCK_EX)
        if not os.fstat(self.stream.fileno()).st_nlink:
            self.close()
            self.open()
            fcntl.flock(self.stream, fcntl.LOCK_EX)
        super().write_message(message)
        self.stream.flush()
        fcntl.flock(self.stream, fcntl.LOCK_UN)

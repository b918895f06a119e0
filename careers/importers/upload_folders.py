"""The private folders in which the files of imports lie that staff begin; what is left of one is removed in time."""

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from ..models import ImportRun

# So long may somebody try again with the files of an import that failed.
KEPT = timedelta(days=7)
# What has no import yet may be on its way.
ON_ITS_WAY = timedelta(days=1)
# So long it is known of an import what became of its files.
REMEMBERED = timedelta(days=365)
LONGEST_NAME = 200  # bytes; file systems end at 255
LONGEST_ENDING = 20
_FOLDER = re.compile(r"[0-9a-f]{32}")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\]")


def place() -> Path:
    """Where all of them lie, which nobody but the site can look into."""
    folder = Path(settings.VAR_DIR).absolute() / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def folder_of(run: ImportRun) -> Path:
    """The files of an import; publishers' names and the folder's stand in what is said of them."""
    return place() / run.folder / run.source


def has_files(run: ImportRun) -> bool:
    folder = folder_of(run)
    return folder.is_dir() and any(folder.iterdir())


class NewFolder:
    """A folder for the files of an import to come; `keep` it, or it goes at the end of the `with`."""

    def __init__(self, source: str) -> None:
        self.name, self.is_kept = secrets.token_hex(16), False
        self.path = place() / self.name / source

    def keep(self) -> None:
        self.is_kept = True


@contextmanager
def new_folder(source: str) -> Iterator[NewFolder]:
    new = NewFolder(source)
    new.path.parent.mkdir(mode=0o700)
    new.path.mkdir(mode=0o700)
    try:
        yield new
    finally:
        if not new.is_kept:
            shutil.rmtree(new.path.parent, ignore_errors=True)


def remove_files_of(run: ImportRun) -> None:
    shutil.rmtree(place() / run.folder, ignore_errors=True)


def safe_name(name: str) -> str:
    """A name as the publishers gave it, for importers go by it, without what could lead elsewhere."""
    cleaned = _UNSAFE.sub("_", name).strip().lstrip(".") or "file"
    stem, ending = os.path.splitext(cleaned)
    ending = _cut(ending, LONGEST_ENDING)
    return _cut(stem, LONGEST_NAME - len(ending.encode())) + ending


def _cut(text: str, most: int) -> str:
    """No longer than so many bytes."""
    return text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")


def remove_old() -> None:
    """Forget imports of long ago, and remove the files of those that are over, or were never begun."""
    now = timezone.now()
    ImportRun.objects.notice_interrupted()
    ImportRun.objects.filter(finished_at__lt=now - REMEMBERED).delete()
    # The folders first: of each of them that an import has by now, the row is read.
    folders = [folder for folder in place().iterdir() if _FOLDER.fullmatch(folder.name)]
    rows = ImportRun.objects.values_list("folder", "state", "finished_at")
    is_needed = {name: _is_needed(state, finished_at, now) for name, state, finished_at in rows}
    for folder in folders:
        if not is_needed.get(folder.name, _may_be_on_its_way(folder, now)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_needed(state: str, finished_at: datetime | None, now: datetime) -> bool:
    if state in ImportRun.AT_WORK:
        return True
    return state in ImportRun.STOPPED and finished_at is not None and finished_at > now - KEPT


def _may_be_on_its_way(folder: Path, now: datetime) -> bool:
    try:
        changed_at = folder.stat().st_mtime
    except FileNotFoundError:
        # Somebody else removed it meanwhile.
        return False
    return now - datetime.fromtimestamp(changed_at, tz=now.tzinfo) <= ON_ITS_WAY

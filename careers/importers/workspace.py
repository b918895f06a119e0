"""The folder that an import unpacks zips into; what a killed import left of one is removed by the next."""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Not "careerinfo-" alone: earlier editions unpack into folders of that name and lock none, and one of them may serve
# another site of this machine.
PREFIX = "careerinfo-import-"
_NAME = re.compile(rf"{PREFIX}[a-z0-9_]{{8}}")
_UNPACKED = re.compile(r"unpacked-\d+(\.\w{1,4})?", re.ASCII)


@contextmanager
def workspace() -> Iterator[Path]:
    """A folder of this process alone; the lock on it ends with the process, however that ends."""
    remove_abandoned()
    folder, lock = _made()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def remove_abandoned() -> None:
    """Remove the folders of imports that were killed: those that no process holds. Only what an import made goes."""
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).iterdir():
            if _NAME.fullmatch(folder.name) and not folder.is_symlink():
                _remove_if_abandoned(folder)


def _remove_if_abandoned(folder: Path) -> None:
    # Other users' folders, and those that another process removes at the same time, are not ours to worry about.
    with suppress(OSError):
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(lock).st_uid == os.geteuid() and all(map(_is_unpacked, os.listdir(folder))):
                shutil.rmtree(folder)
        finally:
            os.close(lock)


def _is_unpacked(name: str) -> bool:
    return bool(_UNPACKED.fullmatch(name))


def _made() -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        with suppress(FileNotFoundError):
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            # Another import may have taken it for an abandoned one before it was locked.
            if folder.exists():
                return folder, lock
            os.close(lock)

"""Files that come with a form, written into their folder as they come: no more of one than a piece is in memory."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from .faults import FULL
from .upload_folders import safe_name

MB = 1024**2
MOST_FILES = 80
# What is left for the database, which gets their rows, and for unpacked zips.
ROOM_LEFT = 500 * MB
PIECE = 256 * 1024


@dataclass(frozen=True)
class Received:
    name: str
    size: int


def megabytes(size: float) -> str:
    return f"{size / MB:,.0f} MB"


def most_bytes() -> int:
    return settings.IMPORT_UPLOAD_MB * MB


def too_large(size: int) -> str:
    return (
        f"These files have {megabytes(size)} together or more, and at most {megabytes(most_bytes())} are taken at "
        "once. Import them one after the other."
    )


def refusal_of(size: int, folder: Path) -> str:
    """Why an upload of `size` bytes is not begun, in words; "" where it may be."""
    if size > most_bytes():
        return too_large(size)
    free = shutil.disk_usage(folder).free
    if free < size + ROOM_LEFT:
        return (
            f"The server's disk has {megabytes(free)} free, and this takes {megabytes(size + ROOM_LEFT)} with what is "
            "made of the files. Ask whoever runs the server to make room."
        )
    return ""


class IntoFolder(FileUploadHandler):
    """Writes each file of a form into a folder.

    `problem` says why one could not be taken. What comes after is thrown away: browsers show no answer before they have
    sent everything, and what was typed beside the files is still read.
    """

    chunk_size = PIECE

    def __init__(self, request: HttpRequest, folder: Path) -> None:
        super().__init__(request)
        self.folder = folder
        self.received: list[Received] = []
        self.problem = ""
        self._size = 0
        self._out: int | None = None
        self._names: set[str] = set()

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        if len(self.received) == MOST_FILES:
            self._stop(f"More than {MOST_FILES} files came. Put them into a zip, or import them one after the other.")
        if self.problem:
            return
        self._name, self._begun_at = self._free_name(), self._size
        path = self.folder / self._name
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            self._out = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            self._stop(_words_for(error))

    def _free_name(self) -> str:
        """Its own name, in a folder of its own where another file has that already."""
        name = safe_name(self.file_name)
        if name.casefold() in self._names:
            name = f"{len(self.received) + 1}/{name}"
        self._names.add(name.casefold())
        return name

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._out is None:
            return
        self._size += len(raw_data)
        if self._size > most_bytes():
            self._stop(too_large(self._size))
            return
        try:
            left = memoryview(raw_data)
            while left:
                left = left[os.write(self._out, left) :]
        except OSError as error:
            self._stop(_words_for(error))

    def file_complete(self, file_size: int) -> None:
        if self._out is not None:
            self._close()
            self.received.append(Received(self._name, self._size - self._begun_at))

    def upload_interrupted(self) -> None:
        self._close()

    def _stop(self, problem: str) -> None:
        self._close()
        self.problem = self.problem or problem

    def _close(self) -> None:
        if self._out is not None:
            os.close(self._out)
            self._out = None


def _words_for(error: OSError) -> str:
    if error.errno in FULL:
        return "The server's disk is full: nothing of this was kept. Ask whoever runs the server to make room."
    return f"The server could not write the files: {error.strerror}. Nothing of this was kept."

"""A release in the files of an import, and who recognises those that come in one file each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from ..models.data_sets import data_set

if TYPE_CHECKING:
    from .oews import OewsFile
    from .reading import Book, SourceFile, Table


class Watch(Protocol):
    """Looks through the rows of a release while they are read, for what is strange though it can be read."""

    def take(self, rows: Iterable) -> None: ...

    @property
    def warning(self) -> str:
        """What staff should know of it; "" where nothing is odd."""


@dataclass
class Found:
    """One release in the files: what it is, and how to read its rows.

    `note` says how it was told what the files are, `oddity` what is strange in them beside other files.
    """

    data_set: str
    period: str
    as_of: date
    rows: Callable[[], Iterator]
    files: list[SourceFile]
    tables: list[Table]
    label: str = ""
    top_code_annual: int | None = None
    top_code_hourly: Decimal | None = None
    oews_files: tuple[OewsFile, ...] = ()
    note: str = ""
    oddity: str = ""
    watch: Callable[[Found], Watch] | None = None

    def __str__(self) -> str:
        return f"{data_set(self.data_set).label}, {self.label or self.period}"


class Recogniser(Protocol):
    """Of releases that are one file each; a module can be one."""

    def recognises(self, book: Book) -> bool:
        """Whether a file passes for such a release: whatever is wrong with it, `found_in` says."""

    def found_in(self, book: Book, source: SourceFile) -> Found:
        """The release that a file is; BadFile where it is none."""


_of_one_file: list[Recogniser] = []


def recognise_by(*recognisers: Recogniser) -> None:
    """Let imports ask these too."""
    _of_one_file.extend(one for one in recognisers if one not in _of_one_file)


def of_one_file() -> list[Recogniser]:
    return _of_one_file

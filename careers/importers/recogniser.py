"""What every importer answers of an import's files: which are its own, and which releases they hold.

An importer is named by the records of its data sets (`importer` in `careers/models/data_sets.py`). One whose releases
are one file each says no more than `recognises` and `release_in`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from ..models.data_sets import data_set, registered
from .files import BadFile, LeftAlone, Refused
from .publishers import refuse_unlikely

if TYPE_CHECKING:
    from ..models import Release
    from .opened_files import OpenedFiles
    from .reading import Book, SourceFile, Table


@dataclass(frozen=True)
class Stated:
    """What whoever imports says of files that do not tell it: `period` ("May 2024") and `label` ("29.3")."""

    period: str = ""
    label: str = ""

    @cached_property
    def year(self) -> int | None:
        """The period's year; BadFile where it has none."""
        if not self.period:
            return None
        year = self.period.removeprefix("May ")
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise BadFile(f"“{self.period}” is not a period of these figures; write it as “May 2024”.")
        refuse_unlikely(int(year))
        return int(year)


class RowCheck:
    """Looks at all rows of a release while they are read; `oddity` is what staff should know of them, if anything."""

    oddity = ""

    def take(self, rows: Iterable) -> None:
        pass


@dataclass(frozen=True)
class ReleaseKey:
    """Of each data set there is one release for a period."""

    data_set: str
    period: str


@dataclass(frozen=True)
class RecognisedRelease:
    """One release in the files: what it is, and how to read its rows."""

    data_set: str
    period: str
    as_of: date
    rows: Callable[[], Iterator]
    files: list[SourceFile]
    tables: list[Table]
    label: str = ""
    # To be told to whoever imports it.
    note: str = ""
    # What is strange in its files beside others, which staff are told as long as it is so.
    oddity: str = ""
    # What else the Release has, by the names of its fields.
    values: dict = field(default_factory=dict)
    check: Callable[[], RowCheck] = RowCheck

    @property
    def key(self) -> ReleaseKey:
        return ReleaseKey(self.data_set, self.period)

    def __str__(self) -> str:
        return f"{data_set(self.data_set).label}, {self.label or self.period}"

    def close(self) -> None:
        for table in self.tables:
            table.book.close()


@dataclass(frozen=True)
class NotImported:
    """A release that is left out of an import, and why, as the rest of a sentence."""

    release: RecognisedRelease
    why: str


@dataclass
class Recognition:
    """What becomes of the files of an import."""

    releases: list[RecognisedRelease] = field(default_factory=list)
    unchanged: list[SourceFile] = field(default_factory=list)
    left_alone: list[LeftAlone] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    not_imported: list[NotImported] = field(default_factory=list)
    # Publishers' files of which nothing may be read.
    known: list[SourceFile] = field(default_factory=list)

    def refuse(self, source: SourceFile, problem: BadFile) -> None:
        self.refused.append(Refused(source, problem))

    def leave(self, source: SourceFile, why: str) -> None:
        self.left_alone.append(LeftAlone(source, why))


class Recogniser:
    """An importer's answers in one import."""

    def __init__(self, stated: Stated):
        self.stated = stated
        self.releases: list[RecognisedRelease] = []

    def recognises(self, book: Book) -> bool:
        """Whether a file passes for one of this importer's: whatever is wrong with it, `release_in` says."""
        raise NotImplementedError

    def release_in(self, book: Book) -> RecognisedRelease:
        """The release that a file is; BadFile where it is none, NotUsed where none is made of it."""
        raise NotImplementedError

    def take(self, book: Book) -> bool:
        """Whether a file is this importer's, which then keeps it in mind; BadFile and NotUsed as `release_in`."""
        if not self.recognises(book):
            return False
        self.releases.append(self.release_in(book))
        return True

    def take_incomplete(self, book: Book) -> bool:
        """The same of a file that no importer takes, which would be this one's if it had lost no column."""
        return False

    def reads_again(self, source: SourceFile, release: Release) -> bool:
        """Whether a file that was read before, into `release`, is read again beside those that were taken."""
        return False

    def finish(self, files: OpenedFiles, recognition: Recognition) -> None:
        """All files were looked at: tell which releases they hold, and what is to be done with the others."""
        recognition.releases += self.releases

    def complete(self, releases: list[RecognisedRelease]) -> list[RecognisedRelease]:
        """All that will be imported, with what is only known when it is known which those are."""
        return releases


class NotUsed(Exception):
    """Why nothing is read of a file that an importer knows, as the rest of "This is ..."."""


def importers() -> list[type[Recogniser]]:
    """Those of all data sets that are registered, each once, in the order in which they are asked."""
    paths = dict.fromkeys(record.importer for record in registered() if record.importer)
    return [import_string(path) for path in paths]

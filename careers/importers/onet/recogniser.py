"""The files of O*NET releases: the tables of one folder, or of several with the same number, are one release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePath, PurePosixPath

from ...models import Release, data_sets
from .. import contents, publishers, refusals
from ..files import BadFile, SourceFile
from ..opened_files import OpenedFiles
from ..reading import Book, Table
from ..recogniser import RecognisedRelease, Recogniser, Recognition, Stated
from . import read_mes
from .collector import Collector, OnetRow
from .editions import OnetRelease, label_in_name, release_date, release_in_read_me
from .incomplete import Incomplete, incomplete, table_in
from .tables import UNUSED
from .taxonomy import refuse_older_taxonomy


@dataclass(frozen=True)
class OnetTable:
    """A file with a table of O*NET's; `name` is ours for it, or UNUSED."""

    name: str
    table: Table

    @property
    def file(self) -> SourceFile:
        return self.table.file

    @property
    def is_used(self) -> bool:
        return self.name != UNUSED


@dataclass
class OnetFolder:
    """The files of one folder, or of all folders of one release; `release` as far as it is known."""

    path: str
    tables: list[OnetTable] = field(default_factory=list)
    files: list[SourceFile] = field(default_factory=list)
    release: OnetRelease | None = None
    read_me: SourceFile | None = None

    def add(self, folder: OnetFolder, release: OnetRelease) -> None:
        """Take in another, which is of `release`; a Read Me tells better than a name when that came out."""
        known = self.release or release
        self.release = replace(release if folder.release else known, note=known.note or release.note)
        self.tables += folder.tables
        self.files += folder.files


class OnetRecogniser(Recogniser):
    def __init__(self, stated: Stated):
        super().__init__(stated)
        self._folders: dict[str, OnetFolder] = {}
        self._incomplete: list[Incomplete] = []
        self._read_before: dict[SourceFile, Release] = {}

    def take(self, book: Book) -> bool:
        if read_me := _read_me_in(book):
            folder = self._folder_of(book.file)
            folder.release, folder.read_me = read_me, book.file
            folder.files.append(book.file)
            return True
        name, table = table_in(book)
        if name is None:
            return False
        if name == UNUSED:
            book.close()
            if self.take_incomplete(book):
                return True
        folder = self._folder_of(book.file)
        folder.tables.append(OnetTable(name, table))
        folder.files.append(book.file)
        return True

    def take_incomplete(self, book: Book) -> bool:
        name, table = table_in(book)
        if found := incomplete(table, name):
            self._incomplete.append(found)
        return found is not None

    def reads_again(self, source: SourceFile, release: Release) -> bool:
        """A release is read whole or not at all: a known table is read with a new one that lies beside it."""
        if release.data_set != data_sets.ONET:
            return False
        folder = self._folders.get(source.folder)
        is_beside = bool(folder) and any(one.is_used for one in folder.tables)
        if not is_beside:
            self._read_before[source] = release
        return is_beside

    def finish(self, files: OpenedFiles, recognition: Recognition) -> None:
        for one in self._incomplete:
            _leave_or_refuse(one, files, recognition)
        place = {source: number for number, source in enumerate(files.sources)}
        for folder in self._folders.values():
            folder.tables.sort(key=lambda table: place[table.file])
            folder.files.sort(key=place.get)
            recognition.known += [table.file for table in folder.tables]
        recognition.releases += map(_recognised, self._releases(recognition))
        alone = {one.read_me: one.release.label for one in self._folders.values() if one.read_me and not one.tables}
        recognition.left_alone += read_mes.beside_other_tables(alone, self._read_before)

    def _folder_of(self, source: SourceFile) -> OnetFolder:
        return self._folders.setdefault(source.folder, OnetFolder(source.folder))

    def _releases(self, recognition: Recognition) -> Iterable[OnetFolder]:
        by_label: dict[str, OnetFolder] = {}
        for folder in self._folders.values():
            if not any(table.is_used for table in folder.tables):
                continue
            try:
                release = _release_of(folder, self.stated.label)
                publishers.refuse_unlikely(release.released.year, file=(folder.read_me or folder.files[0]).name)
            except BadFile as problem:
                recognition.refuse(folder.tables[0].file, problem)
            else:
                by_label.setdefault(release.label, OnetFolder(folder.path)).add(folder, release)
        return by_label.values()


def _read_me_in(book: Book) -> OnetRelease | None:
    is_prose = book.text and all(len(row) < 4 for row in book.head())
    return release_in_read_me(contents.beginning(book.file.path)) if is_prose else None


def _leave_or_refuse(one: Incomplete, files: OpenedFiles, recognition: Recognition) -> None:
    """Nothing is lost where the release has the whole table in another file, or nothing else is O*NET's."""
    book = one.table.book
    beside = [_name_in(other) for other in files.beside(book.file)]
    if one.name != "skills" and one.name in beside:
        recognition.leave(book.file, refusals.UNKNOWN)
    elif one.is_sure or any(beside):
        recognition.refuse(book.file, refusals.with_its_words(one.problem, book))
    else:
        refusals.sort_out_unknown(book, recognition)


def _name_in(book: Book) -> str | None:
    try:
        return table_in(book)[0]
    except BadFile:
        return None


def _release_of(folder: OnetFolder, stated: str) -> OnetRelease:
    file, told = folder.files[0].name, folder.release
    if stated and told and stated != told.label:
        raise BadFile(f"The files say that they are of O*NET {told.label}, not {stated}.", file=file)
    if told or stated:
        return told or OnetRelease(stated, release_date(stated))
    if named := _release_in_names(folder):
        return named
    for one in folder.tables:
        refuse_older_taxonomy(one.table)
    raise BadFile(
        "The files do not tell which O*NET release they are of; give its number, such as --release 29.3.", file=file
    )


def _release_in_names(folder: OnetFolder) -> OnetRelease | None:
    """What the name of a zip, file or folder tells, with a note that says so: a name is no proof."""
    zip_name, _, inner = folder.files[0].name.rpartition(": ")
    names = {"zip": [PurePosixPath(zip_name).name], "file": [PurePosixPath(inner).name]}
    names["folder"] = [*reversed(PurePosixPath(inner).parts[:-1]), PurePath(folder.path).name]
    for what, of_kind in names.items():
        for name in of_kind:
            if label := label_in_name(name):
                note = f"O*NET: release {label}, taken from the {what}'s name, “{name}”."
                return OnetRelease(label, release_date(label), note)
    return None


def _recognised(folder: OnetFolder) -> RecognisedRelease:
    release = folder.release
    return RecognisedRelease(
        data_sets.ONET,
        publishers.month_and_year(release.released),
        release.released,
        partial(_rows_of, folder),
        folder.files,
        [one.table for one in folder.tables if one.is_used],
        label=release.label,
        note=release.note,
    )


def _rows_of(folder: OnetFolder) -> Iterator[OnetRow]:
    collector = Collector(folder.release.label, folder.release.released)
    for one in folder.tables:
        collector.add(one.name, one.table)
        # Of all tables together, not even the distinct texts should fill the memory.
        one.table.book.close()
    return collector.profiles()

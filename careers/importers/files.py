"""What the user named - files, folders, zips - as one flat list of files, unpacked without trusting any of it."""

import errno
import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path, PurePosixPath, PureWindowsPath

from .contents import ZipDirectory, directory_of

MAX_UNPACKED = 2 * 1024**3
MAX_MEMBERS = 5_000
# Text and workbooks shrink to a tenth or so; what unpacks to 200 times its size is not data.
MAX_RATIO = 200
RATIO_MATTERS_FROM = 50 * 1024**2
CHUNK = 1024 * 1024
BROKEN_ZIP = "This zip is broken or incomplete. Download it again."


class BadFile(Exception):
    """Says in one line, to somebody who is no programmer, what is wrong with a file and where."""

    def __init__(self, message: str, *, file: str = "", sheet: str = "", row: int | None = None, column: str = ""):
        self.message, self.file, self.sheet, self.row, self.column = message, file, sheet, row, column
        places = [
            file,
            f'sheet "{sheet}"' if sheet else "",
            f"row {row}" if row is not None else "",
            f"column {column}" if column else "",
        ]
        where = ", ".join(place for place in places if place)
        super().__init__(" ".join(f"{where}: {message}".split()) if where else message)

    def __reduce__(self):
        return _bad_file, (self.message, self.file, self.sheet, self.row, self.column)


def _bad_file(message, file, sheet, row, column) -> BadFile:
    return BadFile(message, file=file, sheet=sheet, row=row, column=column)


class BadFiles(BadFile):
    """All files of a run that cannot be read; `others` tells whether something could be imported without them."""

    def __init__(self, problems: list[BadFile], *, others: bool = False):
        self.problems, self.others = problems, others
        lines = [str(problem) for problem in problems]
        super().__init__(lines[0] if len(lines) == 1 else "\n".join([f"{len(lines)} files cannot be read:", *lines]))

    def __reduce__(self):
        return _bad_files, (self.problems, self.others)


def _bad_files(problems, others) -> BadFiles:
    return BadFiles(problems, others=others)


@dataclass(frozen=True)
class SourceFile:
    """A file to read: `name` as the user knows it, `folder` the same for all files of one folder or zip folder."""

    name: str
    path: Path
    named: bool
    folder: str

    @cached_property
    def size(self) -> int:
        return self.path.stat().st_size

    @cached_property
    def sha256(self) -> str:
        with self.path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()

    @cached_property
    def directory(self) -> ZipDirectory | None:
        """That of a zip, or of a workbook, which is one inside; None for any other file."""
        return directory_of(self.path)


@dataclass(frozen=True)
class Refused:
    """A file, folder or zip that cannot be read, and why."""

    source: SourceFile
    problem: BadFile


@dataclass(frozen=True)
class LeftAlone:
    """A file of which nothing is read, and why, as the rest of a sentence."""

    source: SourceFile
    why: str


# Told of each file that cannot be read, in place of an exception that would hide the others.
Refuse = Callable[[Refused], object]


def _raise(refused: Refused) -> None:
    raise refused.problem


def source_files(paths: Iterable[Path], workspace: Path, refuse: Refuse = _raise) -> list[SourceFile]:
    """The files at `paths`, those in folders and zips among them; zips are unpacked into `workspace`, a folder.

    Tells `refuse` of what is missing, empty, unreadable, or a zip that is broken, locked or dangerous; by default the
    first such raises its BadFile.
    """
    unpacking = _Unpacking(workspace, refuse)
    return [file for path in paths for file in _expanded(Path(path), unpacking)]


def _expanded(path: Path, unpacking: "_Unpacking") -> Iterator[SourceFile]:
    itself = SourceFile(path.name or str(path), path, named=True, folder=str(path.absolute().parent))
    try:
        sources = _files_of(path) if path.is_dir() else [itself]
    except OSError as problem:
        unpacking.refuse(
            Refused(itself, BadFile(f"This cannot be read: {problem.strerror}.", file=str(problem.filename or path)))
        )
    except BadFile as problem:
        unpacking.refuse(Refused(itself, problem))
    else:
        for source in sources:
            yield from _one(source, unpacking)


def _files_of(folder: Path) -> list[SourceFile]:
    found = [SourceFile(name, path, named=False, folder=str(path.parent)) for name, path in _files_below(folder)]
    if not found:
        raise BadFile("There is no file in this folder.", file=folder.name or str(folder))
    return found


def _files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    def give_up(problem: OSError):
        raise BadFile(f"This folder cannot be read: {problem.strerror}.", file=str(problem.filename)) from problem

    entered = set()
    for parent, folders, files in os.walk(folder, onerror=give_up, followlinks=True):
        # A link may lead back to where the walk has been.
        entered.add(os.path.realpath(parent))
        folders[:] = [
            name
            for name in sorted(folders)
            if not _is_clutter(name) and os.path.realpath(Path(parent, name)) not in entered
        ]
        for name in sorted(files):
            if not _is_clutter(name):
                path = Path(parent, name)
                yield str(Path(folder.absolute().name) / path.relative_to(folder)), path


def _is_clutter(name: str) -> bool:
    """Hidden files, what macOS adds to zips, and the lock files of open workbooks."""
    return name.startswith((".", "~$")) or name == "__MACOSX" or name in ("Thumbs.db", "desktop.ini")


def _one(source: SourceFile, unpacking: "_Unpacking") -> list[SourceFile]:
    try:
        _refuse_unreadable(source)
        return unpacking.members(source) if _is_plain_zip(source) else [source]
    except BadFile as problem:
        unpacking.refuse(Refused(source, problem))
        return []


def _refuse_unreadable(source: SourceFile) -> None:
    try:
        mode = source.path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise BadFile("This is neither a file nor a folder.", file=source.name)
        with source.path.open("rb") as handle:
            empty = not handle.read(1)
    except FileNotFoundError:
        if source.path.is_symlink():
            raise BadFile("This is a link to a file that is not there.", file=source.name) from None
        raise BadFile("There is no such file.", file=str(source.path)) from None
    except OSError as problem:
        raise BadFile(f"This file cannot be read: {problem.strerror}.", file=source.name) from problem
    if empty:
        raise BadFile("This file is empty.", file=source.name)


def _is_plain_zip(source: SourceFile) -> bool:
    """Whether this is a zip of files, rather than a workbook or another document, which are zips inside."""
    with source.path.open("rb") as handle:
        is_zip = handle.read(4).startswith(b"PK")
    if not is_zip or source.directory is None:
        return source.name.lower().endswith(".zip")
    if source.directory.starts_at > 0:
        # Of a zip that was cut off, what ends within it passes for the end of the whole: a workbook among its files.
        raise BadFile(BROKEN_ZIP, file=source.name)
    return not source.directory.names & {"[Content_Types].xml", "mimetype", "Index/Document.iwa", "Index.zip"}


class _Unpacking:
    """Unpacks zips into one workspace, counting the bytes that truly come out over all of them."""

    def __init__(self, workspace: Path, refuse: Refuse):
        self.workspace, self.refuse = workspace, refuse
        self.unpacked = 0
        self.members_seen = 0
        self.numbers = count(1)

    def members(self, source: SourceFile) -> list[SourceFile]:
        try:
            with _read_faults(source):
                archive = zipfile.ZipFile(source.path)
            with archive:
                infos = archive.infolist()
                self._refuse_members(infos, source)
                wanted = [info for info in infos if not info.is_dir() and not _is_clutter_path(info.filename)]
                files = [file for info in wanted for file in self._unpack(archive, info, source)]
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError) as problem:
            raise BadFile(BROKEN_ZIP, file=source.name) from problem
        if not wanted:
            raise BadFile("There is no file in this zip.", file=source.name)
        return files

    def _refuse_members(self, infos: list[zipfile.ZipInfo], source: SourceFile) -> None:
        self.members_seen += len(infos)
        if self.members_seen > MAX_MEMBERS:
            raise BadFile(f"This zip holds too many files: more than {MAX_MEMBERS:,}.", file=source.name)
        for info in infos:
            if _escapes(info.filename):
                raise BadFile(
                    f"A file in this zip wants to be written outside its folder: “{info.filename}”.", file=source.name
                )
            if stat.S_ISLNK(info.external_attr >> 16):
                raise BadFile(f"“{info.filename}” in this zip is a link, not a file.", file=source.name)
            if info.flag_bits & 1:
                raise BadFile("This zip is locked with a password.", file=source.name)

    def _unpack(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: SourceFile) -> list[SourceFile]:
        """The member as a file; none where it cannot be read, though the rest of the zip can."""
        # The member's own name never becomes a path.
        target = self.workspace / f"unpacked-{next(self.numbers)}{_safe_ending(info.filename)}"
        before = self.unpacked
        with _read_faults(source):
            packed = archive.open(info)
        # A disk that is full is no fault of the file: it must be reported as what it is.
        with packed, target.open("xb") as out:
            while chunk := _read(packed, source):
                self.unpacked += len(chunk)
                self._refuse_bomb(self.unpacked - before, info, source)
                out.write(chunk)
        folder = f"{source.path.absolute()}!{PurePosixPath(info.filename).parent}"
        member = SourceFile(f"{source.name}: {info.filename}", target, named=False, folder=folder)
        try:
            _refuse_unreadable(member)
            if _is_plain_zip(member):
                raise BadFile("This zip lies within a zip. Unpack the outer one first.", file=member.name)
        except BadFile as problem:
            self.refuse(Refused(member, problem))
            return []
        return [member]

    def _refuse_bomb(self, size: int, info: zipfile.ZipInfo, source: SourceFile) -> None:
        if self.unpacked > MAX_UNPACKED:
            raise BadFile(
                f"The zips unpack to more than {MAX_UNPACKED / 1024**3:.0f} GB: these are not the publisher's files.",
                file=source.name,
            )
        if size > RATIO_MATTERS_FROM and size > MAX_RATIO * max(info.compress_size, 1):
            raise BadFile(
                f"“{info.filename}” unpacks to more than {MAX_RATIO} times its size: this is not the publisher's file.",
                file=source.name,
            )


def _read(packed, source: SourceFile) -> bytes:
    with _read_faults(source):
        return packed.read(CHUNK)


@contextmanager
def _read_faults(source: SourceFile) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        # What is damaged leads to places that are not there.
        if problem.errno == errno.EINVAL:
            raise BadFile(BROKEN_ZIP, file=source.name) from problem
        raise BadFile(f"This zip cannot be unpacked: {problem.strerror or problem}.", file=source.name) from problem


def _safe_ending(name: str) -> str:
    ending = PurePosixPath(name).suffix
    return ending if ending[1:].isalnum() and ending.isascii() and len(ending) <= 5 else ""


def _escapes(name: str) -> bool:
    windows = PureWindowsPath(name)
    return bool(windows.drive or windows.root or ".." in windows.parts or "\0" in name)


def _is_clutter_path(name: str) -> bool:
    return any(_is_clutter(part) for part in PurePosixPath(name).parts)

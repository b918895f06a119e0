"""Workbooks as calamine reads them, a block of rows at a time, so that no size or shape of sheet exhausts memory."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

MAX_WORKBOOK = 1536 * 1024**2
# Everything of a workbook but its sheets: it is held in memory.
MAX_PARTS = 256 * 1024**2
# Workbooks of other formats can only be read whole.
MAX_WHOLE = 64 * 1024**2
# calamine takes memory for the whole rectangle around a block's cells, however few are filled.
MAX_CELLS = 5_000_000
BLOCK = 8 * 1024**2
HEAD_ROWS = 12
CHUNK = 1024 * 1024

BROKEN = "This workbook is broken or incomplete. Download it again."
NO_TABLE = "This is neither a spreadsheet nor a text table."

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_PART = re.compile(
    r"(\[Content_Types\]|xl/(workbook|styles|sharedStrings))\.xml|(_|xl/_)rels/[^/]*\.rels", re.IGNORECASE
)
_SHEET_DATA = re.compile(rb"<(\w+:)?sheetData\s*(/?)>")
_FIRST_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
# References beyond column AZ or row 99,999, or written in a way that only a full look can judge.
_FAR = re.compile(rb'r="(?:[A-Z]{3}|[B-Z][A-Z]|[A-Z]*[0-9]{6})')
_ODD = re.compile(rb"r\s*=(?!\")[\s'\"]*[A-Z]+[0-9]|r\s+=")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]*)([0-9]*)["']""")


class Unreadable(Exception):
    """Why a workbook cannot be read, as a sentence."""


def _nothing(size: int) -> None:
    pass


@contextmanager
def plainly():
    """Turns whatever goes wrong in reading a workbook into Unreadable."""
    try:
        yield
    except PasswordError:
        raise Unreadable("This workbook is locked with a password. Save a copy without one.") from None
    except (CalamineError, zipfile.BadZipFile, zlib.error, struct.error, OSError) as fault:
        raise Unreadable(BROKEN) from fault
    except (ValueError, EOFError, NotImplementedError) as fault:
        raise Unreadable(BROKEN) from fault
    except BaseException as fault:
        # What calamine's native code cannot handle at all comes as a PanicException, which is no Exception.
        if type(fault).__name__ == "PanicException":
            raise Unreadable(BROKEN) from fault
        raise


def open_sheets(path: Path) -> "Sheets | WholeSheets":
    """The sheets of a workbook; raises Unreadable, as do their methods."""
    with plainly():
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                infos = archive.infolist()
            _refuse_above(sum(info.file_size for info in infos), MAX_WORKBOOK)
            if any(_SHEET.fullmatch(info.filename) for info in infos):
                return Sheets(path, infos)
            # A workbook that is packed in another way must be small enough to be read whole.
            _refuse_above(sum(len(chunk) for info in infos for chunk in counted(inflated(path, info))), MAX_WHOLE)
        else:
            _refuse_above(path.stat().st_size, MAX_WHOLE)
        return WholeSheets(path)


class WholeSheets:
    """The sheets of an .xls, .xlsb or .ods workbook."""

    def __init__(self, path: Path):
        self.book = CalamineWorkbook.from_path(path)
        self.names = list(self.book.sheet_names)

    def head(self, name: str) -> list[list]:
        return [row for _, row in islice(self.rows(name), HEAD_ROWS)]

    def size(self, name: str) -> None:
        """Such a sheet is read at one go, so that nothing can be told of how far that is."""

    def rows(self, name: str, on_read: Callable[[int], None] = _nothing) -> Iterator[tuple[int, list]]:
        with plainly():
            yield from _cells(self.book, name)


class Sheets:
    """The sheets of an .xlsx workbook."""

    def __init__(self, path: Path, infos: list[zipfile.ZipInfo]):
        self.path = path
        self.members = {info.filename: info for info in infos if _SHEET.fullmatch(info.filename)}
        self.parts = {}
        left = MAX_PARTS
        for info in infos:
            if _PART.fullmatch(info.filename):
                self.parts[info.filename] = b"".join(counted(inflated(path, info), left))
                left -= len(self.parts[info.filename])
        self.names = list(self._book({}).sheet_names)

    @cached_property
    def member_of(self) -> dict[str, str]:
        """{sheet name: member of the zip}, found by reading a workbook whose every sheet holds its member's name."""
        sheet = b'<worksheet><sheetData><row r="1"><c r="A1"><v>%d</v></c></row></sheetData></worksheet>'
        members = list(self.members)
        book = self._book({member: sheet % number for number, member in enumerate(members)})
        found = {}
        for name in self.names:
            for _, cells in _cells(book, name):
                found[name] = members[int(cells[0])]
        return found

    def head(self, name: str) -> list[list]:
        """The first rows of a sheet, from row 1."""
        rows: list[list] = []
        with plainly():
            if name not in self.member_of:
                return rows
            block = next(_blocks(inflated(self.path, self.members[self.member_of[name]]), CHUNK // 8), b"")
            for number, cells in self._rows_of_block(name, block) if block else ():
                if number > HEAD_ROWS:
                    break
                rows.extend([] for _ in range(len(rows), number - 1))
                rows.append(cells)
        return rows

    def size(self, name: str) -> int:
        """How much there is to read in a sheet, as far as the workbook tells."""
        return self.members[self.member_of[name]].file_size if name in self.member_of else 0

    def rows(self, name: str, on_read: Callable[[int], None] = _nothing) -> Iterator[tuple[int, list]]:
        """(row number, cells) of a sheet; rows that hold nothing may be left out. `on_read` is told what is read."""
        with plainly():
            if name not in self.member_of:
                return
            strings = sum(len(part) for part in self.parts.values())
            chunks = _told(counted(inflated(self.path, self.members[self.member_of[name]])), on_read)
            last = 0
            # Each block reads the shared strings again.
            for block in _blocks(chunks, max(BLOCK, 4 * strings)):
                for number, cells in self._rows_of_block(name, block):
                    if number <= last:
                        raise Unreadable("The rows of this sheet are not in order.")
                    last = number
                    yield number, cells

    def _rows_of_block(self, name: str, block: bytes) -> Iterator[tuple[int, list]]:
        _refuse_rectangle(block)
        return _cells(self._book({self.member_of[name]: block}), name)

    def _book(self, sheets: dict[str, bytes]) -> CalamineWorkbook:
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as small:
            for member, content in self.parts.items():
                small.writestr(member, content)
            for member in self.members:
                small.writestr(member, sheets.get(member, b"<worksheet><sheetData/></worksheet>"))
        copy.seek(0)
        return CalamineWorkbook.from_filelike(copy)


def _cells(book: CalamineWorkbook, name: str) -> Iterator[tuple[int, list]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return
    first_row, first_column = sheet.start
    # calamine leaves out the empty rows and columns before the first cell.
    before = [""] * first_column
    for number, cells in enumerate(sheet.to_python(), first_row + 1):
        yield number, before + cells if before else cells


def _blocks(chunks: Iterator[bytes], size: int) -> Iterator[bytes]:
    """A sheet's XML cut between rows into pieces of about `size`, each a whole sheet of its own."""
    start, rest = _before_rows(chunks)
    if not start:
        return
    prefix = _SHEET_DATA.search(start)[1] or b""
    row_end = b"</%srow>" % prefix
    close = b"</%ssheetData></%sworksheet>" % (prefix, prefix)
    # Rows without numbers take theirs from those before them, so that they must stay together.
    if (row := _FIRST_ROW.search(rest)) and not re.search(rb"\sr\s*=", row[0]):
        size = MAX_WHOLE
    for chunk in chunks:
        rest += chunk
        if len(rest) >= size and (end := rest.rfind(row_end)) >= 0:
            end += len(row_end)
            yield start + rest[:end] + close
            rest = rest[end:]
        _refuse_above(len(rest), 2 * MAX_WHOLE)
    end = rest.rfind(b"</%ssheetData>" % prefix)
    if end < 0:
        raise EOFError("the sheet ends early")
    yield start + rest[:end] + close


def _before_rows(chunks: Iterator[bytes]) -> tuple[bytes, bytes]:
    """A sheet's XML up to its first row, and what has been read after that; nothing where it has no rows."""
    text = b""
    for chunk in chunks:
        text += chunk
        if (opening := _SHEET_DATA.search(text)) and (opening[2] or len(text) > opening.end() + 200):
            break
        _refuse_above(len(text), MAX_WHOLE)
    if not (opening := _SHEET_DATA.search(text)) or opening[2]:
        return b"", b""
    return text[: opening.end()], text[opening.end() :]


def inflated(path: Path, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a member of a zip truly unpacks to, whatever size its headers claim."""
    with path.open("rb") as handle:
        handle.seek(info.header_offset)
        header = handle.read(30)
        if not header.startswith(b"PK\x03\x04"):
            raise zipfile.BadZipFile("no header where the directory says")
        handle.seek(sum(struct.unpack("<HH", header[26:30])), io.SEEK_CUR)
        packed = _limited(handle, info.compress_size)
        if info.compress_type == zipfile.ZIP_STORED:
            yield from packed
        elif info.compress_type == zipfile.ZIP_DEFLATED:
            yield from _inflated(packed)
        else:
            raise NotImplementedError(info.compress_type)


def _limited(handle, size: int) -> Iterator[bytes]:
    while size > 0 and (chunk := handle.read(min(CHUNK // 4, size))):
        size -= len(chunk)
        yield chunk


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in packed:
        while piece and not inflater.eof:
            yield inflater.decompress(piece, CHUNK)
            piece = inflater.unconsumed_tail
    while not inflater.eof and (out := inflater.decompress(b"", CHUNK)):
        yield out
    if not inflater.eof:
        raise EOFError("the packed data ends early")


def counted(chunks: Iterator[bytes], limit: int | None = None) -> Iterator[bytes]:
    """The chunks, refused when they come to more than `limit` bytes."""
    total = 0
    for chunk in chunks:
        total += len(chunk)
        _refuse_above(total, MAX_WORKBOOK if limit is None else limit)
        yield chunk


def _told(chunks: Iterator[bytes], on_read: Callable[[int], None]) -> Iterator[bytes]:
    for chunk in chunks:
        on_read(len(chunk))
        yield chunk


def _refuse_above(size: int, limit: int) -> None:
    if size > limit:
        raise Unreadable(
            "This workbook unpacks to far more than the publisher's files do: it is not read, lest it fill the memory."
        )


def _refuse_rectangle(block: bytes) -> None:
    if not (_FAR.search(block) or _ODD.search(block)):
        return
    references = _REFERENCE.findall(block)
    numbers = {int(number) for number in {number for _, number in references} if number}
    columns = max((_column_number(letters) for letters in {letters for letters, _ in references}), default=1)
    rows = max(numbers, default=1) - min(numbers, default=1) + 1
    if rows * columns > MAX_CELLS:
        raise Unreadable(
            f"This sheet reaches to row {max(numbers)} and column {columns}, with next to nothing between: it is "
            "not the publisher's file."
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - 64
    return number

"""Workbooks as calamine reads them, refused in a sentence where they are broken, locked or too large for the memory."""

import errno
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from weakref import WeakSet

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

MAX_UNPACKED = 1536 * 1024**2
# What is held in memory: everything but the sheets for the first rows, and in the end all of it.
MAX_PARTS = 256 * 1024**2
MAX_READ = 768 * 1024**2
# A workbook that is no zip (.xls) is at most as large as the publishers' were.
MAX_PACKED = 64 * 1024**2
# calamine takes memory for the whole rectangle around a sheet's cells, however few are filled, and ends the process
# where there is none. The publishers' largest sheet, pay by metropolitan area, has 5 million cells.
MAX_CELLS = 8_000_000
# What is kept of what was read until its rows are asked for: the cells of all sheets together, and a small workbook.
MOST_KEPT = 1_500_000
SMALL = 1024**2
HEAD_ROWS = 12
# More than twelve rows take in any publisher's sheet; a table that begins further down is not looked for.
HEAD_BYTES = 256 * 1024
CHUNK = 1024 * 1024

BROKEN = "This workbook is broken or incomplete. Download it again."
NO_TABLE = "This is neither a spreadsheet nor a text table."

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_ROW_OF_REFERENCE = re.compile(rb"""r\s*=\s*["'][A-Za-z]*([0-9]+)["']""")
_COLUMN_OF_REFERENCE = re.compile(rb""" r *= *["']([A-Za-z]*)["']""")
_ONE_KIND_OF_SPACE = bytes.maketrans(b"\t\r\n", b"   ")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_ROW_END = re.compile(rb"</((?:\w+:)?)row>")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
# Any tag but those of other names, and cells and rows as the publishers write them that are among the first 52 columns
# and 99,999 rows, which are fewer cells than MAX_CELLS.
_MAY_BE_FAR = re.compile(rb'<(?!/|v>|c r="A?[A-Z]\d{1,5}"|row r="\d{1,5}"|(?!c\b|row\b)[?!]?\w+[\s/>])')


class Unreadable(Exception):
    """Why a workbook cannot be read, as a sentence, and which of its sheets, if one is at fault."""

    sheet = ""


@contextmanager
def plainly():
    """Turns whatever goes wrong in reading a workbook into Unreadable."""
    try:
        yield
    except PasswordError:
        raise Unreadable("This workbook is locked with a password. Save a copy without one.") from None
    except (CalamineError, zipfile.BadZipFile, zlib.error, ValueError, EOFError, RuntimeError) as fault:
        raise Unreadable(BROKEN) from fault
    except OSError as fault:
        # A disk that fails is no fault of the file, but damaged data leads to places that are not there.
        is_broken = fault.errno in (None, errno.EINVAL)
        raise Unreadable(BROKEN if is_broken else f"This workbook cannot be read: {fault.strerror}.") from fault
    except BaseException as fault:
        # What calamine's native code cannot handle at all comes as a PanicException, which is no Exception.
        if type(fault).__name__ == "PanicException":
            raise Unreadable(BROKEN) from fault
        raise


class Sheets:
    """The sheets of a workbook: opened for their first rows, and once more where those are not all and more is asked.

    Raises Unreadable, as `rows` does. A sheet that was read is kept until `close`, as long as not too many are.
    """

    def __init__(self, path: Path, *, is_zip: bool):
        self.path, self.is_zip = path, is_zip
        self._is_small = False
        self._kept: dict[str, CalamineSheet] = {}
        self._whole: CalamineWorkbook | None = None
        with plainly():
            book = self._beginning() if is_zip else self._all()
            # Of others, no more than the first rows was read, or it would take too much to keep all of it.
            if self._is_small:
                self._whole = book
            kinds = {sheet.name: sheet.typ for sheet in book.sheets_metadata}
            self.names = [name for name, kind in kinds.items() if kind == SheetTypeEnum.WorkSheet]
            self.heads = {name: _head(book, name) for name in self.names}

    def rows(self, name: str) -> tuple[int, Iterator[tuple[int, list]]]:
        """The number of a sheet's last row, and its rows: (row number as a spreadsheet shows it, cells)."""
        with plainly():
            return _rows(self._kept.get(name) or self._read(name))

    def close(self) -> None:
        self._whole = None
        self._kept.clear()

    def _read(self, name: str) -> CalamineSheet:
        if self._whole is None:
            if self.is_zip:
                self._refuse_too_large()
            self._whole = self._all()
        sheet = self._whole.get_sheet_by_name(name)
        if _cells_of(sheet) + sum(map(_cells_of, _kept_sheets())) <= MOST_KEPT:
            self._kept[name] = sheet
            _opened.add(self)
        return sheet

    def _refuse_too_large(self) -> None:
        with zipfile.ZipFile(self.path) as archive:
            _refuse_above(MAX_READ, archive.infolist())
            for info in archive.infolist():
                with archive.open(info) as member:
                    refuse_far_cells(member)

    def _all(self) -> CalamineWorkbook:
        size = self.path.stat().st_size
        if not self.is_zip and size > MAX_PACKED:
            raise Unreadable("This workbook is far larger than the publisher's files.")
        self._is_small = size <= SMALL
        return CalamineWorkbook.from_path(self.path)

    def _beginning(self) -> CalamineWorkbook:
        """A copy of the workbook with the first rows of its sheets alone, since calamine reads a sheet whole."""
        copy, is_whole = io.BytesIO(), True
        with zipfile.ZipFile(self.path) as archive, zipfile.ZipFile(copy, "w") as small:
            infos = archive.infolist()
            _refuse_above(MAX_UNPACKED, infos)
            _refuse_above(MAX_PARTS, [info for info in infos if not _SHEET.fullmatch(info.filename)])
            if any(info.filename.endswith("workbook.bin") for info in infos):
                raise Unreadable("This is a binary workbook. Save it as .xlsx.")
            for info in infos:
                with archive.open(info) as member:
                    content = member.read(HEAD_BYTES if _SHEET.fullmatch(info.filename) else None)
                    if member.read(1):
                        content, is_whole = _ended_after_its_last_row(content), False
                refuse_far_cells(io.BytesIO(content))
                small.writestr(info.filename, content)
        self._is_small = is_whole and copy.tell() <= SMALL
        copy.seek(0)
        return CalamineWorkbook.from_filelike(copy)


_opened: WeakSet[Sheets] = WeakSet()


def _kept_sheets() -> Iterator[CalamineSheet]:
    return (sheet for sheets in _opened for sheet in sheets._kept.values())


def _cells_of(sheet: CalamineSheet) -> int:
    return sheet.total_height * sheet.total_width


def _refuse_above(limit: int, infos: Iterable[zipfile.ZipInfo]) -> None:
    """What members claim is what they unpack to, for Python's zipfile holds them to it."""
    if sum(info.file_size for info in infos) > limit:
        raise Unreadable(
            "This workbook unpacks to far more than the publisher's files do: it is not read, lest it fill the memory."
        )


def _rows(sheet: CalamineSheet) -> tuple[int, Iterator[tuple[int, list]]]:
    rows = sheet.iter_rows()
    # calamine leaves out the empty columns before the first cell.
    if before := [""] * (sheet.start or (0, 0))[1]:
        rows = (before + cells for cells in rows)
    return sheet.total_height, enumerate(rows, 1)


def _head(book: CalamineWorkbook, name: str) -> list[list]:
    try:
        with plainly():
            _, rows = _rows(book.get_sheet_by_name(name))
            return [cells for _, cells in islice(rows, HEAD_ROWS)]
    except Unreadable as problem:
        problem.sheet = name
        raise


def _ended_after_its_last_row(xml: bytes) -> bytes:
    """The beginning of a sheet as a sheet of its own; without rows where none ends in it."""
    ends = list(_ROW_END.finditer(xml))
    if not ends:
        return b"<worksheet><sheetData/></worksheet>"
    prefix = ends[-1][1]
    return xml[: ends[-1].end()] + b"</%ssheetData></%sworksheet>" % (prefix, prefix)


def refuse_far_cells(part: BinaryIO) -> None:
    """Unreadable for a sheet whose cells lie so far apart that calamine would abort; other parts have no cells."""
    if _may_have_far_cells(_texts(part)):
        part.seek(0)
        _measure(_texts(part))


def _texts(part: BinaryIO) -> Iterator[bytes]:
    """The chunks of a sheet, each with what the end of the one before cut in two; none of other parts."""
    is_sheet, rest = False, b""
    while chunk := part.read(CHUNK):
        text = rest + chunk
        rest = text[_whole(text) :]
        is_sheet = is_sheet or b"sheetData" in text
        if is_sheet:
            yield text


def _whole(text: bytes) -> int:
    """How much of a text ends before a tag that may go on behind it."""
    return max(text.rfind(b"<"), len(text) - CHUNK)


def _may_have_far_cells(texts: Iterable[bytes]) -> bool:
    """Whether it takes a closer look, and several times as long, to tell that there are none."""
    text = b""
    for text in texts:
        if _MAY_BE_FAR.search(text, 0, _whole(text)):
            return True
    return bool(_MAY_BE_FAR.search(text, _whole(text)))


def _measure(texts: Iterable[bytes]) -> None:
    columns, last_row, cells = 1, 1, 0
    for text in texts:
        last_row = max(last_row, *map(int, set(_ROW_OF_REFERENCE.findall(text))), 1)
        letters = _COLUMN_OF_REFERENCE.findall(text.translate(_ONE_KIND_OF_SPACE, b"0123456789"))
        columns = max(columns, *map(_column_number, set(letters)), 1)
        # Cells without a reference are counted on from the one before; publishers' files have none.
        if len(letters) - letters.count(b"") < text.count(b"<c") + text.count(b":c"):
            counts = [len(_CELL.findall(row)) for row in _ROW.split(text)]
            counts[0] += cells
            cells = counts[-1]
            columns = max(columns, *counts)
        if last_row * columns > MAX_CELLS:
            raise Unreadable(
                f"A sheet of this workbook reaches to row {last_row} and column {columns}, further than the "
                "publisher's files do."
            )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number

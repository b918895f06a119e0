"""Publishers' files, opened safely: folders and zips are unpacked, and tables read row by row or refused in one line.

    for source in source_files(paths, workspace):  # the files that the user named, or that lie in a folder or zip
        book = open_file(source)  # cheap, as are the headers: nothing but the first rows is read
        table = book.table(book.sheet_names[0])  # its headers are in row 1; a text file has one sheet, named ""
        if table.has("OCC_CODE", "A_MEDIAN"):
            for row, (code, median) in table.records("OCC_CODE", "A_MEDIAN"):
                try:
                    pay = whole(median)
                except ValueError as problem:  # says what is wrong with the value, not where
                    raise table.bad(problem, row=row, column="A_MEDIAN") from None

`book.head(sheet)` gives the first rows as they are, for whoever must look for a title or for the header row; then
`book.table(sheet, header_row=8)`. Whatever is wrong with a file is a `BadFile`. Text files must be UTF-8, and have as
many fields in each row as in the first; their cells are text, as they stand. Case does not matter in headers.
"""

import csv
import difflib
import math
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cached_property, partial
from itertools import islice

from . import quoting, sheets
from .files import BadFile, SourceFile, source_files

__all__ = ["BadFile", "Book", "SourceFile", "Table", "decimal", "open_file", "source_files", "text", "whole"]

MAX_LINE = 1024 * 1024
READ_AT_ONCE = 256 * 1024
ROWS_AT_ONCE = 500
# Several times the jobs of the whole country; a database's whole numbers end at twice as many.
MOST_JOBS = 1_000_000_000
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0"
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)


def open_file(source: SourceFile) -> "Book":
    """The workbook or text table in a file, told by its contents; BadFile where it is neither."""
    with source.path.open("rb") as handle:
        start = handle.read(4096)
    if start.startswith((ZIP, OLE)):
        return Workbook(source, is_zip=start.startswith(ZIP))
    lowered = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if lowered.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise BadFile("This is a web page, not a table: the download went wrong. Download it again.", file=source.name)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile("This text is in the wrong encoding: UTF-16, where UTF-8 is expected.", file=source.name)
    if b"\r" in start and b"\n" not in start:
        raise BadFile("The lines end in CR alone, as on old Macs. Save it with line feeds.", file=source.name)
    if b"\0" in start or start.startswith((b"%PDF", b"{\\rtf")):
        raise BadFile(sheets.NO_TABLE, file=source.name)
    return TextFile(source)


class Book:
    """A file of tables. `text` tells a text file, which has one sheet without a name, from a workbook."""

    text: bool
    sheet_names: list[str]
    # Told how many bytes more have been read, now and then while rows are.
    on_read: Callable[[float], None] = staticmethod(lambda size: None)

    def __init__(self, file: SourceFile):
        self.file = file

    def head(self, sheet: str = "") -> list[list]:
        """The first rows (at most 12) of a sheet, unaltered."""
        raise NotImplementedError

    def rows(self, sheet: str = "") -> Iterator[tuple[int, list]]:
        """(row number as a spreadsheet shows it, all cells) of a sheet; empty rows may be left out."""
        raise NotImplementedError

    def size(self, sheet: str = "") -> int:
        """How many bytes `on_read` will be told of when all rows of a sheet are read."""
        return self.file.size

    def table(self, sheet: str = "", header_row: int = 1) -> "Table":
        return Table(self, sheet, header_row)

    def header_rows(self, columns: tuple[str, ...], at_least: int) -> dict[str, int]:
        """The row of the headers by sheet, of those that have `at_least` so many of the columns in one row."""
        found = {}
        wanted = {column.casefold() for column in columns}
        for sheet in self.sheet_names:
            rows = [{" ".join(text(cell).casefold().split()) for cell in row} & wanted for row in self.head(sheet)]
            most = max(rows, key=len, default=set())
            if len(most) >= at_least:
                found[sheet] = rows.index(most) + 1
        return found

    def close(self) -> None:
        """Forget what was read; the rows can still be read again."""

    def bad(self, message: object, *, sheet: str = "", row: int | None = None, column: str = "") -> BadFile:
        return BadFile(str(message), file=self.file.name, sheet=sheet, row=row, column=column)


class Workbook(Book):
    text = False

    def __init__(self, file: SourceFile, *, is_zip: bool):
        super().__init__(file)
        try:
            self._sheets = sheets.Sheets(file.path, is_zip=is_zip)
        except sheets.Unreadable as problem:
            raise self.bad(problem, sheet=problem.sheet) from problem
        self.sheet_names = self._sheets.names

    def head(self, sheet: str = "") -> list[list]:
        return self._sheets.heads[sheet]

    def rows(self, sheet: str = "") -> Iterator[tuple[int, list]]:
        try:
            last, rows = self._sheets.rows(sheet)
        except sheets.Unreadable as problem:
            raise self.bad(problem, sheet=sheet) from problem
        told = 0
        for number, cells in rows:
            yield number, cells
            if number - told >= ROWS_AT_ONCE or number == last:
                self.on_read(self.file.size * (number - told) / last)
                told = number

    def close(self) -> None:
        self._sheets.close()


class TextFile(Book):
    text = True
    sheet_names = [""]

    def head(self, sheet: str = "") -> list[list]:
        return self._head

    @cached_property
    def _head(self) -> list[list]:
        head = []
        try:
            head += (row for _, row in islice(self.rows(), sheets.HEAD_ROWS))
        except BadFile:
            # A fault further down is told when the rows are read, by whoever has known the table by its headers.
            if not head:
                raise
        return head

    def rows(self, sheet: str = "") -> Iterator[tuple[int, list]]:
        return enumerate(self._fields(), 1)

    def _fields(self) -> Iterator[list]:
        lines = self._lines()
        if self._has_tabs:
            # O*NET's fields hold bare double quotes: only tabs separate.
            for line in lines:
                fields = line.split("\t")
                yield [quoting.unquoted(field) for field in fields] if self._has_quoted_fields else fields
        else:
            yield from self._separated_by_commas(lines)

    @cached_property
    def _has_tabs(self) -> bool:
        """Whether most of the first lines do, as a title above the table may not."""
        with self.file.path.open("rb") as handle:
            lines = [line for line in handle.read(READ_AT_ONCE).split(b"\n")[: sheets.HEAD_ROWS] if line.strip()]
        return 2 * sum(b"\t" in line for line in lines) >= max(len(lines), 1)

    @cached_property
    def _has_quoted_fields(self) -> bool:
        try:
            with self.file.path.open("rb") as handle:
                return quoting.has_quoted_fields(iter(partial(handle.readline, MAX_LINE), b""))
        except quoting.Mixed as mixed:
            raise self.bad(
                "Here quotation marks stand bare, and around whole fields elsewhere in this file. "
                f"{quoting.TAKE_THE_OWN}",
                row=mixed.row,
            ) from None

    def _separated_by_commas(self, lines: Iterator[str]) -> Iterator[list]:
        reader = csv.reader((line + "\n" for line in lines), strict=True)
        try:
            yield from reader
        except csv.Error:
            raise self.bad("The quotation marks in this row do not match.", row=reader.line_num) from None

    def _lines(self) -> Iterator[str]:
        with self.file.path.open("rb") as handle:
            number = untold = 0
            while line := handle.readline(MAX_LINE):
                number += 1
                untold += len(line)
                if untold > READ_AT_ONCE:
                    self.on_read(untold)
                    untold = 0
                if len(line) == MAX_LINE or b"\0" in line:
                    raise self.bad(sheets.NO_TABLE, row=number)
                try:
                    yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
                except UnicodeDecodeError:
                    raise self.bad(
                        "This text is in the wrong encoding: a letter in this row is not UTF-8.", row=number
                    ) from None
            self.on_read(untold)


class Table:
    """One table of a book: a row of headers, and the rows below it."""

    def __init__(self, book: Book, sheet: str, header_row: int):
        self.book, self.file, self.sheet, self.header_row = book, book.file, sheet, header_row

    @cached_property
    def headers(self) -> list[str]:
        """The headers, trimmed; empty where the sheet has no such row."""
        head = self.book.head(self.sheet)
        row = head[self.header_row - 1] if len(head) >= self.header_row else []
        return [" ".join(str(cell).split()) for cell in row]

    def has(self, *columns: str) -> bool:
        found = {header.casefold() for header in self.headers}
        return all(column.casefold() in found for column in columns)

    def bad(self, message: object, *, row: int | None = None, column: str = "") -> BadFile:
        """A BadFile about this table, to be raised."""
        return self.book.bad(message, sheet=self.sheet, row=row, column=column)

    def records(self, *columns: str) -> Iterator[tuple[int, tuple]]:
        """(row number as a spreadsheet shows it, the cells of `columns`), without the rows that are wholly blank.

        Cells are as they stand: text, float, int, bool, date; "" where there is nothing.
        """
        positions = self.positions(*columns)
        width = len(self.headers)
        for number, row in self.book.rows(self.sheet):
            if number <= self.header_row or not any(map(text, row)):
                continue
            if len(row) != width:
                if self.book.text:
                    raise self.bad(
                        f"There are {len(row):,} fields in this row, but {width:,} in row {self.header_row}.",
                        row=number,
                    )
                row = row + [""] * (width - len(row))
            yield number, tuple([row[position] for position in positions])

    def positions(self, *columns: str, beside: tuple[str, ...] = ()) -> list[int]:
        """Where the columns are, from 0; BadFile for one that is missing or stands twice.

        `beside` are columns that the publisher has as well, so that none of them is a missing one renamed.
        """
        names = [header.casefold() for header in self.headers]
        wanted = [column.casefold() for column in columns]
        for column, name in zip(columns, wanted, strict=True):
            if names.count(name) > 1:
                raise self.bad(f"{names.count(name)} columns have this name.", row=self.header_row, column=column)
            if name not in names:
                known = {"", *wanted, *(one.casefold() for one in beside)}
                others = [header for header in self.headers if header.casefold() not in known]
                if any(header.count(";") > 1 for header in others):
                    raise self.bad("The columns are separated by semicolons, not by tabs.", row=self.header_row)
                renamed = _renamed(column, others, complete=bool(beside))
                hint = f"; did the publisher rename it to “{renamed}”?" if renamed else "."
                raise self.bad(f"There is no column “{column}”{hint}", row=self.header_row)
        return [names.index(name) for name in wanted]


def _renamed(column: str, headers: list[str], *, complete: bool) -> str:
    """The header that `column` may have become; where the `headers` that are not known are `complete`, the only one."""
    by_name = {header.casefold(): header for header in headers}
    if close := difflib.get_close_matches(column.casefold(), by_name, n=1):
        return by_name[close[0]]
    if complete and len(headers) == 1:
        return headers[0]
    return next((header for header in headers if alike(column, header)), "")


def alike(column: str, header: str) -> bool:
    """Whether a header may be a column renamed: of nearly the same letters, or of some of the same words."""
    column, header = column.casefold(), header.casefold()
    words, others = set(column.split()), set(header.split())
    return bool(difflib.get_close_matches(column, [header])) or (bool(others) and (words <= others or others <= words))


def whole(value: object) -> int:
    """A whole number; ValueError, with a sentence about the value, where it is none."""
    number = decimal(value)
    if number != number.to_integral_value():
        raise ValueError(f"{quoted(value)} is not a whole number.")
    return int(number)


def decimal(value: object) -> Decimal:
    """A number exactly as published; ValueError, with a sentence about the value, where it is none."""
    if isinstance(value, bool):
        pass
    elif isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return Decimal(repr(value))
    elif isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip())
    raise ValueError(f"{quoted(value)} is not a number.")


def text(value: object) -> str:
    """A cell's text, trimmed; a whole number without its decimal point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def quoted(value: object) -> str:
    """A cell's value as a message quotes it."""
    if isinstance(value, str) and not value.strip():
        return "An empty cell"
    whole_text = text(value)
    between = f"“{whole_text[:57]}…”" if len(whole_text) > 60 else f"“{whole_text}”"
    # Else the message would quote what looks right, and say that it is wrong.
    return between if whole_text.isprintable() else f"{between}, with an invisible character in it,"

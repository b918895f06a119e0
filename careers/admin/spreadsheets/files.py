"""The files: written so that no spreadsheet takes a cell for a formula, and read back as they were."""

import csv
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import tablib
import xlsxwriter

from ...compare.spreadsheet import plain_cell, without_guard
from ...importers import reading
from ...importers.files import BadFile, SourceFile
from ...models.rules import sameness
from .cells import NO, YES

CSV, XLSX = "csv", "xlsx"
KINDS = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_BYTES = 5_000_000
MOST_ROWS = 5_000
NUMBER, DELETE = "Number", "Delete"
WIDEST, NARROWEST = 60, 10


class Refused(Exception):
    """Why a file is no table of these rows, in one line."""


@dataclass(frozen=True)
class Table:
    """The rows of a file by the heads of this table's columns; `lines` are their numbers in the file."""

    heads: list[str]
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def write(data: tablib.Dataset, kind: str, name: str) -> bytes:
    rows = [[str(head) for head in data.headers], *([plain_cell(cell) for cell in row] for row in data)]
    return _workbook(rows, name) if kind == XLSX else _text(rows)


def _text(rows: list[list[str]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    # The mark in front is by which Excel knows UTF-8.
    return file.getvalue().encode("utf-8-sig")


def _workbook(rows: list[list[str]], name: str) -> bytes:
    file = io.BytesIO()
    as_text = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, as_text) as book:
        sheet = book.add_worksheet(name[:31])
        head, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if number and place == 0 and cell.isdigit():
                    sheet.write_number(number, place, int(cell))
                elif cell:
                    sheet.write_string(number, place, cell, text if number else head)
        for place, cells in enumerate(zip(*rows, strict=True)):
            # Whatever is written below stays text too: a code does not lose its zeros, nor a day its form.
            widest = min(max(NARROWEST, *map(len, cells)), WIDEST)
            sheet.set_column(place, place, widest, text if place else None)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def read(name: str, content: bytes, heads: list[str]) -> Table:
    """The table in a file; Refused where it is none, or has columns that are not among `heads`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(_with_commas(content))
        try:
            book = reading.open_file(SourceFile(name=name, path=path, named=True, folder=""))
            return _table(book, heads)
        except BadFile as error:
            raise Refused(_in_words(error)) from error


def _in_words(error: BadFile) -> str:
    if "encoding" in error.message:
        return f"{error} In Excel, save it as a workbook, or as “CSV UTF-8”."
    return str(error)


def _with_commas(content: bytes) -> bytes:
    """Spreadsheets of many countries part the cells of a CSV file by semicolons."""
    first, _, _ = content.partition(b"\n")
    if content.startswith((b"PK", b"\xd0\xcf")) or b";" not in first or b"," in first or b"\t" in first:
        return content
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))
    except (UnicodeDecodeError, csv.Error):
        return content
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue().encode()


def _table(book: reading.Book, heads: list[str]) -> Table:
    if not book.sheet_names:
        raise Refused("This workbook has no sheet.")
    sheet = book.sheet_names[0]
    rows = _filled(book, sheet)
    first = next(rows, None)
    if first is None:
        raise Refused("This file is empty.")
    table = Table(_heads(first[1], heads))
    for line, cells in rows:
        if len(table.rows) == MOST_ROWS:
            raise Refused(f"This file has more than {MOST_ROWS:,} rows. Upload it in parts.")
        if any(cells[len(table.heads) :]):
            raise Refused(f"Row {line}: there is something to the right of the last column.")
        cells += [""] * (len(table.heads) - len(cells))
        table.rows.append(cells[: len(table.heads)])
        table.lines.append(line)
    if not table.rows:
        raise Refused("This file has nothing below its first row.")
    return table


def _filled(book: reading.Book, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """The rows in which something stands, without what is empty on their right."""
    for line, cells in book.rows(sheet):
        texts = [_cell(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield line, texts


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return YES if value else NO
    return without_guard(reading.text(value))


def _heads(found: list[str], heads: list[str]) -> list[str]:
    known = {sameness(head): head for head in (NUMBER, *heads, DELETE)}
    named = [known.get(sameness(head), "") for head in found]
    for head, name in zip(found, named, strict=True):
        if not name:
            what = f"A column is called “{head}”" if head else "A column has no name"
            raise Refused(f"{what}. In the first row there may be: {', '.join(known.values())}.")
        if named.count(name) > 1:
            raise Refused(f"There are two columns called “{name}”.")
    return named

"""Rows of one O*NET table with their cells checked: what every table of a release must keep to."""

import math
import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ..quoting import hint, unquoted
from ..reading import BadFile, Table, alike
from .tables import CODE, KNOWN_COLUMNS

IS_CODE = re.compile(r"\d\d-\d{4}\.\d\d", re.ASCII)
IS_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
IS_MONTH = re.compile(r"(0[1-9]|1[0-2])/(\d{4})", re.ASCII)
# Signs to machines, none of which the publisher's tables hold nor a page may.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# The text edition and older workbooks write "n/a" where newer workbooks leave the cell empty.
MISSING = ("", "n/a", None)


class OccupationCells(NamedTuple):
    """What one row says of an occupation."""

    row: int
    code: str
    cells: tuple


class OnetRows:
    """The rows of one table; after reading, `codes` and `titles` tell where each occupation first stands."""

    def __init__(self, name: str, table: Table, label: str, released: date) -> None:
        self.name = name
        self.table = table
        self.label = label
        self.released = released
        self.is_text = table.book.text
        self.codes: dict[str, tuple[int, str]] = {}
        self.titles: dict[str, tuple[str, int]] = {}
        self._months: set[object] = set(MISSING)

    def bad(self, message: str, row: int | None = None, column: str = "") -> BadFile:
        return self.table.bad(message, row=row, column=column)

    def optional(self, *columns: str) -> list[str]:
        """Those of the columns that the table has; BadFile where a new header seems to be one that it has not."""
        known = {column.casefold() for column in KNOWN_COLUMNS}
        new = [header for header in self.table.headers if header and header.casefold() not in known]
        for column in columns:
            if not self.table.has(column) and any(alike(column, header) for header in new):
                self.table.positions(column, beside=KNOWN_COLUMNS)
        return [column for column in columns if self.table.has(column)]

    def same_table(self, given: "OnetRows") -> BadFile:
        return self.bad(f"The same O*NET table ({self.name}) was also given in {given.table.file.name}.")

    def of_occupations(self, *columns: str) -> Iterator[OccupationCells]:
        """The wanted cells of each row; codes, titles and dates are checked on the way."""
        self.table.positions(CODE, *columns, beside=KNOWN_COLUMNS)
        extra = [name for name in ("Title", "Date") if self.table.has(name) and name not in columns]
        title_at = extra.index("Title") + 1 if "Title" in extra else 0
        date_at = extra.index("Date") + 1 if "Date" in extra else 0
        first = 1 + len(extra)
        codes, titles, months = self.codes, self.titles, self._months
        for row, cells in self.table.records(CODE, *extra, *columns):
            code = cells[0]
            if code not in codes:
                self.check_code(code, row)
            if title_at and ((known := titles.get(code)) is None or known[0] != cells[title_at]):
                self._check_title(code, cells[title_at], row)
            if date_at and cells[date_at] not in months:
                self._check_month(cells[date_at], row)
            yield OccupationCells(row, code, cells[first:])
        if not self.codes:
            raise self.bad("The table has no rows.")

    def number(
        self, cell: object, row: int, column: str, lowest: float = -math.inf, highest: float = math.inf
    ) -> float:
        if isinstance(cell, str) and self.is_text and IS_NUMBER.fullmatch(cell.strip()):
            cell = float(cell)
        if type(cell) not in (float, int) or not math.isfinite(cell):
            wrong = f"“{cell}” is not a number.{hint(cell)}" if cell not in MISSING else "A number is missing."
            raise self.bad(wrong, row, column)
        if not lowest <= cell <= highest:
            raise self.bad(f"{cell:g} is not between {lowest:g} and {highest:g}.", row, column)
        return cell

    def whole(self, cell: object, row: int, column: str, lowest: int = 0, highest: int = 10**9) -> int:
        value = self.number(cell, row, column, lowest, highest)
        if value != int(value):
            raise self.bad(f"{value:g} is not a whole number.", row, column)
        return int(value)

    def text(self, cell: object, row: int, column: str) -> str:
        """A cell's text, "" where it is missing. A title such as “911” is a number to a spreadsheet."""
        if cell in MISSING:
            return ""
        if isinstance(cell, str):
            if CONTROLS.search(cell):
                raise self.bad("The text holds a character that is no text; is the file damaged?", row, column)
            # A workbook too may have been made of text that a spreadsheet had put marks around.
            return unquoted(cell.strip()).strip()
        if type(cell) in (float, int) and cell == int(cell):
            return str(int(cell))
        raise self.bad(f"“{cell}” is not text.", row, column)

    def needed(self, cell: object, row: int, column: str) -> str:
        value = self.text(cell, row, column)
        if not value:
            raise self.bad("The cell is empty.", row, column)
        return value

    def check_code(self, code: object, row: int, column: str = CODE) -> None:
        if not isinstance(code, str) or not IS_CODE.fullmatch(code):
            raise self.bad(f"“{code}” is not an O*NET-SOC code such as “29-2072.00”.{hint(code)}", row, column)
        self.codes[code] = (row, column)

    def _check_title(self, code: str, title: object, row: int) -> None:
        known = self.titles.get(code)
        if known is not None and known[0] == self.text(title, row, "Title"):
            return
        if known is not None:
            raise self.bad(
                f"{code} is titled “{title}” here and “{known[0]}” in row {known[1]}: tables of mixed O*NET releases.",
                row,
                "Title",
            )
        self.titles[code] = (self.needed(title, row, "Title"), row)

    def _check_month(self, cell: object, row: int) -> None:
        month = IS_MONTH.fullmatch(cell) if isinstance(cell, str) else None
        if month is None:
            raise self.bad(f"“{cell}” is not a month written as MM/YYYY.{hint(cell)}", row, "Date")
        if (int(month[2]), int(month[1])) > (self.released.year, self.released.month):
            raise self.bad(
                f"{cell} is later than O*NET {self.label}, which came out in {self.released:%m/%Y}: "
                "tables of mixed O*NET releases.",
                row,
                "Date",
            )
        self._months.add(cell)

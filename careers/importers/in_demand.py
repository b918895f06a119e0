"""Lists of occupations in demand, as workforce agencies publish them: one line an occupation and region."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from ..models import InDemand, OccupationGroup, data_sets
from .publishers import month_and_year
from .reading import Book, Table, quoted, text
from .recogniser import RecognisedRelease, Recogniser
from .soc import refusal, unknown_codes
from .staging import OccupationBuilder, builds

COLUMNS = ("SOC code", "Area", "Source", "Date")
TITLE, ADDRESS = "Title", "Web address"
# All but one tell the table; the one that is missing is then named.
MOST = 3
CODE = re.compile(r"(\d\d)-?(\d{4})(\.\d\d)?", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)", re.ASCII)
MONTH_FIRST = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})", re.ASCII)
LONGEST_AREA, LONGEST_SOURCE = 80, 120


@dataclass(frozen=True, slots=True)
class Line:
    row: int
    code: str
    title: str
    area: str


@dataclass(frozen=True)
class Origin:
    """Who put out a list, and when: the same in each of its lines."""

    source: str
    day: date
    address: str


class InDemandRecogniser(Recogniser):
    def recognises(self, book: Book) -> bool:
        return bool(book.header_rows(COLUMNS, MOST))

    def release_in(self, book: Book) -> RecognisedRelease:
        [sheet, row], *_ = book.header_rows(COLUMNS, MOST).items()
        table = book.table(sheet, row)
        lines, origin = _read(table)
        return RecognisedRelease(
            data_sets.IN_DEMAND,
            month_and_year(origin.day),
            origin.day,
            lambda: iter(lines),
            [book.file],
            [table],
            values={"publisher": origin.source, "url": origin.address},
        )


def _read(table: Table) -> tuple[list[Line], Origin]:
    """A list of some hundred lines is read at once: only its last line tells that all are of one source and day."""
    others = [name for name in (TITLE, ADDRESS) if table.has(name)]
    lines: list[Line] = []
    first: Origin | None = None
    seen: dict[tuple[str, str], int] = {}
    for row, cells in table.records(*COLUMNS, *others):
        values = dict(zip((*COLUMNS, *others), cells, strict=True))
        origin = _origin(table, row, values)
        first = first or origin
        if origin != first:
            raise table.bad(
                f"Its source, day or web address is not that of the first line ({first.source}, {first.day}). Give "
                "each list a file of its own.",
                row=row,
            )
        line = Line(row, _code(table, row, values), text(values.get(TITLE, "")), _area(table, row, values))
        if earlier := seen.get((line.code, line.area)):
            raise table.bad(f"{line.code} in {line.area} stands in row {earlier} already.", row=row)
        seen[line.code, line.area] = row
        lines.append(line)
    if first is None:
        raise table.bad("There are no occupations below the headers.")
    if unknown := unknown_codes(line.code for line in lines):
        raise table.bad(refusal(unknown))
    return lines, first


def _origin(table: Table, row: int, values: dict) -> Origin:
    source, address = text(values["Source"]), text(values.get(ADDRESS, ""))
    if not source or len(source) > LONGEST_SOURCE:
        raise table.bad(f"Name who put out the list, in at most {LONGEST_SOURCE} letters.", row=row, column="Source")
    if address and not address.startswith(("https://", "http://")):
        raise table.bad(f"{quoted(address)} is not a web address such as https://example.org.", row=row, column=ADDRESS)
    return Origin(source, _day(table, row, values["Date"]), address)


def _day(table: Table, row: int, cell: object) -> date:
    if isinstance(cell, datetime):
        day = cell.date()
    elif isinstance(cell, date):
        day = cell
    else:
        day = _day_in(text(cell))
    if day is None:
        raise table.bad(f"{quoted(cell)} is no day such as 2026-07-31 or 7/31/2026.", row=row, column="Date")
    if day > timezone.localdate() or day.year < 2000:
        raise table.bad(f"{day} cannot be the day that a list of today is of.", row=row, column="Date")
    return day


def _day_in(words: str) -> date | None:
    if found := YEAR_FIRST.fullmatch(words):
        year, month, day = map(int, found.groups())
    elif found := MONTH_FIRST.fullmatch(words):
        month, day, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _code(table: Table, row: int, values: dict) -> str:
    if not (found := CODE.fullmatch(text(values["SOC code"]))):
        raise table.bad(f"{quoted(values['SOC code'])} is not a code such as 29-1141.", row=row, column="SOC code")
    return f"{found[1]}-{found[2]}"


def _area(table: Table, row: int, values: dict) -> str:
    area = text(values["Area"])
    if not area or len(area) > LONGEST_AREA:
        raise table.bad(f"Name the region, in at most {LONGEST_AREA} letters.", row=row, column="Area")
    return area


@builds(data_sets.IN_DEMAND)
class InDemandBuilder(OccupationBuilder):
    def prepare(self, rows: list[Line]) -> None:
        """Occupations that no release has named yet are called as the classification does, else as the list."""
        unknown = [row.code for row in rows if row.code not in self._occupations]
        official = dict(OccupationGroup.objects.filter(code__in=unknown).values_list("code", "title"))
        super().prepare([_Named(row.code, official.get(row.code) or row.title or row.code) for row in rows])

    def build(self, row: Line) -> InDemand:
        return InDemand(area=row.area, **self.of_occupation(row))


@dataclass(frozen=True, slots=True)
class _Named:
    code: str
    title: str

"""Occupational Employment and Wage Statistics (BLS): the rows of the national, sector, state and metropolitan files."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import NamedTuple

from ...models.naics import industry_code, sector_code
from ...models.occupation import ALL_OCCUPATIONS, COMBINED_CODES
from ..reading import MOST_JOBS, BadFile, quoted, text, whole
from ..soc import CODE, refusal, unknown_codes
from . import older
from .older import FIRST_OF_2018
from .wages import PAY_NAMES, NoWage, WageColumns, Wages, annual_columns, hourly_columns, is_only
from .workbook import (
    ANNUAL_COLUMNS,
    COLUMNS,
    HOURLY_COLUMNS,
    INDUSTRY,
    SECTOR,
    STATE,
    WRONG_KIND,
    OewsFile,
    data_set_of,
)

EMPLOYMENT_NOT_RELEASED = "**"
GROUPS = {"total", "major", "minor", "broad", "detailed"}
NO_FIGURES = (
    "This row holds no occupation but something else, such as a note. Give the publisher's own file, or leave only the "
    "rows with figures."
)
_STATES = re.compile(r",\s*([A-Z]{2}(?:-[A-Z]{2})*)\b[^,]*$")


@dataclass(slots=True)
class OewsRow:
    """One occupation in one area and industry; pay from the 10th percentile to the 90th, None where not released."""

    row: int
    area: str
    area_title: str
    area_type: str
    state: str
    naics: str
    industry: str
    group: str
    code: str
    title: str
    employment: int | None
    annual: tuple[int | None, ...]
    hourly: tuple[Decimal | None, ...]
    # The names of the columns of Pay whose figure is only known to be so high or higher.
    top_coded: tuple[str, ...] = ()


def states_in(area_title: str, state: str) -> str:
    """The states that an area lies in, from a title such as "Texarkana, TX-AR"; else `state` alone."""
    found = _STATES.search(area_title)
    states = found[1].split("-") if found else []
    return " ".join(dict.fromkeys([*states, *([state] if state else [])]))


def not_by_sector(described: OewsFile) -> str:
    """Why pay by industry is left alone: the publisher's zip holds it by finer industries and by owner too."""
    if described.data_set != INDUSTRY:
        return ""
    if described.industry_level != SECTOR:
        level = f"{described.industry_level} industry" if described.industry_level else "industry"
        return f"pay by {level}; only the file by sector is used"
    if "owner" in PurePath(described.table.file.name).name.casefold() or _is_split_by_owner(described):
        return "pay by owner; only the file by sector is used"
    return ""


def _is_split_by_owner(described: OewsFile) -> bool:
    """Whether the file gives an industry's figures several times, for private, state and other establishments."""
    owners: dict[str, str] = {}
    records = described.table.records("NAICS", "OWN_CODE")
    return any(owners.setdefault(text(naics), text(owner)) != text(owner) for _, (naics, owner) in records)


def read(described: OewsFile) -> Iterator[OewsRow]:
    """The rows of a described file, one for each area, industry and occupation; BadFile where one is not as it must be.

    Occupations that stand twice, as broad and as detailed, come once, as detailed.
    """
    reader = _Reader(described)
    held: OewsRow | None = None
    for number, cells in described.table.records(*COLUMNS):
        row = reader.row(number, cells)
        if held and _key(held) == _key(row) and (held.group, row.group) in _TWINS:
            reader.refuse_different(held, row)
            held = row if row.group == "detailed" else held
            continue
        if held:
            yield held
        held = row
    if held:
        yield held
    reader.finish()


def read_all(files: Sequence[OewsFile]) -> Iterator[OewsRow]:
    """The rows of all files of one release; BadFile where two of them hold the same area."""
    where: dict[str, str] = {}
    for described in files:
        name = described.table.file.name
        for row in read(described):
            if (first := where.setdefault(row.area, name)) != name:
                raise BadFile(
                    f"{row.area_title} is also in {first}. Give one of the two files.", file=name, row=row.row
                )
            yield row


_TWINS = {("broad", "detailed"), ("detailed", "broad")}


class RowKey(NamedTuple):
    area: str
    naics: str
    code: str


def _key(row: OewsRow) -> RowKey:
    return RowKey(row.area, row.naics, row.code)


def _figures(row: OewsRow) -> list:
    """Employment and pay, with what is only known to be so high or higher told from exact figures."""
    pay = zip(PAY_NAMES, (*row.annual, *row.hourly), strict=True)
    return [row.employment, *((amount, name in row.top_coded) for name, amount in pay)]


class _Reader:
    """Turns cells into rows, and keeps what must be known of all rows: their keys and unknown codes."""

    def __init__(self, described: OewsFile):
        self.described = described
        self.table = described.table
        self.seen: dict[RowKey, tuple[int, str]] = {}
        self.last = 0
        self.owners: dict[tuple[str, str], str] = {}
        self.codes: set[str] = set()
        self.annual, self.hourly = annual_columns(described), hourly_columns(described)

    def row(self, number: int, cells: tuple) -> OewsRow:
        area, area_title, area_type, state, naics, industry, level, owner, code, title, group = map(text, cells[:11])
        if not (area_type or code):
            raise self.table.bad(NO_FIGURES, row=number)
        if data_set_of(area_type, naics) != self.described.data_set:
            raise self.table.bad(WRONG_KIND, row=number, column="AREA_TYPE")
        annual = self._wages(number, cells[12:17], self.annual, cells[23])
        hourly = self._wages(number, cells[17:22], self.hourly, cells[22])
        row = OewsRow(
            row=number,
            area=area.zfill(2) if self.described.data_set == STATE else area,
            area_title=area_title,
            area_type=area_type,
            state=state,
            naics=sector_code(naics) if level.casefold() == SECTOR else industry_code(naics),
            industry=industry,
            group=group,
            code=code,
            title=title,
            employment=self._employment(number, cells[11]),
            annual=annual.amounts,
            hourly=hourly.amounts,
            top_coded=annual.top_coded + hourly.top_coded,
        )
        self._check(row, owner)
        return row

    def _check(self, row: OewsRow, owner: str) -> None:
        if row.code not in self.codes:
            if not CODE.fullmatch(row.code):
                raise self._bad(f"{quoted(row.code)} is not a code such as 29-2072.", row.row, "OCC_CODE")
            self.codes.add(row.code)
        for value, column in ((row.area, "AREA"), (row.title, "OCC_TITLE")):
            if not value:
                raise self._bad("This cell is empty.", row.row, column)
        for value, column, longest in (
            (row.area, "AREA", 10),
            (row.naics, "NAICS", 10),
            (row.industry, "NAICS_TITLE", 200),
        ):
            if len(value) > longest:
                raise self._bad(f"{quoted(value)} is longer than {longest} characters.", row.row, column)
        if row.group not in GROUPS:
            raise self._bad(f"{quoted(row.group)} is none of the publisher's groups.", row.row, "O_GROUP")
        if self.owners.setdefault((row.area, row.naics), owner) != owner:
            raise self._bad(
                "The figures are split by who owns the establishments. Give the file that has no “owner” in its name.",
                row.row,
                "OWN_CODE",
            )
        self._refuse_again(row)

    def _refuse_again(self, row: OewsRow) -> None:
        first, group = self.seen.get(_key(row), (0, ""))
        is_twin = (group, row.group) in _TWINS and first == self.last
        if first and not is_twin:
            raise self._bad(
                f"{row.code} stands in row {first} already, for the same area and industry.", row.row, "OCC_CODE"
            )
        self.seen[_key(row)] = (row.row, "twice" if is_twin else row.group)
        self.last = row.row

    def refuse_different(self, held: OewsRow, row: OewsRow) -> None:
        """Where an occupation stands twice, as broad and detailed, both must tell the same."""
        columns = ("TOT_EMP", *ANNUAL_COLUMNS, *HOURLY_COLUMNS)
        for column, one, other in zip(columns, _figures(held), _figures(row), strict=True):
            if one != other:
                raise self._bad(
                    f"{row.code} is {row.group} here and {held.group} in row {held.row}, where another figure stands.",
                    row.row,
                    column,
                )

    def finish(self) -> None:
        if not self.codes:
            raise self.table.bad("There are no occupations in this sheet.")
        if unknown := unknown_codes(self.codes, own=[ALL_OCCUPATIONS, *COMBINED_CODES]):
            if (self.described.year or FIRST_OF_2018) < FIRST_OF_2018:
                raise older.refusal(self.table, self.described.year)
            raise self.table.bad(refusal(unknown))

    def _employment(self, number: int, value) -> int | None:
        if value == EMPLOYMENT_NOT_RELEASED:
            return None
        try:
            people = whole(value)
        except ValueError as problem:
            raise self._bad(problem, number, "TOT_EMP") from None
        if people < 0:
            raise self._bad(f"{quoted(value)} is below zero.", number, "TOT_EMP")
        if people > MOST_JOBS:
            raise self._bad(f"{quoted(value)} is more than there are people.", number, "TOT_EMP")
        return people

    def _wages(self, number: int, cells: tuple, columns: WageColumns, only_the_other) -> Wages:
        # An occupation that is only paid by the year may have nothing in its hourly cells, and the reverse.
        try:
            return columns.read(cells, may_be_empty=is_only(only_the_other))
        except NoWage as problem:
            raise self._bad(problem, number, problem.column) from None

    def _bad(self, message: object, number: int, column: str) -> BadFile:
        return self.table.bad(message, row=number, column=column)

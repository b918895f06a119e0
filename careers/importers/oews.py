"""Occupational Employment and Wage Statistics (BLS): the rows of the national, sector, state and metropolitan files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ..models.occupation import ALL_OCCUPATIONS, COMBINED_CODES
from .oews_file import ANNUAL_COLUMNS, COLUMNS, HOURLY_COLUMNS, STATE, WRONG_KIND, OewsFile, data_set_of
from .oews_file import describe as describe
from .oews_file import recognises as recognises
from .reading import MOST_JOBS, BadFile, decimal, shown, text, whole
from .soc import CODE, refusal, unknown_codes

WAGE_NOT_RELEASED, EMPLOYMENT_NOT_RELEASED, TOP_CODED = "*", "**", "#"
GROUPS = {"total", "major", "minor", "broad", "detailed"}
# Sectors that span several codes stand under their first one, as a number.
SECTORS = {"31": "31-33", "44": "44-45", "48": "48-49"}
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


def states_in(area_title: str, state: str) -> str:
    """The states that an area lies in, from a title such as "Texarkana, TX-AR"; else `state` alone."""
    found = _STATES.search(area_title)
    states = found[1].split("-") if found else []
    return " ".join(dict.fromkeys([*states, *([state] if state else [])]))


def split_by_owner(described: OewsFile) -> bool:
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


_TWINS = {("broad", "detailed"), ("detailed", "broad")}


def _key(row: OewsRow) -> tuple[str, str, str]:
    return row.area, row.naics, row.code


class _Reader:
    """Turns cells into rows, and keeps what must be known of all rows: their keys and unknown codes."""

    def __init__(self, described: OewsFile):
        self.described = described
        self.table = described.table
        self.seen: dict[tuple[str, str, str], tuple[int, str]] = {}
        self.last = 0
        self.owners: dict[tuple[str, str], str] = {}
        self.codes: set[str] = set()
        self.annual = _Wages(described.top_code_annual, ANNUAL_COLUMNS, hourly=False)
        self.hourly = _Wages(described.top_code_hourly, HOURLY_COLUMNS, hourly=True)

    def row(self, number: int, cells: tuple) -> OewsRow:
        area, area_title, area_type, state, naics, industry, level, owner, code, title, group = map(text, cells[:11])
        if data_set_of(area_type, naics) != self.described.data_set:
            raise self.table.bad(WRONG_KIND, row=number, column="AREA_TYPE")
        if level == "sector":
            naics = SECTORS.get(naics, naics)
        row = OewsRow(
            row=number,
            area=area.zfill(2) if self.described.data_set == STATE else area,
            area_title=area_title,
            area_type=area_type,
            state=state,
            naics=naics,
            industry=industry,
            group=group,
            code=code,
            title=title,
            employment=self._employment(number, cells[11]),
            annual=self._wages(number, cells[12:17], self.annual, cells[23]),
            hourly=self._wages(number, cells[17:22], self.hourly, cells[22]),
        )
        self._check(row, owner)
        return row

    def _check(self, row: OewsRow, owner: str) -> None:
        if row.code not in self.codes:
            if not CODE.fullmatch(row.code):
                raise self._bad(f"{shown(row.code)} is not a code such as 29-2072.", row.row, "OCC_CODE")
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
                raise self._bad(f"{shown(value)} is longer than {longest} characters.", row.row, column)
        if row.group not in GROUPS:
            raise self._bad(f"{shown(row.group)} is none of the publisher's groups.", row.row, "O_GROUP")
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
        pairs = zip(
            (held.employment, *held.annual, *held.hourly), (row.employment, *row.annual, *row.hourly), strict=True
        )
        for column, (one, other) in zip(columns, pairs, strict=True):
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
            raise self.table.bad(refusal(unknown))

    def _employment(self, number: int, value) -> int | None:
        if value == EMPLOYMENT_NOT_RELEASED:
            return None
        try:
            people = whole(value)
        except ValueError as problem:
            raise self._bad(problem, number, "TOT_EMP") from None
        if people < 0:
            raise self._bad(f"{shown(value)} is below zero.", number, "TOT_EMP")
        if people > MOST_JOBS:
            raise self._bad(f"{shown(value)} is more than there are people.", number, "TOT_EMP")
        return people

    def _wages(self, number: int, cells: tuple, wages: "_Wages", only_the_other) -> tuple:
        amounts = []
        highest, highest_at = None, 0
        for at, value in enumerate(cells):
            try:
                amount = wages.amount(value)
            except _AboveTopCode:
                raise self._above_top_code(value, number, wages.columns[at]) from None
            except ValueError as problem:
                # An occupation that is only paid by the year may have nothing in its hourly cells, and the reverse.
                if value != "" or text(only_the_other).upper() != "TRUE":
                    raise self._bad(problem, number, wages.columns[at]) from None
                amount = None
            if amount is not None:
                if highest is not None and amount < highest:
                    raise self._bad(
                        f"{shown(value)} is below the {shown(cells[highest_at])} of {wages.columns[highest_at]}, "
                        "a lower percentile.",
                        number,
                        wages.columns[at],
                    )
                highest, highest_at = amount, at
            amounts.append(amount)
        return tuple(amounts)

    def _above_top_code(self, value, number: int, column: str) -> BadFile:
        top = f"${self.described.top_code_annual:,} a year and ${self.described.top_code_hourly} an hour"
        if self.described.states_top_code:
            return self._bad(
                f"{shown(value)} is not below the top code, which this file says is {top}.", number, column
            )
        return self._bad(
            f"{shown(value)} is not below the top code, which was {top} when last known: it must have changed. Give "
            "the national file of the same year, which states it.",
            number,
            column,
        )

    def _bad(self, message: object, number: int, column: str) -> BadFile:
        return self.table.bad(message, row=number, column=column)


class _AboveTopCode(Exception):
    pass


class _Wages:
    """What the cells of wage columns mean: dollars a year (whole), or an hour (with cents)."""

    def __init__(self, top_code: int | Decimal, columns: tuple[str, ...], *, hourly: bool):
        self.top_code, self.columns, self.hourly = top_code, columns, hourly
        # The same few thousand amounts fill hundreds of thousands of cells.
        self.amount = lru_cache(maxsize=50_000, typed=True)(self._amount)

    def _amount(self, value) -> int | Decimal | None:
        """ValueError, with a sentence about the value, where it is no amount."""
        if value == WAGE_NOT_RELEASED:
            return None
        if value == TOP_CODED:
            return self.top_code
        try:
            dollars = decimal(value)
        except ValueError:
            raise ValueError(f"{shown(value)} is not a dollar amount.") from None
        if dollars < 0:
            raise ValueError(f"{shown(value)} is below zero.")
        if dollars >= self.top_code:
            raise _AboveTopCode
        if not self.hourly:
            return whole(value)
        if dollars != round(dollars, 2):
            raise ValueError(f"{shown(value)} is not an amount in dollars and cents.")
        return round(dollars, 2)

"""What an OEWS workbook is: which of the four data sets, of which year, and with which top code."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ...models import data_sets
from ...releases.top_codes import TopCode
from ..reading import Book, Table, text
from ..recogniser import ReleaseKey
from . import older

AREA_COLUMNS = ("AREA", "AREA_TITLE", "AREA_TYPE", "PRIM_STATE", "NAICS", "NAICS_TITLE", "I_GROUP", "OWN_CODE")
ANNUAL_COLUMNS = ("A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90")
HOURLY_COLUMNS = ("H_PCT10", "H_PCT25", "H_MEDIAN", "H_PCT75", "H_PCT90")
COLUMNS = (
    *AREA_COLUMNS,
    *("OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP"),
    *ANNUAL_COLUMNS,
    *HOURLY_COLUMNS,
    *("ANNUAL", "HOURLY"),
)
COLUMNS_NOT_READ = (
    *("EMP_PRSE", "JOBS_1000", "LOC_QUOTIENT", "PCT_TOTAL", "PCT_RPT"),
    *("H_MEAN", "A_MEAN", "MEAN_PRSE"),
)
# A sheet with so many of the columns is OEWS's, whatever else may be wrong with it.
TELLING = 6

SECTOR = "sector"
NATIONAL, INDUSTRY = data_sets.OEWS_NATIONAL, data_sets.OEWS_INDUSTRY
STATE, METROPOLITAN = data_sets.OEWS_STATE, data_sets.OEWS_METROPOLITAN
CROSS_INDUSTRY = "000000"


# By the first year in which each held, newest first. Source: the “#” note in the field descriptions of the May 2017 to
# May 2024 files; `LAST_TOLD` is the last of these years.
TOP_CODES = {2022: TopCode(239_200, Decimal("115.00")), 2017: TopCode(208_000, Decimal("100.00"))}
LAST_TOLD = 2024

_YEAR_IN_SHEET_NAME = re.compile(r"_M?((?:19|20)\d\d)(_|$)|\bMay ((?:19|20)\d\d)\b", re.IGNORECASE)
_YEAR_IN_DESCRIPTIONS = re.compile(r"\b(?:May|November) (20\d\d)\b")
_TOP_CODE_NOTE = re.compile(r"^(?:notes?\W+)?[\"'“‘(]?#", re.IGNORECASE)
_DOLLARS = r"(?P<dollars>\d[\d,]*(?:\.\d+)?)"
_UNIT = r"(?P<unit>hour|year|annual)"
# “$115.00 per hour”, and “an hourly wage of $115.00”.
_TOP_CODES_IN_NOTE = (
    re.compile(
        rf"\$\s?{_DOLLARS}(?:\s+or\s+(?:more|greater|higher|above))?[\s-]*(?:per|an?|/|each|every)?[\s-]*{_UNIT}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_UNIT}[^$#]{{0,50}}?\$\s?{_DOLLARS}", re.IGNORECASE),
)
_WITHOUT_SIGN = re.compile(r"\b(?:USD|US\$)\s?(?=\d)|(?<![\d$.,])(?=\d[\d,.]*\s*(?:dollars|USD)\b)", re.IGNORECASE)
_WORD_FOR_DOLLARS = re.compile(r"(?<=\d)\s*(?:dollars|USD)\b", re.IGNORECASE)
HOURS_A_YEAR = 2_080
# What is more than this is no pay: employment or a code has slipped into its place.
MOST_PAID = {"hour": 10_000, "year": 10_000 * HOURS_A_YEAR}


@dataclass(frozen=True)
class OewsFile:
    """One OEWS workbook; `states_top_code` tells whether the workbook itself says what `#` stands for.

    `knows_top_code` tells whether it or another file of its period does; else it is the last one known.
    """

    table: Table
    data_set: str
    year: int | None
    top_code: TopCode
    states_top_code: bool
    industry_level: str
    knows_top_code: bool = False


@dataclass
class PayFiles:
    """What files hold of one release."""

    data_set: str
    year: int
    files: list[OewsFile]

    @property
    def key(self) -> ReleaseKey:
        return ReleaseKey(self.data_set, f"May {self.year}")


def recognises(book: Book) -> bool:
    """Whether a sheet has OEWS's columns; `describe` says what is wrong where some are missing."""
    return bool(book.header_rows(COLUMNS, TELLING)) or older.table_of(book) is not None


def describe(book: Book) -> OewsFile:
    """What the workbook holds; BadFile where a column is missing, or it is of no data set that is used."""
    notes = _descriptions(book)
    if (old_table := older.table_of(book)) is not None:
        raise older.refusal(old_table, _year(old_table, notes))
    table = _table(book)
    year = _year(table, notes)
    older.refuse(table, year)
    positions = table.positions(*COLUMNS, beside=COLUMNS_NOT_READ)
    first = next((row for row in book.head(table.sheet)[table.header_row :] if any(cell != "" for cell in row)), None)
    if first is None:
        raise table.bad("There are no occupations in this sheet.")
    first = dict(zip(COLUMNS, (first[at] if at < len(first) else "" for at in positions), strict=True))
    data_set = data_set_of(text(first["AREA_TYPE"]), text(first["NAICS"]))
    if data_set is None:
        raise table.bad(WRONG_KIND, row=table.header_row + 1, column="AREA_TYPE")
    stated = _stated_top_code(notes)
    return OewsFile(
        table=table,
        data_set=data_set,
        year=year,
        top_code=stated or known_top_code(year),
        states_top_code=stated is not None,
        industry_level=text(first["I_GROUP"]).casefold(),
        knows_top_code=stated is not None,
    )


WRONG_KIND = (
    "This row is not of the kind that the file should hold alone. Give the national, sector, state and metropolitan "
    "files, not the file of all data."
)


def data_set_of(area_type: str, naics: str) -> str | None:
    """The data set that a row belongs to; None for rows that no data set of ours holds."""
    across_industries = naics.strip("0") == ""
    if area_type == "1":
        return NATIONAL if across_industries else INDUSTRY
    if not across_industries:
        return None
    return {"2": STATE, "3": STATE, "4": METROPOLITAN, "6": METROPOLITAN}.get(area_type)


def known_top_code(year: int | None) -> TopCode:
    """That of a year; the latest known one for later and unknown years."""
    held = (top_code for first, top_code in TOP_CODES.items() if year is None or year >= first)
    return next(held, TOP_CODES[min(TOP_CODES)])


def _stated_top_code(notes: list[str]) -> TopCode | None:
    """As the note about # words it; None where there is none, or it names no amount."""
    for note in filter(_TOP_CODE_NOTE.match, notes):
        note = _WORD_FOR_DOLLARS.sub("", _WITHOUT_SIGN.sub("$", note))
        for pattern in _TOP_CODES_IN_NOTE:
            if stated := _amounts(pattern.finditer(note)):
                hourly = stated.get("hour") or round(stated["year"] / HOURS_A_YEAR, 2)
                return TopCode(int(stated.get("year") or hourly * HOURS_A_YEAR), hourly)
    return None


def _amounts(found: Iterable[re.Match]) -> dict[str, Decimal]:
    """{"hour" or "year": dollars}, as far as they can be pay."""
    amounts = {
        "hour" if match["unit"].casefold() == "hour" else "year": Decimal(match["dollars"].replace(",", ""))
        for match in found
    }
    return {unit: dollars for unit, dollars in amounts.items() if 0 < dollars <= MOST_PAID[unit]}


def _table(book: Book) -> Table:
    found = book.header_rows(COLUMNS, TELLING)
    if book.text:
        raise book.bad("This is a copy of a pay file as text. Give the publisher's own workbook, the .xlsx file.")
    if len(found) > 1:
        first, second, *_ = found
        raise book.bad(f"Two sheets hold figures: “{first}” and “{second}”. Leave the one that counts.")
    [(sheet, row)] = found.items()
    return book.table(sheet, row)


def _descriptions(book: Book) -> list[str]:
    """The rows of the sheet "Field Descriptions" as lines; nothing where there is none."""
    names = [name for name in book.sheet_names if name.strip().casefold() == "field descriptions"]
    return [" ".join(filter(None, map(text, cells))) for name in names for _, cells in book.rows(name)]


def _year(table: Table, notes: list[str]) -> int | None:
    in_name = _YEAR_IN_SHEET_NAME.search(table.sheet)
    in_notes = next((match for note in notes if (match := _YEAR_IN_DESCRIPTIONS.search(note))), None)
    named = int(in_name[1] or in_name[3]) if in_name else None
    noted = int(in_notes[1]) if in_notes else None
    years = {named, noted} - {None}
    if len(years) > 1:
        raise table.bad(f"The sheet's name tells the year {named}, but the field descriptions tell {noted}.")
    return years.pop() if years else None

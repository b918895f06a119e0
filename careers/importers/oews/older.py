"""Pay files of May 2019 and before, which are of older classifications: known by their headers, and refused as such."""

import re

from ..reading import BadFile, Book, Table

# The first May whose occupations are all of the 2018 classification; between the two years stand mixtures.
FIRST_OF_2018, LAST_OF_OLDER = 2021, 2019

# The publisher's headers of 1997 to 2018, where they are not today's in other letters.
_CODES = ("occ_code", "occ code", "occ_codes")
_ONLY_OLDER = (
    *("occ_titl", "occ title", "group", "occ_group", "occ group", "st", "area_name", "naics_titl", "sic"),
    *("h_wpct10", "h_wpct25", "h_wpct75", "h_wpct90", "a_wpct10", "a_wpct25", "a_wpct75", "a_wpct90"),
)
_ALL = (
    *_CODES,
    *_ONLY_OLDER,
    *("occ_title", "tot_emp", "tot emp", "emp_prse", "emp prse", "h_mean", "a_mean", "mean_prse"),
    *("h_pct10", "h_pct25", "h_median", "h_pct75", "h_pct90", "a_pct10", "a_pct25", "a_median", "a_pct75", "a_pct90"),
    *("h mean", "h median", "a mean", "a median", "annual", "hourly", "area", "state", "prim_state", "naics"),
)
_TELLING = 6
# What today's files have in every kind, and no older one has.
_ONLY_NEWER = ("AREA_TYPE", "O_GROUP")
_YEAR_IN_NAME = re.compile(r"(?:_M|oesm?|national_|state_|msa_)((?:19|20)\d\d|\d\d)(?!\d)", re.IGNORECASE)


def table_of(book: Book) -> Table | None:
    """The sheet with the headers that pay files had up to May 2018; None where there is none."""
    for sheet, row in book.header_rows(_ALL, _TELLING).items():
        table = book.table(sheet, row)
        headers = {header.casefold() for header in table.headers}
        if headers.intersection(_CODES) and headers.intersection(_ONLY_OLDER) and not _is_newer(table):
            return table
    return None


def refuse(table: Table, year: int | None) -> None:
    """BadFile for pay of a year whose occupations are of an older classification."""
    if year and year <= LAST_OF_OLDER:
        raise refusal(table, year)


def refusal(table: Table, year: int | None) -> BadFile:
    """Why a pay file of an older classification is not taken; `year` where the file itself tells it."""
    year = year or year_in_name(table.file.name)
    if year and year > LAST_OF_OLDER and (renamed := _renamed(table)):
        return table.bad(
            f"These are pay figures of May {year}, but the columns have other names than the publisher's since May "
            f"{LAST_OF_OLDER}, such as “{renamed}”. Give the publisher's own file, as it was downloaded.",
            row=table.header_row,
        )
    which = f"of May {year}" if year else f"in the form that they had up to May {LAST_OF_OLDER - 1}"
    return table.bad(
        f"These are pay figures {which}, by an older classification of occupations (SOC) than that of 2018, which "
        f"this site goes by: none of them can be taken. Give pay of May {FIRST_OF_2018} or later."
    )


def year_in_name(name: str) -> int | None:
    """The year in the publisher's name of a file or zip: national_M2008_dl.xls, oesm08nat.zip."""
    found = _YEAR_IN_NAME.findall(name)
    if not found:
        return None
    year = int(found[-1])
    return year if year > 99 else year + (1900 if year > 90 else 2000)


def _renamed(table: Table) -> str:
    """A header that no file of today's form has; "" where there is none."""
    return next((header for header in table.headers if header.casefold() in _ONLY_OLDER), "")


def _is_newer(table: Table) -> bool:
    return any(table.has(column) for column in _ONLY_NEWER)

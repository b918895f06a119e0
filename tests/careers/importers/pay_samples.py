"""The samples of pay files, and where in them an occupation stands."""

from pathlib import Path

from careers.importers import oews
from careers.importers.oews import rows as oews_rows

from .workbooks import SAMPLES, open_book, read_workbook

NATIONAL, SECTORS = "oews/national_M2024_dl.xlsx", "oews/natsector_M2024_dl.xlsx"
STATES, METROS = "oews/state_M2024_dl.xlsx", "oews/MSA_M2024_dl.xlsx"
TABS = {
    NATIONAL: "national_M2024_dl",
    SECTORS: "Natsector_M2024_dl",
    STATES: "state_M2024_dl",
    METROS: "MSA_M2024_dl",
}


def read(path: Path) -> list[oews.OewsRow]:
    return list(oews_rows.read(oews.describe(open_book(path))))


def sample(name: str) -> dict[tuple[str, str, str], oews.OewsRow]:
    """{(area, NAICS, code): row} of a sample."""
    return {(row.area, row.naics, row.code): row for row in read(SAMPLES / name)}


def row_of(name: str, code: str, group: str = "detailed", naics: str | float | None = None) -> int:
    """The row in which an occupation first stands, as a spreadsheet shows it."""
    headers, *rows = read_workbook(SAMPLES / name)[TABS[name]]
    columns = {header: index for index, header in enumerate(headers)}
    return next(
        number
        for number, row in enumerate(rows, 2)
        if (row[columns["OCC_CODE"]], row[columns["O_GROUP"]]) == (code, group)
        and (naics is None or row[columns["NAICS"]] == naics)
    )

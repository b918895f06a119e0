"""The publisher's whole files, read here by other code than the importers': every cell must come out the same."""

from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from careers.importers import oews, projections, soc
from careers.importers.oews import rows as oews_rows
from careers.models.classification import codes_2018

from ..careers.importers.workbooks import REAL_DATA, open_book

pytestmark = pytest.mark.skipif(not REAL_DATA.is_dir(), reason=f"no publishers' files in {REAL_DATA}")

ANNUAL = ["A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90"]
HOURLY = ["H_PCT10", "H_PCT25", "H_MEDIAN", "H_PCT75", "H_PCT90"]


def raw_rows(name: str, sheet: int | str, header_row: int) -> list[tuple[int, dict]]:
    """(row number, {header: cell}) of every row below the headers."""
    book = CalamineWorkbook.from_path(REAL_DATA / name)
    found = book.get_sheet_by_index(sheet) if isinstance(sheet, int) else book.get_sheet_by_name(sheet)
    rows = found.to_python(skip_empty_area=False)
    headers = rows[header_row - 1]
    return [(at + 1, dict(zip(headers, rows[at], strict=True))) for at in range(header_row, len(rows))]


def wage(cell, top):
    return {"*": None, "#": top}[cell] if isinstance(cell, str) else Decimal(f"{cell:.2f}")


@pytest.mark.parametrize(
    ("name", "data_set", "year"),
    [
        ("oews/national_M2024_dl.xlsx", "oews-national", 2024),
        ("oews/natsector_M2023_dl.xlsx", "oews-industry", 2023),
        ("oews/natsector_M2024_dl.xlsx", "oews-industry", 2024),
    ],
)
def test_every_oews_row_is_read_as_it_stands(name, data_set, year):
    described = oews.describe(open_book(REAL_DATA / name))
    assert (described.data_set, described.year) == (data_set, year)
    read = {row.row: row for row in oews_rows.read(described)}
    sectors = {31.0: "31-33", 44.0: "44-45", 48.0: "48-49"}
    keys, passed_over = {}, 0
    for number, cells in raw_rows(name, 0, 1):
        naics = sectors.get(cells["NAICS"], cells["NAICS"])
        key = (cells["AREA"], naics, cells["OCC_CODE"])
        employment = None if cells["TOT_EMP"] == "**" else int(cells["TOT_EMP"])
        annual = tuple(wage(cells[column], Decimal(239_200)) for column in ANNUAL)
        hourly = tuple(wage(cells[column], Decimal(115)) for column in HOURLY)
        figures = (cells["OCC_TITLE"], cells["NAICS_TITLE"], employment, annual, hourly)
        if number not in read:
            # The broad one of a pair: the next row must be the detailed one, with the same figures.
            assert cells["O_GROUP"] == "broad"
            row = read[number + 1]
            assert row.group == "detailed"
            passed_over += 1
        else:
            row = read[number]
            assert row.group == cells["O_GROUP"]
            assert key not in keys
            keys[key] = number
        assert (row.area, row.naics, row.code) == key
        assert (row.title, row.industry, row.employment, row.annual, row.hourly) == figures
    assert len(keys) == len(read)
    assert passed_over == {"national_M2024_dl": 7, "natsector_M2023_dl": 109, "natsector_M2024_dl": 110}[name[5:-5]]


EDUCATION = {
    "No formal educational credential": "none",
    "High school diploma or equivalent": "high-school",
    "Some college, no degree": "some-college",
    "Postsecondary nondegree award": "award",
    "Associate's degree": "associate",
    "Bachelor's degree": "bachelor",
    "Master's degree": "master",
    "Doctoral or professional degree": "doctoral",
    "—": "",
}


def thousands(cell) -> int:
    return round(cell * 1000)


def test_every_projection_is_read_as_it_stands():
    described = projections.describe(open_book(REAL_DATA / "projections" / "occupation.xlsx"))
    assert described.period == "2024–34"
    read = list(projections.read(described))
    raw = raw_rows("projections/occupation.xlsx", "Table 1.2", 2)[:-4]
    assert len(read) == len(raw) == 1_113
    for row, (number, cells) in zip(read, raw, strict=True):
        training = cells["Typical on-the-job training needed to attain competency in the occupation"]
        experience = cells["Work experience in a related occupation"]
        assert (row.row, row.code) == (number, cells["2024 National Employment Matrix code"])
        assert row.title == cells["2024 National Employment Matrix title"].lstrip()
        assert row.base_employment == thousands(cells["Employment, 2024"])
        assert row.projected_employment == thousands(cells["Employment, 2034"])
        assert row.new_jobs == thousands(cells["Employment change, numeric, 2024–34"])
        assert row.growth == Decimal(f"{cells['Employment change, percent, 2024–34']:.1f}")
        assert row.openings == thousands(cells["Occupational openings, 2024–34 annual average"])
        assert row.entry_education == EDUCATION[cells["Typical education needed for entry"]]
        assert row.work_experience == ("" if experience == "—" else experience)
        assert row.training == ("" if training == "—" else training)


def test_the_whole_structure_is_read():
    rows = list(soc.read(open_book(REAL_DATA / "soc" / "soc_structure_2018.xlsx")))
    levels = [row.level for row in rows]
    assert {level: levels.count(level) for level in levels} == {"major": 23, "minor": 98, "broad": 459, "detailed": 867}
    assert {row.code for row in rows} == codes_2018()

"""The demo's figures against the publishers' own files, read here without the project's code."""

import csv
import tomllib
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from python_calamine import CalamineWorkbook

DATA = settings.BASE_DIR.parent / "shared" / "data"
DEMO = settings.BASE_DIR / "fixtures" / "demo"

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"the publishers' files are not at {DATA}; they are too large for the project"
)

NOT_RELEASED = ("*", "**", "—", "")
PAY = {
    "employment": "TOT_EMP",
    "annual_p10": "A_PCT10",
    "annual_p25": "A_PCT25",
    "annual_median": "A_MEDIAN",
    "annual_p75": "A_PCT75",
    "annual_p90": "A_PCT90",
    "hourly_p10": "H_PCT10",
    "hourly_p25": "H_PCT25",
    "hourly_median": "H_MEDIAN",
    "hourly_p75": "H_PCT75",
    "hourly_p90": "H_PCT90",
}
INDUSTRY_PAY = {name: PAY[name] for name in ("employment", "annual_median", "hourly_median")}
JOBS = {
    "base_employment": "Employment, 2024",
    "projected_employment": "Employment, 2034",
    "stated_new_jobs": "Employment change, numeric, 2024–34",
    "openings": "Occupational openings, 2024–34 annual average",
}
WORDS = {
    "work_experience": "Work experience in a related occupation",
    "training": "Typical on-the-job training needed to attain competency in the occupation",
}
EDUCATION = {
    "": "—",
    "none": "No formal educational credential",
    "high-school": "High school diploma or equivalent",
    "some-college": "Some college, no degree",
    "award": "Postsecondary nondegree award",
    "associate": "Associate's degree",
    "bachelor": "Bachelor's degree",
    "master": "Master's degree",
    "doctoral": "Doctoral or professional degree",
}


def workbook(path: str, sheet: str | int = 0, header: int = 0) -> list[dict]:
    book = CalamineWorkbook.from_path(DATA / path)
    found = book.get_sheet_by_index(sheet) if isinstance(sheet, int) else book.get_sheet_by_name(sheet)
    rows = found.to_python()
    return [dict(zip(rows[header], row, strict=True)) for row in rows[header + 1 :]]


def demo_rows(name: str, release: str) -> list[dict]:
    with (DEMO / "figures" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["release"] == release]


def demo_occupations() -> dict[str, str]:
    with (DEMO / "figures" / "occupations.csv").open(newline="", encoding="utf-8") as file:
        return {row["soc"]: row["title"] for row in csv.DictReader(file) if row["classification"] == "2018 SOC"}


def wage(cell, column: str) -> Decimal | None:
    if cell in NOT_RELEASED:
        return None
    if cell == "#":
        return Decimal("239200") if column.startswith("annual") else Decimal("115.00")
    return Decimal(str(cell))


def figure(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def differences(mine: dict, published: dict, columns: dict[str, str]) -> list[tuple]:
    return [
        (mine["soc"], column, mine[column], published[name])
        for column, name in columns.items()
        if figure(mine[column]) != wage(published[name], column)
    ]


@pytest.fixture(scope="module")
def national() -> dict[str, dict]:
    rows = workbook("oews/national_M2024_dl.xlsx")
    return {row["OCC_CODE"]: row for row in rows if row["O_GROUP"] in ("total", "detailed")}


@pytest.fixture(scope="module")
def projections() -> dict[str, dict]:
    rows = workbook("projections/occupation.xlsx", "Table 1.2", header=1)
    return {row["2024 National Employment Matrix code"]: row for row in rows}


def test_every_occupation_has_its_published_title_and_its_figures(national):
    occupations = demo_occupations()
    assert len(occupations) > 20
    assert {code: national[code]["OCC_TITLE"] for code in occupations} == occupations
    for name, release in (("pay", "pay-2024"), ("outlook", "projections-2024")):
        assert sorted(row["soc"] for row in demo_rows(name, release)) == sorted(occupations)


def test_national_pay_is_as_published(national):
    rows = demo_rows("pay", "pay-2024")
    assert rows
    assert [wrong for row in rows for wrong in differences(row, national[row["soc"]], PAY)] == []


def test_pay_by_industry_is_as_published_and_whole():
    occupations = set(demo_occupations()) - {"00-0000"}
    published = {
        (row["OCC_CODE"], row["NAICS_TITLE"]): row
        for row in workbook("oews/natsector_M2024_dl.xlsx")
        if row["OCC_CODE"] in occupations and row["O_GROUP"] == "detailed"
    }
    mine = {(row["soc"], row["industry"]): row for row in demo_rows("industry_pay", "industry-2024")}
    assert len(mine) > 200
    assert set(mine) == set(published)
    assert [wrong for key, row in mine.items() for wrong in differences(row, published[key], INDUSTRY_PAY)] == []


def test_projections_are_as_published(projections):
    wrong = []
    for row in demo_rows("outlook", "projections-2024"):
        published = projections[row["soc"]]
        expected = {name: Decimal(str(published[column])) * 1000 for name, column in JOBS.items()}
        expected["stated_growth"] = Decimal(str(published["Employment change, percent, 2024–34"]))
        wrong += [(row["soc"], name, row[name]) for name, value in expected.items() if Decimal(row[name]) != value]
        assert (row["base_year"], row["projected_year"]) == ("2024", "2034")
    assert wrong == []


def test_entry_requirements_are_as_published(projections):
    wrong = []
    for row in demo_rows("outlook", "projections-2024"):
        published = projections[row["soc"]]
        stated = {name: published[column].replace("—", "") for name, column in WORDS.items()}
        wrong += [(row["soc"], name, row[name]) for name, value in stated.items() if row[name] != value]
        if EDUCATION[row["entry_education"]] != published["Typical education needed for entry"]:
            wrong.append((row["soc"], "entry_education", row["entry_education"]))
    assert wrong == []


def test_featured_schools_are_as_the_federal_directory_has_them():
    with (DATA / "ipeds" / "hd2024.csv").open(newline="", encoding="utf-8-sig") as file:
        directory = {row["UNITID"]: row for row in csv.DictReader(file)}
    schools = tomllib.loads((DEMO / "schools.toml").read_text(encoding="utf-8"))["schools"]
    assert [school["name"] for school in schools] == [
        "Claflin University",
        "Lake Erie College",
        "Lesley University",
        "Notre Dame College",
    ]
    for school in schools:
        listed = directory[str(school["unitid"])]
        assert (school["name"], school["city"], school["state"]) == (listed["INSTNM"], listed["CITY"], listed["STABBR"])
        month, _, rest = listed["CLOSEDAT"].partition("/")
        closed = None if listed["CLOSEDAT"] == "-2" else date.fromisoformat("-".join([rest[3:], month, rest[:2]]))
        assert school.get("closed_on") == closed
        assert school.get("status", "open") == ("open" if closed is None else "closed")
        assert (school.get("status", "open") == "open") == (listed["CYACTIVE"] == "1")

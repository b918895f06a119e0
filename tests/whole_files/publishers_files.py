"""The publishers' whole files read by none of the importers' code: what each career's page must say of them."""

from dataclasses import dataclass, field
from functools import cache

from python_calamine import CalamineWorkbook

from ..careers.importers.workbooks import REAL_DATA

PERCENTILES = ["PCT10", "PCT25", "MEDIAN", "PCT75", "PCT90"]
SECTOR_FILES = {"May 2023": "natsector_M2023_dl.xlsx", "May 2024": "natsector_M2024_dl.xlsx"}
COMBINED = {
    **dict.fromkeys(["21-1011", "21-1014"], "21-1018"),
    **dict.fromkeys(["25-2055", "25-2056"], "25-2052"),
    **dict.fromkeys(["25-9042", "25-9043", "25-9049"], "25-9045"),
    **dict.fromkeys(["51-2022", "51-2023"], "51-2028"),
    **dict.fromkeys(["53-1042", "53-1043", "53-1044", "53-1049"], "53-1047"),
}
NOT_PUBLISHED = "Not published"
MARKS_SEEN: set[str] = set()


@dataclass
class Expected:
    """One career's figures as text, in the words that a page shows; `group` is the code that they are of."""

    code: str
    title: str
    pay_code: str = ""
    pay: list[tuple[str, str]] = field(default_factory=list)
    employment: int | None = None
    industries: dict[str, tuple[str, dict]] = field(default_factory=dict)
    outlook_code: str = ""
    outlook: dict = field(default_factory=dict)


def rows_of(path: str, sheet: str | int, header_row: int = 1) -> list[dict]:
    book = CalamineWorkbook.from_path(REAL_DATA / path)
    found = book.get_sheet_by_index(sheet) if isinstance(sheet, int) else book.get_sheet_by_name(sheet)
    rows = found.to_python(skip_empty_area=False)
    headers = [str(header) for header in rows[header_row - 1]]
    return [dict(zip(headers, row, strict=True)) for row in rows[header_row:]]


def annual(cell: object) -> str:
    return _dollars(cell, "$239,200", lambda: f"${round(cell):,}")


def hourly(cell: object) -> str:
    return _dollars(cell, "$115.00", lambda: f"${cell:,.2f}")


def _dollars(cell: object, top_code: str, text) -> str:
    if cell in ("*", "#"):
        MARKS_SEEN.add(cell)
    if cell in ("*", ""):
        return NOT_PUBLISHED
    return f"{top_code} or more" if cell == "#" else text()


def jobs(cell: object) -> int | None:
    if cell == "**":
        MARKS_SEEN.add(cell)
        return None
    return round(cell)


@cache
def national_pay() -> dict[str, dict]:
    return {row["OCC_CODE"]: row for row in rows_of("oews/national_M2024_dl.xlsx", 0)}


@cache
def industry_pay(period: str) -> dict[str, dict[str, tuple]]:
    """{occupation: {industry: (jobs, annual median, hourly median)}}"""
    found: dict[str, dict] = {}
    for row in rows_of(f"oews/{SECTOR_FILES[period]}", 0):
        figures = (jobs(row["TOT_EMP"]), annual(row["A_MEDIAN"]), hourly(row["H_MEDIAN"]))
        found.setdefault(row["OCC_CODE"], {})[row["NAICS_TITLE"]] = figures
    return found


@cache
def projections() -> dict[str, dict]:
    """{occupation: what its page must say}; "median" is the pay that this publisher repeats."""
    found = {}
    for row in rows_of("projections/occupation.xlsx", "Table 1.2", 2):
        code = row["2024 National Employment Matrix code"]
        if not code:
            continue
        wording = {key: value for key, value in row.items() if isinstance(value, str)}
        median = next(value for key, value in row.items() if key.startswith("Median annual wage"))
        openings = next(value for key, value in row.items() if key.startswith("Occupational openings"))
        MARKS_SEEN.update(mark for mark in ("—", ">=") for value in wording.values() if value.startswith(mark))
        found[code] = {
            "base": round(row["Employment, 2024"] * 1000),
            "projected": round(row["Employment, 2034"] * 1000),
            "new jobs": round(row["Employment change, numeric, 2024–34"] * 1000),
            "growth": f"{row['Employment change, percent, 2024–34']:.1f}",
            "openings": None if openings == "—" else round(openings * 1000),
            "education": words(row["Typical education needed for entry"]),
            "experience": words(row["Work experience in a related occupation"]),
            "training": words(row["Typical on-the-job training needed to attain competency in the occupation"]),
            "median": f"{median[2:]} or more" if isinstance(median, str) and median.startswith(">=") else "",
        }
    return found


def words(cell: str) -> str:
    return "" if cell == "—" else cell


def best_match(code: str, table: dict) -> str:
    """The occupation itself, else the combined one that the publisher puts it in, else its broad group; or nothing."""
    return next((one for one in (code, COMBINED.get(code), f"{code[:6]}0") if one in table), "")


@cache
def expected() -> dict[str, Expected]:
    """By O*NET-SOC code, for every occupation of the O*NET release."""
    careers = {}
    for row in rows_of("onet-29.3/Occupation Data.xlsx", 0):
        code = row["O*NET-SOC Code"][:7]
        career = careers[row["O*NET-SOC Code"]] = Expected(code, row["Title"])
        career.pay_code = best_match(code, national_pay())
        if career.pay_code:
            pay = national_pay()[career.pay_code]
            career.pay = [(annual(pay[f"A_{name}"]), hourly(pay[f"H_{name}"])) for name in PERCENTILES]
            career.employment = jobs(pay["TOT_EMP"])
        for period in SECTOR_FILES:
            table = industry_pay(period)
            # Of a wider group, the one whose national pay the page shows for that year.
            of = code if code in table else career.pay_code if career.pay_code in table else best_match(code, table)
            if of:
                career.industries[period] = (of, table[of])
        career.outlook_code = best_match(code, projections())
        career.outlook = projections().get(career.outlook_code, {})
    return careers

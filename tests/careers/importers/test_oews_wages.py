"""What the wage cells of pay files mean: exact, not released, or so much or more."""

from decimal import Decimal

import pytest

from careers.importers import oews
from careers.importers.oews.workbook import TopCode

from .pay_samples import NATIONAL, SECTORS, TABS, read, row_of, sample
from .workbooks import SAMPLES, open_book, read_workbook, spoiled, write_workbook


def test_a_hash_is_the_top_code():
    chief_executives = sample(NATIONAL)["99", "000000", "11-1011"]
    assert chief_executives.annual[2:] == (206_420, 239_200, 239_200)
    assert chief_executives.hourly[3:] == (Decimal("115.00"), Decimal("115.00"))


def test_the_top_code_is_the_one_that_the_file_states(tmp_path):
    book = read_workbook(SAMPLES / NATIONAL)
    notes = book["Field Descriptions"]
    [note] = [row for row in notes if str(row[0]).startswith("#")]
    note[0] = "#  = indicates a wage equal to or greater than $120.00 per hour or $249,600 per year "
    path = write_workbook(tmp_path / "a.xlsx", book)
    described = oews.describe(open_book(path))
    assert described.top_code == TopCode(249_600, Decimal("120.00"))
    assert {row.code: row for row in read(path)}["11-1011"].annual[4] == 249_600


def test_the_top_code_of_2021_was_lower(tmp_path):
    rows = read_workbook(SAMPLES / NATIONAL)["national_M2024_dl"]
    path = write_workbook(tmp_path / "a.xlsx", {"national_M2021_dl": rows[:2]})
    described = oews.describe(open_book(path))
    assert described.top_code == TopCode(208_000, Decimal("100.00"))


@pytest.mark.parametrize("name", [NATIONAL, SECTORS])
def test_a_figure_as_high_as_the_top_code_or_higher_is_exact_unless_it_is_marked(name, tmp_path):
    row = row_of(name, "11-1011", naics="62" if name == SECTORS else None)
    changes = {(row, "A_PCT75"): 239_200.0, (row, "A_PCT90"): 499_200.0, (row, "H_PCT75"): 115.0, (row, "H_PCT90"): "#"}
    [chief] = [one for one in read(spoiled(name, tmp_path, changes, sheet=TABS[name])) if one.row == row]
    assert chief.annual[3:] == (239_200, 499_200)
    assert chief.hourly[3:] == (Decimal("115.00"), Decimal("115.00"))
    assert chief.top_coded == ("hourly_p90",)


def test_a_top_coded_figure_is_not_below_the_lower_percentiles_of_its_row(tmp_path):
    row = row_of(NATIONAL, "11-1011")
    changes = {(row, "A_PCT75"): 300_000.0, (row, "A_PCT90"): "#"}
    [chief] = [one for one in read(spoiled(NATIONAL, tmp_path, changes, sheet=TABS[NATIONAL])) if one.row == row]
    assert chief.annual[3:] == (300_000, 300_000)
    assert [name for name in chief.top_coded if name.startswith("annual")] == ["annual_p90"]


def test_a_lower_exact_figure_after_a_top_coded_one_is_refused(refusal):
    row = row_of(NATIONAL, "11-1011")
    message = refusal({(row, "A_PCT75"): "#", (row, "A_PCT90"): 230_000.0})
    assert message.endswith(f"row {row}, column A_PCT90: “230000” is below the “#” of A_PCT75, a lower percentile.")


@pytest.mark.parametrize(("column", "value"), [("A_PCT90", 50_000_000.0), ("H_PCT90", 3_282_010.0)])
def test_what_no_occupation_pays_is_refused(refusal, column, value):
    row = row_of(NATIONAL, "29-2072")
    assert refusal({(row, column): value}).endswith(
        f"row {row}, column {column}: “{value:.0f}” is more than any occupation pays."
    )


@pytest.mark.parametrize(
    "note",
    [
        "#  = a wage of at least $120.00 per hour or $249,600 per year ",
        "# - annual wage of $249,600.00 a year, or $120 an hour, or more",
        "# indicates a wage greater than or equal to $120.00/hour",
        "# = at or above $249,600 per year",
    ],
)
def test_the_note_may_be_worded_otherwise(note, tmp_path):
    book = read_workbook(SAMPLES / NATIONAL)
    [line] = [row for row in book["Field Descriptions"] if str(row[0]).startswith("#")]
    line[0] = note
    described = oews.describe(open_book(write_workbook(tmp_path / "a.xlsx", book)))
    assert described.top_code == TopCode(249_600, Decimal("120.00"))


@pytest.mark.parametrize(
    "note", ["# = a wage of $0.00 per hour or $0 per year", "# = not available", "# $9,999,999 an hour"]
)
def test_a_note_that_names_no_pay_is_as_none(note, tmp_path):
    book = read_workbook(SAMPLES / NATIONAL)
    [line] = [row for row in book["Field Descriptions"] if str(row[0]).startswith("#")]
    line[0] = note
    described = oews.describe(open_book(write_workbook(tmp_path / "a.xlsx", book)))
    assert (described.top_code.annual, described.states_top_code) == (239_200, False)


def test_broad_and_detailed_rows_differ_where_one_is_top_coded(refusal):
    broad, detailed = row_of(NATIONAL, "29-2010", "broad"), row_of(NATIONAL, "29-2010")
    message = refusal({(broad, "A_PCT90"): 239_200.0, (detailed, "A_PCT90"): "#"})
    assert message.endswith(f"29-2010 is detailed here and broad in row {broad}, where another figure stands.")


PAY_CELLS = ["abc", "12,300", "$12", "nan", "**", "~", True, -5.0]


@pytest.mark.parametrize("value", PAY_CELLS)
@pytest.mark.parametrize("column", ["A_MEDIAN", "H_MEDIAN"])
def test_a_wage_cell_holds_dollars_a_star_or_a_hash(refusal, column, value):
    row = row_of(NATIONAL, "29-2072")
    shown = "-5" if value == -5.0 else value
    told = "is below zero." if value == -5.0 else "is not a dollar amount."
    assert refusal({(row, column): value}) == (
        f'national_M2024_dl.xlsx, sheet "national_M2024_dl", row {row}, column {column}: “{shown}” {told}'
    )


def test_an_empty_wage_cell_is_refused_where_the_occupation_has_such_pay(refusal):
    row = row_of(NATIONAL, "29-2072")
    assert refusal({(row, "A_PCT25"): ""}).endswith("column A_PCT25: An empty cell is not a dollar amount.")


def test_annual_pay_has_no_cents_and_hourly_pay_no_more_than_cents(refusal):
    row = row_of(NATIONAL, "29-2072")
    assert refusal({(row, "A_MEDIAN"): 50250.5}).endswith(
        f"row {row}, column A_MEDIAN: “50250.5” is not a whole number."
    )
    assert refusal({(row, "H_MEDIAN"): 24.165}).endswith(
        f"row {row}, column H_MEDIAN: “24.165” is not an amount in dollars and cents."
    )


@pytest.mark.parametrize(
    ("column", "value", "above"),
    [
        ("A_MEDIAN", 35_000.0, "“41600” of A_PCT25"),
        ("A_PCT75", 50_000.0, "“50250” of A_MEDIAN"),
        ("H_PCT90", 30.0, "“30.8” of H_PCT75"),
        ("H_PCT25", 17.0, "“17.2” of H_PCT10"),
    ],
)
def test_a_percentile_is_not_below_a_lower_one(refusal, column, value, above):
    row = row_of(NATIONAL, "29-2072")
    message = refusal({(row, column): value})
    assert message.startswith(f'national_M2024_dl.xlsx, sheet "national_M2024_dl", row {row}, column {column}: ')
    assert message.endswith(f"is below the {above}, a lower percentile.")


def test_percentiles_are_compared_across_those_that_are_not_released(refusal):
    row = row_of(NATIONAL, "29-2072")
    message = refusal({(row, "A_PCT10"): 60_000.0, (row, "A_PCT25"): "*"})
    assert message.endswith("column A_MEDIAN: “50250” is below the “60000” of A_PCT10, a lower percentile.")


@pytest.mark.parametrize("column", ["A_PCT10", "H_PCT10"])
def test_a_wage_of_nothing_is_refused(column, refusal):
    row = row_of(NATIONAL, "29-1141")
    message = refusal({(row, column): 0.0})
    assert message.endswith(
        f"row {row}, column {column}: “0” is no wage. The publisher writes * where it releases none."
    )

from decimal import Decimal

import pytest

from careers.importers import oews
from careers.importers.oews.workbook import TopCode
from careers.importers.reading import BadFile

from .pay_samples import METROS, NATIONAL, SECTORS, STATES, TABS, read, row_of, sample
from .workbooks import SAMPLES, open_book, read_workbook, spoiled, write_workbook

# What a file is


@pytest.mark.parametrize(
    ("name", "data_set"),
    [
        (NATIONAL, "oews-national"),
        (SECTORS, "oews-industry"),
        (STATES, "oews-state"),
        (METROS, "oews-metropolitan"),
    ],
)
def test_each_file_is_known_by_its_rows_with_its_year_and_top_code(name, data_set):
    book = open_book(SAMPLES / name)
    assert oews.recognises(book)
    described = oews.describe(book)
    assert (described.data_set, described.year) == (data_set, 2024)
    assert described.top_code == TopCode(239_200, Decimal("115.00"))


def test_other_workbooks_are_not_taken_for_it():
    assert not oews.recognises(open_book(SAMPLES / "projections" / "occupation.xlsx"))
    assert not oews.recognises(open_book(SAMPLES / "soc" / "soc_structure_2018.xlsx"))


def test_the_year_comes_from_the_field_descriptions_where_the_sheet_has_another_name(tmp_path):
    book = read_workbook(SAMPLES / NATIONAL)
    renamed = {"Sheet1": book["national_M2024_dl"], "Field Descriptions": book["Field Descriptions"]}
    assert oews.describe(open_book(write_workbook(tmp_path / "a.xlsx", renamed))).year == 2024
    del renamed["Field Descriptions"]
    assert oews.describe(open_book(write_workbook(tmp_path / "a.xlsx", renamed))).year is None


def test_two_different_years_in_one_file_are_refused(tmp_path):
    book = read_workbook(SAMPLES / NATIONAL)
    book["national_M2023_dl"] = book.pop("national_M2024_dl")
    with pytest.raises(BadFile) as problem:
        read(write_workbook(tmp_path / "a.xlsx", book))
    assert str(problem.value) == (
        'a.xlsx, sheet "national_M2023_dl": The sheet\'s name tells the year 2023, but the field descriptions tell '
        "2024."
    )


def test_headers_in_lower_case_are_the_same_headers(tmp_path):
    book = read_workbook(SAMPLES / NATIONAL)
    book["national_M2024_dl"][0] = [header.lower() for header in book["national_M2024_dl"][0]]
    assert read(write_workbook(tmp_path / "a.xlsx", book)) == read(SAMPLES / NATIONAL)


# Figures


def test_an_occupation_has_its_figures_as_published():
    records = sample(NATIONAL)["99", "000000", "29-2072"]
    assert (records.title, records.group, records.industry) == (
        "Medical Records Specialists",
        "detailed",
        "Cross-industry",
    )
    assert records.row == row_of(NATIONAL, "29-2072")
    assert records.employment == 187_910
    assert records.annual == (35_780, 41_600, 50_250, 64_070, 80_950)
    assert records.hourly == tuple(map(Decimal, ("17.20", "20.00", "24.16", "30.80", "38.92")))


def test_one_star_is_no_wage_and_two_are_no_employment():
    records = sample(SECTORS)
    retail_laboratory = records["99", "44-45", "29-2010"]
    assert retail_laboratory.employment is None
    assert retail_laboratory.annual[2] == 54_330
    amusement_actors = records["99", "71", "27-2011"]
    assert amusement_actors.employment == 16_460
    assert amusement_actors.hourly[2] is None


def test_occupations_paid_only_by_the_hour_or_year_have_no_other_pay(tmp_path):
    records = sample(NATIONAL)
    actors, legislators = records["99", "000000", "27-2011"], records["99", "000000", "11-1031"]
    assert actors.annual == (None,) * 5
    assert actors.hourly[2] == Decimal("23.33")
    assert legislators.hourly == (None,) * 5
    assert legislators.annual[2] == 44_810
    emptied = {(row_of(NATIONAL, "27-2011"), column): "" for column in ("A_PCT10", "A_PCT25", "A_MEDIAN")}
    [again] = [row for row in read(spoiled(NATIONAL, tmp_path, emptied, sheet=TABS[NATIONAL])) if row.code == "27-2011"]
    assert (again.annual, again.hourly) == (actors.annual, actors.hourly)


def test_an_occupation_that_stands_twice_comes_once_as_detailed():
    rows = [row for row in read(SAMPLES / NATIONAL) if row.code == "29-2010"]
    assert [(row.group, row.row) for row in rows] == [("detailed", row_of(NATIONAL, "29-2010"))]
    assert len({(row.area, row.naics, row.code) for row in read(SAMPLES / SECTORS)}) == len(read(SAMPLES / SECTORS))


def test_sectors_that_span_several_codes_have_their_full_names():
    sectors = {row.naics: row.industry for row in read(SAMPLES / SECTORS)}
    assert set(sectors) == {"11", "31-33", "44-45", "48-49", "61", "62", "71"}
    assert sectors["31-33"] == "Manufacturing"


def test_states_and_territories_have_two_digit_codes_and_abbreviations():
    records = sample(STATES)
    texas, puerto_rico = records["48", "000000", "29-1141"], records["72", "000000", "29-1141"]
    assert (texas.area_title, texas.state, texas.area_type) == ("Texas", "TX", "2")
    assert (puerto_rico.area_title, puerto_rico.state, puerto_rico.area_type) == ("Puerto Rico", "PR", "3")
    assert ("01", "000000", "00-0000") in records
    assert records["48", "000000", "27-2011"].employment is None


def test_metropolitan_and_nonmetropolitan_areas_are_read_together():
    titles = {row.area: (row.area_title, row.area_type) for row in read(SAMPLES / METROS)}
    assert titles == {
        "11500": ("Anniston-Oxford, AL", "4"),
        "45500": ("Texarkana, TX-AR", "4"),
        "0100001": ("Northwest Alabama nonmetropolitan area", "6"),
    }


def test_an_area_lies_in_all_the_states_of_its_title():
    assert oews.states_in("Texarkana, TX-AR", "TX") == "TX AR"
    assert oews.states_in("Washington-Arlington-Alexandria, DC-VA-MD-WV", "DC") == "DC VA MD WV"
    assert oews.states_in("Northwest Alabama nonmetropolitan area", "AL") == "AL"
    assert oews.states_in("Anniston-Oxford, AL", "") == "AL"


# Files that must not be taken


@pytest.mark.parametrize("value", ["*", "#", "~", "", "many", "1,200", 10.5])
def test_employment_is_a_whole_number_or_two_stars(refusal, value):
    row = row_of(NATIONAL, "29-2072")
    message = refusal({(row, "TOT_EMP"): value})
    told = "a whole number." if value == 10.5 else "a number."
    assert message.startswith(f'national_M2024_dl.xlsx, sheet "national_M2024_dl", row {row}, column TOT_EMP: ')
    assert message.endswith(f"is not {told}")


def test_employment_is_not_negative(refusal):
    row = row_of(NATIONAL, "29-2072")
    assert refusal({(row, "TOT_EMP"): -10.0}).endswith(f"row {row}, column TOT_EMP: “-10” is below zero.")


@pytest.mark.parametrize("code", ["292072", "29-2072.00", "29-207", "", "Nurse"])
def test_a_code_has_its_form(refusal, code):
    row = row_of(NATIONAL, "29-2072")
    message = refusal({(row, "OCC_CODE"): code})
    assert f"row {row}, column OCC_CODE: " in message
    assert message.endswith("is not a code such as 29-2072.")


def test_codes_of_another_classification_are_counted_with_an_example(refusal):
    changes = {
        (row_of(NATIONAL, "29-2072"), "OCC_CODE"): "29-2071",
        (row_of(NATIONAL, "29-1141"), "OCC_CODE"): "29-1111",
    }
    assert refusal(changes) == (
        'national_M2024_dl.xlsx, sheet "national_M2024_dl": 2 codes are not in the 2018 classification (SOC), such as '
        "“29-1111”: the file is of another classification or release, and none of its rows are taken."
    )


def test_the_publishers_own_combined_codes_are_known():
    assert sample(NATIONAL)["99", "000000", "21-1018"].group == "detailed"


def test_an_occupation_that_stands_twice_for_one_area_and_industry_is_refused(refusal):
    first, second = row_of(NATIONAL, "29-1141"), row_of(NATIONAL, "29-2072")
    assert refusal({(second, "OCC_CODE"): "29-1141"}) == (
        f'national_M2024_dl.xlsx, sheet "national_M2024_dl", row {second}, column OCC_CODE: 29-1141 stands in row '
        f"{first} already, for the same area and industry."
    )


def test_a_row_that_is_there_twice_is_refused(tmp_path):
    book = read_workbook(SAMPLES / NATIONAL)
    rows = book["national_M2024_dl"]
    rows.append(rows[1])
    with pytest.raises(BadFile, match=rf"row {len(rows)}, column OCC_CODE: 00-0000 stands in row 2 already"):
        read(write_workbook(tmp_path / "a.xlsx", book))


@pytest.mark.parametrize(("column", "value"), [("A_MEDIAN", 60_000.0), ("TOT_EMP", "**"), ("H_PCT10", "*")])
def test_broad_and_detailed_rows_of_one_occupation_must_tell_the_same(refusal, column, value):
    broad, detailed = row_of(NATIONAL, "29-2010", "broad"), row_of(NATIONAL, "29-2010")
    assert refusal({(detailed, column): value}) == (
        f'national_M2024_dl.xlsx, sheet "national_M2024_dl", row {detailed}, column {column}: 29-2010 is detailed here '
        f"and broad in row {broad}, where another figure stands."
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"AREA_TYPE": "2"},
        {"AREA_TYPE": "4"},
        {"AREA_TYPE": "5"},
        {"AREA_TYPE": ""},
        {"NAICS": "62"},
    ],
)
def test_rows_of_another_kind_of_file_are_refused(refusal, changes):
    row = row_of(NATIONAL, "29-2072")
    message = refusal({(row, column): value for column, value in changes.items()})
    assert message == (
        f'national_M2024_dl.xlsx, sheet "national_M2024_dl", row {row}, column AREA_TYPE: This row is not of the kind '
        "that the file should hold alone. Give the national, sector, state and metropolitan files, not the file of all "
        "data."
    )


@pytest.mark.parametrize("written", ["31-33", "3133", 31.0, "31", "31 – 33", "310000"])
def test_a_sector_has_one_code_however_it_is_written(written, tmp_path):
    book = read_workbook(SAMPLES / SECTORS)
    rows = book[TABS[SECTORS]]
    at = rows[0].index("NAICS")
    assert any(str(row[at]).startswith("31") for row in rows[1:])
    for row in rows[1:]:
        row[at] = written if str(row[at]).startswith("31") else row[at]
    assert {
        row.naics for row in read(write_workbook(tmp_path / "a.xlsx", book)) if row.industry == "Manufacturing"
    } == {"31-33"}


def test_a_sector_that_stands_twice_in_two_spellings_is_refused(tmp_path):
    book = read_workbook(SAMPLES / SECTORS)
    rows = book[TABS[SECTORS]]
    at = rows[0].index("NAICS")
    first = next(row for row in rows[1:] if str(row[at]).startswith("31"))
    rows.append([*first[:at], "31-33", *first[at + 1 :]])
    with pytest.raises(BadFile, match=rf"row {len(rows)}, column OCC_CODE: .* stands in row \d+ already"):
        read(write_workbook(tmp_path / "a.xlsx", book))


def test_a_file_by_ownership_is_refused(refusal):
    row = row_of(SECTORS, "29-2072", naics="62")
    assert refusal({(row, "OWN_CODE"): "5"}, SECTORS).endswith(
        f"row {row}, column OWN_CODE: The figures are split by who owns the establishments. Give the file that has no "
        "“owner” in its name."
    )


@pytest.mark.parametrize("column", ["AREA", "OCC_TITLE"])
def test_what_names_a_row_is_not_empty(refusal, column):
    row = row_of(NATIONAL, "29-2072")
    assert refusal({(row, column): ""}).endswith(f"row {row}, column {column}: This cell is empty.")


def test_an_unknown_group_is_refused(refusal):
    row = row_of(NATIONAL, "29-2072")
    assert refusal({(row, "O_GROUP"): "other"}).endswith(
        f"row {row}, column O_GROUP: “other” is none of the publisher's groups."
    )


@pytest.mark.parametrize("invisible", ["\u200b", "\u00ad", "\ufeff"])
def test_an_invisible_character_is_told_of(invisible, refusal):
    row = row_of(NATIONAL, "29-2072")
    assert refusal({(row, "OCC_CODE"): f"29-2072{invisible}"}).endswith(
        f"column OCC_CODE: “29-2072{invisible}”, with an invisible character in it, is not a code such as 29-2072."
    )


def test_a_note_below_the_figures_is_called_so(refusal):
    row = row_of(NATIONAL, "29-2072")
    note = {(row, header): "" for header in ("AREA_TYPE", "NAICS", "OCC_CODE")}
    assert refusal({**note, (row, "AREA"): "Source: bls.gov"}) == (
        f'national_M2024_dl.xlsx, sheet "national_M2024_dl", row {row}: This row holds no occupation but something '
        "else, such as a note. Give the publisher's own file, or leave only the rows with figures."
    )


def test_a_renamed_column_is_named(refusal):
    assert refusal({(1, "A_MEDIAN"): "A_MED"}) == (
        'national_M2024_dl.xlsx, sheet "national_M2024_dl", row 1: There is no column “A_MEDIAN”; did the publisher '
        "rename it to “A_MED”?"
    )


def test_a_file_without_occupations_is_refused(tmp_path):
    headers = read_workbook(SAMPLES / NATIONAL)["national_M2024_dl"][:1]
    with pytest.raises(BadFile, match="There are no occupations in this sheet"):
        read(write_workbook(tmp_path / "a.xlsx", {"national_M2024_dl": headers}))

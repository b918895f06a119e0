"""What a person reads when O*NET tables are damaged, or do not belong together."""

import shutil
from datetime import date

import pytest

from careers.importers.onet import Collector
from careers.importers.reading import BadFile

from .onet_samples import EXCEL, change_text, change_workbook, collect, excel_copy, profiles, text_copy
from .workbooks import zipped


@pytest.fixture
def excel(tmp_path):
    return excel_copy(tmp_path)


def refusal(folder, *more, **release) -> str:
    with pytest.raises(BadFile) as refused:
        profiles(folder, *more, workspace=folder.parent / "workspace", **release)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def spoil(path, row: int, column: str, value) -> None:
    """Puts a value into the cell of a row as a spreadsheet numbers it."""

    def change(rows):
        rows[row - 1][rows[0].index(column)] = value

    (change_text if path.suffix == ".txt" else change_workbook)(path, change)


def repeat(path, row: int) -> None:
    change_workbook(path, lambda rows: rows.append(list(rows[row - 1])))


@pytest.mark.parametrize("code", ["29-1141", "29-1141.0", "291141.00", 29, ""])
def test_a_code_of_another_form(excel, code):
    spoil(excel / "Task Statements.xlsx", 5, "O*NET-SOC Code", code)
    message = refusal(excel)
    assert message.startswith('onet/Task Statements.xlsx, sheet "Task Statements", row 5, column O*NET-SOC Code: ')
    assert f"“{code}” is not an O*NET-SOC code" in message.replace("29.0", "29")


@pytest.mark.parametrize("sign", ["\x07", "\x1b[31m", "\x7f", "\x0b", "\x85", "\x92"])
def test_signs_that_no_page_may_hold(sign, tmp_path):
    onet = text_copy(tmp_path)
    spoil(onet / "Task Statements.txt", 3, "Task", f"Write the read me{sign} of a project.")
    assert refusal(onet).endswith(
        "row 3, column Task: The text holds a character that is no text; is the file damaged?"
    )


def test_codes_that_occupation_data_lacks(excel):
    spoil(excel / "Job Zones.xlsx", 3, "O*NET-SOC Code", "15-1132.00")
    message = refusal(excel)
    assert "Job Zones.xlsx" in message
    assert "row 3, column O*NET-SOC Code: 1 of its codes is not in Occupation Data, such as “15-1132.00”" in message
    assert "another taxonomy or release" in message


def test_related_codes_that_occupation_data_lacks(excel):
    spoil(excel / "Related Occupations.xlsx", 4, "Related O*NET-SOC Code", "15-1132.00")
    assert "row 4, column Related O*NET-SOC Code: 1 of its codes is not in Occupation Data" in refusal(excel)


def test_occupations_of_an_older_taxonomy(tmp_path):
    folder = text_copy(tmp_path)
    for file in folder.iterdir():
        if file.stem not in ("Occupation Data", "Read Me"):
            file.unlink()
    spoil(folder / "Occupation Data.txt", 2, "O*NET-SOC Code", "15-1132.00")
    spoil(folder / "Occupation Data.txt", 3, "O*NET-SOC Code", "29-1111.00")
    message = refusal(folder)
    assert (
        "Occupation Data.txt, row 2, column O*NET-SOC Code: 2 of these occupations are not in the 2018 SOC" in message
    )
    assert "such as “15-1132.00”" in message


def test_a_table_of_an_older_taxonomy_by_itself_is_said_to_be_one_before_what_is_missing(excel):
    (excel / "Occupation Data.xlsx").unlink()
    spoil(excel / "Skills.xlsx", 4, "O*NET-SOC Code", "15-1131.00")
    message = refusal(excel)
    assert message.startswith('onet/Skills.xlsx, sheet "Skills", row 4, column O*NET-SOC Code: This is part of')
    assert "of an older O*NET taxonomy" in message
    assert "“15-1131.00” is not in the 2018 SOC" in message
    assert "Take a whole release from 25.1 (November 2020) on" in message


@pytest.mark.parametrize("label", ["25.0", "24.3", "9.0"])
def test_releases_of_an_older_taxonomy(label):
    with pytest.raises(BadFile, match=rf"O\*NET {label} uses an older taxonomy.*releases from 25\.1"):
        Collector(label, date(2020, 8, 1))


def test_a_title_that_occupation_data_has_not(excel):
    path = excel / "Knowledge.xlsx"
    change_workbook(path, lambda rows: [row.__setitem__(1, "Nurses") for row in rows[1:] if row[0] == "29-1141.00"])
    message = refusal(excel)
    assert 'Knowledge.xlsx, sheet "Knowledge", row 2, column Title' in message
    assert "“Nurses” here and “Registered Nurses” in Occupation Data: tables of mixed O*NET releases." in message


def test_two_titles_for_a_code_in_one_table(excel):
    spoil(excel / "Task Statements.xlsx", 6, "Title", "Nurses")
    message = refusal(excel)
    assert "row 6, column Title: 29-1141.00 is titled “Nurses” here and “Registered Nurses” in row 4" in message


@pytest.mark.parametrize("name", ["Task Statements", "Skills", "Education, Training, and Experience", "Interests"])
def test_a_date_after_the_release(tmp_path, name):
    folder = text_copy(tmp_path)
    spoil(folder / f"{name}.txt", 3, "Date", "06/2025")
    message = refusal(folder)
    assert f"{name}.txt, row 3, column Date: 06/2025 is later than O*NET 29.3, which came out in 05/2025" in message
    assert "mixed O*NET releases" in message


def test_a_date_in_the_releases_own_month_is_fine(tmp_path):
    folder = text_copy(tmp_path)
    spoil(folder / "Skills.txt", 3, "Date", "05/2025")
    assert profiles(folder, workspace=tmp_path / "w")


@pytest.mark.parametrize("value", ["2025-05-01", "13/2024", "May 2025", 45000])
def test_a_date_of_another_form(excel, value):
    spoil(excel / "Skills.xlsx", 4, "Date", value)
    assert "row 4, column Date" in refusal(excel)


def test_the_same_table_twice(excel):
    shutil.copy(excel / "Job Zones.xlsx", excel / "Zones again.xlsx")
    message = refusal(excel)
    assert "onet/Zones again.xlsx" in message
    assert "The same O*NET table (job zones) was also given in onet/Job Zones.xlsx." in message


def test_the_same_skills_twice(excel):
    shutil.copy(excel / "Skills.xlsx", excel / "Transferable Skills.xlsx")
    message = refusal(excel)
    assert "onet/Transferable Skills.xlsx" in message
    assert "(skills) was also given in onet/Skills.xlsx." in message


def test_both_editions_at_once(tmp_path, excel):
    folder = text_copy(tmp_path / "text")
    message = refusal(excel, folder / "Occupation Data.txt")
    assert "Occupation Data.txt" in message
    assert "was also given in onet/Occupation Data.xlsx" in message


def test_occupation_data_is_missing(excel):
    (excel / "Occupation Data.xlsx").unlink()
    assert refusal(excel).startswith("onet: Occupation Data is missing")
    packed = zipped(excel.parent / "db.zip", {"db/Skills.xlsx": (excel / "Skills.xlsx").read_bytes()})
    assert refusal(packed).startswith("db.zip: db: Occupation Data is missing")


@pytest.mark.parametrize(
    ("name", "row", "column", "what"),
    [
        ("Occupation Data", 3, "", "29-1141.00 stands twice"),
        ("Task Statements", 5, "Task ID", "Task 1202 of 29-1141.00 stands twice"),
        ("Skills", 2, "Element ID", "29-1141.00 has element 2.A.1.a on scale IM twice"),
        ("Knowledge", 3, "Element ID", "29-1141.00 has element 2.C.1.a on scale LV twice"),
        ("Interests", 2, "Element ID", "15-1252.00 has element 1.B.1.a on scale OI twice"),
        ("Education, Training, and Experience", 3, "Category", "29-1141.00 has category 2 of element 2.D.1 twice"),
        ("Education, Training, and Experience Categories", 3, "Category", "Category 2 stands twice"),
        ("Job Zones", 2, "", "15-1252.00 stands twice"),
        ("Job Zone Reference", 2, "Job Zone", "Job Zone 1 stands twice"),
        ("Related Occupations", 3, "Related O*NET-SOC Code", "29-1141.00 is related to 29-2011.00 twice"),
        ("Content Model Reference", 4, "Element ID", "Element 2.A.1.a stands twice"),
    ],
)
def test_a_row_that_stands_twice(excel, name, row, column, what):
    path = excel / f"{name}.xlsx"
    repeat(path, row)
    message = refusal(excel)
    assert f"{name}.xlsx" in message
    assert what in message
    assert (f", column {column}: " in message) == bool(column)


def test_titles_and_software_may_stand_twice(excel, tmp_path):
    before = profiles(EXCEL, workspace=tmp_path / "before")
    for name in ("Alternate Titles", "Sample of Reported Titles", "Technology Skills"):
        repeat(excel / f"{name}.xlsx", 2)
    assert profiles(excel, workspace=tmp_path / "after") == before


@pytest.mark.parametrize(
    ("name", "row", "column", "value"),
    [
        ("Skills", 4, "Data Value", "4.12"),
        ("Skills", 4, "Data Value", "high"),
        ("Skills", 4, "Data Value", ""),
        ("Knowledge", 4, "Data Value", True),
        ("Interests", 2, "Data Value", "n/a"),
        ("Education, Training, and Experience", 3, "Data Value", "22,5"),
        ("Education, Training, and Experience", 3, "Category", "two"),
        ("Task Statements", 3, "Task ID", "T-1"),
        ("Job Zones", 3, "Job Zone", "4"),
        ("Related Occupations", 2, "Index", "first"),
    ],
)
def test_text_for_a_number_in_a_workbook(excel, name, row, column, value):
    spoil(excel / f"{name}.xlsx", row, column, value)
    message = refusal(excel)
    assert f"{name}.xlsx" in message
    assert f"row {row}, column {column}: " in message
    assert "number" in message


@pytest.mark.parametrize("value", ["high", "n/a", "", "nan", "inf", "4,12", "1e1"])
def test_text_for_a_number_in_a_text_file(tmp_path, value):
    folder = text_copy(tmp_path)
    spoil(folder / "Skills.txt", 4, "Data Value", value)
    message = refusal(folder)
    assert "onet/Skills.txt, row 4, column Data Value: " in message
    assert "number" in message


@pytest.mark.parametrize(
    ("name", "row", "column", "value", "what"),
    [
        ("Skills", 2, "Data Value", 5.1, "5.1 is not between 1 and 5"),
        ("Knowledge", 2, "Data Value", 0.99, "0.99 is not between 1 and 5"),
        ("Interests", 2, "Data Value", 7.5, "7.5 is not between 1 and 7"),
        ("Education, Training, and Experience", 3, "Data Value", 101, "101 is not between 0 and 100"),
        ("Education, Training, and Experience", 3, "Category", 0, "0 is not between 1 and 99"),
        ("Job Zones", 2, "Job Zone", 6, "6 is not between 1 and 5"),
        ("Job Zones", 2, "Job Zone", 0, "0 is not between 1 and 5"),
        ("Job Zones", 2, "Job Zone", 3.5, "3.5 is not a whole number"),
        ("Task Statements", 2, "Task", "", "The cell is empty"),
        ("Task Statements", 2, "Task Type", "Main", "“Main” is neither Core nor Supplemental"),
        ("Occupation Data", 2, "Title", "", "The cell is empty"),
        ("Occupation Data", 2, "Title", "x" * 151, "longer than 150 characters"),
        ("Skills", 5, "Element ID", "2.C.1.a", "Element “2.C.1.a” does not belong among skills"),
        ("Interests", 3, "Element ID", "1.B.2.a", "Element “1.B.2.a” does not belong among interests"),
    ],
)
def test_a_value_that_cannot_be(excel, name, row, column, value, what):
    spoil(excel / f"{name}.xlsx", row, column, value)
    message = refusal(excel)
    assert f"{name}.xlsx" in message
    assert f"row {row}, column {column}: " in message
    assert what in message


def test_an_education_category_that_nothing_explains(excel):
    path = excel / "Education, Training, and Experience.xlsx"
    change_workbook(path, lambda rows: rows[-1].__setitem__(rows[0].index("Category"), 13))
    message = refusal(excel)
    assert "column Category: It is not known what education category 13 stands for." in message


def test_a_renamed_column(excel):
    change_workbook(excel / "Skills.xlsx", lambda rows: rows[0].__setitem__(3, "Element Title"))
    message = refusal(excel)
    assert 'Skills.xlsx, sheet "Skills"' in message
    assert "There is no column “Element Name”" in message


def test_a_table_without_rows(excel):
    change_workbook(excel / "Job Zones.xlsx", lambda rows: rows.__delitem__(slice(1, None)))
    assert "Job Zones.xlsx" in refusal(excel)


def test_nothing_is_yielded_before_all_is_checked(excel, tmp_path):
    spoil(excel / "Job Zones.xlsx", 3, "O*NET-SOC Code", "15-1132.00")
    collector = collect(excel, workspace=tmp_path / "w")
    with pytest.raises(BadFile):
        collector.profiles()

"""A column that the publisher renamed or dropped: told in one line, and never a table that silently stays away."""

import pytest
from django.core.management import CommandError

from careers.importers.onet.tables import LAYOUTS
from careers.importers.reading import BadFile, source_files
from careers.importers.recogniser import Stated
from careers.importers.recognition import recognise

from .everything import NATIONAL, ONET, PROJECTIONS, SOC, everything, import_data
from .onet_samples import EXCEL, change_text, change_workbook, excel_copy, text_copy
from .workbooks import read_workbook, write, write_workbook

# Which top code a pay file means may lie in a stored release.
pytestmark = pytest.mark.django_db

SHEETS = {path.stem: next(iter(read_workbook(path))) for path in EXCEL.glob("*.xlsx")}
EVERY_COLUMN = [
    (file, column)
    for layout in LAYOUTS
    for file in layout.files
    if (EXCEL / f"{file}.xlsx").exists()
    for column in layout.columns
]


def read_all(folder) -> dict[str, int]:
    """How many rows each release in the folder has."""
    workspace = folder.parent / "workspace"
    workspace.mkdir(exist_ok=True)
    recognition = recognise(source_files([folder], workspace), {}, Stated())
    return {str(one): len(list(one.rows())) for one in recognition.releases}


def refusal(folder) -> str:
    with pytest.raises(BadFile) as refused:
        read_all(folder)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def rename(column: str, new: str):
    return lambda rows: rows[0].__setitem__(rows[0].index(column), new)


def drop(column: str):
    def change(rows):
        at = rows[0].index(column)
        for row in rows:
            del row[at]

    return change


@pytest.mark.parametrize(("file", "column"), EVERY_COLUMN)
def test_every_renamed_column_of_onet_is_told_with_its_place(file, column, tmp_path):
    onet = excel_copy(tmp_path)
    new = f"{column.split()[-1]} (revised)"
    change_workbook(onet / f"{file}.xlsx", rename(column, new))
    assert refusal(onet) == (
        f'onet/{file}.xlsx, sheet "{SHEETS[file]}", row 1: There is no column “{column}”; '
        f"did the publisher rename it to “{new}”?"
    )


@pytest.mark.parametrize(("file", "column"), EVERY_COLUMN)
def test_every_missing_column_of_onet_is_told(file, column, tmp_path):
    onet = text_copy(tmp_path)
    change_text(onet / f"{file}.txt", drop(column))
    assert f"onet/{file}.txt, row 1: There is no column “{column}”" in refusal(onet)


@pytest.mark.parametrize(
    ("file", "column", "new"),
    [
        ("Skills", "Scale ID", "Scale"),
        ("Skills", "Element ID", "Content Model ID"),
        ("Knowledge", "O*NET-SOC Code", "SOC Code"),
        ("Task Statements", "Task", "Task Statement"),
        ("Technology Skills", "Hot Technology", "Hot"),
        ("Related Occupations", "Relatedness Tier", "Tier"),
        ("Job Zones", "Job Zone", "Zone"),
        ("Alternate Titles", "Short Title", "Short"),
    ],
)
def test_a_table_under_another_name_is_known_by_its_other_columns(file, column, new, tmp_path):
    onet = excel_copy(tmp_path)
    change_workbook(onet / f"{file}.xlsx", rename(column, new))
    [rows] = read_workbook(onet / f"{file}.xlsx").values()
    (onet / f"{file}.xlsx").unlink()
    write_workbook(onet / "table.xlsx", {"Sheet1": rows})
    message = refusal(onet)
    assert message.startswith('onet/table.xlsx, sheet "Sheet1", row 1: ')
    assert f"There is no column “{column}”; did the publisher rename it to “{new}”?" in message


@pytest.mark.parametrize("file", ["Skills", "Knowledge", "Education, Training, and Experience"])
def test_advice_to_suppress_figures_is_not_lost_with_its_columns_name(file, tmp_path):
    onet = excel_copy(tmp_path)
    change_workbook(onet / f"{file}.xlsx", rename("Recommend Suppress", "Suppress"))
    assert "row 1: There is no column “Recommend Suppress”; did the publisher rename it to “Suppress”?" in refusal(onet)


@pytest.mark.django_db
def test_nothing_goes_live_without_the_table_that_lost_its_column(tmp_path):
    import_data(ONET, approve=True, publish=True)
    onet = excel_copy(tmp_path)
    change_workbook(onet / "Skills.xlsx", rename("Scale ID", "Scale"))
    change_workbook(onet / "Task Statements.xlsx", rename("Task", "Task Statement"))
    before = everything()
    with pytest.raises(CommandError, match=r'Skills\.xlsx, sheet "Skills", row 1: There is no column “Scale ID”'):
        import_data(onet, approve=True, publish=True)
    with pytest.raises(CommandError, match=r"(?s)“Task”; did the publisher rename it to “Task Statement”.*Nothing was"):
        import_data(onet / "Task Statements.xlsx", approve=True, release="29.3")
    assert everything() == before


def test_a_new_column_hides_no_table(tmp_path):
    onet = excel_copy(tmp_path)
    for file in ("Occupation Data", "Content Model Reference"):
        change_workbook(onet / f"{file}.xlsx", lambda rows: [row.append("new") for row in rows])
    assert read_all(onet) == read_all(EXCEL)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("Work Values", ["O*NET-SOC Code", "Title", "Element ID", "Element Name", "Scale", "Data Value"]),
        ("Task Ratings", ["O*NET-SOC Code", "Title", "Task ID", "Task", "Scale", "Category", "Data Value"]),
        ("Tasks to DWAs", ["O*NET-SOC Code", "Title", "Task ID", "Task", "DWA ID", "DWA Title"]),
        ("Career Changers Matrix", ["O*NET-SOC Code", "Title", "Related O*NET-SOC Code", "Index"]),
        ("Automation", ["O*NET-SOC Code", "Title", "Element ID", "Element Name", "Chance"]),
        ("My notes", ["O*NET-SOC Code", "Title", "My notes"]),
        ("Schools", ["Name", "Education", "City"]),
    ],
)
def test_tables_that_are_not_used_are_left_alone_whatever_their_columns(name, columns, tmp_path):
    onet = excel_copy(tmp_path)
    cells = {"O*NET-SOC Code": "29-1141.00", "Element ID": "1.B.2.a", "Title": "Registered Nurses"}
    write_workbook(onet / f"{name}.xlsx", {name: [columns, [cells.get(column, 1) for column in columns]]})
    assert read_all(onet) == read_all(EXCEL)


def test_another_publishers_file_of_a_like_name_is_left_alone(tmp_path):
    folder = tmp_path / "all"
    folder.mkdir()
    write_workbook(folder / "national.xlsx", read_workbook(NATIONAL))
    write(folder / "Skills.csv", "Skill,Category\nCooking,Home\n")
    assert read_all(folder) == {"Pay, national (OEWS), May 2024": 15}


def spoiled_sheet(path, target, sheet, header_row, column, new):
    book = read_workbook(path)
    headers = book[sheet][header_row - 1]
    headers[headers.index(column)] = new
    target.mkdir()
    return write_workbook(target / "file.xlsx", book)


ONE_FILE = [
    (NATIONAL, "national_M2024_dl", 1, "OCC_CODE", "SOC_CODE"),
    (NATIONAL, "national_M2024_dl", 1, "TOT_EMP", "EMPLOYMENT"),
    (NATIONAL, "national_M2024_dl", 1, "OCC_TITLE", "Occupation"),
    (NATIONAL, "national_M2024_dl", 1, "AREA_TYPE", "AREA_KIND"),
    (PROJECTIONS, "Table 1.2", 2, "Typical education needed for entry", "Education"),
    (PROJECTIONS, "Table 1.2", 2, "2024 National Employment Matrix code", "Code"),
    (SOC, "2018 Structure", 8, "Broad Group", "Broad Occupation"),
    (SOC, "2018 Structure", 8, "Detailed Occupation", "Detailed"),
]


@pytest.mark.parametrize(("path", "sheet", "row", "column", "new"), ONE_FILE)
def test_a_renamed_column_of_another_publisher_is_told_with_its_place(path, sheet, row, column, new, tmp_path):
    file = spoiled_sheet(path, tmp_path / "all", sheet, row, column, new)
    message = refusal(file.parent)
    assert message.startswith(f'all/file.xlsx, sheet "{sheet}", row {row}: There is no column “{column}”')
    assert f"did the publisher rename it to “{new}”?" in message
    assert refusal(file) == message.removeprefix("all/")


def test_projections_whose_title_is_worded_anew_are_still_known(tmp_path):
    book = read_workbook(PROJECTIONS)
    book["Table 1.2"][0][0] = "Table 2. The outlook of occupations"
    file = write_workbook(tmp_path / "occupation.xlsx", book)
    assert read_all(file) == read_all(PROJECTIONS)


def test_a_title_above_the_headers_does_not_hide_them(tmp_path):
    book = read_workbook(NATIONAL)
    book["national_M2024_dl"][:0] = [["Occupational Employment and Wage Statistics"], []]
    folder = tmp_path / "all"
    folder.mkdir()
    write_workbook(folder / "national.xlsx", book)
    assert read_all(folder) == {"Pay, national (OEWS), May 2024": 15}
    onet = excel_copy(tmp_path)
    change_workbook(onet / "Skills.xlsx", lambda rows: rows.insert(0, ["O*NET skills"]))
    change_workbook(onet / "Job Zones.xlsx", lambda rows: rows.insert(0, ["O*NET job zones"]))
    assert read_all(onet) == read_all(EXCEL)


def test_two_sheets_that_fit_are_refused(tmp_path):
    book = read_workbook(NATIONAL)
    book["national_M2023_dl"] = book["national_M2024_dl"]
    assert "Two sheets hold figures: “national_M2024_dl” and “national_M2023_dl”" in refusal(
        write_workbook(tmp_path / "national.xlsx", book)
    )
    onet = excel_copy(tmp_path)
    [skills] = read_workbook(onet / "Skills.xlsx").values()
    write_workbook(onet / "Skills.xlsx", {"Skills": skills, "Skills (2)": skills})
    assert "Two sheets hold O*NET tables: “Skills” and “Skills (2)”" in refusal(onet)


def test_a_sheet_of_notes_before_the_table_does_not_hide_it(tmp_path):
    onet = excel_copy(tmp_path)
    [skills] = read_workbook(onet / "Skills.xlsx").values()
    write_workbook(onet / "Skills.xlsx", {"Notes": [["About this table"]], "Skills": skills})
    assert read_all(onet) == read_all(EXCEL)


def test_pay_that_was_saved_as_text_is_told_apart(tmp_path):
    headers, *rows = read_workbook(NATIONAL)["national_M2024_dl"]
    lines = [",".join(f'"{cell}"' for cell in row) for row in [headers, *rows]]
    write(tmp_path / "all" / "national.csv", "\n".join(lines))
    assert "Give the publisher's own workbook" in refusal(tmp_path / "all")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("O*NET-SOC Code\tTask ID\n".encode("utf-16"), "UTF-16"),
        (b"<html><body>Not found</body></html>", "This is a web page"),
        (b"\0\1\2\3", "neither a spreadsheet nor a text table"),
        (b"Moved\n", "There is no column “O*NET-SOC Code”"),
    ],
)
def test_a_table_that_cannot_be_read_at_all_is_not_left_out(content, message, tmp_path):
    onet = text_copy(tmp_path)
    (onet / "Task Statements.txt").write_bytes(content)
    assert f"onet/Task Statements.txt{', row 1' if 'column' in message else ''}: " in refusal(onet)
    assert message in refusal(onet)

import struct
from decimal import Decimal

import pytest

from careers.importers import sheets
from careers.importers.reading import BadFile, decimal, open_file, source_files, text, whole

from .workbooks import SAMPLES, frame, open_book, read_workbook, sheet_xml, write, write_workbook, zipped


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


def read_all(path) -> list:
    book = open_book(path)
    return [row for sheet in book.sheet_names for row in book.rows(sheet)]


def refused(path) -> str:
    with pytest.raises(BadFile) as problem:
        read_all(path)
    return str(problem.value)


# Workbooks


def test_rows_carry_the_numbers_that_a_spreadsheet_shows(tmp_path):
    rows = [["", "Code", "Median "], [], ["", "11", 5], ["", "", ""], ["", "12", 7.5], ["", "13"]]
    table = open_book(write_workbook(tmp_path / "a.xlsx", {"Data": rows})).table("Data")
    assert table.headers == ["", "Code", "Median"]
    assert list(table.records("MEDIAN", "code")) == [(3, (5.0, "11")), (5, (7.5, "12")), (6, ("", "13"))]


def test_headers_may_stand_below_a_title(tmp_path):
    rows = [["A title"], [], ["Code", "Jobs"], ["11", 5]]
    table = open_book(write_workbook(tmp_path / "a.xlsx", {"Notes": [["x"]], "Data": rows})).table("Data", header_row=3)
    assert table.has("Code", "Jobs")
    assert list(table.records("Jobs")) == [(4, (5.0,))]


def test_a_sheet_of_which_the_head_is_read_alone_is_read_whole(tmp_path, monkeypatch):
    rows = [["Code", "Text", "Maybe"]] + [[number, f"a & b < {number}", ""] for number in range(2, 900)]
    rows[700] = []
    rows[850] = [851, "", True]
    path = write_workbook(tmp_path / "a.xlsx", {"Data": rows})
    monkeypatch.setattr(sheets, "HEAD_BYTES", 4_000)
    monkeypatch.setattr(sheets, "CHUNK", 4_000)
    book = open_book(path)
    assert book.head("Data") == [rows[0], *([float(row[0]), row[1], ""] for row in rows[1:12])]
    found = dict(book.table("Data").records("Code", "Text", "Maybe"))
    assert len(found) == 897
    assert all(code == number for number, (code, _, _) in found.items())
    assert found[500] == (500.0, "a & b < 500", "")
    assert found[851] == (851.0, "", True)


def test_a_missing_column_is_named_with_the_one_that_it_may_have_become(tmp_path):
    table = open_book(write_workbook(tmp_path / "a.xlsx", {"Data": [["OCC_CODE", "A_MED"], ["11", 5]]})).table("Data")
    with pytest.raises(BadFile) as problem:
        list(table.records("OCC_CODE", "A_MEDIAN"))
    assert str(problem.value) == (
        'a.xlsx, sheet "Data", row 1: There is no column “A_MEDIAN”; did the publisher rename it to “A_MED”?'
    )
    with pytest.raises(BadFile, match=r"There is no column “Population”\.$"):
        list(table.records("Population"))


def test_a_column_that_stands_twice_is_refused_only_where_it_is_wanted(tmp_path):
    table = open_book(write_workbook(tmp_path / "a.xlsx", {"Data": [["A", "B", "B"], [1, 2, 3]]})).table("Data")
    assert list(table.records("A")) == [(2, (1.0,))]
    with pytest.raises(BadFile) as problem:
        list(table.records("B"))
    assert str(problem.value) == 'a.xlsx, sheet "Data", row 1, column B: 2 columns have this name.'


def test_a_refusal_keeps_its_parts_for_whoever_shows_them(tmp_path):
    table = open_book(write_workbook(tmp_path / "a.xlsx", {"Data": [["A"], ["x"]]})).table("Data")
    problem = table.bad("“x” is not a number.", row=2, column="A")
    assert str(problem) == 'a.xlsx, sheet "Data", row 2, column A: “x” is not a number.'
    assert (problem.file, problem.sheet, problem.row, problem.column) == ("a.xlsx", "Data", 2, "A")


def test_a_workbook_that_was_cut_off_is_refused(tmp_path):
    path = tmp_path / "national.xlsx"
    path.write_bytes((SAMPLES / "oews" / "national_M2024_dl.xlsx").read_bytes()[:5000])
    assert refused(path) == "national.xlsx: This workbook is broken or incomplete. Download it again."


def test_a_workbook_with_spoilt_contents_is_refused(tmp_path):
    path = tmp_path / "national.xlsx"
    content = bytearray((SAMPLES / "oews" / "national_M2024_dl.xlsx").read_bytes())
    for at in range(2500, 5000):
        content[at] ^= 85
    path.write_bytes(content)
    assert "This workbook is broken or incomplete. Download it again." in refused(path)


def test_a_sheet_that_ends_in_the_middle_is_refused(tmp_path):
    rows = sheet_xml([["A"], [1], [2]])
    path = zipped(tmp_path / "a.xlsx", {**frame(["Data"]), "xl/worksheets/sheet1.xml": rows[: rows.index("<v>2")]})
    assert refused(path) == 'a.xlsx, sheet "Data": This workbook is broken or incomplete. Download it again.'


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("page.xlsx", b"<!DOCTYPE html><html>Not found</html>", "This is a web page, not a table"),
        ("a.xlsx", b"%PDF-1.7 ...", "This is neither a spreadsheet nor a text table."),
        ("a.xlsx", b"\x00\x01\x02\x03", "This is neither a spreadsheet nor a text table."),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "This workbook is broken or incomplete."),
        ("a.xlsx", b"PK\x03\x04" + bytes(600), "This workbook is broken or incomplete."),
        ("a.txt", "A\tB\n".encode("utf-16"), "This text is in the wrong encoding: UTF-16"),
    ],
)
def test_what_is_no_table_is_refused_whatever_its_name(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path).startswith(f"{name}: {message}")


def test_a_document_in_the_same_wrapping_as_a_workbook_is_refused(tmp_path):
    path = zipped(tmp_path / "letter.docx", {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
    assert refused(path) == "letter.docx: This workbook is broken or incomplete. Download it again."


def lying_about_sizes(path):
    """Sets the unpacked sizes that a zip's headers claim to 100 bytes."""
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset : at + offset + 4] = struct.pack("<I", 100)
            at = content.find(signature, at + 4)
    path.write_bytes(content)
    return path


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_UNPACKED", 200_000)
    path = write_workbook(tmp_path / "bomb.xlsx", {"Data": [["A"]] + [[number] for number in range(20_000)]})
    assert "This workbook unpacks to far more than the publisher's files do" in refused(path)


def test_what_stands_beside_the_sheets_does_not_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_PARTS", 50_000)
    parts = {**frame(["Data"]), "xl/worksheets/sheet1.xml": sheet_xml([["A"], [1]])}
    assert open_book(zipped(tmp_path / "a.xlsx", parts)).head("Data") == [["A"], [1.0]]
    bomb = zipped(tmp_path / "bomb.xlsx", {**parts, "xl/media/picture.png": "0" * 60_000})
    assert "This workbook unpacks to far more than the publisher's files do" in refused(bomb)


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path):
    path = write_workbook(tmp_path / "bomb.xlsx", {"Data": [["A"]] + [[number] for number in range(20_000)]})
    assert refused(lying_about_sizes(path)) == "bomb.xlsx: This workbook is broken or incomplete. Download it again."


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_lone_cell_far_away_does_not_fill_the_memory(tmp_path, quote):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    far = f"<row><c r={quote}XFD1048576{quote}><v>1</v></c></row>"
    xml = f"<worksheet><sheetData>{rows}{far}</sheetData></worksheet>"
    path = zipped(tmp_path / "far.xlsx", {**frame(["Data"]), "xl/worksheets/sheet1.xml": xml})
    assert refused(path) == (
        "far.xlsx: A sheet of this workbook reaches to row 1048576 and column 16384, further than the publisher's "
        "files do."
    )


@pytest.mark.parametrize(
    "far",
    [
        f'<row r="1048576"><c r="A{"0" * 50}1048576"><v>1</v></c><c r="xfd1048576"><v>1</v></c></row>',
        f'<row r="1048576">{"<c/>" * 16_000}<c><v>1</v></c></row>',
        f'<x:row r = "1048576">{"<x:c></x:c>" * 16_000}<x:c><v>1</v></x:c></x:row>',
        f"<row>{'<c/>' * 9_000_000}<c><v>1</v></c></row>",
        '<row r="99999"><c r="A99999"><v>1</v></c><c r="CC1"><v>1</v></c></row>',
        '<row r="2"><c s="1" r="XFD1048576"><v>1</v></c></row>',
        '<row r="2"><c\tr="XFD1048576"><v>1</v></c></row>',
    ],
    ids=["zeros", "no references", "a prefix", "a row without end", "far in both ways", "a style first", "a tab"],
)
def test_a_far_cell_is_seen_however_it_is_written(tmp_path, far):
    xml = f'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>{far}</sheetData></worksheet>'
    path = zipped(tmp_path / "far.xlsx", {**frame(["Data"]), "xl/worksheets/sheet1.xml": xml})
    assert "A sheet of this workbook reaches to row" in refused(path)


@pytest.mark.parametrize("at", range(0, 40, 3))
def test_a_far_cell_behind_many_others_does_not_either(tmp_path, monkeypatch, at):
    monkeypatch.setattr(sheets, "HEAD_BYTES", 2_000)
    monkeypatch.setattr(sheets, "CHUNK", 2_000 + at)
    rows = [["A"]] + [[number] for number in range(2, 500)]
    xml = sheet_xml(rows).replace("</sheetData>", '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row></sheetData>')
    path = zipped(tmp_path / "far.xlsx", {**frame(["Data"]), "xl/worksheets/sheet1.xml": xml})
    assert open_book(path).head("Data")[0] == ["A"]
    assert refused(path).startswith('far.xlsx, sheet "Data": A sheet of this workbook reaches to row 1048576')


def test_opening_a_workbook_and_its_headers_does_not_read_the_rest(tmp_path, monkeypatch):
    path = write_workbook(tmp_path / "a.xlsx", {"Data": [["A"]] + [[number] for number in range(200_000)]})
    read = []
    refuse_far_cells = sheets.refuse_far_cells

    def counting(part):
        read.append(len(part.read()))
        part.seek(0)
        refuse_far_cells(part)

    monkeypatch.setattr(sheets, "refuse_far_cells", counting)
    assert open_book(path).table("Data").headers == ["A"]
    assert sum(read) < 500_000


def test_a_sheet_that_begins_with_much_else_has_no_head_and_is_no_broken_one(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "HEAD_BYTES", 100)
    xml = sheet_xml([["A" * 200], [1]])
    book = open_book(zipped(tmp_path / "a.xlsx", {**frame(["Data"]), "xl/worksheets/sheet1.xml": xml}))
    assert book.head("Data") == []
    assert list(book.rows("Data")) == [(1, ["A" * 200]), (2, [1.0])]


# Text tables


def test_tabs_separate_and_bare_quotes_are_kept(tmp_path):
    path = tmp_path / "Tasks.txt"
    path.write_bytes('\ufeffCode\tTask\r\n11\tSay "no\r\n\r\n12\ta,b\r\n'.encode())
    book = open_book(path)
    assert book.text
    assert list(book.table().records("Code", "Task")) == [(2, ("11", 'Say "no')), (4, ("12", "a,b"))]


def test_commas_separate_and_quotes_enclose(tmp_path):
    path = write(tmp_path / "a.csv", 'Code,Title\n11,"Nurses, registered"\n')
    assert list(open_book(path).table().records("Title")) == [(2, ("Nurses, registered",))]


def test_text_that_is_not_utf_8_is_refused_with_its_row(tmp_path):
    path = tmp_path / "Titles.txt"
    path.write_bytes("Code\tTitle\n1\tOne\n2\tAttaché\n".encode("cp1252"))
    assert refused(path) == (
        "Titles.txt, row 3: This text is in the wrong encoding: a letter in this row is not UTF-8."
    )


def test_a_row_with_too_few_fields_is_refused(tmp_path):
    book = open_book(write(tmp_path / "Skills.txt", "A\tB\tC\n1\t2\t3\n4\t5"))
    with pytest.raises(BadFile) as problem:
        list(book.table().records("A"))
    assert str(problem.value) == "Skills.txt, row 3: There are 2 fields in this row, but 3 in row 1."


def test_endless_lines_are_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"A\tB\n" + b"x" * 1_100_000)
    assert refused(path) == "a.txt, row 2: This is neither a spreadsheet nor a text table."


# Numbers


@pytest.mark.parametrize(
    ("value", "number"), [(5.0, 5), (7, 7), ("12300", 12300), (" 4 ", 4), (154187380.0, 154187380), ("-3", -3)]
)
def test_whole_numbers_are_read(value, number):
    assert whole(value) == number


@pytest.mark.parametrize(("value", "number"), [(23.8, "23.8"), ("4.12", "4.12"), (0.1, "0.1"), (1695.2, "1695.2")])
def test_decimals_are_exactly_as_published(value, number):
    assert decimal(value) == Decimal(number)


@pytest.mark.parametrize(
    "value", ["12,300", "$12", "abc", "", "nan", "inf", float("nan"), float("inf"), True, "1e5", "٣", "12 300", None]
)
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match=r"is not a number\.$"):
        decimal(value)
    with pytest.raises(ValueError, match=r"is not a number\.$"):
        whole(value)


def test_a_broken_number_is_not_whole():
    with pytest.raises(ValueError, match=r"“2\.5” is not a whole number"):
        whole(2.5)


def test_text_of_a_number_has_no_decimal_point():
    assert text(31.0) == "31"
    assert text("  Actors ") == "Actors"


def test_a_workbook_written_and_read_again_is_the_same(tmp_path):
    sample = read_workbook(SAMPLES / "oews" / "national_M2024_dl.xlsx")
    assert read_workbook(write_workbook(tmp_path / "again.xlsx", sample)) == sample


def test_open_file_leaves_no_temporary_files(tmp_path, workspace):
    [source] = source_files([SAMPLES / "oews" / "national_M2024_dl.xlsx"], workspace)
    list(open_file(source).rows("national_M2024_dl"))
    assert list(workspace.iterdir()) == []

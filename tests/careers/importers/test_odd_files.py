"""Files that are odd rather than wrong are read; what is wrong gets its line, and never a traceback."""

import shutil

import pytest
from django.core.management import CommandError

from careers.models import Occupation, OnetProfile, Outlook, Pay

from .everything import NATIONAL, ONET, PROJECTIONS, SECTOR, STATE, column, everything, import_data, row_of, states
from .onet_samples import TEXT, text_copy
from .workbooks import read_workbook, spoiled, write_workbook

pytestmark = pytest.mark.django_db


def changed(sample, folder, change):
    [(sheet, rows), *_] = read_workbook(sample).items()
    change(rows)
    return write_workbook(folder / sample.name, {sheet: rows})


def put(header: str, value, code: str = "29-2072"):
    return lambda rows: row_of(rows, code).__setitem__(column(rows, header), value)


def refusal(*paths) -> str:
    before = everything()
    with pytest.raises(CommandError) as refused:
        import_data(*paths, approve=True)
    assert everything() == before
    message, *hint, rest = str(refused.value).split("\n")
    assert rest == "Nothing was changed."
    assert hint in ([], ["To import the rest without it, add --skip-unreadable."])
    return message


IMPOSSIBLE = [
    (NATIONAL, "TOT_EMP", 1e15, "“1000000000000000” is more than there are people."),
    (NATIONAL, "TOT_EMP", 3_000_000_000, "“3000000000” is more than there are people."),
    (NATIONAL, "TOT_EMP", -5, "“-5” is below zero."),
    (NATIONAL, "TOT_EMP", "187,910", "“187,910” is not a number."),
    (NATIONAL, "A_MEDIAN", "50,250", "“50,250” is not a dollar amount."),
    (NATIONAL, "A_MEDIAN", "NaN", "“NaN” is not a dollar amount."),
    (NATIONAL, "H_MEDIAN", "inf", "“inf” is not a dollar amount."),
    (SECTOR, "NAICS_TITLE", "x" * 201, "is longer than 200 characters."),
    (SECTOR, "NAICS", "9" * 11, "“99999999999” is longer than 10 characters."),
    (STATE, "AREA", "9" * 11, "“99999999999” is longer than 10 characters."),
]


@pytest.mark.parametrize(("sample", "header", "value", "message"), IMPOSSIBLE)
def test_figures_that_cannot_be_are_refused_with_their_place(sample, header, value, message, tmp_path):
    told = refusal(changed(sample, tmp_path, put(header, value)))
    assert told.startswith(f'{sample.name}, sheet "')
    assert f", column {header}: " in told
    assert told.endswith(message)


IMPOSSIBLE_OUTLOOKS = [
    ("Employment, 2024", 1e15),
    ("Employment, 2034", 1_000_001.0),
    ("Employment change, numeric, 2024–34", -1e9),
    ("Employment change, percent, 2024–34", 99_999.9),
    ("Employment change, percent, 2024–34", 1e300),
    ("Occupational openings, 2024–34 annual average", 1e12),
    ("Work experience in a related occupation", "x" * 61),
]


@pytest.mark.parametrize(("header", "value"), IMPOSSIBLE_OUTLOOKS)
def test_outlooks_that_cannot_be_are_refused_with_their_place(header, value, tmp_path):
    file = spoiled("projections/occupation.xlsx", tmp_path, {(5, header): value}, sheet="Table 1.2", header_row=2)
    told = refusal(file)
    assert told.startswith(f'occupation.xlsx, sheet "Table 1.2", row 5, column “{header}”: ')
    assert len(told) < 300
    import_data(PROJECTIONS, approve=True)
    assert Outlook.objects.count() == 12


def test_rows_of_spaces_below_a_table_are_no_occupations(tmp_path):
    def change(rows):
        rows += [[""] * 32, [" "] * 32, ["", "\xa0", *[""] * 30]]

    import_data(changed(NATIONAL, tmp_path, change), period="May 2024")
    assert Pay.objects.count() == 15


def test_a_column_that_stands_twice_is_refused(tmp_path):
    def change(rows):
        for row in rows:
            row.append(row[column(rows, "OCC_CODE")] if row is not rows[0] else "OCC_CODE")

    assert refusal(changed(NATIONAL, tmp_path, change)).endswith(", row 1, column OCC_CODE: 2 columns have this name.")


def profiles() -> list[tuple]:
    return list(OnetProfile.objects.order_by("code").values_list("code", "title", "summary", "data"))


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\r\n", b"\n"),
        lambda content: content + b"\r\n\t\t\r\n \r\n",
        lambda content: b"\r\n" + content,
        lambda content: b"O*NET skills\r\n\r\n" + content,
        lambda content: content.replace(b"Scale ID", b" Scale\xc2\xa0ID", 1),
        lambda content: content.replace(b"Element Name", b"Element  name", 1),
    ],
    ids=["BOM", "LF", "blank end", "blank start", "title", "NBSP", "spaces"],
)
def test_a_text_file_may_be_written_in_other_ways(change, tmp_path):
    import_data(TEXT)
    plain = profiles()
    OnetProfile.objects.all().delete()
    folder = text_copy(tmp_path)
    skills = folder / "Skills.txt"
    skills.write_bytes(change(skills.read_bytes()))
    import_data(folder)
    assert profiles() == plain


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"\r\n", b"\r", "onet/Skills.txt: The lines end in CR alone, as on old Macs. Save it with line feeds."),
        (b"\t", b";", "onet/Skills.txt, row 1: The columns are separated by semicolons, not by tabs."),
    ],
)
def test_a_text_file_that_was_saved_by_another_program_says_how(old, new, message, tmp_path):
    folder = text_copy(tmp_path)
    skills = folder / "Skills.txt"
    skills.write_bytes(skills.read_bytes().replace(old, new))
    assert refusal(folder) == message


def test_a_broken_workbook_with_macros_is_not_left_alone_in_a_folder(tmp_path):
    shutil.copy(PROJECTIONS, tmp_path)
    (tmp_path / "national.xlsm").write_bytes(NATIONAL.read_bytes()[:5000])
    assert "national.xlsm: This workbook is broken or incomplete" in refusal(tmp_path)


def test_links_in_a_folder_are_followed_once(tmp_path):
    folder = tmp_path / "all"
    folder.mkdir()
    (folder / "again").symlink_to(folder)
    (folder / "onet").symlink_to(ONET)
    (folder / "pay.xlsx").symlink_to(NATIONAL)
    import_data(folder)
    assert states() == [("onet", "May 2025", "staged"), ("oews-national", "May 2024", "staged")]
    assert OnetProfile.objects.count() == 6


def test_links_that_lead_nowhere_are_named(tmp_path):
    (tmp_path / "gone").symlink_to(tmp_path / "nothing")
    assert refusal(tmp_path) == f"{tmp_path.name}/gone: This is a link to a file that is not there."
    (tmp_path / "gone").unlink()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "Too many levels of symbolic links" in refusal(tmp_path / "loop")


def test_a_path_that_cannot_be_looked_at_is_named(tmp_path):
    long = tmp_path / ("x" * 300)
    assert refusal(long) == f"{long}: This cannot be read: File name too long."
    assert Occupation.objects.count() == 0

"""What passes for a publisher's file and is none is named with what it is, and nothing goes live beside it."""

import gzip
import shutil

import pytest
from django.core.management import CommandError

from careers.models import Release

from .everything import NATIONAL, PROJECTIONS, SECTOR, everything, import_data, states
from .onet_samples import text_copy
from .workbooks import spoiled, write_workbook, zipped

pytestmark = pytest.mark.django_db

HINT = "To import the rest without it, add --skip-unreadable."
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
ANSWERS = {
    "plain words": (
        b"Access Denied\nYou may not have this file.\n",
        "but a text, “Access Denied You may not have this",
    ),
    "words with commas": (b"Access Denied, sorry\nAsk, please, later", "but a text, “Access Denied, sorry Ask, please"),
    "JSON": (b'{"message":"Forbidden"}', "an error answer (JSON), “Forbidden”"),
    "JSON within JSON": (b'{"error": {"code": 403, "message": "No quota"}}', "an error answer (JSON), “No quota”"),
    "XML": (b"<Error><Code>AccessDenied</Code></Error>", "an error answer (XML), “AccessDenied”"),
    "XML with its declaration": (b'<?xml version="1.0"?>\n<Error><Message>No</Message></Error>', "(XML), “No”"),
    "Git LFS": (LFS, "a pointer to it (Git LFS). Fetch it with “git lfs pull”"),
    "HTML": (b"<html>Not found</html>", "This is a web page, not a table"),
    "HTML after a comment": (b"<!-- served -->\n<!-- twice -->\n<html>No</html>", "This is a web page"),
    "HTML that begins with its head": (b"<head><title>404</title></head>", "This is a web page"),
    "HTML after space and a BOM": (b"\xef\xbb\xbf\r\n \t<!DocType HTML>", "This is a web page"),
    "HTML in UTF-16": ("<html>Not found</html>".encode("utf-16"), "This is a web page"),
    "XHTML": (b'<?xml version="1.0"?><!DOCTYPE html><html xmlns="x"></html>', "This is a web page"),
    "a login": (b"<html><form><input type='password'></form></html>", "a web page that asks to sign in"),
    "a saved page": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>", "a web page saved with"),
    "nothing": (b"", "This file is empty."),
    "spaces": (b" \r\n\r\n", "nothing in this file but spaces or zeros"),
    "zeros": (bytes(5000), "nothing in this file but spaces or zeros"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "a picture (PNG)"),
    "a photo": (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture (JPEG)"),
    "a PDF": (b"%PDF-1.7\n", "a PDF. Give the workbook that the publisher offers beside it."),
    "RTF": (b"{\\rtf1\\ansi", "a text document (RTF)"),
    "gzip": (gzip.compress(b"x" * 100), "a file packed with gzip. Unpack it first."),
    "a cut workbook": (NATIONAL.read_bytes()[:3000], "broken or incomplete. Download it again."),
    "an XML workbook": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><W/>', "save it as .xlsx"),
    "the Handbook": (b"<?xml version='1.0'?><ooh><occupation/></ooh>", "the Occupational Outlook Handbook (XML)"),
}
NAMES = ("national_M2025_dl.xlsx", "occupation.xlsx", "figures.xlsm", "download.zip", "MSA_M2025_dl (1).xlsx")


def refusal(*paths, **options) -> str:
    """What is said when files are refused; nothing at all may have changed."""
    before = everything()
    with pytest.raises(CommandError) as refused:
        import_data(*paths, approve=True, **options)
    assert everything() == before
    message = str(refused.value)
    assert message.endswith("\nNothing was changed.")
    return message


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_was_saved_in_place_of_a_file_is_named_with_what_it_is(answer, tmp_path):
    content, told = ANSWERS[answer]
    shutil.copy(SECTOR, tmp_path)
    for name in NAMES:
        (tmp_path / name).write_bytes(content)
        message = refusal(tmp_path)
        assert message.startswith(f"{tmp_path.name}/{name}"), message
        assert told in message
        assert HINT in message
        (tmp_path / name).unlink()


@pytest.mark.parametrize("answer", ["plain words", "JSON", "HTML after a comment", "Git LFS", "nothing", "a picture"])
def test_the_same_within_a_zip_and_in_the_text_edition(answer, tmp_path):
    content, told = ANSWERS[answer]
    onet = text_copy(tmp_path)
    (onet / "Skills.txt").write_bytes(content)
    assert told in refusal(onet)
    assert "onet/Skills.txt" in refusal(onet)
    packed = zipped(tmp_path / "oesm25nat.zip", {"oesm25nat/national_M2025_dl.xlsx": content})
    message = refusal(packed, SECTOR)
    assert message.startswith("oesm25nat.zip: oesm25nat/national_M2025_dl.xlsx")
    assert told in message


def test_every_bad_file_is_named_at_once_even_where_they_are_alike(tmp_path):
    shutil.copy(SECTOR, tmp_path)
    for name in ("national_M2025_dl.xlsx", "state_M2025_dl.xlsx", "MSA_M2025_dl.xlsx"):
        (tmp_path / name).write_bytes(b"Access Denied")
    (tmp_path / "oesm25in4.zip").write_bytes(b"PK\x03\x04" + bytes(100))
    (tmp_path / "occupation.xlsx").write_bytes(PROJECTIONS.read_bytes()[:2000])
    first, *lines = refusal(tmp_path).splitlines()
    assert first == "5 files cannot be read:"
    assert sorted(line.partition(": ")[0].partition("/")[2] for line in lines[:5]) == [
        "MSA_M2025_dl.xlsx",
        "national_M2025_dl.xlsx",
        "occupation.xlsx",
        "oesm25in4.zip",
        "state_M2025_dl.xlsx",
    ]
    assert lines[5:] == ["To import the rest without them, add --skip-unreadable.", "Nothing was changed."]


NAMES_WITHOUT_ENDING = (
    "state_M2025_dl",
    "state_M2025_dl.html",
    "state_M2025_dl.xlsx.1",
    "oesm25st.zip.2",
    "Skills.txt.1",
)


@pytest.mark.parametrize("name", NAMES_WITHOUT_ENDING)
def test_a_publishers_name_is_known_by_whatever_ending_it_was_saved(name, tmp_path):
    shutil.copy(SECTOR, tmp_path)
    (tmp_path / name).write_bytes(ANSWERS["XML"][0])
    message = refusal(tmp_path)
    assert message.startswith(f"{tmp_path.name}/{name}: This is an error answer (XML)")


def test_bad_rows_are_told_of_every_file_at_once(tmp_path):
    pay = spoiled("oews/national_M2024_dl.xlsx", tmp_path, {(9, "A_MEDIAN"): "lots"}, sheet="national_M2024_dl")
    jobs = spoiled(
        "projections/occupation.xlsx", tmp_path, {(5, "Employment, 2024"): "x"}, sheet="Table 1.2", header_row=2
    )
    message = refusal(pay, SECTOR, jobs)
    assert message.startswith("2 files cannot be read:\nnational_M2024_dl.xlsx, sheet")
    assert "“lots” is not a dollar amount" in message
    assert "“x” is not a number" in message


def test_what_is_plainly_something_else_is_left_alone_and_listed(tmp_path):
    shutil.copy(NATIONAL, tmp_path)
    for name, content in {
        "README.md": b"<!-- notes -->\n# Read me",
        "notes.txt": b"Access Denied is what they said.",
        "photo.jpg": b"\xff\xd8\xff\xe0",
        "manual.pdf": b"%PDF-1.4",
        "empty.log": b"",
        "index.html": b"<html></html>",
        "settings.json": b"{}",
        "Skills.png": b"\x89PNG\r\n\x1a\n",
    }.items():
        (tmp_path / name).write_bytes(content)
    write_workbook(tmp_path / "budget.xlsx", {"Budget": [["Rent", "Food"], [1, 2]]})
    output = import_data(tmp_path)
    assert states() == [("oews-national", "May 2024", "staged")]
    assert output.count("Left alone: ") == 9
    assert f"Left alone: {tmp_path.name}/budget.xlsx (not a file that this importer knows)." in output


def test_a_workbook_of_a_publishers_name_that_is_another_table_refuses_the_run(tmp_path):
    shutil.copy(NATIONAL, tmp_path)
    write_workbook(tmp_path / "occupation.xlsx", {"Sheet": [["Name", "Sum"], ["x", 1]]})
    told = f"{tmp_path.name}/occupation.xlsx: This is not a file that this importer knows, though its name is that of"
    assert refusal(tmp_path).startswith(f"{told} Employment projections.")


def test_a_zip_of_a_publishers_name_without_its_table_refuses_the_run(tmp_path):
    packed = zipped(tmp_path / "oesm25nat.zip", {"field_descriptions.txt": "What the columns mean."})
    told = "oesm25nat.zip: There is nothing of Pay, national (OEWS), May 2025 in this zip, though its name says so."
    assert refusal(packed, PROJECTIONS).startswith(told)


def test_a_workbook_that_was_renamed_to_zip_is_read(tmp_path):
    import_data(shutil.copy(NATIONAL, tmp_path / "national.zip"))
    assert states() == [("oews-national", "May 2024", "staged")]


def test_an_unfinished_download_is_no_file_yet(tmp_path):
    shutil.copy(PROJECTIONS, tmp_path)
    part = tmp_path / "national_M2025_dl.xlsx.part"
    part.write_bytes(NATIONAL.read_bytes()[:3000])
    assert "This download is not finished. Fetch it again." in refusal(tmp_path)
    shutil.copy(NATIONAL, tmp_path / "national_M2025_dl.xlsx")
    assert "an unfinished download of a file that is there too" in import_data(tmp_path)
    assert Release.objects.count() == 2


def test_an_empty_onet_text_among_good_ones_is_named(tmp_path):
    onet = text_copy(tmp_path)
    (onet / "Interests.txt").write_bytes(b"")
    assert refusal(onet, NATIONAL).startswith("onet/Interests.txt: This file is empty.")

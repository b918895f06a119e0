"""A bad file among good ones: one line says what is wrong and where, and the database is as before."""

import logging
import shutil
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import DatabaseError

from careers.importers.projections import OutlookBuilder
from careers.models import Career, Release
from signups.models import Question

from .everything import (
    FOLDERS,
    NATIONAL,
    ONET,
    PROJECTIONS,
    SECTOR,
    SOC,
    STATE,
    column,
    everything,
    import_data,
    of_year,
    row_of,
    states,
)
from .onet_samples import change_workbook, excel_copy, text_copy
from .workbooks import spoiled, write_workbook, zipped

pytestmark = pytest.mark.django_db


def truncated(folder: Path) -> Path:
    whole = NATIONAL.read_bytes()
    (folder / "national.xlsx").write_bytes(whole[: len(whole) // 2])
    return folder / "national.xlsx"


def wrong_sheet(folder: Path) -> Path:
    return write_workbook(folder / "national.xlsx", {"Notes": [["Nothing", "of", "use"], [1, 2, 3]]})


def without_a_column(folder: Path) -> Path:
    def change(rows):
        at = column(rows, "A_PCT75")
        for row in rows:
            del row[at]

    return of_year(2025, folder, change=change)


def column_renamed(folder: Path) -> Path:
    def change(rows):
        rows[0][column(rows, "A_MEDIAN")] = "A_MEDIANS"

    return of_year(2025, folder, change=change)


def projections_column_renamed(folder: Path) -> Path:
    header = "Typical education needed for entry"
    change = {(2, header): "Typical schooling needed for entry"}
    return spoiled("projections/occupation.xlsx", folder, change, sheet="Table 1.2", header_row=2)


def two_of_one_period(folder: Path) -> list[Path]:
    def change(rows):
        row_of(rows, "29-1141")[column(rows, "TOT_EMP")] += 10

    return [of_year(2025, folder / "one"), of_year(2025, folder / "two", change=change)]


def mixed_onet_releases(folder: Path) -> Path:
    onet = excel_copy(folder)

    def retitle(rows):
        for row in rows:
            row[1] = row[1].replace("Registered Nurses", "Trained Nurses")

    change_workbook(onet / "Skills.xlsx", retitle)
    return onet


def duplicate_keys(folder: Path) -> Path:
    def change(rows):
        rows.append(list(row_of(rows, "29-1141")))

    return of_year(2025, folder, change=change)


def another_taxonomy(folder: Path) -> Path:
    def change(rows):
        row_of(rows, "29-2072")[column(rows, "OCC_CODE")] = "29-2071"

    return of_year(2025, folder, change=change)


def onet_of_another_taxonomy(folder: Path) -> Path:
    onet = excel_copy(folder)

    def recode(rows):
        rows[1][0] = "15-1132.00"

    change_workbook(onet / "Occupation Data.xlsx", recode)
    return onet


def text_for_a_number(folder: Path) -> Path:
    def change(rows):
        rows[-1][column(rows, "A_MEDIAN")] = "n/a"

    return of_year(2025, folder, change=change)


def tenth_above_the_median(folder: Path) -> Path:
    def change(rows):
        row_of(rows, "29-1141")[column(rows, "A_PCT10")] = 120_000.0

    return of_year(2025, folder, change=change)


def wrong_encoding(folder: Path) -> Path:
    onet = text_copy(folder)
    tasks = onet / "Task Statements.txt"
    tasks.write_bytes(tasks.read_bytes().replace(b"supplies", "supplïes".encode("cp1252")))
    return onet


def empty(folder: Path) -> Path:
    (folder / "national.xlsx").write_bytes(b"")
    return folder / "national.xlsx"


def no_spreadsheet(folder: Path) -> Path:
    (folder / "national.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    return folder / "national.xlsx"


def web_page(folder: Path) -> Path:
    (folder / "national.xlsx").write_text("<!DOCTYPE html><title>Access Denied</title>")
    return folder / "national.xlsx"


def escaping_zip(folder: Path) -> Path:
    return zipped(folder / "oesm25nat.zip", {"../../settings.xlsx": NATIONAL.read_bytes()})


def bomb(folder: Path) -> Path:
    with (
        zipfile.ZipFile(folder / "oesm25nat.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("national.xlsx", "w", force_zip64=True) as member,
    ):
        for _ in range(100):
            member.write(bytes(1024 * 1024))
    return folder / "oesm25nat.zip"


def missing(folder: Path) -> Path:
    return folder / "no such file.xlsx"


BAD = [
    (truncated, r"national\.xlsx: "),
    (wrong_sheet, r"national\.xlsx: This is not a file that this importer knows"),
    (without_a_column, r"national_M2025_dl\.xlsx.*: There is no column “A_PCT75”"),
    (column_renamed, r"“A_MEDIAN”; did the publisher rename it to “A_MEDIANS”\?"),
    (projections_column_renamed, r"did the publisher rename it to “Typical schooling needed for entry”"),
    (two_of_one_period, r"May 2025 is in two files: national_M2025_dl\.xlsx and"),
    (mixed_onet_releases, r"Skills\.xlsx.*tables of mixed O\*NET releases"),
    (duplicate_keys, r"row 19, column OCC_CODE: 29-1141 stands in row \d+ already"),
    (another_taxonomy, r"national_M2025_dl\.xlsx.*29-2071"),
    (onet_of_another_taxonomy, r"Occupation Data\.xlsx.*15-1132\.00"),
    (text_for_a_number, r"row 18, column A_MEDIAN: “n/a” is not a dollar amount"),
    (tenth_above_the_median, r"column A_PCT25: .* is below the “120000” of A_PCT10"),
    (wrong_encoding, r"Task Statements\.txt, row \d+: This text is in the wrong encoding"),
    (empty, r"national\.xlsx: This file is empty"),
    (no_spreadsheet, r"national\.xlsx: "),
    (web_page, r"national\.xlsx: This is a web page"),
    (escaping_zip, r"oesm25nat\.zip: A file in this zip wants to be written outside its folder"),
    (bomb, r"oesm25nat\.zip: .* unpacks to more than 200 times its size"),
    (missing, r"no such file\.xlsx: There is no such file"),
]


@pytest.mark.parametrize(("bad_file", "message"), BAD, ids=[bad_file.__name__ for bad_file, _ in BAD])
def test_a_bad_file_changes_nothing_even_among_good_ones(bad_file, message, tmp_path):
    import_data(NATIONAL, ONET, approve=True, publish=True)
    assert Career.objects.published().exists()
    before = everything()
    bad = bad_file(tmp_path)
    with pytest.raises(CommandError, match=f"(?s){message}.*\nNothing was changed\\.$"):
        import_data(SOC, PROJECTIONS, SECTOR, *(bad if isinstance(bad, list) else [bad]), approve=True, publish=True)
    assert everything() == before
    assert not (tmp_path.parent / "settings.xlsx").exists()


def test_the_good_files_can_be_loaded_once_the_bad_one_is_gone(tmp_path):
    with pytest.raises(CommandError):
        import_data(*FOLDERS, tenth_above_the_median(tmp_path))
    assert states() == []
    import_data(*FOLDERS)
    assert {state for *_, state in states()} == {"staged"}
    assert len(states()) == 7


def test_a_workbook_that_is_broken_is_not_left_alone_in_a_folder(tmp_path):
    shutil.copy(PROJECTIONS, tmp_path)
    truncated(tmp_path)
    with pytest.raises(CommandError, match=r"national\.xlsx: "):
        import_data(tmp_path)
    assert states() == []


def test_files_of_nothing_known_are_an_error(tmp_path):
    (tmp_path / "notes.md").write_text("Remember the milk.\n")
    with pytest.raises(CommandError, match="None of these files holds a release"):
        import_data(tmp_path)


@pytest.fixture
def logged(caplog):
    """The log of imports, which does not propagate to where caplog listens."""
    logger = logging.getLogger("careerinfo.imports")
    logger.addHandler(caplog.handler)
    yield caplog
    logger.removeHandler(caplog.handler)


def test_an_error_of_the_database_leaves_nothing_and_is_logged_without_personal_data(tmp_path, monkeypatch, logged):
    Question.objects.create(text="Is it hard?", email="ada.lovelace@example.org")
    import_data(NATIONAL, approve=True)
    before = everything()
    build = OutlookBuilder.build

    def with_the_last_row_refused(stager, row):
        outlook = build(stager, row)
        if row.code == "47-2111":
            outlook.projected_year = outlook.base_year
        return outlook

    monkeypatch.setattr(OutlookBuilder, "build", with_the_last_row_refused)
    monkeypatch.setattr("getpass.getuser", lambda: "ada.lovelace")
    with pytest.raises(CommandError, match=r"^The database refused the import; .* Nothing was changed\.$"):
        import_data(SOC, SECTOR, PROJECTIONS, approve=True)
    assert everything() == before
    assert "The import failed while staging" in logged.text
    assert "Employment projections, 2024–34" in logged.text
    assert "lovelace" not in logged.text
    monkeypatch.undo()
    import_data(SOC, SECTOR, PROJECTIONS, approve=True)
    assert {state for *_, state in states()} == {"live"}


def test_an_error_while_approving_leaves_what_was_shown_before(tmp_path, monkeypatch):
    import_data(NATIONAL, approve=True)
    before = everything()

    def fail(*args):
        raise DatabaseError("disk is full")

    monkeypatch.setattr("careers.releases.lifecycle.change_log.write", fail)
    with pytest.raises(CommandError, match=r"^The database refused the import; .* Nothing was changed\.$"):
        import_data(of_year(2025, tmp_path), STATE, approve=True)
    assert everything() == before
    assert Release.objects.get().is_live


def test_stopping_it_by_hand_changes_nothing(monkeypatch):
    def stop(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(OutlookBuilder, "build", stop)
    before = everything()
    with pytest.raises(CommandError, match=r"Stopped\. Nothing was changed\.") as stopped:
        import_data(NATIONAL, PROJECTIONS)
    assert stopped.value.returncode == 130
    assert everything() == before

"""Each file of an import is opened once: unzipped once, and read once by calamine."""

import zipfile
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError
from python_calamine import CalamineWorkbook

from careers.importers import reading, sheets

from .everything import ONET, SECTOR, column, import_data, of_year, states
from .onet_samples import TEXT, change_workbook, excel_copy
from .workbooks import read_workbook, write, write_workbook

pytestmark = pytest.mark.django_db


class Openings:
    """How often each workbook was unzipped and given to calamine, its beginning or whole, and each sheet read."""

    def __init__(self):
        self.unzipped, self.beginnings, self.whole, self.sheets = Counter(), Counter(), Counter(), Counter()


@pytest.fixture
def openings(monkeypatch) -> Openings:
    counted = Openings()
    beginning = sheets.Sheets._beginning
    read = sheets.Sheets._read
    open_member = zipfile.ZipFile.open

    class Counting:
        from_filelike = CalamineWorkbook.from_filelike

        @staticmethod
        def from_path(path):
            counted.whole[Path(path).name] += 1
            return CalamineWorkbook.from_path(path)

    def counting_beginning(self):
        counted.beginnings[self.path.name] += 1
        return beginning(self)

    def counting_sheet(self, name):
        counted.sheets[self.path.name, name] += 1
        return read(self, name)

    def counting_member(self, member, mode="r", *args, **kwargs):
        if self.mode == "r" and self.filename and getattr(member, "filename", member) == "xl/workbook.xml":
            counted.unzipped[Path(self.filename).name] += 1
        return open_member(self, member, mode, *args, **kwargs)

    monkeypatch.setattr(sheets, "CalamineWorkbook", Counting)
    monkeypatch.setattr(sheets.Sheets, "_beginning", counting_beginning)
    monkeypatch.setattr(sheets.Sheets, "_read", counting_sheet)
    monkeypatch.setattr(zipfile.ZipFile, "open", counting_member)
    return counted


def workbooks(folder: Path) -> dict[str, int]:
    return {path.name: 1 for path in folder.rglob("*.xlsx")}


def test_every_workbook_is_unzipped_and_read_once(openings, tmp_path):
    folder = excel_copy(tmp_path)
    of_year(2024, folder, SECTOR, lambda rows: None)
    import_data(folder)
    assert [data_set for data_set, *_ in states()] == ["onet", "oews-industry"]
    assert openings.beginnings == openings.unzipped == workbooks(folder)
    assert not openings.whole
    assert set(openings.sheets.values()) == {1}


def test_one_whose_first_rows_are_not_all_is_read_whole_once_if_it_is_used(openings, tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "HEAD_BYTES", 4_000)
    path = of_year(2024, tmp_path, SECTOR, lambda rows: rows.extend([] for _ in range(200)))
    sheet, rows = next(iter(read_workbook(path).items()))
    other = write_workbook(tmp_path / "other.xlsx", {sheet: [["Town", "Mayor"], *([["Lima", "Ada"]] * 900)]})
    import_data(tmp_path)
    assert states() == [("oews-industry", "May 2024", "staged")]
    assert len(rows) > 12
    assert openings.beginnings == {path.name: 1, other.name: 1}
    # Pay by sector is looked through for who owns what before it is known to be a release, and not read again for that.
    assert openings.whole == {path.name: 1}
    assert set(openings.sheets.values()) == {1}
    assert openings.unzipped == {path.name: 2, other.name: 1}


def test_known_tables_beside_a_new_one_are_opened_once_too(openings, tmp_path):
    folder = excel_copy(tmp_path)
    import_data(folder)
    openings.beginnings.clear()
    change_workbook(folder / "Job Zones.xlsx", lambda rows: rows[1].__setitem__(column(rows, "Job Zone"), 5))
    write(folder / "Read Me.txt", "O*NET 30.0 Database\nAugust 2025 Release\n")
    import_data(folder)
    assert [label for label, *_ in states()] == ["onet", "onet"]
    assert openings.beginnings == workbooks(folder)


def test_what_lies_beside_an_incomplete_table_is_not_opened_again_to_judge_it(openings, tmp_path):
    folder = excel_copy(tmp_path)
    change_workbook(folder / "Knowledge.xlsx", lambda rows: rows[0].__setitem__(column(rows, "Data Value"), "Value"))
    with pytest.raises(CommandError, match="There is no column “Data Value”"):
        import_data(folder)
    assert openings.beginnings == openings.unzipped == workbooks(folder)


def test_files_that_were_read_before_are_not_opened_again(openings):
    import_data(ONET)
    openings.beginnings.clear()
    import_data(ONET)
    assert not openings.beginnings


def test_text_tables_are_opened_once(monkeypatch):
    opened = Counter()
    opening = reading.TextFile.__init__

    def counting(self, file):
        opened[file.path.name] += 1
        opening(self, file)

    monkeypatch.setattr(reading.TextFile, "__init__", counting)
    import_data(TEXT)
    assert set(opened.values()) == {1}
    assert len(opened) > 10

"""Copies of the O*NET samples that a test can spoil, and the profiles that come out of them."""

import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings

from careers.importers.onet import Collector, OnetRow, recognises
from careers.importers.reading import open_file, source_files

from .workbooks import read_workbook, write, write_workbook

SAMPLES = settings.BASE_DIR / "fixtures" / "samples"
EXCEL = SAMPLES / "onet-excel"
TEXT = SAMPLES / "onet-text"
# The tables of the sample, and what the site calls the part of a profile that comes from each.
PARTS = {
    "Task Statements": "Work tasks",
    "Alternate Titles": "Other job titles",
    "Sample of Reported Titles": "Reported job titles",
    "Skills": "Skills",
    "Knowledge": "Knowledge",
    "Interests": "Interests",
    "Job Zones": "Job zone",
    "Education, Training, and Experience": "Education of people in the job",
    "Technology Skills": "Technology",
    "Related Occupations": "Related occupations",
}


def collect(*paths: Path, workspace: Path, label: str = "29.3", released: date = date(2025, 5, 1)) -> Collector:
    """A collector that was given every O*NET table in the files, folders and zips."""
    workspace.mkdir(exist_ok=True)
    collector = Collector(label, released)
    for source in source_files(paths, workspace):
        if source.name.endswith("Read Me.txt"):
            continue
        book = open_file(source)
        table = book.table(book.sheet_names[0])
        name = recognises(table)
        assert name, f"{source.name} is not known for an O*NET table"
        collector.add(name, table)
    return collector


def profiles(*paths: Path, workspace: Path, **release) -> dict[str, OnetRow]:
    return {row.code: row for row in collect(*paths, workspace=workspace, **release).profiles()}


def excel_copy(folder: Path) -> Path:
    return Path(shutil.copytree(EXCEL, folder / "onet"))


def text_copy(folder: Path) -> Path:
    return Path(shutil.copytree(TEXT, folder / "onet"))


def change_workbook(path: Path, change: Callable[[list[list]], object]) -> None:
    """Lets `change` alter the rows (the headers first) of a workbook's one sheet, and writes it back."""
    [(sheet, rows)] = read_workbook(path).items()
    change(rows)
    write_workbook(path, {sheet: rows})


def keep(rows: list[list], wanted) -> None:
    rows[1:] = [row for row in rows[1:] if wanted(row)]


def cut_short(*files: str, folder):
    """The O*NET sample as of the release after, with the rows of only the first occupation in some of its tables."""
    onet = excel_copy(folder)
    for file in files:
        change_workbook(onet / f"{file}.xlsx", lambda rows: keep(rows, lambda row: row[0] == rows[1][0]))
    write(onet / "Read Me.txt", "O*NET 30.0 Database\nAugust 2025 Release\n")
    return onet


def change_text(path: Path, change: Callable[[list[list[str]]], object]) -> None:
    """The same for a tab-delimited text file."""
    rows = [line.split("\t") for line in path.read_bytes().decode().split("\r\n")[:-1]]
    change(rows)
    path.write_bytes("".join("\t".join(row) + "\r\n" for row in rows).encode())


def text_zip(folder: Path, source: Path = TEXT, name: str = "db_29_3_text") -> Path:
    """The text edition as the publisher packs it: a zip that holds one folder."""
    packed = folder / f"{name}.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(source.iterdir()):
            archive.write(file, f"{name}/{file.name}")
    return packed

"""Copies of the O*NET samples that a test can spoil, and the profiles that come out of them."""

import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings

from careers.importers.onet import Collector, OnetRow, recognises
from careers.importers.reading import open_file, source_files

from .workbooks import read_workbook, write_workbook

SAMPLES = settings.BASE_DIR / "fixtures" / "samples"
EXCEL = SAMPLES / "onet-excel"
TEXT = SAMPLES / "onet-text"


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

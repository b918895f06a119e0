"""All that a database holds, so that a test can tell that nothing at all has changed; and the command under test."""

from io import StringIO
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from careers.models import Generation, Release

from .workbooks import SAMPLES, read_workbook, write_workbook

FOLDERS = [SAMPLES / name for name in ("soc", "onet-excel", "oews", "projections")]
NATIONAL = SAMPLES / "oews" / "national_M2024_dl.xlsx"
STATE = SAMPLES / "oews" / "state_M2024_dl.xlsx"
METROPOLITAN = SAMPLES / "oews" / "MSA_M2024_dl.xlsx"
SECTOR = SAMPLES / "oews" / "natsector_M2024_dl.xlsx"
PROJECTIONS = SAMPLES / "projections" / "occupation.xlsx"
SOC = SAMPLES / "soc" / "soc_structure_2018.xlsx"
ONET = SAMPLES / "onet-excel"


def everything() -> dict[str, list[tuple]]:
    """Every row of every table, by table. That something was written and taken back may be counted."""
    models = [model for model in apps.get_models(include_auto_created=True) if model is not Generation]
    tables = {model._meta.db_table for model in models if model._meta.managed}
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in tables}


def _rows(cursor, table: str) -> list[tuple]:
    cursor.execute(f"SELECT * FROM {table}")
    return sorted(cursor.fetchall(), key=repr)


def run(command: str, *arguments, **options) -> str:
    """What the command writes for whoever typed it; CommandError where it would end with another status than 0."""
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def import_data(*paths: Path, **options) -> str:
    return run("import_data", *paths, **options)


def states() -> list[tuple[str, str, str]]:
    """(data set, period, state) of every release, in the order in which they were loaded."""
    return list(Release.objects.order_by("pk").values_list("data_set", "period", "state"))


def summary(output: str) -> dict[str, list[str]]:
    """The cells of the table that an import ends with, by data set and period; its heads under "Data set Period"."""
    lines = output.splitlines()
    rule = next(line for line in lines if line.startswith("-------"))
    starts = [at for at in range(len(rule)) if rule[at] == "-" and (at == 0 or rule[at - 1] == " ")]
    rows = {}
    for line in [lines[lines.index(rule) - 1], *lines[lines.index(rule) + 1 :]]:
        cells = [line[start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True)]
        if line.startswith(" ") or line.startswith("Release "):
            rows[f"{cells[1]} {cells[2]}"] = [cells[0], *cells[3:]]
    return rows


def of_year(year: int, folder: Path, sample: Path = NATIONAL, change=lambda rows: None, name: str = "") -> Path:
    """A sample as its publisher would have released it for another May; `change` may alter its rows."""
    book = read_workbook(sample)
    renamed = {}
    for sheet, rows in book.items():
        if sheet == "Field Descriptions":
            rows[0][0] = rows[0][0].replace("2024", str(year))
        renamed[sheet.replace("2024", str(year))] = rows
    change(next(iter(renamed.values())))
    folder.mkdir(exist_ok=True)
    return write_workbook(folder / (name or sample.name.replace("2024", str(year))), renamed)


def column(rows: list[list], header: str) -> int:
    return rows[0].index(header)


def row_of(rows: list[list], code: str) -> list:
    """The last row of an occupation, which is the detailed one."""
    return [row for row in rows if row[column(rows, "OCC_CODE")] == code][-1]

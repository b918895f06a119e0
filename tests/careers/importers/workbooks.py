"""Writes small .xlsx workbooks and reads them back, so that a test can spoil one cell of a good file."""

import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from python_calamine import CalamineWorkbook

from careers.importers.reading import Book, open_file, source_files

SAMPLES = settings.BASE_DIR / "fixtures" / "samples"
REAL_DATA = settings.BASE_DIR.parent / "shared" / "data"
CASES = settings.BASE_DIR.parent / "shared" / "cases"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def column_letters(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_xml(reference: str, value) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return f'<c r="{reference}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{reference}"><v>{value!r}</v></c>'


def sheet_xml(rows) -> str:
    lines = [HEAD, f'<worksheet xmlns="{MAIN}"><sheetData>']
    for number, row in enumerate(rows, 1):
        cells = "".join(cell_xml(f"{column_letters(index)}{number}", value) for index, value in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    return "".join(lines) + "</sheetData></worksheet>"


def frame(names: list[str]) -> dict[str, str]:
    """The parts of a workbook around its sheets: {member: text}."""
    numbers = range(1, len(names) + 1)
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, names, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{SHEET_TYPE}"/>' for number in numbers
    )
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{BOOK_TYPE}"/>'
        f"{types}</Types>",
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
    }


def write_workbook(path: Path, sheets: dict[str, list[list]]) -> Path:
    """Writes {sheet name: rows of cells} to `path`; "" and None are left out, as spreadsheet programs do."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in frame(list(sheets)).items():
            archive.writestr(member, text)
        for number, rows in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", sheet_xml(rows))
    return path


def read_workbook(path: Path) -> dict[str, list[list]]:
    """{sheet name: rows of cells}, straight from the file."""
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def open_book(path: Path) -> Book:
    """The file as importers get it."""
    [source] = source_files([path], path.parent)
    return open_file(source)


def spoiled(
    sample: str, target: Path, changes: dict[tuple[int, str], object], *, sheet: str, header_row: int = 1
) -> Path:
    """A copy of a sample workbook with {(row as a spreadsheet shows it, header): new value} changed in one sheet."""
    book = read_workbook(SAMPLES / sample)
    headers = book[sheet][header_row - 1]
    for (row, header), value in changes.items():
        book[sheet][row - 1][headers.index(header)] = value
    return write_workbook(target / Path(sample).name, book)


def zipped(path: Path, members: dict[str, str | bytes]) -> Path:
    """A zip of {member: content}."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def write(path: Path, content: str = "A\tB\n1\t2\n") -> Path:
    """A text file, by default a small table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path

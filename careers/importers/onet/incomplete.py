"""Which O*NET table a sheet would be if no column of it were renamed or missing.

A table that has lost a column must not be left alone like another publisher's file: its part of every career would
vanish, and nobody be told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from ..reading import BadFile, Book, Table, alike
from .rows import IS_CODE
from .tables import CODE, KNOWN_COLUMNS, LAYOUTS, TELLING_COLUMNS, UNUSED, Layout, family, recognises

SHEET_NAME_LENGTH = 31


@dataclass(frozen=True)
class Incomplete:
    """What a table would be, and what is wrong with it; `is_sure` where its columns tell that it is O*NET's."""

    name: str
    table: Table
    problem: BadFile
    is_sure: bool


def is_a_tables_name(name: str) -> bool:
    """Whether the publisher calls the file of a table that is used so; a name such as "db.zip: db/Skills.txt"."""
    return any(PurePosixPath(name).stem in layout.files for layout in LAYOUTS)


def whole_by_name(table: Table) -> str | None:
    """The table that the publisher's own name tells, where all its columns are there and others that are new."""
    return next((layout.name for layout in LAYOUTS if _named(layout, table) and table.has(*layout.columns)), None)


def table_in(book: Book) -> tuple[str | None, Table]:
    """A workbook's O*NET table, wherever its headers stand; BadFile where two sheets hold one."""
    rows = book.header_rows(TELLING_COLUMNS, at_least=1)
    tables = [book.table(sheet, rows.get(sheet, 1)) for sheet in book.sheet_names]
    if not tables:
        raise book.bad("There is no sheet in this workbook. Download it again.")
    known = [(recognises(table) or whole_by_name(table), table) for table in tables]
    used = [(name, table) for name, table in known if name not in (None, UNUSED)]
    if len(used) > 1:
        raise book.bad(f"Two sheets hold O*NET tables: “{used[0][1].sheet}” and “{used[1][1].sheet}”. Leave one.")
    return next(iter(used or [one for one in known if one[0]] or known))


def incomplete(table: Table, recognised: str | None) -> Incomplete | None:
    """What `table` would be with all its columns; `recognised` is None or UNUSED, what it passes for without them."""
    likely = [layout for layout in LAYOUTS if _may_be(layout, table, recognised)]
    if not likely:
        return None
    layout = min(likely, key=lambda one: (not _named(one, table), len(_missing(one, table))))
    try:
        table.positions(*layout.columns, beside=KNOWN_COLUMNS)
    except BadFile as problem:
        return Incomplete(layout.name, table, problem, is_sure=_is_of_onet(table))
    return None


def _may_be(layout: Layout, table: Table, recognised: str | None) -> bool:
    missing = _missing(layout, table)
    if not missing or not (_is_of_onet(table) or is_a_tables_name(table.file.name)):
        return False
    if _named(layout, table):
        return True
    of_occupations = CODE in layout.columns
    if of_occupations and not (table.has(CODE) or _has_codes(table)):
        return False
    if layout.is_rated and not any(family(cell) == layout.name for cell in _first_cells(table)):
        return False
    known = {column.casefold() for column in KNOWN_COLUMNS}
    strange = [header for header in table.headers if header and header.casefold() not in known]
    if all(any(alike(column, header) for header in strange) for column in missing):
        return len(missing) * 2 <= len(layout.columns)
    if recognised == UNUSED:
        return False
    if of_occupations:
        return 2 * len([column for column in layout.own if table.has(column)]) >= len(layout.own)
    return len(missing) == 1 and len(layout.columns) > 3


def _is_of_onet(table: Table) -> bool:
    return any(map(table.has, TELLING_COLUMNS)) or _has_codes(table)


def _has_codes(table: Table) -> bool:
    return any(map(IS_CODE.fullmatch, _first_cells(table)))


def _named(layout: Layout, table: Table) -> bool:
    names = (PurePosixPath(table.file.name).stem, table.sheet)
    return any(name in (file, file[:SHEET_NAME_LENGTH]) for name in names for file in layout.files)


def _missing(layout: Layout, table: Table) -> list[str]:
    return [column for column in layout.columns if not table.has(column)]


def _first_cells(table: Table) -> Iterator[str]:
    for row in table.book.head(table.sheet)[table.header_row :]:
        yield from (cell for cell in row if isinstance(cell, str))

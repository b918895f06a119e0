"""The 2018 Standard Occupational Classification: which codes there are, and the publisher's structure file."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from ..models import OccupationGroup, data_sets
from ..models.classification import codes_2018
from .reading import Book, Table, text
from .recogniser import RecognisedRelease, Recogniser
from .staging import OccupationBuilder, builds

LEVELS = {
    "Major Group": "major",
    "Minor Group": "minor",
    "Broad Group": "broad",
    "Detailed Occupation": "detailed",
}
MOST = 3
CODE = re.compile(r"\d\d-\d{4}", re.ASCII)


@dataclass(slots=True)
class SocRow:
    row: int
    code: str
    title: str
    level: str


def unknown_codes(codes: Iterable[str], own: Iterable[str] = ()) -> list[str]:
    """Those of `codes`, once each and sorted, that are neither in the 2018 SOC nor the publisher's `own`."""
    return sorted(set(codes) - codes_2018() - set(own))


def refusal(unknown: list[str], rows: str = "rows") -> str:
    """What to say of a file with `unknown` codes."""
    number = f"{len(unknown):,} codes are" if len(unknown) > 1 else "1 code is"
    return (
        f"{number} not in the 2018 classification (SOC), such as “{unknown[0]}”: the file is of another classification "
        f"or release, and none of its {rows} are taken."
    )


def recognises(book: Book) -> bool:
    """Whether a sheet has most of the structure's columns; `read` says which one is missing."""
    return bool(_header_rows(book))


def table_in(book: Book) -> Table:
    """The structure in a book that `recognises` knows."""
    sheet, row = next(iter(_header_rows(book).items()))
    return book.table(sheet, row)


def read(book: Book) -> Iterator[SocRow]:
    """The lines of the structure file; BadFile where one is not a code of the 2018 SOC with its title."""
    table = table_in(book)
    sheet, header_row, positions = table.sheet, table.header_row, table.positions(*LEVELS)
    title_position = max(positions) + 1
    seen: dict[str, int] = {}
    for number, cells in book.rows(sheet):
        codes = [text(cells[position]) for position in positions]
        if number <= header_row or not any(codes):
            continue
        if sum(map(bool, codes)) > 1:
            raise table.bad("This row has more than one code.", row=number)
        level = next(name for name, code in zip(LEVELS, codes, strict=True) if code)
        code, title = "".join(codes), text(cells[title_position]) if len(cells) > title_position else ""
        if not CODE.fullmatch(code):
            raise table.bad(f"“{code}” is not a code such as 29-2072.", row=number, column=level)
        if not title:
            raise table.bad(f"{code} has no title.", row=number)
        if first := seen.get(code):
            raise table.bad(f"{code} stands in row {first} already.", row=number, column=level)
        seen[code] = number
        yield SocRow(number, code, title, LEVELS[level])
    if not seen:
        raise table.bad("There are no occupations in this sheet. Take soc_structure_2018.xlsx from bls.gov/soc/2018.")
    if unknown := unknown_codes(seen):
        raise table.bad(f"Take soc_structure_2018.xlsx from bls.gov/soc/2018. Here {refusal(unknown)}")


def _header_rows(book: Book) -> dict[str, int]:
    return book.header_rows(tuple(LEVELS), MOST)


class SocRecogniser(Recogniser):
    def recognises(self, book: Book) -> bool:
        return recognises(book)

    def release_in(self, book: Book) -> RecognisedRelease:
        if book.text:
            message = "This is a copy of the SOC as text. Give the publisher's own workbook, soc_structure_2018.xlsx."
            raise book.bad(message)
        table, rows = table_in(book), partial(read, book)
        return RecognisedRelease(data_sets.SOC, "2018", date(2018, 1, 1), rows, [book.file], [table], label="2018 SOC")


@builds(data_sets.SOC)
class GroupBuilder(OccupationBuilder):
    def build(self, row: SocRow) -> OccupationGroup:
        return OccupationGroup(release=self.release, code=row.code, title=row.title[:160], level=row.level)

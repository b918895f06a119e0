"""Tables of the publishers and of others that are easily taken for those that are read: what they are, what to take.

Told by their titles and headers. The first that fits counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .reading import Book, text

PROJECTIONS = "Take occupation.xlsx, which has Table 1.2, from bls.gov/emp (manage.py fetch_data gets it)."
ONET = "Take the Excel or the text edition of the whole database from onetcenter.org/database.html."
PAY = "Take the national, state, metropolitan and sector files (.xlsx) from bls.gov/oes/tables.htm."
SOC = "Take soc_structure_2018.xlsx from bls.gov/soc/2018."
NOT_READ = "Nothing of it is read here."


@dataclass(frozen=True)
class LookAlike:
    """A kind of table, told by all that it states: `title` matches the start of a cell, `header` any part of one."""

    what: str
    instead: str
    headers: tuple[str, ...] = ()
    title: str = ""
    header: str = ""
    lacks: tuple[str, ...] = ()
    is_onets: bool = False

    def fits(self, cells: list[str]) -> bool:
        return (
            set(self.headers) <= set(cells)
            and not set(self.lacks) & set(cells)
            and (not self.title or any(re.match(self.title, cell) for cell in cells))
            and (not self.header or any(re.search(self.header, cell) for cell in cells))
        )

    def __str__(self) -> str:
        verb = "This is" if self.what.startswith(("a ", "the ")) else "These are"
        return f"{verb} {self.what}. {self.instead}"


RESEARCH = LookAlike(
    "research estimates of pay by state and industry, which their publisher calls experimental",
    PAY,
    headers=("area", "naics", "occ_code"),
    lacks=("area_type", "prim_state", "own_code"),
)
LOOK_ALIKES = (
    RESEARCH,
    LookAlike(
        "employment projections in an older form, of an older classification of occupations",
        f"Newer ones, of the 2018 classification, are read. {PROJECTIONS}",
        title=r"table \d+(\.\d+)?\b.*occupational (projections|employment)\b.*(?<!\d)(19|200|201[0-8])",
    ),
    LookAlike(
        "employment projections in an older form",
        f"The form with one row of headers is read. {PROJECTIONS}",
        header=r"national employment matrix (occupation )?title and code|^matrix code$",
    ),
    LookAlike(
        "the industries' part of the national employment projections",
        f"The occupations' part is read. {PROJECTIONS}",
        title=r"table 2\.\d+\b.*(employment|output|industr)",
    ),
    LookAlike(
        "the education part of the national employment projections",
        f"Table 1.2, which has the typical education too, is read. {PROJECTIONS}",
        title=r"table 5\.\d+\b",
    ),
    LookAlike(
        "figures of the industry-occupation matrix, one occupation or industry by itself",
        PROJECTIONS,
        header=r"percent of (occupation|industry)",
    ),
    LookAlike(
        "other tables of the national employment projections than Table 1.2",
        f"Table 1.2 alone is read. {PROJECTIONS}",
        title=r"table \d+\.\d+\b.*(employment|occupation|industry-occupation|projected)",
    ),
    LookAlike(
        "other tables of the national employment projections than Table 1.2",
        f"Table 1.2 alone is read. {PROJECTIONS}",
        header=r"national employment matrix",
    ),
    LookAlike(
        "employment projections as the publisher's web table saves them",
        PROJECTIONS,
        headers=("typical entry-level education",),
        header=r"^employment (change|20\d\d)|occupational openings",
    ),
    LookAlike(
        "employment projections of a state's agency, not the nation's",
        f"The site shows the nation's. {PROJECTIONS}",
        header=(
            r"(base|projected|projection|estimated?)[ _-]?(year|yr)\b|(projected|estimated|base) (year )?employment"
            r"|numeric change|total (job )?openings|(avg|average)\.? ?annual ?openings"
        ),
        title=r".*(soc|occ)",
    ),
    LookAlike(
        "a list saved from O*NET OnLine, not a table of O*NET's database",
        ONET,
        headers=("code", "occupation"),
        header=r"^\d\d-\d{4}\.\d\d$",
        is_onets=True,
    ),
    LookAlike("tables of O*NET's edition for databases", ONET, header=r"^onet_?soc_?code$"),
    LookAlike("a crosswalk between editions of O*NET-SOC or the SOC", NOT_READ, header=r"o\*net-soc 20\d\d code"),
    LookAlike("job titles that the SOC matches with occupations", SOC, header=r"direct match title"),
    LookAlike("definitions of the SOC's occupations", SOC, headers=("soc code",), header=r"soc (group|definition)"),
    LookAlike(
        "a crosswalk between programs of study (CIP) and occupations (SOC)",
        NOT_READ,
        header=r"^cip ?20\d\d ?(code|title)|^cip ?code$",
        title=r"soc ?20\d\d ?(code|title)|soc ?code",
    ),
    LookAlike("a crosswalk between two editions of the SOC", SOC, headers=("2010 soc code", "2018 soc code")),
    LookAlike("a crosswalk between classifications", NOT_READ, title=r".*\bcrosswalk\b"),
    LookAlike("data of the College Scorecard about schools", NOT_READ, headers=("unitid", "opeid6")),
    LookAlike("IPEDS data about schools and their programs", NOT_READ, headers=("unitid",)),
    LookAlike(
        "employment and wages of industries (QCEW), without occupations",
        PAY,
        headers=("area_fips", "industry_code"),
    ),
)


def look_alike_in(book: Book) -> LookAlike | None:
    """What a book that no importer reads seems to be."""
    sheets = [[_plain(cell) for cell in _cells(book, sheet)] for sheet in book.sheet_names]
    return next((one for one in LOOK_ALIKES if any(one.fits(cells) for cells in sheets)), None)


def _cells(book: Book, sheet: str) -> Iterator[object]:
    for row in book.head(sheet):
        yield from row


def _plain(cell: object) -> str:
    """A cell in lower case with one kind of dash, without footnote marks."""
    return " ".join(re.sub(r"\s*[\[(]\d+[\])]", "", text(cell)).replace("–", "-").replace("—", "-").casefold().split())

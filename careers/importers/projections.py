"""Employment Projections (BLS), occupation.xlsx: table 1.2, the outlook of every occupation."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from ..models import Outlook, data_sets
from ..models.occupation import ALL_OCCUPATIONS, COMBINED_CODES
from ..models.outlook import EntryEducation
from . import publishers
from .look_alikes import look_alike_in
from .reading import MOST_JOBS, BadFile, Book, Table, decimal, quoted, text
from .recogniser import RecognisedRelease, Recogniser, RowCheck
from .soc import CODE, refusal, unknown_codes
from .staging import OccupationBuilder, builds

TITLE = re.compile(r"Table 1\.2\b.*Occupational projections", re.IGNORECASE)
HEADER_ROW = 2
MOST_GROWTH = 10_000
MOST_EXAMPLES = 5
NOT_AVAILABLE = "—"
FOOTER = re.compile(r"(Footnotes?:|\[\d+\]|Notes?:|Sources?:)", re.IGNORECASE)
FOOTNOTE_MARK = re.compile(r"\s*\[\d+\]")
EDUCATION = {
    "No formal educational credential": EntryEducation.NONE,
    "High school diploma or equivalent": EntryEducation.HIGH_SCHOOL,
    "Some college, no degree": EntryEducation.SOME_COLLEGE,
    "Postsecondary nondegree award": EntryEducation.AWARD,
    "Associate's degree": EntryEducation.ASSOCIATE,
    "Bachelor's degree": EntryEducation.BACHELOR,
    "Master's degree": EntryEducation.MASTER,
    "Doctoral or professional degree": EntryEducation.DOCTORAL,
    NOT_AVAILABLE: "",
}
EXPERIENCE = {words: words for words in ("None", "Less than 5 years", "5 years or more")} | {NOT_AVAILABLE: ""}
TRAINING = {
    words: words
    for words in (
        *("None", "Short-term on-the-job training", "Moderate-term on-the-job training"),
        *("Long-term on-the-job training", "Apprenticeship", "Internship/residency"),
    )
} | {NOT_AVAILABLE: ""}
# The headers as the publisher words them, with {base}, {end} and {span} for the years, which change with every release.
COLUMNS = {
    "title": "{base} National Employment Matrix title",
    "code": "{base} National Employment Matrix code",
    "type": "Occupation type",
    "base": "Employment, {base}",
    "end": "Employment, {end}",
    "change": "Employment change, numeric, {span}",
    "percent": "Employment change, percent, {span}",
    "openings": "Occupational openings, {span} annual average",
    "education": "Typical education needed for entry",
    "experience": "Work experience in a related occupation",
    "training": "Typical on-the-job training needed to attain competency in the occupation",
}
# Other tables of the publisher have many of these columns, but not so many, or without these three.
MOST = 7
ONLY_HERE = ("education", "experience", "training")
YEARS = re.compile(r"\d{4}(–\d{2,4})?|\{\w+\}")


@dataclass(frozen=True)
class Projections:
    """Table 1.2 of one release; `headers` are its own headers for the keys of COLUMNS."""

    table: Table
    base_year: int
    projected_year: int
    headers: tuple[str, ...]

    @property
    def period(self) -> str:
        return f"{self.base_year}–{self.projected_year % 100:02}"


@dataclass(slots=True)
class ProjectionRow:
    """Employment, new jobs and openings are jobs, not thousands; growth is percent; openings are a year's."""

    row: int
    code: str
    title: str
    base_year: int
    projected_year: int
    base_employment: int
    projected_employment: int
    new_jobs: int
    growth: Decimal
    openings: int | None
    entry_education: str
    work_experience: str
    training: str


def recognises(book: Book) -> bool:
    """Whether a sheet has the title of table 1.2 or most of its columns; `describe` says what is wrong with it."""
    return _place(book) is not None


def describe(book: Book) -> Projections:
    """The years and columns of a book that `recognises` knows; BadFile where a column is missing or renamed."""
    place = _place(book)
    if place is None:
        raise book.bad("No sheet of this workbook is “Table 1.2 Occupational projections”.")
    table = book.table(*place)
    headers = {_plain(header): header for header in table.headers if header}
    base, end = _years(table, headers)
    found = []
    for wording in COLUMNS.values():
        # Spans such as 2024–34 are also written 2024–2034, as in the table's title.
        spans = (f"{base}–{end % 100:02}", f"{base}–{end}")
        wanted = [wording.format(base=base, end=end, span=span) for span in spans]
        found.append(next((headers[_plain(one)] for one in wanted if _plain(one) in headers), wanted[0]))
    table.positions(*found)
    return Projections(table, base, end, tuple(found))


def read(described: Projections) -> Iterator[ProjectionRow]:
    """The rows of table 1.2 down to its footnotes; BadFile where one is not as the publisher writes it."""
    table, seen = described.table, {}
    rows = iter(table.records(*described.headers))
    for number, cells in rows:
        if FOOTER.match(text(cells[0])) and not any(text(cell) for cell in cells[1:]):
            _refuse_rows_below_footnotes(table, rows)
            break
        row = _row(described, number, cells)
        if first := seen.get(row.code):
            column = f"“{described.headers[1]}”"
            raise table.bad(f"{row.code} stands in row {first} already.", row=number, column=column)
        seen[row.code] = number
        yield row
    if not seen:
        raise table.bad("There are no occupations in this table.")
    if unknown := unknown_codes(seen, own=[ALL_OCCUPATIONS, *COMBINED_CODES]):
        raise table.bad(refusal(unknown))


def _place(book: Book) -> tuple[str, int] | None:
    """(sheet, row of the headers), by the title above them or by the headers themselves."""
    for sheet in book.sheet_names:
        head = book.head(sheet)
        for number, row in enumerate(head, 1):
            if _has_most_columns(row):
                return sheet, number
        if len(head) >= HEADER_ROW and head[0] and TITLE.match(text(head[0][0])):
            return sheet, HEADER_ROW
    return None


def _has_most_columns(row: list) -> bool:
    headers = {YEARS.sub("", _plain(text(cell))) for cell in row}
    found = {key for key, wording in COLUMNS.items() if YEARS.sub("", _plain(wording)) in headers}
    return len(found) >= MOST and len(found.intersection(ONLY_HERE)) >= 2


def _plain(header: str) -> str:
    """A header without footnote marks, in lower case and with one kind of dash."""
    return " ".join(FOOTNOTE_MARK.sub("", header).replace("—", "–").replace("-", "–").casefold().split())


def _years(table: Table, headers: dict[str, str]) -> tuple[int, int]:
    years = sorted(int(match[1]) for header in headers if (match := re.fullmatch(r"employment, (\d{4})", header)))
    if len(years) != 2 or years[0] == years[1]:
        raise table.bad(
            "Two columns such as “Employment, 2024” and “Employment, 2034” must tell the years; "
            f"{len(years)} {'does' if len(years) == 1 else 'do'}.",
            row=table.header_row,
        )
    return years[0], years[1]


def _refuse_rows_below_footnotes(table: Table, rows: Iterator[tuple[int, tuple]]) -> None:
    for number, cells in rows:
        if any(text(cell) for cell in cells[1:]):
            raise table.bad("There is an occupation below the footnotes.", row=number)


def _row(described: Projections, number: int, cells: tuple) -> ProjectionRow:
    cell = _Cells(described, number, cells)
    code = text(cell["code"])
    if not CODE.fullmatch(code):
        raise cell.bad(f"{cell.quoted('code')} is not a code such as 29-2072.", "code")
    title = text(cell["title"])
    if not title:
        raise cell.bad(f"{code} has no title.", "title")
    return ProjectionRow(
        row=number,
        code=code,
        title=title,
        base_year=described.base_year,
        projected_year=described.projected_year,
        base_employment=cell.jobs("base"),
        projected_employment=cell.jobs("end"),
        new_jobs=cell.thousands("change"),
        growth=cell.growth(),
        openings=None if text(cell["openings"]) == NOT_AVAILABLE else cell.jobs("openings"),
        entry_education=str(cell.one_of(EDUCATION, "education")),
        work_experience=cell.one_of(EXPERIENCE, "experience"),
        training=cell.one_of(TRAINING, "training"),
    )


class _Cells:
    """The cells of one row by the keys of COLUMNS, turned into what they mean."""

    def __init__(self, described: Projections, number: int, cells: tuple):
        self.described, self.row = described, number
        self.cells = dict(zip(COLUMNS, cells, strict=True))

    def __getitem__(self, key: str):
        return self.cells[key]

    def bad(self, message: object, key: str):
        header = self.described.headers[list(COLUMNS).index(key)]
        return self.described.table.bad(message, row=self.row, column=f"“{header}”")

    def quoted(self, key: str) -> str:
        return quoted(self[key])

    def _number(self, key: str) -> Decimal:
        try:
            return decimal(self[key])
        except ValueError as problem:
            raise self.bad(problem, key) from None

    def number(self, key: str, most: int) -> Decimal:
        """A number as published, which is with one decimal."""
        number = self._number(key)
        if abs(number) > most:
            raise self.bad(f"{self.quoted(key)} is more than can be.", key)
        if number != round(number, 1):
            raise self.bad(f"{self.quoted(key)} has more than one decimal.", key)
        return round(number, 1)

    def growth(self) -> Decimal:
        number = self.number("percent", MOST_GROWTH)
        if number < -100:
            raise self.bad(f"{self.quoted('percent')} is more than all jobs lost.", "percent")
        return number

    def thousands(self, key: str) -> int:
        return int(self.number(key, MOST_JOBS // 1000) * 1000)

    def jobs(self, key: str) -> int:
        jobs = self.thousands(key)
        if jobs < 0:
            raise self.bad(f"{self.quoted(key)} is below zero.", key)
        return jobs

    def one_of(self, meanings: dict, key: str):
        words = text(self[key]).replace("’", "'")
        if words not in meanings:
            raise self.bad(f"{self.quoted(key)} is none of the publisher's words for this.", key)
        return meanings[words]


class StatedChanges(RowCheck):
    """Looks through the rows for growth and new jobs that do not follow from employment, however that was rounded."""

    def __init__(self):
        self.rows = 0
        self.examples: list[str] = []

    def take(self, rows: Iterable[ProjectionRow]) -> None:
        for row in rows:
            problems = Outlook(**_figures(row)).mismatches()
            self.rows += bool(problems)
            if problems and len(self.examples) < MOST_EXAMPLES:
                self.examples.append(f"Row {row.row}, {row.code} {row.title}: {' '.join(problems.values())}")

    @property
    def oddity(self) -> str:
        if not self.rows:
            return ""
        says = "1 row states a change" if self.rows == 1 else f"{self.rows:,} rows state changes"
        more = f" And {self.rows - len(self.examples):,} more." if self.rows > len(self.examples) else ""
        return (
            f"{says} in employment that the file's own employment does not give. {' '.join(self.examples)}{more} Pages "
            "show what the file states."
        )


def _figures(row: ProjectionRow) -> dict:
    return {
        "base_employment": row.base_employment,
        "projected_employment": row.projected_employment,
        "stated_new_jobs": row.new_jobs,
        "stated_growth": row.growth,
    }


class ProjectionsRecogniser(Recogniser):
    def recognises(self, book: Book) -> bool:
        return recognises(book)

    def release_in(self, book: Book) -> RecognisedRelease:
        if book.text:
            message = "This is a copy of the projections as text. Give the publisher's own workbook, occupation.xlsx."
            raise book.bad(message)
        try:
            described = describe(book)
        except BadFile:
            if (seems := look_alike_in(book)) and "older form" in seems.what:
                raise book.bad(seems) from None
            raise
        publishers.refuse_unlikely(described.base_year, file=book.file.name)
        return RecognisedRelease(
            data_sets.PROJECTIONS,
            described.period,
            publishers.projections_day(described.base_year),
            partial(read, described),
            [book.file],
            [described.table],
            check=StatedChanges,
        )


@builds(data_sets.PROJECTIONS)
class OutlookBuilder(OccupationBuilder):
    def build(self, row: ProjectionRow) -> Outlook:
        return Outlook(
            **self.of_occupation(row),
            **_figures(row),
            base_year=row.base_year,
            projected_year=row.projected_year,
            openings=row.openings,
            entry_education=row.entry_education,
            work_experience=row.work_experience,
            training=row.training,
        )

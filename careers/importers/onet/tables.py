"""Which table of an O*NET release a sheet or text file holds: told by its columns and elements, never by its name.

The Excel and text editions hold the same tables. Release 30.3 renamed many of them and split the skills in two
(Essential Skills are 2.A, Transferable Skills 2.B); both layouts are known here.
"""

from dataclasses import dataclass

from ..reading import Table

CODE = "O*NET-SOC Code"
UNUSED = "unused"
# A row with one of these is a row of headers.
TELLING_COLUMNS = (CODE, "Element ID", "Scale ID", "Job Zone", "Task ID", "Hot Technology")


@dataclass(frozen=True)
class Signature:
    """Columns by which a table is known."""

    name: str
    columns: set[str]


# The first of these that a table's columns hold decides. Columns that only one edition has stand in none of them.
BY_COLUMNS = [
    Signature("related", {CODE, "Related O*NET-SOC Code", "Relatedness Tier", "Index"}),
    Signature("alternate titles", {CODE, "Alternate Title", "Short Title"}),
    Signature("alternate titles", {CODE, "Job Title", "Short Title"}),
    Signature("reported titles", {CODE, "Reported Job Title"}),
    Signature("tasks", {CODE, "Task ID", "Task", "Task Type"}),
    Signature("technology", {CODE, "Example", "Hot Technology"}),
    Signature("technology", {CODE, "Workplace Example", "Hot Technology"}),
    Signature("job zones", {CODE, "Job Zone"}),
    Signature("job zone reference", {"Job Zone", "Name", "Experience", "Education", "Job Training"}),
    Signature(UNUSED, {CODE, "Related O*NET-SOC Code", "Index"}),  # Career Changers and Career Starters
    Signature(UNUSED, {CODE, "Task ID", "Scale ID"}),  # Task Ratings
    Signature(UNUSED, {CODE, "Task ID", "DWA ID"}),
    Signature(UNUSED, {CODE, "Task ID", "DWA Element ID"}),
    Signature(UNUSED, {CODE, "Task", "Original Task ID"}),  # Emerging Tasks
    Signature(UNUSED, {CODE, "Example", "Commodity Code"}),  # Tools Used
    Signature(UNUSED, {CODE, "Item", "Response"}),  # Occupation Level Metadata
    Signature(UNUSED, {"Element ID", "Interest Type"}),
    Signature(UNUSED, {"Element ID", "Keyword"}),
    Signature(UNUSED, {"Element ID", "Anchor Value"}),
    Signature(UNUSED, {"Element ID", "Survey Item Number"}),
    Signature(UNUSED, {"Element ID", "IWA ID"}),
    Signature(UNUSED, {"GWA Element ID", "IWA Element ID"}),
    Signature(UNUSED, {"Scale ID", "Minimum", "Maximum"}),
    Signature(UNUSED, {"Commodity Code", "Class Code"}),  # UNSPSC Reference
]
# These tables have so few columns that any others tell of another table.
BY_EXACT_COLUMNS = {
    "occupations": {CODE, "Title", "Description"},
    "content model": {"Element ID", "Element Name", "Description"},
}
RATED = {CODE, "Element ID", "Scale ID", "Data Value"}
CATEGORIES = {"Scale ID", "Category", "Category Description"}
EDUCATION_ELEMENT = "2.D.1"
# The families of elements that share the columns of a rated table; those in no release's own tables are absent.
FAMILIES = {
    "2.A": "skills",
    "2.B": "skills",
    "2.C": "knowledge",
    "1.B.1": "interests",
    "1.A": "abilities",
    # Up to release 29.3, and from 30.0 on.
    "1.C": "work styles",
    "1.D": "work styles",
    "4.A": "work activities",
    "4.C": "work context",
    EDUCATION_ELEMENT: "education",
}


@dataclass(frozen=True)
class Layout:
    """A table as the importer reads it: the publisher's names for its file, and the columns that must be there."""

    name: str
    files: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def own(self) -> tuple[str, ...]:
        """The columns that tell this table from others of O*NET."""
        return tuple(column for column in self.columns if column not in (CODE, "Title"))

    @property
    def is_rated(self) -> bool:
        """Whether other tables have the same columns, so that only the elements in its rows tell it from them."""
        return set(self.columns) >= RATED


RATED_COLUMNS = (CODE, "Element ID", "Element Name", "Scale ID", "Data Value")
LAYOUTS = (
    Layout("occupations", ("Occupation Data",), (CODE, "Title", "Description")),
    Layout("alternate titles", ("Alternate Titles",), (CODE, "Alternate Title", "Short Title")),
    Layout("alternate titles", ("Job Titles",), (CODE, "Job Title", "Short Title")),
    Layout("reported titles", ("Sample of Reported Titles",), (CODE, "Reported Job Title")),
    Layout("tasks", ("Task Statements",), (CODE, "Task ID", "Task", "Task Type")),
    Layout("skills", ("Skills", "Essential Skills", "Transferable Skills"), RATED_COLUMNS),
    Layout("knowledge", ("Knowledge",), RATED_COLUMNS),
    Layout("interests", ("Interests", "Career Interest Types"), RATED_COLUMNS),
    Layout(
        "education",
        ("Education, Training, and Experience", "Education"),
        (CODE, "Element ID", "Scale ID", "Category", "Data Value"),
    ),
    Layout(
        "education categories",
        ("Education, Training, and Experience Categories", "Education Categories"),
        ("Element ID", "Scale ID", "Category", "Category Description"),
    ),
    Layout("technology", ("Technology Skills",), (CODE, "Example", "Commodity Title", "Hot Technology")),
    Layout("technology", ("Software Skills",), (CODE, "Workplace Example", "Element Name", "Hot Technology")),
    Layout("job zones", ("Job Zones",), (CODE, "Job Zone")),
    Layout(
        "job zone reference", ("Job Zone Reference",), ("Job Zone", "Name", "Experience", "Education", "Job Training")
    ),
    Layout("related", ("Related Occupations",), (CODE, "Related O*NET-SOC Code", "Relatedness Tier", "Index")),
    Layout("content model", ("Content Model Reference",), ("Element ID", "Element Name", "Description")),
    Layout("work styles", ("Work Styles",), RATED_COLUMNS),
    Layout("work activities", ("Work Activities",), RATED_COLUMNS),
    Layout("abilities", ("Abilities",), RATED_COLUMNS),
    Layout("work context", ("Work Context",), (*RATED_COLUMNS, "Category")),
    Layout(
        "context categories",
        ("Work Context Categories",),
        ("Element ID", "Scale ID", "Category", "Category Description"),
    ),
)
# What O*NET's tables have besides, whether they are used or not: none of these is another column renamed.
OTHER_COLUMNS = (
    *("Scale Name", "N", "Standard Error", "Lower CI Bound", "Upper CI Bound", "Recommend Suppress", "Not Relevant"),
    *("Date", "Domain Source", "Source(s)", "Shown in My Next Move", "Incumbents Responding", "Related Title"),
    *("Commodity Code", "In Demand", "Examples", "SVP Range", "DWA ID", "DWA Title", "IWA ID", "IWA Title", "Percent"),
    *("DWA Element ID", "IWA Element ID", "GWA Element ID", "Original Task ID", "Original Task", "Item", "Response"),
    *("Interest Type", "Activity", "Keyword", "Keyword Type", "Anchor Value", "Anchor Description", "Minimum"),
    *("Maximum", "Survey Item Number", "Class Code", "Class Title", "Family Code", "Family Title", "Segment Code"),
    *("Segment Title", *CATEGORIES),
)
KNOWN_COLUMNS = tuple({column: None for layout in LAYOUTS for column in layout.columns} | dict.fromkeys(OTHER_COLUMNS))


def recognises(table: Table) -> str | None:
    """Our name for the O*NET table; UNUSED for one that O*NET has and we leave alone; None for anything else."""
    columns = [header for header in table.headers if header]
    for name, exact in BY_EXACT_COLUMNS.items():
        if len(columns) == len(exact) and table.has(*exact):
            return name
    for signature in BY_COLUMNS:
        if table.has(*signature.columns):
            return signature.name
    if table.has(*RATED):
        return _rated(table)
    if table.has(*CATEGORIES) and not table.has(CODE):
        return _answers(_first_elements(table))
    links = [column for column in columns if column.endswith(" Element ID")]
    return UNUSED if len(links) > 1 else None


def family(element: object) -> str | None:
    """The rated table that an element belongs to, such as "skills" or "work context", else None."""
    text = str(element)
    return FAMILIES.get(text[:3]) or FAMILIES.get(text[:5])


def _first_elements(table: Table) -> list[str]:
    """The elements of the first rows, without opening the rest of the sheet."""
    if not table.has("Element ID"):
        return []
    place = [header.casefold() for header in table.headers].index("element id")
    rows = table.book.head(table.sheet)[table.header_row :]
    return [str(row[place]) for row in rows if len(row) > place]


def _rated(table: Table) -> str | None:
    elements = _first_elements(table)
    of_first = family(elements[0]) if elements else None
    if table.has("Category"):
        if of_first == "work context":
            return of_first
        return "education" if EDUCATION_ELEMENT in elements else UNUSED
    if not elements or of_first == "work context":
        return None
    return of_first or UNUSED


def _answers(elements: list[str]) -> str:
    """The table of what the answers to a survey's questions were, by its first elements."""
    if EDUCATION_ELEMENT in elements:
        return "education categories"
    return "context categories" if elements and family(elements[0]) == "work context" else UNUSED

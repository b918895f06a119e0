"""Which table of an O*NET release a sheet or text file holds: told by its columns and elements, never by its name.

The Excel and text editions hold the same tables. Release 30.3 renamed many of them and split the skills in two
(Essential Skills are 2.A, Transferable Skills 2.B); both layouts are known here.
"""

from .reading import Table

CODE = "O*NET-SOC Code"
UNUSED = "unused"

# The first of these that a table's columns hold decides. Columns that only one edition has stand in none of them.
BY_COLUMNS: list[tuple[str, set[str]]] = [
    ("related", {CODE, "Related O*NET-SOC Code", "Relatedness Tier", "Index"}),
    ("alternate titles", {CODE, "Alternate Title", "Short Title"}),
    ("alternate titles", {CODE, "Job Title", "Short Title"}),
    ("reported titles", {CODE, "Reported Job Title"}),
    ("tasks", {CODE, "Task ID", "Task", "Task Type"}),
    ("technology", {CODE, "Example", "Hot Technology"}),
    ("technology", {CODE, "Workplace Example", "Hot Technology"}),
    ("job zones", {CODE, "Job Zone"}),
    ("job zone reference", {"Job Zone", "Name", "Experience", "Education", "Job Training"}),
    (UNUSED, {CODE, "Related O*NET-SOC Code", "Index"}),  # Career Changers and Career Starters
    (UNUSED, {CODE, "Task ID", "Scale ID"}),  # Task Ratings
    (UNUSED, {CODE, "Task ID", "DWA ID"}),
    (UNUSED, {CODE, "Task ID", "DWA Element ID"}),
    (UNUSED, {CODE, "Task", "Original Task ID"}),  # Emerging Tasks
    (UNUSED, {CODE, "Example", "Commodity Code"}),  # Tools Used
    (UNUSED, {CODE, "Item", "Response"}),  # Occupation Level Metadata
    (UNUSED, {"Element ID", "Interest Type"}),
    (UNUSED, {"Element ID", "Keyword"}),
    (UNUSED, {"Element ID", "Anchor Value"}),
    (UNUSED, {"Element ID", "Survey Item Number"}),
    (UNUSED, {"Element ID", "IWA ID"}),
    (UNUSED, {"GWA Element ID", "IWA Element ID"}),
    (UNUSED, {"Scale ID", "Minimum", "Maximum"}),
    (UNUSED, {"Commodity Code", "Class Code"}),  # UNSPSC Reference
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
    EDUCATION_ELEMENT: "education",
}


def recognises(table: Table) -> str | None:
    """Our name for the O*NET table; UNUSED for one that O*NET has and we leave alone; None for anything else."""
    columns = [header for header in table.headers if header]
    for name, exact in BY_EXACT_COLUMNS.items():
        if len(columns) == len(exact) and table.has(*exact):
            return name
    for name, needed in BY_COLUMNS:
        if table.has(*needed):
            return name
    if table.has(*RATED):
        return _rated(table)
    if table.has(*CATEGORIES) and not table.has(CODE):
        return "education categories" if EDUCATION_ELEMENT in _first_elements(table) else UNUSED
    links = [column for column in columns if column.endswith(" Element ID")]
    return UNUSED if len(links) > 1 else None


def family(element: object) -> str | None:
    """The rated table that an element belongs to: "skills", "knowledge", "interests", "education", else None."""
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
    if table.has("Category"):
        return "education" if EDUCATION_ELEMENT in elements else UNUSED
    if not elements:
        return None
    return family(elements[0]) or UNUSED

"""The parts of an occupation's profile: each reads its own tables and gives what it knows of one occupation.

A part that was never read knows nothing of any occupation. Titles and software may stand twice in a release: they are
kept once. In every other table the same key twice is an error.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from ..quoting import TAKE_THE_OWN
from .editions import numbers
from .rows import MISSING, OnetRows
from .tables import EDUCATION_ELEMENT, family

# Plain words for O*NET's long labels, used as long as the release's own label begins as it does here.
EDUCATION = {
    1: ("Less than high school", "less than a high school"),
    2: ("High school diploma or equivalent", "high school diploma"),
    3: ("Certificate after high school", "post-secondary certificate"),
    4: ("Some college courses", "some college"),
    5: ("Associate's degree", "associate's degree"),
    6: ("Bachelor's degree", "bachelor's degree"),
    7: ("Certificate after a bachelor's degree", "post-baccalaureate certificate"),
    8: ("Master's degree", "master's degree"),
    9: ("Certificate after a master's degree", "post-master's certificate"),
    10: ("First professional degree", "first professional degree"),
    11: ("Doctoral degree", "doctoral degree"),
    12: ("Training after a doctorate", "post-doctoral training"),
}
JOB_ZONES = {
    1: "Job Zone One: Little or No Preparation Needed",
    2: "Job Zone Two: Some Preparation Needed",
    3: "Job Zone Three: Medium Preparation Needed",
    4: "Job Zone Four: Considerable Preparation Needed",
    5: "Job Zone Five: Extensive Preparation Needed",
}
# From this release on the zones are drawn anew, in four levels; what they are called is in its own reference table.
ZONES_DRAWN_ANEW = (30, 2)
MOST_ZONES = 9
TITLE_LENGTH = 150


class Occupations(dict):
    """Code -> (title, description)."""

    def read(self, rows: OnetRows) -> None:
        for row, code, (title, description) in rows.of_occupations("Title", "Description"):
            if code in self:
                raise rows.bad(f"{code} stands twice.", row)
            self[code] = (rows.needed(title, row, "Title"), rows.needed(description, row, "Description"))
            if len(self[code][0]) > TITLE_LENGTH:
                raise rows.bad(f"The title is longer than {TITLE_LENGTH} characters.", row, "Title")


# O*NET's sign for a title that the Standard Occupational Classification's own lists give the occupation.
SOC_SOURCE = "04"


def _sources(cell: object, row: int, rows: OnetRows) -> list[str]:
    """The signs of a title's sources; a spreadsheet makes “4” of “04”, and one number of “04,06”."""
    signs = [sign.strip().zfill(2) for sign in rows.text(cell, row, "Source(s)").split(",")]
    if any(len(sign) > 2 and sign.isdigit() for sign in signs):
        raise rows.bad(f"“{cell}” is not a list of sources such as “04,06”. {TAKE_THE_OWN}", row, "Source(s)")
    return signs


class Titles:
    def __init__(self) -> None:
        self._reported = defaultdict(list)
        self._alternate = defaultdict(list)
        self._short = defaultdict(list)
        self._soc = defaultdict(list)

    def read_reported(self, rows: OnetRows) -> None:
        shown = rows.optional("Shown in My Next Move")
        for row, code, cells in rows.of_occupations("Reported Job Title", *shown):
            title = rows.needed(cells[0], row, "Reported Job Title")
            self._reported[code].append((bool(shown) and cells[1] == "Y", title))

    def read_alternate(self, rows: OnetRows) -> None:
        column = "Alternate Title" if rows.table.has("Alternate Title") else "Job Title"
        sources = rows.optional("Source(s)")
        for row, code, (title, short, *source) in rows.of_occupations(column, "Short Title", *sources):
            self._alternate[code].append(rows.needed(title, row, column))
            if source and SOC_SOURCE in _sources(source[0], row, rows):
                self._soc[code].append(self._alternate[code][-1])
            if short not in MISSING:
                self._short[code].append(rows.text(short, row, "Short Title"))

    def of(self, code: str, title: str) -> dict:
        reported = once(name for _, name in sorted(self._reported.get(code, []), key=lambda pair: not pair[0]))
        known = {name.casefold() for name in [title, *reported]}
        return {
            "reported_titles": reported,
            "alternate_titles": [name for name in once(self._alternate.get(code, [])) if name.casefold() not in known],
            "short_titles": once(self._short.get(code, [])),
            "soc_titles": once(self._soc.get(code, [])),
        }


class Tasks:
    def __init__(self) -> None:
        self._tasks = defaultdict(list)

    def read(self, rows: OnetRows) -> None:
        keys = set()
        for row, code, (number, task, kind) in rows.of_occupations("Task ID", "Task", "Task Type"):
            key = (code, rows.whole(number, row, "Task ID"))
            if key in keys:
                raise rows.bad(f"Task {key[1]} of {code} stands twice.", row, "Task ID")
            keys.add(key)
            kind = rows.text(kind, row, "Task Type")
            if kind not in ("Core", "Supplemental", ""):
                raise rows.bad(f"“{kind}” is neither Core nor Supplemental.", row, "Task Type")
            self._tasks[code].append([rows.needed(task, row, "Task"), kind])

    def of(self, code: str) -> list:
        return sorted(self._tasks.get(code, []), key=lambda task: task[1] != "Core")


class Meanings(dict):
    """Element ID -> what a skill or knowledge area means."""

    def read(self, rows: OnetRows) -> None:
        columns = ("Element ID", "Description")
        for row, (element, description) in rows.table.records(*columns):
            if family(element) in ("skills", "knowledge"):
                if element in self:
                    raise rows.bad(f"Element {element} stands twice.", row, "Element ID")
                self[element] = rows.text(description, row, "Description")


class Technology:
    def __init__(self) -> None:
        self._tools = defaultdict(dict)

    def read(self, rows: OnetRows) -> None:
        new = rows.table.has("Workplace Example")
        example, group = ("Workplace Example", "Element Name") if new else ("Example", "Commodity Title")
        demand = rows.optional("In Demand")
        for row, code, cells in rows.of_occupations(example, group, "Hot Technology", *demand):
            tool = (rows.needed(cells[0], row, example), rows.text(cells[1], row, group))
            self._tools[code][tool] = (cells[2] == "Y", bool(demand) and cells[3] == "Y")

    def of(self, code: str, related: Iterable[str]) -> list:
        """What employers ask for comes first, then what is hot, then what most of the `related` occupations use too."""
        used = Counter(tool for other in related for tool in self._tools.get(other, ()))
        tools = [[*tool, *flags] for tool, flags in self._tools.get(code, {}).items()]
        return sorted(tools, key=lambda tool: (not tool[3], not tool[2], -used[tuple(tool[:2])], *_by_name(tool)))


def _by_name(tool: list) -> tuple[str, str]:
    return tool[0].casefold(), tool[1]


class Education:
    """The percentage of people, or of experts asked, that named each level of schooling.

    A share that O*NET recommends to suppress is left out. Where it is the largest, what is left would tell the opposite
    of the answers, so nothing is told.
    """

    def __init__(self) -> None:
        self._shares = defaultdict(dict)
        self._suppressed = defaultdict(float)
        self._labels: dict[int, str] = {level: plain for level, (plain, _) in EDUCATION.items()}

    def read(self, rows: OnetRows) -> None:
        columns = ["Element ID", "Scale ID", "Category", "Data Value"]
        suppress = rows.optional("Recommend Suppress")
        keys = set()
        for row, code, cells in rows.of_occupations(*columns, *suppress):
            element, scale, category, value = cells[:4]
            if category in MISSING:
                continue
            key = (code, element, scale, rows.whole(category, row, "Category", 1, 99))
            if key in keys:
                raise rows.bad(f"{code} has category {key[3]} of element {element} twice.", row, "Category")
            keys.add(key)
            share = rows.number(value, row, "Data Value", 0, 100)
            if element != EDUCATION_ELEMENT or scale != "RL" or not share:
                continue
            if suppress and cells[4] == "Y":
                self._suppressed[code] = max(share, self._suppressed[code])
            else:
                self._shares[code][key[3]] = (share, row, rows)

    def read_categories(self, rows: OnetRows) -> None:
        seen = set()
        for row, cells in rows.table.records("Element ID", "Scale ID", "Category", "Category Description"):
            if cells[:2] != (EDUCATION_ELEMENT, "RL"):
                continue
            level = rows.whole(cells[2], row, "Category", 1, 99)
            if level in seen:
                raise rows.bad(f"Category {level} stands twice.", row, "Category")
            seen.add(level)
            own = rows.needed(cells[3], row, "Category Description")
            if level not in EDUCATION or not own.casefold().startswith(EDUCATION[level][1]):
                self._labels[level] = own.partition(" - ")[0]

    def of(self, code: str) -> list:
        found = []
        shares = self._shares.get(code, {})
        if self._suppressed.get(code, 0) > max((share for share, *_ in shares.values()), default=0):
            return []
        for level, (share, row, rows) in sorted(shares.items()):
            if level not in self._labels:
                raise rows.bad(f"It is not known what education category {level} stands for.", row, "Category")
            found.append([self._labels[level], float(share)])
        return found


class JobZones:
    """Each occupation's zone, in the words of the release's own reference table where it has one."""

    def __init__(self, label: str) -> None:
        anew = numbers(label) >= ZONES_DRAWN_ANEW
        self._most = MOST_ZONES if anew else len(JOB_ZONES)
        self._texts = {} if anew else {number: _zone(number, name) for number, name in JOB_ZONES.items()}
        self._zones: dict[str, int] = {}

    def read(self, rows: OnetRows) -> None:
        for row, code, (zone,) in rows.of_occupations("Job Zone"):
            if code in self._zones:
                raise rows.bad(f"{code} stands twice.", row)
            self._zones[code] = rows.whole(zone, row, "Job Zone", 1, self._most)

    def read_texts(self, rows: OnetRows) -> None:
        columns = ["Name", "Experience", "Education", "Job Training"]
        seen = set()
        for row, (number, *texts) in rows.table.records("Job Zone", *columns):
            number = rows.whole(number, row, "Job Zone", 1, self._most)
            if number in seen:
                raise rows.bad(f"Job Zone {number} stands twice.", row, "Job Zone")
            seen.add(number)
            needed = (rows.needed(text, row, column) for text, column in zip(texts, columns, strict=True))
            self._texts[number] = _zone(number, *needed)

    def number(self, code: str) -> int | None:
        return self._zones.get(code)

    def of(self, code: str) -> dict | None:
        if code not in self._zones:
            return None
        number = self._zones[code]
        return dict(self._texts.get(number) or _zone(number, f"Job Zone {number}"))


def _zone(number: int, name: str, experience: str = "", education: str = "", training: str = "") -> dict:
    return {
        "number": number,
        "name": name,
        "experience": experience,
        "education": education,
        "training": training,
    }


class Interests:
    """How well the work fits each of the six types of interest, 1 to 7."""

    def __init__(self) -> None:
        self._interests = defaultdict(list)

    def read(self, rows: OnetRows) -> None:
        keys = set()
        for row, code, cells in rows.of_occupations("Element ID", "Element Name", "Scale ID", "Data Value"):
            element, name, scale, value = cells
            if family(element) != "interests":
                raise rows.bad(f"Element “{element}” does not belong among interests.", row, "Element ID")
            key = (code, element, scale)
            if key in keys:
                raise rows.bad(f"{code} has element {element} on scale {scale} twice.", row, "Element ID")
            keys.add(key)
            if scale == "OI":
                value = rows.number(value, row, "Data Value", 1, 7)
                self._interests[code].append([rows.needed(name, row, "Element Name"), round(float(value), 2)])

    def of(self, code: str) -> list:
        return sorted(self._interests.get(code, []), key=lambda interest: (-interest[1], interest[0]))


class RelatedOccupations:
    def __init__(self) -> None:
        self._related = defaultdict(list)

    def read(self, rows: OnetRows) -> None:
        column = "Related O*NET-SOC Code"
        keys = set()
        for row, code, (other, tier, index) in rows.of_occupations(column, "Relatedness Tier", "Index"):
            if other not in rows.codes:
                rows.check_code(other, row, column)
            if (code, other) in keys:
                raise rows.bad(f"{code} is related to {other} twice.", row, column)
            keys.add((code, other))
            place = rows.whole(index, row, "Index")
            self._related[code].append((place, other, rows.text(tier, row, "Relatedness Tier")))

    def codes(self, code: str) -> list[str]:
        return [other for _, other, _ in self._related.get(code, [])]

    def of(self, code: str, occupations: Occupations) -> list:
        ordered = sorted(self._related.get(code, []), key=lambda related: related[0])
        return [[other, occupations[other][0], tier] for _, other, tier in ordered]


def once(names) -> list[str]:
    """The names in order, each once whatever its capitals."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(name.casefold(), name)
    return list(kept.values())

"""What a release says of the six interests themselves: activities that are of one, areas of work, words.

Activities stand under one of the six interests, or under an area ("basic interest"), which a table of its own puts
under one or several of the six.
"""

from collections import defaultdict
from dataclasses import dataclass

from .rows import OnetRows

LETTERS = {"1.B.1.a": "R", "1.B.1.b": "I", "1.B.1.c": "A", "1.B.1.d": "S", "1.B.1.e": "E", "1.B.1.f": "C"}
ACTIVITY, AREA = "activity", "area"
KINDS_OF_KEYWORDS = {"Action": "action", "Object": "object"}
TEXT_LENGTH = 200
AREA_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Statement:
    """`interests` are letters: "RS"."""

    kind: str
    interests: str
    text: str
    area: str = ""


@dataclass(frozen=True, slots=True)
class _Activity:
    element: str
    area: str
    text: str


class InterestStatements:
    def __init__(self) -> None:
        self._activities: dict[_Activity, int] = {}
        self._areas: dict[str, str] = {}
        self._interests_of_area: dict[str, str] = defaultdict(str)
        self._keywords: dict[Statement, int] = {}

    def read_activities(self, rows: OnetRows) -> None:
        columns = ("Element ID", "Element Name", "Activity")
        for row, (element, name, text) in rows.table.records(*columns):
            element = rows.needed(element, row, "Element ID")
            area = "" if element in LETTERS else self._short(rows, name, row, "Element Name", AREA_LENGTH)
            activity = _Activity(element, area, self._short(rows, text, row, "Activity", TEXT_LENGTH))
            if activity in self._activities:
                raise rows.bad(f"Element {element} has this activity twice.", row, "Activity")
            self._activities[activity] = row

    def read_areas(self, rows: OnetRows) -> None:
        columns = ("Basic Interests Element ID", "Basic Interests Element Name", "RIASEC Element ID")
        for row, (element, name, interest) in rows.table.records(*columns):
            element = rows.needed(element, row, columns[0])
            if interest not in LETTERS:
                raise rows.bad(f"“{interest}” is none of the six interests, such as “1.B.1.a”.", row, columns[2])
            if LETTERS[interest] in self._interests_of_area[element]:
                raise rows.bad(f"Element {element} belongs to {interest} twice.", row, columns[0])
            self._areas[element] = self._short(rows, name, row, columns[1], AREA_LENGTH)
            self._interests_of_area[element] += LETTERS[interest]

    def read_keywords(self, rows: OnetRows) -> None:
        for row, (element, word, kind) in rows.table.records("Element ID", "Keyword", "Keyword Type"):
            if element not in LETTERS:
                raise rows.bad(f"“{element}” is none of the six interests, such as “1.B.1.a”.", row, "Element ID")
            if kind not in KINDS_OF_KEYWORDS:
                raise rows.bad(f"“{kind}” is neither Action nor Object.", row, "Keyword Type")
            text = self._short(rows, word, row, "Keyword", TEXT_LENGTH)
            keyword = Statement(KINDS_OF_KEYWORDS[kind], LETTERS[element], text)
            if keyword in self._keywords:
                raise rows.bad(f"Element {element} has the keyword “{text}” twice.", row, "Keyword")
            self._keywords[keyword] = row

    def _short(self, rows: OnetRows, cell: object, row: int, column: str, most: int) -> str:
        text = rows.needed(cell, row, column)
        if len(text) > most:
            raise rows.bad(f"The text is longer than {most} characters.", row, column)
        return text

    def all(self) -> tuple[Statement, ...]:
        """In the order of the tables; without the table of areas, nobody knows what the activities of areas are of."""
        areas = (Statement(AREA, self._interests_of_area[element], name) for element, name in self._areas.items())
        return (*filter(None, map(self._statement, self._activities)), *areas, *self._keywords)

    def _statement(self, activity: _Activity) -> Statement | None:
        interests = LETTERS.get(activity.element) or self._interests_of_area.get(activity.element)
        return Statement(ACTIVITY, interests, activity.text, activity.area) if interests else None

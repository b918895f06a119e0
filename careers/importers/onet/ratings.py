"""How occupations are rated on the elements of one family: their skills, and what the work is like."""

from collections import defaultdict
from dataclasses import dataclass

from .rows import MISSING, OnetRows
from .tables import family

# A skill's or knowledge area's meaning is kept for as many of them as a page explains.
EXPLAINED = 10


@dataclass(frozen=True)
class Scale:
    lowest: int
    highest: int


IMPORTANCE = {"IM": Scale(1, 5)}
# Up to release 29.3 styles are rated by importance; from 30.0 on by how much they help or hinder in the work.
STYLES = IMPORTANCE | {"WI": Scale(-3, 3)}
# The mean answer. How many percent gave each answer stands in rows of their own, which have a Category.
CONTEXT = {"CX": Scale(1, 5), "CT": Scale(1, 3)}
# Which styles tell an occupation from others: most have no rank.
RANKS = ("DR",)
# The answers to this question are in no order, so a mean is near none of them.
UNORDERED = ("4.C.3.d.4",)


class Ratings:
    """Each element's rating on those `scales` that count. Skills come in one table, or in one for each family."""

    def __init__(self, name: str, scales: dict[str, Scale] = IMPORTANCE) -> None:
        self._name = name
        self._scales = scales
        self._ratings = defaultdict(list)
        self._families: dict[str, OnetRows] = {}

    def read(self, rows: OnetRows) -> None:
        columns = ["Element ID", "Element Name", "Scale ID", "Data Value"]
        suppress, category = rows.optional("Recommend Suppress"), rows.optional("Category")
        is_share = len(columns) + len(suppress)
        keys, names = set(), {}
        for row, code, cells in rows.of_occupations(*columns, *suppress, *category):
            element, name, scale, value = cells[:4]
            if element not in names:
                self._check_element(element, row, rows)
                names[element] = rows.needed(name, row, "Element Name")
            if category and cells[is_share] not in MISSING:
                rows.number(value, row, "Data Value", 0, 100)
                continue
            key = (code, element, scale)
            if key in keys:
                raise rows.bad(f"{code} has element {element} on scale {scale} twice.", row, "Element ID")
            keys.add(key)
            if known := self._scales.get(scale):
                value = rows.number(value, row, "Data Value", known.lowest, known.highest)
                if not (suppress and cells[4] == "Y"):
                    self._ratings[code].append((-round(value, 2), names[element], element))
            elif scale not in RANKS or value not in MISSING:
                rows.number(value, row, "Data Value")

    def _check_element(self, element: object, row: int, rows: OnetRows) -> None:
        if family(element) != self._name:
            raise rows.bad(f"Element “{element}” does not belong among {self._name}.", row, "Element ID")
        given = self._families.setdefault(element[:3], rows)
        if given is not rows:
            raise rows.same_table(given)

    def of(self, code: str, meanings: dict[str, str]) -> list:
        return [
            [name, -value, meanings.get(element, "") if place < EXPLAINED else ""]
            for place, (value, name, element) in enumerate(sorted(self._ratings.get(code, [])))
        ]

    def rated(self, code: str) -> list:
        """With the elements themselves, by which a page knows what to say; the highest rating first."""
        return [[element, name, -value] for value, name, element in sorted(self._ratings.get(code, []))]


class Context(Ratings):
    """Under which conditions the work is done, with the answer that is nearest to the mean of all."""

    def __init__(self) -> None:
        super().__init__("work context", CONTEXT)
        self._answers: dict[str, dict[int, str]] = defaultdict(dict)

    def read_answers(self, rows: OnetRows) -> None:
        columns = ("Element ID", "Category", "Category Description")
        for row, (element, category, answer) in rows.table.records(*columns):
            if family(element) != "work context":
                raise rows.bad(f"Element “{element}” does not belong among work context.", row, "Element ID")
            number = rows.whole(category, row, "Category", 1, 99)
            if number in self._answers[element]:
                raise rows.bad(f"Category {number} of element {element} stands twice.", row, "Category")
            self._answers[element][number] = rows.needed(answer, row, "Category Description")

    def rated(self, code: str) -> list:
        """In the order of the publisher's own outline."""
        ratings = sorted(super().rated(code))
        return [[element, name, value, self._answer(element, value)] for element, name, value in ratings]

    def _answer(self, element: str, value: float) -> str:
        return "" if element in UNORDERED else self._answers.get(element, {}).get(int(value + 0.5), "")

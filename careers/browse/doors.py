"""Ways in for somebody who has no job title in mind: each is the list of careers with a filter that it shows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from .counts import Counts, Criterion
from .filters import all_filters


@dataclass(frozen=True)
class Door:
    """`asks` are the values of filters by their names; of `careers` there are that many behind it."""

    label: str
    hint: str
    icon: str
    asks: dict[str, tuple[str, ...]]
    sort: str = "jobs"
    careers: int = 0

    @property
    def address(self) -> str:
        pairs = [(name, value) for name, values in self.asks.items() for value in values]
        return f"{reverse('careers:list')}?{urlencode([*pairs, ('sort', self.sort)])}"


NO_DEGREE = ("none", "high-school", "some-college", "award")
INTERESTS = (
    Door("Working with my hands", "Building, fixing, growing things", "wrench", {"interest": ("R",)}),
    Door("Finding things out", "Science, health, data", "microscope", {"interest": ("I",)}),
    Door("Making and designing", "Pictures, words, music", "brush", {"interest": ("A",)}),
    Door("Helping people", "Caring, teaching, advising", "heart", {"interest": ("S",)}),
    Door("Leading and selling", "Starting things, winning people over", "flag", {"interest": ("E",)}),
    Door("Keeping things in order", "Numbers, records, plans", "clipboard-list", {"interest": ("C",)}),
)
WISHES = (
    Door("Good pay without a degree", "", "hand-coins", {"education": NO_DEGREE, "pay": ("60000",)}, "pay"),
    Door("Growing fast", "", "trending-up", {"growth": ("10",)}, "growth"),
    Door("Learn on the job, as an apprentice", "", "hard-hat", {"training": ("apprenticeship",)}),
    Door("Outdoors", "", "trees", {"setting": ("outdoors",)}),
    Door("In demand here", "", "flag", {"demand": ("yes",)}, "openings"),
    Door("Most openings", "", "users", {"openings": ("50000",)}, "openings"),
)


def open_doors(*groups: Iterable[Door]) -> list[list[Door]]:
    """Of each of `groups` those that lead to a career, with their numbers. 1 query, besides those of the filters."""
    criteria = {(one.name, option.value): option.criterion for one in all_filters() for option in one.options}
    counts = Counts(None)
    doors = [[door for door in group if _can_be_asked(door, criteria)] for group in groups]
    for door in [door for group in doors for door in group]:
        counts.add([[criteria[name, value] for value in values] for name, values in door.asks.items()])
    numbers = iter(counts.read() if any(doors) else ())
    counted = [[replace(door, careers=next(numbers)) for door in group] for group in doors]
    return [[door for door in group if door.careers] for group in counted]


def _can_be_asked(door: Door, criteria: dict[tuple[str, str], Criterion]) -> bool:
    """Whether every filter that it asks for is there: no live release may tell who works outdoors."""
    return all((name, value) in criteria for name, values in door.asks.items() for value in values)

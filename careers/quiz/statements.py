"""What the quiz asks: thirty activities, five for each interest; the live O*NET release's own, else this site's."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from ..models import InterestStatement, Release
from .interests import LETTERS

OF_EACH = 5
# One activity each, none of them a job, none that needs money, a certain body or a certain school.
OWN = {
    "R": (
        "Fix a broken bike",
        "Build a shelf out of wood",
        "Grow vegetables outdoors",
        "Take care of animals on a farm",
        "Set up the lights and cables for a show",
    ),
    "I": (
        "Find out what makes people sick",
        "Test how clean a river is",
        "Solve a hard math puzzle",
        "Look at tiny living things under a microscope",
        "Look for patterns in a lot of data",
    ),
    "A": (
        "Draw a comic",
        "Write a short story",
        "Play music with others",
        "Film and edit a video",
        "Choose the colors and furniture for a room",
    ),
    "S": (
        "Teach a child to read",
        "Listen to somebody who is having a hard time",
        "Take care of somebody who is sick",
        "Play games with kids at a summer camp",
        "Help a new classmate settle in",
    ),
    "E": (
        "Start a small business",
        "Talk people into trying something new",
        "Be in charge of a group project",
        "Give a speech to a crowd",
        "Bargain for a better price",
    ),
    "C": (
        "Keep track of a club's money",
        "Put a messy pile of papers in order",
        "Check a long list for mistakes",
        "Plan everybody's schedule for the week",
        "Enter numbers in a spreadsheet",
    ),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """`name` is what its answer is posted as: the letter of its interest and a number."""

    name: str
    text: str

    @property
    def letter(self) -> str:
        return self.name[0]


@dataclass(frozen=True)
class Asked:
    """The thirty, in the order in which they are asked; `is_released` if they are the release's."""

    statements: list[Statement]
    is_released: bool = False


NAMES = [f"{letter}{number}" for number in range(1, OF_EACH + 1) for letter in LETTERS]


def asked() -> Asked:
    """1 query."""
    released = _released()
    texts = released or OWN
    return Asked([Statement(name, texts[name[0]][int(name[1:]) - 1]) for name in NAMES], bool(released))


@dataclass(frozen=True, slots=True)
class _Activity:
    letter: str
    area: str
    text: str


def _released() -> dict[str, list[str]]:
    """By letter, five activities of the live release; none where it has not as many for each interest."""
    live = InterestStatement.objects.filter(
        kind=InterestStatement.Kind.ACTIVITY, interests__in=LETTERS, release__state=Release.State.LIVE
    )
    activities = [_Activity(*row) for row in live.values_list("interests", "area", "text")]
    chosen = {letter: _five([one for one in activities if one.letter == letter]) for letter in LETTERS}
    return chosen if all(len(texts) == OF_EACH for texts in chosen.values()) else {}


def _five(activities: Iterable[_Activity]) -> list[str]:
    """What is said of the interest itself, then of areas, of each the shortest, which is read the quickest."""
    by_area = groupby(sorted(activities, key=lambda one: one.area), key=lambda one: one.area)
    texts = {area: [one.text.rstrip(".") for one in of_area] for area, of_area in by_area}
    general = texts.pop("", [])
    shortest = sorted((min(of_area, key=len) for of_area in texts.values()), key=len)
    return [*general, *shortest][:OF_EACH]


def keywords() -> dict[str, list[str]]:
    """By letter, the words that the live release has for each interest. 1 query."""
    kinds = [InterestStatement.Kind.ACTION, InterestStatement.Kind.OBJECT]
    live = InterestStatement.objects.filter(kind__in=kinds, release__state=Release.State.LIVE)
    found: dict[str, list[str]] = {}
    for letter, text in live.values_list("interests", "text"):
        found.setdefault(letter, []).append(text)
    return found

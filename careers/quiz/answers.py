"""What a visitor has posted: answers, and what is wished of the result. It is read, and kept nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict

from ..models.visible_text import without_signs_to_machines
from .interests import LETTERS
from .statements import NAMES, OF_EACH

AT_FIRST = 12
MOST_SHOWN = 60
# Nobody has more to say on careers.
MOST_CHOSEN = 100


BEST, OPENINGS = "best", "openings"
ORDERS = {BEST: "Best match first", OPENINGS: "Most openings first"}


@dataclass(frozen=True)
class Answer:
    value: str
    label: str
    points: int


ANSWERS = (Answer("like", "Like", 2), Answer("unsure", "Not sure", 1), Answer("dislike", "Dislike", 0))
POINTS = {answer.value: answer.points for answer in ANSWERS}
MOST_POINTS = max(POINTS.values())


@dataclass(frozen=True)
class Sheet:
    """The answers by the statement's name; `problems` are what was posted and is none."""

    answers: dict[str, str]
    problems: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.answers)

    @property
    def unanswered(self) -> list[str]:
        return [name for name in NAMES if name not in self.answers]

    def count_of(self, letter: str) -> int:
        return sum(name[0] == letter for name in self.answers)

    def score(self, letter: str) -> float | None:
        """From 0, where all answered activities of the interest are disliked, to 100, where all are liked."""
        points = [POINTS[value] for name, value in self.answers.items() if name[0] == letter]
        return 100 * sum(points) / (MOST_POINTS * len(points)) if points else None

    @property
    def scores(self) -> dict[str, float]:
        """Of the interests about which something was answered."""
        return {letter: score for letter in LETTERS if (score := self.score(letter)) is not None}

    @property
    def lacking(self) -> list[str]:
        """Interests of which nothing is known."""
        return [letter for letter in LETTERS if self.score(letter) is None]

    @property
    def is_complete(self) -> bool:
        return self.count == OF_EACH * len(LETTERS)


def sheet_in(data: QueryDict) -> Sheet:
    given = {name: data[name] for name in NAMES if data.get(name)}
    answers = {name: value for name, value in given.items() if value in POINTS}
    wrong = [f"“{shortened(value)}” is not one of the answers." for name, value in given.items() if name not in answers]
    return Sheet(answers, list(dict.fromkeys(wrong)))


@dataclass(frozen=True)
class Wishes:
    """What the list of careers is to be like; `liked` and `refused` are slugs, of careers that there may not be."""

    zone: int | None = None
    shown: int = AT_FIRST
    order: str = BEST
    liked: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def wishes_in(data: QueryDict, *, zones: Iterable[int]) -> Wishes:
    zone, shown, order, problems = data.get("zone", ""), data.get("shown", ""), data.get("order") or BEST, []
    known = {str(number): number for number in zones}
    if zone and zone not in known:
        problems.append(f"“{shortened(zone)}” is not an amount of preparation.")
    if shown and not (shown.isascii() and shown.isdecimal() and len(shown) < 4):
        problems.append(f"“{shortened(shown)}” is not a number of careers.")
        shown = ""
    if order not in ORDERS:
        problems.append(f"We cannot sort by “{shortened(order)}”.")
        order = BEST
    count = int(shown or AT_FIRST) + (AT_FIRST if "further" in data else 0)
    liked, refused = _opinions(data)
    shown_now = min(max(count, AT_FIRST), MOST_SHOWN)
    return Wishes(known.get(zone), shown_now, order, liked, refused, tuple(problems))


def _opinions(data: QueryDict) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The slugs that are liked, and those that are refused; the button that was pressed says what holds now."""
    undone, like, refuse = set(data.getlist("undo")), data.get("like", ""), data.get("refuse", "")
    liked = [slug for slug in [*_slugs(data, "liked"), like] if slug and slug not in {*undone, refuse}]
    refused = [slug for slug in [*_slugs(data, "refused"), refuse] if slug and slug not in {*undone, like}]
    return tuple(dict.fromkeys(liked)), tuple(dict.fromkeys(refused))


def _slugs(data: QueryDict, name: str) -> list[str]:
    return [slug for slug in data.getlist(name) if slug][:MOST_CHOSEN]


def shortened(value: str) -> str:
    """As a page may show it."""
    return without_signs_to_machines(value)[:40]

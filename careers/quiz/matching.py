"""Which careers fit what somebody likes: how alike two profiles of six scores are, by Pearson's correlation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from ..models import Career
from ..models.written_once import WrittenOnce
from .interests import LETTERS

# How far the careers that one wants more or less of move what is looked for, beside what was answered (1).
TOWARD, AWAY = 0.6, 0.4
# What differs less than a rounding is no difference.
NOTHING = 1e-9

_PUBLISHED = WrittenOnce(
    Career,
    lambda: (
        Career.objects.published()
        .order_by("title")
        .values_list("pk", "slug", "title", "listing__job_zone", "listing__openings", "listing__interest_scores")
    ),
)


@dataclass(frozen=True, slots=True)
class Scored:
    """A published career with its six scores, from 1 to 7; `shape` is how they stand to each other."""

    pk: int
    slug: str
    title: str
    job_zone: int | None
    openings: int | None
    scores: tuple[float, ...]
    shape: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Match:
    career: Scored
    fit: float

    @property
    def words(self) -> str:
        return next((words for least, words in FITS if self.fit >= least), "")


CLOSE = 0.6
FITS = ((0.8, "Very close match"), (CLOSE, "Close match"), (0.35, "Fair match"), (NOTHING, "Loose match"))


def scored_careers() -> list[Scored]:
    """By title, those whose six scores the live O*NET release has. 1 query."""
    found = []
    for pk, slug, title, zone, openings, text in _PUBLISHED.rows():
        scores = tuple(float(score) for score in (text or "").split())
        if shape := shape_of(scores):
            found.append(Scored(pk, slug, title, zone, openings, scores, shape))
    return found


def shape_of(scores: Sequence[float]) -> tuple[float, ...]:
    """What is left of six scores without their height and spread; empty where they are all alike, or not six.

    The products of two shapes, added up, are the correlation of the scores that they are of.
    """
    if len(scores) != len(LETTERS):
        return ()
    mean = sum(scores) / len(scores)
    apart = [score - mean for score in scores]
    length = sqrt(sum(one * one for one in apart))
    return tuple(one / length for one in apart) if length > NOTHING else ()


def wanted(scores: Mapping[str, float], liked: Iterable[Scored], refused: Iterable[Scored]) -> tuple[float, ...]:
    """The shape that is looked for: the visitor's, moved toward careers they like and away from those they do not.

    However many those are, they move it no further together than one. Empty where the answers tell nothing.
    """
    own = shape_of([scores[letter] for letter in LETTERS]) if len(scores) == len(LETTERS) else ()
    if not own:
        return ()
    toward, away = _middle(liked), _middle(refused)
    moved = [one + TOWARD * more - AWAY * less for one, more, less in zip(own, toward, away, strict=True)]
    return shape_of(moved)


def _middle(careers: Iterable[Scored]) -> list[float]:
    shapes = [career.shape for career in careers]
    return [sum(column) / len(shapes) for column in zip(*shapes, strict=True)] if shapes else [0.0] * len(LETTERS)


def matches(shape: Sequence[float], careers: Iterable[Scored]) -> list[Match]:
    """Those that fit at all, the best first, then by title."""
    if not shape:
        return []
    found = [Match(career, _product(shape, career.shape)) for career in careers]
    fitting = [match for match in found if match.fit >= NOTHING]
    return sorted(fitting, key=lambda match: (-round(match.fit, 9), match.career.title.casefold()))


def by_openings(found: Iterable[Match]) -> list[Match]:
    """The close matches, those with the most openings first; where none is close, the others so."""
    found = list(found)
    close = [match for match in found if match.fit >= CLOSE]
    return sorted(close or found, key=lambda match: -(match.career.openings or 0))


def nearest(career: Scored, others: Iterable[Scored]) -> Scored | None:
    return max(others, key=lambda other: _product(career.shape, other.shape), default=None)


def _product(first: Sequence[float], second: Sequence[float]) -> float:
    return sum(one * other for one, other in zip(first, second, strict=True))

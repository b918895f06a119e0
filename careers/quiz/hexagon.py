"""Geometry of the six-sided drawing of a profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, pi, sin

from .interests import INTERESTS

MIDDLE_X, MIDDLE_Y, RADIUS = 190, 160, 100
# From a corner to its label, and from one line of that to the next.
BESIDE, LINE = 14, 19


@dataclass(frozen=True)
class Corner:
    """The place of an interest's label; `anchor` keeps the label outside the drawing."""

    letter: str
    label: str
    score: str
    x: int
    y: int
    anchor: str
    spoke_x: int
    spoke_y: int

    @property
    def score_y(self) -> int:
        return self.y + LINE


@dataclass(frozen=True)
class Hexagon:
    """`rings` are the corners of the scale's lines, `shape` those of the profile, as SVG's `points` take them."""

    rings: list[str]
    shape: str
    corners: list[Corner]


def hexagon(scores: Mapping[str, float]) -> Hexagon:
    """A score that is not known is drawn as none."""
    rings = [_points([share] * len(INTERESTS)) for share in (0.5, 1)]
    shares = [scores.get(letter, 0) / 100 for letter in INTERESTS]
    return Hexagon(rings, _points(shares), [_corner(place, letter, scores) for place, letter in enumerate(INTERESTS)])


def _corner(place: int, letter: str, scores: Mapping[str, float]) -> Corner:
    x, y = _at(place, 1 + BESIDE / RADIUS)
    spoke_x, spoke_y = _at(place, 1)
    # The two lines of a label stand above the drawing, below it, or beside the corner.
    y += {MIDDLE_X: LINE // 2 if y > MIDDLE_Y else -LINE}.get(x, 0)
    anchor = "middle" if x == MIDDLE_X else "start" if x > MIDDLE_X else "end"
    score = f"{scores[letter]:.0f}" if letter in scores else "–"
    return Corner(letter, INTERESTS[letter].short, score, x, y, anchor, spoke_x, spoke_y)


def _points(shares: list[float]) -> str:
    return " ".join("{},{}".format(*_at(place, share)) for place, share in enumerate(shares))


def _at(place: int, share: float) -> tuple[int, int]:
    angle = pi / 3 * place - pi / 2
    return round(MIDDLE_X + RADIUS * share * cos(angle)), round(MIDDLE_Y + RADIUS * share * sin(angle))

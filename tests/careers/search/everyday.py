"""Everyday queries with the SOC codes that are right, and how many of them are answered as they should be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from careers.browse.asking import Asked, ask
from careers.browse.choices import criteria_of
from careers.browse.counts import fitting
from careers.models import Career

SHARED = settings.BASE_DIR.parent / "shared" / "cases" / "queries.tsv"
OWN = Path(__file__).parent / "everyday_queries.tsv"
# A wish: right where it is understood as a filter that every career found satisfies.
WISH = "ANY"


@dataclass
class Score:
    asked: int = 0
    first: int = 0
    in_three: int = 0
    missed: list[str] = field(default_factory=list)
    # Wishes that no loaded release answers: they are said, and count as missed.
    unanswered: list[str] = field(default_factory=list)

    @property
    def percent_first(self) -> float:
        return 100 * self.first / self.asked

    @property
    def percent_in_three(self) -> float:
        return 100 * self.in_three / self.asked


def queries_of(path: Path) -> list[tuple[str, str]]:
    _, *lines = path.read_text(encoding="utf-8").splitlines()
    return [(query, right) for query, _, right in (line.partition("\t") for line in lines)]


def measure(path: Path, answer: Callable[[str], Asked] = ask) -> Score:
    codes = dict(Career.objects.published().values_list("pk", "onet_code"))
    score = Score()
    for query, right in queries_of(path):
        asked = answer(query)
        score.asked += 1
        if right == WISH:
            is_right = [_is_satisfied(asked)] * 3
            if not asked.understood.filters and asked.understood.wishes:
                score.unanswered.append(query)
        else:
            is_right = [codes[pk].startswith(tuple(right.split())) for pk in asked.ids[:3]]
        score.first += any(is_right[:1])
        score.in_three += any(is_right)
        if not any(is_right[:1]):
            score.missed.append(query)
    return score


def _is_satisfied(asked: Asked) -> bool:
    filters = asked.understood.filters
    if not filters:
        return False
    found: Sequence[int] = asked.ids
    return bool(found) and set(found) == set(fitting(found, criteria_of(asked.filters(), filters)).ids)

"""What the answers come to: a profile in words and figures, and the careers that fit it, each with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict

from ..browse.entries import Entry, entries_of
from ..browse.filters import list_address, releases_of
from ..browse.listed import listed
from ..figures.job_zones import JobZone, job_zones
from ..models import Career, Release
from . import wording
from .answers import MOST_SHOWN, OPENINGS, ORDERS, Sheet, Wishes, sheet_in, shortened, wishes_in
from .hexagon import Hexagon, hexagon
from .interests import INTERESTS, Interest
from .matching import Match, Scored, by_openings, matches, scored_careers, wanted
from .statements import keywords


@dataclass(frozen=True)
class Suggestion:
    """A career that fits, as lists show it, with how well it fits and why."""

    entry: Entry
    match: Match
    reason: str


@dataclass(frozen=True)
class Score:
    """One of the six: `share` is of a hundred, None where nothing is known; `address` lists careers for it."""

    interest: Interest
    share: float | None
    answered: int
    address: str
    keywords: str


@dataclass
class Result:
    """Of answers and wishes, which came by one post; `zones` are those that careers have."""

    orders = ORDERS

    sheet: Sheet
    wishes: Wishes
    zones: list[JobZone]
    careers: list[Scored] = field(default_factory=scored_careers)

    def __post_init__(self) -> None:
        by_slug = {career.slug: career for career in self.careers}
        self.liked = [by_slug[slug] for slug in self.wishes.liked if slug in by_slug]
        self.refused = [by_slug[slug] for slug in self.wishes.refused if slug in by_slug]
        chosen = (*self.wishes.liked, *self.wishes.refused)
        unknown = [f"There is no career “{shortened(slug)}” here." for slug in chosen if slug not in by_slug]
        self.problems = [*self.sheet.problems, *self.wishes.problems, *unknown]

    @cached_property
    def fitting(self) -> list[Match]:
        shape = wanted(self.sheet.scores, self.liked, self.refused)
        found = matches(shape, (career for career in self.careers if self._is_asked_for(career)))
        return by_openings(found) if self.wishes.order == OPENINGS else found

    def _is_asked_for(self, career: Scored) -> bool:
        return career not in self.refused and self.wishes.zone in (None, career.job_zone)

    @cached_property
    def shown(self) -> list[Match]:
        return self.fitting[: self.wishes.shown]

    @property
    def left(self) -> int:
        """How many more can be asked for."""
        return min(len(self.fitting), MOST_SHOWN) - len(self.shown)

    @cached_property
    def _rows(self) -> list[Career]:
        return listed(match.career.pk for match in self.shown)

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        by_pk = {match.career.pk: match for match in self.shown}
        return [
            Suggestion(entry, by_pk[entry.pk], wording.reason(self.sheet.scores, by_pk[entry.pk].career, self.liked))
            for entry in entries_of(self._rows)
        ]

    @property
    def releases(self) -> list[Release]:
        return releases_of(self._rows)

    @property
    def sentence(self) -> str:
        return wording.profile_sentence(self.sheet.scores)

    @property
    def cautions(self) -> list[str]:
        return wording.cautions(self.sheet)

    @property
    def tells_something(self) -> bool:
        """Whether careers can be compared with the answers at all."""
        return not self.sheet.lacking and not wording.is_flat(self.sheet.scores)

    @property
    def hexagon(self) -> Hexagon:
        return hexagon(self.sheet.scores)

    @cached_property
    def scores(self) -> list[Score]:
        words = keywords()
        return [
            Score(
                interest,
                self.sheet.score(letter),
                self.sheet.count_of(letter),
                list_address(interest=letter),
                ", ".join(word.lower() for word in words.get(letter, ())),
            )
            for letter, interest in INTERESTS.items()
        ]

    @property
    def strongest(self) -> list[Score]:
        """Those that are liked rather than not, the highest first, as far as there are."""
        known = [score for score in self.scores if score.share is not None and score.share > wording.MIDDLE]
        return sorted(known, key=lambda score: -score.share)[: wording.MOST_NAMED]


def result_of(data: QueryDict, sheet: Sheet | None = None) -> Result:
    zones = job_zones()
    return Result(sheet or sheet_in(data), wishes_in(data, zones=_numbers(zones)), zones)


def _numbers(zones: Iterable[JobZone]) -> list[int]:
    return [zone.number for zone in zones]

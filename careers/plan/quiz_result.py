"""What the interest quiz found, as its page posts it along; nothing of it is stored here or stands in an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from ..figures.wording import capital_first, lower_first
from ..quiz.interests import INTERESTS

HIGHEST = 100
# Scores that lie closer together than this say no more than that somebody likes everything alike.
FLAT = 10


@dataclass(frozen=True)
class Interest:
    """One of the six kinds of work, and how much somebody likes it, from 0 to 100."""

    letter: str
    score: int

    @property
    def name(self) -> str:
        return capital_first(self.doing)

    @property
    def description(self) -> str:
        """O*NET's name, which counselors know, and what it is about."""
        interest = INTERESTS[self.letter]
        return f"{interest.name}: {lower_first(interest.examples)}"

    @property
    def doing(self) -> str:
        return INTERESTS[self.letter].doing

    @property
    def field(self) -> str:
        return f"quiz_{self.letter}"


@dataclass(frozen=True)
class QuizResult:
    """In the order in which people know the six: R, I, A, S, E, C."""

    interests: list[Interest]

    @property
    def words(self) -> str:
        scores = [one.score for one in self.interests]
        if max(scores) - min(scores) < FLAT:
            return "You like all six kinds of work about the same, so look at careers of every kind."
        ordered = sorted(self.interests, key=lambda one: -one.score)
        groups = [[one.doing for one in group] for _, group in groupby(ordered, key=lambda one: one.score)]
        if len(groups[0]) > 1:
            return f"What you like most, equally: {_listed(groups[0])}."
        return f"What you like most: {groups[0][0]}. After that: {_listed(groups[1])}."


def result_in(data: Mapping[str, str]) -> QuizResult | None:
    """The posted fields `quiz_R` to `quiz_C`; none where one of them is no score."""
    interests = [
        Interest(letter, int(sent))
        for letter in INTERESTS
        if (sent := data.get(f"quiz_{letter}", "")).isascii()
        and sent.isdigit()
        and len(sent) <= len(str(HIGHEST))
        and int(sent) <= HIGHEST
    ]
    return QuizResult(interests) if len(interests) == len(INTERESTS) else None


def no_result() -> QuizResult:
    """The empty table, which a script fills with what the browser keeps."""
    return QuizResult([Interest(letter, 0) for letter in INTERESTS])


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))

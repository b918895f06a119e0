"""The careers that a failed search may have meant: a guess, for staff to choose from."""

from ..models import Career
from . import analysis, tables
from .query import search
from .results import Results

MOST = 3
# Each is a query.
WORDS_TRIED = 4
# Of shorter words the databases compare too few letters.
SHORTEST = 5
WORDS_READ = 20
# The share of three-letter pieces from which on two words look alike to a person.
ALIKE = 0.6


def nearest(text: str, results: Results) -> list[Career]:
    """At most three published careers, the likeliest first: what `results` of the search hold, else what is alike."""
    hits = results.hits[:MOST]
    if not hits and (guess := _guess(text)):
        hits = search(guess, limit=MOST).hits
    careers = Career.objects.published().in_bulk([hit.career_id for hit in hits])
    return [careers[hit.career_id] for hit in hits if hit.career_id in careers]


def _guess(text: str) -> str:
    """The words of titles that look most like those of `text`. A query a word, and one more."""
    edition = tables.live_edition()
    if edition is None:
        return ""
    words = [word for _, word in analysis.content(analysis.clean_query(text)) if len(word) >= SHORTEST]
    return " ".join(filter(None, (_most_alike(edition, word) for word in words[:WORDS_TRIED])))


def _most_alike(edition: int, word: str) -> str:
    titled = [known.word for known in tables.similar_words(edition, word, WORDS_READ) if known.titles]
    other = max(titled, key=lambda other: (_likeness(word, other), other), default="")
    return other if _likeness(word, other) >= ALIKE else ""


def _likeness(one: str, other: str) -> float:
    """From 0 to 1: the share of their three-letter pieces that two words have in common."""
    pieces, others = ({word[at : at + 3] for at in range(len(word) - 2)} for word in (one, other))
    return 2 * len(pieces & others) / max(len(pieces) + len(others), 1)

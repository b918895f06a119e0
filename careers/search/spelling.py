"""Words of the index that a word was probably meant to be."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

# Letters added, left out, changed, or swapped with the next: each is one slip.
from rapidfuzz.distance import OSA

from . import tables

SHORTEST = 3
LONGEST = 24
# From this length on two slips are forgiven, where no word is one slip away.
LONG_WORD = 7
SIMILAR_READ = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    word: str
    form: str
    titles: int


def can_be_repaired(word: str) -> bool:
    """Not numbers and codes, where another digit is another thing."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def with_a_letter_less(word: str) -> set[str]:
    """The word, and what it is without each of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def one_slip_away(edition: int, words: Iterable[str]) -> dict[str, list[Candidate]]:
    """{word: words of titles, those in most careers' titles first}. One query."""
    forms = defaultdict(list)
    for word in words:
        if can_be_repaired(word):
            for form in with_a_letter_less(word):
                forms[form].append(word)
    if not forms:
        return {}
    sql = (
        f"SELECT s.form, w.word, w.form, w.titles FROM {tables.SPELLING} AS s "
        f"JOIN {tables.WORD} AS w ON w.word = s.word AND w.edition = %s AND w.titles > 0 "
        f"WHERE s.form IN ({tables.marks(forms)})"
    )
    found: dict[str, dict[str, Candidate]] = defaultdict(dict)
    for form, word, written, titles in tables.rows(sql, (edition, *forms)):
        for typed in forms[form]:
            if word != typed and word not in found[typed] and OSA.distance(typed, word) == 1:
                found[typed][word] = Candidate(word, written, titles)
    return {typed: sorted(of_word.values(), key=commonest) for typed, of_word in found.items() if of_word}


def two_slips_away(edition: int, word: str) -> list[Candidate]:
    """Words of the index, in text too, that are nearest to a word with more than one slip. One query."""
    if not (can_be_repaired(word) and len(word) >= LONG_WORD):
        return []
    similar = tables.similar_words(edition, word, SIMILAR_READ)
    found = [(OSA.distance(word, other), Candidate(other, form, titles)) for other, form, titles in similar]
    return [other for distance, other in sorted(found, key=lambda pair: (pair[0], *commonest(pair[1]))) if distance < 3]


def commonest(candidate: Candidate) -> tuple[int, str]:
    return -candidate.titles, candidate.word

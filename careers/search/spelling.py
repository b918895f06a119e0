"""Words of the index that a word was probably meant to be."""

from collections import defaultdict
from collections.abc import Iterable

# Letters added, left out, changed, or swapped with the next: each is one slip.
from rapidfuzz.distance import OSA

from . import tables
from .tables import KnownWord

# Shorter words have too many neighbours; no word of a title is longer, and each letter more is a form more to look up.
SHORTEST = 3
LONGEST = 24
# From this length on two slips are forgiven, where no word is one slip away.
LONG_WORD = 7
SIMILAR_READ = 60


def can_be_repaired(word: str) -> bool:
    """Not numbers and codes, where another digit is another thing."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def with_a_letter_less(word: str) -> set[str]:
    """The word, and what it is without each of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def one_slip_away(edition: int, words: Iterable[str]) -> dict[str, list[KnownWord]]:
    """{word: words of titles}. One query."""
    forms = defaultdict(list)
    for word in filter(can_be_repaired, words):
        for form in with_a_letter_less(word):
            forms[form].append(word)
    if not forms:
        return {}
    sql = (
        f"SELECT s.form, w.word, w.form, w.titles, w.careers FROM {tables.SPELLING} AS s "
        f"JOIN {tables.WORD} AS w ON w.word = s.word AND w.edition = %s AND w.titles > 0 "
        f"WHERE s.form IN ({tables.marks(forms)})"
    )
    found = defaultdict(set)
    for shared, *values in tables.rows(sql, (edition, *forms)):
        known = KnownWord(*values)
        for typed in forms[shared]:
            if OSA.distance(typed, known.word) == 1:
                found[typed].add(known)
    return {typed: list(known) for typed, known in found.items()}


def two_slips_away(edition: int, word: str) -> KnownWord | None:
    """The word of the index, in text too, that is nearest to a word with more than one slip. One query."""
    if not (can_be_repaired(word) and len(word) >= LONG_WORD):
        return None
    similar = tables.similar_words(edition, word, SIMILAR_READ)
    near = [known for known in similar if OSA.distance(word, known.word) <= 2]
    return min(near, key=lambda known: (OSA.distance(word, known.word), *commonest(known)), default=None)


def commonest(known: KnownWord) -> tuple[int, int, str]:
    """To sort by: the words of most careers' titles first, then those of most careers."""
    return -known.titles, -known.careers, known.word

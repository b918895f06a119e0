"""What staff say that people mean by a term, read anew for each search."""

from ..models import Synonym
from . import analysis as words
from . import tables
from .analysis import Pairs, Phrase
from .phrasing import bases

MOST_TRIED = 4


def words_of(text: str) -> tuple[str, ...]:
    """The words by which a synonym is known: “RN” and “rn” are one."""
    found = words.phrase(text)
    return found.words if found else ()


def with_synonyms(*asked: Pairs) -> list[list[Phrase]]:
    """For each of `asked` what it is with a term replaced by what it means, the longest terms first. One query."""
    grams = [_grams(pairs) for pairs in asked]
    keys = {key for of_one in grams for key in of_one}
    if not keys:
        return [[] for _ in asked]
    sql = (
        f"SELECT key, means FROM careers_synonym WHERE key IN ({tables.marks(keys)}) "
        f"ORDER BY length(key) DESC, id LIMIT {MOST_TRIED}"
    )
    means = [(key, words.content(instead)) for key, instead in tables.rows(sql, sorted(keys))]
    found = []
    for pairs, of_one in zip(asked, grams, strict=True):
        replaced = [
            [*pairs[: of_one[key][0]], *instead, *pairs[of_one[key][1] :]] for key, instead in means if key in of_one
        ]
        found.append([words.phrase_of(one[: words.MOST_WORDS]) for one in replaced if one])
    return found


def _grams(pairs: Pairs) -> dict[str, tuple[int, int]]:
    """{key of a synonym that may stand in the words: from which to before which word}.

    A verb counts without its ending too: "fix car" is found in "fixing cars".
    """
    count = len(pairs)
    found = {}
    for at in range(count):
        for end in range(at + 1, min(at + Synonym.MOST_WORDS, count) + 1):
            words_of = [word for _, word in pairs[at:end]]
            for first in [words_of[0], *(bases(words_of[0]) if end > at + 1 else ())]:
                found[" ".join([first, *words_of[1:]])[:200]] = (at, end)
    return found

"""What staff say that people mean by a term, read anew for each search."""

from ..models import Synonym
from . import analysis, tables
from .analysis import MOST_WORDS, Phrase, Word
from .phrasing import bases

# Terms of a query that are replaced, each in a reading of its own, which takes time.
MOST_TRIED = 4
# What joins the words of a Spanish name: "mecánico de carros". Titles hold some of them as abbreviations.
SPANISH_JOINS = frozenset(["con", "de", "del", "el", "en", "la", "las", "los", "para", "un", "una", "y"])


def words_of(text: str) -> tuple[str, ...]:
    """The words by which a synonym is known: “RN” and “rn” are one."""
    found = analysis.phrase(text)
    return found.words if found else ()


def is_joined_in_spanish(words: list[Word]) -> bool:
    return any(word.indexed in SPANISH_JOINS for word in words)


def with_synonyms(*asked: list[Word]) -> list[list[Phrase]]:
    """For each of `asked` what it is with a term replaced by what it means, the longest terms first. One query.

    Where several terms stand in it, the first is that with all of them replaced: "arreglar carros" is "repair cars".
    """
    found = [_terms_in(words) for words in asked]
    keys = {key for terms in found for key in terms}
    if not keys:
        return [[] for _ in asked]
    sql = (
        f"SELECT key, means FROM careers_synonym WHERE key IN ({tables.marks(keys)}) "
        f"ORDER BY length(key) DESC, id LIMIT {MOST_TRIED}"
    )
    meanings = [(key, analysis.content(means)) for key, means in tables.rows(sql, sorted(keys))]
    return [_readings(words, terms, meanings) for words, terms in zip(asked, found, strict=True)]


def _readings(words: list[Word], terms: dict[str, slice], meanings: list[tuple[str, list[Word]]]) -> list[Phrase]:
    here = [(terms[key], means) for key, means in meanings if key in terms]
    apart: list[tuple[slice, list[Word]]] = []
    for place, means in here:
        if all(place.stop <= other.start or other.stop <= place.start for other, _ in apart):
            apart.append((place, means))
    places = [place for place, _ in apart]
    readings = [apart] if len(apart) > 1 else []
    if is_joined_in_spanish(words):
        # A name of several words is not the sum of them: "mecánico" is not looked for in "mecánico de aviones".
        readings += [[one, *(other for other in apart if other[0] != one[0])] for one in here if one[0] in places]
    else:
        readings += [[one] for one in here]
    return list(filter(None, (_replaced(words, reading) for reading in readings)))


def _replaced(words: list[Word], meanings: list[tuple[slice, list[Word]]]) -> Phrase | None:
    for place, means in sorted(meanings, key=lambda one: -one[0].start):
        words = [*words[: place.start], *means, *words[place.stop :]]
    return analysis.phrase_of(words[:MOST_WORDS])


def _terms_in(words: list[Word]) -> dict[str, slice]:
    """{key of a synonym that may stand in the words: where}.

    A verb counts without its ending too: "fix car" is found in "fixing cars".
    """
    found = {}
    for start in range(len(words)):
        for end in range(start + 1, min(start + Synonym.MOST_WORDS, len(words)) + 1):
            first, *others = [word.indexed for word in words[start:end]]
            for verb in (first, *(bases(first) if others else ())):
                found[" ".join([verb, *others])[:200]] = slice(start, end)
    return found

"""What staff say that people mean by a term, read anew for each search."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ..models import Synonym
from . import analysis, tables
from .analysis import MOST_WORDS, Phrase, Word
from .phrasing import bases

# Terms of a query that are replaced, each in a reading of its own, which takes time.
MOST_TRIED = 4
# What stands around the words of a Spanish name: "mecánico de carros". Titles hold some of them as abbreviations.
SPANISH_AROUND = frozenset(
    [
        *("como", "con", "de", "del", "el", "en", "la", "las", "los", "para", "que", "quiero", "ser", "un", "una", "y"),
    ]
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What staff say that a term means, which stands at `place` in a query."""

    place: slice
    means: list[Word]

    def overlaps(self, other: "Meaning") -> bool:
        return self.place.start < other.place.stop and other.place.start < self.place.stop


def words_of(text: str) -> tuple[str, ...]:
    """The words by which a synonym is known: “RN” and “rn” are one."""
    found = analysis.phrase(text)
    return found.words if found else ()


def meanings_in(*asked: list[Word]) -> list[list[Meaning]]:
    """For each of `asked` what terms in it mean, the longest terms first. One query."""
    found = [_terms_in(words) for words in asked]
    keys = {key for terms in found for key in terms}
    if not keys:
        return [[] for _ in asked]
    sql = (
        f"SELECT key, means FROM careers_synonym WHERE key IN ({tables.marks(keys)}) "
        f"ORDER BY length(key) DESC, id LIMIT {MOST_TRIED}"
    )
    meanings = [(key, analysis.content(means)) for key, means in tables.rows(sql, sorted(keys))]
    return [[Meaning(terms[key], means) for key, means in meanings if key in terms] for terms in found]


def with_synonyms(*asked: list[Word]) -> list[list[Phrase]]:
    """For each of `asked` what it is with a term replaced by what it means, the longest terms first. One query."""
    return [readings(words, meanings) for words, meanings in zip(asked, meanings_in(*asked), strict=True)]


def readings(words: list[Word], meanings: Iterable[Meaning]) -> list[Phrase]:
    return list(filter(None, (analysis.phrase_of(_replaced(words, [one])) for one in meanings)))


def in_english(words: list[Word], meanings: list[Meaning], known: Collection[str]) -> list[Phrase]:
    """What a query in Spanish is with all its terms replaced, and without what is left of it that no career knows.

    None where it is not Spanish: careers know the words of its terms, or there is one term with nothing around it.
    """
    known = set(known) - SPANISH_AROUND
    # A name of several words is not the sum of them: "mecánico" is not looked for in "mecánico de aviones".
    apart: list[Meaning] = []
    for one in meanings:
        if not any(map(one.overlaps, apart)):
            apart.append(one)
    is_around = any(word.indexed in SPANISH_AROUND for word in words)
    foreign = [any(word.indexed not in known for word in words[one.place]) for one in apart]
    if not (any(foreign) if is_around else len(foreign) > 1 and all(foreign)):
        return []
    found = []
    for one in meanings:
        if any(one.place == other.place for other in apart):
            replaced = _replaced(words, [one, *(other for other in apart if other.place != one.place)])
            found.append(analysis.phrase_of([word for word in replaced if word.indexed in known]))
    return list(dict.fromkeys(filter(None, found)))


def _replaced(words: list[Word], meanings: list[Meaning]) -> list[Word]:
    for one in sorted(meanings, key=lambda meaning: -meaning.place.start):
        words = [*words[: one.place.start], *one.means, *words[one.place.stop :]]
    return words[:MOST_WORDS]


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

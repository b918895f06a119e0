"""What staff say that people mean by a term, read anew for each search."""

from ..models import Synonym
from . import analysis, tables
from .analysis import MOST_WORDS, Phrase, Word
from .phrasing import bases

# Terms of a query that are replaced, each in a reading of its own, which takes time.
MOST_TRIED = 4


def words_of(text: str) -> tuple[str, ...]:
    """The words by which a synonym is known: “RN” and “rn” are one."""
    found = analysis.phrase(text)
    return found.words if found else ()


def with_synonyms(*asked: list[Word]) -> list[list[Phrase]]:
    """For each of `asked` what it is with a term replaced by what it means, the longest terms first. One query."""
    found = [_terms_in(words) for words in asked]
    keys = {key for terms in found for key in terms}
    if not keys:
        return [[] for _ in asked]
    sql = (
        f"SELECT key, means FROM careers_synonym WHERE key IN ({tables.marks(keys)}) "
        f"ORDER BY length(key) DESC, id LIMIT {MOST_TRIED}"
    )
    meanings = [(key, analysis.content(means)) for key, means in tables.rows(sql, sorted(keys))]
    replaced = (
        [_replaced(words, terms[key], means) for key, means in meanings if key in terms]
        for words, terms in zip(asked, found, strict=True)
    )
    return [list(filter(None, phrases)) for phrases in replaced]


def _replaced(words: list[Word], term: slice, means: list[Word]) -> Phrase | None:
    return analysis.phrase_of([*words[: term.start], *means, *words[term.stop :]][:MOST_WORDS])


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

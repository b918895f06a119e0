"""Taking slips of the keyboard out of a query, where that is surer than taking the words as they stand."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from . import analysis, tables
from .analysis import STOP_WORDS, Phrase, Word
from .phrasing import people_of
from .ranking import Titles, Vocabulary
from .spelling import commonest, one_slip_away, two_slips_away
from .synonyms import with_synonyms
from .tables import KnownWord

# Words one slip away that are tried, those in most titles first: a short word has many, and all go into one query.
MOST_TRIED = 12
# A shorter word that is unknown is rather left out than taken for another, where other words tell what is meant.
SHORTEST_BESIDE_OTHERS = 5
# A shorter word that stands alone and becomes no title is only asked about.
SHORTEST_ALONE = 6
# Real words that no career's titles hold; the nearest word that they do hold is another thing: solder, major, mining.
NOT_SLIPS = frozenset(
    [
        *("army", "bishop", "bsn", "diplomat", "famous", "gangster", "hero", "housewife", "imam", "king", "knight"),
        *("marine", "mayor", "monk", "nasa", "navy", "ninja", "nun", "phd", "pirate", "pope", "priest", "prince"),
        *("princess", "queen", "rabbi", "rich", "soldier", "spy", "student", "thief", "wizard"),
    ]
)


@dataclass(frozen=True, slots=True)
class Repair:
    """What a query was probably meant to be: `changed` for words as indexed; where it `is_sure`, nobody is asked."""

    words: list[Word]
    changed: dict[str, KnownWord]
    is_sure: bool
    # What staff say for the words, and the whole titles that were looked up for them.
    meant: tuple[Phrase, ...] = ()
    titles: Titles = field(default_factory=dict)

    def corrected(self, text: str) -> str:
        """The text of the query with the words that were changed, in the form that titles have them in."""
        return " ".join(map(self._corrected, text.split()))

    def _corrected(self, chunk: str) -> str:
        written = analysis.tokens(chunk)
        known = self.changed.get(analysis.singular(written[0])) if len(written) == 1 else None
        return known.form if known else chunk


def repair(vocabulary: Vocabulary, words: list[Word], whole_titles: Callable[[list[Phrase]], Titles]) -> Repair | None:
    """None where no word of the index is near. 4 queries, and one for each unknown word that no other is near to."""
    # Somebody who writes the name of a tool alone means it; beside other words it is rather a slip.
    known = vocabulary.careers.keys() - (vocabulary.rare if len(words) > 1 else set())
    unknown = [word for word in words if word.indexed not in known]
    doubted = [word for word in unknown or words if word.indexed not in NOT_SLIPS and word.written not in STOP_WORDS]
    near = _near(vocabulary.edition, doubted)
    if len(unknown) <= 1 and (found := _to_a_title(words, near, whole_titles)):
        # Where every word is known, another one is only asked about.
        return replace(found, is_sure=bool(unknown))
    changed = {}
    for _, word in doubted if unknown else ():
        if len(words) > 1 and len(word) < SHORTEST_BESIDE_OTHERS:
            continue
        if nearest := near[word][0] if word in near else two_slips_away(vocabulary.edition, word):
            changed[word] = nearest
    if not changed:
        return None
    repaired = _with_changes(words, changed)
    is_sure = _is_sure(vocabulary, words, repaired)
    # Several words that no title holds together were hardly meant: "bail woodsman".
    if not is_sure and len(words) > 1:
        return None
    [meant] = with_synonyms(repaired)
    phrases = [analysis.phrase_of(repaired), *meant, *people_of(repaired)]
    return Repair(repaired, changed, is_sure, tuple(meant), whole_titles(phrases) if is_sure else {})


def _is_sure(vocabulary: Vocabulary, words: list[Word], repaired: list[Word]) -> bool:
    """A word alone must be long and begin alike, or lack its end; among others, a title must hold them all."""
    if len(words) == 1:
        word, other = words[0].indexed, repaired[0].indexed
        return other.startswith(word) or (len(word) >= SHORTEST_ALONE and word[0] == other[0])
    match = tables.all_words({word.indexed for word in repaired})
    return bool(tables.titles_matching(match, vocabulary.edition, 1))


def _near(edition: int, doubted: list[Word]) -> dict[str, list[KnownWord]]:
    """{word: words one slip away from it, or from it as typed: "nurs" is "nurse" without its end, no plural}."""
    near = one_slip_away(edition, {form for word in doubted for form in word})
    merged = {}
    for written, word in doubted:
        known = {*near.get(written, ()), *near.get(word, ())}
        known = [one for one in known if one.word != word]
        if known:
            merged[word] = sorted(known, key=commonest)
    return merged


def _to_a_title(
    words: list[Word], near: dict[str, list[KnownWord]], whole_titles: Callable[[list[Phrase]], Titles]
) -> Repair | None:
    """The query with one word changed so that it is a whole title, or names the work of one, if it can be."""
    changes = [{word: known} for word, candidates in near.items() for known in candidates[:MOST_TRIED]]
    repaired = [_with_changes(words, changed) for changed in changes]
    readings: dict[Phrase, Repair] = {}
    for changed, of_one, meant in zip(changes, repaired, with_synonyms(*repaired), strict=True):
        for phrase in (*meant, analysis.phrase_of(of_one), *people_of(of_one)):
            readings.setdefault(phrase, Repair(of_one, changed, is_sure=True, meant=tuple(meant)))
    titles = whole_titles(list(readings))

    def likeliest(phrase: Phrase) -> tuple[int, int]:
        """The better title, be it what staff say for the word; then the word of more: "doctor", and not "dotter"."""
        [known] = readings[phrase].changed.values()
        return min(match.kind for match in titles.get(phrase.key) or titles[phrase.compact]), -known.titles

    whole = [phrase for phrase in readings if phrase.key in titles or phrase.compact in titles]
    return replace(readings[min(whole, key=likeliest)], titles=titles) if whole else None


def _with_changes(words: list[Word], changed: dict[str, KnownWord]) -> list[Word]:
    return [
        Word(changed[word.indexed].form, changed[word.indexed].word) if word.indexed in changed else word
        for word in words
    ]

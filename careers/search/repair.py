"""Taking slips of the keyboard out of a query, where that is surer than taking the words as they stand."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from . import analysis as words
from . import tables
from .analysis import Pairs, Phrase
from .phrasing import people_of
from .ranking import Vocabulary
from .spelling import Candidate, commonest, one_slip_away, two_slips_away

CANDIDATES_TRIED = 12
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
Titles = dict[str, list[tuple]]


@dataclass(frozen=True)
class Repair:
    """What a query was probably meant to be; `is_sure` where that is searched at once, without asking."""

    pairs: Pairs
    forms: dict[str, str]
    is_sure: bool

    def corrected(self, text: str) -> str:
        """The text of the query with the words that were changed, in the form that titles have them in."""
        return " ".join(
            self.forms.get(written[0], chunk) if len(written := words.tokens(chunk)) == 1 else chunk
            for chunk in text.split()
        )


def repair(
    vocabulary: Vocabulary,
    pairs: Pairs,
    whole_titles: Callable[[list[Phrase]], Titles],
) -> Repair | None:
    """None where no word of the index is near. At most 4 queries."""
    # Somebody who writes the name of a tool alone means it; beside other words it is rather a slip.
    known = vocabulary.careers.keys() - (vocabulary.rare if len(pairs) > 1 else set())
    unknown = [pair for pair in pairs if pair[1] not in known]
    doubted = [pair for pair in unknown or pairs if pair[1] not in NOT_SLIPS]
    near = _near(vocabulary.edition, doubted)
    if len(unknown) <= 1 and near and (found := _to_a_title(pairs, doubted, near, whole_titles)):
        # Where every word is known, another one is only asked about.
        return replace(found, is_sure=bool(unknown))
    chosen = {}
    for pair in doubted if unknown else ():
        word = pair[1]
        if len(pairs) > 1 and len(word) < SHORTEST_BESIDE_OTHERS:
            continue
        if best := near.get(word) or two_slips_away(vocabulary.edition, word):
            chosen[word] = best[0]
    if not chosen:
        return None
    changed = _replaced(pairs, chosen)
    return Repair(changed, _forms(pairs, chosen), _is_sure(vocabulary, pairs, changed))


def _is_sure(vocabulary: Vocabulary, pairs: Pairs, changed: Pairs) -> bool:
    """A word alone must be long and begin alike, or lack its end; among others, a title must hold them all."""
    if len(pairs) == 1:
        word, other = pairs[0][1], changed[0][1]
        return other.startswith(word) or (len(word) >= SHORTEST_ALONE and word[0] == other[0])
    match = tables.all_words({word for _, word in changed})
    return bool(tables.titles_matching(match, vocabulary.edition, 1))


def _near(edition: int, doubted: Pairs) -> dict[str, list[Candidate]]:
    """{word: words one slip away from it, or from it as typed: "nurs" is "nurse" without its end, no plural}."""
    near = one_slip_away(edition, {form for pair in doubted for form in pair})
    merged = {}
    for written, word in doubted:
        candidates = {candidate.word: candidate for candidate in [*near.get(written, []), *near.get(word, [])]}
        candidates.pop(word, None)
        if candidates:
            merged[word] = sorted(candidates.values(), key=commonest)
    return merged


def _to_a_title(
    pairs: Pairs,
    doubted: Pairs,
    near: dict[str, list[Candidate]],
    whole_titles: Callable[[list[Phrase]], Titles],
) -> Repair | None:
    """The query with one word changed so that it is a whole title, or names the work of one, if it can be."""
    changes = [
        {typed: candidate}
        for _, typed in dict.fromkeys(doubted)
        for candidate in near.get(typed, [])[:CANDIDATES_TRIED]
    ]
    variants = []
    for change in changes:
        changed = _replaced(pairs, change)
        variants += [(change, changed, phrase) for phrase in [words.phrase_of(changed), *people_of(changed)]]
    titles = whole_titles([phrase for *_, phrase in variants])
    best = min(
        (
            (min(row[1] for row in rows), -next(iter(change.values())).titles, number)
            for number, (change, _, phrase) in enumerate(variants)
            if (rows := titles.get(phrase.key) or titles.get(phrase.compact))
        ),
        default=None,
    )
    if best is None:
        return None
    change, changed, _ = variants[best[2]]
    return Repair(changed, _forms(pairs, change), True)


def _replaced(pairs: Pairs, chosen: dict[str, Candidate]) -> Pairs:
    return [(chosen[word].form, chosen[word].word) if word in chosen else (written, word) for written, word in pairs]


def _forms(pairs: Pairs, chosen: dict[str, Candidate]) -> dict[str, str]:
    return {written: chosen[word].form for written, word in pairs if word in chosen}

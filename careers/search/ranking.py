"""The order of the careers that a query finds.

A whole title comes first: the career's own, then one that the editors or the classification give it, then any other.
Below them counts how much of the query a single title holds and how little else, and how much the query's words say
of the career, after BM25. What is said below of right careers is measured by tests/benchmarks/search.py.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from . import tables
from .analysis import STOP_WORDS, Phrase
from .documents import WEIGHT_UNIT, Kind
from .sizes import sizes
from .tables import Match

# Passages, and careers of a word, that are read: more hold no more of the right ones, and take longer.
MOST_READ = 300
# Careers that are read beside a whole title, that are kept for their words alone, and that are ordered by size.
LIKELIEST = 100

# A whole title outweighs all else: nothing below it adds up to as much.
WHOLE = 10.0
OF_WHOLE = {Kind.TITLE: 2.0, Kind.OTHER_TITLE: 1.0, Kind.HIDDEN_TITLE: 1.0, Kind.RELEASED_TITLE: 0.0}
IN_ORDER = 0.3
# More than another title of the editors' in order has before one of a release.
OF_PREFERRED = 1.5
# What text counts beside a title that holds as much of the query.
OF_TEXT = 0.4
# What each further word of a title weighs against it: a fifth of a word that is unknown.
OTHER_WORD = 1.4
WORDS_TOGETHER = 2.0
WORDS_TOGETHER_OF_WHOLE = 0.4
# Careers that have less than this share of the best one's words are left out.
SHARE_KEPT = 0.5
# A lone word that is the whole of a release's title counts as such from this share of what it says elsewhere.
LONE_WORD = 0.6
# What it counts below that: less than a title that holds the word alone, more than text.
LONE_WORD_DOUBTED = 0.7
# For ten times as many jobs. A word alone leaves most open.
OF_SIZE = 0.05
OF_SIZE_ALONE = 0.25
# As rare as a word that a single one of 1,000 careers has.
RARITY_OF_UNKNOWN = 7.0
# A word of no title, and of no more careers, may be the name of a tool.
RARE = 2

# Whole titles, by their key and by their compact form.
Titles = dict[str, list[Match]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The live edition, and of the query's words that it knows in how many careers they stand."""

    edition: int
    size: int
    careers: dict[str, int]
    # Known from the text of one or two careers alone, such as the name of a tool that they use.
    rare: frozenset[str]

    @classmethod
    def read(cls, words: Iterable[str]) -> "Vocabulary | None":
        """One query. None where nothing was ever indexed."""
        words = sorted(words)
        sql = (
            f"SELECT e.number, e.careers, w.word, w.careers, w.titles FROM {tables.EDITION} AS e "
            f"LEFT JOIN {tables.WORD} AS w "
            f"ON w.edition = e.number AND w.careers > 0 AND w.word IN ({tables.marks(words)}) WHERE e.state = 'live'"
        )
        found = tables.rows(sql, words)
        if not found:
            return None
        edition, size, *_ = found[0]
        known = [row[2:] for row in found if row[2] is not None]
        rare = frozenset(word for word, careers, titles in known if not titles and careers <= RARE)
        return cls(edition, size, {word: careers for word, careers, _ in known}, rare)

    def rarity(self, word: str) -> float:
        careers = self.careers.get(word)
        if careers is None:
            return RARITY_OF_UNKNOWN
        return math.log(1 + max(self.size - careers + 0.5, 0.5) / (careers + 0.5))


@dataclass(slots=True)
class WordWeight:
    """How much a word says of a career, and the first passage of the career that holds it."""

    career_id: int
    weight: int
    passage_id: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the database has for all readings of a query together."""

    titles: Titles
    matches: list[Match]
    weights: dict[str, list[WordWeight]]


@dataclass(slots=True)
class RankedCareer:
    """A career's score, and the passage that it mostly comes from, if one does."""

    career_id: int
    score: float = 0.0
    of_match: float = 0.0
    # The share of the query's words that the career has, the rarest of them counting most.
    share: float = 0.0
    match: Match | None = None
    # Where no passage stands out: the id of one that holds the rarest of the query's words that the career has.
    passage_id: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether a title of the career is what was searched for, word for word."""
        return self.of_match >= WHOLE

    def note(self, match: Match, score: float, share: float) -> None:
        if score > self.of_match:
            self.of_match, self.match = score, match
        self.share = max(self.share, share)


class _Careers(dict[int, RankedCareer]):
    def __missing__(self, career_id: int) -> RankedCareer:
        self[career_id] = RankedCareer(career_id)
        return self[career_id]


def rank(
    vocabulary: Vocabulary, readings: list[Phrase], titles: Titles, preferred: Collection[Phrase] = ()
) -> list[RankedCareer]:
    """The careers that any of `readings` finds, best first.

    Whole titles that one of the `preferred` readings is go before those of the others.
    """
    readings = list(dict.fromkeys(readings))
    evidence = _evidence_for(vocabulary, readings, titles)
    best: dict[int, RankedCareer] = {}
    for reading in readings:
        for career in _rank_one(vocabulary, reading, evidence).values():
            if reading in preferred and career.is_whole:
                career.score += OF_PREFERRED
            known = best.get(career.career_id)
            if known is None or career.score > known.score:
                best[career.career_id] = career
    most = max((career.share for career in best.values()), default=0.0)
    kept = sorted((career for career in best.values() if career.share >= SHARE_KEPT * most), key=_best_first)
    of_size = OF_SIZE_ALONE if len(readings[0].words) == 1 else OF_SIZE
    likeliest = kept[:LIKELIEST]
    size_of = sizes([career.career_id for career in likeliest])
    for career in likeliest:
        career.score += of_size * size_of.get(career.career_id, 0)
    return sorted(kept, key=_best_first)


def _best_first(career: RankedCareer) -> tuple[float, int]:
    return -career.score, career.career_id


def _evidence_for(vocabulary: Vocabulary, readings: list[Phrase], titles: Titles) -> Evidence:
    """The first reading is searched deeper where none is a title."""
    first, *others = [_rarest_first(vocabulary, reading) for reading in readings]
    is_whole = any(reading.key in titles or reading.compact in titles for reading in readings)
    matches = _matches(vocabulary.edition, first, is_whole=is_whole)
    if others := [known for known in others if known]:
        matches += tables.titles_matching(tables.any_of(others), vocabulary.edition, MOST_READ)
    known = list(dict.fromkeys(word for of_one in (first, *others) for word in of_one))
    limit = LIKELIEST if is_whole else MOST_READ
    return Evidence(titles, matches, _weights(vocabulary.edition, known, limit))


def _rarest_first(vocabulary: Vocabulary, reading: Phrase) -> list[str]:
    """The words of a reading that the index knows."""
    known = {word for word in reading.words if word in vocabulary.careers}
    return sorted(known, key=lambda word: (-vocabulary.rarity(word), word))


def _rank_one(vocabulary: Vocabulary, reading: Phrase, evidence: Evidence) -> dict[int, RankedCareer]:
    rarity = {word: vocabulary.rarity(word) for word in dict.fromkeys(reading.words)}
    careers = _Careers()
    _note_whole_titles(careers, reading, evidence.titles)
    _note_matches(careers, rarity, evidence.matches)
    _add_weights(careers, rarity, evidence.weights)
    return careers


def _note_whole_titles(careers: _Careers, reading: Phrase, titles: Titles) -> None:
    in_order = " ".join(reading.words)
    for match in (*titles.get(reading.key, ()), *titles.get(reading.compact, ())):
        score = WHOLE + OF_WHOLE[match.kind] + (IN_ORDER if match.words == in_order else 0)
        careers[match.career_id].note(match, score, 1.0)


def _note_matches(careers: _Careers, rarity: dict[str, float], matches: list[Match]) -> None:
    """A passage counts for the share of the query that it holds, a title less for what else it holds."""
    whole = sum(rarity.values())
    for match in matches:
        words = set(match.words.split())
        held = [word for word in rarity if word in words]
        if not held:
            continue
        weight = sum(rarity[word] for word in held)
        if match.kind > Kind.HIDDEN_TITLE:
            score = OF_TEXT * weight / whole
        else:
            score = weight / (whole + OTHER_WORD * (len(words) - len(held)))
            # Of two that hold as much, the better kind.
            score += 0.01 * (Kind.RELEASED_TITLE - min(match.kind, 2))
        careers[match.career_id].note(match, score, weight / whole)


def _add_weights(careers: _Careers, rarity: dict[str, float], weights: dict[str, list[WordWeight]]) -> None:
    """Add how much the query's words together say of each career."""
    whole = sum(rarity.values())
    said: dict[int, float] = defaultdict(float)
    held: dict[int, float] = defaultdict(float)
    holders: dict[int, int] = {}
    # The rarest words first, for the passage shown is one that holds the rarest.
    for word in sorted(weights.keys() & rarity.keys(), key=lambda word: (-rarity[word], word)):
        for one in weights[word]:
            said[one.career_id] += rarity[word] * one.weight / WEIGHT_UNIT
            held[one.career_id] += rarity[word]
            holders.setdefault(one.career_id, one.passage_id)
    if len(rarity) == 1:
        _doubt_lone_words(careers, said)
    likeliest = sorted(said, key=lambda career_id: (-said[career_id], career_id))[:LIKELIEST]
    for career in [careers[career_id] for career_id in {*careers, *likeliest}]:
        of_words = WORDS_TOGETHER_OF_WHOLE if career.is_whole else WORDS_TOGETHER
        career.score = career.of_match + of_words * said[career.career_id] / whole
        career.share = max(career.share, held[career.career_id] / whole)
        career.passage_id = holders.get(career.career_id, 0)


def _doubt_lone_words(careers: _Careers, said: dict[int, float]) -> None:
    """A release's titles of one word are whole titles of whoever does a little of that work: a secretary of "Police".

    They count as such only where the word says about as much of the career as of those that it says most of.
    """
    most = max(said.values(), default=0.0)
    for career in careers.values():
        is_released = career.is_whole and career.match.kind == Kind.RELEASED_TITLE
        if is_released and said.get(career.career_id, 0.0) < LONE_WORD * most:
            career.of_match = LONE_WORD_DOUBTED


def _weights(edition: int, known: list[str], limit: int) -> dict[str, list[WordWeight]]:
    """Of each word the careers that it says most of. One query."""
    known = [word for word in known if word not in STOP_WORDS]
    if not known:
        return {}
    of_word = (
        f"SELECT * FROM (SELECT word, career_id, weight, passage FROM {tables.WEIGHT} WHERE edition = %s AND word = %s "
        f"ORDER BY weight DESC, career_id LIMIT {limit}) AS w{{}}"
    )
    sql = " UNION ALL ".join(of_word.format(number) for number in range(len(known)))
    found = defaultdict(list)
    for word, *values in tables.rows(sql, [value for one in known for value in (edition, one)]):
        found[word].append(WordWeight(*values))
    return found


def _matches(edition: int, known: list[str], *, is_whole: bool) -> list[Match]:
    """Titles with all words of the query, and where no whole title was found also text with all. At most 2 queries."""
    if not known:
        return []
    every = tables.all_words(known)
    found = tables.titles_matching(every, edition, MOST_READ)
    return found if is_whole else found + tables.texts_matching(every, edition, MOST_READ)

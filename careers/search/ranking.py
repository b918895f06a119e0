"""The order of the careers that a query finds.

A whole title comes first: the career's own, then one that the editors or the classification give it, then any other.
Below them counts how much of the query a single title holds and how little else, and how much the query's words say
of the career, after BM25. Measured on O*NET's titles: see tests/benchmarks/search.py.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations

from . import tables
from .analysis import STOP_WORDS, Phrase
from .documents import WEIGHT_UNIT, Kind
from .sizes import sizes

PASSAGES_READ = 300
CAREERS_READ = 300
CAREERS_READ_BESIDE_WHOLE = 100
RAREST_READ = 100
CAREERS_WANTED = 20
WORDS_PAIRED = 6

WHOLE = 10.0
IN_ORDER = 0.3
OF_PREFERRED = 1.5
OF_WHOLE = {Kind.TITLE: 2.0, Kind.OTHER_TITLE: 1.0, Kind.HIDDEN_TITLE: 1.0, Kind.RELEASED_TITLE: 0.0}
OF_TEXT = {Kind.CREDENTIAL: 0.6, Kind.TECHNOLOGY: 0.5, Kind.SUMMARY: 0.4, Kind.TASK: 0.3}
EXTRA_WORDS = 0.35
WORDS_TOGETHER = 2.0
WORDS_TOGETHER_OF_WHOLE = 0.4
# Careers that have less than this share of the best one's words are left out.
SHARE_KEPT = 0.5
# For ten times as many jobs; of as many careers as may be shown first.
OF_SIZE = 0.05
OF_SIZE_ALONE = 0.25
LONE_WORD = 0.6
CAREERS_SIZED = 60
RARITY_OF_UNKNOWN = 7.0
OTHER_WORD = 4.0
RARE = 2


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The live edition, and of the query's words that it knows in how many careers they stand."""

    edition: int
    size: int
    careers: dict[str, int]
    # Known from the text of one or two careers alone, such as the name of a tool that they use.
    rare: frozenset[str] = frozenset()

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
        known = [row[2:] for row in found if row[2] is not None]
        rare = frozenset(word for word, careers, titles in known if not titles and careers <= RARE)
        return cls(found[0][0], found[0][1], {word: careers for word, careers, _ in known}, rare)

    def rarity(self, word: str) -> float:
        careers = self.careers.get(word)
        if careers is None:
            return RARITY_OF_UNKNOWN
        return math.log(1 + max(self.size - careers + 0.5, 0.5) / (careers + 0.5))


@dataclass(frozen=True, slots=True)
class Evidence:
    """`passages`: (career_id, kind, words, text); `weights`: (word, career_id, weight, passage)."""

    passages: list[tuple]
    weights: list[tuple]


@dataclass(slots=True)
class Found:
    """A career's score, and the passage that it mostly comes from, if one does."""

    career_id: int
    score: float = 0.0
    of_passage: float = 0.0
    share: float = 0.0
    kind: Kind | None = None
    text: str = ""
    # Where no passage stands out: the id of one that holds the rarest of the query's words that the career has.
    holder: int = 0


def rank(
    vocabulary: Vocabulary,
    readings: list[Phrase],
    titles: dict[str, list[tuple]],
    preferred: Collection[Phrase] = (),
) -> list[Found]:
    """The careers that any of `readings` finds, best first. `titles`: whole titles by key and by compact form.

    Whole titles that one of the `preferred` readings is go before those of the others.
    """
    readings = list(dict.fromkeys(readings))
    evidence = _evidence_for(vocabulary, readings, titles)
    best: dict[int, Found] = {}
    for reading in readings:
        for found in _rank_one(vocabulary, reading, titles, evidence).values():
            if reading in preferred and found.of_passage >= WHOLE:
                found.score += OF_PREFERRED
            known = best.get(found.career_id)
            if known is None or found.score > known.score:
                best[found.career_id] = found
    most = max((found.share for found in best.values()), default=0.0)
    kept = [found for found in best.values() if found.share >= SHARE_KEPT * most]
    kept.sort(key=_best_first)
    of_likeliest = sizes([found.career_id for found in kept[:CAREERS_SIZED]])
    of_size = OF_SIZE_ALONE if len(readings[0].words) == 1 else OF_SIZE
    for found in kept[:CAREERS_SIZED]:
        found.score += of_size * of_likeliest.get(found.career_id, 0)
    return sorted(kept, key=_best_first)


def _best_first(found: Found) -> tuple[float, int]:
    return -found.score, found.career_id


def _evidence_for(vocabulary: Vocabulary, readings: list[Phrase], titles: dict[str, list[tuple]]) -> Evidence:
    """What the database has for all readings together; the first one is searched deeper where none is a title."""
    first, *others = [_rarest_first(vocabulary, reading) for reading in readings]
    is_whole = any(reading.key in titles or reading.compact in titles for reading in readings)
    passages = _passages(vocabulary.edition, first, is_whole=is_whole)
    if others := [known for known in others if known]:
        match = tables.any_of(others)
        passages += tables.titles_matching(match, vocabulary.edition, PASSAGES_READ)
    known = list(dict.fromkeys(word for of_one in (first, *others) for word in of_one))
    limit = CAREERS_READ_BESIDE_WHOLE if is_whole else CAREERS_READ
    return Evidence(passages, _weights(vocabulary.edition, known, limit))


def _rarest_first(vocabulary: Vocabulary, reading: Phrase) -> list[str]:
    """The words of a reading that the index knows."""
    known = {word for word in reading.words if word in vocabulary.careers}
    return sorted(known, key=lambda word: (-vocabulary.rarity(word), word))


def _rank_one(
    vocabulary: Vocabulary, reading: Phrase, titles: dict[str, list[tuple]], evidence: Evidence
) -> dict[int, Found]:
    rarity = {word: vocabulary.rarity(word) for word in set(reading.words)}
    whole_weight = sum(rarity.values())
    found: dict[int, Found] = defaultdict(lambda: Found(0))
    _score_whole(found, [*titles.get(reading.key, ()), *titles.get(reading.compact, ())], reading)
    _score_parts(found, evidence.passages, rarity, whole_weight)
    # The rarest words first, for the holder of a career's words is a passage that holds the rarest.
    weights = sorted((row for row in evidence.weights if row[0] in rarity), key=lambda row: (-rarity[row[0]], row[0]))
    said = _said_of(weights, rarity)
    if len(rarity) == 1:
        _doubt_lone_words(found, said)
    _score_careers(found, weights, said, rarity, whole_weight)
    for pk, career in found.items():
        career.career_id = pk
    return found


def _score_whole(found: dict[int, Found], whole: list[tuple], reading: Phrase) -> None:
    in_order = " ".join(reading.words)
    for pk, kind, words, text in whole:
        score = WHOLE + OF_WHOLE[kind] + (IN_ORDER if words == in_order else 0)
        if score > found[pk].of_passage:
            found[pk].of_passage, found[pk].kind, found[pk].text = score, Kind(kind), text
        found[pk].share = 1.0


def _score_parts(found: dict[int, Found], rows: list[tuple], rarity: dict[str, float], whole_weight: float) -> None:
    """A passage counts for the share of the query that it holds, less for what else it holds."""
    for pk, kind, words, text in rows:
        of_passage = set(words.split())
        held = sum(weight for word, weight in rarity.items() if word in of_passage)
        if not held:
            continue
        if kind in OF_TEXT:
            score = OF_TEXT[kind] * held / whole_weight
        else:
            # Only the query's words have their rarity at hand; another one counts as a word of middling rarity.
            extra = sum(1 for word in of_passage if word not in rarity) * OTHER_WORD
            score = held / (whole_weight + EXTRA_WORDS * extra) + 0.01 * (Kind.RELEASED_TITLE - min(kind, 2))
        career = found[pk]
        if score > career.of_passage:
            career.of_passage, career.kind, career.text = score, Kind(kind), text
        career.share = max(career.share, held / whole_weight)


def _said_of(weights: list[tuple], rarity: dict[str, float]) -> dict[int, float]:
    """{career_id: how much the query's words say of it}."""
    said: dict[int, float] = defaultdict(float)
    for word, pk, weight, _ in weights:
        said[pk] += rarity[word] * weight / WEIGHT_UNIT
    return said


def _doubt_lone_words(found: dict[int, Found], said: dict[int, float]) -> None:
    """A release's titles of one word are whole titles of whoever does a little of that work: a secretary of "Police".

    They count as such only where the word says about as much of the career as of those that it says most of.
    """
    most = max(said.values(), default=0.0)
    for pk, career in found.items():
        if career.kind == Kind.RELEASED_TITLE and career.of_passage >= WHOLE and said[pk] < LONE_WORD * most:
            career.of_passage = 0.7


def _score_careers(
    found: dict[int, Found],
    weights: list[tuple],
    said: dict[int, float],
    rarity: dict[str, float],
    whole_weight: float,
) -> None:
    held: dict[int, float] = defaultdict(float)
    holders: dict[int, int] = {}
    for word, pk, _, passage in weights:
        held[pk] += rarity[word]
        holders.setdefault(pk, passage)
    likeliest = sorted(said, key=lambda pk: (-said[pk], pk))[:RAREST_READ]
    for pk in {*found, *likeliest}:
        career = found[pk]
        share = said[pk] / whole_weight
        career.score = career.of_passage + share * (
            WORDS_TOGETHER_OF_WHOLE if career.of_passage >= WHOLE else WORDS_TOGETHER
        )
        career.share = max(career.share, held[pk] / whole_weight)
        career.holder = holders.get(pk, 0)


def _weights(edition: int, known: list[str], limit: int) -> list[tuple]:
    """(word, career_id, weight, passage) of the careers that each word says most of. One query."""
    known = [word for word in known if word not in STOP_WORDS]
    if not known:
        return []
    one = (
        f"SELECT * FROM (SELECT word, career_id, weight, passage FROM {tables.WEIGHT} WHERE edition = %s AND word = %s "
        f"ORDER BY weight DESC, career_id LIMIT {limit}) AS w{{}}"
    )
    sql = " UNION ALL ".join(one.format(number) for number in range(len(known)))
    return tables.rows(sql, [value for word in known for value in (edition, word)])


def _passages(edition: int, known: list[str], *, is_whole: bool) -> list[tuple]:
    """Titles with all words of the query; where no whole title was found and they are of few careers, also text with
    all words, titles with two of them, and with one. At most 5 queries."""
    if not known:
        return []
    every = tables.all_words(known)
    rows = tables.titles_matching(every, edition, PASSAGES_READ)
    if is_whole or _careers(rows) >= CAREERS_WANTED:
        return rows
    rows += tables.texts_matching(every, edition, PASSAGES_READ)
    if len(known) > 2 and _careers(rows) < CAREERS_WANTED:
        pairs = tables.any_of(combinations(known[:WORDS_PAIRED], 2))
        rows += tables.titles_matching(pairs, edition, PASSAGES_READ)
    if len(known) > 1 and _careers(rows) < CAREERS_WANTED:
        for word in known[:2]:
            rows += tables.titles_matching(tables.all_words([word]), edition, RAREST_READ)
    return rows


def _careers(rows: list[tuple]) -> int:
    return len({row[0] for row in rows})

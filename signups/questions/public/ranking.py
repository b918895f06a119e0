"""Which questions have the words of a search: rarer words count more, and a slip of the keyboard is forgiven."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log

from django.db import connections, router
from django.db.models import QuerySet
from rapidfuzz.distance import OSA

from careers.search import analysis, synonyms
from careers.search.analysis import Word
from careers.search.spelling import LONG_WORD, can_be_repaired

from ...models import Question, QuestionWord
from ..personal import patterns

# As long as a question may be; of its words the first.
MOST_LETTERS, MOST_WORDS = 300, 12
# No more words are repaired, by no more words each.
MOST_REPAIRED, MOST_LIKE_IT = 3, 3
# To no more questions the rarest words lead; in how many more a word stands, is not counted.
MOST_READ = 500
SHORTEST_REPAIRED, LETTERS_TO_GO = 4, 4
# How much of what was asked a question must have.
SHARE = 0.5
# A word of one question among so many tells some fifteen times more than one of all of them.
USUAL_SITE = 1_000
# What stands in a question itself weighs at least this.
IN_ITS_WORDS = 3
# How much of what somebody asks a question must have to be taken for the same, and one about the same career.
SHARE_OF_NEAR, SHARE_OF_ITS_CAREER = 0.5, 0.34
# One word that two questions share may be chance, unless nothing else was asked.
FEWEST_SHARED = 2
ENDINGS = ("ing", "er", "or", "ed", "e")
SHORTEST_ROOT = 3
TABLE = QuestionWord._meta.db_table

# They stand in questions of every kind, and tell none from another.
USUAL_WORDS = patterns.words(
    """
    am any anybody anyone are as be because become been being but can could did do does doing don dont from get
    getting go going had has have having he her here him his how i if im is it its ive just know like lot make
    many may me might more most much my need no one our out really she should so some somebody someone such tell
    than that their them then there these they thing things this those too us very want was way we were what
    when where whether which while who whom whose why will without would you your
    """
)


@dataclass(frozen=True)
class Term:
    """A word of a search, or several with a meaning of their own: any of `ways` stands for it, each all its words."""

    typed: str
    ways: Sequence[frozenset[str]]


@dataclass(frozen=True)
class Found:
    """`repaired` are words with the roots that were looked for instead, `unknown` those that no question has."""

    pks: list[int] = field(default_factory=list)
    repaired: dict[str, list[str]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def searched_words(text: str) -> list[Word]:
    """What tells of a search or a question, each word once."""
    words = analysis.content(text[:MOST_LETTERS].replace("\0", " "))
    return list({root(word.indexed): word for word in telling_words(words)}.values())[:MOST_WORDS]


def root(word: str) -> str:
    """What "nurse" and "nursing", "planner" and "plan" have in common, more or less."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_ROOT:
            left = word[: -len(ending)]
            is_doubled = len(ending) > 1 and left[-1] == left[-2] and left[-1] not in "lsz"
            return left[:-1] if is_doubled and len(left) > SHORTEST_ROOT else left
    return word


def telling_words(words: list[Word]) -> list[Word]:
    """Those that are not around every question; all of them where there are no others."""
    return [word for word in words if word.written not in USUAL_WORDS] or words


def found(words: list[Word], *, share: float = SHARE, among: QuerySet[Question] | None = None) -> Found:
    """Questions with at least `share` of what the words tell. 4 queries, fewer where no word is unknown."""
    if not words:
        return Found()
    terms = _terms(words)
    counts = _counts({word for term in terms for way in term.ways for word in way})
    terms, repaired, unknown = _repaired(terms, counts)
    if not terms:
        return Found(unknown=unknown)
    worths = _worths(counts)
    by_question = _weights_by_question(counts, {word for term in terms for way in term.ways for word in way}, among)
    least = share * sum(max(_worth(way, worths) for way in term.ways) for term in terms)
    scored = []
    for pk, weights in by_question.items():
        has, score = _score(terms, weights, worths)
        if has >= least:
            scored.append((-score, -pk))
    return Found([-pk for _, pk in sorted(scored)], repaired, unknown)


def _worths(counts: dict[str, int]) -> dict[str, float]:
    """How much each word tells: the rarer, the more."""
    return {word: log(1 + USUAL_SITE / count) for word, count in counts.items()}


def near(words: list[Word], *, career: int | None = None) -> list[int]:
    """Questions that may be the same as one in these words, the likest first: rather none than one of another kind.

    Nothing is repaired here, and what no question has counts too: a question of other things is another question.
    3 queries, and one where a career is given.
    """
    if not words:
        return []
    terms = _terms(words)
    counts = _counts({word for term in terms for way in term.ways for word in way})
    terms, lacking = _known(terms, counts)
    if not terms:
        return []
    worths = _worths(counts)
    by_question = _weights_by_question(counts, {word for term in terms for way in term.ways for word in way}, None)
    asked = sum(max(_worth(way, worths) for way in term.ways) for term in terms) + len(lacking) * log(1 + USUAL_SITE)
    least = min(FEWEST_SHARED, len(terms) + len(lacking))
    shared = {pk: _shared(terms, weights, worths) for pk, weights in by_question.items()}
    alike = {pk: sum(words) / asked for pk, words in shared.items() if len(words) >= least}
    about = _about(career, alike) if career else set()
    near = [pk for pk, share in alike.items() if share >= (SHARE_OF_ITS_CAREER if pk in about else SHARE_OF_NEAR)]
    return sorted(near, key=lambda pk: (-round(alike[pk], 6), -pk))


def _shared(terms: list[Term], weights: dict[str, int], worths: dict[str, float]) -> list[float]:
    """What each term tells that stands in a question, less where it stands in its answers alone."""
    told = []
    for term in terms:
        ways = [way for way in term.ways if way <= weights.keys()]
        if ways:
            told.append(max(_worth(w, worths) * min(1, min(weights[one] for one in w) / IN_ITS_WORDS) for w in ways))
    return told


def _about(career: int, pks: Iterable[int]) -> set[int]:
    return set(Question.objects.filter(career=career, pk__in=list(pks)).values_list("pk", flat=True))


def _terms(words: list[Word]) -> list[Term]:
    """Terms that staff have given a meaning are looked for by both. 1 query."""
    [meanings] = synonyms.meanings_in(words)
    terms, taken = [], []
    for meaning in meanings:
        if any(meaning.overlaps(other) for other in taken):
            continue
        taken.append(meaning)
        own = words[meaning.place]
        ways = [frozenset(root(word.indexed) for word in way) for way in (own, telling_words(meaning.means))]
        terms.append(Term(" ".join(word.written for word in own), ways))
    within = {place for meaning in taken for place in range(*meaning.place.indices(len(words)))}
    alone = [word for place, word in enumerate(words) if place not in within]
    return [*terms, *(Term(word.written, [frozenset([root(word.indexed)])]) for word in alone)]


def _counts(words: set[str]) -> dict[str, int]:
    """How many questions have each word, where any has."""
    sql = f"""
        WITH asked (word) AS (VALUES {", ".join(["(%s)"] * len(words))})
        SELECT word, (SELECT count(*) FROM
            (SELECT 1 FROM {TABLE} AS one WHERE one.word = asked.word LIMIT {MOST_READ + 1}) AS few)
        FROM asked
    """  # noqa: S608
    return {word: count for word, count in _counted(sql, sorted(words)).items() if count}


def _repaired(terms: list[Term], counts: dict[str, int]) -> tuple[list[Term], dict[str, list[str]], list[str]]:
    """Terms in words that questions have; `counts` has those of the new ones afterwards."""
    kept, lacking = _known(terms, counts)
    repaired, unknown = {}, []
    like = _like([term.typed for term in lacking if _may_be_a_slip(term.typed)][:MOST_REPAIRED])
    for term in lacking:
        if near := like.get(term.typed):
            counts.update(near)
            kept.append(Term(term.typed, [frozenset([word]) for word in near]))
            repaired[term.typed] = list(near)
        else:
            unknown.append(term.typed)
    return kept, repaired, unknown


def _known(terms: list[Term], counts: dict[str, int]) -> tuple[list[Term], list[Term]]:
    """Terms by those of their ways that questions have; those of which they have none."""
    kept, lacking = [], []
    for term in terms:
        ways = [way for way in term.ways if way <= counts.keys()]
        if ways:
            kept.append(Term(term.typed, ways))
        else:
            lacking.append(term)
    return kept, lacking


def _may_be_a_slip(typed: str) -> bool:
    return len(typed) >= SHORTEST_REPAIRED and can_be_repaired(typed)


def _like(typed: list[str]) -> dict[str, dict[str, int]]:
    """{word: {words of questions that are likest, the commonest first: how many have them}}. 1 query."""
    known = _beginning_with({letter for word in typed for letter in word[:2]}, typed) if typed else {}
    found = {}
    for word in typed:
        meant = root(word)
        slips = 1 if len(meant) < LONG_WORD else 2
        like = defaultdict(list)
        for other, count in known.items():
            # Whoever is still typing has not made a slip.
            distance = 1 if other.startswith(word) else OSA.distance(meant, other, score_cutoff=slips)
            if distance <= slips and can_be_repaired(other):
                like[distance].append((-count, other))
        if like:
            found[word] = {other: -count for count, other in sorted(like[min(like)])[:MOST_LIKE_IT]}
    return found


def _beginning_with(letters: Iterable[str], typed: list[str]) -> dict[str, int]:
    """Words of questions with one of these first letters, about as long as those `typed`, and in how many they stand.

    It goes from word to word along the index: to look at every row would take a hundred times longer.
    """
    ranges = [(letter, chr(ord(letter) + 1)) for letter in sorted(letters)]
    sql = f"""
        WITH RECURSIVE ranges (first, past) AS (VALUES {", ".join(["(%s, %s)"] * len(ranges))}),
        known (word, past) AS (
            SELECT (SELECT min(word) FROM {TABLE} WHERE word >= first), past FROM ranges
            UNION ALL
            SELECT (SELECT min(next.word) FROM {TABLE} AS next WHERE next.word > known.word), past
            FROM known WHERE known.word < past
        )
        SELECT word, (SELECT count(*) FROM
            (SELECT 1 FROM {TABLE} AS one WHERE one.word = known.word LIMIT {MOST_READ + 1}) AS few)
        FROM known WHERE word < past AND length(word) BETWEEN %s AND %s
    """  # noqa: S608
    shortest, longest = min(len(root(word)) for word in typed) - 2, max(map(len, typed)) + LETTERS_TO_GO
    values = [*(value for one in ranges for value in one), shortest, longest]
    return _counted(sql, values)


def _counted(sql: str, values: list) -> dict[str, int]:
    with connections[router.db_for_read(QuestionWord)].cursor() as cursor:
        cursor.execute(sql, values)
        return dict(cursor.fetchall())


def _weights_by_question(
    counts: dict[str, int], words: set[str], among: QuerySet[Question] | None
) -> dict[int, dict[str, int]]:
    """{question: {word: weight}} of the questions that the rarest words lead to. 1 query."""
    rarest, read = [], 0
    for word in sorted(words, key=lambda word: (counts[word], word)):
        if rarest and read + counts[word] > MOST_READ:
            break
        rarest.append(word)
        read += counts[word]
    leads = QuestionWord.objects.filter(word__in=rarest).order_by("-weight", "-question").values("question")
    if among is not None:
        leads = leads.filter(question__in=among)
    rows = QuestionWord.objects.filter(word__in=words, question__in=leads[:MOST_READ]).order_by()
    by_question = defaultdict(dict)
    for pk, word, weight in rows.values_list("question", "word", "weight"):
        by_question[pk][word] = weight
    return by_question


def _worth(way: frozenset[str], worths: dict[str, float]) -> float:
    return sum(worths[word] for word in way) / len(way)


def _score(terms: list[Term], weights: dict[str, int], worths: dict[str, float]) -> tuple[float, float]:
    """How much of what was asked a question has, and how well."""
    has = score = 0.0
    for term in terms:
        ways = [way for way in term.ways if way <= weights.keys()]
        if ways:
            told = max(_worth(way, worths) for way in ways)
            has += told
            score += told * max(sum(weights[w] / (weights[w] + 2) for w in way) / len(way) for way in ways)
    return has, round(score, 6)

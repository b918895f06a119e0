"""What a search may be going to be, from the second letter typed."""

import math

from .. import title_words as words
from . import tables
from .documents import Kind
from .results import Suggestion

SHORTEST = 2
TITLES_READ = 250
# From this length on, which the index of beginnings is made for, titles that hold the word further back are suggested.
WITHIN_TITLES_FROM = 3
# How much more a career is wanted whose own title is meant, beside ten times as many jobs, which count 1.
OWN_TITLE_WHOLE = 3.0
OWN_TITLE_BEGINS = 2.0
OWN_TITLE_HOLDS = 1.5
OTHER_TITLE_WHOLE = 0.3
OTHER_TITLE_BEGINS = -0.5
OTHER_TITLE_HOLDS = -1.5
JOBS_WHERE_UNKNOWN = 10_000
# The jobs of a finer O*NET occupation are those of the whole occupation that it is a part of.
PART_OF_AN_OCCUPATION = -1.0

# {career_id: (how much it is wanted, kind, title)}
Best = dict[int, tuple[float, int, str]]


def suggest(typed: str, *, limit: int = 8) -> list[Suggestion]:
    """Careers with a title that begins with `typed` or holds its words, at most `limit`, the likeliest first.

    Empty below two letters. At most 4 queries.
    """
    pairs = words.content(words.clean_query(typed))
    start = "".join(written for written, _ in pairs)
    if len(start) < SHORTEST:
        return []
    connection = tables.reader()
    best: Best = {}
    _beginning_with(connection, words.singular(start), best)
    if len(pairs[-1][0]) >= WITHIN_TITLES_FROM:
        _holding(connection, pairs, best)
    if not best:
        return []
    sql = (
        "SELECT c.id, c.title, c.onet_code, f.employment FROM careers_career AS c "
        "LEFT JOIN careers_careerfacts AS f ON f.career_id = c.id "
        f"WHERE c.status = 'published' AND c.id IN ({tables.marks(best)})"
    )
    careers = {
        pk: (title, best[pk][0] + _size(code, jobs)) for pk, title, code, jobs in tables.rows(connection, sql, best)
    }
    order = sorted(careers, key=lambda pk: (-careers[pk][1], pk))
    return [
        Suggestion(pk, careers[pk][0], "" if best[pk][1] in (Kind.TITLE, Kind.HIDDEN_TITLE) else best[pk][2])
        for pk in order[:limit]
    ]


def _size(code: str, jobs: int | None) -> float:
    is_part = bool(code) and not code.endswith(".00")
    return math.log10(max(jobs or JOBS_WHERE_UNKNOWN, 1)) + (PART_OF_AN_OCCUPATION if is_part else 0)


def _note(best: Best, pk: int, wanted: float, kind: int, text: str) -> None:
    if pk not in best or wanted > best[pk][0]:
        best[pk] = (wanted, kind, text)


def _beginning_with(connection, start: str, best: Best) -> None:
    """Note careers with a title that begins so; the last word may be cut anywhere. One query."""
    column = "start2" if len(start) == SHORTEST else "start3"
    sql = (
        f"SELECT p.career_id, p.kind, p.text, p.compact FROM {tables.EDITION} AS e JOIN {tables.PASSAGE} AS p "
        f"ON p.edition = e.number AND p.kind <= 3 AND p.{column} = %s AND substr(p.compact, 1, %s) = %s "
        f"WHERE e.state = 'live' ORDER BY p.rank, p.id LIMIT {TITLES_READ}"
    )
    for pk, kind, text, compact in tables.rows(connection, sql, (start[:3], len(start), start)):
        if kind == Kind.TITLE:
            wanted = OWN_TITLE_WHOLE if compact == start else OWN_TITLE_BEGINS
        else:
            wanted = OTHER_TITLE_WHOLE if compact == start else OTHER_TITLE_BEGINS
        _note(best, pk, wanted, kind, text)


def _holding(connection, pairs: list[tuple[str, str]], best: Best) -> None:
    """Note careers with a title that holds the words anywhere, the last one perhaps not typed to its end. 2 queries."""
    edition = tables.rows(connection, f"SELECT number FROM {tables.EDITION} WHERE state = 'live'")
    if not edition:
        return
    match = tables.beginning_of_last(connection, [*(word for _, word in pairs[:-1]), words.singular(pairs[-1][0])])
    for pk, kind, _, text in tables.titles_matching(connection, match, edition[0][0], TITLES_READ):
        _note(best, pk, OWN_TITLE_HOLDS if kind == Kind.TITLE else OTHER_TITLE_HOLDS, kind, text)

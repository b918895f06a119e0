"""What a search may be going to be, from the second letter typed."""

from .. import title_words as words
from . import tables
from .documents import Kind
from .results import Suggestion

SHORTEST = 2
TITLES_READ = 40
# From this length on, which the index of beginnings is made for, titles that hold the word further back are suggested.
WITHIN_TITLES_FROM = 3


def suggest(typed: str, *, limit: int = 8) -> list[Suggestion]:
    """Careers with a title that begins with `typed`, at most `limit`: their own titles first, the largest first.

    Empty below two letters. At most 4 queries.
    """
    text = words.clean_query(typed)
    pairs = words.content(text)
    start = "".join(written for written, _ in pairs)
    if len(start) < SHORTEST:
        return []
    connection = tables.reader()
    found = _beginning_with(connection, start)
    if len(found) < limit and len(pairs[-1][0]) >= WITHIN_TITLES_FROM:
        found |= {pk: match for pk, match in _holding(connection, pairs).items() if pk not in found}
    if not found:
        return []
    sql = (
        "SELECT c.id, c.title, f.employment FROM careers_career AS c "
        "LEFT JOIN careers_careerfacts AS f ON f.career_id = c.id "
        f"WHERE c.status = 'published' AND c.id IN ({tables.marks(found)})"
    )
    careers = {pk: (title, jobs or 0) for pk, title, jobs in tables.rows(connection, sql, found)}
    order = sorted(careers, key=lambda pk: (found[pk][0] != Kind.TITLE, found[pk][0], -careers[pk][1], pk))
    return [
        Suggestion(pk, careers[pk][0], "" if found[pk][0] in (Kind.TITLE, Kind.HIDDEN_TITLE) else found[pk][1])
        for pk in order[:limit]
    ]


def _beginning_with(connection, start: str) -> dict[int, tuple[int, str]]:
    """{career_id: (kind, title)}, of each career the best title. One query."""
    column = "start2" if len(start) == SHORTEST else "start3"
    sql = (
        f"SELECT p.career_id, p.kind, p.text FROM {tables.EDITION} AS e JOIN {tables.PASSAGE} AS p "
        f"ON p.edition = e.number AND p.kind <= 3 AND p.{column} = %s AND substr(p.compact, 1, %s) = %s "
        f"WHERE e.state = 'live' ORDER BY p.rank, p.id LIMIT {TITLES_READ}"
    )
    # The last word may be cut anywhere, and titles are indexed in the singular.
    short = words.singular(start)
    best: dict[int, tuple[int, str]] = {}
    for pk, kind, text in tables.rows(connection, sql, (short[: 2 if column == "start2" else 3], len(short), short)):
        best.setdefault(pk, (kind, text))
    return best


def _holding(connection, pairs: list[tuple[str, str]]) -> dict[int, tuple[int, str]]:
    """The same of titles that hold the words anywhere, the last one perhaps not typed to its end. One query."""
    edition = tables.rows(connection, f"SELECT number FROM {tables.EDITION} WHERE state = 'live'")
    if not edition:
        return {}
    match = tables.beginning_of_last(connection, [*(word for _, word in pairs[:-1]), pairs[-1][0]])
    best: dict[int, tuple[int, str]] = {}
    for pk, kind, _, text in tables.titles_matching(connection, match, edition[0][0], TITLES_READ):
        best.setdefault(pk, (kind, text))
    return best

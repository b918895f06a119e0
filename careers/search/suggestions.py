"""What a search may be going to be, from the second letter typed."""

from collections import Counter

from . import analysis as words
from . import tables
from .documents import Kind
from .query import search
from .results import Hit, Suggestion
from .sizes import size

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
MORE_TITLES = 0.3
MOST_TITLES_COUNTED = 4
# What the words are a title of as they stand goes before what only begins so.
MEANT_FIRST = 3

# {career_id: (how much it is wanted, kind, title)}
Best = dict[int, tuple[float, int, str]]


def suggest(typed: str, *, limit: int = 8) -> list[Suggestion]:
    """Careers that `typed` is a title of or means, then those with a title that begins so or holds its words.

    At most `limit`, the likeliest first; where none begins so, what a search finds. Empty below two letters. At most
    11 queries, and 16 where no title begins so.
    """
    pairs = words.content(words.clean_query(typed))
    start = "".join(written for written, _ in pairs)
    if len(start) < SHORTEST:
        return []
    best: Best = {}
    _beginning_with(words.singular(start), best)
    if len(pairs[-1][0]) >= WITHIN_TITLES_FROM:
        _holding(pairs, best)
    found = search(typed, limit=limit, forgiving=not best).hits if len(start) > SHORTEST else []
    meant = {hit.career_id: hit for hit in found if hit.is_whole or not best}
    if not best and not meant:
        return []
    sql = (
        "SELECT c.id, c.title, c.onet_code, f.employment FROM careers_career AS c "
        "LEFT JOIN careers_careerfacts AS f ON f.career_id = c.id "
        f"WHERE c.status = 'published' AND c.id IN ({tables.marks([*best, *meant])})"
    )
    careers = {pk: (title, size(code, jobs)) for pk, title, code, jobs in tables.rows(sql, [*best, *meant])}
    begun = sorted((pk for pk in best if pk in careers), key=lambda pk: (-best[pk][0] - careers[pk][1], pk))
    first = [pk for pk in meant if pk in careers][: limit if not best else MEANT_FIRST]
    return [
        Suggestion(pk, careers[pk][0], _matched(best.get(pk), meant.get(pk)))
        for pk in list(dict.fromkeys([*first, *begun]))[:limit]
    ]


def _matched(begun: tuple[float, int, str] | None, meant: Hit | None) -> str:
    """The other title that a career is suggested for, never its own or a hidden one."""
    kind, text = begun[1:] if begun else (meant.kind, meant.matched)
    return text if kind in (Kind.OTHER_TITLE, Kind.RELEASED_TITLE) else ""


def _note(best: Best, pk: int, wanted: float, kind: int, text: str) -> None:
    if pk not in best or wanted > best[pk][0]:
        best[pk] = (wanted, kind, text)


def _note_more(best: Best, begun: Counter) -> None:
    """The more of its titles begin so, the likelier it is that the career is meant."""
    for pk, titles in begun.items():
        wanted, kind, text = best[pk]
        best[pk] = (wanted + MORE_TITLES * min(titles - 1, MOST_TITLES_COUNTED), kind, text)


def _beginning_with(start: str, best: Best) -> None:
    """Note careers with a title that begins so; the last word may be cut anywhere. One query."""
    column = "start2" if len(start) == SHORTEST else "start3"
    sql = (
        f"SELECT p.career_id, p.kind, p.text, p.compact FROM {tables.EDITION} AS e JOIN {tables.PASSAGE} AS p "
        f"ON p.edition = e.number AND p.kind <= 3 AND p.{column} = %s AND substr(p.compact, 1, %s) = %s "
        f"WHERE e.state = 'live' ORDER BY p.rank, p.id LIMIT {TITLES_READ}"
    )
    begun: Counter = Counter()
    for pk, kind, text, compact in tables.rows(sql, (start[:3], len(start), start)):
        if kind == Kind.TITLE:
            wanted = OWN_TITLE_WHOLE if compact == start else OWN_TITLE_BEGINS
        else:
            wanted = OTHER_TITLE_WHOLE if compact == start else OTHER_TITLE_BEGINS
        _note(best, pk, wanted, kind, text)
        begun[pk] += 1
    _note_more(best, begun)


def _holding(pairs: list[tuple[str, str]], best: Best) -> None:
    """Note careers with a title that holds the words anywhere, the last one perhaps not typed to its end. 2 queries."""
    edition = tables.live_edition()
    if edition is None:
        return
    match = tables.beginning_of_last([*(word for _, word in pairs[:-1]), words.singular(pairs[-1][0])])
    for pk, kind, _, text in tables.titles_matching(match, edition, TITLES_READ):
        _note(best, pk, OWN_TITLE_HOLDS if kind == Kind.TITLE else OTHER_TITLE_HOLDS, kind, text)

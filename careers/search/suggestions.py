"""What a search may be going to be, from the second letter typed."""

import math
from dataclasses import dataclass

from ..models import Career
from ..models.occupation import shares_soc_code
from . import analysis, tables
from .analysis import Word
from .documents import Kind
from .query import search
from .results import Hit, Suggestion
from .sizes import size

SHORTEST = 2
TITLES_READ = 250
# From this length on, which the index of beginnings is made for, titles that hold the word further back are suggested.
WITHIN_TITLES_FROM = 3
# How much more a career is wanted, where ten times as many jobs count 1: for its own title; for a title that is typed
# to its end, or that holds the words further back; where twice as many of its titles do.
OWN_TITLE = 2.25
WHOLE = 1.0
FURTHER_BACK = -0.1
MORE_TITLES = 0.2
# What the words are a title of as they stand goes before what only begins so.
MEANT_FIRST = 3


@dataclass(slots=True)
class Begun:
    """A title that begins as somebody types, or that holds it, and how much its career is wanted for it."""

    wanted: float
    kind: int
    text: str
    # How many titles of the career do.
    titles: int = 1

    @property
    def wanted_by_all(self) -> float:
        """The more of its titles begin so, the likelier it is that the career is meant."""
        return self.wanted + MORE_TITLES * math.log2(self.titles)


# By career.
Best = dict[int, Begun]


def suggest(typed: str, *, limit: int = 8) -> list[Suggestion]:
    """Careers that `typed` is a title of or means, then those with a title that begins so or holds its words.

    At most `limit`, the likeliest first; where none begins so, what a search finds. Empty below two letters. At most
    11 queries, and about 20 where no title begins so.
    """
    words = analysis.content(analysis.clean_query(typed))
    start = "".join(word.written for word in words)
    if len(start) < SHORTEST:
        return []
    best: Best = {}
    _note_beginning_with(analysis.singular(start), best)
    if len(words[-1].written) >= WITHIN_TITLES_FROM:
        _note_holding(words, best)
    found = search(typed, limit=limit, forgiving=not best).hits if len(start) > SHORTEST else []
    meant = {hit.career_id: hit for hit in found if hit.is_whole or not best}
    if not best and not meant:
        return []
    careers = Career.objects.published().filter(pk__in=[*best, *meant]).order_by()
    titles, wanted = {}, {}
    columns = ("pk", "title", "onet_code", "figures_are_wider", "listing__employment")
    for pk, title, code, is_wider, jobs in careers.values_list(*columns):
        titles[pk] = title
        is_part = is_wider or shares_soc_code(code)
        wanted[pk] = size(jobs, is_part=is_part) + (best[pk].wanted_by_all if pk in best else 0)
    begun = sorted((pk for pk in best if pk in titles), key=lambda pk: (-wanted[pk], pk))
    first = [pk for pk in meant if pk in titles][: limit if not best else MEANT_FIRST]
    return [
        Suggestion(pk, titles[pk], _matched(best.get(pk) or meant[pk]))
        for pk in list(dict.fromkeys([*first, *begun]))[:limit]
    ]


def _matched(found: Begun | Hit) -> str:
    """The other title that a career is suggested for, never its own or a hidden one."""
    text = found.text if isinstance(found, Begun) else found.matched
    return text if found.kind in (Kind.OTHER_TITLE, Kind.RELEASED_TITLE) else ""


def _note(best: Best, career_id: int, kind: int, text: str, place: float) -> None:
    wanted = place + (OWN_TITLE if kind == Kind.TITLE else 0)
    known = best.get(career_id)
    if known is None:
        best[career_id] = Begun(wanted, kind, text)
    elif wanted > known.wanted:
        best[career_id] = Begun(wanted, kind, text, known.titles + 1)
    else:
        known.titles += 1


def _note_beginning_with(start: str, best: Best) -> None:
    """Note careers with a title that begins so; the last word may be cut anywhere. One query."""
    column = "start2" if len(start) == SHORTEST else "start3"
    sql = (
        f"SELECT p.career_id, p.kind, p.text, p.compact FROM {tables.EDITION} AS e JOIN {tables.PASSAGE} AS p "
        f"ON p.edition = e.number AND p.kind <= 3 AND p.{column} = %s AND substr(p.compact, 1, %s) = %s "
        f"WHERE e.state = 'live' ORDER BY p.rank, p.id LIMIT {TITLES_READ}"
    )
    for pk, kind, text, compact in tables.rows(sql, (start[:3], len(start), start)):
        _note(best, pk, kind, text, WHOLE if compact == start else 0)


def _note_holding(words: list[Word], best: Best) -> None:
    """Note careers with a title that holds the words anywhere, the last one perhaps not typed to its end. 3 queries."""
    edition = tables.live_edition()
    if edition is None:
        return
    *before, last = words
    match = tables.beginning_of_last([*(word.indexed for word in before), analysis.singular(last.written)])
    # Careers' own titles are long, and of titles the shortest are read.
    own = tables.own_titles_matching(match, edition, TITLES_READ)
    for title in (*own, *tables.titles_matching(match, edition, TITLES_READ)):
        _note(best, title.career_id, title.kind, title.text, FURTHER_BACK)

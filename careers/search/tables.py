"""The SQL that differs between SQLite and PostgreSQL, and how rows get in and out quickly."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from ..models import SearchPassage
from .documents import PLACES_OF_TITLES

PASSAGE = "careers_searchpassage"
WORD = "careers_searchword"
WEIGHT = "careers_searchweight"
SPELLING = "careers_searchspelling"
EDITION = "careers_searchedition"
INDEXED = "careers_indexedcareer"

ROWS_OF_A_STATEMENT = 500

# A passage's id, from the left: edition, place, career, number. Read in order of id, the best come first.
EDITION_BITS = 62
PLACE_BITS = 50
CAREER_BITS = 14
PLACES = 1 << (EDITION_BITS - PLACE_BITS)


# Not frozen: a search makes hundreds, and a frozen one takes four times as long to make.
@dataclass(slots=True)
class Match:
    """A passage that has words of a query; `words` as the index has them, `text` as it is shown."""

    career_id: int
    kind: int
    words: str
    text: str


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A word of the index: the form to show, and in the titles, and in any text, of how many careers it stands."""

    word: str
    form: str
    titles: int
    careers: int


def passage_id(edition: int, place: int, career_id: int, number: int) -> int:
    return edition << EDITION_BITS | place << PLACE_BITS | career_id << CAREER_BITS | number


def places(edition: int, first: int, end: int) -> tuple[int, int]:
    """The lowest and highest id of an edition's passages with places from `first` to before `end`."""
    return passage_id(edition, first, 0, 0), passage_id(edition, end, 0, 0) - 1


def reader() -> BaseDatabaseWrapper:
    """The connection that searches read from: a replica where the site has one."""
    return connections[router.db_for_read(SearchPassage)]


def writer() -> BaseDatabaseWrapper:
    return connections[router.db_for_write(SearchPassage)]


def rows(sql: str, values: Iterable = ()) -> list[tuple]:
    with reader().cursor() as cursor:
        cursor.execute(sql, tuple(values))
        return cursor.fetchall()


def live_edition() -> int | None:
    """The number of the edition that searches read; None where nothing was ever indexed. One query."""
    live = rows(f"SELECT number FROM {EDITION} WHERE state = 'live'")
    return live[0][0] if live else None


def marks(values: Iterable) -> str:
    return ", ".join(["%s"] * len(values))


def insert(table: str, columns: str, values: list[tuple], on_conflict: str = "") -> None:
    """Add rows in bulk; `on_conflict` is what SQL says of those that are there."""
    if not values:
        return
    with writer().cursor() as cursor:
        if writer().vendor != "postgresql":
            row = f"({marks(values[0])})"
            # The full text index writes out what it has gathered after each statement: many rows in one take a third.
            for start in range(0, len(values), ROWS_OF_A_STATEMENT):
                some = values[start : start + ROWS_OF_A_STATEMENT]
                sql = f"INSERT INTO {table} ({columns}) VALUES {', '.join([row] * len(some))} {on_conflict}"
                cursor.execute(sql, [value for values_of_row in some for value in values_of_row])
        elif on_conflict:
            named = [dict(zip(columns.split(", "), row, strict=True)) for row in values]
            sql = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s)"
            cursor.execute(f"{sql} {on_conflict}", [json.dumps(named)])
        else:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)


# Every word is quoted, so that nothing that anybody types is an operator.
def all_words(words: Iterable[str]) -> str:
    if _is_sqlite():
        return " AND ".join('"' + word.replace('"', '""') + '"' for word in words)
    return " & ".join("'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in words)


def any_of(groups: Iterable[Iterable[str]]) -> str:
    """A match of all words of any of the groups."""
    return (" OR " if _is_sqlite() else " | ").join(f"({all_words(group)})" for group in groups)


def beginning_of_last(words: list[str]) -> str:
    """All of `words`, the last of which may go on."""
    return all_words(words) + ("*" if _is_sqlite() else ":*")


def _is_sqlite() -> bool:
    return reader().vendor == "sqlite"


def titles_matching(match: str, edition: int, limit: int) -> list[Match]:
    """The titles of a full text match, the shortest first."""
    return _matching(match, "p.kind <= 3", places(edition, 0, PLACES_OF_TITLES), limit)


def own_titles_matching(match: str, edition: int, limit: int) -> list[Match]:
    """The same of careers' own titles alone, which their places tell."""
    return _matching(match, "p.kind <= 3", places(edition, 0, PLACES_OF_TITLES), limit, only_own=True)


def texts_matching(match: str, edition: int, limit: int) -> list[Match]:
    """Credentials, technology, summaries and tasks, in this order."""
    return _matching(match, "p.kind > 3", places(edition, PLACES_OF_TITLES, PLACES), limit)


def _matching(match: str, kinds: str, ids: tuple[int, int], limit: int, *, only_own: bool = False) -> list[Match]:
    columns = "p.career_id, p.kind, p.words, p.text"
    number = "rowid" if _is_sqlite() else "p.id"
    # There are four kinds of titles to each place, the own one first.
    own = f" AND ({number} >> {PLACE_BITS}) %% 4 = 0" if only_own else ""
    if _is_sqlite():
        sql = (
            f"SELECT {columns} FROM (SELECT rowid AS id FROM careers_searchpassage_fts "
            f"WHERE careers_searchpassage_fts MATCH %s AND rowid BETWEEN %s AND %s{own} ORDER BY rowid LIMIT %s) "
            f"AS found CROSS JOIN {PASSAGE} AS p ON p.id = found.id ORDER BY p.id"
        )
    else:
        # `kinds` is written out as the indexes have it: titles have one of their own.
        sql = (
            f"SELECT {columns} FROM {PASSAGE} AS p "
            f"WHERE p.vector @@ %s::tsquery AND {kinds} AND p.id BETWEEN %s AND %s{own} ORDER BY p.id LIMIT %s"
        )
    return [Match(*row) for row in rows(sql, (match, *ids, limit))]


def similar_words(edition: int, word: str, limit: int) -> list[KnownWord]:
    """Words that share many pieces with `word`, the likest first, without the names of rare tools."""
    if _is_sqlite():
        pieces = {word[at : at + 4] for at in range(len(word) - 3)}
        sql = (
            "SELECT w.word, w.form, w.titles, w.careers FROM careers_searchword_fts AS f "
            f"CROSS JOIN {WORD} AS w ON w.id = f.rowid "
            "WHERE careers_searchword_fts MATCH %s AND w.edition = %s AND (w.titles > 0 OR w.careers > 2) "
            "ORDER BY f.rank LIMIT %s"
        )
        values = (any_of([piece] for piece in sorted(pieces)), edition, limit)
    else:
        sql = (
            f"SELECT word, form, titles, careers FROM {WORD} "
            "WHERE word %% %s AND edition = %s AND (titles > 0 OR careers > 2) "
            "ORDER BY similarity(word, %s) DESC, word LIMIT %s"
        )
        values = (word, edition, word, limit)
    return [KnownWord(*row) for row in rows(sql, values)]

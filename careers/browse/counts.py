"""Which careers fit criteria, in which order, and how many fit each of many, for the numbers beside filters.

Written as SQL: Django takes ten times as long to write the same as the database to answer it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from ..models import Career, CareerListing
from ..models.written_once import WrittenOnce, marks

LOOKUPS = {"exact": "=", "gte": ">=", "gt": ">", "lt": "<", "contains": "LIKE"}
CAREER, LISTING = Career._meta.db_table, CareerListing._meta.db_table
_PUBLIC = WrittenOnce(Career, lambda: Career.objects.published().order_by().values_list("pk", "listing__growth"))
BY_TITLE = f"lower({CAREER}.title), {CAREER}.id"
IS_WHOLE = f"(substr(coalesce({CAREER}.onet_code, ''), 8) IN ('', '.00') AND NOT {CAREER}.figures_are_wider)"
ORDERS = {
    # A part of an occupation, which has the figures of the whole, goes after that.
    "jobs": f"{LISTING}.employment DESC NULLS LAST, {IS_WHOLE} DESC, {BY_TITLE}",
    "title": BY_TITLE,
    "pay": f"{LISTING}.annual_median DESC NULLS LAST, {BY_TITLE}",
    "growth": f"{LISTING}.growth DESC NULLS LAST, {BY_TITLE}",
    "openings": f"{LISTING}.openings DESC NULLS LAST, {BY_TITLE}",
}


@dataclass(frozen=True)
class Criterion:
    """What a career must fit: its listing's `column` beside `operand`, as one of LOOKUPS compares them."""

    column: str
    lookup: str
    operand: object

    @property
    def sql(self) -> str:
        column = f"{CAREER}.field_id" if self.column == "field" else f"{LISTING}.{self.column}"
        return f"{column} {LOOKUPS[self.lookup]} %s"

    @property
    def parameter(self) -> object:
        return f"%{self.operand}%" if self.lookup == "contains" else self.operand


# A career must fit at least one criterion of each group.
Groups = Sequence[Sequence[Criterion]]


class Counts:
    """Numbers of careers that fit criteria, all found by one query."""

    def __init__(self, found: Sequence[int] | None) -> None:
        self.found = found
        self._columns: list[str] = []
        self._values: list[object] = []

    def add(self, groups: Groups) -> None:
        self._values += _values(groups)
        fitting = _all_of(groups)
        self._columns.append(f"count(*) FILTER (WHERE {fitting})" if fitting else "count(*)")

    def read(self) -> list[int]:
        """In the order in which they were added. 1 query."""
        among, values = _among(self.found)
        [row] = _rows(f"SELECT {', '.join(self._columns)} {among}", [*self._values, *values])
        return list(row)


@dataclass(frozen=True)
class Fitting:
    """SQL of the ids of careers that fit all of some groups, of a page or of all; `order` is how they are to stand."""

    sql: str
    values: Sequence
    order: str

    @property
    def ids(self) -> list[int]:
        """1 query."""
        return [pk for (pk,) in _rows(self.sql, self.values)]

    @property
    def ids_in_order(self) -> list[int]:
        """Of all, not of a page. 1 query."""
        return [pk for (pk,) in _rows(f"{self.sql} ORDER BY {self.order}", self.values)]


@dataclass(frozen=True)
class NearlyFitting:
    """The id of a career, with how many groups it fits."""

    pk: int
    groups: int


def fitting(
    found: Sequence[int] | None, groups: Groups, order: str = "title", *, first: int = 0, most: int | None = None
) -> Fitting:
    """The careers that fit all `groups`, in one of ORDERS; `most` of them after `first`."""
    among, values = _among(found)
    sql = " AND ".join(filter(None, [f"SELECT {CAREER}.id {among}", _all_of(groups)]))
    if most is not None:
        sql += f" ORDER BY {ORDERS[order]} LIMIT {int(most)} OFFSET {int(first)}"
    return Fitting(sql, [*values, *_values(groups)], ORDERS[order])


def nearly_fitting(found: Sequence[int] | None, groups: Groups, order: str = "") -> list[NearlyFitting]:
    """The careers that fit some of `groups`, those that fit the most first. 1 query."""
    among, values = _among(found)
    fits = " + ".join(f"CASE WHEN {_any_of(group)} THEN 1 ELSE 0 END" for group in groups)
    sql = f"SELECT {CAREER}.id, {fits} AS fits {among} AND ({' OR '.join(map(_any_of, groups))})"
    ordered = f" ORDER BY fits DESC, {ORDERS[order]}" if order else ""
    rows = _rows(sql + ordered, [*_values(groups), *values, *_values(groups)])
    return [NearlyFitting(pk, groups_fitted) for pk, groups_fitted in rows]


def _among(found: Sequence[int] | None) -> tuple[str, list]:
    among, ids = "", list(found or ())
    if found is not None:
        among = f" AND {CAREER}.id IN ({marks(ids)})" if ids else " AND 1 = 0"
    public, values = _PUBLIC.sql()
    _, _, joined = public.partition(" FROM ")
    return f"FROM {joined}{among}", [*values, *ids]


def _all_of(groups: Groups) -> str:
    return " AND ".join(map(_any_of, groups))


def _any_of(group: Sequence[Criterion]) -> str:
    return f"({' OR '.join(one.sql for one in group)})"


def _values(groups: Groups) -> list[object]:
    return [one.parameter for group in groups for one in group]


def _rows(sql: str, values: Iterable[object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()

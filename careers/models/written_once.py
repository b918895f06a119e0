"""Queries whose SQL is written once: Django takes longer to write most of them than the database to answer them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.sql import Query


class WrittenOnce:
    """The rows of a `values_list` of `model`, as the database has them: SQLite knows no decimals and no days.

    `make` gives what is asked for, once in a process. Where it has a condition and no order, more SQL can follow.
    """

    def __init__(self, model: type[Model], make: Callable[[], QuerySet]) -> None:
        self._model = model
        self._make = make
        self._written: dict[str, tuple[str, tuple]] = {}

    def sql(self) -> tuple[str, tuple]:
        """With its values."""
        connection = self._connection()
        if connection.vendor not in self._written:
            self._written[connection.vendor] = self._make().query.get_compiler(connection.alias).as_sql()
        return self._written[connection.vendor]

    def rows(self, more: str = "", values: Sequence = (), first_values: Sequence = ()) -> list[tuple]:
        """1 query. `values` are those of `more`; `first_values` take the place of the first that `make` was given."""
        sql, made_with = self.sql()
        with self._connection().cursor() as cursor:
            cursor.execute(sql + more, (*first_values, *made_with[len(first_values) :], *values))
            return cursor.fetchall()

    def _connection(self) -> BaseDatabaseWrapper:
        return connections[router.db_for_read(self._model)]


def rows_of(model: type[Model], **wanted: Collection) -> Iterable[Model]:
    """The rows that have one of the `wanted` values in each of those fields, in no order. 1 query, none without values.

    What `filter` finds, by SQL that is too plain to need Django for writing it.
    """
    if not all(wanted.values()):
        return ()
    conditions = [f"{model._meta.get_field(name).column} IN ({marks(values)})" for name, values in wanted.items()]
    return rows_where(model, " AND ".join(conditions), [value for values in wanted.values() for value in values])


@dataclass(frozen=True)
class Columns:
    """How all of a model's columns are read, on one kind of database."""

    sql: str
    names: list[str]
    converters: dict


@cache
def _columns_of(model: type[Model], database: str) -> Columns:
    fields = model._meta.concrete_fields
    connection = connections[database]
    converters = Query(model).get_compiler(database).get_converters([field.cached_col for field in fields])
    sql = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    return Columns(sql, [field.attname for field in fields], converters)


def rows_where(model: type[Model], condition: str, values: Sequence) -> Iterable[Model]:
    """The rows that an SQL `condition` holds of, in no order. 1 query."""
    database = router.db_for_read(model)
    columns = _columns_of(model, database)
    with connections[database].cursor() as cursor:
        cursor.execute(f"SELECT {columns.sql} FROM {model._meta.db_table} WHERE {condition}", values)  # noqa: S608
        rows = Query(model).get_compiler(database).apply_converters(cursor.fetchall(), columns.converters)
        return [made_of(model, columns.names, row) for row in rows]


def made_of(model: type[Model], names: Iterable[str], values: Iterable) -> Model:
    """A stored row as an object, which takes its constructor five times as long: that looks at every field."""
    made = model.__new__(model)
    made._state = ModelState()
    made._state.adding = False
    made.__dict__.update(zip(names, values, strict=True))
    return made


def marks(values: Collection) -> str:
    return ", ".join(["%s"] * len(values))

"""Rows written in bulk for which others wait: `bulk_create` takes several times as long over its SQL."""

from collections.abc import Iterable, Mapping

from django.db import connections, models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# To ask their fields takes most of the time.
STORED_AS_THEY_ARE = (str, int, bool, type(None))


def insert(rows: Iterable[models.Model], *, update: Iterable[str] = ()) -> None:
    """Store `rows` of one model; with `update`, those whose primary key is there already get these columns.

    Rows without a primary key get one from the database, and are not told. No signal follows.
    """
    rows = list(rows)
    if not rows:
        return
    fields = [field for field in rows[0]._meta.concrete_fields if not (field.primary_key and rows[0].pk is None)]
    _insert(type(rows[0]), fields, ([field.pre_save(row, True) for field in fields] for row in rows), update=update)


def insert_columns(model: type[models.Model], rows: Iterable[Mapping[str, object]]) -> None:
    """Store rows that are given by their columns, all by the same, and get their primary keys from the database."""
    rows = list(rows)
    if rows:
        fields = _fields(model, rows[0])
        _insert(model, fields, ([row[field.attname] for field in fields] for row in rows))


def update(model: type[models.Model], rows: Mapping[object, Mapping[str, object]]) -> None:
    """Give the stored rows with these primary keys these columns, all the same ones. No signal follows."""
    if not rows:
        return
    key, fields = model._meta.pk, _fields(model, next(iter(rows.values())))
    quote = connections[router.db_for_write(model)].ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {quote(key.column)} = %s"  # noqa: S608
    values = ([*(row[field.attname] for field in fields), primary_key] for primary_key, row in rows.items())
    _execute(model, sql, [*fields, key], values)


def _fields(model: type[models.Model], names: Iterable[str]) -> list[models.Field]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    return [by_name[name] for name in names]


def _insert(
    model: type[models.Model], fields: list[models.Field], rows: Iterable[list], *, update: Iterable[str] = ()
) -> None:
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(field.column) for field in fields)
    changed = [quote(model._meta.get_field(name).column) for name in update]
    new = ", ".join(f"{column} = excluded.{column}" for column in changed)
    on_conflict = f"ON CONFLICT ({quote(model._meta.pk.column)}) DO UPDATE SET {new}" if changed else ""
    if connection.vendor == "postgresql":
        # Without lengths: what is too long is to be refused, and a type with a length would cut it.
        types = [field.db_type(connection).partition("(")[0] for field in fields]
        lists = ", ".join(f"%s::{name}[]" for name in types)
        sql = f"INSERT INTO {table} ({columns}) SELECT * FROM UNNEST({lists}) {on_conflict}"  # noqa: S608
        values = [list(column) for column in zip(*_values(connection, fields, rows), strict=True)]
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(sql, values)
    else:
        sql = f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))}) {on_conflict}"  # noqa: S608
        _execute(model, sql, fields, rows)


def _execute(model: type[models.Model], sql: str, fields: list[models.Field], rows: Iterable[list]) -> None:
    connection = connections[router.db_for_write(model)]
    values = _values(connection, fields, rows)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.executemany(sql, values)


def _values(connection: BaseDatabaseWrapper, fields: list[models.Field], rows: Iterable[list]) -> list[list]:
    """As the database takes them; they are made before others have to wait."""
    return [[_stored(field, value, connection) for field, value in zip(fields, row, strict=True)] for row in rows]


def _stored(field: models.Field, value: object, connection: BaseDatabaseWrapper) -> object:
    if type(value) in STORED_AS_THEY_ARE and not isinstance(field, models.JSONField):
        return value
    return field.get_db_prep_save(value, connection)

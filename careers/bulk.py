"""Rows written in bulk for which others wait: `bulk_create` takes several times as long over its SQL."""

from collections.abc import Iterable

from django.db import connections, models, router
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
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key and rows[0].pk is None)]
    columns = ", ".join(quote(field.column) for field in fields)
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
    if changed := [quote(model._meta.get_field(name).column) for name in update]:
        new = ", ".join(f"{column} = excluded.{column}" for column in changed)
        sql += f" ON CONFLICT ({quote(model._meta.pk.column)}) DO UPDATE SET {new}"
    values = [[_stored(field, row, connection) for field in fields] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def _stored(field: models.Field, row: models.Model, connection: BaseDatabaseWrapper) -> object:
    value = field.pre_save(row, True)
    if type(value) in STORED_AS_THEY_ARE and not isinstance(field, models.JSONField):
        return value
    return field.get_db_prep_save(value, connection)

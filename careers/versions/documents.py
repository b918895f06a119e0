"""An object with its lists as plain values, always written the same way, and back."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from functools import cache
from operator import itemgetter
from typing import Any

from django.db import models, router
from django.db.models.functions import Cast, JSONObject
from django.utils.dateparse import parse_datetime

from ..models import Version
from .records import Record, Rows

# Objects that are read at once.
BATCH = 500


class UnreadableVersion(Exception):
    """A stored document that does not fit its record: something of it would be lost if it were used."""


def document_of(record: Record, pk: object) -> dict | None:
    """The object as it is stored now, by one query; None where there is none."""
    return documents_of(record, [pk]).get(pk)


def documents_of(record: Record, pks: Iterable[int]) -> dict[int, dict]:
    pks = list(pks)
    found: dict[int, dict] = {}
    for start in range(0, len(pks), BATCH):
        found |= _read(record, pks[start : start + BATCH])
    return found


def _read(record: Record, pks: list[int]) -> dict[int, dict]:
    """All of it by one query, so that it is of one moment."""
    fields = _columns(record.row, record.fields)
    parts = [_part("", record.row._base_manager.filter(pk__in=pks), "pk", fields)]
    for name in record.links:
        link = record.row._meta.get_field(name)
        of, to = link.m2m_field_name(), link.m2m_reverse_field_name()
        linked = link.remote_field.through._base_manager.filter(**{f"{of}__in": pks})
        parts.append(_part(name, linked, f"{of}_id", {"id": f"{to}_id"}))
    for rows in record.lists:
        row, parent = record.row_of(rows), record.parent_of(rows)
        columns = {"id": row._meta.pk.attname, **_columns(row, rows.fields)}
        parts.append(_part(rows.name, row._base_manager.filter(**{f"{parent}__in": pks}), f"{parent}_id", columns))
    found: dict[str, dict[int, list[dict]]] = defaultdict(lambda: defaultdict(list))
    stored = list(parts[0].union(*parts[1:], all=True))
    # Read as one text: row by row it takes three times as long.
    for (name, pk, _), values in zip(stored, json.loads(f"[{','.join(text for _, _, text in stored)}]"), strict=True):
        found[name][pk].append(values)
    return {pk: _document(record, found, pk, values) for pk, [values] in found[""].items()}


def _columns(model: type[models.Model], names: Iterable[str]) -> dict[str, str]:
    return {name: model._meta.get_field(name).attname for name in names}


def _part(name: str, rows: models.QuerySet, parent: str, columns: dict[str, str]) -> models.QuerySet:
    as_stored = Cast(JSONObject(**columns), models.TextField())
    of_all = {"in_list": models.Value(name), "of_object": models.F(parent), "as_stored": as_stored}
    return rows.order_by().annotate(**of_all).values_list(*of_all)


def _document(record: Record, found: dict[str, dict[int, list[dict]]], pk: int, fields: dict) -> dict:
    document = {"fields": _read_values(record.row, fields), "links": {}, "lists": {}}
    for name in record.links:
        document["links"][name] = sorted(link["id"] for link in found[name][pk])
    for rows in record.lists:
        row = record.row_of(rows)
        names = ["id" if name == "pk" else name for name in row._meta.ordering]
        listed = found[rows.name][pk]
        if _written_otherwise(row):
            listed = [_read_values(row, values) for values in listed]
        document["lists"][rows.name] = sorted(listed, key=itemgetter(*names))
    return document


@cache
def _written_otherwise(model: type[models.Model]) -> dict[str, models.Field]:
    """Fields that the databases write into JSON each in its own way."""
    fields = model._meta.concrete_fields
    return {field.name: field for field in fields if isinstance(field, models.BooleanField | models.DateTimeField)}


def _read_values(model: type[models.Model], values: dict) -> dict:
    for name, field in _written_otherwise(model).items():
        value = values.get(name)
        if value is not None:
            values[name] = bool(value) if isinstance(field, models.BooleanField) else _moment(value)
    return values


def _moment(value: str) -> str:
    moment = parse_datetime(value)
    return _plain(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def fields_of(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(row._meta.get_field(name).value_from_object(row)) for name in names}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def written(document: dict) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(document: dict | None) -> str:
    return hashlib.sha256(written(document).encode()).hexdigest() if document else ""


def read(record: Record, version: Version) -> dict:
    """The version's document in the present form; UnreadableVersion where something of it has no place there."""
    document = json.loads(version.document)
    for form in range(version.form, record.form):
        if form not in record.steps:
            raise UnreadableVersion(f"{version} is of form {form}, and no step leads from it to form {form + 1}.")
        document = record.steps[form](document)
    if wrong := _wrong_names(record, document):
        raise UnreadableVersion(f"{version} has other fields than a {record.row._meta.verbose_name} now: {wrong}.")
    return document


def _wrong_names(record: Record, document: dict) -> str:
    wrong = set(document["fields"].keys() ^ set(record.fields))
    wrong |= document["links"].keys() ^ set(record.links)
    wrong |= document["lists"].keys() ^ {rows.name for rows in record.lists}
    for rows in record.lists:
        for row in document["lists"].get(rows.name, ()):
            wrong |= {f"{rows.name}.{name}" for name in row.keys() ^ {"id", *rows.fields}}
    return ", ".join(sorted(wrong))


def object_of(record: Record, pk: int, document: dict, *, lists: Collection[str] | None = None) -> models.Model:
    """The object, in memory, as the document has it.

    `rows_opened` are its `lists`, or all of them; `links_opened` are its links.
    """
    row = record.row(pk=pk)
    set_values(row, document["fields"])
    row._state.adding = False
    wanted = [rows for rows in record.lists if lists is None or rows.name in lists]
    row.rows_opened = {rows.name: rows_of(record, rows, row, document) for rows in wanted}
    row.links_opened = document["links"]
    return row


def rows_of(record: Record, rows: Rows, parent: models.Model, document: dict) -> list[models.Model]:
    model, name = record.row_of(rows), record.parent_of(rows)
    fields = model._meta.concrete_fields
    columns = [field.attname for field in fields]
    found = []
    for values in document["lists"][rows.name]:
        stored = {**values, model._meta.pk.name: values["id"], name: parent.pk}
        plain = [field.to_python(stored[field.name]) for field in fields]
        row = model.from_db(router.db_for_read(model), columns, plain)
        setattr(row, name, parent)
        found.append(row)
    return found


def set_values(row: models.Model, values: dict) -> None:
    for name, value in values.items():
        field = row._meta.get_field(name)
        setattr(row, field.attname, field.to_python(value))

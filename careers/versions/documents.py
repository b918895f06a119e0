"""An object with its lists as plain values, always written the same way, and back."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.db import models

from ..models import Version
from .records import Record, Rows

# Objects that are read at once.
BATCH = 500


class UnreadableVersion(Exception):
    """A stored document that does not fit its record: something of it would be lost if it were used."""


def document_of(record: Record, pk: object) -> dict | None:
    """The object as it is stored now; None where there is none. A query for itself, and for each of its lists."""
    return documents_of(record, [pk]).get(pk)


def documents_of(record: Record, pks: Iterable[int]) -> dict[int, dict]:
    pks = list(pks)
    found: dict[int, dict] = {}
    for start in range(0, len(pks), BATCH):
        found |= _read(record, pks[start : start + BATCH])
    return found


def _read(record: Record, pks: list[int]) -> dict[int, dict]:
    documents = {
        row.pk: {"fields": fields_of(row, record.fields), "links": {}, "lists": {}}
        for row in record.row._base_manager.filter(pk__in=pks)
    }
    for name in record.links:
        linked = defaultdict(list)
        link = record.row._meta.get_field(name)
        ends = link.m2m_field_name(), link.m2m_reverse_field_name()
        through = link.remote_field.through._base_manager
        for pk, other in through.filter(**{f"{ends[0]}__in": list(documents)}).values_list(*ends):
            linked[pk].append(other)
        for pk, document in documents.items():
            document["links"][name] = sorted(linked[pk])
    for rows in record.lists:
        listed = defaultdict(list)
        parent = record.parent_of(rows)
        stored = record.row_of(rows)._base_manager.filter(**{f"{parent}__in": list(documents)})
        for row in stored.order_by(*record.row_of(rows)._meta.ordering):
            listed[getattr(row, f"{parent}_id")].append(row_values(row, rows))
        for pk, document in documents.items():
            document["lists"][rows.name] = listed[pk]
    return documents


def row_values(row: models.Model, rows: Rows) -> dict:
    return {"id": row.pk, **fields_of(row, rows.fields)}


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


def object_of(record: Record, pk: int, document: dict) -> models.Model:
    """The object, in memory, as the document has it; `rows_opened` are its lists."""
    row = _row(record.row, pk, document["fields"])
    row.rows_opened = {rows.name: rows_of(record, rows, row, document) for rows in record.lists}
    return row


def rows_of(record: Record, rows: Rows, parent: models.Model, document: dict) -> list[models.Model]:
    model, name = record.row_of(rows), record.parent_of(rows)
    found = []
    for values in document["lists"][rows.name]:
        row = _row(model, values["id"], {field: values[field] for field in rows.fields})
        setattr(row, name, parent)
        found.append(row)
    return found


def _row(model: type[models.Model], pk: int, values: dict) -> models.Model:
    row = model(pk=pk)
    set_values(row, values)
    row._state.adding = False
    return row


def set_values(row: models.Model, values: dict) -> None:
    for name, value in values.items():
        field = row._meta.get_field(name)
        setattr(row, field.attname, field.to_python(value))

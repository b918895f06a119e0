"""What goes with a deleted object besides its own lists, and comes back with it: other rows, and links to it."""

import json
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import models

from .documents import fields_of, set_values
from .records import Record


def of(record: Record, pks: Iterable[int]) -> dict[int, str]:
    """As JSON, of each: rows that a cascade deletes, with their links, and which rows elsewhere point to the object."""
    found: dict[int, dict] = {pk: {"rows": {}, "links": {}} for pk in pks}
    for name in record.beside:
        relation = record.row._meta.get_field(name)
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": list(found)})
        for row in rows.order_by("pk"):
            found[getattr(row, relation.field.attname)]["rows"].setdefault(name, []).append(_row(row))
    for relation in _pointing(record):
        field = relation.field.name
        pointing = relation.related_model._base_manager.filter(**{f"{field}__in": list(found)})
        for pk, other in pointing.order_by("pk").values_list(field, "pk"):
            if pk in found:
                found[pk]["links"].setdefault(_name(relation), []).append(other)
    return {pk: json.dumps(beside) if any(beside.values()) else "" for pk, beside in found.items()}


def _row(row: models.Model) -> dict:
    names = [field.name for field in row._meta.concrete_fields if not field.primary_key]
    links = {
        field.name: sorted(getattr(row, field.name).values_list("pk", flat=True)) for field in row._meta.many_to_many
    }
    return {"id": row.pk, "fields": fields_of(row, names), "links": links}


def _pointing(record: Record) -> Iterator[models.ForeignObjectRel]:
    """Relations of rows that stay when the object goes."""
    for relation in record.row._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        many = relation.many_to_many
        kept = relation.one_to_many and getattr(relation, "on_delete", None) is models.SET_NULL
        if many or kept:
            yield relation


def _name(relation: models.ForeignObjectRel) -> str:
    return f"{relation.related_model._meta.label_lower}.{relation.field.name}"


def restore(record: Record, pk: int, text: str) -> None:
    """Where a row that pointed to the object points elsewhere by now, it is left alone."""
    stored = json.loads(text) if text else {"rows": {}, "links": {}}
    for name, rows in stored["rows"].items():
        relation = record.row._meta.get_field(name)
        for values in rows:
            _restore_row(relation.related_model, values)
    relations = {_name(relation): relation for relation in _pointing(record)}
    for name, pks in stored["links"].items():
        if name in relations:
            _point(relations[name], pk, pks)


def _restore_row(model: type[models.Model], values: dict) -> None:
    if model._base_manager.filter(pk=values["id"]).exists():
        return
    row = model(pk=values["id"])
    set_values(row, values["fields"])
    try:
        row.validate_constraints()
    except ValidationError:
        # What only one may have is another's by now.
        return
    row.save(force_insert=True)
    for name, pks in values["links"].items():
        field = row._meta.get_field(name)
        getattr(row, name).set(field.related_model._base_manager.filter(pk__in=pks))


def _point(relation: models.ForeignObjectRel, pk: int, pks: list[int]) -> None:
    name = relation.field.name
    rows = relation.related_model._base_manager.filter(pk__in=pks)
    if relation.many_to_many:
        for row in rows:
            getattr(row, name).add(pk)
    else:
        rows.filter(**{f"{name}__isnull": True}).update(**{relation.field.attname: pk})

"""What goes with a deleted object besides its own lists, and is restored with it: other rows, and links to it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.db import models

from .documents import BATCH, fields_of, set_values
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


def restore(record: Record, texts: Mapping[int, str]) -> None:
    """What went beside each of these objects, as `of` had it.

    Where a row that pointed to an object points elsewhere by now, it is left alone.
    """
    stored = {pk: json.loads(text) for pk, text in texts.items() if text}
    rows = defaultdict(list)
    for one in stored.values():
        for name, listed in one["rows"].items():
            rows[name] += listed
    for name, listed in rows.items():
        _restore_rows(record.row._meta.get_field(name).related_model, listed)
    relations = {_name(relation): relation for relation in _pointing(record)}
    for pk, one in stored.items():
        for name, pks in one["links"].items():
            if name in relations:
                _point(relations[name], pk, pks)


def _restore_rows(model: type[models.Model], listed: list[dict]) -> None:
    """Those that are there already are left alone; what only one may have may be another's by now."""
    rows = [model(pk=values["id"]) for values in listed]
    for row, values in zip(rows, listed, strict=True):
        set_values(row, values["fields"])
    links = {values["id"]: values["links"] for values in listed if any(values["links"].values())}
    there = set(model._base_manager.filter(pk__in=links).values_list("pk", flat=True))
    model._base_manager.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    for row in model._base_manager.filter(pk__in=links.keys() - there):
        for name, pks in links[row.pk].items():
            field = model._meta.get_field(name)
            getattr(row, name).set(field.related_model._base_manager.filter(pk__in=pks))


def _point(relation: models.ForeignObjectRel, pk: int, pks: list[int]) -> None:
    name = relation.field.name
    rows = relation.related_model._base_manager.filter(pk__in=pks)
    if relation.many_to_many:
        for row in rows:
            getattr(row, name).add(pk)
    else:
        rows.filter(**{f"{name}__isnull": True}).update(**{relation.field.attname: pk})

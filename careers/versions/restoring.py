"""Restoring an object: what it was in an earlier version, or all of it where it was deleted."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction

from .. import bulk
from ..models import Version
from . import beside
from .documents import BATCH, UnreadableVersion, object_of, rows_of, set_values
from .records import Record, Rows
from .words import Pointer, Words


class CannotRestore(Exception):
    """Why not, in words; nothing was changed."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Possible:
    """What of a version can be restored; `lost` says what cannot, because rows that it points to are gone."""

    document: dict
    lost: list[str]


def possible(words: Words, document: dict) -> Possible:
    """CannotRestore where the object itself could not be without what is gone."""
    record, lost = words.record, []
    fields = dict(document["fields"])
    for pointer, name in _gone(words, record.row, fields):
        label = f"{words.of_field(name)}: {words.name(pointer)}"
        if not record.row._meta.get_field(name).null:
            raise CannotRestore(f"It cannot be without this. {label}.")
        fields[name] = None
        lost.append(f"{label}. It will be empty.")
    links = {}
    for name in record.links:
        model = record.row._meta.get_field(name).related_model
        links[name] = [pk for pk in document["links"][name] if words.is_there(Pointer(model, pk))]
        if gone := len(document["links"][name]) - len(links[name]):
            lost.append(f"{words.of_field(name)}: {gone} of them {'is' if gone == 1 else 'are'} gone.")
    lists = {rows.name: list(document["lists"][rows.name]) for rows in record.lists}
    for rows in record.lists:
        for row in document["lists"][rows.name]:
            if any(True for _ in _gone(words, record.row_of(rows), row)):
                lists[rows.name].remove(row)
                lost.append(f"{words.of_list(rows)}: {words.row(rows, row)}. The row will be missing.")
    return Possible({"fields": fields, "links": links, "lists": lists}, lost)


def _gone(words: Words, model: type[models.Model], values: Mapping):
    for field in model._meta.concrete_fields:
        if field.is_relation and values.get(field.name) is not None:
            pointer = Pointer(field.related_model, values[field.name])
            if not words.is_there(pointer):
                yield pointer, field.name


def restore(record: Record, version: Version, document: dict) -> models.Model:
    """The object, stored as `document` has it, its lists with the numbers of their rows; all of it or nothing.

    To be called in the record's transaction.
    """
    stored = record.row._base_manager.filter(pk=version.object_id).first()
    row = stored or object_of(record, version.object_id, document)
    set_values(row, document["fields"])
    row._state.adding = stored is None
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        raise CannotRestore(*error.messages) from None
    row.save(force_insert=stored is None)
    for name in record.links:
        getattr(row, name).set(document["links"][name])
    for rows in record.lists:
        _restore_list(record, rows, row, document)
    if stored is None:
        try:
            beside.restore(record, {row.pk: version.beside})
        except FieldDoesNotExist as error:
            raise UnreadableVersion(str(error)) from error
    return row


def put_back(record: Record, stored: Mapping[int, dict | None], wanted: Mapping[int, dict]) -> set[int]:
    """Store at once what `wanted` has of objects that are there and differ in plain fields alone; returns which.

    None where one of them could not be stored so: each is then to be restored by itself.
    """
    fields = {pk: _plain_difference(record, stored[pk], document) for pk, document in wanted.items()}
    fields = {pk: names for pk, names in fields.items() if names}
    rows = record.row._base_manager.in_bulk(list(fields))
    names = set().union(*fields.values())
    if not rows:
        return set()
    saved = [field for name in record.left_out if getattr(field := record.row._meta.get_field(name), "auto_now", False)]
    for pk, row in rows.items():
        set_values(row, {name: wanted[pk]["fields"][name] for name in names})
        for field in saved:
            field.pre_save(row, add=False)
    try:
        with transaction.atomic():
            record.row._base_manager.bulk_update(
                rows.values(), [*names, *(field.name for field in saved)], batch_size=BATCH
            )
    except IntegrityError:
        return set()
    record.written(rows)
    return set(rows)


def make_again(record: Record, versions: Mapping[int, Version], wanted: Mapping[int, dict]) -> set[int]:
    """Store at once objects that are gone, with all that went with each; returns which.

    None where one of them could not be stored so: each is then to be restored by itself.
    """
    made = {pk: object_of(record, pk, document) for pk, document in wanted.items()}
    try:
        with transaction.atomic():
            record.row._base_manager.bulk_create(made.values(), batch_size=BATCH)
            for name in record.links:
                _link(record.row._meta.get_field(name), {pk: wanted[pk]["links"][name] for pk in made})
            for rows in record.lists:
                listed = [row for one in made.values() for row in one.rows_opened[rows.name]]
                bulk.insert(listed)
            # Links among these are known by what they lead to, and that is there only now.
            beside.restore(record, {pk: versions[pk].beside for pk in made})
    except (IntegrityError, FieldDoesNotExist):
        return set()
    record.written(made)
    return set(made)


def _link(field: models.ManyToManyField, pks: Mapping[int, list[int]]) -> None:
    through = field.remote_field.through
    of, to = (f"{name}_id" for name in (field.m2m_field_name(), field.m2m_reverse_field_name()))
    links = [through(**{of: pk, to: other}) for pk, others in pks.items() for other in others]
    through._base_manager.bulk_create(links, batch_size=BATCH)


def _plain_difference(record: Record, stored: dict | None, wanted: dict) -> set[str]:
    """Fields in which the two differ, where that is all, and no rule is about those but the field's own."""
    if stored is None or any(stored[part] != wanted[part] for part in ("links", "lists")):
        return set()
    names = {name for name in record.fields if stored["fields"][name] != wanted["fields"][name]}
    fields = [record.row._meta.get_field(name) for name in names]
    return set() if any(field.unique or field.is_relation for field in fields) else names


def _restore_list(record: Record, rows: Rows, parent: models.Model, document: dict) -> None:
    """Rows that differ are deleted and written anew with their numbers: two may have exchanged what is there once.

    A row without a number is new.
    """
    model, name = record.row_of(rows), record.parent_of(rows)
    listed = rows_of(record, rows, parent, document)
    wanted = {row.pk: row for row in listed if row.pk is not None}
    columns = [model._meta.get_field(field).attname for field in rows.fields]
    there = {row.pk: row for row in model._base_manager.filter(**{name: parent})}
    same = {
        pk
        for pk, row in there.items()
        if pk in wanted and all(getattr(row, column) == getattr(wanted[pk], column) for column in columns)
    }
    elsewhere = set(model._base_manager.filter(pk__in=wanted.keys() - there.keys()).values_list("pk", flat=True))
    model._base_manager.filter(pk__in=there.keys() - same).delete()
    changed = [row for row in listed if row.pk not in same]
    for row in changed:
        row._state.adding = True
        if row.pk in elsewhere:
            row.pk = None
    model._base_manager.bulk_create(changed)

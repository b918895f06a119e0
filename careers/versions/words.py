"""Documents in words: what their fields and lists are called, and what the numbers of other rows stand for."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from .records import Record, Rows

EMPTY = "nothing"


@dataclass(frozen=True)
class Pointer:
    """A number in a document that stands for a row elsewhere."""

    model: type[models.Model]
    pk: int


def pointers_in(record: Record, document: dict) -> set[Pointer]:
    found = set(_pointers(record.row, document["fields"]))
    for name in record.links:
        found |= {Pointer(record.row._meta.get_field(name).related_model, pk) for pk in document["links"][name]}
    for rows in record.lists:
        for row in document["lists"][rows.name]:
            found |= _pointers(record.row_of(rows), row)
    return found


def _pointers(model: type[models.Model], values: dict) -> set[Pointer]:
    keys = [field for field in model._meta.concrete_fields if field.is_relation and field.name in values]
    return {Pointer(key.related_model, values[key.name]) for key in keys if values[key.name] is not None}


class Words:
    """Of several documents: the rows that they point to are read once, with a query for each model."""

    def __init__(
        self, record: Record, documents: Iterable[dict], label: Callable[[str], str] = lambda name: ""
    ) -> None:
        self.record, self._label = record, label
        pks = defaultdict(set)
        for document in documents:
            for pointer in pointers_in(record, document):
                pks[pointer.model].add(pointer.pk)
        self.rows = {model: model._base_manager.in_bulk(numbers) for model, numbers in pks.items()}

    def is_there(self, pointer: Pointer) -> bool:
        return pointer.pk in self.rows.get(pointer.model, {})

    def name(self, pointer: Pointer) -> str:
        row = self.rows.get(pointer.model, {}).get(pointer.pk)
        return str(row) if row else f"{pointer.model._meta.verbose_name} {pointer.pk}, which is gone"

    def of_list(self, rows: Rows) -> str:
        return self._label(rows.name) or capfirst(self.record.row_of(rows)._meta.verbose_name_plural)

    def of_field(self, name: str, rows: Rows | None = None) -> str:
        model = self.record.row_of(rows) if rows else self.record.row
        return capfirst(model._meta.get_field(name).verbose_name)

    def value(self, name: str, value: Any, rows: Rows | None = None) -> str:
        model = self.record.row_of(rows) if rows else self.record.row
        field = model._meta.get_field(name)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if value in (None, "", []):
            return EMPTY
        if field.many_to_many:
            return ", ".join(sorted(self.name(Pointer(field.related_model, pk)) for pk in value))
        if field.is_relation:
            return self.name(Pointer(field.related_model, value))
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        plain = field.to_python(value)
        if isinstance(plain, datetime):
            return date_format(timezone.localtime(plain), "DATETIME_FORMAT")
        return date_format(plain, "DATE_FORMAT") if isinstance(plain, date) else str(value)

    def row(self, rows: Rows, row: dict) -> str:
        """A row of a list in one line: its own name, and what else is said of it."""
        said = [
            value if index == 0 else f"{self.of_field(name, rows).lower()}: {value}"
            for index, name in enumerate(name for name in rows.fields if name != rows.order)
            if (value := self.value(name, row[name], rows)) not in (EMPTY, "no")
        ]
        return " · ".join(said) or "an empty row"

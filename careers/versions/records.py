"""What belongs to an object of which versions are kept, in one record: the app that owns its model registers it.

Whoever changes what a record names raises `form` and adds a step that makes a document of the form before into one of
the new form. Nothing reads a document that is of another form, or that has other names than its record.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from django.apps import apps
from django.db import models, transaction

from ..locks import wait_to_make_versions


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A list of the object: `name` leads to its rows, `fields` are all of a row but its number and its object."""

    name: str
    fields: tuple[str, ...]
    # The column that has the editors' order, where there is one.
    order: str = ""


@contextmanager
def alone() -> Iterator[None]:
    """A transaction in which nobody else makes a version: what is compared in it stays as it was read."""
    with transaction.atomic():
        wait_to_make_versions()
        yield


def nobody_asks(pks: Iterable[int]) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Record:
    model: str
    # Under which name versions are kept, where a model has texts of more than one kind.
    kept_as: str = ""
    fields: tuple[str, ...]
    # To many of another model, in no order.
    links: tuple[str, ...] = ()
    lists: tuple[Rows, ...] = ()
    # The column that has its place among all, which is no part of what it says; left out, too.
    order: str = ""
    # What is made anew by each save, or is none of the editors' business.
    left_out: tuple[str, ...] = ()
    # What goes when the object is deleted, is not edited with it and is restored with it: names that lead to its rows.
    beside: tuple[str, ...] = ()
    form: int = 1
    steps: Mapping[int, Callable[[dict], dict]] = field(default_factory=dict)
    # The transaction in which it is compared and saved, as nobody else then does; what is derived comes at its end.
    together: Callable[[], AbstractContextManager] = alone
    # To be told the numbers of objects that were written in bulk, as no signal tells of them.
    written: Callable[[Iterable[int]], None] = nobody_asks
    # Fields of which no visitor sees anything.
    unseen: tuple[str, ...] = ()
    # Told of which objects what visitors see changed, and which were deleted.
    changed: Callable[[Iterable[int]], None] = nobody_asks
    # The numbers of the objects that are there, where these are not the rows of the model.
    numbers: Callable[[], models.QuerySet] | None = None

    def seen_of(self, document: dict | None) -> dict | None:
        """What visitors see of a document."""
        if document is None:
            return None
        fields = {name: value for name, value in document["fields"].items() if name not in self.unseen}
        return {**document, "fields": fields}

    @property
    def kind(self) -> str:
        return self.kept_as or self.model.lower()

    @cached_property
    def row(self) -> type[models.Model]:
        return apps.get_model(self.model)

    def there(self) -> models.QuerySet:
        return self.numbers() if self.numbers else self.row._base_manager.values_list("pk")

    def row_of(self, rows: Rows) -> type[models.Model]:
        return self.row._meta.get_field(rows.name).related_model

    def parent_of(self, rows: Rows) -> str:
        """The field of the list's rows that leads to the object."""
        return self.row._meta.get_field(rows.name).field.name


_registered: dict[str, Record] = {}


def register(*records: Record) -> None:
    _registered.update({record.kind: record for record in records})


def registered() -> list[Record]:
    return list(_registered.values())


def record_of(model: type[models.Model]) -> Record | None:
    return _registered.get(model._meta.label_lower)


def misfits(record: Record) -> list[str]:
    """Fields of the model that the record does not name, or that it names and the model has not."""
    meta = record.row._meta
    named = {*record.fields, *record.left_out, meta.pk.name}
    wrong = {field.name for field in meta.concrete_fields} ^ named
    wrong |= {field.name for field in meta.many_to_many} ^ set(record.links)
    for rows in record.lists:
        row = record.row_of(rows)
        named = {*rows.fields, row._meta.pk.name, record.parent_of(rows)}
        wrong |= {f"{rows.name}.{name}" for name in {field.name for field in row._meta.concrete_fields} ^ named}
    return sorted(wrong)


def shape(record: Record) -> list:
    """All names of a document of the present form."""
    return [*record.fields, *record.links, *([rows.name, *rows.fields] for rows in record.lists)]

"""Rows with what their keys lead to, as objects: what `select_related` and `only` find, made quicker.

A page of twenty-four careers has figures of some three releases: here each release is made once, and not for every
figure, and Django writes the SQL once.
"""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import DateField, DateTimeField, DecimalField, Field, ForeignObjectRel, JSONField, Model, QuerySet

from .written_once import WrittenOnce, made_of


@dataclass(frozen=True)
class _Part:
    """The columns from `start` to `end` of a row, that make one object; none where all but its key are missing."""

    path: str
    model: type[Model]
    names: tuple[str, ...]
    start: int
    end: int
    # Places of what the database does not store as Python has it, and what makes it so.
    converted: tuple[tuple[int, Callable], ...]
    is_shared: bool
    # What it belongs to, and by which of its fields; nothing for the row itself.
    parent: str
    link: Field | ForeignObjectRel | None

    def of(self, row: Sequence) -> Model | None:
        values = list(row[self.start : self.end])
        if values.count(None) >= len(values) - 1:
            return None
        for place, convert in self.converted:
            if values[place] is not None:
                values[place] = convert(values[place])
        return made_of(self.model, self.names, values)


class Joined:
    """The rows of what `make` gives, with these `columns` of each and of what its keys lead to, as `only` names them.

    What many rows have in common, by its path in `shared`, is one object for all of them; of one model all paths have
    the same columns. `annotated` are the names of what `make` annotates, and each row gets. No moments: they would have
    no time zone.
    """

    def __init__(
        self,
        model: type[Model],
        make: Callable[[], QuerySet],
        columns: Collection[str],
        shared: Collection[str] = (),
        annotated: Sequence[str] = (),
    ) -> None:
        self._model = model
        self._make = make
        self._columns = columns
        self._shared = frozenset(shared)
        self._annotated = annotated
        self._rows = WrittenOnce(model, self._wanted)

    def rows(self, more: str = "", values: Sequence = (), first_values: Sequence = ()) -> list:
        """1 query. `more` and the values are those of `WrittenOnce.rows`."""
        seen: dict[tuple[type[Model], int], Model | None] = {}
        return [self._made(row, seen) for row in self._rows.rows(more, values, first_values)]

    def _made(self, row: Sequence, seen: dict[tuple[type[Model], int], Model | None]) -> Model:
        made: dict[str, Model | None] = {}
        for part in self._parts:
            parent = made[part.parent] if part.link else None
            if part.link and parent is None:
                one = None
            elif part.is_shared:
                key = part.model, row[part.start]
                if key not in seen:
                    seen[key] = part.of(row)
                one = seen[key]
            else:
                one = part.of(row)
            made[part.path] = one
            if parent is not None:
                # Assigning asks every time whether the two may be related.
                part.link.set_cached_value(parent, one)
        for name, value in zip(self._annotated, row[self._parts[-1].end :], strict=True):
            setattr(made[""], name, value)
        return made[""]

    @cached_property
    def _parts(self) -> list[_Part]:
        """Each after what it belongs to."""
        found, start = [], 0
        for path in self._paths:
            fields, (parent, _, name) = self._fields(path), path.rpartition("__")
            found.append(
                _Part(
                    path=path,
                    model=self._model_at(path),
                    names=tuple(field.attname for field in fields),
                    start=start,
                    end=start + len(fields),
                    converted=tuple((at, convert) for at, field in enumerate(fields) if (convert := _converter(field))),
                    is_shared=path in self._shared,
                    parent=parent,
                    link=self._model_at(parent)._meta.get_field(name) if path else None,
                )
            )
            start += len(fields)
        return found

    @cached_property
    def _paths(self) -> list[str]:
        found = {""}
        for column in self._columns:
            *names, _ = column.split("__")
            found |= {"__".join(names[: count + 1]) for count in range(len(names))}
        return sorted(found)

    def _model_at(self, path: str) -> type[Model]:
        model: type[Model] = self._model
        for name in path.split("__") if path else ():
            model = model._meta.get_field(name).related_model
        return model

    def _fields(self, path: str) -> list[Field]:
        """The key, which leads to the row, and what is wanted of it."""
        beginning = f"{path}__" if path else ""
        wanted = {
            name.removeprefix(beginning).partition("__")[0]
            for name in (*self._columns, *self._paths)
            if name.startswith(beginning)
        }
        fields = self._model_at(path)._meta.concrete_fields
        return [field for field in fields if field.primary_key or field.name in wanted]

    def _wanted(self) -> QuerySet:
        beginnings = {path: f"{path}__" if path else "" for path in self._paths}
        columns = [beginnings[path] + field.name for path in self._paths for field in self._fields(path)]
        return self._make().order_by().values_list(*columns, *self._annotated)


def _converter(field: Field) -> Callable | None:
    """SQLite stores decimals as other numbers, and days as text; both databases' JSON comes as text."""
    if isinstance(field, DecimalField):
        return lambda value: Decimal(f"{value:.{field.decimal_places}f}")
    if isinstance(field, DateTimeField):
        raise TypeError(f"{field} is a moment.")
    if isinstance(field, DateField):
        return lambda value: date.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(field, JSONField):
        return lambda value: json.loads(value) if isinstance(value, str) else value
    return None

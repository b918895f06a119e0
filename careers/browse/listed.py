"""Careers with what lists show of each: the same as by `with_listing`, fetched quicker, for pages that show many.

A page of twenty-four careers has figures of some three releases: here each release is made once, and not for every
figure, and Django writes the SQL once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.db.models import DateField, DecimalField, Field, Model, QuerySet

from ..models import Career, CareerListing, Occupation, OnetProfile, Outlook, Pay, Release
from ..models.career import LISTED
from ..models.written_once import WrittenOnce, made_of, marks
from .counts import CAREER, Fitting

MODELS: dict[str, type[Model]] = {
    "": Career,
    "occupation": Occupation,
    "listing": CareerListing,
    "listing__pay": Pay,
    "listing__pay__occupation": Occupation,
    "listing__outlook": Outlook,
    "listing__outlook__occupation": Occupation,
    "listing__profile": OnetProfile,
    "listing__pay__release": Release,
    "listing__outlook__release": Release,
    "listing__profile__release": Release,
}
FIGURES = ("pay", "outlook", "profile")


@dataclass(frozen=True)
class _Part:
    """The columns from `start` to `end` of a row, that make one object; none where all but its key are missing."""

    model: type[Model]
    names: tuple[str, ...]
    start: int
    end: int
    # SQLite stores decimals as other numbers, and days as text: place and digits of the one, places of the other.
    decimals: tuple[tuple[int, int], ...]
    days: tuple[int, ...]

    def of(self, row: Sequence) -> Model | None:
        values = list(row[self.start : self.end])
        if not any(value is not None for value in values[1:]):
            return None
        for place, digits in self.decimals:
            if values[place] is not None:
                values[place] = Decimal(f"{values[place]:.{digits}f}")
        for place in self.days:
            if isinstance(values[place], str):
                values[place] = date.fromisoformat(values[place])
        return made_of(self.model, self.names, values)


def listed(ids: Iterable[int]) -> list[Career]:
    """The published careers of `ids` in their order, as lists show them. 1 query, none without ids.

    What went since the ids were found is left out.
    """
    ids = list(ids)
    found = _made_of(_ROWS.rows(f" AND {CAREER}.id IN ({marks(ids)})", ids)) if ids else []
    by_pk = {career.pk: career for career in found}
    return [by_pk[pk] for pk in ids if pk in by_pk]


def listed_in_order(chosen: Fitting) -> list[Career]:
    """The same of those that fit, in their order. 1 query."""
    return _made_of(_ROWS.rows(f" AND {CAREER}.id IN ({chosen.sql}) ORDER BY {chosen.order}", chosen.values))


def _made_of(rows: Iterable[Sequence]) -> list[Career]:
    shared: dict[tuple[type[Model], int], Model] = {}
    return [_career(row, shared) for row in rows]


def _career(row: Sequence, shared: dict[tuple[type[Model], int], Model]) -> Career:
    """`shared` are the occupations and releases of the rows before this one."""
    parts = _parts()

    def once(path: str) -> Model | None:
        part = parts[path]
        key = part.model, row[part.start]
        if key not in shared:
            shared[key] = part.of(row)
        return shared[key]

    career, listing = parts[""].of(row), parts["listing"].of(row)
    _set(career, "occupation", once("occupation"))
    _set(career, "listing", listing)
    for name in FIGURES if listing else ():
        figure = parts[f"listing__{name}"].of(row)
        _set(listing, name, figure)
        if figure:
            _set(figure, "release", once(f"listing__{name}__release"))
            if name != "profile":
                _set(figure, "occupation", once(f"listing__{name}__occupation"))
    return career


def _set(one: Model, name: str, other: Model | None) -> None:
    # Assigning asks every time whether the two may be related.
    one._meta.get_field(name).set_cached_value(one, other)


@cache
def _parts() -> dict[str, _Part]:
    """By the path that leads from a career to it."""
    found, start = {}, 0
    for path in MODELS:
        fields = _fields(path)
        decimals = tuple(
            (place, field.decimal_places) for place, field in enumerate(fields) if isinstance(field, DecimalField)
        )
        days = tuple(place for place, field in enumerate(fields) if isinstance(field, DateField))
        names = tuple(field.attname for field in fields)
        found[path] = _Part(MODELS[path], names, start, start + len(fields), decimals, days)
        start += len(fields)
    return found


def _fields(path: str) -> list[Field]:
    """The key, which leads to the row, and what LISTED names of it."""
    beginning = f"{path}__" if path else ""
    wanted = {name.removeprefix(beginning) for name in LISTED if name.startswith(beginning)}
    wanted |= {name.removeprefix(beginning).partition("__")[0] for name in MODELS if name.startswith(beginning)}
    fields = MODELS[path]._meta.concrete_fields
    return [field for field in fields if field.primary_key or field.name in wanted]


def _published() -> QuerySet:
    columns = [f"{path}__{field.name}" if path else field.name for path in MODELS for field in _fields(path)]
    return Career.objects.published().order_by().values_list(*columns)


_ROWS = WrittenOnce(Career, _published)

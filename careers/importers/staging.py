"""Typed rows into the rows of a staged release, in batches that hold the database's write lock only briefly."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import models

from .. import bulk
from ..models import Occupation, Release

# SQLite has one write lock, and who waits for it only looks now and then whether it is free: short turns let others in.
ROWS_AT_ONCE = 250


def batches(rows: Iterable, size: int = ROWS_AT_ONCE) -> Iterator[list]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


class Builder:
    """Makes the rows of one release of what an importer read; one for each release."""

    def __init__(self, release: Release):
        self.release = release

    def prepare(self, rows: list) -> None:
        """Store what a batch of rows refers to."""

    def build(self, row: Any) -> models.Model:
        """A row of the database, not saved."""
        raise NotImplementedError


class OccupationBuilder(Builder):
    """Of rows with an SOC code and title: occupations that are not known yet are made first."""

    def __init__(self, release: Release):
        super().__init__(release)
        self._occupations: dict[str, int] = dict(Occupation.objects.values_list("code", "pk"))

    def prepare(self, rows: list) -> None:
        titles = {row.code: row.title for row in rows if row.code not in self._occupations}
        made = Occupation.objects.bulk_create(
            [Occupation(code=code, title=title[:160], introduced_by=self.release) for code, title in titles.items()]
        )
        self._occupations.update({occupation.code: occupation.pk for occupation in made})

    def of_occupation(self, row: Any) -> dict:
        return {"release": self.release, "occupation_id": self._occupations[row.code]}


_builders: dict[str, Callable[[Release], Builder]] = {}


def builds(*data_sets: str) -> Callable[[type[Builder]], type[Builder]]:
    """Registers a builder for these data sets: `@builds("soc")`."""

    def register(builder: type[Builder]) -> type[Builder]:
        _builders.update(dict.fromkeys(data_sets, builder))
        return builder

    return register


class Stager:
    """Writes the rows of one release; `write` makes short transactions, and prepares all it can outside them."""

    def __init__(self, release: Release):
        self._builder = _builders[release.data_set](release)

    def write(self, rows: list) -> None:
        """Store a batch of the importer's rows."""
        self._builder.prepare(rows)
        bulk.insert(map(self._builder.build, rows))

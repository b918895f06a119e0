"""What two people made of the same version of an object, put together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .difference import said
from .records import Rows
from .words import Words

YOURS, THEIRS = "yours", "theirs"
DELETED = "deleted"


@dataclass(frozen=True)
class Collision:
    """What both changed, each in another way. `name` is that of the choice in the form."""

    name: str
    where: str
    was: str
    theirs: str
    yours: str
    chosen: str = ""


@dataclass
class Merged:
    """`document` is whole once each collision has been chosen; a row of its lists without a number is new."""

    document: dict
    collisions: list[Collision] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return all(collision.chosen for collision in self.collisions)


@dataclass(frozen=True)
class Three:
    """The version that both began with, and what each made of it."""

    was: dict
    theirs: dict
    yours: dict


def merge(words: Words, three: Three, choices: Mapping[str, str]) -> Merged:
    return _Merge(words, three, choices).run()


class _Merge:
    def __init__(self, words: Words, three: Three, choices: Mapping[str, str]) -> None:
        self.words, self.three, self.choices = words, three, choices
        self.merged = Merged({"fields": {}, "links": {}, "lists": {}})

    def run(self) -> Merged:
        record, document = self.words.record, self.merged.document
        for name in record.fields:
            three = [side["fields"][name] for side in (self.three.was, self.three.theirs, self.three.yours)]
            document["fields"][name] = self._one(
                f"fields.{name}",
                self.words.of_field(name),
                three,
                lambda value, name=name: self.words.value(name, value),
            )
        for name in record.links:
            was, theirs, yours = (
                set(side["links"][name]) for side in (self.three.was, self.three.theirs, self.three.yours)
            )
            document["links"][name] = sorted((theirs | (yours - was)) - (was - yours))
        for rows in record.lists:
            document["lists"][rows.name] = self._list(rows)
        return self.merged

    def _one(self, name: str, where: str, three: list, in_words) -> Any:
        was, theirs, yours = three
        if yours in (was, theirs):
            return theirs
        if theirs == was:
            return yours
        return yours if self._chosen(name, where, [in_words(value) for value in three]) == YOURS else theirs

    def _chosen(self, name: str, where: str, three: list[str]) -> str:
        choice = self.choices.get(name, "")
        chosen = choice if choice in (YOURS, THEIRS) else ""
        self.merged.collisions.append(Collision(name, where, *three, chosen))
        return chosen

    def _list(self, rows: Rows) -> list[dict]:
        was, theirs, yours = (
            {row["id"]: row for row in side["lists"][rows.name] if row["id"] is not None}
            for side in (self.three.was, self.three.theirs, self.three.yours)
        )
        kept = {}
        for pk in [*theirs, *(pk for pk in was if pk not in theirs)]:
            row = self._row(rows, pk, was.get(pk), theirs.get(pk), yours.get(pk))
            if row:
                kept[pk] = row
        ordered = [kept[pk] for pk in self._order(rows, was, theirs, yours) if pk in kept]
        return in_places(rows, ordered + list(self._new(rows, was, theirs)))

    def _row(self, rows: Rows, pk: int, was: dict | None, theirs: dict | None, yours: dict | None) -> dict | None:
        if was is None:
            return theirs
        if theirs and yours:
            return self._both_keep(rows, pk, was, theirs, yours)
        kept = theirs or yours
        if kept is None or said(rows, kept) == said(rows, was):
            return None
        name, was_said, kept_said = f"lists.{rows.name}.{pk}", self.words.row(rows, was), self.words.row(rows, kept)
        three = [was_said, kept_said if theirs else DELETED, DELETED if theirs else kept_said]
        chosen = self._chosen(name, self.words.of_list(rows), three)
        if chosen != (THEIRS if theirs else YOURS):
            return None
        # Its number went with the row that they deleted.
        return theirs or {**yours, "id": None}

    def _both_keep(self, rows: Rows, pk: int, was: dict, theirs: dict, yours: dict) -> dict:
        row = dict(theirs)
        for name in said(rows, was):
            where = f"{self.words.of_list(rows)}: {self.words.of_field(name, rows).lower()}"
            row[name] = self._one(
                f"lists.{rows.name}.{pk}.{name}",
                where,
                [was[name], theirs[name], yours[name]],
                lambda value, name=name: self.words.value(name, value, rows),
            )
        return row

    def _new(self, rows: Rows, was: dict, theirs: dict) -> Iterator[dict]:
        """Rows that you added, but for those that they added too."""
        added = [said(rows, row) for pk, row in theirs.items() if pk not in was]
        for row in self.three.yours["lists"][rows.name]:
            if row["id"] is None and said(rows, row) not in added:
                yield row

    def _order(self, rows: Rows, was: dict, theirs: dict, yours: dict) -> list[int]:
        """Numbers of all rows in their order; rows that only one has come last."""
        every = [*theirs, *(pk for pk in was if pk not in theirs)]
        if not rows.order:
            return every
        in_all = [[pk for pk in side if pk in was and pk in theirs and pk in yours] for side in (was, theirs, yours)]
        before, their_order, your_order = in_all
        if your_order in (before, their_order):
            return every
        chosen = YOURS
        if their_order != before:
            three = [self._in_a_row(rows, was, order) for order in in_all]
            where = f"{self.words.of_list(rows)}: order"
            chosen = self._chosen(f"lists.{rows.name}.order", where, three)
        return [*yours, *(pk for pk in every if pk not in yours)] if chosen == YOURS else every

    def _in_a_row(self, rows: Rows, was: dict, order: list[int]) -> str:
        return " / ".join(self.words.row(rows, was[pk]) for pk in order)


def in_places(rows: Rows, ordered: list[dict]) -> list[dict]:
    """With numbers that rise, so that the list is read in this order."""
    if not rows.order:
        return ordered
    places = [row[rows.order] for row in ordered]
    if places == sorted(places) and None not in places and len(set(places)) == len(places):
        return ordered
    return [{**row, rows.order: place} for place, row in enumerate(ordered, 1)]

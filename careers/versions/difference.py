"""What differs between two documents of one object, in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from .records import Rows
from .words import EMPTY, Words

# Words shown around what changed in a long text.
AROUND = 8
# Texts that have more words than this are compared by line: word by word would take seconds.
MOST_WORDS = 3_000
# Of texts that share less, the words that happen to be in both say nothing.
ALIKE = 0.5


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: `kind` is "same", "gone" or "new"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """`what` is "changed", "added", "removed" or "moved"; `where` is the field or the list."""

    where: str
    what: str
    before: str = ""
    after: str = ""

    @property
    def pieces(self) -> list[Piece]:
        return pieces(self.before, self.after)

    @property
    def is_rewording(self) -> bool:
        """Whether one text took the place of another, so that their words can be compared."""
        return self.what == "changed" and EMPTY not in (self.before, self.after) and " " in self.before


def difference(words: Words, before: dict, after: dict) -> list[Change]:
    record = words.record
    return [*_fields(words, before, after), *_links(words, before, after)] + [
        change for rows in record.lists for change in _list(words, rows, before, after)
    ]


def _fields(words: Words, before: dict, after: dict) -> Iterator[Change]:
    for name in words.record.fields:
        old, new = before["fields"][name], after["fields"][name]
        if old != new:
            yield Change(words.of_field(name), "changed", words.value(name, old), words.value(name, new))


def _links(words: Words, before: dict, after: dict) -> Iterator[Change]:
    for name in words.record.links:
        old, new = set(before["links"][name]), set(after["links"][name])
        if added := new - old:
            yield Change(words.of_field(name), "added", after=words.value(name, sorted(added)))
        if removed := old - new:
            yield Change(words.of_field(name), "removed", before=words.value(name, sorted(removed)))


def _list(words: Words, rows: Rows, before: dict, after: dict) -> Iterator[Change]:
    where = words.of_list(rows)
    old = {row["id"]: row for row in before["lists"][rows.name]}
    new = {row["id"]: row for row in after["lists"][rows.name]}
    for pk, row in new.items():
        if pk not in old:
            yield Change(where, "added", after=words.row(rows, row))
        elif said(rows, row) != said(rows, old[pk]):
            yield Change(where, "changed", words.row(rows, old[pk]), words.row(rows, row))
    for pk, row in old.items():
        if pk not in new:
            yield Change(where, "removed", before=words.row(rows, row))
    if rows.order:
        yield from _moves(words, rows, old, new)


def said(rows: Rows, row: dict) -> dict:
    """A row without its number and its place."""
    return {name: row[name] for name in rows.fields if name != rows.order}


def _moves(words: Words, rows: Rows, old: dict, new: dict) -> Iterator[Change]:
    """Of rows that stand in another order than before, as few as tell how."""
    was, now = [pk for pk in old if pk in new], [pk for pk in new if pk in old]
    if was == now:
        return
    stayed = {
        pk
        for block in SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
        for pk in was[block.a : block.a + block.size]
    }
    places = {pk: place for place, pk in enumerate(new, 1)}
    places_before = {pk: place for place, pk in enumerate(old, 1)}
    for pk in now:
        if pk not in stayed:
            moved = f"{words.row(rows, new[pk])}: from place {places_before[pk]} to {places[pk]}"
            yield Change(words.of_list(rows), "moved", after=moved)


def pieces(before: str, after: str) -> list[Piece]:
    """`after` with what is new in it and what is gone from it; long stretches that are the same are cut short."""
    old, new = _parts(before), _parts(after)
    if len(old) + len(new) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    compared = SequenceMatcher(None, old, new, autojunk=False)
    if compared.ratio() < ALIKE:
        return [Piece("gone", before), Piece("new", after)]
    found = []
    for kind, a, b, c, d in compared.get_opcodes():
        if kind == "equal":
            found.append(Piece("same", _cut(old[a:b], first=not found, last=b == len(old))))
            continue
        if b > a:
            found.append(Piece("gone", "".join(old[a:b])))
        if d > c:
            found.append(Piece("new", "".join(new[c:d])))
    return found


def _parts(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def _cut(words: list[str], *, first: bool, last: bool) -> str:
    if len(words) <= 2 * AROUND:
        return "".join(words)
    head = "" if first else "".join(words[:AROUND])
    tail = "" if last else "".join(words[-AROUND:])
    return f"{head}… {tail}"

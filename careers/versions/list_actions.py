"""What one action of a list did to several objects: kept as one step, and undone as one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import transaction

from ..models import ListAction, Version
from . import beside
from .documents import BATCH, UnreadableVersion, documents_of, read
from .keeping import Author, Moves, note
from .records import Record
from .restoring import CannotRestore, make_again, possible, put_back, restore
from .words import Words


@dataclass(frozen=True)
class Doing:
    """An action of a list: its name in the code, what the list calls it, and who does it."""

    name: str
    says: str
    by: str


def keep(record: Record, doing: Doing, *, after: int) -> ListAction | None:
    """Make one step of the versions that this action has made: those with a number in the table greater than `after`.

    To be called in the record's transaction, in which nobody else makes versions; None where it changed nothing.
    """
    made = Version.objects.since(record.kind, after).exclude(action=Version.Action.FOUND)
    count = made.values("object_id").distinct().count()
    if count == 0:
        return None
    step = ListAction.objects.create(kind=record.kind, action=doing.name, says=doing.says, count=count, by=doing.by)
    made.order_by().update(list_action=step)
    return step


@dataclass(frozen=True)
class Back:
    """What one object would be again: how it is stored now, and the version that has what it was."""

    version: Version
    document: dict
    stored: dict | None


@dataclass
class Undoing:
    """What undoing `step` would do: to which objects, and which it would leave alone."""

    step: ListAction
    back: dict[int, Back] = field(default_factory=dict)
    # Names of those that somebody changed since.
    changed: list[str] = field(default_factory=list)
    # Why others cannot be restored, each with its name.
    problems: list[str] = field(default_factory=list)


def undoing(record: Record, step: ListAction) -> Undoing:
    """To be asked in the record's transaction where it is then done."""
    found, versions = Undoing(step), _versions_of(step)
    stored = documents_of(record, versions)
    newest = dict(_numbers_of_newest(record, versions))
    before = _before(record, [one for one in versions.values() if one.action != Version.Action.DELETED])
    for pk, version in versions.items():
        wanted = version if version.action == Version.Action.DELETED else before.get(pk)
        now = stored.get(pk)
        try:
            made = None if version.action == Version.Action.DELETED else read(record, version)
            if newest[pk] != version.number or now != made or wanted is None:
                found.changed.append(version.name)
            else:
                found.back[pk] = Back(wanted, read(record, wanted), now)
        except UnreadableVersion as error:
            found.problems.append(str(error))
    return found


def _versions_of(step: ListAction) -> dict[int, Version]:
    return {version.object_id: version for version in step.versions.order_by("pk")}


def _batches(pks: Iterable[int]) -> Iterator[list[int]]:
    pks = list(pks)
    for start in range(0, len(pks), BATCH):
        yield pks[start : start + BATCH]


def _numbers_of_newest(record: Record, pks: Iterable[int]) -> Iterator[tuple[int, int]]:
    for some in _batches(pks):
        newest = Version.objects.filter(kind=record.kind, object_id__in=some).newest()
        yield from newest.values_list("object_id", "number")


def _before(record: Record, versions: Iterable[Version]) -> dict[int, Version]:
    """The version before each of these, where it is kept."""
    wanted = {(version.object_id, version.number - 1) for version in versions}
    return {
        version.object_id: version
        for some in _batches(pk for pk, _ in wanted)
        for version in Version.objects.filter(
            kind=record.kind, object_id__in=some, number__in={number for _, number in wanted}
        )
        if (version.object_id, version.number) in wanted
    }


def undo(record: Record, found: Undoing, words: Words, author: Author) -> ListAction | None:
    """Make the objects what they were, in a step of its own; in the transaction in which `found` was asked.

    What cannot be restored goes to the problems of `found`; None where that is everything.
    """
    wanted = {}
    for pk, back in found.back.items():
        try:
            wanted[pk] = possible(words, back.document).document
        except CannotRestore as error:
            found.problems.append(f"{back.version.name}: {error}")
    gone = {pk for pk in wanted if found.back[pk].stored is None}
    there = wanted.keys() - gone
    versions = {pk: found.back[pk].version for pk in wanted}
    done = put_back(record, {pk: found.back[pk].stored for pk in there}, {pk: wanted[pk] for pk in there})
    done |= make_again(record, versions, {pk: wanted[pk] for pk in gone})
    for pk in wanted.keys() - done:
        if problem := _problem_of(record, versions[pk], wanted[pk]):
            found.problems.append(f"{versions[pk].name}: {problem}")
            del wanted[pk]
    # What was restored after it may be what it is linked with.
    beside.restore(record, {pk: versions[pk].beside for pk in (gone - done) & wanted.keys()})
    found.back = {pk: found.back[pk] for pk in wanted}
    return _note(record, found, author) if wanted else None


def _problem_of(record: Record, version: Version, document: dict) -> str:
    try:
        with transaction.atomic():
            restore(record, version, document)
    except (CannotRestore, UnreadableVersion) as error:
        return str(error)
    return ""


def _note(record: Record, found: Undoing, author: Author) -> ListAction:
    step = ListAction.objects.create(
        kind=record.kind,
        action=found.step.action,
        says=found.step.says,
        count=len(found.back),
        by=author.name,
        undoes=found.step,
    )
    stored = {pk: back.stored for pk, back in found.back.items()}
    names = {pk: back.version.name for pk, back in found.back.items()}
    numbers = {pk: back.version.number for pk, back in found.back.items()}
    moves = Moves(record, stored, documents_of(record, found.back), names)
    note(moves, author, Version.Action.RESTORED, restored=numbers, list_action=step)
    return step

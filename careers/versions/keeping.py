"""When versions are made, and how long they are kept."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.text import Truncator

from ..models import ListAction, Version
from . import beside
from .documents import BATCH, document_of, documents_of, written
from .records import Record, registered

LETTERS_OF_NAME = 200
# How statements begin that change nothing.
READING = ("SELECT", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Author:
    """Who saves, and why."""

    name: str
    note: str = ""


@dataclass(frozen=True)
class Moves:
    """What became of objects: their documents before and after, by number; None where there was or is none."""

    record: Record
    before: Mapping[int, dict | None]
    after: Mapping[int, dict | None]
    names: Mapping[int, str]


def note(
    moves: Moves,
    author: Author,
    action: str = Version.Action.SAVED,
    *,
    restored: Mapping[int, int] | None = None,
    beside: Mapping[int, str] | None = None,
    list_action: ListAction | None = None,
) -> list[Version]:
    """Make a version of each object that changed, and before it one of how it was found, where none says so yet.

    To be called in the record's transaction that changed them. Of an object that is gone the last document is kept.
    """
    changed = [pk for pk, document in moves.after.items() if document is None or document != moves.before.get(pk)]
    made = []
    newest = _newest(moves.record, changed)
    for pk in changed:
        last = newest.get(pk)
        number = last.number if last else 0
        before, after = moves.before.get(pk), moves.after[pk] or moves.before[pk]
        if before and not (last and last.form == moves.record.form and last.document == written(before)):
            number += 1
            found = {"action": Version.Action.FOUND, "beside": (beside or {}).get(pk, "")}
            made.append(_version(moves, pk, before, number=number, **found))
        by_whom = {"by": author.name, "note": author.note, "list_action": list_action}
        why = {"action": action, "restored": (restored or {}).get(pk), "beside": (beside or {}).get(pk, "")}
        made.append(_version(moves, pk, after, number=number + 1, **by_whom, **why))
    seen_of = moves.record.seen_of
    if others := [pk for pk in changed if seen_of(moves.after[pk]) != seen_of(moves.before.get(pk))]:
        moves.record.changed(others)
    return Version.objects.bulk_create(made, batch_size=BATCH)


def _version(moves: Moves, pk: int, document: dict, **values) -> Version:
    return Version(
        kind=moves.record.kind,
        object_id=pk,
        name=Truncator(moves.names[pk]).chars(LETTERS_OF_NAME),
        form=moves.record.form,
        document=written(document),
        **values,
    )


def _newest(record: Record, pks: list[int]) -> dict[int, Version]:
    found: dict[int, Version] = {}
    for start in range(0, len(pks), BATCH):
        of_these = Version.objects.filter(kind=record.kind, object_id__in=pks[start : start + BATCH])
        found |= {version.object_id: version for version in of_these.newest()}
    return found


def note_change(record: Record, row: models.Model, before: dict | None, author: Author) -> dict:
    """To be called when `row` was saved; `before` is its document as it was. Returns what it is now."""
    with record.together():
        after = document_of(record, row.pk)
        note(Moves(record, {row.pk: before}, {row.pk: after}, {row.pk: str(row)}), author)
    return after


@contextmanager
def noting(record: Record, pks: Iterable[int], author: Callable[[], Author]) -> Iterator[dict[int, dict]]:
    """Versions of whatever of `pks` is changed inside, and is there still at the end.

    Yields what will have their documents as they were, from the first change on.
    """
    pks, before = list(pks), {}
    with record.together():
        # A page that only asks writes nothing, and all of a long list takes a second to read.
        with at_first_write(lambda: before.update(documents_of(record, pks))):
            yield before
        after = documents_of(record, before)
        names = {row.pk: str(row) for row in record.row._base_manager.filter(pk__in=_changed(before, after))}
        note(Moves(record, before, {pk: after[pk] for pk in names}, names), author())


@contextmanager
def at_first_write(do: Callable[[], object]) -> Iterator[None]:
    """Do something once, just before the first statement inside that may change a row."""
    waiting = [do]

    def watch(execute: Callable, sql: str, params, many: bool, context: dict):
        if waiting and not str(sql).lstrip("( ").upper().startswith(READING):
            waiting.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


def _changed(before: Mapping[int, dict], after: Mapping[int, dict]) -> list[int]:
    return [pk for pk, document in after.items() if document != before.get(pk)]


def note_deletion(
    record: Record, rows: Iterable[models.Model], author: Author, *, before: Mapping[int, dict] | None = None
) -> None:
    """To be called before `rows` are deleted, in the same transaction; `before` are their documents, if known."""
    names = {row.pk: str(row) for row in rows}
    with record.together():
        before = before or documents_of(record, names)
        gone = dict.fromkeys(before)
        note(Moves(record, before, gone, names), author, Version.Action.DELETED, beside=beside.of(record, before))


def delete_lists(record: Record, pks: Iterable[int]) -> None:
    """Delete the rows of these objects' lists, of which no signal tells, before the objects themselves go."""
    pks = list(pks)
    for rows in record.lists:
        of_list, parent = record.row_of(rows)._base_manager, record.parent_of(rows)
        for start in range(0, len(pks), BATCH):
            some = of_list.filter(**{f"{parent}__in": pks[start : start + BATCH]})
            if of_list.model._meta.related_objects:
                some.delete()
            else:
                some._raw_delete(some.db)


def forget(kind: str, pks: Iterable[int]) -> int:
    """Leave no version of these objects."""
    return Version.objects.filter(kind=kind, object_id__in=list(pks)).delete()[0]


def prune() -> int:
    """Delete versions that are past their time or too many; the newest of an object stays as long as the object."""
    old = timezone.now() - timedelta(days=settings.VERSION_RETENTION_DAYS)
    place = Window(RowNumber(), partition_by=[F("kind"), F("object_id")], order_by=F("number").desc())
    placed = Version.objects.annotate(place=place)
    past = set(
        placed.filter(Q(place__gt=settings.VERSIONS_KEPT) | Q(place__gt=1, made_at__lt=old)).values_list(
            "pk", flat=True
        )
    )
    for record in registered():
        lonely = Version.objects.filter(kind=record.kind, made_at__lt=old)
        past.update(lonely.exclude(object_id__in=record.there()).values_list("pk", flat=True))
    pks = sorted(past)
    for start in range(0, len(pks), BATCH):
        Version.objects.filter(pk__in=pks[start : start + BATCH]).delete()
    ListAction.objects.filter(versions=None).delete()
    return len(pks)

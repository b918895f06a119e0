"""Drafts beside published careers: their text, putting it together with what was published since, and publishing it.

In the document of a draft a row that the published text has not has a number below 0: no row of a table has one.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.text import capfirst

from ..locks import within_patience
from ..models import Career, Draft, Version
from ..models.draft import CHANGED
from . import restoring
from .careers import CAREER, DRAFT
from .checking import added_errors
from .documents import UnreadableVersion, document_of, object_of, read, written
from .keeping import Author, Moves, note
from .merging import Merged, Three, in_places, merge
from .records import Rows
from .restoring import CannotRestore, possible
from .words import Words, pointers_in

logger = logging.getLogger(__name__)

FAILED = "It could not be published because of a fault of the site. Whoever runs the server finds it in the log."
# Fields of a document that only publishing changes.
OF_PUBLISHING = ("status", "published_at")


class CannotPublish(Exception):
    """Why not, in words; nothing was changed."""


def draft_of(pk: int) -> Draft | None:
    """The draft beside the text that is stored of a career; None where there is none."""
    return Draft.objects.filter(career=pk).exclude(document="").select_related("career").first()


def newest_document(pk: int) -> dict | None:
    """The document that a career's draft has, or else its stored one; None where there is no such career."""
    draft, stored = draft_of(pk), document_of(CAREER, pk)
    return text_of(draft, stored) if draft and stored else stored


def text_of(draft: Draft, stored: dict) -> dict:
    """The draft's document, without what it points to and is gone by now. UnreadableVersion as `read` raises it."""
    document = read(CAREER, draft)
    if pointers_in(CAREER, document) <= pointers_in(CAREER, stored):
        return document
    try:
        return possible(Words(CAREER, [document]), document).document
    except CannotRestore:
        # The form asks for what is missing.
        return document


def base_of(draft: Draft) -> dict:
    """The published text that the draft changes."""
    return read(CAREER, Draft(career=draft.career, form=draft.form, document=draft.based_on))


def keep(pk: int, document: dict, stored: dict, author: Author) -> Draft | None:
    """Store `document` as the draft beside `stored`; None where it is no other than what there is already.

    Of what is stored only publishing changes anything. To be called in the record's transaction.
    """
    draft = Draft.objects.filter(career=pk).first() or Draft(career_id=pk)
    # One without a document is of a text that was not public: what is public by now is what it changes.
    there = text_of(draft, stored) if draft.document else stored
    base = base_of(draft) if draft.document else stored
    document = _numbered(_with_status_of(document, base))
    return None if document == there else _store(draft, document, base, author)


def restore(version: Version, document: dict, stored: dict, author: Author) -> Draft:
    """Make `document`, which a version of the draft says, the draft again: over the text that it was written over.

    To be called in the record's transaction.
    """
    pk = version.object_id
    draft = Draft.objects.filter(career=pk).first() or Draft(career_id=pk)
    base = _base_in(version) or (base_of(draft) if draft.document else stored)
    document = _numbered(_with_status_of(document, base))
    return _store(draft, document, base, author, restored=version.number)


def discard(draft: Draft, author: Author) -> None:
    """Take the draft away. Its history stays, and it can be restored from there."""
    _note(draft, _readable(draft), None, author, Version.Action.DELETED)
    draft.delete()


def _store(draft: Draft, document: dict, base: dict, author: Author, *, restored: int | None = None) -> Draft:
    before = _readable(draft)
    draft.document, draft.based_on, draft.form = written(document), written(base), CAREER.form
    draft.by, draft.changed_at, draft.note = author.name, timezone.now(), author.note or draft.note
    was_scheduled = draft.state == Draft.State.SCHEDULED
    draft.problem = f"{author.name} changed it after it was scheduled." if was_scheduled else ""
    if draft.state != Draft.State.IN_REVIEW:
        # Nobody approved what it says now. What a reviewer corrects is the author's still.
        draft.state, draft.publish_at, draft.author = Draft.State.DRAFT, None, author.name
    draft.save()
    action = Version.Action.RESTORED if restored else Version.Action.SAVED
    _note(draft, before, document, author, action, restored=restored)
    return draft


def _note(
    draft: Draft,
    before: dict | None,
    after: dict | None,
    author: Author,
    action: str,
    *,
    restored: int | None = None,
) -> None:
    """Make a version of what the draft says; without the text that it changes it could not be restored."""
    pk = draft.career_id
    if before is None and after is None:
        return
    beside = json.dumps({"rows": {}, "links": {}, "base": base_of(draft)}, ensure_ascii=False)
    moves = Moves(DRAFT, {pk: before}, {pk: after}, {pk: str(draft)})
    note(moves, author, action, restored={pk: restored}, beside={pk: beside})


def _base_in(version: Version) -> dict | None:
    base = json.loads(version.beside).get("base") if version.beside else None
    return read(CAREER, Draft(career_id=version.object_id, form=version.form, document=written(base))) if base else None


def _readable(draft: Draft) -> dict | None:
    """What the draft says; None where it says nothing, or what is stored fits no more."""
    try:
        return read(CAREER, draft) if draft.document else None
    except UnreadableVersion:
        return None


def put_together(draft: Draft, stored: dict, choices: Mapping[str, str]) -> Merged:
    """What publishing the draft over `stored` makes of both; not whole where something is still to be chosen."""
    if not draft.document:
        return Merged(stored)
    base, yours = base_of(draft), without_numbers(text_of(draft, stored))
    if base == stored:
        return Merged(yours)
    words = Words(CAREER, [base, stored, yours])
    merged = merge(words, Three(base, stored, yours), choices)
    for rows in CAREER.lists:
        merged.document["lists"][rows.name] = _as_they_stood(rows, merged.document, yours)
    return merged


def _as_they_stood(rows: Rows, merged: dict, yours: dict) -> list[dict]:
    """New rows after the row that they stood after in the draft, where the merged list has that."""
    listed = [row for row in merged["lists"][rows.name] if row["id"] is not None]
    added, after = [row for row in merged["lists"][rows.name] if row["id"] is None], None
    if not rows.order or not added:
        return merged["lists"][rows.name]
    for row in yours["lists"][rows.name]:
        if row["id"] is not None:
            after = row["id"]
            continue
        same = [one for one in added if {**one, rows.order: None} == {**row, rows.order: None}]
        for one in same[:1]:
            added.remove(one)
            places = [place for place, other in enumerate(listed) if other["id"] == after]
            place = places[0] + 1 if places else (0 if after is None else len(listed))
            while place < len(listed) and listed[place]["id"] is None:
                place += 1
            listed.insert(place, one)
    return in_places(rows, listed + added)


def schedule(draft: Draft, document: dict, stored: dict, *, at: datetime, by: str) -> None:
    """Let the draft, which says `document` now, go out at its time if nothing of `stored` is changed until then."""
    before = _readable(draft)
    draft.form, draft.based_on = CAREER.form, written(stored)
    if before:
        draft.document = written(_numbered(document))
    draft.schedule(at, by=by)
    if before:
        _note(draft, before, _numbered(document), Author(by), Version.Action.SAVED)


def publish(draft: Draft, document: dict) -> Career:
    """Make `document` what visitors see, all of it or nothing, and the draft an entry of the history.

    To be called in the record's transaction. CannotPublish where a rule refuses it.
    """
    pk, stored = draft.career_id, document_of(CAREER, draft.career_id)
    public = {"status": Career.Status.PUBLISHED}
    public["published_at"] = stored["fields"]["published_at"] or timezone.now().isoformat()
    wanted = without_numbers({**document, "fields": {**document["fields"], **public}})
    try:
        with transaction.atomic():
            _refuse_what_is_gone(wanted)
            _check(object_of(CAREER, pk, wanted), stored)
            if errors := added_errors({pk: wanted}, {pk: stored}):
                raise CannotPublish(errors[pk])
            author = Author(draft.author or draft.by, draft.note)
            _note(draft, _readable(draft), None, author, Version.Action.PUBLISHED)
            Draft.objects.filter(career=pk).delete()
            career = restoring.restore(CAREER, Version(object_id=pk), wanted)
            moves = Moves(CAREER, {pk: stored}, {pk: document_of(CAREER, pk)}, {pk: str(career)})
            note(moves, author, Version.Action.PUBLISHED)
    except CannotRestore as error:
        raise CannotPublish(str(error)) from None
    except ValidationError as error:
        raise CannotPublish(" ".join(_in_words(error))) from None
    except IntegrityError:
        raise CannotPublish("Something that it needs was changed at the same moment. Try again.") from None
    return career


def _refuse_what_is_gone(document: dict) -> None:
    lost = possible(Words(CAREER, [document]), document).lost
    if lost:
        raise CannotPublish(f"It points to what is gone. {' '.join(lost)} Open the draft and save it once more.")


def _check(career: Career, stored: dict) -> None:
    # Who reviews it may have left: that is no fault of the text.
    asked_of = {"reviewer"} if career.reviewer_id == stored["fields"]["reviewer"] else set()
    career.full_clean(exclude=asked_of)


def _in_words(error: ValidationError) -> Iterator[str]:
    for name, messages in error.message_dict.items():
        is_field = name in CAREER.fields or name in CAREER.links
        label = f"{capfirst(CAREER.row._meta.get_field(name).verbose_name)}: " if is_field else ""
        yield f"{label}{' '.join(messages)}"


@dataclass
class Due:
    """What became of drafts whose time had come."""

    published: list[Career] = field(default_factory=list)
    stayed: list[Draft] = field(default_factory=list)


def publish_due(*, most: int | None = None) -> Due:
    """Publish scheduled drafts whose time has come, each once however many ask at once."""
    due = Due()
    for pk in Draft.objects.due().order_by("publish_at", "pk").values_list("pk", flat=True)[:most]:
        with within_patience(), CAREER.together():
            # Somebody else may have published it since.
            draft = Draft.objects.due().select_related("career").filter(pk=pk).first()
            if draft is not None:
                _publish_at_its_time(draft, due)
    return due


def _publish_at_its_time(draft: Draft, due: Due) -> None:
    stored = document_of(CAREER, draft.career_id)
    try:
        with transaction.atomic():
            merged = put_together(draft, stored, {})
            if CAREER.seen_of(base_of(draft)) != CAREER.seen_of(stored) or not merged.is_whole:
                # An import or a command changed it, which no version tells of at once.
                raise CannotPublish(CHANGED)
            due.published.append(publish(draft, merged.document))
            return
    except (CannotPublish, UnreadableVersion) as error:
        why = str(error)
    except OperationalError:
        # The database is busy; the next page of the staff tries it again.
        raise
    except Exception:
        # Else no page of the staff would open until somebody takes the draft away.
        logger.exception("A scheduled draft could not be published")
        why = FAILED
    # Taken back with all else, so it is read again.
    draft = Draft.objects.select_related("career").get(career=draft.career_id)
    draft.stay(why)
    due.stayed.append(draft)


def _with_status_of(document: dict, base: dict) -> dict:
    kept = {name: base["fields"][name] for name in OF_PUBLISHING}
    return {**document, "fields": {**document["fields"], **kept}}


def _numbered(document: dict) -> dict:
    return {**document, "lists": {rows.name: _numbered_rows(rows, document) for rows in CAREER.lists}}


def _numbered_rows(rows: Rows, document: dict) -> list[dict]:
    """New rows with numbers of their own, each at its place; last where it has none."""
    listed = document["lists"][rows.name]
    if all(row["id"] is not None for row in listed):
        return listed
    numbers = count(min([0, *(row["id"] for row in listed if row["id"] is not None)]) - 1, -1)
    listed = [row if row["id"] is not None else {**row, "id": next(numbers)} for row in listed]
    if not rows.order:
        return listed
    last = max(row[rows.order] or 0 for row in listed) + 1
    places = {row["id"]: row[rows.order] or (last if row["id"] < 0 else 0) for row in listed}
    ordered = sorted(listed, key=lambda row: places[row["id"]])
    return in_places(rows, [{**row, rows.order: places[row["id"]]} for row in ordered])


def without_numbers(document: dict) -> dict:
    """As new rows stand in a document that is stored as a version, or merged."""
    lists = {
        name: [{**row, "id": None} if row["id"] is not None and row["id"] < 0 else row for row in listed]
        for name, listed in document["lists"].items()
    }
    return {**document, "lists": lists}

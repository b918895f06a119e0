"""Which document of a career is shown, and the career that its page is made of, without storing anything.

Why not save it, render the page and take it back: that holds the lock of all who save for as long as the page takes,
and derives the career's row of the lists and of the search for nobody.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..browse import listing
from ..figures.selection import coded, predecessor_codes
from ..models import Career, UnsavedPreview
from ..profile.parts import put_parts
from ..versions.careers import CAREER
from ..versions.documents import UnreadableVersion, document_of, object_of, read, written
from ..versions.drafts import draft_of, text_of
from ..versions.restoring import CannotRestore, possible
from ..versions.words import Words

# Of a career that is new: no row has this number.
NEW = 0


class CannotShow(Exception):
    """There is nothing that a page can be made of: it is past its time, or what it cannot be without is gone."""


@dataclass(frozen=True)
class Shown:
    """What somebody who has a link sees of a career; `is_draft` if it isn't what visitors see."""

    document: dict
    changed_at: datetime
    is_draft: bool


@dataclass(frozen=True)
class Unstored:
    """A career with its lists as a document has them, and the numbers of the careers that it is related to."""

    career: Career
    related: list[int]


def shown_by_link(career: Career) -> Shown:
    """The one place that says what a link shows: the draft beside the career, or else the career as it is saved."""
    document, draft = document_of(CAREER, career.pk), draft_of(career.pk)
    if document is None:
        raise CannotShow("Somebody deletes it at this moment.")
    if draft:
        return Shown(text_of(draft, document), changed_at=draft.changed_at, is_draft=True)
    return Shown(document, changed_at=career.updated_at, is_draft=not career.is_published)


def unstored(document: dict, pk: int | None, *, changed_at: datetime) -> Unstored:
    """As if it were stored, for `profile_context`; what it points to and is gone by now is left out."""
    try:
        document = possible(Words(CAREER, [document]), document).document
    except CannotRestore as error:
        raise CannotShow(str(error)) from error
    career = object_of(CAREER, pk or NEW, document)
    career.updated_at = changed_at
    put_parts(career, career.rows_opened)
    career_as_coded = coded(career)
    if career.occupation_id:
        codes = predecessor_codes().get(career.occupation_id, ())
        career_as_coded = career_as_coded._replace(predecessors=codes)
    derived = listing.unstored(career_as_coded, [skill.name for skill in career.skills.all()])
    Career._meta.get_field("listing").set_cached_value(career, derived)
    return Unstored(career, document["links"]["related"])


def keep(document: dict, career: int | None, by: Any) -> UnsavedPreview:
    """Keep it for the person `by`, for a short time."""
    UnsavedPreview.objects.past().delete()
    return UnsavedPreview.objects.create(career_id=career, form=CAREER.form, document=written(document), by=by)


def kept(preview: UnsavedPreview) -> Unstored:
    try:
        return unstored(read(CAREER, preview), preview.career_id, changed_at=preview.made_at)
    except UnreadableVersion as error:
        raise CannotShow(str(error)) from error

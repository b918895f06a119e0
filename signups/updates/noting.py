"""Noting what pages say: once for all of their followers, whenever somebody is to be told and something has changed."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from careers.locks import wait_to_derive
from careers.models import Career

from ..models import Answer, ChangedPage, PageState, Question, ShownAnswer
from .pages import Page, as_said, as_stored, leads_to, pages_of

# Read in one transaction, while whoever saves a career waits.
AT_ONCE = 50
# Who was not told for longer than that is told from now on.
KEPT = timedelta(days=730)


def page_changed(careers: set[int] | None) -> None:
    """To be called within each change of what pages say; None stands for all of them."""
    mark = uuid4()
    rows = [ChangedPage(career_id=pk, mark=mark) for pk in sorted(careers or [ChangedPage.ALL])]
    ChangedPage.objects.bulk_create(rows, update_conflicts=True, unique_fields=["career_id"], update_fields=["mark"])


def note_changed() -> None:
    """Note what has changed since it was noted last. 1 query where nothing has."""
    waiting = dict(ChangedPage.objects.values_list("career_id", "mark"))
    if ChangedPage.ALL in waiting:
        note_all()
    elif waiting:
        _note(waiting)


def note_all() -> None:
    """Note every page, whoever has changed it, and every answer that visitors can read."""
    marks = list(ChangedPage.objects.values_list("mark", flat=True))
    there = set(Career.objects.values_list("pk", flat=True))
    _note(there.union(PageState.objects.current().values_list("career_id", flat=True)))
    ChangedPage.objects.filter(mark__in=marks).delete()
    note_answers()


def states_of(careers: Collection[int]) -> dict[int, PageState]:
    """What the pages of `careers` say now, noted where it was not. 2 queries where it was."""
    waiting = set(ChangedPage.objects.filter(pk__in=[ChangedPage.ALL, *careers]).values_list("pk", flat=True))
    states = _current(careers)
    lacking = set(careers) if ChangedPage.ALL in waiting else waiting | set(careers) - states.keys()
    if lacking:
        _note(lacking)
        states = _current(careers)
    return states


def note_answers() -> None:
    """Note since when visitors can read an answer. 1 query where there is no new one."""
    shown = ShownAnswer.objects.filter(answer_id=OuterRef("pk"))
    read = Answer.objects.published().filter(question__in=Question.objects.published())
    new = read.filter(~Exists(shown)).order_by("pk")
    if pks := list(new.values_list("pk", flat=True)):
        now = timezone.now()
        rows = [ShownAnswer(answer_id=pk, since=now) for pk in pks]
        ShownAnswer.objects.bulk_create(rows, ignore_conflicts=True)


def shown_answers() -> QuerySet[Answer]:
    """Published ones, with `since`: when it was noted that visitors can read the answer; NULL where it was not yet."""
    since = ShownAnswer.objects.filter(answer_id=OuterRef("pk")).values("since")
    return Answer.objects.published().annotate(since=Subquery(since))


def forget_old() -> None:
    """What pages said long ago, and nobody needs to be told the difference to."""
    PageState.objects.filter(until__lt=timezone.now() - KEPT).delete()


def _current(careers: Iterable[int]) -> dict[int, PageState]:
    return {state.career_id: state for state in PageState.objects.current().filter(career_id__in=list(careers))}


def _note(careers: Iterable[int]) -> None:
    ids = sorted(careers)
    for start in range(0, len(ids), AT_ONCE):
        batch = ids[start : start + AT_ONCE]
        with transaction.atomic():
            # Nobody changes a page while it is read, nor notes it at the same time.
            wait_to_derive()
            ChangedPage.objects.filter(pk__in=batch).delete()
            _store(batch)


def _store(batch: list[int]) -> None:
    before, pages = _current(batch), pages_of(batch)
    gone = {pk: as_said(state.said) for pk, state in before.items() if pk not in pages}
    elsewhere = leads_to(said.slug for said in gone.values() if not said.is_deleted)
    for pk, said in gone.items():
        if not said.is_deleted:
            said = replace(said, is_public=False, is_deleted=True, elsewhere=elsewhere.get(said.slug))
            pages[pk] = Page(before[pk].field_id, said)
    # Not earlier than it was read: whoever was told before may have been told something else.
    now, new = timezone.now(), []
    for pk, page in pages.items():
        said, digest = as_stored(page.said)
        known = before.get(pk)
        if known and (known.digest, known.field_id) == (digest, page.field_id):
            continue
        left = known.field_id if known and known.field_id != page.field_id else None
        new.append(
            PageState(career_id=pk, field_id=page.field_id, left_field_id=left, said=said, digest=digest, since=now)
        )
    PageState.objects.current().filter(career_id__in=[state.career_id for state in new]).update(until=now)
    PageState.objects.bulk_create(new)

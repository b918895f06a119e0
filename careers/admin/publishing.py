"""Publishing and unpublishing many careers from their list: what that means is said before anything is done."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import DateTimeField, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from .. import denormalized
from ..models import Career
from ..profile.content import texts_of
from ..profile.publishing import what_is_missing

# Careers that a message or a page names.
NAMED = 5
AT_ONCE = 500
TEMPLATE = "admin/careers/career/set_status.html"


@dataclass
class Change:
    """What an action would do: to which careers; how many of the others are so already, and which cannot be."""

    careers: list[Career] = field(default_factory=list)
    already: int = 0
    empty: list[Career] = field(default_factory=list)
    missing: str = ""

    @property
    def public(self) -> int:
        return sum(career.is_published for career in self.careers)

    @property
    def named(self) -> str:
        return names(self.careers)

    @property
    def empty_named(self) -> str:
        return names(self.empty)


def names(careers: list[Career]) -> str:
    more = f" and {len(careers) - NAMED:,} more" if len(careers) > NAMED else ""
    # Titles have commas of their own.
    return "; ".join(map(str, careers[:NAMED])) + more


class PublishedFromList:
    """For the admin of careers."""

    @admin.action(description="Publish selected careers", permissions=["publish"])
    def publish(self, request: HttpRequest, queryset) -> HttpResponse | None:
        careers = list(queryset.exclude(status=Career.Status.PUBLISHED).prefetch_related("tasks"))
        texts = texts_of(careers)
        missing = {career.pk: what_is_missing(career, text=texts[career.pk]) for career in careers}
        empty = [career for career in careers if missing[career.pk]]
        change = Change(
            [career for career in careers if not missing[career.pk]],
            already=queryset.filter(status=Career.Status.PUBLISHED).count(),
            empty=empty,
            missing=missing[empty[0].pk] if empty else "",
        )
        return self._ask_or_set(request, change, Career.Status.PUBLISHED)

    @admin.action(description="Turn selected careers back into drafts", permissions=["publish"])
    def unpublish(self, request: HttpRequest, queryset) -> HttpResponse | None:
        careers = list(queryset.exclude(status=Career.Status.DRAFT))
        change = Change(careers, already=queryset.filter(status=Career.Status.DRAFT).count())
        return self._ask_or_set(request, change, Career.Status.DRAFT)

    def _ask_or_set(self, request: HttpRequest, change: Change, status: str) -> HttpResponse | None:
        done = "published" if status == Career.Status.PUBLISHED else "turned into drafts"
        count = str(len(change.careers))
        # Between question and answer others may have been added to "all".
        if change.careers and ("sure" not in request.POST or request.POST.get("asked", count) != count):
            return self._ask(request, change, status)
        set_status(change.careers, status, by=request.user.pk)
        if change.careers:
            count = len(change.careers)
            self.message_user(request, f"{count:,} career{'' if count == 1 else 's'} {done}.")
        elif not change.empty:
            are = "is" if change.already == 1 else "are"
            drafts = "published" if status == Career.Status.PUBLISHED else "a draft" if are == "is" else "drafts"
            told = f"Nothing to do: {change.already:,} of those that you selected {are} {drafts} already."
            self.message_user(request, told)
        if change.empty:
            self.message_user(request, f"Not published: {change.empty_named}. {change.missing}", messages.ERROR)
        return None

    def _ask(self, request: HttpRequest, change: Change, status: str) -> HttpResponse:
        is_publishing = status == Career.Status.PUBLISHED
        count = f"{len(change.careers):,} career{'' if len(change.careers) == 1 else 's'}"
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Publish {count}?" if is_publishing else f"Turn {count} into drafts?",
            "button": f"Publish {count}" if is_publishing else f"Turn {count} into drafts",
            "is_publishing": is_publishing,
            "change": change,
            # The same form once more, whatever else the list sent with it.
            "sent": [
                (name, value)
                for name in ("action", ACTION_CHECKBOX_NAME, "select_across", "seen", "version_note")
                for value in request.POST.getlist(name)
            ],
        }
        return TemplateResponse(request, TEMPLATE, context)


def set_status(careers: Iterable[Career], status: str, *, by: int) -> None:
    """Set the status of many at once, with a line for each in the history."""
    pks, now = [career.pk for career in careers], timezone.now()
    values = {"status": status, "updated_at": now}
    if status == Career.Status.PUBLISHED:
        values["published_at"] = Coalesce("published_at", Value(now, output_field=DateTimeField()))
    label = Career.Status(status).label
    with denormalized.together():
        for start in range(0, len(pks), AT_ONCE):
            chosen = Career.objects.filter(pk__in=pks[start : start + AT_ONCE])
            chosen.update(**values)
            LogEntry.objects.log_actions(by, list(chosen), CHANGE, change_message=f"Status set to {label}")
        denormalized.careers_changed(pks)

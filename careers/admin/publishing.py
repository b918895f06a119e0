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
from ..profile.publishing.check import accepted_of, findings_of
from ..profile.publishing.findings import Finding
from .publishing_check import REASON, accept, reason_of, wrong_with

# Careers that a message or a page names.
NAMED = 5
AT_ONCE = 500
TEMPLATE = "admin/careers/career/set_status.html"


@dataclass
class Change:
    """What an action would do: to which careers; how many of the others are so already, and which cannot be."""

    careers: list[Career] = field(default_factory=list)
    already: int = 0
    refused: list["Group"] = field(default_factory=list)
    warned: list["Group"] = field(default_factory=list)
    warnings: dict[int, list[Finding]] = field(default_factory=dict)

    @property
    def public(self) -> int:
        return sum(career.is_published for career in self.careers)

    @property
    def named(self) -> str:
        return names(self.careers)


@dataclass
class Group:
    """Careers of which the same is found."""

    says: str
    careers: list[Career] = field(default_factory=list)

    @property
    def named(self) -> str:
        return names(self.careers)


def names(careers: list[Career]) -> str:
    more = f" and {len(careers) - NAMED:,} more" if len(careers) > NAMED else ""
    # Titles have commas of their own.
    return "; ".join(map(str, careers[:NAMED])) + more


class PublishedFromList:
    """For the admin of careers."""

    @admin.action(description="Publish selected careers", permissions=["publish"])
    def publish(self, request: HttpRequest, queryset) -> HttpResponse | None:
        careers = list(queryset.exclude(status=Career.Status.PUBLISHED))
        change = _checked(careers)
        change.already = queryset.filter(status=Career.Status.PUBLISHED).count()
        return self._ask_or_set(request, change, Career.Status.PUBLISHED)

    @admin.action(description="Turn selected careers back into drafts", permissions=["publish"])
    def unpublish(self, request: HttpRequest, queryset) -> HttpResponse | None:
        careers = list(queryset.exclude(status=Career.Status.DRAFT))
        change = Change(careers, already=queryset.filter(status=Career.Status.DRAFT).count())
        return self._ask_or_set(request, change, Career.Status.DRAFT)

    def _ask_or_set(self, request: HttpRequest, change: Change, status: str) -> HttpResponse | None:
        done = "published" if status == Career.Status.PUBLISHED else "turned into drafts"
        count, reason = str(len(change.careers)), reason_of(request)
        # Between question and answer others may have been added to "all".
        is_sure = "sure" in request.POST and request.POST.get("asked", count) == count
        if change.careers and not (is_sure and (reason or not change.warnings)):
            return self._ask(request, change, status)
        with denormalized.together():
            set_status(change.careers, status, by=request.user.pk)
            accept(change.warnings, reason=reason, by=request.user.get_username())
        if change.careers:
            count = len(change.careers)
            self.message_user(request, f"{count:,} career{'' if count == 1 else 's'} {done}.")
        elif not change.refused:
            are = "is" if change.already == 1 else "are"
            drafts = "published" if status == Career.Status.PUBLISHED else "a draft" if are == "is" else "drafts"
            told = f"Nothing to do: {change.already:,} of those that you selected {are} {drafts} already."
            self.message_user(request, told)
        for group in change.refused:
            self.message_user(request, f"Not published: {group.named}. {group.says}", messages.ERROR)
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
            "reason": request.POST.get(REASON, ""),
            "wrong_with_reason": _wrong_with_answer(request),
            # The same form once more, whatever else the list sent with it.
            "sent": [
                (name, value)
                for name in ("action", ACTION_CHECKBOX_NAME, "select_across", "seen", "version_note")
                for value in request.POST.getlist(name)
            ],
        }
        return TemplateResponse(request, TEMPLATE, context)


def _wrong_with_answer(request: HttpRequest) -> str:
    """What is wrong with the reason that somebody was asked for."""
    if "sure" not in request.POST or REASON not in request.POST:
        return ""
    return wrong_with(request.POST[REASON]) or (
        "" if reason_of(request) else "Write why they may be published as they are."
    )


def _checked(careers: list[Career]) -> Change:
    """What publishing would do, by the rules that forms ask too."""
    findings, accepted = findings_of(careers), accepted_of(careers)
    change, refused, warned = Change(), {}, {}
    for career in careers:
        if errors := [finding for finding in findings[career.pk] if finding.is_error]:
            for error in errors:
                refused.setdefault(error.says, Group(error.says)).careers.append(career)
            continue
        change.careers.append(career)
        if new := [finding for finding in findings[career.pk] if finding.key not in accepted[career.pk]]:
            change.warnings[career.pk] = new
        for rule in dict.fromkeys(finding.rule for finding in new):
            warned.setdefault(rule, Group(rule.capitalize())).careers.append(career)
    change.refused, change.warned = list(refused.values()), list(warned.values())
    return change


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

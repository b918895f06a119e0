"""The check before a career is published: shown on its form, and asked about when the form publishes it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format

from ..models import AcceptedWarning, Career
from ..profile.publishing.check import Edited, accepted_of, findings_of_edited
from ..profile.publishing.findings import Finding
from ..profile.publishing.page import site_of
from ..versions.checking import added_findings
from ..versions.documents import set_values
from .rights import PUBLISH

REASON = "publish_reason"
PUBLICATION = ("status", "published_at")
LETTERS_OF_REASON = AcceptedWarning._meta.get_field("reason").max_length
LETTERS_OF_WARNING = AcceptedWarning._meta.get_field("says").max_length
NO_ADDRESSES = "Leave out email addresses: the reason is kept."


class NotPublished(Exception):
    """What is to be public has errors, or warnings that nobody gave a reason for; nothing was saved."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("Not published.")
        self.findings = findings


@dataclass(frozen=True)
class Line:
    """A finding, with the part of the form that it is about; `accepted` says who published it despite that, and why."""

    says: str
    label: str
    anchor: str
    accepted: str = ""


@dataclass(frozen=True)
class Panel:
    errors: list[Line]
    warnings: list[Line]
    accepted: list[Line]
    is_public: bool
    was_refused: bool
    may_publish: bool
    reason: str = ""
    wrong_with_reason: str = ""


def reason_of(request: HttpRequest) -> str:
    """Why it may be published despite warnings; "" where nothing was written, or what must not be kept."""
    text = " ".join(request.POST.get(REASON, "").replace("\0", "").split())
    return "" if wrong_with(text) else text[:LETTERS_OF_REASON]


def wrong_with(reason: str) -> str:
    return NO_ADDRESSES if "@" in reason else ""


def accept(findings: dict[int, list[Finding]], *, reason: str, by: str) -> None:
    """Note that careers are published despite these warnings. 1 query."""
    rows = [
        AcceptedWarning(career_id=pk, finding=one.key, says=one.says[:LETTERS_OF_WARNING], reason=reason, by=by)
        for pk, warnings in findings.items()
        for one in warnings
    ]
    AcceptedWarning.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


class CheckedBeforePublished:
    """For the admin of careers; before what saves in one transaction."""

    def changeform_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except NotPublished as refusal:
            # All of it was taken back. The form comes again as it was sent, and says why.
            request.not_published = refusal.findings
            sent = request.POST.copy()
            # What was put together with somebody else's work does not say what it was opened on.
            sent["opened"] = request.edit.token
            request.POST = sent
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if findings := getattr(request, "not_published", None):
            # The class is this request's own.
            form.is_valid = _refusing(findings)
        return form

    def save_related(self, request: HttpRequest, form, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        was_public = change and request.edit.stored and request.edit.stored["fields"]["status"] == "published"
        is_touched = form.has_changed() or any(formset.has_changed() for formset in formsets)
        if form.instance.is_published and (is_touched or not was_public):
            self._check(request, form.instance.pk)

    def _check(self, request: HttpRequest, pk: int) -> None:
        """NotPublished where errors stand against what was saved, or warnings that are new and have no reason."""
        # What is public already may stay so until somebody touches it.
        new = added_findings({pk: request.edit.saved}, {pk: request.edit.stored})[pk]
        if not new:
            return
        accepted = accepted_of([Career(pk=pk)])[pk]
        new = [finding for finding in new if finding.is_error or finding.key not in accepted]
        reason = reason_of(request)
        if any(finding.is_error or not reason for finding in new):
            raise NotPublished(new)
        accept({pk: new}, reason=reason, by=request.user.get_username())

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None) -> HttpResponse:
        findings = getattr(request, "not_published", None)
        if findings is not None:
            context["check"] = self.panel(request, obj, findings, was_refused=True)
            # What the page says of it beside the form is what is stored.
            stored = request.edit.stored["fields"] if change else {"status": Career.Status.DRAFT, "published_at": None}
            set_values(obj or context["adminform"].form.instance, {name: stored[name] for name in PUBLICATION})
        elif change and request.method != "POST" and self.has_change_permission(request, obj):
            edited = Edited(obj, obj.rows_opened, request.edit.stored["links"]["related"])
            context["check"] = self.panel(request, obj, findings_of_edited([edited], site_of([obj]))[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def panel(
        self, request: HttpRequest, career: Career, findings: list[Finding], *, was_refused: bool = False
    ) -> Panel:
        accepted = {} if was_refused else accepted_of([career])[career.pk]
        lines = [
            (finding, self._line(finding, accepted.get(finding.key), rows_are_stored=not was_refused))
            for finding in findings
        ]
        return Panel(
            errors=[line for finding, line in lines if finding.is_error],
            warnings=[line for finding, line in lines if not (finding.is_error or line.accepted)],
            accepted=[line for finding, line in lines if line.accepted and not finding.is_error],
            is_public=career is not None and career.is_published and not was_refused,
            was_refused=was_refused,
            may_publish=was_refused or request.user.has_perm(PUBLISH),
            reason=request.POST.get(REASON, ""),
            wrong_with_reason=wrong_with(request.POST.get(REASON, "")),
        )

    def _line(self, finding: Finding, accepted: AcceptedWarning | None, *, rows_are_stored: bool) -> Line:
        found = finding.found
        lists = {rows.name: self.record.row_of(rows) for rows in self.record.lists}
        if found.field in lists:
            label = str(next(one.verbose_name_plural for one in self.inlines if one.model is lists[found.field]))
            # In a form that was sent, rows may stand in another order than they were checked in.
            has_row = rows_are_stored and found.row is not None
            anchor = f"id_{found.field}-{found.row}-{found.column}" if has_row else f"{found.field}-group"
        else:
            label = str(self.opts.get_field(found.field).verbose_name)
            anchor = f"id_{found.field}"
        return Line(finding.says, f"{label[:1].upper()}{label[1:]}", anchor, _who(accepted) if accepted else "")


def _who(accepted: AcceptedWarning) -> str:
    when = date_format(timezone.localtime(accepted.accepted_at), "DATE_FORMAT")
    return f"{accepted.by or 'Somebody'}, {when}: {accepted.reason}"


def _refusing(findings: Iterable[Finding]):
    """In the place of `is_valid`, of a form that is shown again with what stands against publishing it."""

    def is_valid(form) -> bool:
        form.full_clean()
        for finding in findings:
            if finding.is_error:
                form.add_error(finding.found.field if finding.found.field in form.fields else None, finding.says)
        return False

    return is_valid

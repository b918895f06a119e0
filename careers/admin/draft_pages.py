"""The page of a career's draft: what it changes, and what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from ..models import Career, Draft, Version
from ..models.rules import FURTHEST_YEARS
from ..profile.publishing.check import accepted_of
from ..profile.publishing.findings import Finding
from ..versions import drafts
from ..versions.careers import CAREER, DRAFT
from ..versions.checking import added_findings
from ..versions.difference import difference
from ..versions.documents import UnreadableVersion, digest, document_of, written
from . import collisions, rights
from .collisions import CHOICE, Edit, last_author
from .publishing_check import REASON, Panel, accept, reason_of
from .rights import who_can

TEMPLATE = "admin/careers/career/draft.html"
NO_REASON = "Nothing was published: settle what the check finds, or say why it is published anyway."
CHANGED = "Nothing was done: this was changed since you opened the page. Look again."
LETTERS_OF_NOTE = 200
LETTERS_OF_REVIEW = 500
REVIEW, BACK, PUBLISH, SCHEDULE, DISCARD = "review", "back", "publish", "schedule", "discard"
OF_PUBLISHERS = (BACK, PUBLISH, SCHEDULE)


class TimeForm(forms.Form):
    """When a draft goes out, in the site's time zone."""

    # Browsers would ask for a time before any button of the page.
    use_required_attribute = False
    publish_at = forms.SplitDateTimeField(
        label="Day and time",
        widget=forms.SplitDateTimeWidget(
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs={"type": "date", "aria-label": "Day"},
            time_attrs={"type": "time", "aria-label": "Time"},
        ),
        error_messages={"required": "Choose a day and a time.", "invalid": "Choose a day and a time."},
    )

    def clean_publish_at(self):
        at, now = self.cleaned_data["publish_at"], timezone.now()
        if at <= now:
            raise forms.ValidationError("This has gone by already. Choose a later time, or publish it now.")
        if at.year > now.year + FURTHEST_YEARS:
            raise forms.ValidationError(f"This is more than {FURTHEST_YEARS} years from now. Check the year.")
        return at


@dataclass
class Desk:
    """A career's draft as somebody opened it. `draft` is not stored yet where nothing was said of it."""

    pages: object
    request: HttpRequest
    career: Career
    stored: dict
    draft: Draft
    form: TimeForm

    @property
    def seen(self) -> str:
        """What tells whether it is as it was when the page was opened."""
        draft = self.draft
        text = draft.document or written(self.stored)
        return digest({"said": [text, draft.state, str(draft.publish_at), draft.reviewers_note, draft.note]})

    @property
    def is_there(self) -> bool:
        return bool(self.draft.document) or not self.career.is_published

    @property
    def who(self) -> str:
        return self.request.user.get_username()

    def may(self, what: str) -> bool:
        if what in OF_PUBLISHERS:
            return self.pages.has_publish_permission(self.request)
        return self.pages.has_change_permission(self.request)


def draft(pages, request: HttpRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        return _page(_opened(pages, request, pk))
    with CAREER.together():
        desk = _opened(pages, request, pk)
        what = request.POST.get("do", "")
        if what not in DECISIONS or not desk.may(what):
            raise PermissionDenied(f"People who can: {who_can(rights.PUBLISH)}." if what in OF_PUBLISHERS else "")
        if not desk.is_there or request.POST.get("seen_draft", "") != desk.seen:
            messages.error(request, CHANGED)
            return HttpResponseRedirect(request.path)
        try:
            return DECISIONS[what](desk)
        except (drafts.CannotPublish, UnreadableVersion) as error:
            messages.error(request, f"Nothing was published. {error}")
            return HttpResponseRedirect(request.path)


def _opened(pages, request: HttpRequest, pk: int) -> Desk:
    career = Career.objects.filter(pk=pk).first()
    if not pages.has_view_or_change_permission(request, career):
        raise PermissionDenied
    if career is None:
        raise Http404
    found = Draft.objects.waiting().select_related("career").filter(career=pk).first()
    form = TimeForm(request.POST if request.POST.get("do") == SCHEDULE else None)
    return Desk(pages, request, career, document_of(CAREER, pk), found or Draft(career=career, form=CAREER.form), form)


def _note(desk: Desk, name: str, letters: int) -> str:
    return " ".join(desk.request.POST.get(name, "").replace("\0", "").split())[:letters]


def _done(desk: Desk, message: str, *, in_log: str) -> HttpResponse:
    desk.pages.log_change(desk.request, desk.career, in_log)
    messages.success(desk.request, message)
    return HttpResponseRedirect(reverse("admin:careers_career_change", args=[desk.career.pk]))


def _send_to_review(desk: Desk) -> HttpResponse:
    # Of a text that nobody sees, whoever sends it answers for it.
    author = (desk.draft.document and desk.draft.author) or desk.who
    desk.draft.send_to_review(by=author, note=_note(desk, "note", LETTERS_OF_NOTE))
    return _done(desk, "Sent to review. Whoever may publish finds it on the desk.", in_log="Draft sent to review.")


def _send_back(desk: Desk) -> HttpResponse:
    note = _note(desk, "reviewers_note", LETTERS_OF_REVIEW)
    if not note:
        return _page(desk, no_note="Say what is to be changed.")
    desk.draft.author = desk.draft.author or desk.draft.by
    desk.draft.send_back(by=desk.who, note=note)
    return _done(desk, f"Sent back to {desk.draft.author or 'its author'}.", in_log="Draft sent back.")


@dataclass(frozen=True)
class Ready:
    """What is to go out, and the warnings that a reason was given for just now."""

    document: dict
    warnings: list[Finding]


def _ready(desk: Desk) -> Ready | HttpResponse:
    """Or the page that asks: what counts where both changed the same, or why it is published despite warnings."""
    document = _chosen(desk)
    if isinstance(document, HttpResponse):
        return document
    accepted = accepted_of([desk.career])[desk.career.pk]
    found = _findings(desk, document)
    warnings = [finding for finding in found if not finding.is_error and finding.key not in accepted]
    if warnings and not reason_of(desk.request):
        messages.error(desk.request, NO_REASON)
        return _page(desk, carried=_choices_sent(desk))
    return Ready(document, warnings)


def _choices_sent(desk: Desk) -> dict[str, str]:
    """What was chosen where both changed the same, for the form that asks for a reason."""
    sent = desk.request.POST
    return {name: sent[name] for name in sent if name == "seen" or name.startswith(CHOICE)}


def _accept(desk: Desk, ready: Ready) -> None:
    accept({desk.career.pk: ready.warnings}, reason=reason_of(desk.request), by=desk.who)


def _publish(desk: Desk) -> HttpResponse:
    ready = _ready(desk)
    if isinstance(ready, HttpResponse):
        return ready
    desk.draft.author = desk.draft.author or desk.draft.by or desk.who
    desk.career = drafts.publish(desk.draft, ready.document)
    _accept(desk, ready)
    return _done(desk, f"{desk.career} is published as the draft has it.", in_log="Draft published.")


def _schedule(desk: Desk) -> HttpResponse:
    if not desk.form.is_valid():
        return _page(desk)
    ready = _ready(desk)
    if isinstance(ready, HttpResponse):
        return ready
    if errors := [finding.says for finding in _findings(desk, ready.document) if finding.is_error]:
        raise drafts.CannotPublish(" ".join(errors))
    _accept(desk, ready)
    at = desk.form.cleaned_data["publish_at"]
    desk.draft.author = desk.draft.author or desk.draft.by or desk.who
    drafts.schedule(desk.draft, ready.document, desk.stored, at=at, by=desk.who)
    return _done(desk, f"It will be published on {in_words(at)}.", in_log=f"Draft scheduled for {in_words(at)}.")


def _findings(desk: Desk, document: dict) -> list[Finding]:
    """What the publishing check finds of `document` that visitors do not see already."""
    pk, public = desk.career.pk, {"status": Career.Status.PUBLISHED}
    wanted = drafts.without_numbers({**document, "fields": {**document["fields"], **public}})
    return added_findings({pk: wanted}, {pk: desk.stored})[pk]


def _check(desk: Desk, document: dict) -> Panel:
    # What is public already is no part of it.
    return replace(desk.pages.panel(desk.request, desk.career, _findings(desk, document)), is_public=False)


def in_words(moment) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _discard(desk: Desk) -> HttpResponse:
    if not desk.draft.pk:
        messages.error(desk.request, CHANGED)
        return HttpResponseRedirect(desk.request.path)
    if "sure" not in desk.request.POST:
        return _page(desk, is_discarding=True)
    drafts.discard(desk.draft, desk.pages.author(desk.request))
    if not desk.draft.document:
        return _done(desk, "Taken back. The text stays as it is.", in_log="Draft taken back.")
    history = reverse("admin:careers_draft_history", args=[desk.career.pk])
    says = 'The draft is discarded. Visitors see what they saw before. <a href="{}">Restore it</a>'
    return _done(desk, format_html(says, history), in_log="Draft discarded.")


DECISIONS: dict[str, Callable[[Desk], HttpResponse]] = {
    REVIEW: _send_to_review,
    BACK: _send_back,
    PUBLISH: _publish,
    SCHEDULE: _schedule,
    DISCARD: _discard,
}


class EditOfDraft(Edit):
    """What a draft makes of the published text, in the place of a form."""

    draft: Draft

    def yours(self) -> dict:
        return drafts.without_numbers(drafts.text_of(self.draft, self.stored))


def _chosen(desk: Desk) -> dict | HttpResponse:
    """The draft with what was published since it was begun, or the page that asks what counts where both differ."""
    sent = desk.request.POST
    as_seen = sent.get("seen", "") == digest(desk.stored)
    choices = {name.removeprefix(CHOICE): sent[name] for name in sent if name.startswith(CHOICE)} if as_seen else {}
    merged = drafts.put_together(desk.draft, desk.stored, choices)
    if merged.is_whole:
        return merged.document
    edit = EditOfDraft(CAREER, desk.career.pk, desk.stored, drafts.base_of(desk.draft))
    edit.draft = desk.draft
    names = ("do", "seen_draft", "publish_at_0", "publish_at_1", REASON)
    carried = {name: sent[name] for name in names if name in sent}
    return collisions.page(desk.pages, desk.request, edit, carried=carried, of_draft=desk.draft)


def _head(desk: Desk) -> dict:
    """What all pages of versions have."""
    name = str(desk.career)
    named = {"title": "Draft", "pk": desk.career.pk, "name": name, "subtitle": name, "is_there": True}
    return {**desk.pages.admin_site.each_context(desk.request), "opts": desk.pages.opts, **named}


def _page(desk: Desk, **context) -> HttpResponse:
    pages, draft = desk.pages, desk.draft
    why_not, changes, meanwhile, document = "", [], [], desk.stored
    if draft.document:
        try:
            base, document = drafts.base_of(draft), drafts.text_of(draft, desk.stored)
        except UnreadableVersion as error:
            why_not = str(error)
        else:
            words = pages.words([base, document, desk.stored])
            changes = difference(words, base, document)
            meanwhile = difference(words, base, desk.stored)
    everything = {
        **_head(desk),
        "desk": desk,
        "career": desk.career,
        "draft": draft,
        "seen_draft": desk.seen,
        "changes": changes,
        "meanwhile": meanwhile,
        "who_changed": last_author(CAREER, desk.career.pk, desk.stored) if meanwhile else "",
        "why_not": why_not,
        "check": _check(desk, document) if desk.is_there and desk.may(PUBLISH) and not why_not else None,
        "form_address": reverse("admin:careers_career_change", args=[desk.career.pk]),
        "form": desk.form,
        "may_publish": desk.may(PUBLISH),
        "may_change": desk.may(REVIEW),
        "may_preview": desk.request.user.has_perm(rights.PREVIEW),
        "publishers": who_can(rights.PUBLISH),
        "when": in_words(draft.publish_at) if draft.publish_at else "",
        "time_zone": timezone.get_current_timezone_name(),
        "typed": desk.request.POST,
        "has_history": Version.objects.of(DRAFT.kind, desk.career.pk).exists(),
        **context,
    }
    return TemplateResponse(desk.request, TEMPLATE, everything)

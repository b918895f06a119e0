"""The form of a career that has a draft beside its published text, or gets one."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format

from ..models import Career, Draft
from ..versions import drafts
from ..versions.documents import UnreadableVersion, document_of
from ..versions.keeping import Author
from . import draft_pages
from .collisions import GO_ON_WITH_DRAFT, SAVE_DRAFT, Behind, Edit
from .draft_versions import DraftVersions
from .rights import PUBLISH, who_can
from .version_pages import page

# In the address of a form: the published text, although there is a draft.
TEXT, PUBLISHED = "text", "published"
SAVES = ("_save", "_continue", "_addanother")
KEPT = "Saved as a draft. Visitors do not see it yet."
NO_LONGER_SCHEDULED = "It is no longer scheduled: somebody has to approve what it says now."
UNCHANGED = "You changed nothing, so nothing was saved."


class ForTheDraft(Exception):
    """The form is checked, and what it says goes into the draft and not into the tables."""


class Drafted:
    """For the admin of careers; before `Versioned`."""

    change_form_template = "admin/careers/career/change_form.html"

    def get_urls(self) -> list:
        own = path("<int:pk>/draft/", page(draft_pages.draft, self), name="careers_career_draft")
        return [own, *DraftVersions(self).urls(), *super().get_urls()]

    def must_draft(self, request: HttpRequest, status: str) -> bool:
        """Whether what the person writes must not be seen by visitors at once."""
        return status == Career.Status.PUBLISHED and not self.has_publish_permission(request)

    def may_restore(self, request: HttpRequest, stored: dict | None) -> bool:
        may = super().may_restore(request, stored)
        return may and not (stored and self.must_draft(request, stored["fields"]["status"]))

    # Which text the form is of.

    def edit_of(self, request: HttpRequest, pk: int) -> Edit:
        stored = document_of(self.record, pk)
        if stored is None:
            return Edit(self.record, pk, None)
        draft = drafts.draft_of(pk)
        if not self._is_for_draft(request, stored, draft):
            return Edit(self.record, pk, stored)
        try:
            document = drafts.text_of(draft, stored) if draft else stored
        except UnreadableVersion:
            # Nobody may save another over it: its own page says so.
            document, draft = stored, None
        edit = Edit(self.record, pk, document, is_of_draft=True)
        if draft:
            when = date_format(timezone.localtime(draft.changed_at), "DATETIME_FORMAT")
            edit.who = f"{draft.by}, {when}"
        return edit

    def _is_for_draft(self, request: HttpRequest, stored: dict, draft: Draft | None) -> bool:
        status = stored["fields"]["status"]
        if draft is None and (status != Career.Status.PUBLISHED or not self.has_change_permission(request)):
            return False
        if self.must_draft(request, status) or {SAVE_DRAFT, GO_ON_WITH_DRAFT} & request.POST.keys():
            return True
        if draft is None or request.GET.get(TEXT) == PUBLISHED:
            return False
        # What was opened before there was a draft.
        return not any(name in request.POST for name in SAVES)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Career | None:
        career = super().get_object(request, object_id, from_field)
        edit = getattr(request, "edit", None)
        if career is not None and edit is not None and edit.is_of_draft:
            career.as_public = Career.objects.only("slug", "status").filter(pk=career.pk).first()
        return career

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> list[str]:
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "publication"] if self._shows_publication(request) else fields

    def get_fieldsets(self, request: HttpRequest, obj=None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        if not self._shows_publication(request):
            return fieldsets
        return [
            (
                name,
                {**options, "fields": ["publication" if field == "status" else field for field in options["fields"]]},
            )
            for name, options in fieldsets
        ]

    def _shows_publication(self, request: HttpRequest) -> bool:
        """In the place of the status: a draft has none of its own."""
        edit = getattr(request, "edit", None)
        return not self.has_publish_permission(request) or (edit is not None and edit.is_of_draft)

    @admin.display(description="status")
    def publication(self, career: Career) -> str:
        status, others = as_public(career).get_status_display(), f"People who can: {who_can(PUBLISH)}."
        if hasattr(career, "as_public"):
            return f"{status}. This draft changes nothing of it until it is published. {others}"
        return f"{status}. You may edit it, but not publish or unpublish it. {others}"

    def _create_formsets(self, request, obj, change):
        formsets, inlines = super()._create_formsets(request, obj, change)
        if change and request.edit.is_of_draft:
            # The tables have the rows of the published text; what the draft has twice its own list says.
            for form in (form for formset in formsets for form in formset.forms):
                form.validate_unique = form.validate_constraints = _asked_when_published
        return formsets, inlines

    # Saving it.

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ForTheDraft:
            return self._keep(request, self._number(unquote(object_id)))

    def save_model(self, request: HttpRequest, obj: Career, form, change: bool) -> None:
        if change and request.edit.is_of_draft:
            request.edit.form = form
            raise Behind if request.edit.is_behind else ForTheDraft
        super().save_model(request, obj, form, change)

    def _keep(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the form says, as the draft; in the transaction in which it was compared."""
        there = reverse("admin:careers_career_draft", args=[pk])
        try:
            author: Author = self.author(request)
            kept = drafts.keep(pk, request.edit.yours(), document_of(self.record, pk), author)
        except UnreadableVersion as error:
            messages.error(request, f"Nothing was saved. {error}")
            return HttpResponseRedirect(there)
        if kept is None:
            messages.info(request, UNCHANGED)
        else:
            self.log_change(request, kept.career, "Draft saved.")
            messages.success(request, KEPT)
            if kept.problem:
                messages.warning(request, NO_LONGER_SCHEDULED)
        goes_on = GO_ON_WITH_DRAFT in request.POST or kept is None
        return HttpResponseRedirect(request.get_full_path() if goes_on else there)

    # Showing it.

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None) -> HttpResponse:
        if change and obj is not None:
            context |= self._of_draft(request, obj)
            if context["is_of_draft"]:
                context |= dict.fromkeys(("show_save", "show_save_and_continue", "show_save_and_add_another"), False)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _of_draft(self, request: HttpRequest, career: Career) -> dict:
        draft, public = Draft.objects.waiting().filter(career=career.pk).first(), as_public(career)
        is_of_draft = request.edit.is_of_draft
        may_begin = public.is_published and not (draft and draft.document)
        return {
            "draft": draft,
            "is_of_draft": is_of_draft,
            "is_public": public.is_published,
            "public_address": public.get_absolute_url() if public.is_published else "",
            "may_publish": self.has_publish_permission(request),
            "may_save_draft": self.has_change_permission(request, career) and (is_of_draft or may_begin),
            "publishers": "" if draft or not is_of_draft else who_can(PUBLISH),
        }


def as_public(career: Career) -> Career:
    """The career as it is stored, of one that is shown as its draft has it: its status and its address."""
    return getattr(career, "as_public", None) or career


def _asked_when_published() -> None:
    pass

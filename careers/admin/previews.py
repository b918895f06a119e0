"""The career form's button "Preview", and the links by which others see a career before it is published."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst

from ..models import Career, SharedLink
from ..previews.documents import keep
from ..versions.documents import fields_of
from ..versions.drafts import draft_of
from ..versions.records import Record
from . import version_pages
from .collisions import Edit
from .rights import PREVIEW

BUTTON = "_preview"
MAY_NOT = "You don't have permission to preview careers that visitors can't see."
DAYS = [(1, "1 day"), (7, "7 days"), (30, "30 days")]


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a form, and where: a field, or a row of a list."""

    where: str
    says: list[str]


class Asked(Exception):
    """The form is right; what it holds is asked for as a page, and not to be saved."""


class Previewed:
    """For the careers' admin; before what saves, so that nothing is locked or stored for a preview."""

    change_form_template = "admin/careers/career/change_form.html"

    def get_urls(self) -> list:
        own = path("<int:pk>/shared/", version_pages.page(shared_links, self), name="careers_career_shared")
        return [own, *super().get_urls()]

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        if request.method != "POST" or BUTTON not in request.POST:
            return super().changeform_view(request, object_id, form_url, extra_context)
        if not request.user.has_perm(PREVIEW):
            raise PermissionDenied(MAY_NOT)
        pk = self._number(object_id) if object_id else None
        request.edit = self.edit_of(request, pk) if pk else Edit(self.record, None, None)
        if pk:
            request.edit.read_opened(request.POST)
        try:
            # Django's own view opens a transaction around this, in which SQLite lets nobody else write.
            return self._changeform_view(request, object_id, form_url, extra_context)
        except Asked:
            made = keep(_document(request.edit), pk if request.edit.stored else None, request.user)
            return HttpResponseRedirect(reverse("careers:unsaved", args=[made.pk]))

    def save_model(self, request: HttpRequest, obj: Career, form: forms.ModelForm, change: bool) -> None:
        if BUTTON in request.POST:
            request.edit.form = form
            raise Asked
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: dict, *args, **kwargs) -> HttpResponse:
        if request.method == "POST" and BUTTON in request.POST:
            return self._no_preview(request, context)
        context["may_preview"] = request.user.has_perm(PREVIEW)
        return super().render_change_form(request, context, *args, **kwargs)

    def _no_preview(self, request: HttpRequest, context: dict) -> HttpResponse:
        """What to correct. The form is open in its own tab: in a second one somebody would write too, and lose that."""
        about = {"title": "No preview yet", "mistakes": _mistakes(context), "is_nav_sidebar_enabled": False}
        context = {**self.admin_site.each_context(request), **about}
        return TemplateResponse(request, "admin/no_preview.html", context, status=422)


def _mistakes(context: dict) -> list[Mistake]:
    found = list(_mistakes_in(context["adminform"].form, ""))
    for inline in context["inline_admin_formsets"]:
        name = capfirst(inline.opts.verbose_name_plural)
        found += [Mistake(name, [error]) for error in inline.formset.non_form_errors()]
        for number, form in enumerate(inline.formset.forms, 1):
            found += _mistakes_in(form, f"{name}, row {number}")
    return found


def _mistakes_in(form: forms.BaseForm, where: str) -> Iterator[Mistake]:
    for name, says in form.errors.items():
        field = form.fields.get(name)
        label = str(field.label or capfirst(name)) if field else ""
        yield Mistake(": ".join(filter(None, [where, label])), list(says))


def _document(edit: Edit) -> dict:
    """What the form holds; rows that are new stand where saving would put them."""
    if edit.opened is None:
        edit.opened = _nothing(edit.record)
    document = edit.yours()
    for rows in edit.record.lists:
        if rows.order:
            document["lists"][rows.name].sort(key=lambda row, order=rows.order: row[order] or math.inf)
    return document


def _nothing(record: Record) -> dict:
    return {
        "fields": fields_of(record.row(), record.fields),
        "links": {name: [] for name in record.links},
        "lists": {rows.name: [] for rows in record.lists},
    }


class NewLink(forms.Form):
    days = forms.TypedChoiceField(
        label="It works for", choices=DAYS, coerce=int, initial=7, error_messages={"invalid_choice": "Choose how long."}
    )


def shared_links(pages, request: HttpRequest, pk: int) -> HttpResponse:
    """The links that show a career to whoever has them; POST makes one, or takes one back."""
    if not request.user.has_perm(PREVIEW):
        raise PermissionDenied(MAY_NOT)
    career = pages.get_object(request, str(pk))
    if career is None:
        raise Http404
    if request.method == "POST" and "revoke" in request.POST:
        return _revoke(pages, request, career)
    form, address = NewLink(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        link, key = SharedLink.make(career, by=request.user.get_username(), lasts=_days(form))
        pages.log_change(request, career, f"Shared a preview for {dict(DAYS)[form.cleaned_data['days']]}.")
        # Only its hash is kept, so that this is the one page that can say it.
        address = f"{settings.SITE_URL}{reverse('careers:shared')}?{urlencode({'key': key})}"
    request.current_app = pages.admin_site.name
    context = {
        **pages.admin_site.each_context(request),
        "title": "Share a preview",
        "subtitle": career.title,
        "opts": pages.opts,
        "career": career,
        "draft": draft_of(career.pk),
        "form": form,
        "address": address,
        "made": link if address else None,
        "links": career.shared_links.active(),
        "may_view": pages.has_view_or_change_permission(request, career),
    }
    return TemplateResponse(request, "admin/careers/career/shared.html", context)


def _days(form: NewLink) -> timedelta:
    return timedelta(days=form.cleaned_data["days"])


def _revoke(pages, request: HttpRequest, career: Career) -> HttpResponse:
    number = request.POST["revoke"]
    is_number = number.isascii() and number.isdigit() and len(number) <= 18
    if is_number and career.shared_links.filter(pk=number).delete()[0]:
        pages.log_change(request, career, "Took a shared preview back.")
        messages.success(request, "The link no longer works.")
    else:
        messages.warning(request, "That link had stopped working already.")
    return HttpResponseRedirect(request.get_full_path())

"""A career's page before visitors see it: for staff, and for whoever has a link that staff made."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from ..models import Career, SharedLink, UnsavedPreview
from ..previews.documents import CannotShow, Unstored, kept, shown_by_link, unstored
from ..profile.parts import with_parts
from ..versions.drafts import draft_of
from .profiles import profile_context

# The frames' widths, in CSS pixels, stand in static/css/preview.css.
WIDTHS = {"both": "Both", "phone": "Phone", "desk": "Desk"}


@dataclass(frozen=True)
class Carried:
    """What forms and links of the page that lead to itself must ask for again."""

    name: str
    value: str


FRAMED = Carried("framed", "1")
TOO_LATE = {
    "heading": "This preview is over",
    "text": "A preview is kept for an hour, for whoever made it. Go back to the form and press Preview again.",
}


def _for_those_who_may_preview(view: Callable) -> Callable:
    @require_safe
    @staff_member_required
    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("careers.preview_career"):
            raise PermissionDenied("You don't have permission to preview careers that visitors can't see.")
        try:
            return view(request, pk)
        except CannotShow:
            return render(request, "400.html", TOO_LATE, status=404)

    return opened


def _in_our_frames(view: Callable) -> Callable:
    """For pages that the page of both widths has in its frames; nobody else may have them in theirs."""
    return xframe_options_sameorigin(csp_replace({"frame-ancestors": [SELF]})(view))


@_in_our_frames
@_for_those_who_may_preview
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A career as visitors will see it: its draft, or else what is saved, published or not."""
    career = get_object_or_404(with_parts(Career.objects.all()), pk=pk)
    if draft_of(pk):
        shown = shown_by_link(career)
        context = _context(request, unstored(shown.document, pk, changed_at=shown.changed_at))
    else:
        context = profile_context(career, request.GET.get("area", ""))
    is_framed = FRAMED.name in request.GET
    return _page(request, {**context, "is_framed": is_framed, "carried": FRAMED if is_framed else None})


@_for_those_who_may_preview
def preview_widths(request: HttpRequest, pk: int) -> HttpResponse:
    """The same, as on a phone and on a desk."""
    career = get_object_or_404(Career, pk=pk)
    page = f"{reverse('careers:preview', args=[pk])}?{FRAMED.name}={FRAMED.value}"
    return _frames(request, {"career": career, "name": career.title, "page": page})


@_for_those_who_may_preview
def unsaved(request: HttpRequest, pk: int) -> HttpResponse:
    """What a form holds, as on a phone and on a desk."""
    found = _unsaved(request, pk)
    context = {"career": found.career, "name": kept(found).career.title, "is_unsaved": True}
    return _frames(request, {**context, "page": reverse("careers:unsaved-page", args=[pk])})


@_in_our_frames
@_for_those_who_may_preview
def unsaved_page(request: HttpRequest, pk: int) -> HttpResponse:
    shown = kept(_unsaved(request, pk))
    return _page(request, {**_context(request, shown), "is_framed": True, "is_unsaved": True})


@require_safe
@never_cache
def shared(request: HttpRequest) -> HttpResponse:
    """For whoever has the link. Its key is no part of the path, which servers write into their logs."""
    key = request.GET.get("key", "")
    link = SharedLink.objects.opened_by(key)
    try:
        response = _shared_page(request, link, key) if link else _not_shared(request)
    except CannotShow:
        response = _not_shared(request)
    response["X-Robots-Tag"] = "noindex"
    # The address holds the key, and pages and files that this one leads to need not know it.
    response["Referrer-Policy"] = "strict-origin"
    return response


def _shared_page(request: HttpRequest, link: SharedLink, key: str) -> HttpResponse:
    shown = shown_by_link(link.career)
    found = unstored(shown.document, link.career_id, changed_at=shown.changed_at)
    link.note_opened()
    about = {"shared": link, "shown": shown, "carried": Carried("key", key)}
    return _page(request, {**_context(request, found), **about})


def _not_shared(request: HttpRequest) -> HttpResponse:
    """One page for what is over, was taken back, or never was: it tells nobody which."""
    return render(request, "careers/not_shared.html", {"canonical_url": settings.SITE_URL}, status=404)


def _unsaved(request: HttpRequest, pk: int) -> UnsavedPreview:
    found = UnsavedPreview.objects.of(request.user).select_related("career").filter(pk=pk).first()
    if found is None:
        raise CannotShow
    return found


def _context(request: HttpRequest, found: Unstored) -> dict:
    return profile_context(found.career, request.GET.get("area", ""), found.related)


def _page(request: HttpRequest, context: dict) -> HttpResponse:
    career = context["career"]
    page = render_to_string("careers/profile.html", {**context, "is_preview": True}, request)
    if context.get("is_framed"):
        page = _within_frame(page)
    if not Career.objects.published().filter(slug=career.slug).exists():
        page = _without_links_to(page, career.get_absolute_url())
    return HttpResponse(page)


def _within_frame(page: str) -> str:
    """Links open beside the preview, as <base> says, but for those within the page."""
    return re.sub(r' (href|action)="(?=[#?])', r' target="_self" \1="', page)


def _without_links_to(page: str, address: str) -> str:
    """Its words without the links to pages that are not there before the career is published."""
    return re.sub(rf'<a [^>]*href="{re.escape(address)}[^"]*"[^>]*>(.*?)</a>', r"\1", page, flags=re.DOTALL)


def _frames(request: HttpRequest, context: dict) -> HttpResponse:
    asked = request.GET.get("width")
    career = context["career"]
    may_edit = request.user.has_perm("careers.change_career") or request.user.has_perm("careers.view_career")
    about = {
        "title": "Preview",
        "subtitle": context["name"],
        "widths": WIDTHS,
        "width": asked if asked in WIDTHS else "both",
        "form_address": reverse("admin:careers_career_change", args=[career.pk]) if career and may_edit else "",
        "is_nav_sidebar_enabled": False,
    }
    everything = {**admin.site.each_context(request), **about, **context}
    return csp_update({"frame-src": [SELF]})(render)(request, "admin/preview.html", everything)

"""The history of what drafts said: the pages of versions, of drafts beside careers."""

from django.contrib import admin
from django.db import models
from django.http import Http404, HttpRequest
from django.urls import URLPattern, path, reverse

from ..models import Career, Draft, Version
from ..versions import drafts
from ..versions.careers import DRAFT
from ..versions.documents import UnreadableVersion, document_of, read
from ..versions.keeping import Author
from ..versions.words import Words
from . import version_pages
from .version_pages import Back, page


class DraftVersions:
    """What the pages of versions ask of staff's pages; careers' own answer what is the same for both."""

    model, opts, record = Career, Draft._meta, DRAFT
    title_of_gone = "Discarded drafts"

    def __init__(self, careers: admin.ModelAdmin) -> None:
        self.careers, self.admin_site = careers, careers.admin_site

    def urls(self) -> list[URLPattern]:
        history = "<int:pk>/draft/history/"
        return [
            path("drafts/discarded/", page(version_pages.deleted, self), name="careers_draft_deleted"),
            path(history, page(version_pages.history, self), name="careers_draft_history"),
            path(f"{history}difference/", page(version_pages.between, self), name="careers_draft_difference"),
            path(f"{history}<int:number>/", page(version_pages.version, self), name="careers_draft_version"),
        ]

    def get_object(self, request: HttpRequest, object_id: str) -> Career:
        career = self.careers.get_object(request, object_id)
        if career is None:
            # It has to be restored before its drafts can be.
            raise Http404
        return career

    def has_view_permission(self, request: HttpRequest) -> bool:
        return self.careers.has_view_permission(request)

    def has_view_or_change_permission(self, request: HttpRequest, career: Career) -> bool:
        return self.careers.has_view_or_change_permission(request, career)

    def may_restore(self, request: HttpRequest, stored: dict | None) -> bool:
        # Visitors see nothing of it.
        return self.careers.has_change_permission(request)

    def author(self, request: HttpRequest) -> Author:
        return self.careers.author(request)

    def words(self, documents: list[dict]) -> Words:
        return self.careers.words(documents)

    def fields_kept(self, request: HttpRequest, stored: dict | None) -> dict:
        return {}

    def why_none(self, asked: dict) -> dict[int, str]:
        return {}

    def gone(self, versions: models.QuerySet) -> models.QuerySet:
        return versions.exclude(action=Version.Action.PUBLISHED).filter(object_id__in=Career.objects.values("pk"))

    def is_there(self, pk: int) -> bool:
        return drafts.draft_of(pk) is not None

    def document_now(self, pk: int) -> dict | None:
        draft = drafts.draft_of(pk)
        try:
            return read(DRAFT, draft) if draft else None
        except UnreadableVersion:
            # An earlier text that can be read is better than this one.
            return None

    def restore(self, request: HttpRequest, version: Version, back: Back) -> str:
        stored = document_of(self.careers.record, version.object_id)
        draft = drafts.restore(version, back.wanted, stored, self.author(request))
        self.careers.log_change(request, draft.career, f"Version {version.number} of the draft restored.")
        return "the draft"

    def address_of(self, pk: int) -> str:
        return reverse("admin:careers_career_draft", args=[pk])

    def of_history(self, pk: int | None) -> dict:
        return {"of_drafts": True, "career": Career.objects.filter(pk=pk).first() if pk else None}

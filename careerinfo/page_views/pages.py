"""Staff's page of the most viewed pages, and the same as a file for spreadsheets."""

import csv
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from careers.admin.editing import StaffAdmin
from careers.compare.spreadsheet import plain_cell
from careers.models import PageView

from .report import KINDS, OTHERS, PERIODS, SHOWN, USUAL, report_of, viewed, views

CHOICES = {"": "All pages", **{kind.name: kind.label for kind in (*KINDS, OTHERS)}}


@dataclass(frozen=True)
class Choice:
    label: str
    address: str
    is_current: bool


@admin.register(PageView)
class PageViewAdmin(StaffAdmin):
    """What visitors did is counted, and nobody edits it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: PageView | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PageView | None = None) -> bool:
        return False

    def get_urls(self) -> list:
        file = path("page-views.csv", self.admin_site.admin_view(self.as_file), name="careers_pageview_file")
        return [file, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        days, kind = _chosen(request)
        context = {
            "title": "Page views",
            "days": days,
            "label": CHOICES[kind],
            "periods": [Choice(f"{one} days", _address(one, kind), one == days) for one in PERIODS],
            "kinds": [Choice(label, _address(days, name), name == kind) for name, label in CHOICES.items()],
            "query": _address(days, kind),
            "report": report_of(days, kind),
            "shown": SHOWN,
            "kept_days": settings.PAGE_VIEW_DAYS,
        }
        return self.staff_page(request, "admin/careers/pageview/report.html", context)

    def as_file(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        days, kind = _chosen(request)
        disposition = f'attachment; filename="page-views-{days}-days.csv"'
        response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})
        # Without it Excel takes UTF-8 for its own code page.
        response.write("\ufeff")
        lines = csv.writer(response)
        lines.writerow(["Page", "Address", f"Views in the last {days} days"])
        for one in viewed(views(days, kind)):
            lines.writerow(map(plain_cell, (one.name, urljoin(settings.SITE_URL, one.page), one.times)))
        return response


def _chosen(request: HttpRequest) -> tuple[int, str]:
    """What the address asks for; what it cannot mean is the usual."""
    days, kind = request.GET.get("days", ""), request.GET.get("kind", "")
    return next((one for one in PERIODS if str(one) == days), USUAL), kind if kind in CHOICES else ""


def _address(days: int, kind: str) -> str:
    return "?" + urlencode({"days": days, **({"kind": kind} if kind else {})})

"""Which careers' text is due for review, by field of work: a file for spreadsheets."""

import csv
from typing import TextIO
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone

from ..compare.spreadsheet import plain_cell
from ..models import Career

HEADS = [
    "Field of work",
    "Career",
    "Status",
    "Who reviews it",
    "Text last reviewed",
    "Next review",
    "Days overdue",
    "Where it is edited",
]


class WithReviewReport:
    """For the admin of careers."""

    def get_urls(self) -> list:
        report = path("reviews.csv", self.admin_site.admin_view(self.review_report), name="careers_career_reviews")
        return [report, *super().get_urls()]

    def review_report(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        disposition = 'attachment; filename="reviews.csv"'
        response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})
        # Without it Excel takes UTF-8 for its own code page.
        response.write("\ufeff")
        write_report(response)
        return response


def write_report(file: TextIO) -> None:
    """One line for each career, those of a field together, and of these what is due first. 1 query."""
    careers = Career.objects.select_related("field", "reviewer").order_by("field__order", "field__title", "title")
    # A career without a day comes last in its field; sorting keeps the order of titles.
    by_day = sorted(careers, key=lambda career: (career.field.order, career.field.title, _day(career)))
    writer = csv.writer(file)
    writer.writerow(HEADS)
    for career in by_day:
        writer.writerow(map(plain_cell, _line(career)))


def _day(career: Career) -> str:
    return career.next_review.isoformat() if career.next_review else "9999"


def _line(career: Career) -> list[object]:
    overdue = (timezone.localdate() - career.next_review).days if career.next_review else 0
    return [
        career.field.title,
        career.title,
        career.get_status_display().partition(":")[0],
        career.reviewer.get_username() if career.reviewer else "",
        career.reviewed_on or "",
        career.next_review or "",
        overdue if overdue > 0 else "",
        urljoin(settings.SITE_URL, reverse("admin:careers_career_change", args=[career.pk])),
    ]

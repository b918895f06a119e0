from collections.abc import Mapping
from datetime import date, timedelta

from django.conf import settings
from django.db import connections, models, router
from django.db.models import Sum
from django.utils import timezone

# Two processes add to the same row at once. Django's own upsert would put the new count in place of the old one.
ADD = """
INSERT INTO careers_pageview AS kept (page, day, "count") VALUES {rows}
ON CONFLICT (page, day) DO UPDATE SET "count" = kept."count" + excluded."count"
"""


class PageViewQuerySet(models.QuerySet):
    def lately(self, days: int):
        """Of today and the days before it, so many in all."""
        return self.filter(day__gt=timezone.localdate() - timedelta(days=days))

    def total(self) -> int:
        return self.aggregate(total=Sum("count"))["total"] or 0

    def most_viewed(self):
        """Each page once, with how often it was viewed as `times`."""
        return self.order_by().values("page").annotate(times=Sum("count")).order_by("-times", "page")

    def add(self, counts: Mapping[str, int], day: date) -> None:
        """Count each page so many times more. 1 query, however many pages there are."""
        if not counts:
            return
        # In one order, so that no two processes wait for each other.
        values = [value for page in sorted(counts) for value in (page, day, counts[page])]
        connection = connections[router.db_for_write(self.model)]
        with connection.cursor() as cursor:
            cursor.execute(ADD.format(rows=", ".join(["(%s, %s, %s)"] * len(counts))), values)

    def expire(self) -> int:
        """Delete what is past its time; how many rows."""
        return self.filter(day__lte=timezone.localdate() - timedelta(days=settings.PAGE_VIEW_DAYS)).delete()[0]


class PageView(models.Model):
    """How often a page was viewed on a day, and nothing of who viewed it."""

    page = models.CharField(max_length=200, help_text="Its address on this site, without what was searched for.")
    day = models.DateField(db_index=True)
    count = models.PositiveIntegerField()

    objects = PageViewQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name = "page view"
        constraints = [
            models.UniqueConstraint(
                fields=["page", "day"],
                name="page_view_once_a_day",
                violation_error_message="The views of this page on this day are counted already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} on {self.day}: {self.count}"

"""A line that every page shows for a while."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .on_every_page import OnEveryPageQuerySet
from .own_links import link_address
from .rules import Problem, Ruled, day_not_far

SOON = timedelta(days=3)
ENDS_BEFORE_IT_STARTS = "The end is before the beginning."


class AnnouncementQuerySet(OnEveryPageQuerySet):
    def not_over(self):
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()))

    def over(self):
        return self.filter(ends_at__lte=timezone.now())

    def running(self):
        return self.not_over().filter(Q(starts_at=None) | Q(starts_at__lte=timezone.now()))

    def ending_soon(self):
        return self.running().filter(ends_at__lte=timezone.now() + SOON)


class Announcement(Ruled):
    class Level(models.TextChoices):
        NOTE = "note", "Note"
        IMPORTANT = "important", "Important: before notes, and marked"

    text = models.CharField(
        max_length=200,
        help_text="One line. **Bold** and [links](https://example.org/) are possible, pictures are not.",
    )
    link = models.CharField(
        max_length=300,
        blank=True,
        help_text="Where to read more: a page of this site, such as /schools/, or an address that begins with https://.",
    )
    link_text = models.CharField(
        "what the link says", max_length=60, blank=True, help_text="Where it leads: “Dates of the career fair”."
    )
    level = models.CharField(max_length=9, choices=Level.choices, default=Level.NOTE)
    starts_at = models.DateTimeField("from", null=True, blank=True, help_text="Empty: from now on.")
    ends_at = models.DateTimeField("until", null=True, blank=True, help_text="Empty: until somebody takes it out.")

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        # Those that somebody may still want to change come first.
        ordering = [F("ends_at").desc(nulls_first=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="announcement_ends_after_it_starts",
                violation_error_message=ENDS_BEFORE_IT_STARTS,
            )
        ]

    def __str__(self) -> str:
        return self.text

    def problems(self) -> Iterator[Problem]:
        if len(self.text.splitlines()) > 1:
            yield Problem("text", "Write one line.")
        elif "![" in self.text:
            yield Problem("text", "An announcement has no pictures. Take out the part that begins with ![.")
        yield from link_address(self, "link")
        if self.link and not self.link_text:
            yield Problem("link_text", "Write what the link says.", beside=("link",))
        if self.link_text and not self.link:
            yield Problem("link", "Write where the link leads.", beside=("link_text",))
        yield from day_not_far(self, "starts_at")
        yield from day_not_far(self, "ends_at")
        yield from self._wrong_end()

    def _wrong_end(self) -> Iterator[Problem]:
        if self.ends_at is None:
            return
        if self.starts_at and self.ends_at <= self.starts_at:
            yield Problem("ends_at", ENDS_BEFORE_IT_STARTS, beside=("starts_at",))
        elif self.ends_at <= timezone.now():
            yield Problem("ends_at", "This time has passed already: nobody would see the announcement.")

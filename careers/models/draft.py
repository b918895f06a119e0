"""The text of a career that is not public yet: beside the published one, or of a career that never was."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .career import Career

CHANGED = "The published text was changed after this was scheduled. Look at it, then schedule it again."
# Of a career that is not published.
TEXT_CHANGED = "The text was changed after this was scheduled. Look at it, then schedule it again."


class DraftQuerySet(models.QuerySet):
    def waiting(self):
        """All but those of careers that came to be published some other way, such as by an import."""
        return self.exclude(document="", career__status=Career.Status.PUBLISHED)

    def in_review(self):
        return self.waiting().filter(state=Draft.State.IN_REVIEW)

    def sent_back_to(self, author: str):
        return self.waiting().filter(state=Draft.State.DRAFT, author=author).exclude(reviewers_note="")

    def due(self):
        """Those whose time has come."""
        return self.waiting().filter(state=Draft.State.SCHEDULED, publish_at__lte=timezone.now())

    def not_as_planned(self):
        """Scheduled ones that did not go out at their time, or will not."""
        return self.waiting().filter(~Q(problem="") | Q(state=Draft.State.SCHEDULED, publish_at__lte=timezone.now()))

    def texts_changed(self, careers: Iterable[int]) -> None:
        """To be called when what is stored of `careers` changed: nobody approved that a draft goes out over it."""
        of_these = self.filter(career__in=list(careers))
        if not of_these.exists():
            return
        # Where the stored text is the draft, and was published, nothing waits any more.
        of_these.filter(document="", career__status=Career.Status.PUBLISHED).delete()
        scheduled = of_these.filter(state=Draft.State.SCHEDULED)
        plain = {"state": Draft.State.DRAFT, "publish_at": None}
        scheduled.filter(document="").update(**plain, problem=TEXT_CHANGED)
        scheduled.update(**plain, problem=CHANGED)


class Draft(models.Model):
    """What staff wrote of a career and visitors do not see yet, as one document of JSON like a version.

    A career that is not published is its own draft: what is stored of it nobody sees. So its row here has no document
    and says only how far it has come: one table tells of every career what waits, and a state is nowhere twice.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in-review", "In review"
        SCHEDULED = "scheduled", "Scheduled"

    career = models.OneToOneField(Career, on_delete=models.CASCADE, related_name="draft")
    form = models.PositiveSmallIntegerField(help_text="Which form of the record the documents have.")
    document = models.TextField(blank=True)
    based_on = models.TextField(blank=True, help_text="The document of the published text that it changes.")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    publish_at = models.DateTimeField(null=True, blank=True)
    author = models.CharField(max_length=150, blank=True, help_text="Whose draft it is: a reviewer may correct it.")
    by = models.CharField(max_length=150, blank=True, help_text="Who saved it last.")
    changed_at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=200, blank=True, help_text="The author's.")
    decided_by = models.CharField(max_length=150, blank=True, help_text="Who scheduled it or sent it back.")
    reviewers_note = models.CharField(max_length=500, blank=True, help_text="Why it was sent back.")
    problem = models.CharField(max_length=500, blank=True, help_text="Why it did not go out as planned.")

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "draft"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state="scheduled", publish_at__isnull=False)
                | (~Q(state="scheduled") & Q(publish_at__isnull=True)),
                name="draft_scheduled_has_a_time",
                violation_error_message="A scheduled draft has a time, and no other has one.",
            ),
            models.CheckConstraint(
                condition=Q(document="") | ~Q(based_on=""),
                name="draft_says_what_it_changes",
                violation_error_message="A draft beside a published text says which text it changes.",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | ~Q(based_on=""),
                name="draft_scheduled_over_a_text",
                violation_error_message="A scheduled draft says over which text it goes out.",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.career}"

    @property
    def is_sent_back(self) -> bool:
        return self.state == self.State.DRAFT and bool(self.reviewers_note)

    @property
    def is_late(self) -> bool:
        return self.publish_at is not None and self.publish_at <= timezone.now()

    def send_to_review(self, *, by: str, note: str) -> None:
        self.state, self.publish_at, self.author = self.State.IN_REVIEW, None, by
        self.note = note or self.note
        self.decided_by = self.reviewers_note = self.problem = ""
        self.save()

    def send_back(self, *, by: str, note: str) -> None:
        self.state, self.publish_at = self.State.DRAFT, None
        self.decided_by, self.reviewers_note, self.problem = by, note, ""
        self.save()

    def schedule(self, at: datetime, *, by: str) -> None:
        self.state, self.publish_at, self.decided_by = self.State.SCHEDULED, at, by
        self.reviewers_note = self.problem = ""
        self.save()

    def stay(self, problem: str) -> None:
        """It cannot go out: it waits for somebody."""
        self.state, self.publish_at, self.problem = self.State.DRAFT, None, problem[:500]
        self.save()

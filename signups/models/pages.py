"""What careers' pages said, and since when: what followers were last told is one of these, whatever became of it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone


class ChangedPage(models.Model):
    """That a career's page may say something else than was noted of it last; row ALL stands for every page.

    Each change has a mark of its own, so that one that comes while pages are read is not forgotten with those before.
    """

    ALL = 0

    career_id = models.BigIntegerField(primary_key=True)
    mark = models.UUIDField(default=uuid4)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Page of career {self.career_id}"


class PageStateQuerySet(models.QuerySet):
    def current(self):
        return self.filter(until=None)


class PageState(models.Model):
    """What the page of a career said from `since` to `until`, which is NULL for what it says now.

    It outlives the career, whose followers are still to hear of its end.
    """

    career_id = models.BigIntegerField()
    field_id = models.BigIntegerField(null=True)
    # The field of work that the career was moved out of by this change: its followers hear of it too.
    left_field_id = models.BigIntegerField(null=True)
    said = models.JSONField()
    digest = models.CharField(max_length=32)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = PageStateQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["career_id"],
                condition=Q(until=None),
                name="page_state_one_current",
                violation_error_message="A page has one current state.",
            )
        ]
        indexes = [
            models.Index(fields=["field_id", "since"], name="page_state_of_field"),
            models.Index(
                fields=["left_field_id", "since"],
                condition=Q(left_field_id__isnull=False),
                name="page_state_left_field",
            ),
        ]

    def __str__(self) -> str:
        return f"State {self.pk} of the page of career {self.career_id}"


class ShownAnswer(models.Model):
    """Since when visitors can read an expert's answer.

    What was shown once is never new again, even where it is deleted and restored.
    """

    answer_id = models.BigIntegerField(primary_key=True)
    since = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Answer {self.answer_id}, shown"


class LastDigest(models.Model):
    """For which day the last digests of a kind were queued: whoever puts it forward queues the next."""

    how_often = models.CharField(max_length=7, primary_key=True)
    day = models.DateField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Digests {self.how_often}, {self.day}"

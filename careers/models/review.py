"""When somebody should check a text again, and who."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


def is_due() -> Q:
    """Whether the day of a review has come, and nobody has reviewed since."""
    since = Q(reviewed_on=None) | Q(reviewed_on__lt=F("review_due_on"))
    return since & Q(review_due_on__lte=timezone.localdate())


class Reviewed(models.Model):
    """A model whose text is checked from time to time; `reviewed_on` is the day that this last happened."""

    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        limit_choices_to={"is_staff": True, "is_active": True},
        related_name="+",
        verbose_name="who reviews it",
        help_text="Sees on the first page of the staff pages when the review is due.",
    )
    review_due_on = models.DateField(
        "next review",
        null=True,
        blank=True,
        help_text="From this day on, somebody should check the text again. A review on that day or later settles it.",
    )

    class Meta:
        abstract = True

    @property
    def next_review(self) -> date | None:
        """The day from which on it is to be checked; None where no day is set, or that review was done."""
        day = self.review_due_on
        return None if day and self.reviewed_on and self.reviewed_on >= day else day

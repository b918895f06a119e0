from django.db import models
from django.db.models import Q
from django.utils import timezone


class DataSet(models.TextChoices):
    OEWS_NATIONAL = "oews-national", "Pay, national (OEWS)"
    OEWS_INDUSTRY = "oews-industry", "Pay by industry (OEWS)"
    PROJECTIONS = "projections", "Employment projections"
    IPEDS_DIRECTORY = "ipeds-directory", "School directory (IPEDS)"


class ReleaseQuerySet(models.QuerySet):
    def shown(self):
        """Releases whose figures visitors may see: the live one of each data set and those it superseded."""
        return self.filter(state__in=[Release.State.LIVE, Release.State.SUPERSEDED])


class Release(models.Model):
    """One published data set of one period: where a figure came from."""

    class State(models.TextChoices):
        STAGED = "staged", "Staged: not shown yet"
        LIVE = "live", "Live: the newest figures shown"
        SUPERSEDED = "superseded", "Superseded: shown as an earlier release"
        ROLLED_BACK = "rolled-back", "Rolled back: not shown"

    data_set = models.CharField(max_length=20, choices=DataSet.choices)
    period = models.CharField(
        max_length=40, help_text='The period as the publisher names it, such as "May 2024" or "2024–34".'
    )
    as_of = models.DateField(
        "as of",
        help_text="The day that the figures describe; the newest release is the one with the latest day.",
    )
    title = models.CharField(max_length=200, help_text="The data set's full name.")
    publisher = models.CharField(max_length=120)
    url = models.URLField("web address", help_text="Where a reader can find this release.")
    licence = models.CharField(max_length=120, help_text='For example "Public domain".')
    attribution = models.CharField(
        max_length=400, blank=True, help_text="Wording that the licence asks to be shown, if any."
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.STAGED)
    top_code_annual = models.PositiveIntegerField(
        "annual top code",
        null=True,
        blank=True,
        help_text="Annual pay at or above this amount was published only as “or more”, in dollars.",
    )
    top_code_hourly = models.DecimalField(
        "hourly top code",
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Hourly pay at or above this amount was published only as “or more”, in dollars.",
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "data_set"]
        constraints = [
            models.UniqueConstraint(fields=["data_set", "period"], name="release_once_per_period"),
            models.UniqueConstraint(
                fields=["data_set"],
                condition=Q(state="live"),
                name="release_one_live_per_data_set",
                violation_error_message="This data set has a live release already; mark that one superseded first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.period}"

    @property
    def age_in_years(self) -> int:
        """Whole years since the day that the figures describe."""
        today = timezone.localdate()
        return today.year - self.as_of.year - ((today.month, today.day) < (self.as_of.month, self.as_of.day))

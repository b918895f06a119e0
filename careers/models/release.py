from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from .visible_text import VisibleText

# What a publisher usually takes from the day that figures describe to the day that the next ones come out.
MONTHS_TO_NEXT = {"oews": 24, "projections": 21, "onet": 6}


class DataSet(models.TextChoices):
    OEWS_NATIONAL = "oews-national", "Pay, national (OEWS)"
    OEWS_INDUSTRY = "oews-industry", "Pay by industry (OEWS)"
    OEWS_STATE = "oews-state", "Pay by state (OEWS)"
    OEWS_METROPOLITAN = "oews-metropolitan", "Pay by metropolitan area (OEWS)"
    PROJECTIONS = "projections", "Employment projections"
    ONET = "onet", "Occupational information (O*NET)"
    SOC = "soc", "Standard Occupational Classification"
    IPEDS_DIRECTORY = "ipeds-directory", "School directory (IPEDS)"


# Pages show these of the live release alone; of the others they keep the earlier ones too.
ONLY_LIVE = [DataSet.ONET, DataSet.OEWS_STATE, DataSet.OEWS_METROPOLITAN]
BY_AREA = [DataSet.OEWS_STATE, DataSet.OEWS_METROPOLITAN]


LICENCES = {"CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/"}


class ReleaseQuerySet(models.QuerySet):
    def shown(self):
        """Releases whose figures visitors may see: the live one of each data set and those it superseded."""
        return self.filter(state__in=Release.SHOWN)

    def live(self):
        return self.filter(state=Release.State.LIVE)


class Release(VisibleText):
    """One published data set of one period: where a figure came from."""

    class State(models.TextChoices):
        LOADING = "loading", "Loading: its file is being read"
        STAGED = "staged", "Staged: waits for approval"
        LIVE = "live", "Live: the newest figures shown"
        SUPERSEDED = "superseded", "Superseded: shown as an earlier release"
        REPLACED = "replaced", "Replaced: another file of the same period is shown"
        ROLLED_BACK = "rolled-back", "Rolled back: not shown"
        REJECTED = "rejected", "Rejected: never shown"

    SHOWN = [State.LIVE, State.SUPERSEDED]

    data_set = models.CharField(max_length=20, choices=DataSet.choices)
    period = models.CharField(
        max_length=40, help_text='The period as the publisher names it, such as "May 2024" or "2024–34".'
    )
    label = models.CharField(
        max_length=40,
        blank=True,
        db_default="",
        default="",
        help_text='The publisher\'s own number or name for it, such as "29.3".',
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
        max_length=600, blank=True, help_text="Wording that the licence asks to be shown, if any."
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

    replaces = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
        help_text="The release of the same period that this one took the place of.",
    )
    loaded_at = models.DateTimeField("loaded", db_default=Now(), default=timezone.now, editable=False)
    loaded_by = models.CharField(max_length=150, blank=True, db_default="", default="", editable=False)
    decided_at = models.DateTimeField("approved or rejected", null=True, blank=True, editable=False)
    decided_by = models.CharField(max_length=150, blank=True, db_default="", default="", editable=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "data_set"]
        constraints = [
            models.UniqueConstraint(
                fields=["data_set", "period"],
                condition=Q(state__in=["live", "superseded"]),
                name="release_shown_once_per_period",
                violation_error_message="Another release of this data set and period is shown already.",
            ),
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
    def is_live(self) -> bool:
        return self.state == self.State.LIVE

    @property
    def licence_url(self) -> str:
        """Where the licence can be read; empty where there is nothing to read, as of the public domain."""
        return LICENCES.get(self.licence, "")

    @property
    def next_due(self) -> date | None:
        """The first day of the month in which the next release is usually out; None where there is no rhythm."""
        months = MONTHS_TO_NEXT.get(self.data_set.partition("-")[0])
        if months is None:
            return None
        years, month = divmod(self.as_of.month - 1 + months, 12)
        return date(self.as_of.year + years, month + 1, 1)

    @property
    def is_overdue(self) -> bool:
        """Whether newer figures should be out by now than these, the newest that the site has."""
        return self.is_live and self.next_due is not None and timezone.localdate() >= self.next_due

    @property
    def age_in_years(self) -> int:
        """Whole years since the day that the figures describe."""
        today = timezone.localdate()
        return today.year - self.as_of.year - ((today.month, today.day) < (self.as_of.month, self.as_of.day))


class ReleaseFile(models.Model):
    """A file that a release was read from, so that the same file is recognised when it comes again."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=300)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(help_text="Bytes.")

    class Meta:
        ordering = ["name"]
        verbose_name = "file"

    def __str__(self) -> str:
        return self.name

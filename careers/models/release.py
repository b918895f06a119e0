from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from . import data_sets, periods
from .data_sets import DataSetField, data_set
from .exact_pay import as_high_as_top_code
from .growth_bands import GROWTH_BANDS, SHRINKING, GrowthBand, growth_bound, in_ascending_order
from .publisher_names import is_of_known_publisher, names_match
from .rules import Problem, Ruled, day_that_was, name_key, web_address

# What a page says of the release that a figure is of, and what saying the figure itself needs of it.
CITED = [
    *("data_set", "period", "as_of", "title", "publisher", "url", "licence", "attribution", "state", "origin"),
    *("top_code_annual", "top_code_hourly", *GROWTH_BANDS),
]
LICENCES = {"CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/"}


class ReleaseQuerySet(models.QuerySet):
    def shown(self):
        """Releases whose figures visitors may see: the live one of each data set and those it superseded, and own."""
        return self.filter(state__in=Release.SHOWN)

    def of_publishers(self):
        """Those that publishers released: one of each data set is live, and each takes the place of another."""
        return self.filter(origin=Release.Origin.PUBLISHER)

    def own(self):
        """Those of this site's staff: each stands beside the publishers', for the careers that it has figures for."""
        return self.filter(origin=Release.Origin.OWN)

    def live(self):
        """The publisher's live release of each data set."""
        return self.of_publishers().filter(state=Release.State.LIVE)

    def pay_of(self, period: str):
        """The publisher's releases of a period's pay that are shown, were, or wait, but none that was taken back."""
        states = [*Release.SHOWN, Release.State.STAGED, Release.State.REPLACED]
        pay = data_sets.names(lambda one: one.top_coded)
        return self.of_publishers().filter(period=period, data_set__in=pay, state__in=states)


class Release(Ruled):
    """One published data set of one period: where a figure came from."""

    class State(models.TextChoices):
        LOADING = "loading", "Loading: its file is being read"
        STAGED = "staged", "Staged: waits for approval"
        LIVE = "live", "Live: the newest figures shown"
        SUPERSEDED = "superseded", "Superseded: shown as an earlier release"
        REPLACED = "replaced", "Replaced: another file of the same period is shown"
        ROLLED_BACK = "rolled-back", "Rolled back: not shown"
        REJECTED = "rejected", "Rejected: never shown"
        DELETING = "deleting", "Deleting: pruned, its rows are being removed"

    class Origin(models.TextChoices):
        PUBLISHER = "publisher", "The publisher's, as released"
        OWN = "own", "This site's own figures"

    SHOWN = [State.LIVE, State.SUPERSEDED]

    origin = models.CharField(
        max_length=9,
        choices=Origin.choices,
        default=Origin.PUBLISHER,
        db_default=Origin.PUBLISHER,
        editable=False,
        help_text="The site's own stand beside the publisher's, and are named so wherever they are shown.",
    )
    data_set = DataSetField()
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
    url = models.URLField("website", help_text="Where a reader can find this release.")
    licence = models.CharField("license", max_length=120, help_text='For example "Public domain".')
    attribution = models.CharField(
        max_length=600, blank=True, help_text="Wording that the license asks to be shown, if any."
    )
    note = models.TextField(
        max_length=600,
        blank=True,
        db_default="",
        default="",
        help_text="For this site's own figures: why the site gives them, and how they were found. Visitors see it.",
    )
    covers_part = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="It has some of what the release of its period has, and is shown beside that, not in its place.",
    )
    rows_loaded = models.PositiveIntegerField(
        null=True,
        blank=True,
        editable=False,
        help_text="How many rows its files have, so that it is noticed when some are missing.",
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.STAGED)
    top_code_annual = models.PositiveIntegerField(
        "annual top code",
        null=True,
        blank=True,
        help_text="What # stands for in annual pay: “this many dollars or more”.",
    )
    top_code_hourly = models.DecimalField(
        "hourly top code",
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="What # stands for in hourly pay: “this many dollars or more”.",
    )

    states_top_code = models.BooleanField(
        "states the top code itself",
        default=False,
        db_default=False,
        editable=False,
        help_text="Its own files say what # stands for; else it goes by its period's national release.",
    )
    oddity = models.TextField(
        "noticed in its files",
        blank=True,
        db_default="",
        default="",
        editable=False,
        help_text="What the import found strange in the files, though it could read them.",
    )
    little_change_from = growth_bound("little or no change")
    slower_from = growth_bound("slower than average")
    average_from = growth_bound("as fast as average")
    faster_from = growth_bound("faster than average")
    much_faster_from = growth_bound("much faster than average")

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
                condition=Q(state__in=["live", "superseded"], origin="publisher", covers_part=False),
                name="release_shown_once_per_period",
                violation_error_message="Another release of this data set and period is shown already.",
            ),
            models.UniqueConstraint(
                fields=["data_set"],
                condition=Q(state="live", origin="publisher"),
                name="release_one_live_per_data_set",
                violation_error_message="This data set has a live release already; mark that one superseded first.",
            ),
            models.CheckConstraint(
                condition=in_ascending_order(list(GROWTH_BANDS)),
                name="release_growth_bands_ascend",
                violation_error_message="Growth in words: fill in all five percents, each above the one before it, or "
                "none.",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by="")
                | (Q(decided_at__isnull=False) & ~Q(decided_by="") & ~Q(state__in=["loading", "staged"])),
                name="release_decided_at_by_somebody",
                violation_error_message="A release that waits is not decided on; a decision has a time and somebody "
                "who took it.",
            ),
        ]
        permissions = [
            ("approve_release", "Can approve and reject releases and hold their figures back"),
            ("roll_back_release", "Can roll releases back"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.period}"

    def pass_on_top_code(self) -> None:
        """Tell the period's other releases, if they do not know it, what # stands for: a fact of the period."""
        others = self.heirs_of_top_code()
        odd = list(others.exclude(oddity=""))
        others.update(top_code_annual=self.top_code_annual, top_code_hourly=self.top_code_hourly)
        for release in odd:
            rows = release.record.rows(release)
            oddity = as_high_as_top_code(rows, annual=self.top_code_annual, hourly=self.top_code_hourly)
            Release.objects.filter(pk=release.pk).update(oddity=oddity)

    def heirs_of_top_code(self) -> ReleaseQuerySet:
        """The releases that go by what this one says that # stands for; while it waits, only those that wait too."""
        if not (self.record.states_top_code and self.states_top_code):
            return Release.objects.none()
        others = Release.objects.pay_of(self.period).filter(states_top_code=False).exclude(pk=self.pk)
        return others if self.state in self.SHOWN else others.filter(state=self.State.STAGED)

    @property
    def growth_bands(self) -> list[GrowthBand]:
        """What its publisher calls which growth, lowest first; empty where that is not known."""
        bounds = [getattr(self, field) for field in GROWTH_BANDS]
        if None in bounds:
            return []
        words = [SHRINKING, *GROWTH_BANDS.values()]
        ends = [*(bound - 1 for bound in bounds), None]
        return [GrowthBand(*band) for band in zip(words, [None, *bounds], ends, strict=True)]

    def growth_band(self, growth: Decimal) -> str:
        """What its publisher calls `growth` in percent, which counts rounded; empty where that is not known."""
        bounds = [getattr(self, field) for field in GROWTH_BANDS]
        if None in bounds:
            return ""
        reached = bisect_right(bounds, growth.quantize(Decimal(1), ROUND_HALF_UP))
        return [SHRINKING, *GROWTH_BANDS.values()][reached]

    def problems(self) -> Iterator[Problem]:
        to_come = list(day_that_was(self, "as_of"))
        yield from to_come or periods.problems(self.period or "", self.as_of)
        yield from web_address(self)
        if self.is_own and self.period and not periods.names_a_year(self.period):
            yield Problem("period", "Write which year the figures are of, such as 2024, “May 2024” or “2024–34”.")
        yield from self._other_of_this_name()
        for field in ("top_code_annual", "top_code_hourly"):
            top_code = getattr(self, field)
            if top_code is not None and top_code <= 0:
                yield Problem(field, "Write an amount above 0, or leave it empty.")

    def _other_of_this_name(self) -> Iterator[Problem]:
        """Which of two would be shown for a career could not be told from their names."""
        gone = [self.State.REJECTED, self.State.ROLLED_BACK, self.State.DELETING]
        own = Release.objects.own().filter(data_set=self.data_set).exclude(pk=self.pk).exclude(state__in=gone)
        for other in own if self.is_own and self.title and self.period else ():
            same_period = periods.as_published(other.period) == periods.as_published(self.period)
            if same_period and name_key(other.title) == name_key(self.title):
                message = (
                    f"Release {other.pk} has this name and period already. Add to that one, or choose another name."
                )
                yield Problem("title", message, beside=("period",))
                return

    @property
    def record(self) -> data_sets.DataSet:
        """What is known of its data set."""
        return data_set(self.data_set)

    @property
    def is_live(self) -> bool:
        return self.state == self.State.LIVE

    @property
    def is_own(self) -> bool:
        return self.origin == self.Origin.OWN

    @property
    def state_in_words(self) -> str:
        if self.is_own and self.is_live:
            return "Live: shown beside the publisher's"
        if self.covers_part and self.state == self.State.SUPERSEDED:
            return "Shown beside the release that it covers a part of"
        return self.get_state_display()

    @property
    def credit(self) -> str:
        """Who stands behind the figures, as pages name it."""
        return f"{self.publisher} (this site's own figures)" if self.is_own else self.publisher

    @property
    def licence_url(self) -> str:
        """Where the licence can be read; empty where there is nothing to read, as of the public domain."""
        return LICENCES.get(self.licence, "")

    @property
    def next_due(self) -> date | None:
        """The first day of the month in which the next release is usually out; None where there is no rhythm."""
        if self.is_own:
            return None
        months = self.record.months_to_next
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

    def clean(self) -> None:
        stored = Release.objects.filter(pk=self.pk).values_list("data_set", flat=True).first()
        if stored and stored != self.data_set:
            raise ValidationError({"data_set": f"A release stays of its data set: {data_set(stored).label}."})
        self._check_growth_bands()
        if not self.is_own:
            return
        if not self.record.own_allowed:
            own = [record.label for record in data_sets.registered() if record.own_allowed]
            raise ValidationError({"data_set": f"This site's own figures can be: {', '.join(own)}."})
        self.period = periods.as_published(self.period)
        problems = {name: message for name, message in self._own_problems() if message}
        if problems:
            raise ValidationError(problems)

    def _check_growth_bands(self) -> None:
        given = [field for field in GROWTH_BANDS if getattr(self, field) is not None]
        if not given:
            return
        if not self.record.growth_bands:
            raise ValidationError(dict.fromkeys(given, "Only employment projections have growth in words."))
        if missing := [field for field in GROWTH_BANDS if field not in given]:
            raise ValidationError(dict.fromkeys(missing, "Fill in all five, or none."))
        below = {
            high: f"This must be more than {getattr(self, low)}, where “{GROWTH_BANDS[low].lower()}” begins."
            for low, high in pairwise(given)
            if getattr(self, high) <= getattr(self, low)
        }
        if below:
            raise ValidationError(below)

    def _own_problems(self) -> Iterator[tuple[str, str]]:
        """(field, what is wrong with it) for a release of staff's own; an empty message where nothing is."""
        publishers = Release.objects.of_publishers()
        names = publishers.values_list("publisher", flat=True).distinct()
        known = any(names_match(self.publisher, name) for name in names)
        if self.publisher and (known or is_of_known_publisher(self.publisher)):
            yield (
                "publisher",
                f"{self.publisher} did not publish these figures. Name whoever stands behind them: this site, or the "
                "organization that found them.",
            )
        titles = publishers.values_list("title", flat=True).distinct()
        if self.title and any(names_match(self.title, title) for title in titles):
            yield "title", "A publisher's data set has this name. Give these figures a name of their own."
        if self.as_of and self.period and (day := self._day_of_period()) and day != self.as_of:
            day_in_words = f"{day:%B} {day.day}, {day.year}"
            yield "as_of", f"Figures of {self.period} describe {day_in_words}: give that day, or another period."

    def _day_of_period(self) -> date | None:
        """The day that publishers take a period for; which of two figures of a period is newer must not be chance."""
        same = Release.objects.of_publishers().filter(data_set=self.data_set, period__iexact=self.period)
        if day := same.values_list("as_of", flat=True).first():
            return day
        return self.record.periods.day_of(self.period)


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

"""Figures as their publishers released them. A missing figure is NULL; a top-coded one holds the release's top code."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from .occupation import Occupation
from .release import Release
from .visible_text import VisibleText

PERCENTILES = {
    "p10": "10th percentile",
    "p25": "25th percentile",
    "median": "Median",
    "p75": "75th percentile",
    "p90": "90th percentile",
}


@dataclass(frozen=True)
class Amount:
    """Pay in dollars a year or an hour; `value` is None where the publisher gave none."""

    value: Decimal | int | None
    top_coded: bool = False
    hourly: bool = False

    def __bool__(self) -> bool:
        return self.value is not None

    def __str__(self) -> str:
        if self.value is None:
            return "Not published"
        text = f"${self.value:,.2f}" if self.hourly else f"${self.value:,.0f}"
        return f"{text} or more" if self.top_coded else text

    @property
    def unit(self) -> str:
        return "an hour" if self.hourly else "a year"


class FigureQuerySet(models.QuerySet):
    def shown(self):
        """Rows of releases that visitors may see, newest first; those that staff hold back are left out."""
        return self.of_shown_releases().filter(held=False)

    def of_shown_releases(self):
        """The same with the held rows, for whoever must know that a release does cover an occupation."""
        return (
            self.filter(release__state__in=Release.SHOWN)
            .select_related("release", "occupation")
            .order_by("-release__as_of", "pk")
        )


class Figure(VisibleText):
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="%(class)s_rows")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="%(class)s_rows")
    held = models.BooleanField(
        "held back",
        default=False,
        db_default=False,
        help_text="Staff doubt this figure: visitors do not see it; of national pay and outlook they see the release "
        "before it.",
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        abstract = True

    def amount(self, column: str) -> Amount:
        """The pay in `column` (its name starts with annual_ or hourly_) with the release's top code applied."""
        value = getattr(self, column)
        hourly = column.startswith("hourly")
        top_code = self.release.top_code_hourly if hourly else self.release.top_code_annual
        return Amount(value, value is not None and top_code is not None and value >= top_code, hourly)


def annual_dollars(label: str) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True, help_text="Dollars a year; empty: not published.")


def hourly_dollars(label: str) -> models.DecimalField:
    return models.DecimalField(
        label,
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Dollars an hour; empty: not published.",
    )


class Percentiles(Figure):
    """Pay from the 10th percentile to the 90th, a year and an hour."""

    employment = models.PositiveIntegerField(
        null=True, blank=True, help_text="Wage and salary jobs surveyed; empty: not published."
    )
    annual_p10 = annual_dollars("annual 10th percentile")
    annual_p25 = annual_dollars("annual 25th percentile")
    annual_median = annual_dollars("annual median")
    annual_p75 = annual_dollars("annual 75th percentile")
    annual_p90 = annual_dollars("annual 90th percentile")
    hourly_p10 = hourly_dollars("hourly 10th percentile")
    hourly_p25 = hourly_dollars("hourly 25th percentile")
    hourly_median = hourly_dollars("hourly median")
    hourly_p75 = hourly_dollars("hourly 75th percentile")
    hourly_p90 = hourly_dollars("hourly 90th percentile")

    class Meta:
        abstract = True

    @property
    def basis(self) -> str:
        """ "hourly" for occupations whose annual pay is not published (they seldom work all year), else "annual"."""
        has_annual = any(getattr(self, f"annual_{name}") is not None for name in PERCENTILES)
        has_hourly = any(getattr(self, f"hourly_{name}") is not None for name in PERCENTILES)
        return "hourly" if has_hourly and not has_annual else "annual"

    @property
    def percentiles(self) -> dict[str, Amount]:
        """p10, p25, median, p75 and p90 in the basis that is published."""
        return {name: self.amount(f"{self.basis}_{name}") for name in PERCENTILES}

    @property
    def rows(self) -> list[tuple[str, Amount, Amount]]:
        """(label, annual, hourly) from the 10th percentile to the 90th, for a table."""
        return [
            (label, self.amount(f"annual_{name}"), self.amount(f"hourly_{name}")) for name, label in PERCENTILES.items()
        ]

    @property
    def has_hourly(self) -> bool:
        return any(getattr(self, f"hourly_{name}") is not None for name in PERCENTILES)

    @property
    def median(self) -> Amount:
        return self.percentiles["median"]


class Pay(Percentiles):
    """What people in an occupation earn, all industries together (source: OEWS national file)."""

    class Meta:
        verbose_name_plural = "pay"
        constraints = [
            models.UniqueConstraint(fields=["release", "occupation"], name="pay_once_per_release"),
        ] + [
            models.CheckConstraint(
                condition=Q(**{f"{basis}_{low}__lte": F(f"{basis}_{high}")})
                | Q(**{f"{basis}_{low}__isnull": True})
                | Q(**{f"{basis}_{high}__isnull": True}),
                name=f"pay_{basis}_{low}_to_{high}",
                violation_error_message=f"The {basis} {PERCENTILES[low].lower()} is above the "
                f"{PERCENTILES[high].lower()}.",
            )
            for basis in ("annual", "hourly")
            for low, high in (
                ("p10", "p25"),
                ("p10", "median"),
                ("p25", "median"),
                ("median", "p75"),
                ("median", "p90"),
                ("p75", "p90"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.occupation}: {self.release.period}"


class AreaPay(Percentiles):
    """What people in an occupation earn in one state or metropolitan area (source: OEWS files by area)."""

    area = models.ForeignKey("Area", on_delete=models.PROTECT, related_name="pay_rows")

    class Meta:
        verbose_name_plural = "pay by area"
        constraints = [
            models.UniqueConstraint(fields=["release", "occupation", "area"], name="area_pay_once_per_release"),
        ]

    def __str__(self) -> str:
        return f"{self.occupation}: {self.area}, {self.release.period}"


class IndustryPay(Figure):
    """Median pay of an occupation within one industry (source: OEWS national files by industry or sector)."""

    industry = models.CharField(max_length=200, help_text="The industry's name as published.")
    naics = models.CharField("NAICS code", max_length=10, blank=True, help_text="Empty where the source gives none.")
    employment = models.PositiveIntegerField(null=True, blank=True, help_text="Jobs; empty: not published.")
    annual_median = annual_dollars("annual median")
    hourly_median = hourly_dollars("hourly median")

    class Meta:
        verbose_name_plural = "pay by industry"
        constraints = [
            models.UniqueConstraint(fields=["release", "occupation", "industry"], name="industry_pay_once_per_release"),
        ]

    def __str__(self) -> str:
        return f"{self.occupation}: {self.industry}, {self.release.period}"

    @property
    def short_name(self) -> str:
        return self.industry.partition(", excluding ")[0]

    @property
    def exclusion(self) -> str:
        """What the publisher says that the industry leaves out, or nothing."""
        return self.industry.removeprefix(self.short_name).removeprefix(", ")


class EntryEducation(models.TextChoices):
    """The eight levels that BLS assigns as typical education needed for entry, lowest first."""

    NONE = "none", "No formal educational credential"
    HIGH_SCHOOL = "high-school", "High school diploma or equivalent"
    SOME_COLLEGE = "some-college", "Some college, no degree"
    AWARD = "award", "Postsecondary nondegree award"
    ASSOCIATE = "associate", "Associate's degree"
    BACHELOR = "bachelor", "Bachelor's degree"
    MASTER = "master", "Master's degree"
    DOCTORAL = "doctoral", "Doctoral or professional degree"


class Outlook(Figure):
    """Employment now and projected (source: Employment Projections table 1.2). Growth and new jobs follow from it."""

    # BLS publishes projections in thousands with one decimal.
    EMPLOYMENT_ROUNDING = 100

    base_year = models.PositiveSmallIntegerField()
    projected_year = models.PositiveSmallIntegerField()
    base_employment = models.PositiveIntegerField("employment in the base year", help_text="Jobs, not thousands.")
    projected_employment = models.PositiveIntegerField(
        "employment in the projected year", help_text="Jobs, not thousands."
    )
    openings = models.PositiveIntegerField(
        "openings a year", null=True, blank=True, help_text="Annual average; empty: not published."
    )
    stated_new_jobs = models.IntegerField(
        "new jobs, as stated",
        null=True,
        blank=True,
        help_text="Only where the source states it; checked against employment.",
    )
    stated_growth = models.DecimalField(
        "growth in percent, as stated",
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        help_text="Only where the source states it; checked against employment.",
    )
    entry_education = models.CharField(
        "entry-level education", max_length=12, choices=EntryEducation.choices, blank=True
    )
    work_experience = models.CharField("work experience in a related occupation", max_length=60, blank=True)
    training = models.CharField("on-the-job training", max_length=60, blank=True)

    class Meta:
        verbose_name_plural = "outlook"
        constraints = [
            models.UniqueConstraint(fields=["release", "occupation"], name="outlook_once_per_release"),
            models.CheckConstraint(
                condition=Q(projected_year__gt=F("base_year")),
                name="outlook_projects_forward",
                violation_error_message="The projected year must come after the base year.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occupation}: {self.base_year}–{self.projected_year}"

    @property
    def new_jobs(self) -> int:
        """Change in employment: the source's own figure, made from unrounded numbers, where it states one."""
        if self.stated_new_jobs is not None:
            return self.stated_new_jobs
        return self.projected_employment - self.base_employment

    @property
    def growth(self) -> Decimal | None:
        """Percent change in employment, to one decimal; the source's own figure where it states one."""
        if self.stated_growth is not None:
            return self.stated_growth
        if not self.base_employment:
            return None
        percent = Decimal(100 * (self.projected_employment - self.base_employment)) / self.base_employment
        # Adding 0 turns a rounded -0.0 into 0.0.
        return percent.quantize(Decimal("0.1"), ROUND_HALF_UP) + 0

    def mismatches(self) -> dict[str, str]:
        """Stated figures that no rounding of the employment figures can explain: {field: message}."""
        problems = {}
        half = Decimal(self.EMPLOYMENT_ROUNDING) / 2
        low_base, high_base = self.base_employment - half, self.base_employment + half
        low_end, high_end = self.projected_employment - half, self.projected_employment + half
        if self.stated_new_jobs is not None and not (
            low_end - high_base - half <= self.stated_new_jobs <= high_end - low_base + half
        ):
            derived = self.projected_employment - self.base_employment
            problems["stated_new_jobs"] = (
                f"The source states {self.stated_new_jobs:+,} new jobs, but its employment figures give {derived:+,}."
            )
        if self.stated_growth is not None and low_base > 0:
            whole = self.stated_growth == self.stated_growth.to_integral_value()
            slack = Decimal("0.5") if whole else Decimal("0.05")
            low = 100 * (low_end / high_base - 1) - slack
            high = 100 * (high_end / low_base - 1) + slack
            if not low <= self.stated_growth <= high:
                derived = 100 * Decimal(self.projected_employment - self.base_employment) / self.base_employment
                problems["stated_growth"] = (
                    f"The source states {self.stated_growth}% growth, but its employment figures give {derived:.1f}%."
                )
        return problems

    def clean(self) -> None:
        if None not in (self.base_employment, self.projected_employment) and (problems := self.mismatches()):
            raise ValidationError(problems)

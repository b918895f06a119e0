"""Employment now and projected, and what it typically takes to start."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from . import own_figures
from .figures import Figure


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
        "openings per year", null=True, blank=True, help_text="Annual average; empty: not published."
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
            models.UniqueConstraint(
                fields=["release", "occupation"],
                name="outlook_once_per_release",
                violation_error_message="This release has an outlook for the occupation already.",
            ),
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
        return growth_of(self)

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

    def own_problems(self) -> Mapping[str, str]:
        return own_figures.problems_of_outlook(self)

    def clean(self) -> None:
        super().clean()
        if None not in (self.base_employment, self.projected_employment) and (problems := self.mismatches()):
            raise ValidationError(problems)


def growth_of(row) -> Decimal | None:
    """Percent change in employment, to one decimal; the source's own figure where it states one.

    `row` is an Outlook, or has the columns of one that are asked for here.
    """
    # Adding 0 turns a rounded -0.0 into 0.0.
    if row.stated_growth is not None:
        return Decimal(row.stated_growth) + 0
    if not row.base_employment:
        return None
    percent = Decimal(100 * (row.projected_employment - row.base_employment)) / row.base_employment
    return percent.quantize(Decimal("0.1"), ROUND_HALF_UP) + 0

"""Figures as their publishers released them: NULL where one is missing; a top-coded one holds its lower limit."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When

from . import own_figures
from .data_sets import names_of
from .naics import industry_code
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


@dataclass(frozen=True)
class PercentileRow:
    """One percentile of pay, in both bases."""

    label: str
    annual: Amount
    hourly: Amount


_OWN_FIRST = Case(When(release__origin=Release.Origin.OWN, then=0), default=1)


class FigureQuerySet(models.QuerySet):
    def shown(self):
        """Rows of releases that visitors may see, newest first; those that staff hold back are left out."""
        return self.of_shown_releases().filter(held=False)

    def of_shown_releases(self):
        """The same with the held rows, for whoever must know that a release does cover an occupation.

        Of one day the site's own come first: they were made to stand in the publisher's place.
        """
        return (
            self.filter(release__state__in=Release.SHOWN, release__data_set__in=names_of(self.model))
            .select_related("release", "occupation")
            .order_by("-release__as_of", _OWN_FIRST, "-release_id", "pk")
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

    def clean(self) -> None:
        own_figures.check(self)

    def own_problems(self) -> Mapping[str, str]:
        """What cannot be right in a row that staff typed: {field: message}."""
        return {}


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


def lower_limit(release: Release, column: str, value: Decimal | int) -> Decimal | int:
    """What a top-coded figure is not less than: its period's top code may have become known after it was stored."""
    top_code = release.top_code_hourly if column.startswith("hourly") else release.top_code_annual
    return max(value, top_code or 0)


class Amounts:
    """Pay as it is said, of whatever has `release`, `top_coded` and the columns that are asked for."""

    __slots__ = ()

    def amount(self, column: str) -> Amount:
        """The pay in `column`: its name starts with annual_ or hourly_."""
        value, hourly = getattr(self, column), column.startswith("hourly")
        if value is None or column not in self.top_coded.split():
            return Amount(value, hourly=hourly)
        return Amount(lower_limit(self.release, column, value), top_coded=True, hourly=hourly)


class PercentileAmounts(Amounts):
    """The same of whatever has the columns of `Percentiles`."""

    __slots__ = ()

    @property
    def basis(self) -> str:
        """ "hourly" for occupations whose annual pay is not published (they seldom work all year), else "annual"."""
        has_annual = any(getattr(self, f"annual_{name}") is not None for name in PERCENTILES)
        return "hourly" if not has_annual and self.has_hourly else "annual"

    @property
    def has_hourly(self) -> bool:
        return any(getattr(self, f"hourly_{name}") is not None for name in PERCENTILES)

    @property
    def median(self) -> Amount:
        return self.amount(f"{self.basis}_median")


class PayFigure(Amounts, Figure):
    """Pay, of which some figures may have been published only as “or more”, whatever the others come to."""

    top_coded = models.CharField(
        "published only as “or more”",
        max_length=160,
        blank=True,
        default="",
        db_default="",
        help_text="The columns that the publisher gives as “this much or more”, with spaces: annual_p75 annual_p90.",
    )

    class Meta:
        abstract = True

    @classmethod
    def pay_columns(cls) -> list[str]:
        """The names of the columns that hold pay, as `top_coded` has them."""
        return [field.name for field in cls._meta.fields if field.name.startswith(("annual_", "hourly_"))]

    def clean(self) -> None:
        super().clean()
        for column in self.top_coded.split():
            if column not in self.pay_columns():
                raise ValidationError({"top_coded": f"“{column}” is not a pay column."})
            if getattr(self, column) is None:
                label = self._meta.get_field(column).verbose_name
                raise ValidationError({"top_coded": f"The {label} is marked “or more”, but has no figure."})


class Percentiles(PercentileAmounts, PayFigure):
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

    def own_problems(self) -> Mapping[str, str]:
        return own_figures.problems_of_pay(self)

    @property
    def percentiles(self) -> dict[str, Amount]:
        """p10, p25, median, p75 and p90 in the basis that is published."""
        basis = self.basis
        return {name: self.amount(f"{basis}_{name}") for name in PERCENTILES}

    @property
    def percentile_rows(self) -> list[PercentileRow]:
        """From the 10th percentile to the 90th, for a table."""
        return [self._percentile_row(name) for name in PERCENTILES]

    @property
    def medians(self) -> PercentileRow:
        return self._percentile_row("median")

    def _percentile_row(self, name: str) -> PercentileRow:
        return PercentileRow(PERCENTILES[name], self.amount(f"annual_{name}"), self.amount(f"hourly_{name}"))


class Pay(Percentiles):
    """What people in an occupation earn, all industries together (source: OEWS national file)."""

    class Meta:
        verbose_name_plural = "pay"
        constraints = [
            models.UniqueConstraint(
                fields=["release", "occupation"],
                name="pay_once_per_release",
                violation_error_message="This release has pay for the occupation already.",
            ),
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
            models.UniqueConstraint(
                fields=["release", "occupation", "area"],
                name="area_pay_once_per_release",
                violation_error_message="This release has pay for the occupation in this area already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occupation}: {self.area}, {self.release.period}"

    def clean(self) -> None:
        super().clean()
        if self.release_id and self.area_id and self.release.record.area_kind != self.area.kind:
            raise ValidationError(
                {"area": f"{self.area} is not an area of this release: {self.release.get_data_set_display()}."}
            )


class IndustryPay(PayFigure):
    """Median pay of an occupation within one industry (source: OEWS national files by industry or sector)."""

    industry = models.CharField(max_length=200, help_text="The industry's name as published.")
    naics = models.CharField("NAICS code", max_length=10, blank=True, help_text="Empty where the source gives none.")
    employment = models.PositiveIntegerField(null=True, blank=True, help_text="Jobs; empty: not published.")
    annual_median = annual_dollars("annual median")
    hourly_median = hourly_dollars("hourly median")

    class Meta:
        verbose_name_plural = "pay by industry"
        constraints = [
            # Titles are reworded, and two industries may have the same one: only the code tells which it is.
            models.UniqueConstraint(
                fields=["release", "occupation", "naics"],
                condition=~Q(naics=""),
                name="industry_pay_once_per_naics",
                violation_error_message="This release has pay of the occupation in an industry of this NAICS code.",
            ),
            models.UniqueConstraint(
                fields=["release", "occupation", "industry"],
                condition=Q(naics=""),
                name="industry_pay_once_per_title",
                violation_error_message="This release has pay of the occupation in an industry of this name.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occupation}: {self.industry}, {self.release.period}"

    def clean(self) -> None:
        self.naics = industry_code(self.naics)
        super().clean()

    def own_problems(self) -> Mapping[str, str]:
        return own_figures.problems_of_industry(self)

    @property
    def short_name(self) -> str:
        return self.industry.partition(", excluding ")[0]

    @property
    def exclusion(self) -> str:
        """What the publisher says that the industry leaves out, or nothing."""
        return self.industry.removeprefix(self.short_name).removeprefix(", ")

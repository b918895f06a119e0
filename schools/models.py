from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from careers.models import Career, Release
from careers.models.rules import Problem, Ruled, day_that_was, name_key, web_address

from .data_sets import IPEDS_DIRECTORY
from .states import POSTAL_CODES


class SchoolQuerySet(models.QuerySet):
    def featured(self):
        """Schools with a featured placement, in the editor's order."""
        return self.filter(featured__isnull=False).select_related("release").order_by("featured__order", "name")

    def featured_for(self, career: Career):
        """Those that editors placed on this career's page, then those that they placed on no page by name.

        `is_placed` tells which is which.
        """
        here = Featured.careers.through.objects.filter(featured=OuterRef("featured"), career=career)
        anywhere = Featured.careers.through.objects.filter(featured=OuterRef("featured"))
        placed = self.filter(featured__isnull=False).annotate(is_placed=Exists(here))
        placed = placed.filter(Q(is_placed=True) | ~Exists(anywhere))
        return placed.order_by("-is_placed", "featured__order", "name")


class School(Ruled):
    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    name = models.CharField(max_length=200)
    city = models.CharField(max_length=80)
    state = models.CharField(
        max_length=2, validators=[RegexValidator("^[A-Z]{2}$", "Two capital letters, such as OH.")]
    )
    url = models.URLField("website", blank=True)
    unitid = models.PositiveIntegerField(
        "IPEDS UNITID",
        unique=True,
        null=True,
        blank=True,
        help_text="The number in the federal school directory.",
    )
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.OPEN)
    closed_on = models.DateField(null=True, blank=True, help_text="The day the school closed, where known.")
    release = models.ForeignKey(
        Release,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="schools",
        verbose_name="source",
        help_text="The release that the city, address and status come from.",
    )

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="closed") | Q(closed_on__isnull=True),
                name="school_open_has_no_closing_day",
                violation_error_message="An open school has no closing day: set it to closed, or empty the day.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.city}, {self.state})"

    def problems(self) -> Iterator[Problem]:
        yield from web_address(self)
        yield from day_that_was(self, "closed_on")
        if self.closed_on and not self.is_closed:
            message = "An open school has no closing day: set it to closed, or empty the day."
            yield Problem("closed_on", message, beside=("status",))
        if self.release_id and self.release.data_set != IPEDS_DIRECTORY:
            yield Problem("release", "This release has no schools in it: choose one of a school directory.")
        if self.state not in POSTAL_CODES:
            yield Problem("state", "Write the postal code of a state or territory, such as OH.")
        if self.unitid is not None and not 100_000 <= self.unitid <= 999_999:
            yield Problem("unitid", "A UNITID has six digits, such as 204468.")
        place = (name_key(self.name), name_key(self.city))
        for other in School.objects.filter(state=self.state).exclude(pk=self.pk):
            if (name_key(other.name), name_key(other.city)) == place:
                yield Problem("name", f"This school is listed already: {other}.", beside=("city", "state"))

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED


class Featured(models.Model):
    """A school's place in the featured list."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="featured")
    careers = models.ManyToManyField(
        Career,
        blank=True,
        related_name="+",
        help_text="Careers whose pages show this school. None selected: on every career page that no school is chosen "
        "for.",
    )
    order = models.PositiveSmallIntegerField(default=0, db_index=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "featured school"

    def __str__(self) -> str:
        return str(self.school)

    def unique_error_message(self, model_class: type[models.Model], unique_check: tuple[str, ...]) -> ValidationError:
        return ValidationError("This school is featured already.", code="unique")

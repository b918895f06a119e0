from collections.abc import Iterator
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from careers.models import Career, Release
from careers.models.rules import Problem, Ruled, day_not_far, day_that_was, name_key, web_address

from .data_sets import IPEDS_DIRECTORY
from .states import POSTAL_CODES

# Before a placement ends, staff are told so long.
SOON = timedelta(days=14)

# Asked on every career's page, and Django would take ten times longer to write it than the database to answer it.
FEATURED_FOR = """
    SELECT school.id, school.name, city, state, url, status, closed_on, here.id IS NOT NULL AS is_placed
    FROM schools_featured AS placed
    JOIN schools_school AS school ON school.id = placed.school_id
    LEFT JOIN schools_featured_careers AS here ON here.featured_id = placed.id AND here.career_id = %(career)s
    WHERE (starts_on IS NULL OR starts_on <= %(today)s) AND (ends_on IS NULL OR ends_on >= %(today)s)
    AND (here.id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM schools_featured_careers WHERE featured_id = placed.id))
    ORDER BY is_placed DESC, placed."order", school.name
"""


class SchoolQuerySet(models.QuerySet):
    def featured(self):
        """Schools with a featured placement, in the editor's order."""
        return self._placed_today().select_related("release").order_by("featured__order", "name")

    def featured_for(self, career: Career):
        """Those that editors placed on this career's page, then those that they placed on no page by name.

        `is_placed` tells which is which.
        """
        today = timezone.localdate()
        return self.raw(FEATURED_FOR, {"career": career.pk, "today": today})

    def _placed_today(self):
        today = timezone.localdate()
        begun = Q(featured__starts_on=None) | Q(featured__starts_on__lte=today)
        lasts = Q(featured__ends_on=None) | Q(featured__ends_on__gte=today)
        return self.filter(begun & lasts, featured__isnull=False)


class FeaturedQuerySet(models.QuerySet):
    def ending_soon(self):
        """Those whose last day is one of the next two weeks."""
        today = timezone.localdate()
        return self.filter(ends_on__range=(today, today + SOON))

    def of_closed_schools(self):
        """Those that visitors still see, of schools that have closed."""
        lasting = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
        return self.filter(lasting, school__status=School.Status.CLOSED)


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


class Featured(Ruled):
    """A school's place in the featured list."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="featured")
    careers = models.ManyToManyField(
        Career,
        blank=True,
        related_name="+",
        help_text="Careers whose pages show this school. None selected: on every career page that no school is chosen "
        "for.",
    )
    starts_on = models.DateField("first day", null=True, blank=True, help_text="Empty: from now on.")
    ends_on = models.DateField("last day", null=True, blank=True, help_text="Empty: until somebody takes it out.")
    order = models.PositiveSmallIntegerField(default=0, db_index=True)

    objects = FeaturedQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "featured school"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="featured_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            )
        ]

    def __str__(self) -> str:
        return str(self.school)

    def problems(self) -> Iterator[Problem]:
        yield from day_not_far(self, "starts_on")
        yield from day_not_far(self, "ends_on")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            yield Problem("ends_on", "The last day is before the first.", beside=("starts_on",))

    def unique_error_message(self, model_class: type[models.Model], unique_check: tuple[str, ...]) -> ValidationError:
        return ValidationError("This school is featured already.", code="unique")

from collections.abc import Iterator

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count
from django.urls import reverse

from .classification import major_groups
from .major_groups import ICONS, MAJOR_GROUPS, NO_GROUP, MajorGroup
from .publication import is_public
from .rules import Problem, Ruled, page_address, same_name


class FieldQuerySet(models.QuerySet):
    def with_counts(self):
        """All fields, with the number of their published careers as `career_count`."""
        published = Count("careers", filter=is_public("careers__"))
        # An aggregate drops the model's own ordering.
        return self.annotate(career_count=published).order_by("order", "title")

    def with_published_counts(self):
        """Fields that have a published career, with their number as `career_count`."""
        return self.with_counts().filter(career_count__gt=0)


class Field(Ruled):
    """A field of work that careers are browsed by."""

    title = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(
        "page address",
        max_length=80,
        unique=True,
        help_text="The last part of the page's address. Changing it breaks links to the page.",
    )
    description = models.CharField(max_length=300, blank=True, help_text="One or two sentences, shown under the title.")
    soc_groups = models.CharField(
        "SOC major groups",
        max_length=80,
        blank=True,
        db_default="",
        default="",
        validators=[RegexValidator(r"^\d\d( \d\d)*$", "Write two-digit groups with spaces: 29 31.")],
        help_text="Careers that come with a release go here when their SOC code begins with one of these: two digits "
        "each, with spaces between.",
    )
    icon = models.CharField(
        max_length=20,
        choices=sorted(ICONS.items(), key=lambda icon: icon[1]),
        blank=True,
        db_default="",
        default="",
        help_text="Shown beside the title. Leave empty for the icon of the first SOC group.",
    )
    order = models.PositiveSmallIntegerField(default=0, db_index=True)

    objects = FieldQuerySet.as_manager()

    class Meta:
        ordering = ["order", "title"]
        verbose_name = "field of work"
        verbose_name_plural = "fields of work"

    def __str__(self) -> str:
        return self.title

    @property
    def drawing(self) -> str:
        """The name of its drawing in icons.svg."""
        group = self._first_group
        return self.icon or (group.icon if group else NO_GROUP)

    @property
    def sentence(self) -> str:
        """What the field is about: as editors say it, else what its first SOC group is; empty where it has none."""
        group = self._first_group
        return self.description or (group.sentence if group else "")

    @property
    def _first_group(self) -> MajorGroup | None:
        return MAJOR_GROUPS.get(self.soc_groups[:2])

    def problems(self) -> Iterator[Problem]:
        yield from same_name(self, "title", what="Another field")
        yield from page_address(self, what="Another field")
        groups = self.soc_groups.split()
        if unknown := sorted(set(groups) - major_groups()):
            yield Problem("soc_groups", f"The classification has no major group {', '.join(unknown)}.")
        elif len(set(groups)) < len(groups):
            yield Problem("soc_groups", "Write each group once.")
        for other in Field.objects.exclude(pk=self.pk).exclude(soc_groups="") if groups else ():
            if twice := sorted({*groups}.intersection(other.soc_groups.split())):
                yield Problem("soc_groups", f"Careers of group {', '.join(twice)} are put under {other} already.")

    def get_absolute_url(self) -> str:
        return reverse("careers:field", args=[self.slug])

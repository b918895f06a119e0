from django.db import models

from .visible_text import VisibleText


class AreaQuerySet(models.QuerySet):
    def take_names_of(self, release) -> int:
        """Call the areas as `release` calls them; how many are called something else than before."""
        names = {name.area_id: name for name in AreaName.objects.filter(release=release)}
        renamed = []
        for area in self.filter(pk__in=names):
            name = names[area.pk]
            if (area.title, area.states) != (name.title, name.states):
                area.title, area.states = name.title, name.states
                renamed.append(area)
        self.bulk_update(renamed, ["title", "states"], batch_size=500)
        return len(renamed)


class Area(VisibleText):
    """A state, territory, metropolitan or nonmetropolitan area that pay is published for."""

    class Kind(models.TextChoices):
        STATE = "state", "State or territory"
        METROPOLITAN = "metropolitan", "Metropolitan or nonmetropolitan area"

    code = models.CharField(max_length=10, help_text="The code that the publisher gives the area.")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=120)
    states = models.CharField(
        max_length=40, blank=True, help_text="Postal abbreviations of the states that it lies in, with spaces."
    )
    introduced_by = models.ForeignKey(
        "Release",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="introduced_areas",
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                name="area_once_per_kind",
                violation_error_message="Another area of this kind has this code.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """What stands for the area in a page's address: a state's postal abbreviation, else the publisher's code."""
        return self.states if self.kind == self.Kind.STATE and self.states else self.code


class AreaName(VisibleText):
    """What a release calls an area, whose name and borders change with the years; pages use the live release's."""

    release = models.ForeignKey("Release", on_delete=models.CASCADE, related_name="areaname_rows")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="names")
    title = models.CharField(max_length=120)
    states = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "area"],
                name="area_name_once_per_release",
                violation_error_message="This release has a name for the area already.",
            )
        ]

    def __str__(self) -> str:
        return self.title

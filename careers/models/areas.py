from django.db import models


class Area(models.Model):
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

    class Meta:
        ordering = ["kind", "title"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="area_once_per_kind")]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """What stands for the area in a page's address: a state's postal abbreviation, else the publisher's code."""
        return self.states if self.kind == self.Kind.STATE and self.states else self.code

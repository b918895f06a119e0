"""The state or metropolitan area that the site's visitors live in."""

from collections.abc import Iterator

from django.db import models

from .areas import Area
from .rules import Problem, Ruled
from .us_states import STATES


class HomeRegion(Ruled):
    """Where visitors live: pay by area begins with it. A site has one at most."""

    state = models.CharField(max_length=2, choices=STATES)
    metropolitan_area = models.ForeignKey(
        Area,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        limit_choices_to={"kind": Area.Kind.METROPOLITAN},
        help_text="Only if pay should begin with one part of the state. The areas come from the releases that were "
        "imported.",
    )
    # Of a column that can have one value alone there can be one row.
    is_only_one = models.BooleanField(default=True, db_default=True, editable=False, unique=True)

    class Meta:
        verbose_name_plural = "home region"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_only_one=True),
                name="home_region_is_only_one",
                violation_error_message="A site has one home region.",
            )
        ]

    def __str__(self) -> str:
        return str(self.metropolitan_area or self.get_state_display())

    def problems(self) -> Iterator[Problem]:
        if other := HomeRegion.objects.exclude(pk=self.pk).first():
            yield Problem("state", f"The site has a home region already: change {other} instead.")
        area = self.metropolitan_area
        if area and self.state and self.state not in area.states.split():
            yield Problem("metropolitan_area", f"{area} does not lie in {self.get_state_display()}.")

    @property
    def keys(self) -> list[str]:
        """What stands for it in a page's address, the smaller area first."""
        return [*([self.metropolitan_area.key] if self.metropolitan_area else []), self.state]

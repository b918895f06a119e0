from django.db import models

from .occupation import Occupation
from .release import Release


class InDemand(models.Model):
    """An occupation that a workforce agency lists as in demand in its region."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="indemand_rows")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="indemand_rows")
    area = models.CharField(max_length=80, help_text="The region, as a sentence names it: “Ohio”.")

    class Meta:
        verbose_name = "occupation in demand"
        verbose_name_plural = "occupations in demand"
        constraints = [
            models.UniqueConstraint(
                fields=["release", "occupation", "area"],
                name="in_demand_once_per_release",
                violation_error_message="This release lists the occupation for the area already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.occupation} in {self.area}"

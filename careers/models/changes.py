from django.db import models
from django.utils import timezone

from .career import Career
from .data_sets import DataSetField


class CareerChange(models.Model):
    """One line of a career's public change log: what a release changed on its page, in words."""

    career = models.ForeignKey(Career, on_delete=models.CASCADE, related_name="changes")
    data_set = DataSetField()
    period = models.CharField(max_length=40, help_text="Of the release whose figures or text changed.")
    text = models.CharField(max_length=400)
    made_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["-made_on", "-pk"]
        verbose_name = "line of the change log"
        verbose_name_plural = "lines of the change log"

    def __str__(self) -> str:
        return self.text

from django.db import models
from django.utils import timezone

from .career import Career


class AcceptedWarning(models.Model):
    """That staff published a career despite a warning, and why; of the same text it is not asked again."""

    career = models.ForeignKey(Career, on_delete=models.CASCADE, related_name="accepted_warnings")
    finding = models.CharField(max_length=32, help_text="What was found, and in which text.")
    says = models.CharField(max_length=300, help_text="The warning as staff read it.")
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=150, blank=True)
    accepted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["career", "finding"],
                name="accepted_warning_once",
                violation_error_message="This warning was accepted already.",
            )
        ]

    def __str__(self) -> str:
        return self.says

from django.db import models


class Tries(models.Model):
    """How often something was tried since its window began. The key tells nothing of who tried it."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tries"

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"

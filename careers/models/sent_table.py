"""A spreadsheet that staff sent, between its check and their yes: kept here, whichever web server hears the yes."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT = timedelta(hours=1)


class SentTableQuerySet(models.QuerySet):
    def of(self, user):
        """What this person sent and may still confirm, and nobody else."""
        return self.filter(by=user, made_at__gt=timezone.now() - KEPT)

    def past(self):
        return self.filter(made_at__lte=timezone.now() - KEPT)


class SentTable(models.Model):
    kind = models.CharField(max_length=100, help_text="Of which model it has rows.")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    digest = models.CharField(max_length=64, help_text="Of the changes that were shown.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = SentTableQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Rows of {self.kind} in a file"

"""What is known of backups and restores, on whichever machine they are made."""

from django.conf import settings
from django.db import models
from django.utils import timezone

# So many runs are remembered, and the last good one in any case.
REMEMBERED = 100


class BackupRun(models.Model):
    """One backup that ended: a good one has been checked from end to end."""

    class State(models.TextChoices):
        GOOD = "good", "Good"
        FAILED = "failed", "Failed"

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=6, choices=State.choices)
    bytes = models.BigIntegerField(default=0)
    # Why it failed; of a good one, the name of its file.
    says = models.CharField(max_length=300)

    class Meta:
        ordering = ["-finished_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Backup {self.pk}"

    @classmethod
    def last_good(cls) -> "BackupRun | None":
        return cls.objects.filter(state=cls.State.GOOD).first()

    @classmethod
    def note(cls, **values) -> None:
        cls.objects.create(**values)
        kept = list(cls.objects.values_list("pk", flat=True)[:REMEMBERED])
        good = cls.last_good()
        cls.objects.exclude(pk__in=[*kept, *([good.pk] if good else [])]).delete()


class Restore(models.Model):
    """That the database was put back, or came from elsewhere: no mail goes out until staff allow it."""

    found_at = models.DateTimeField(default=timezone.now)
    because = models.CharField(max_length=200)
    allowed_at = models.DateTimeField(null=True, blank=True)
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-found_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Restore {self.pk}"

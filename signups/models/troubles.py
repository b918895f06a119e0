from django.db import models
from django.db.models import Q
from django.utils import timezone


class AddressTrouble(models.Model):
    """That mail to an address came back, or that its owner complained of it. The address itself is not kept."""

    class Kind(models.TextChoices):
        PERMANENT = "permanent", "The address takes no mail"
        SOFT = "soft", "Mail did not get through this time"
        COMPLAINT = "complaint", "Reported as spam"

    kind = models.CharField(max_length=9, choices=Kind.choices)
    address_hash = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    # The mail server's words, without addresses.
    said = models.CharField(max_length=300, blank=True)
    # Providers tell of an event again where they are not sure that it was heard.
    event_id = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["event_id"],
                condition=~Q(event_id=""),
                name="trouble_told_of_once",
                violation_error_message="This event was told of already.",
            )
        ]

    def __str__(self) -> str:
        return f"Trouble {self.pk}"

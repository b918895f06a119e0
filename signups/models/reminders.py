from django.conf import settings
from django.db import models


class ReviewReminder(models.Model):
    """When somebody was last reminded by mail of the careers that they review."""

    reviewer = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="review_reminder")
    # The day on which the mail was put into the outbox.
    sent_on = models.DateField(null=True)
    delivery = models.ForeignKey("signups.Delivery", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Reminder {self.pk}"

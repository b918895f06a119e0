from collections.abc import Iterator

from django.db import models
from django.db.models.functions import Lower

from careers.models.rules import Problem, Ruled

from ..addresses import NotAnAddress, rows_with


class Subscription(Ruled):
    """An email address that asked for updates. Nothing is sent to it before its owner has confirmed it."""

    class Status(models.TextChoices):
        PENDING = "pending", "Waiting for confirmation"
        CONFIRMED = "confirmed", "Confirmed"
        UNSUBSCRIBED = "unsubscribed", "Unsubscribed"

    email = models.EmailField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PENDING)
    created_at = models.DateTimeField("signed up", auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="subscription_once_per_address",
                violation_error_message="This address is on the list already.",
            )
        ]

    def __str__(self) -> str:
        # The admin's log keeps this for ever, and an address must not be kept for ever.
        return f"Signup {self.pk}" if self.pk else "New signup"

    def problems(self) -> Iterator[Problem]:
        if not self.email:
            return
        try:
            same = rows_with(Subscription.objects.exclude(pk=self.pk), self.email)
        except NotAnAddress as problem:
            yield Problem("email", str(problem))
            return
        if same.exists():
            yield Problem("email", "This address is on the list already.")

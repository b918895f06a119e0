"""What is kept of signing up beside the subscriptions themselves."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from .subscriptions import Subscription


class AddressChange(models.Model):
    """A subscriber's new address, until its owner confirms it there."""

    subscription = models.OneToOneField(Subscription, on_delete=models.CASCADE, related_name="address_change")
    email = models.EmailField()
    asked_at = models.DateTimeField(default=timezone.now)
    # NULL until the mail worker has queued the mail to it.
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Change of address {self.pk}"


class ForgottenAddress(models.Model):
    """That somebody had their address erased: no list that staff import brings it back. Its owner's new signup does."""

    # Keyed, so that whoever reads the table can neither tell addresses from it nor try them out.
    key = models.CharField(max_length=64, primary_key=True)
    forgotten_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"An address forgotten on {self.forgotten_at:%Y-%m-%d}"


class SignupDay(models.Model):
    """Of the addresses that signed up on one day: how many there were, and how many were confirmed by their owners."""

    day = models.DateField(primary_key=True)
    asked = models.PositiveIntegerField(default=0)
    reminded = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    # Of those, after the reminder.
    confirmed_late = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Signups of {self.day}"


class SignupFloodQuerySet(models.QuerySet):
    def lately(self):
        """Within a day, for as long as the desk tells of it."""
        return self.filter(hour__gt=timezone.now() - timedelta(days=1))


class SignupFlood(models.Model):
    """An hour with more signups than the site asks to confirm: somebody may use it to flood other people's mail."""

    hour = models.DateTimeField(primary_key=True)

    objects = SignupFloodQuerySet.as_manager()

    class Meta:
        ordering = ["-hour"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Too many signups at {self.hour:%Y-%m-%d %H:%M}"

from collections.abc import Iterator

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from careers.models.rules import Problem, Ruled

from ..addresses import NotAnAddress, normal, rows_with


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(status=Subscription.Status.CONFIRMED)

    def listening(self):
        """Those who get updates today: confirmed, and not paused."""
        today = timezone.localdate()
        return self.confirmed().filter(models.Q(paused_until=None) | models.Q(paused_until__lte=today))

    def with_address(self, email: str):
        """NotAnAddress if it is none."""
        return self.filter(normal_email=normal(email))


class Subscription(Ruled):
    """An email address that asked for updates. Nothing is sent to it before its owner has confirmed it."""

    class Status(models.TextChoices):
        PENDING = "pending", "Waiting for confirmation"
        CONFIRMED = "confirmed", "Confirmed"
        UNSUBSCRIBED = "unsubscribed", "Unsubscribed"

    class HowOften(models.TextChoices):
        DAILY = "daily", "Soon, at most once a day"
        WEEKLY = "weekly", "Once a week"
        MONTHLY = "monthly", "Once a month"

    class Source(models.TextChoices):
        SIGNUP = "signup", "Signed up here"
        LIST = "list", "From a list that staff imported"

    email = models.EmailField()
    # NULL until a row is saved by code that knows the column; unique, for two spellings are one address.
    normal_email = models.CharField(max_length=320, unique=True, null=True, editable=False)  # noqa: DJ001
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PENDING)
    how_often = models.CharField(max_length=7, choices=HowOften.choices, default=HowOften.WEEKLY, db_default="weekly")
    paused_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=6, choices=Source.choices, default=Source.SIGNUP, db_default="signup")
    created_at = models.DateTimeField("signed up", auto_now_add=True)
    confirmed_at = models.DateTimeField("confirmed", null=True, blank=True)
    unsubscribed_at = models.DateTimeField("unsubscribed", null=True, blank=True)
    # When the last mail that asks for confirmation was queued, and the one that reminds of it.
    asked_to_confirm_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        permissions = [
            ("export_subscription", "Can export subscriptions"),
            ("import_subscription", "Can import lists of addresses"),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(status="pending"), name="subscription_not_confirmed")
        ]
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

    def set_normal_email(self) -> None:
        """For rows that are stored without `save`."""
        self.normal_email = normal(self.email)

    def wait_for_confirmation(self) -> None:
        """Somebody signed the address up that had ended its updates; only its owner's word brings it back."""
        self.status = self.Status.PENDING
        self.created_at = timezone.now()
        self.asked_to_confirm_at = self.reminded_at = None
        self.save()

    def end(self) -> None:
        """For ever, until its owner signs up again; what they had asked for is forgotten."""
        self.topics.all().delete()
        Subscription.objects.filter(pk=self.pk).exclude(status=self.Status.UNSUBSCRIBED).update(
            status=self.Status.UNSUBSCRIBED, unsubscribed_at=timezone.now(), paused_until=None
        )

    @property
    def is_new_signup(self) -> bool:
        """Whether nobody was asked yet. Of lists that staff imported there is no rate."""
        is_new = self.status == self.Status.PENDING and self.asked_to_confirm_at is None
        return is_new and self.source == self.Source.SIGNUP

    def save(self, **kwargs) -> None:
        self.set_normal_email()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "normal_email"}
        super().save(**kwargs)

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

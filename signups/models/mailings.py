import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .subscriptions import Subscription


class Mailing(models.Model):
    """That one mail goes to one person or to many: written by its cause, in the cause's own transaction.

    `kind` is one of signups.mail.kinds; `data` says what the mail is about, and never holds an address.
    """

    class State(models.TextChoices):
        HELD = "held", "Waits for staff"
        QUEUED = "queued", "Queued"
        SENDING = "sending", "Being sent"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"

    kind = models.CharField(max_length=30)
    data = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.QUEUED)
    held_because = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField(default=timezone.now)
    # Subscriptions up to this one have their rows; NULL once all have.
    expanded_to = models.BigIntegerField(null=True, default=0)
    # How many rows were made, counted as they are made: the sum of what became of them must be the same.
    recipients = models.PositiveIntegerField(default=0, db_default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    # What signups.mail.accounting counted when the last row was decided; it stays when the rows are past their time.
    outcome = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        permissions = [("decide_mailing", "Can stop mailings, send held ones, and send mails again")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["queued", "sending"]), name="mailing_not_done")
        ]

    def __str__(self) -> str:
        return f"Mailing {self.pk}"


class DeliveryQuerySet(models.QuerySet):
    def doubtful(self):
        """Refused, or not known, and staff have not said yet that nothing more is needed."""
        return self.filter(state__in=Delivery.DOUBTFUL, settled_at=None)


class Delivery(models.Model):
    """One mail to one recipient: one row of a mailing, with what became of it."""

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        CLAIMED = "claimed", "Claimed by a worker"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Refused"
        UNKNOWN = "unknown", "Not known whether it was sent"
        CANCELLED = "cancelled", "Cancelled by staff"
        WITHHELD = "withheld", "No longer wanted"

    # Claimed ones too: a worker asks once more before it sends.
    NOT_SENT_YET = (State.QUEUED, State.CLAIMED)
    # Something is still to be done with these.
    OPEN = (*NOT_SENT_YET, State.SENDING)
    DOUBTFUL = (State.UNKNOWN, State.FAILED)

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="deliveries")
    subscription = models.ForeignKey(
        Subscription, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    # Of mail to staff, and to somebody who has no subscription; emptied when the person is erased.
    email = models.EmailField(blank=True)
    # The mail's Message-ID, and the key by which a provider knows that it had the mail already.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # A mail to one person, who waits for it: it goes before those of mailings to many.
    is_single = models.BooleanField(default=False, db_default=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    worker = models.CharField(max_length=80, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    # When staff said that one that failed, or of which nothing is known, needs nothing more.
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "subscription"],
                condition=Q(subscription__isnull=False),
                name="delivery_once_for_a_subscriber",
                violation_error_message="This mailing goes to this subscriber already.",
            )
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="queued"), name="delivery_queued"),
            models.Index(
                fields=["due_at", "id"], condition=Q(state="queued", is_single=True), name="delivery_single_queued"
            ),
            models.Index(fields=["worker"], condition=Q(state__in=["claimed", "sending"]), name="delivery_claimed"),
            models.Index(fields=["mailing", "state"], name="delivery_outcomes"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="delivery_of_provider"),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def address(self) -> str:
        """Empty where the person was erased."""
        return self.subscription.email if self.subscription else self.email


class MailWorker(models.Model):
    """A process that sends mail, and when it was last seen at it."""

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-seen_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class OutboxMark(models.Model):
    """One row: when mail was last taken up, which a file beside the database says too, and from when on more may be.

    Whoever takes up mail or puts it back locks it, so that the limits hold for all workers together.
    """

    taken_up_at = models.DateTimeField(null=True)
    free_from = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Mark {self.pk}"

    @classmethod
    def locked(cls) -> "OutboxMark":
        """The row, which nobody else has until the end of the transaction."""
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update().get(pk=1)

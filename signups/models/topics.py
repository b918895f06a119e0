from django.db import models
from django.db.models import Q
from django.utils import timezone

from careers.models import Career, Field

from .subscriptions import Subscription


class TopicQuerySet(models.QuerySet):
    def confirmed(self):
        return self.exclude(confirmed_at=None)


class Topic(models.Model):
    """One thing that a subscriber asked to hear about, and what of it they were last told."""

    class Kind(models.TextChoices):
        CAREER = "career", "A career"
        FIELD = "field", "A field of work"
        ANSWERS = "answers", "New expert answers"
        NEWSLETTER = "newsletter", "The newsletter"

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="topics")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # A career or field that staff delete leaves the topic, so that its followers can be told.
    career = models.ForeignKey(Career, on_delete=models.SET_NULL, null=True, blank=True, related_name="followers")
    field = models.ForeignKey(Field, on_delete=models.SET_NULL, null=True, blank=True, related_name="followers")
    asked_at = models.DateTimeField(default=timezone.now)
    # Anybody can ask for anybody's address: nothing is sent about it before its owner says so.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # What pages said when the subscriber was last told of them, so that the next mail tells what is different.
    told = models.JSONField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "career"],
                condition=Q(career__isnull=False),
                name="topic_career_once",
                violation_error_message="This subscriber follows the career already.",
            ),
            models.UniqueConstraint(
                fields=["subscription", "field"],
                condition=Q(field__isnull=False),
                name="topic_field_once",
                violation_error_message="This subscriber follows the field already.",
            ),
            models.UniqueConstraint(
                fields=["subscription", "kind"],
                condition=Q(kind__in=["answers", "newsletter"]),
                name="topic_of_the_site_once",
                violation_error_message="This subscriber has this topic already.",
            ),
            models.CheckConstraint(
                condition=(Q(kind="career") | Q(career=None)) & (Q(kind="field") | Q(field=None)),
                name="topic_is_about_what_its_kind_says",
                violation_error_message="A topic about a career has a career, and one about a field a field.",
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(confirmed_at=None), name="topic_not_confirmed")]

    def __str__(self) -> str:
        return f"Topic {self.pk}"

    @property
    def name(self) -> str:
        """What the subscriber calls it."""
        if self.kind == self.Kind.CAREER:
            return self.career.title if self.career else "A career that is no longer on the site"
        if self.kind == self.Kind.FIELD:
            return f"All of {self.field.title}" if self.field else "A field that is no longer on the site"
        return self.get_kind_display()


class SignupRequest(models.Model):
    """A form that somebody sent: the mail worker takes it up, decides what it means, and deletes it.

    The page that stores it asks nothing about the address, so its answer and its time tell nobody who is subscribed.
    """

    class Wants(models.TextChoices):
        TOPICS = "topics", "Updates"
        LINK = "link", "A link to their own updates"
        QUESTIONS = "asked", "A link to their own questions"

    email = models.EmailField()
    wants = models.CharField(max_length=6, choices=Wants.choices, default=Wants.TOPICS, db_default="topics")
    # {"kind": "career", "id": 3}, {"kind": "newsletter"}
    topics = models.JSONField(default=list)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Signup request {self.pk}"

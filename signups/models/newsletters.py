from collections.abc import Iterator

from django.db import models
from django.db.models import ProtectedError, Q
from django.urls import reverse
from django.utils import timezone

from careers.models import Field
from careers.models.career import MARKDOWN_HELP
from careers.models.rules import Problem, Ruled, page_address

from .mailings import Mailing

# Another page of the archive.
TAKEN = ("feed",)


def protect_unless_over(collector, foreign_key, newsletters, using) -> None:
    """A field of work stays while newsletters for its followers may go out: without it they would be for everybody."""
    over = (Mailing.State.DONE, Mailing.State.STOPPED)
    found = newsletters.model.objects.filter(pk__in=[one.pk for one in newsletters])
    if waiting := list(found.exclude(mailing__state__in=over)):
        raise ProtectedError("Newsletters are for those who follow it.", waiting)
    models.SET_NULL(collector, foreign_key, newsletters, using)


class NewsletterQuerySet(models.QuerySet):
    def published(self):
        """Those that stand in the archive, for everybody."""
        return self.exclude(published_at=None)

    def drafts(self):
        return self.filter(mailing=None)


class Newsletter(Ruled):
    """A mail that staff write. What became of it is its mailing's state alone: it has none before it is queued."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        HELD = Mailing.State.HELD.value, "Waits for staff"
        SCHEDULED = Mailing.State.QUEUED.value, "Scheduled"
        SENDING = Mailing.State.SENDING.value, "Being sent"
        SENT = Mailing.State.DONE.value, "Sent"
        STOPPED = Mailing.State.STOPPED.value, "Stopped"

    subject = models.CharField(
        max_length=120, help_text="What people read before they open it. Also its title in the archive."
    )
    slug = models.SlugField(
        "address", max_length=120, unique=True, help_text="The last part of its address in the archive."
    )
    text = models.TextField(blank=True, help_text=MARKDOWN_HELP)
    field = models.ForeignKey(
        Field,
        on_delete=protect_unless_over,
        null=True,
        blank=True,
        related_name="newsletters",
        verbose_name="only for those who follow",
        help_text="A field of work. Empty: everybody who gets the newsletter.",
    )
    created_at = models.DateTimeField("begun", default=timezone.now, editable=False)
    mailing = models.OneToOneField(
        Mailing, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="newsletter"
    )
    published_at = models.DateTimeField("in the archive since", null=True, blank=True, editable=False)

    # When its first mail went out, as the archive says.
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = NewsletterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        permissions = [("send_newsletter", "Can send, stop and publish newsletters")]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(mailing__isnull=False),
                name="newsletter_in_archive_was_sent",
                violation_error_message="Only a newsletter that was sent can be in the archive.",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def problems(self) -> Iterator[Problem]:
        if len(self.subject.splitlines()) > 1:
            yield Problem("subject", "Write one line.")
        yield from page_address(self, what="Another newsletter", taken=TAKEN)

    def get_absolute_url(self) -> str:
        return reverse("signups:newsletter", args=[self.slug])

    @property
    def state(self) -> "Newsletter.State":
        return self.State(self.mailing.state) if self.mailing_id else self.State.DRAFT

    @property
    def is_draft(self) -> bool:
        return self.mailing_id is None

    @property
    def for_field(self) -> int | None:
        """The field of work whose followers get it: once it is queued, as it was then."""
        return self.mailing.data.get("field") if self.mailing_id else self.field_id

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.SENT, self.State.STOPPED)

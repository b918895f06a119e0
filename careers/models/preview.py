"""What staff look at, or let others look at, before visitors see it."""

import hashlib
import secrets
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from .career import Career

# Long enough to look, too short to be taken for saved.
UNSAVED_KEPT = timedelta(hours=1)
BYTES_OF_KEY = 32


class UnsavedPreviewQuerySet(models.QuerySet):
    def of(self, user):
        """What this person may still look at, and nobody else."""
        return self.filter(by=user, made_at__gt=timezone.now() - UNSAVED_KEPT)

    def past(self):
        return self.filter(made_at__lte=timezone.now() - UNSAVED_KEPT)


class UnsavedPreview(models.Model):
    """What a career's form held when somebody asked to see it as a page; `career` is None of one that is new."""

    career = models.ForeignKey(Career, on_delete=models.CASCADE, null=True, related_name="+")
    form = models.PositiveSmallIntegerField(help_text="Which form of the record the document has.")
    document = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = UnsavedPreviewQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Unsaved text of {self.career or 'a new career'}"


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


class SharedLinkQuerySet(models.QuerySet):
    def active(self):
        return self.filter(expires_at__gt=timezone.now())

    def past(self):
        return self.filter(expires_at__lte=timezone.now())

    def opened_by(self, key: str) -> "SharedLink | None":
        """The link that `key` opens, with its career; None where it opens none, or none any more."""
        return self.active().select_related("career").filter(key_hash=_hash(key)).first()


class SharedLink(models.Model):
    """Lets somebody without a login look at a career before it is published. Its key is told once, and kept nowhere."""

    career = models.ForeignKey(Career, on_delete=models.CASCADE, related_name="shared_links")
    key_hash = models.CharField(max_length=64, unique=True)
    by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    opened_on = models.DateField(null=True, help_text="The last day on which somebody opened it.")

    objects = SharedLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        verbose_name = "link that shows a draft"
        verbose_name_plural = "links that show a draft"

    def __str__(self) -> str:
        return f"Made by {self.by}, works until {date_format(timezone.localtime(self.expires_at), 'DATETIME_FORMAT')}"

    @classmethod
    def make(cls, career: Career, *, by: str, lasts: timedelta) -> tuple[Self, str]:
        """The link and its key, which nobody can read again."""
        key = secrets.token_urlsafe(BYTES_OF_KEY)
        link = cls(career=career, key_hash=_hash(key), by=by, expires_at=timezone.now() + lasts)
        link.save(force_insert=True)
        return link, key

    def note_opened(self) -> None:
        """Write only where the day is not noted yet: whoever reloads the page changes nothing."""
        today = timezone.localdate()
        if self.opened_on != today:
            type(self).objects.filter(pk=self.pk).update(opened_on=today)

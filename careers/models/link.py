"""Links to other sites, and whether they lead somewhere."""

from django.db import models


class CheckedLinkQuerySet(models.QuerySet):
    def untrusted(self):
        return self.filter(is_trusted=False)

    def broken(self):
        """Those that visitors should not be led to, as far as a program can tell and nobody has said otherwise."""
        return self.untrusted().filter(state=CheckedLink.State.BROKEN)


class CheckedLink(models.Model):
    class State(models.TextChoices):
        NEW = "new", "Not looked at yet"
        FINE = "fine", "Fine"
        MOVED = "moved", "Moved"
        UNSURE = "unsure", "Unsure"
        BROKEN = "broken", "Broken"

    url = models.CharField("address", max_length=1000, unique=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.NEW, db_index=True)
    says = models.CharField("what was found", max_length=100, blank=True)
    moved_to = models.CharField(max_length=1000, blank=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="How often in a row no page came.")
    checked_at = models.DateTimeField("looked at", null=True, blank=True)
    is_trusted = models.BooleanField(
        "works in a browser", default=False, help_text="Somebody of staff said so; it is not looked at again."
    )
    # Rows that have it, by model, pk and name.
    places = models.JSONField(default=list)

    objects = CheckedLinkQuerySet.as_manager()

    class Meta:
        ordering = ["url"]
        verbose_name = "link to another site"
        verbose_name_plural = "links to other sites"

    def __str__(self) -> str:
        return self.url

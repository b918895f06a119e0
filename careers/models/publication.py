from django.db import models
from django.db.models import Q
from django.utils import timezone

from .visible_text import VisibleText

PUBLISHED = "published"


def is_public(career: str = "") -> Q:
    """The one rule for what visitors see of careers, where `career` leads to them: "careers__" from a field of work."""
    return Q(**{f"{career}status": PUBLISHED})


class Publishable(VisibleText):
    """A model whose `status` can be PUBLISHED, and which keeps the moment that it first was."""

    published_at = models.DateTimeField("first published", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        self._note_publication()

    def save(self, **kwargs) -> None:
        if self._note_publication() and kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "published_at"}
        super().save(**kwargs)

    def _note_publication(self) -> bool:
        if self.status != PUBLISHED or self.published_at is not None:
            return False
        self.published_at = timezone.now()
        return True

from django.db import models
from django.utils import timezone

from .visible_text import VisibleText


class Publishable(VisibleText):
    """A model whose `status` can be "published", and which keeps the moment that it first was."""

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
        if self.status != "published" or self.published_at is not None:
            return False
        self.published_at = timezone.now()
        return True

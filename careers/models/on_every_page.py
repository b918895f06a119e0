"""What every page shows of this site's own. Pages remember it, and ask for one row whether it is still the same."""

from uuid import uuid4

from django.db import models
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from .written_once import WrittenOnce


class WordsEdition(models.Model):
    """The mark of what stands now; each change makes one that was never there before. No row: nothing was changed yet.

    A number could come back with a backup, or after a change that was not kept, and stand for other words then.
    """

    ROW = 1

    mark = models.UUIDField()
    changed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.mark)

    @classmethod
    def mark_now(cls) -> str:
        """Empty where there is none. 1 query."""
        rows = MARK.rows()
        return str(rows[0][0]) if rows else ""

    @classmethod
    def change(cls) -> None:
        cls.objects.update_or_create(pk=cls.ROW, defaults={"mark": uuid4(), "changed_at": timezone.now()})


MARK = WrittenOnce(WordsEdition, lambda: WordsEdition.objects.filter(pk=WordsEdition.ROW).values_list("mark"))


class OnEveryPageQuerySet(models.QuerySet):
    """Rows that are changed all at once send no signal."""

    def update(self, **values) -> int:
        changed = super().update(**values)
        WordsEdition.change()
        return changed

    def bulk_create(self, *args, **kwargs) -> list:
        made = super().bulk_create(*args, **kwargs)
        WordsEdition.change()
        return made


def tell_of_changes(*shown: type[models.Model]) -> None:
    for model in shown:
        post_save.connect(_changed, sender=model)
        post_delete.connect(_changed, sender=model)


def _changed(**kwargs) -> None:
    WordsEdition.change()

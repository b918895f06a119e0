"""How long is kept what somebody looked at and has not saved."""

from ..models import SentTable, SharedLink, UnsavedPreview


def prune() -> None:
    """Delete what nobody may look at any more."""
    UnsavedPreview.objects.past().delete()
    SharedLink.objects.past().delete()
    SentTable.objects.past().delete()


def forget_unsaved() -> None:
    """Delete what forms and files held: whoever sent it still has it, and a person may have to go from it."""
    UnsavedPreview.objects.all().delete()
    SentTable.objects.all().delete()

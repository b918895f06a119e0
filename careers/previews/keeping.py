"""How long previews are kept."""

from ..models import SharedLink, UnsavedPreview


def prune() -> None:
    """Delete what nobody may look at any more."""
    UnsavedPreview.objects.past().delete()
    SharedLink.objects.past().delete()


def forget_unsaved() -> None:
    """Delete what forms held: whoever writes still has it in the form, and a person may have to go from it."""
    UnsavedPreview.objects.all().delete()

"""Which answered questions are near to some words."""

from collections.abc import Iterable

from django.db.models import Q

from ..models import Question


def near(text: str, *, limit: int = 5) -> list[Question]:
    words = [word for word in text.casefold().split() if len(word) > 4][:10]
    if not words:
        return []
    return list(
        Question.objects.published().filter(Q(*(("text__icontains", w) for w in words), _connector=Q.OR))[:limit]
    )


def refresh(pks: Iterable[int]) -> None:
    """Nothing is derived yet."""

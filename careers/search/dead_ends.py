"""Searches that found nothing, so that staff can add the words that people use. Words alone: nobody's address."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from ..models import DeadEnd
from ..title_words import clean_query, content

KEPT = timedelta(days=90)
LONGEST = 120
# A flood of nonsense must not fill the disk; what is known already is still counted.
MOST_KEPT = 5_000


def record(query: str) -> bool:
    """Count a search that found nothing; returns whether it was kept.

    Not kept: what holds no word of two letters, and what looks like somebody's mail address or number.
    """
    text = " ".join(clean_query(query).casefold().split())[:LONGEST].strip()
    is_words = any(len(word) > 1 and not word.isdigit() for word, _ in content(text))
    if not is_words or "@" in text or sum(letter.isdigit() for letter in text) > 6:
        return False
    entries = DeadEnd.objects.filter(words=text)
    if not entries.exists():
        if DeadEnd.objects.count() >= MOST_KEPT:
            return False
        DeadEnd.objects.bulk_create([DeadEnd(words=text)], ignore_conflicts=True)
    return entries.update(times=F("times") + 1, last_at=timezone.now()) == 1


def purge() -> int:
    """Forget what nobody has searched for 90 days; returns how many."""
    deleted, _ = DeadEnd.objects.filter(last_at__lt=timezone.now() - KEPT).delete()
    return deleted

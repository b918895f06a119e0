"""Searches that found nothing, or nothing good, so that staff can add the words that people use: the words alone."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import DatabaseError, connections, router, transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from ..locks import PATIENCE_MS, impatient
from ..models import Career, FailedSearch, Synonym, Title
from .analysis import clean_query, content
from .personal import looks_personal
from .query import search
from .results import Results

KEPT = timedelta(days=90)
# A flood of nonsense must neither fill the disk nor end the counting; what is searched again and again stays.
MOST_KEPT = 5_000
# Weak matches are many; there is always room for what finds nothing at all.
MOST_WEAK_KEPT = 3_000
WEAK_SETTLED = timedelta(hours=1)

logger = logging.getLogger(__name__)


def lack(results: Results) -> FailedSearch.Found | None:
    """What makes a search a failed one; None where it found something good."""
    if not results.hits:
        return FailedSearch.Found.NOTHING
    return FailedSearch.Found.WEAK if results.is_weak else None


def record(query: str, results: Results) -> bool:
    """Count a search that failed; returns whether it did and was kept.

    Not kept: what holds no word of two letters, and what looks like somebody's address or number.
    """
    found = lack(results)
    if found is None:
        return False
    whole = " ".join(clean_query(query).casefold().split())
    text = whole[: FailedSearch.words.field.max_length].strip()
    is_words = any(len(word) > 1 and not word.isdigit() for word, _ in content(text))
    # What is cut off may have been the end of an address.
    if not is_words or looks_personal(query) or looks_personal(whole):
        return False
    try:
        with _short_transaction():
            return _count(text, found)
    except DatabaseError as error:
        # PostgreSQL's own message would quote the words.
        logger.warning("A search that found nothing was not counted: %s.", type(error).__name__)
        return False


@contextmanager
def _short_transaction() -> Iterator[None]:
    """A transaction that rather fails than waits long: a count may be lost, a page may not come late."""
    connection = connections[router.db_for_write(FailedSearch)]
    if connection.vendor == "sqlite":
        # Before the transaction, which takes the lock when it begins.
        with impatient(connection), transaction.atomic(using=connection.alias):
            yield
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
        yield


def _count(text: str, found: FailedSearch.Found) -> bool:
    known = FailedSearch.objects.filter(words=text, first_at__gte=_oldest_kept())
    if known.update(found=found, times=F("times") + 1, last_at=timezone.now()):
        return True
    kept = _kept()
    # Whoever never runs the daily job keeps the promise of 90 days here.
    if kept["oldest"] and kept["oldest"] < _oldest_kept():
        purge()
        kept = _kept()
    if not _make_room(found, weak_kept=kept["weak"], all_kept=kept["all"]):
        return False
    FailedSearch.objects.bulk_create([FailedSearch(words=text, found=found, times=1)], ignore_conflicts=True)
    return True


def _kept() -> dict:
    weak = Count("pk", filter=Q(found=FailedSearch.Found.WEAK))
    return FailedSearch.objects.aggregate(all=Count("pk"), weak=weak, oldest=Min("first_at"))


def _make_room(found: FailedSearch.Found, *, weak_kept: int, all_kept: int) -> bool:
    """Whether one more row fits; where all are taken, the rarest goes, of those the longest forgotten."""
    rows = FailedSearch.objects.order_by("times", "last_at", "pk")
    if found == FailedSearch.Found.WEAK and (over := weak_kept - MOST_WEAK_KEPT) >= 0:
        # Only those from before a flood give way, or a flood would push all others out.
        settled = rows.filter(found=found, last_at__lt=timezone.now() - WEAK_SETTLED)
        if not _forget(settled, over + 1):
            return False
        all_kept -= over + 1
    if (over := all_kept - MOST_KEPT) >= 0:
        _forget(rows, over + 1)
    return True


def _forget(rows: QuerySet[FailedSearch], count: int) -> bool:
    """Forget the first `count` of `rows`; whether there were that many."""
    numbers = list(rows.values_list("pk", flat=True)[:count])
    FailedSearch.objects.filter(pk__in=numbers).delete()
    return len(numbers) == count


def look_again(failed_search: FailedSearch) -> Results:
    """Search the words as the site is today, and note what is found; what finds something good is forgotten."""
    results = search(failed_search.words)
    found = lack(results)
    row = FailedSearch.objects.filter(pk=failed_search.pk)
    if found is None:
        row.delete()
    elif found != failed_search.found:
        row.update(found=found)
        failed_search.found = found
    return results


class StillNotFound(Exception):
    """What was to be added would have helped nobody; the message says why."""


@transaction.atomic
def add_title(*, failed_search: FailedSearch, career: Career) -> None:
    """Make the words a hidden title of `career`; StillNotFound, and nothing saved, if they do not find it then."""
    Title.objects.get_or_create(career=career, name=failed_search.words, defaults={"hidden": True})
    if career.pk not in _careers_found(failed_search.words):
        raise StillNotFound(f"Searches for “{failed_search.words}” would not find {career} even so.")
    failed_search.delete()


@transaction.atomic
def add_synonym(*, failed_search: FailedSearch, synonym: Synonym) -> None:
    """Save a new `synonym`; StillNotFound, and nothing saved, if the words do not find what it means then."""
    meant = search(synonym.means)
    if lack(meant):
        raise StillNotFound(f"Searches for “{synonym.means}” find {'only weak matches' if meant.hits else 'nothing'}.")
    synonym.save()
    if meant.hits[0].career_id not in _careers_found(failed_search.words):
        raise StillNotFound(
            f"Searches for “{failed_search.words}” would not find what “{synonym.means}” finds even so."
        )
    failed_search.delete()


def _careers_found(words: str) -> set[int]:
    return {hit.career_id for hit in search(words).hits}


def purge() -> int:
    """Forget what was first searched 90 days ago; what is searched still is counted anew. Returns how many."""
    deleted, _ = FailedSearch.objects.filter(first_at__lt=_oldest_kept()).delete()
    return deleted


def _oldest_kept() -> datetime:
    return timezone.now() - KEPT

"""What somebody asks for in words, whole: wishes become filters, and the rest is searched. Page and API share it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache, cached_property

from ..search import Results, search
from .choices import Filter, all_filters, criteria_of, values_of
from .counts import fitting
from .wishes import NOTHING_UNDERSTOOD, Understanding, understand

# Of the careers that words match, as many as filters narrow.
MOST_FOUND = 200


@dataclass(frozen=True)
class Asked:
    """`results` are those of the words that are no wish; None where no such word is left.

    `filters` are the site's, read when they are first needed.
    """

    understood: Understanding
    results: Results | None
    filters: Callable[[], list[Filter]]

    @property
    def found(self) -> list[int] | None:
        return [hit.career_id for hit in self.results.hits] if self.results else None

    @property
    def is_cut(self) -> bool:
        """Whether the words found more careers than are narrowed."""
        return self.results is not None and len(self.results.hits) == MOST_FOUND

    @cached_property
    def ids(self) -> list[int]:
        """The careers that fit all of it, the best match first, or those with the most jobs. At most 1 query."""
        groups = criteria_of(self.filters(), self.understood.filters) if self.understood.filters else []
        if self.results is None:
            return fitting(None, groups, "jobs").ids_in_order
        if not groups:
            return self.found
        fit = set(fitting(self.found, groups).ids)
        return [pk for pk in self.found if pk in fit]


def ask(query: str, as_words: Collection[str] = ()) -> Asked:
    """`as_words` are the wishes that the visitor wants searched as words."""
    filters = cache(all_filters)
    understood = understand(query, lambda: values_of(filters()), as_words) if query else NOTHING_UNDERSTOOD
    results = search(understood.words, limit=MOST_FOUND) if understood.words else None
    return Asked(understood, results, filters)

"""Careers with what lists show of each: the same as by `with_listing`, fetched quicker, for pages that show many."""

from collections.abc import Iterable

from ..models import Career
from ..models.career import LISTED
from ..models.joined import Joined
from ..models.written_once import marks
from .counts import CAREER, Fitting

_ROWS = Joined(
    Career,
    lambda: Career.objects.published(),
    LISTED,
    shared=[
        "occupation",
        *(f"listing__{row}__occupation" for row in ("pay", "outlook")),
        *(f"listing__{row}__release" for row in ("pay", "outlook", "profile")),
    ],
)


def listed(ids: Iterable[int]) -> list[Career]:
    """The published careers of `ids` in their order, as lists show them. 1 query, none without ids.

    What went since the ids were found is left out.
    """
    ids = list(ids)
    found = _ROWS.rows(f" AND {CAREER}.id IN ({marks(ids)})", ids) if ids else []
    by_pk = {career.pk: career for career in found}
    return [by_pk[pk] for pk in ids if pk in by_pk]


def listed_in_order(chosen: Fitting) -> list[Career]:
    """The same of those that fit, in their order. 1 query."""
    return _ROWS.rows(f" AND {CAREER}.id IN ({chosen.sql}) ORDER BY {chosen.order}", chosen.values)

"""Which careers a workforce agency lists as in demand, and where."""

from collections import defaultdict
from collections.abc import Mapping

from ..models import CareerListing, InDemand, Relation, Release
from ..models.data_sets import IN_DEMAND

LONGEST = CareerListing._meta.get_field("in_demand").max_length


def areas_by_code() -> dict[str, list[str]]:
    """By SOC code, the regions that the live release lists it for. 1 query."""
    areas = defaultdict(list)
    live = InDemand.objects.filter(release__state=Release.State.LIVE).order_by("area")
    for code, area in live.values_list("occupation__code", "area"):
        areas[code].append(area)
    return areas


def areas_of(codes: Mapping[str, Relation], areas: Mapping[str, list[str]]) -> str:
    """The regions in which a career of `codes` is in demand, by its own occupation or a wider group that is listed."""
    listed = (areas.get(code) for code, relation in codes.items() if relation != Relation.PREDECESSOR)
    words = ", ".join(next(filter(None, listed), []))
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def live_release() -> Release | None:
    """1 query."""
    return Release.objects.filter(data_set=IN_DEMAND, state=Release.State.LIVE).first()

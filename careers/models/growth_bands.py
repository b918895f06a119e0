"""What publishers call which growth in employment: from how many percent on it is slow, average or fast."""

from dataclasses import dataclass
from itertools import pairwise

from django.db import models
from django.db.models import F, Q

SHRINKING = "Decline"
# The field that says from which whole percent on growth is called so, lowest first; below the first it is a decline.
GROWTH_BANDS = {
    "little_change_from": "Little or no change",
    "slower_from": "Slower than average",
    "average_from": "As fast as average",
    "faster_from": "Faster than average",
    "much_faster_from": "Much faster than average",
}


@dataclass(frozen=True)
class GrowthBand:
    """What a publisher calls growth from `lowest` to `highest`, in whole percent; None is without end."""

    words: str
    lowest: int | None
    highest: int | None

    @property
    def range(self) -> str:
        if self.lowest is None:
            text = f"{self.highest}% or lower"
        elif self.highest is None:
            text = f"{self.lowest}% or higher"
        else:
            text = f"{self.lowest}%" if self.lowest == self.highest else f"{self.lowest}% to {self.highest}%"
        return text.replace("-", "−")


def growth_bound(words: str) -> models.SmallIntegerField:
    return models.SmallIntegerField(f"“{words}” from", null=True, blank=True)


def in_ascending_order(fields: list[str]) -> Q:
    """Each of `fields` above the one before it, or all of them empty."""
    given = Q(**{f"{field}__isnull": False for field in fields})
    for low, high in pairwise(fields):
        given &= Q(**{f"{high}__gt": F(low)})
    return given | Q(**{f"{field}__isnull": True for field in fields})

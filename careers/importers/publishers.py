"""What a new release says of itself, and of which days its figures can be."""

from datetime import date

from django.utils import timezone

from ..models.data_sets import data_set
from .files import BadFile


def release_values(name: str, period: str, label: str) -> dict:
    """Title, publisher, address, licence, attribution and growth in words, as fields of the Release model."""
    record = data_set(name)
    return {
        "title": record.title.format(label=label),
        "publisher": record.publisher,
        "url": record.url,
        "licence": record.licence,
        "attribution": record.attribution.format(label=label),
        **record.growth_bands.get(period, {}),
    }


# The publishers' first figures of this kind, and how far their clock and this computer's may be apart.
FIRST_YEAR, YEARS_AHEAD = 1980, 2


def is_likely(year: int) -> bool:
    """Whether figures of a year can have been published by now."""
    return FIRST_YEAR <= year <= timezone.localdate().year + YEARS_AHEAD


def refuse_unlikely(year: int, *, file: str = "") -> None:
    """BadFile for a year that is a slip, or the sign of a file that is not the publisher's."""
    if not is_likely(year):
        raise BadFile(f"The year {year} cannot be right for these figures.", file=file)


def oews_day(year: int) -> date:
    """OEWS estimates are of May; the month's last day stands for it."""
    return date(year, 5, 31)


def projections_day(base_year: int) -> date:
    return date(base_year, 12, 31)


def month_and_year(day: date) -> str:
    return f"{day:%B} {day.year}"

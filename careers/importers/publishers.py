"""Who publishes each data set, under what title, address and licence: what a new Release says of itself."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ..models import DataSet
from . import onet
from .files import BadFile

BLS = "U.S. Bureau of Labor Statistics"
OEWS = "Occupational Employment and Wage Statistics"
OEWS_ADDRESS = "https://www.bls.gov/oes/tables.htm"
PUBLIC_DOMAIN = "Public domain"


@dataclass(frozen=True)
class DataSetFacts:
    title: str
    publisher: str
    url: str
    licence: str = PUBLIC_DOMAIN


FACTS = {
    DataSet.OEWS_NATIONAL: DataSetFacts(OEWS, BLS, OEWS_ADDRESS),
    DataSet.OEWS_INDUSTRY: DataSetFacts(f"{OEWS}, by industry sector", BLS, OEWS_ADDRESS),
    DataSet.OEWS_STATE: DataSetFacts(f"{OEWS}, by state", BLS, OEWS_ADDRESS),
    DataSet.OEWS_METROPOLITAN: DataSetFacts(f"{OEWS}, by metropolitan area", BLS, OEWS_ADDRESS),
    DataSet.PROJECTIONS: DataSetFacts(
        "Employment Projections",
        BLS,
        "https://www.bls.gov/emp/tables/occupational-projections-and-characteristics.htm",
    ),
    DataSet.ONET: DataSetFacts(
        "O*NET {label} Database",
        "U.S. Department of Labor, Employment and Training Administration",
        "https://www.onetcenter.org/database.html",
        "CC BY 4.0",
    ),
    DataSet.SOC: DataSetFacts("Standard Occupational Classification", BLS, "https://www.bls.gov/soc/2018/"),
}

# From which whole percent on the Bureau of Labor Statistics and O*NET call growth so, in each round of projections.
GROWTH_BANDS = {
    "2024–34": {
        "little_change_from": 0,
        "slower_from": 1,
        "average_from": 3,
        "faster_from": 5,
        "much_faster_from": 7,
    },
}


def release_values(data_set: str, period: str, label: str) -> dict:
    """Title, publisher, address, licence, attribution and growth in words, as fields of the Release model."""
    facts = FACTS[DataSet(data_set)]
    return {
        "title": facts.title.format(label=label),
        "publisher": facts.publisher,
        "url": facts.url,
        "licence": facts.licence,
        "attribution": onet.attribution(label) if data_set == DataSet.ONET else "",
        **(GROWTH_BANDS.get(period, {}) if data_set == DataSet.PROJECTIONS else {}),
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

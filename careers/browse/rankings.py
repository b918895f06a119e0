"""Careers in the order of one figure: each ranking is a page with its figures, their year and their source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, partial
from itertools import count, groupby

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Lower

from ..figures.charts import NO_BAR, Bar, growth_bars
from ..figures.wording import growth_of_all, whose
from ..models import Career, CareerListing, Occupation, Outlook, Pay, Relation, Release
from ..models.career import CareerQuerySet
from ..models.outlook import EntryEducation
from ..models.written_once import WrittenOnce
from .listed import listed

ROWS = 50
# Some careers share a figure, and with it a row.
READ_AT_ONCE = 2 * ROWS
TEASER_ROWS = 5
TIED_ROWS_LISTED = 2


@dataclass(frozen=True)
class Ranking:
    slug: str
    title: str
    lead: str
    figure: str
    column: str
    education: str = ""
    in_demand: bool = False

    @property
    def heading(self) -> str:
        return {"annual_median": "Median annual pay", "growth": "Growth", "openings": "Openings per year"}[self.column]


@dataclass
class RankedRow:
    """One place: a figure, and the careers that it is published for."""

    place: int
    figure: Pay | Outlook
    careers: list[Career]
    bar: Bar = NO_BAR
    # How many rows this one stands for, where they all share its place.
    tied: int = 0

    @property
    def occupation(self) -> Occupation:
        return self.figure.occupation

    @cached_property
    def career(self) -> Career | None:
        """The career that the figure is of alone; None where it is only published for several together."""
        alone = (one for one in self.careers if one.relation_to(self.occupation) == Relation.DETAILED)
        return next(alone, None)

    @cached_property
    def others(self) -> list[Career]:
        return [career for career in self.careers if career is not self.career]

    @property
    def listing(self) -> CareerListing:
        return (self.career or self.careers[0]).listing

    @property
    def pay(self) -> Pay | None:
        return self.figure if isinstance(self.figure, Pay) else self.beside

    @property
    def outlook(self) -> Outlook | None:
        return self.beside if isinstance(self.figure, Pay) else self.figure

    @cached_property
    def beside(self) -> Pay | Outlook | None:
        """The other figure than that of the ranking."""
        return self._other(self.career or self.careers[0])

    @property
    def is_mixed(self) -> bool:
        """Whether that differs between the careers of a group, so that none of it is the group's."""
        return not self.career and any(self._other(career) != self.beside for career in self.careers)

    @property
    def mixed(self) -> str:
        return f"{'Education and growth' if isinstance(self.figure, Pay) else 'Education and pay'} differ between them"

    @property
    def beside_whose(self) -> str:
        """For whom that is published, where the row does not say it already."""
        other = self.beside
        if other is None or other.occupation == self.occupation:
            return ""
        return whose(self.career or self.careers[0], other)

    def _other(self, career: Career) -> Pay | Outlook | None:
        return career.listing.outlook if isinstance(self.figure, Pay) else career.listing.pay


RANKINGS = [
    Ranking("highest-paying", "Highest-paying careers", "Careers by median annual pay.", "pay", "annual_median"),
    Ranking("fastest-growing", "Fastest-growing careers", "Careers by projected growth.", "outlook", "growth"),
    Ranking("most-openings", "Careers with the most openings", "Careers by openings per year.", "outlook", "openings"),
    Ranking(
        "in-demand",
        "Careers in demand here",
        "Careers listed as in demand in this region, by openings per year across the country.",
        "outlook",
        "openings",
        in_demand=True,
    ),
    *(
        Ranking(
            f"highest-paying-{value}",
            f"Highest-paying careers: {label[0].lower()}{label[1:]}",
            f"Careers that people typically enter with this education: {label[0].lower()}{label[1:]}.",
            "pay",
            "annual_median",
            value,
        )
        for value, label in EntryEducation.choices
    ),
]
BY_SLUG = {ranking.slug: ranking for ranking in RANKINGS}


@dataclass(frozen=True)
class RankedPlace:
    """A row before it is fetched: ids of the careers that share a figure."""

    number: int
    careers: list[int]
    # How many rows have this number, where the row stands for them all.
    tied: int = 0


def rows_of(ranking: Ranking) -> list[RankedRow]:
    """The first ROWS rows; equal figures share a place. 2 queries."""
    [rows] = _rows_of_each({ranking: _places(ranking)})
    return rows


@dataclass(frozen=True)
class Teaser:
    """The first lines of a ranking; a place that many share is one of them."""

    ranking: Ranking
    rows: list[RankedRow]


def teasers_of(rankings: Sequence[Ranking]) -> list[Teaser]:
    """Of each ranking the first lines of `rows_of`.

    1 query, and 1 for each ranking.
    """
    rows = _rows_of_each({ranking: _first_lines(_places(ranking)) for ranking in rankings})
    return [Teaser(ranking, of_one) for ranking, of_one in zip(rankings, rows, strict=True)]


def _first_lines(places: list[RankedPlace]) -> list[RankedPlace]:
    lines = []
    for _, of_one in groupby(places, key=lambda place: place.number):
        sharing = list(of_one)
        if len(sharing) > TIED_ROWS_LISTED:
            sharing = [replace(sharing[0], tied=len(sharing))]
        lines += sharing
    return lines[:TEASER_ROWS]


def careers_of(ranking: Ranking) -> CareerQuerySet:
    """In no order."""
    # A figure that is being deleted is gone from the listing before what was copied from it.
    has_figure = {f"listing__{ranking.figure}__isnull": False, f"listing__{ranking.column}__isnull": False}
    careers = Career.objects.published().filter(**has_figure)
    if ranking.in_demand:
        careers = careers.exclude(listing__in_demand="")
    return careers.filter(listing__entry_education=ranking.education) if ranking.education else careers


def _in_order(ranking: Ranking) -> QuerySet:
    """(id, id of the figure, figure) of all careers: the rest is fetched for those that are shown."""
    order = [F(ranking.column).desc(), F("employment").desc(nulls_last=True), Lower("career__title"), "pk"]
    # From the listing's side: its index has the figures in order, and is read no further than asked for.
    ranked = CareerListing.objects.filter(Exists(careers_of(ranking).filter(pk=OuterRef("pk"))))
    return ranked.order_by(*order).values_list("pk", ranking.figure, ranking.column)


_IN_ORDER = {ranking: WrittenOnce(Career, partial(_in_order, ranking)) for ranking in RANKINGS}


def _read_in_order(ranking: Ranking) -> Iterator[tuple]:
    """1 query, and another where more careers are asked for than are read at once."""
    for start in count(0, READ_AT_ONCE):
        rows = _IN_ORDER[ranking].rows(f" LIMIT {READ_AT_ONCE} OFFSET {start}")
        yield from rows
        if len(rows) < READ_AT_ONCE:
            return


def _places(ranking: Ranking) -> list[RankedPlace]:
    places: list[RankedPlace] = []
    by_figure: dict[int, RankedPlace] = {}
    last = None
    for career, figure, value in _read_in_order(ranking):
        if figure in by_figure:
            by_figure[figure].careers.append(career)
            continue
        if len(places) == ROWS:
            break
        number = places[-1].number if places and value == last else len(places) + 1
        by_figure[figure] = RankedPlace(number, [career])
        places.append(by_figure[figure])
        last = value
    return places


def _rows_of_each(places: dict[Ranking, list[RankedPlace]]) -> list[list[RankedRow]]:
    """1 query for all rankings together."""
    wanted = dict.fromkeys(pk for of_one in places.values() for place in of_one for pk in place.careers)
    by_pk = {career.pk: career for career in listed(wanted)}
    return [_rows(ranking, of_one, by_pk) for ranking, of_one in places.items()]


def _rows(ranking: Ranking, places: list[RankedPlace], by_pk: dict[int, Career]) -> list[RankedRow]:
    """A career that went since the places were found is left out, and so is one whose figure did."""
    found = [(place, [by_pk[pk] for pk in place.careers if _has_figure(ranking, by_pk.get(pk))]) for place in places]
    rows = [
        RankedRow(place.number, getattr(careers[0].listing, ranking.figure), careers, tied=place.tied)
        for place, careers in found
        if careers
    ]
    bars = growth_bars([Decimal(_value(ranking, row.listing)) for row in rows])
    return [replace(row, bar=bar) for row, bar in zip(rows, bars, strict=True)]


def _has_figure(ranking: Ranking, career: Career | None) -> bool:
    listing = getattr(career, "listing", None)
    return bool(listing and getattr(listing, ranking.figure)) and _value(ranking, listing) is not None


def _value(ranking: Ranking, listing: CareerListing):
    return getattr(listing, ranking.column)


def averages_of(rows: list[RankedRow]) -> dict[int, Decimal]:
    """Growth of all occupations, for saying the rows' growth in words. At most 1 query."""
    return growth_of_all(row.outlook for row in rows)


def releases_of(rows: list[RankedRow]) -> list[Release]:
    """Where the figures of `rows` come from, each release once."""
    figures = [figure for row in rows for figure in (row.listing.pay, row.listing.outlook) if figure]
    return list({figure.release_id: figure.release for figure in figures}.values())

"""Careers in the order of one figure: each ranking is a page with its figures, their year and their source."""

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.db.models.functions import Lower

from .models import Career, CareerFacts, Occupation, Outlook, Pay, Release
from .models.figures import EntryEducation

ROWS = 50
TEASER_ROWS = 5


@dataclass(frozen=True)
class Ranking:
    slug: str
    title: str
    lead: str
    figure: str
    column: str
    education: str = ""

    @property
    def heading(self) -> str:
        return {"annual_median": "Median annual pay", "growth": "Growth", "openings": "Openings a year"}[self.column]


@dataclass
class Row:
    """One place: a figure, and the careers that it is published for."""

    place: int
    figure: Pay | Outlook
    careers: list[Career]

    @property
    def occupation(self) -> Occupation:
        return self.figure.occupation

    @property
    def career(self) -> Career | None:
        """The career that the figure is of alone; None where it is only published for several together."""
        return next((career for career in self.careers if not career.is_wider(self.occupation)), None)

    @property
    def others(self) -> list[Career]:
        return [career for career in self.careers if career is not self.career]

    @property
    def facts(self) -> CareerFacts:
        return self.careers[0].facts


RANKINGS = [
    Ranking("highest-paying", "Highest-paying careers", "Careers by median annual pay.", "pay", "annual_median"),
    Ranking("fastest-growing", "Fastest-growing careers", "Careers by projected growth.", "outlook", "growth"),
    Ranking("most-openings", "Careers with the most openings", "Careers by openings a year.", "outlook", "openings"),
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


def careers_of(ranking: Ranking) -> QuerySet[Career]:
    careers = Career.objects.published().with_facts().exclude(**{f"facts__{ranking.column}": None})
    if ranking.education:
        careers = careers.filter(facts__entry_education=ranking.education)
    return careers.order_by(
        F(f"facts__{ranking.column}").desc(), F("facts__employment").desc(nulls_last=True), Lower("title")
    )


def rows_of(ranking: Ranking, limit: int = ROWS) -> list[Row]:
    """The first `limit` places; equal figures share one. 1 query."""
    rows: list[Row] = []
    by_figure: dict[int, Row] = {}
    for career in careers_of(ranking).iterator():
        figure = getattr(career.facts, ranking.figure)
        if figure.pk in by_figure:
            by_figure[figure.pk].careers.append(career)
            continue
        if len(rows) == limit:
            break
        is_equal = rows and _value(ranking, rows[-1].facts) == _value(ranking, career.facts)
        place = rows[-1].place if is_equal else len(rows) + 1
        by_figure[figure.pk] = Row(place, figure, [career])
        rows.append(by_figure[figure.pk])
    return rows


def _value(ranking: Ranking, facts: CareerFacts):
    return getattr(facts, ranking.column)


def releases_of(rows: list[Row]) -> list[Release]:
    """Where the figures of `rows` come from, each release once."""
    figures = [figure for row in rows for figure in (row.facts.pay, row.facts.outlook) if figure]
    return list({figure.release_id: figure.release for figure in figures}.values())

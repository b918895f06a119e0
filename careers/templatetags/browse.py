from django import template

from careers.browsing import Browsing
from careers.models import Release
from careers.rankings import Ranking, Row

from .figures import growth, number

register = template.Library()


@register.filter
def of(values: dict, key) -> object:
    return values.get(key, "")


@register.simple_tag
def page_address(browsing: Browsing, page: int) -> str:
    return browsing.address(page=page)


@register.simple_tag
def ranked_figure(ranking: Ranking, row: Row) -> str:
    """The figure that a career is ranked by, as its page words it."""
    facts = row.facts
    if ranking.column == "annual_median":
        return str(facts.pay.amount("annual_median"))
    return growth(facts.growth) if ranking.column == "growth" else number(facts.openings)


@register.simple_tag
def other_period(ranking: Ranking, row: Row, release: Release) -> str:
    """The period of a figure that is not of the ranking's `release`; nothing for the others."""
    own = getattr(row.career.facts, ranking.figure).release
    return "" if own == release else own.period

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from careers.browse.filters import Browsing, Filter, Option, list_address
from careers.browse.rankings import Ranking, Row
from careers.figures.wording import count_text, growth_text
from careers.models import Outlook, Pay, Release
from careers.search.documents import Kind
from careers.search.excerpt import excerpt
from careers.search.results import Reason

register = template.Library()
register.simple_tag(list_address)


@register.filter
def of(values: dict | None, key) -> object:
    return values.get(key, "") if values else ""


@register.filter
def around(why: Reason, query: str) -> str:
    """Why a career was found; a task, which is a whole sentence, is cut to the part that has the words of `query`."""
    return format_html("{}: {}", why.kind.label, excerpt(why.text, query)) if why.kind == Kind.TASK else str(why)


@register.simple_tag
def filter_option(one: Filter, option: Option) -> str:
    """A choice with its number of careers; fields without any are left out. A page has fifty of them."""
    is_empty = not (option.count or option.chosen)
    if is_empty and one.name == "field":
        return ""
    return format_html(
        '<label{}><input type="{}" name="{}" value="{}"{}> {} <span class="count">{}</span></label>\n',
        mark_safe(' class="empty"' if is_empty else ""),  # noqa: S308
        "checkbox" if one.many else "radio",
        one.name,
        option.value,
        mark_safe(" checked" if option.chosen else ""),  # noqa: S308
        option.label,
        f"{option.count:,}",
    )


@register.simple_tag
def page_address(browsing: Browsing, page: int) -> str:
    return browsing.address(page=page)


@register.simple_tag
def ranked_figure(ranking: Ranking, row: Row) -> str:
    """The figure that a career is ranked by, as its page words it."""
    listing = row.listing
    if ranking.column == "annual_median":
        return str(listing.pay.amount("annual_median"))
    return growth_text(listing.growth) if ranking.column == "growth" else count_text(listing.openings)


@register.simple_tag
def other_period(figure: Pay | Outlook | None, releases: list[Release]) -> str:
    """The period of a figure that is not of its data set's newest of `releases`; nothing for the others."""
    if figure is None:
        return ""
    own = figure.release
    return own.period if any(one.data_set == own.data_set and one.as_of > own.as_of for one in releases) else ""

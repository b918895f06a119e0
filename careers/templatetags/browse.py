from collections.abc import Iterable
from html import escape

from django import template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from careers.browse.choices import Filter, Option
from careers.browse.entries import Entry, entries_of
from careers.browse.filters import Browsing, list_address, page_address
from careers.browse.rankings import RankedRow, Ranking
from careers.figures.wording import count_text, growth_text, together
from careers.models import Career, Outlook, Pay, Release
from careers.plan.plan import plan_address
from careers.search.documents import Kind
from careers.search.excerpt import excerpt
from careers.search.results import Reason

register = template.Library()
EMPTY = ' class="empty"'

register.simple_tag(list_address)
register.simple_tag(entries_of)


def around(why: Reason, query: str) -> str:
    """Why a career was found; a task, which is a whole sentence, is cut to the part that has the words of `query`."""
    return format_html("{}: {}", why.kind.label, excerpt(why.text, query)) if why.kind == Kind.TASK else str(why)


@register.simple_tag
def drawing(name: str) -> SafeString:
    """One of the drawings in icons.svg, beside words that say what it is of."""
    return format_html(
        '<svg class="drawing" aria-hidden="true"><use href="{}#{}"/></svg>', static("img/icons.svg"), name
    )


@register.simple_tag
def filter_options(one: Filter) -> SafeString:
    """The choices, each with its number of careers; fields without any are left out. A page has sixty of them."""
    kind = "checkbox" if one.many else "radio"
    offered = [option for option in one.options if option.count or option.chosen or one.name != "field"]
    return mark_safe("".join(_option(one.name, kind, option) for option in offered))  # noqa: S308


def _option(name: str, kind: str, option: Option) -> str:
    is_empty = not (option.count or option.chosen)
    return (
        f'<label{EMPTY if is_empty else ""}><input type="{kind}" name="{name}" value="{escape(option.value)}"'
        f'{" checked" if option.chosen else ""}> {escape(option.label)} <span class="count">{option.count:,}</span>'
        "</label>\n"
    )


@register.simple_tag
def hits(entries: list[Entry], reasons: dict[int, Reason] | None, searched: str) -> SafeString:
    """Careers with what they are and their figures, and with why words found them. A page has dozens."""
    plan, reasons = plan_address([]), reasons or {}
    return mark_safe("".join(_hit(entry, reasons.get(entry.pk), searched, plan) for entry in entries))  # noqa: S308


def _hit(entry: Entry, reason: Reason | None, searched: str, plan: str) -> str:
    title = escape(entry.title)
    why = f'<p class="why">{conditional_escape(around(reason, searched))}</p>' if reason else ""
    lead = f'<p class="summary">{escape(entry.lead)}</p>' if entry.lead else ""
    return f"""<li>
<h3><a href="{escape(entry.address)}">{title}</a></h3>
{why}
{lead}
<ul class="mini">
{_figures(entry)}</ul>
<label class="choose"><input type="checkbox" name="c" value="{escape(entry.slug)}" form="compare"\
{" checked" if entry.is_chosen else ""}> Compare<span class="unseen"> {title}</span></label>
<a class="to-plan" href="{plan}?c={escape(entry.slug)}" rel="nofollow" data-title="{title}">\
Add<span class="unseen"> {title}</span> to my plan</a>
</li>
"""


def _figures(entry: Entry) -> str:
    """Pay, education and growth of a career, and for whom they are."""
    pay = f"<b>{escape(entry.pay)}</b>&nbsp;{together(entry.unit)}" if entry.pay else "Pay not published"
    growth = ", ".join(filter(None, [entry.growth and f"{entry.growth} growth", entry.growth_words]))
    lines = [f"<li>{pay}</li>\n"]
    lines += [f"<li>{escape(line)}</li>\n" for line in (entry.education, growth) if line]
    lines += [f'<li class="note">{escape(line)}</li>\n' for line in entry.whose]
    if entry.in_demand:
        lines.append(f'<li><span class="tag">In demand in {escape(entry.in_demand)}</span></li>\n')
    return "".join(lines)


@register.simple_tag
def field_page(chosen: Iterable[Career], page: int) -> str:
    return page_address(page, chosen)


@register.simple_tag(name="page_address")
def page_of_list(browsing: Browsing, page: int) -> str:
    return browsing.address(page=page)


@register.simple_tag
def ranked_figure(ranking: Ranking, row: RankedRow) -> str:
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

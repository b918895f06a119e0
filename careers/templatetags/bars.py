"""Rows with bars, written in Python: a page has fifty of them, and a template takes ten times as long for each."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from careers.figures import bar_rows
from careers.figures.bar_rows import BarRow
from careers.profile.content import Element

register = template.Library()
QUIET = ' class="quiet"'
register.filter("industry_bars", bar_rows.industry_bars)
register.filter("median_bars", bar_rows.median_bars)
register.filter("growth_over_time_bars", bar_rows.growth_over_time_bars)
register.filter("growth_bars", bar_rows.growth_bars_of)
register.filter("area_bars", bar_rows.area_bars)
register.filter("share_bars", bar_rows.share_bars)


@register.filter
def bars(rows: Iterable[BarRow]) -> SafeString:
    """The rows of a table with a label, a figure and its bar, which whoever hears the page is not told of."""
    return mark_safe("".join(map(_bar, rows)))  # noqa: S308


def _bar(row: BarRow) -> str:
    label = escape(row.label)
    if row.address:
        label = f'<a href="{escape(row.address)}">{label}</a>'
    notes = "".join(f" <small>{escape(note)}</small>" for note in row.notes)
    place = f' x="{row.x}"' if row.x != "0" else ""
    return (
        f'<tr{QUIET if row.is_aside else ""}><th scope="row">{label}{notes}</th><td>{escape(row.value)}</td>'
        f'<td class="bar" aria-hidden="true"><svg><rect{place} width="{row.width}" height="100%"/></svg></td></tr>\n'
    )


@register.simple_tag
def rated(elements: Iterable[Element], scale: int = 0, *, whole: bool = False) -> SafeString:
    """A list of what a release scores, with its score, of `scale` or its own, and its bar."""
    items = "".join(_rated(one, scale or one.scale) for one in elements)
    return mark_safe(f'<ul class="rated{" whole" if whole else ""}">{items}</ul>')  # noqa: S308


def _rated(one: Element, scale: int) -> str:
    said = f"<p>{escape(one.description)}</p>" if one.description else ""
    return (
        f'<li><b>{escape(one.name)}</b> <span>{one.score}<span class="unseen"> of {scale}</span></span>'
        f'<svg aria-hidden="true"><rect class="rest" width="100%" height="100%"/>'
        f'<rect width="{one.width}" height="100%"/></svg>{said}</li>\n'
    )

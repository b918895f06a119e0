from decimal import Decimal

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from careers.markdown import render
from careers.models import Career, DataSet, Occupation, Outlook, Pay, Release
from careers.profile import Figures
from careers.wording import growth_text

register = template.Library()


@register.filter
def markdown(text: str, top_heading: int = 3) -> str:
    return render(text, top_heading=top_heading)


@register.filter
def number(value: int | None) -> str:
    return "Not published" if value is None else f"{value:,}"


@register.filter
def signed(value: int | None) -> str:
    """A change in jobs: +35,100, −2,700 (with a real minus sign) or 0."""
    if value is None:
        return "Not published"
    return f"{value:+,}".replace("-", "−") if value else "0"


@register.filter
def growth(value: Decimal | None) -> str:
    return growth_text(value)


@register.filter
def years(count: int) -> str:
    return "1 year" if count == 1 else f"{count} years"


@register.filter
def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


@register.filter
def capital_first(text: str) -> str:
    return text[:1].upper() + text[1:]


@register.filter
def relation_of(figures: Figures, occupation: Occupation) -> str:
    return figures.relation_of(occupation)


@register.filter
def is_wider_for(row: Pay | Outlook | None, career: Career) -> bool:
    """Whether a row of figures counts more people than those in `career`."""
    return row is not None and career.is_wider(row.occupation)


@register.filter
def attribution(release: Release) -> SafeString:
    """The wording that a licence asks for, with a link where it names the data set and where it names the licence."""
    text = escape(release.attribution)
    for words, address in ((release.title, release.url), (release.licence, release.licence_url)):
        if words and address:
            link = format_html('<a href="{}" rel="noopener">{}</a>', address, words)
            text = text.replace(escape(words), link, 1)
    return mark_safe(text)  # noqa: S308


@register.inclusion_tag("careers/includes/onet_credit.html")
def onet_credit() -> dict:
    """For pages that show text, skills or job zones of careers. 1 query."""
    return {"release": Release.objects.live().filter(data_set=DataSet.ONET).first()}

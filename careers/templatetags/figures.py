from decimal import Decimal

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from careers.figures import wording
from careers.figures.sheets import Figures
from careers.models import Career, Occupation, Outlook, Pay, Relation, Release, data_sets
from careers.profile.markdown import render

register = template.Library()
register.filter("lower_first", wording.lower_first)
register.filter("capital_first", wording.capital_first)
register.filter("growth", wording.growth_text)
register.filter("count", wording.count_text)
register.filter("new_jobs", wording.new_jobs_text)
register.filter("new_jobs_label", wording.new_jobs_label)
register.filter("employment_sentence", wording.employment_sentence)
register.filter("openings_sentence", wording.openings_sentence)
register.filter("pay_range", wording.pay_range_text)
register.filter("unbroken", wording.unbroken)


@register.filter
def markdown(text: str, top_heading: int = 3) -> str:
    return render(text, top_heading=top_heading)


@register.filter
def number(value: int | None) -> str:
    return wording.NOT_PUBLISHED if value is None else f"{value:,}"


@register.filter
def growth_in_words(outlook: Outlook, averages: dict[int, Decimal]) -> str:
    """`averages` are what `growth_of_all` finds."""
    return wording.growth_words(outlook, averages.get(outlook.release_id))


@register.filter
def whose(row: Pay | Outlook | None, career: Career) -> str:
    return wording.whose(career, row)


@register.filter
def pay_range_sentences(pay: Pay, past: bool | str = False) -> list[str]:
    return wording.pay_range_sentences(pay, past=bool(past))


@register.filter
def subject(pay: Pay, career: Career) -> str:
    return wording.subject(career, pay)


@register.filter
def years(count: int) -> str:
    return "1 year" if count == 1 else f"{count} years"


@register.filter
def relation_of(figures: Figures, occupation: Occupation) -> Relation:
    return figures.relation_of(occupation)


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
    return {"release": Release.objects.live().filter(data_set=data_sets.ONET).first()}

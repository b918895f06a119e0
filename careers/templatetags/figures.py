from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from careers.figures import wording
from careers.figures.pay_table import Beside, PayTable, pay_table
from careers.figures.sheets import Figures
from careers.models import ALL_OCCUPATIONS, Career, Occupation, Outlook, Pay, Relation, Release, data_sets
from careers.models.figures import Percentiles
from careers.profile.markdown import Folded, render, render_folded

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
register.filter("together", wording.together)
register.filter("everybody_in", wording.everybody_in)


@register.filter
def markdown(text: str, top_heading: int = 3) -> str:
    return render(text, top_heading=top_heading)


@register.filter
def folded(text: str, seen: int) -> Folded:
    """Editors' text, of which `seen` letters at least are to be seen at once."""
    return render_folded(text, seen=seen)


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
def table(pay: Percentiles, other: Percentiles | None = None) -> PayTable | None:
    """Pay by percentile, with the median of `other`: of all occupations, or beside an area's of the whole country."""
    beside = []
    if other is not None:
        what = "Median of all occupations" if other.occupation.code == ALL_OCCUPATIONS else "Median, whole country"
        period = "" if other.release.period == pay.release.period else f", {other.release.period}"
        beside = [Beside(what + period, other)]
    return pay_table(pay, beside)


@register.filter
def source(release: Release) -> SafeString:
    """Where figures beside it come from. How late the newest are is said once, under Sources."""
    named = _linked(release, f"{release.credit}, {release.title}")
    return format_html(
        "Source: {}, {}{}.", named, wording.unbroken(release.period), "" if release.is_live else _age(release)
    )


@register.filter
def source_and_lateness(release: Release) -> SafeString:
    """Where figures come from and how late they are, where nothing else on the page says so."""
    named = _linked(release, f"{release.credit}, {release.title}")
    return format_html("Source: {}, {}{}.", named, wording.unbroken(release.period), lateness(release))


@register.filter
def cited(release: Release, periods: Iterable[str] = ()) -> SafeString:
    """A release in full, as a list of sources names it; `periods` are those of earlier ones of its kind."""
    named = _linked(release, f"{release.credit}, {release.title}, {wording.unbroken(release.period)}")
    others = "".join(f", {wording.unbroken(period)}" for period in periods)
    licence = format_html(" {}", attribution(release)) if release.attribution else ""
    return format_html("{}{}{}.{}", named, others, lateness(release), licence)


def _linked(release: Release, words: str) -> str:
    return format_html('<a href="{}" rel="noopener">{}</a>', release.url, words) if release.url else words


@register.filter
def as_note(release: Release) -> SafeString:
    """Which release ratings are from, with the way to the whole of it."""
    return format_html('<a href="#sources">{}</a>, {}.', release.title, wording.unbroken(release.period))


@register.filter
def lateness(release: Release) -> str:
    """That figures are old and that newer ones were due, behind the name of their release."""
    if not release.is_overdue:
        return _age(release)
    return f"{_age(release)}; newer figures were due in {wording.unbroken(date_format(release.next_due, 'F Y'))}"


def _age(release: Release) -> str:
    return f"; {years(release.age_in_years)} old" if release.age_in_years >= 2 else ""


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

from decimal import Decimal

from django import template

from careers.markdown import render
from careers.models import Career, Occupation, Outlook, Pay
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

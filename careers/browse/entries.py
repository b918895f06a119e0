"""What a list says of each career, worded once: a template that asks the figures themselves asks each several times."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..figures.wording import growth_of_all, growth_text, growth_words, lower_first, whose_figures
from ..models import Career, Outlook, Pay
from ..models.outlook import EntryEducation

EDUCATION = dict(EntryEducation.choices)


@dataclass(frozen=True, slots=True)
class Entry:
    """One career of a list. What is not published is empty; `growth_words` go on after `growth`."""

    pk: int
    slug: str
    title: str
    address: str
    lead: str
    pay: str = ""
    unit: str = ""
    education: str = ""
    growth: str = ""
    growth_words: str = ""
    # For whom the figures are, where they are not the career's own.
    whose: tuple[str, ...] = ()
    in_demand: str = ""
    is_chosen: bool = False


def entries_of(careers: Iterable[Career], chosen: Iterable[Career] = ()) -> list[Entry]:
    """`chosen` are selected for comparing. At most 1 query."""
    careers, selected = list(careers), {career.slug for career in chosen}
    averages = growth_of_all(career.listing.outlook for career in careers if hasattr(career, "listing"))
    return [
        Entry(
            pk=career.pk,
            slug=career.slug,
            title=career.title,
            address=career.get_absolute_url(),
            lead=career.lead,
            is_chosen=career.slug in selected,
            **(_figures(career, averages) if hasattr(career, "listing") else {}),
        )
        for career in careers
    ]


def _figures(career: Career, averages: dict) -> dict:
    pay, outlook = career.listing.pay, career.listing.outlook
    return {
        **_pay(pay),
        **_outlook(outlook, averages),
        "whose": tuple(whose_figures(career, pay, outlook)),
        "in_demand": career.listing.in_demand,
    }


def _pay(pay: Pay | None) -> dict[str, str]:
    median = pay.median if pay else None
    return {"pay": str(median), "unit": median.unit} if median else {}


def _outlook(outlook: Outlook | None, averages: dict) -> dict[str, str]:
    if outlook is None:
        return {}
    education = EDUCATION.get(outlook.entry_education, outlook.entry_education)
    growth = outlook.growth
    if growth is None:
        return {"education": education}
    words = lower_first(growth_words(outlook, averages.get(outlook.release_id)))
    return {"education": education, "growth": growth_text(growth), "growth_words": words}

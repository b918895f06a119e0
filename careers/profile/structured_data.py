"""schema.org descriptions of pages, as JSON-LD."""

import json
from urllib.parse import urljoin

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from ..figures.sheets import Figures
from ..models import Career
from .content import PageText

_SCRIPT_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def script(*descriptions: dict) -> SafeString:
    """`descriptions` as JSON that cannot end the script element that it stands in."""
    document = {"@context": "https://schema.org", "@graph": list(descriptions)}
    return mark_safe(json.dumps(document, ensure_ascii=False).translate(_SCRIPT_ESCAPES))  # noqa: S308


def website(name: str) -> dict:
    return {
        "@type": "WebSite",
        "name": name,
        "url": f"{settings.SITE_URL}/",
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{settings.SITE_URL}/careers/?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(*crumbs: tuple[str, str]) -> dict:
    """`crumbs` are (name, path) from the home page down."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": urljoin(settings.SITE_URL, path)}
            for place, (name, path) in enumerate(crumbs, 1)
        ],
    }


def occupation(career: Career, figures: Figures, text: PageText) -> dict:
    """schema.org Occupation with pay as a distribution, of what is published for the career alone.

    Programs read no notes: figures of a wider group or an older occupation would pass for the career's own. Top-coded
    pay is left out too: the true figure is not known.
    """
    description = {
        "@type": "Occupation",
        "name": career.title,
        "description": text.lead,
        "url": urljoin(settings.SITE_URL, career.get_absolute_url()),
        "occupationLocation": {"@type": "Country", "name": "United States"},
    }
    if text.official and text.official.title != career.title:
        description["alternateName"] = text.official.title
    if career.onet_code:
        description["occupationalCategory"] = career.onet_code
    outlook = figures.outlook.outlook if figures.outlook else None
    if outlook and outlook.entry_education and figures.is_own(outlook):
        description["educationRequirements"] = outlook.get_entry_education_display()
    if text.tasks:
        description["responsibilities"] = text.tasks.items
    if salary := _salary(figures):
        description["estimatedSalary"] = salary
    return description


def _salary(figures: Figures) -> dict | None:
    pay = figures.pay.pay if figures.pay else None
    if pay is None or not figures.is_own(pay):
        return None
    known = {
        name if name == "median" else f"percentile{name[1:]}": float(amount.value)
        for name, amount in pay.percentiles.items()
        if amount and not amount.top_coded
    }
    if not known:
        return None
    return {
        "@type": "MonetaryAmountDistribution",
        "name": "base",
        "currency": "USD",
        "duration": "PT1H" if pay.basis == "hourly" else "P1Y",
        **known,
    }

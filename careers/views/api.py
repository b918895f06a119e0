"""What the search finds, for other programs: each figure with its period and source."""

from decimal import Decimal
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from ..browse.asking import ask
from ..browse.filters import AS_WORDS
from ..browse.wishes import Understood
from ..figures.wording import capital_first, count_text, growth_of_all, growth_words, publication, whose
from ..forms import ApiSearchForm
from ..models import Career, Outlook, Pay
from ..profile.official_title import official_title
from ..search import Hit, Results


@require_safe
def api_search(request: HttpRequest) -> JsonResponse:
    form = ApiSearchForm(request.GET)
    if not form.is_valid():
        return _answer({"errors": {name: errors[0] for name, errors in form.errors.items()}}, status=400)
    asked = form.cleaned_data
    answer = ask(asked["q"], request.GET.getlist(AS_WORDS))
    results, ids = answer.results or Results(), answer.ids
    page = ids[asked["offset"] : asked["offset"] + asked["limit"]]
    hits = {hit.career_id: hit for hit in results.hits}
    careers = Career.objects.published().with_listing().in_bulk(page)
    averages = growth_of_all(career.listing.outlook for career in careers.values() if hasattr(career, "listing"))
    return _answer(
        {
            "query": asked["q"],
            "did_you_mean": results.did_you_mean,
            "is_corrected": results.is_corrected,
            "understood": [_understood(wish) for wish in answer.understood.wishes],
            "total": len(ids),
            "offset": asked["offset"],
            "careers": [_career(careers[pk], hits.get(pk), averages) for pk in page if pk in careers],
        }
    )


def _answer(content: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(content, status=status, headers={"X-Robots-Tag": "noindex"})


def _understood(wish: Understood) -> dict[str, Any]:
    """`filter` and `values` as the list's address has them; null where nothing is filtered, and `says` tells why."""
    return {
        "words": wish.key,
        "filter": wish.filter or None,
        "values": list(wish.values),
        "says": str(wish),
    }


def _career(career: Career, hit: Hit | None, averages: dict[int, Decimal]) -> dict[str, Any]:
    listing = getattr(career, "listing", None)
    official = official_title(career, listing.profile if listing else None)
    return {
        "title": career.title,
        "official_title": official.title if official else "",
        "official_code": official.code if official else "",
        "url": urljoin(settings.SITE_URL, career.get_absolute_url()),
        "summary": career.lead,
        "why": str((hit and hit.why) or ""),
        "pay": _pay(career, listing.pay) if listing and listing.pay else None,
        "outlook": _outlook(career, listing.outlook, averages) if listing and listing.outlook else None,
    }


def _pay(career: Career, pay: Pay) -> dict[str, Any]:
    median = pay.median
    return {
        "median": _number(median.value),
        "median_in_words": str(median),
        "unit": median.unit,
        "is_or_more": median.top_coded,
        **_source(career, pay),
    }


def _outlook(career: Career, outlook: Outlook, averages: dict[int, Decimal]) -> dict[str, Any]:
    return {
        "entry_level_education": outlook.get_entry_education_display(),
        "work_experience": outlook.work_experience,
        "on_the_job_training": outlook.training,
        "growth_percent": _number(outlook.growth),
        "growth_in_words": growth_words(outlook, averages.get(outlook.release_id)),
        "openings_a_year": outlook.openings,
        "openings_in_words": count_text(outlook.openings),
        "jobs": outlook.base_employment,
        "jobs_in_words": count_text(outlook.base_employment),
        **_source(career, outlook),
    }


def _number(value: Decimal | int | None) -> float | int | None:
    # JSON has no decimals, and numbers in quotes are none.
    return float(value) if isinstance(value, Decimal) else value


def _source(career: Career, row: Pay | Outlook) -> dict[str, Any]:
    """Whom a figure is of, and where it comes from; `note` names the group where it is not the career's own."""
    release = row.release
    return {
        "relation": career.relation_to(row.occupation),
        "note": capital_first(whose(career, row)),
        "published_for": row.occupation.title,
        "soc_code": row.occupation.code,
        "period": release.period,
        "source": publication(release),
        "source_url": release.url,
    }

from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..browsing import list_address
from ..comparing import MOST, Comparison, compare, slugs_in, write_csv
from ..models import Career
from ..search import Results, search

OFFERED = 6


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Up to four careers side by side; which ones stands in the address alone."""
    asked = slugs_in(request.GET)
    compared = compare(asked)
    chosen = [column.career.slug for column in compared.columns]
    known = set(Career.objects.published().filter(slug__in=asked).values_list("slug", flat=True))
    missing = [slug[:60] for slug in asked if slug not in known]
    query = "".join(filter(str.isprintable, request.GET.get("q", ""))).strip()[:200]
    results = search(query) if query else None
    context = {
        "comparison": compared,
        "columns": [
            (column, _address([slug for slug in chosen if slug != column.career.slug])) for column in compared.columns
        ],
        "missing": missing,
        "too_many": len(known) > MOST,
        "most": MOST,
        "query": query,
        "results": results,
        "offers": _offers(results, compared, chosen) if len(chosen) < MOST else [],
        "add_address": _address([*chosen, ""]),
        "again_address": f"{_address(chosen)}&{urlencode({'q': results.did_you_mean})}" if results else "",
        "csv_address": f"{reverse('careers:compare-csv')}?{urlencode([('c', slug) for slug in chosen])}",
        "list_address": list_address([column.career for column in compared.columns]),
    }
    return render(request, "careers/compare.html", context, status=404 if missing else 200)


@require_safe
def comparison_csv(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="careers.csv"', "X-Robots-Tag": "noindex"},
    )
    # Without it Excel takes UTF-8 for its own code page.
    response.write("\ufeff")
    write_csv(
        compare(slugs_in(request.GET)), response, lambda career: urljoin(settings.SITE_URL, career.get_absolute_url())
    )
    return response


def _address(slugs: list[str]) -> str:
    return f"{reverse('careers:compare')}?{urlencode([('c', slug) for slug in slugs])}"


def _offers(results: Results | None, compared: Comparison, chosen: list[str]) -> list[tuple[Career, str]]:
    """Careers to add, with the address that adds each: what was searched for, else careers related to the chosen."""
    careers = Career.objects.published().exclude(slug__in=chosen)
    if results:
        found = [hit.career_id for hit in results.hits[: OFFERED + MOST]]
        by_pk = careers.in_bulk(found)
        offered = [by_pk[pk] for pk in found if pk in by_pk]
    else:
        codes = [code for column in compared.columns for code in column.text.related_codes]
        by_code = {career.onet_code: career for career in careers.filter(onet_code__in=codes)}
        offered = [by_code[code] for code in dict.fromkeys(codes) if code in by_code]
    return [(career, _address([*chosen, career.slug])) for career in offered[:OFFERED]]

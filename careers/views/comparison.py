from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..browse.filters import CareerLink, list_address
from ..compare.comparison import MOST, Comparison, compare, slugs_in
from ..compare.spreadsheet import write_csv
from ..models import Career
from ..models.visible_text import visible
from ..plan.plan import plan_address
from ..search import Results, search

OFFERED = 6


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Up to four careers side by side; which ones stands in the address alone."""
    compared = compare(slugs_in(request.GET))
    careers = [column.career for column in compared.columns]
    chosen = [career.slug for career in careers]
    query = "".join(filter(str.isprintable, request.GET.get("q", ""))).strip()[:200]
    query = query if visible(query) else ""
    results = search(query) if query else None
    context = {
        "comparison": compared,
        "columns": compared.columns,
        "removals": [CareerLink(one, _address([slug for slug in chosen if slug != one.slug])) for one in careers],
        "most": MOST,
        "query": query,
        "results": results,
        "offers": _offers(results, compared, chosen) if len(chosen) < MOST else [],
        "add_address": _address([*chosen, ""]),
        "again_address": _address(chosen, query=results.did_you_mean) if results else "",
        "csv_address": f"{reverse('careers:compare-csv')}?{urlencode([('c', slug) for slug in chosen])}",
        "list_address": list_address(careers),
        "plan_address": plan_address(chosen),
        "full_address": urljoin(settings.SITE_URL, _address(chosen)),
    }
    return render(request, "careers/compare.html", context, status=404 if compared.missing else 200)


@require_safe
def comparison_csv(request: HttpRequest) -> HttpResponse:
    compared = compare(slugs_in(request.GET))
    robots = {"X-Robots-Tag": "noindex"}
    if compared.missing or not compared.columns:
        faults = [f"We couldn't find “{slug[:60]}”.\n" for slug in compared.missing]
        return HttpResponseNotFound(
            faults or "No careers are selected.\n", content_type="text/plain; charset=utf-8", headers=robots
        )
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="careers.csv"', **robots},
    )
    # Without it Excel takes UTF-8 for its own code page.
    response.write("\ufeff")
    write_csv(compared, response, lambda career: urljoin(settings.SITE_URL, career.get_absolute_url()))
    return response


def _address(slugs: list[str], *, query: str = "") -> str:
    asked = [("c", slug) for slug in slugs] + ([("q", query)] if query else [])
    return f"{reverse('careers:compare')}?{urlencode(asked)}"


def _offers(results: Results | None, compared: Comparison, chosen: list[str]) -> list[CareerLink]:
    """Careers to add, with the address that adds each: what was searched for, else careers related to the chosen."""
    careers = Career.objects.published().exclude(slug__in=chosen)
    if results:
        offered = careers.in_order_of([hit.career_id for hit in results.hits[: OFFERED + MOST]])
    else:
        codes = [code for column in compared.columns for code in column.text.related_codes]
        by_code = {career.onet_code: career for career in careers.filter(onet_code__in=codes)}
        offered = [by_code[code] for code in dict.fromkeys(codes) if code in by_code]
    return [CareerLink(career, _address([*chosen, career.slug])) for career in offered[:OFFERED]]

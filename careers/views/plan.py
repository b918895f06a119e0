from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..forms import SearchForm
from ..models import Career
from ..plan.plan import MOST, STEPS, plan_of
from ..search import Results, search

OFFERED = 6


# Nothing is stored, for anybody: a form that another site sends can change nothing.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """My career plan: made of the address and of what the form sends, which is shown again and forgotten."""
    sent = request.POST if request.method == "POST" and not _is_from_elsewhere(request) else QueryDict()
    made = plan_of(request.GET, sent)
    form = SearchForm(sent or request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    results = search(query, limit=OFFERED + MOST) if query and made.has_room else None
    is_empty = request.method != "POST" and not request.GET
    context = {
        "plan": made,
        "typed": made.typed,
        "sections": made.sections,
        "steps": STEPS,
        "most": MOST,
        "query": query,
        "results": results,
        "offers": _offers(results, made.slugs) if results else [],
        "is_empty": is_empty,
    }
    response = render(request, "careers/plan.html", context)
    if not is_empty:
        response["Cache-Control"] = "no-store"
    return response


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site sent the form: a script would keep its result as this person's."""
    return request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none")


def _offers(results: Results, chosen: list[str]) -> list[Career]:
    careers = Career.objects.published().exclude(slug__in=chosen)
    return careers.in_order_of([hit.career_id for hit in results.hits])[:OFFERED]

from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import F
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..browse.asking import ask
from ..browse.choices import offered
from ..browse.filters import AS_WORDS, ON_A_PAGE, Browsing, list_address, releases_of
from ..browse.listed import listed
from ..browse.wishes import understand
from ..compare.comparison import MOST, chosen_in
from ..forms import SearchForm
from ..models import Career, Field
from ..profile import structured_data
from ..search import failed_searches, suggest
from ..search.nearest import nearest


@dataclass(frozen=True)
class Letter:
    """Careers whose titles begin with it."""

    letter: str
    careers: list[Career]


@require_safe
def career_list(request: HttpRequest) -> HttpResponse:
    """Search and browse: words, filters, order and page all stand in the address."""
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    asked = ask(query, request.GET.getlist(AS_WORDS))
    results, words = asked.results, asked.understood.words
    browsing = Browsing(request.GET, asked.filters(), asked.found, chosen_in(request.GET), asked.understood)
    # With filters, and on another page, it is the same search looked at longer.
    is_first_look = results and not browsing.active and "page" not in request.GET
    is_counted = is_first_look and failed_searches.record(words, results)
    context = {
        "form": form,
        "query": query,
        "words": words,
        "as_words": request.GET.getlist(AS_WORDS),
        "results": results,
        "searched": results.did_you_mean if results and results.is_corrected else words,
        "is_cut": asked.is_cut,
        "browsing": browsing,
        "nearest": nearest(words, results) if results and browsing.finds_nothing else [],
        "chosen": browsing.chosen,
        "most": MOST,
        "reasons": {hit.career_id: hit.why for hit in results.hits} if results else {},
        "structured_data": structured_data.script(
            structured_data.breadcrumbs(("Home", "/"), ("Careers", reverse("careers:list")))
        ),
    }
    is_good = form.is_valid() and not browsing.problems
    response = render(request, "careers/list.html", context, status=200 if is_good else 400)
    if is_counted:
        # So is each time that somebody searches for it again.
        response["Cache-Control"] = "no-store"
    return response


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """What the search field proposes while somebody types: titles with their addresses, the best first.

    Before them stands the list of what the words are understood as; it has no slug.
    """
    form = SearchForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"error": form.errors["q"][0]}, status=400)
    understood = understand(form.cleaned_data["q"], offered)
    found = suggest(understood.words)
    careers = Career.objects.published().in_bulk([suggestion.career_id for suggestion in found])
    rows = [
        {
            "title": suggestion.title,
            "why": f"also called: {suggestion.matched}" if suggestion.matched else "",
            "slug": careers[suggestion.career_id].slug,
            "url": careers[suggestion.career_id].get_absolute_url(),
        }
        for suggestion in found
        if suggestion.career_id in careers
    ]
    address = list_address(q=understood.query)
    lists = [
        {"title": f"Careers that {wish.says}", "why": "", "slug": "", "url": address}
        for wish in understood.wishes
        if wish.filter
    ]
    return JsonResponse({"suggestions": [*lists, *rows]})


@require_safe
def a_to_z(request: HttpRequest) -> HttpResponse:
    careers = Career.objects.published().only("title", "slug")
    by_letter = groupby(careers, lambda career: career.title[0].upper())
    letters = [Letter(letter, list(group)) for letter, group in by_letter]
    context = {
        "letters": letters,
        "count": sum(len(one.careers) for one in letters),
        "structured_data": structured_data.script(
            structured_data.breadcrumbs(
                ("Home", "/"), ("Careers", reverse("careers:list")), ("A to Z", reverse("careers:a-to-z"))
            )
        ),
    }
    return render(request, "careers/a_to_z.html", context)


@require_safe
def field(request: HttpRequest, slug: str) -> HttpResponse:
    field = get_object_or_404(Field, slug=slug)
    by_jobs = field.careers.published().order_by(F("listing__employment").desc(nulls_last=True), Lower("title"), "pk")
    page = Paginator(by_jobs.values_list("pk", flat=True), ON_A_PAGE).get_page(request.GET.get("page"))
    careers = listed(page)
    context = {
        "field": field,
        "page": page,
        "careers": careers,
        "chosen": chosen_in(request.GET),
        "most": MOST,
        "releases": releases_of(careers),
        "fields": Field.objects.with_published_counts(),
        "structured_data": structured_data.script(
            structured_data.breadcrumbs(
                ("Home", "/"), ("Careers", reverse("careers:list")), (field.title, field.get_absolute_url())
            )
        ),
    }
    return render(request, "careers/field.html", context)

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..browse.rankings import BY_SLUG, RANKINGS, Ranking, averages_of, releases_of, rows_of, teasers_of
from ..figures import in_demand
from ..models import Release
from ..profile import structured_data

TEASED = ("highest-paying", "fastest-growing", "most-openings")


@require_safe
def rankings(request: HttpRequest) -> HttpResponse:
    teasers = teasers_of([BY_SLUG[slug] for slug in TEASED])
    releases = releases_of([row for teaser in teasers for row in teaser.rows])
    others = [ranking for ranking in _offered(in_demand.live_release()) if ranking.slug not in TEASED]
    return render(request, "careers/rankings.html", {"teasers": teasers, "releases": releases, "others": others})


@require_safe
def ranking(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in BY_SLUG:
        raise Http404
    ranking = BY_SLUG[slug]
    rows = rows_of(ranking)
    demand = in_demand.live_release()
    context = {
        "ranking": ranking,
        "rows": rows,
        "releases": [*([demand] if ranking.in_demand and demand else []), *releases_of(rows)],
        "averages": averages_of(rows),
        "others": [other for other in _offered(demand) if other is not ranking],
        "structured_data": structured_data.script(
            structured_data.breadcrumbs(
                ("Home", "/"),
                ("Rankings", reverse("careers:rankings")),
                (ranking.title, reverse("careers:ranking", args=[slug])),
            )
        ),
    }
    return render(request, "careers/ranking.html", context)


def _offered(demand: Release | None) -> list[Ranking]:
    """The rankings that pages name; what is in demand only where a list of that is loaded."""
    return [ranking for ranking in RANKINGS if demand or not ranking.in_demand]

from collections.abc import Collection
from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..figures.area_pay import AreaSheet, UnknownArea, areas_of
from ..figures.available import Available, available_to
from ..figures.sheets import figures_of
from ..models import Career, HomeRegion, Release
from ..models.data_sets import IN_DEMAND, OEWS_METROPOLITAN, OEWS_STATE
from ..profile import structured_data
from ..profile.content import text_of
from ..profile.next_steps import next_steps
from ..profile.parts import fetch_parts, with_parts
from ..profile.related import related_to
from ..profile.short_answers import short_answers

# The first with its answer, the others by name.
QUESTIONS_NAMED = 3
# Asked for where the page begins with the home region otherwise.
ALL_AREAS = "all"


@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    career = get_object_or_404(with_parts(Career.objects.published()), slug=slug)
    context = profile_context(career, request.GET.get("area", ""))
    return render(request, "careers/profile.html", context, status=404 if context["unknown_area"] else 200)


@require_safe
def full_lists(request: HttpRequest, slug: str) -> HttpResponse:
    """Every job title and technology that the release has for a career; the profile shows the best of them."""
    career = get_object_or_404(Career.objects.published().select_related("field", "occupation"), slug=slug)
    text = text_of(career)
    if not text.profile:
        raise Http404
    return render(request, "careers/full_lists.html", {"career": career, "text": text, "figures": figures_of(career)})


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Pay in every industry, and all earlier pay and outlook; the profile has the most telling of it."""
    career = get_object_or_404(Career.objects.published().select_related("field", "occupation"), slug=slug)
    return render(
        request, "careers/history.html", {"career": career, "figures": figures_of(career), "all_industries": True}
    )


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What every release changed on a career's page."""
    career = get_object_or_404(Career.objects.published().select_related("field"), slug=slug)
    return render(request, "careers/changes.html", {"career": career, "changes": career.changes.all()})


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "careers/sources.html", {"releases": Release.objects.shown().order_by("data_set", "-as_of")})


def profile_context(career: Career, area: str, related: Collection[int] | None = None) -> dict:
    """Of a career of `with_parts`; `related` stand for the stored ones of a career that is not stored as it is here."""
    parts = fetch_parts(career)
    available = available_to(career) if career.occupation else None
    figures = figures_of(career, available)
    text = text_of(career)
    questions = []
    if "questions" in parts:
        best = career.questions.answered().most_helpful().with_answers().select_related(None)
        questions = list(best[:QUESTIONS_NAMED])
    # PostgreSQL takes no NUL, and HTML no control characters.
    area = "".join(filter(str.isprintable, area)).strip()
    home = _home(available)
    areas, unknown_area = _areas(career, area, home, available)
    return {
        "career": career,
        "canonical_url": urljoin(settings.SITE_URL, career.get_absolute_url()),
        "text": text,
        "figures": figures,
        "areas": areas,
        "area": area,
        "unknown_area": unknown_area,
        "home": home,
        "in_demand": available.live_release(IN_DEMAND) if _is_in_demand(career) else None,
        "has_changes": "changes" in parts,
        "all_industries": False,
        "questions": questions,
        "answers": short_answers(career, figures),
        "steps": next_steps(career, figures.outlook.outlook if figures.outlook else None, _states(areas)),
        "related": related_to(career, text, related),
        "structured_data": structured_data.script(
            structured_data.occupation(career, figures, text),
            structured_data.breadcrumbs(
                ("Home", "/"),
                ("Careers", reverse("careers:list")),
                (career.field.title, career.field.get_absolute_url()),
                (career.title, career.get_absolute_url()),
            ),
        ),
    }


def _is_in_demand(career: Career) -> bool:
    # A career that was restored from a dump has no listing before the next `migrate`.
    return bool(career.occupation and hasattr(career, "listing") and career.listing.in_demand)


def _states(areas: AreaSheet | None) -> list[str]:
    """Where the area lies that pay by area begins with."""
    return areas.chosen_area.states.split() if areas and areas.chosen_area else []


def _home(available: Available | None) -> HomeRegion | None:
    """Asked for only where some release has pay by area. 1 query."""
    if available is None or not available.live_release(OEWS_STATE, OEWS_METROPOLITAN):
        return None
    return HomeRegion.objects.select_related("metropolitan_area").first()


def _areas(
    career: Career, area: str, home: HomeRegion | None, available: Available | None
) -> tuple[AreaSheet | None, str]:
    """Pay by area, with that of `area` first or else of the home region; and `area`, where no release has it."""
    if area == ALL_AREAS:
        return areas_of(career, available=available), ""
    for key in [area[:10]] if area else [*(home.keys if home else ()), ""]:
        try:
            sheet = areas_of(career, key, available)
        except UnknownArea:
            continue
        if area or not key or (sheet and sheet.chosen):
            return sheet, ""
    return areas_of(career, available=available), area[:40]

from itertools import groupby
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import structured_data
from .forms import SearchForm
from .models import Career, CareerCredential, Field, Release
from .profile import figures_of

RELATED_SHOWN = 6


@require_safe
def career_list(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    searched = form.is_valid() and form.cleaned_data["q"]
    careers = Career.objects.published().select_related("field")
    if searched:
        careers = careers.title_search(form.cleaned_data["q"])
    letters = [(letter, list(group)) for letter, group in groupby(careers, lambda career: career.title[0].upper())]
    context = {
        "form": form,
        "query": form.cleaned_data["q"] if searched else "",
        "letters": letters,
        "count": sum(len(group) for _, group in letters),
        "fields": Field.objects.with_published_counts(),
        "structured_data": structured_data.script(
            structured_data.breadcrumbs(("Home", "/"), ("Careers", reverse("careers:list")))
        ),
    }
    return render(request, "careers/list.html", context, status=200 if form.is_valid() else 400)


@require_safe
def field(request: HttpRequest, slug: str) -> HttpResponse:
    field = get_object_or_404(Field, slug=slug)
    context = {
        "field": field,
        "careers": field.careers.published(),
        "fields": Field.objects.with_published_counts(),
        "structured_data": structured_data.script(
            structured_data.breadcrumbs(
                ("Home", "/"), ("Careers", reverse("careers:list")), (field.title, field.get_absolute_url())
            )
        ),
    }
    return render(request, "careers/field.html", context)


@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    career = get_object_or_404(_with_parts(Career.objects.published()), slug=slug)
    return render(request, "careers/profile.html", _profile_context(career))


@require_safe
@staff_member_required
@never_cache
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A career as visitors will see it, published or not."""
    career = get_object_or_404(_with_parts(Career.objects.all()), pk=pk)
    return render(request, "careers/profile.html", {**_profile_context(career), "is_preview": True})


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "careers/sources.html", {"releases": Release.objects.shown().order_by("data_set", "-as_of")})


def _with_parts(careers):
    credentials = CareerCredential.objects.select_related("credential__organization")
    return careers.select_related("field", "occupation").prefetch_related(
        "tasks", "titles", "skills", "sources", Prefetch("careercredentials", queryset=credentials)
    )


def _profile_context(career: Career) -> dict:
    figures = figures_of(career)
    related = list(career.related.published()[:RELATED_SHOWN])
    if not related:
        related = list(career.field.careers.published().exclude(pk=career.pk)[:RELATED_SHOWN])
    return {
        "career": career,
        "canonical_url": urljoin(settings.SITE_URL, career.get_absolute_url()),
        "figures": figures,
        "questions": list(career.questions.answered().with_answers()),
        "related": related,
        "structured_data": structured_data.script(
            structured_data.occupation(career, figures),
            structured_data.breadcrumbs(
                ("Home", "/"),
                ("Careers", reverse("careers:list")),
                (career.field.title, career.field.get_absolute_url()),
                (career.title, career.get_absolute_url()),
            ),
        ),
    }

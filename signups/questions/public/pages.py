from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from careers.models import Career
from careers.site_words import remembered

from ...models import Question
from . import finding, structured_data
from .listing import QUESTIONS_PER_PAGE, Listing
from .reading import page_of
from .wording import are_samples

LETTERS_OF_NEAR = 200
# Browsers would keep it for ever, and the question may be worded as it was before, or be taken off the site.
MOVED_FOR = "no-cache"
NEAR_FOR = "public, max-age=300"


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(request.GET)
    context = {"listing": listing, "page": listing.page, "samples": listing.only_samples}
    return render(request, "signups/questions.html", context)


@require_safe
def questions_about(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions about a career that were answered; its page has the best of them."""
    career = get_object_or_404(Career.objects.published().select_related("field"), slug=slug)
    questions = career.questions.answered().with_answers().newest()
    page = Paginator(questions, QUESTIONS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"career": career, "page": page, "samples": are_samples(page)}
    return render(request, "signups/questions_about.html", context)


@require_safe
def question(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    found = Question.objects.published().with_answers().filter(pk=pk).first()
    # Its answers are read after it, and may have been deleted in between.
    if found is None or not found.answers.all():
        return _no_longer_here(request, pk)
    if slug != found.slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url(), headers={"Cache-Control": MOVED_FOR})
    context = page_of(found)
    context["structured_data"] = structured_data.of_page(found, context["answers"], remembered.of(request).name)
    return render(request, "signups/question.html", context)


def _no_longer_here(request: HttpRequest, pk: int) -> HttpResponse:
    """What visitors could read once, leads to the question that it is the same as, or is said to be gone."""
    was = Question.objects.filter(pk=pk, published_at__isnull=False).select_related("merged_into").first()
    if was is None:
        raise Http404
    if was.merged_into and Question.objects.published().filter(pk=was.merged_into_id).exists():
        return redirect(was.merged_into)
    response = render(request, "signups/question_gone.html", status=410)
    # It may come back.
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def near(request: HttpRequest) -> JsonResponse:
    """What the question form proposes while somebody types: answered questions that may be the same."""
    career = Career.objects.published().filter(slug=request.GET.get("career", "").replace("\0", "")).first()
    rows = [
        {
            "title": Truncator(one.text).chars(LETTERS_OF_NEAR),
            "url": one.get_absolute_url(),
            "is_sample": are_samples([one]),
        }
        for one in finding.near_with_answers(request.GET.get("q", ""), career=career and career.pk)
    ]
    return JsonResponse({"questions": rows}, headers={"X-Robots-Tag": "noindex", "Cache-Control": NEAR_FOR})

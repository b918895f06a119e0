from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from careers.models import Career

from ..models import Question
from . import finding

QUESTIONS_PER_PAGE = 20


@require_safe
def questions_about(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions about a career that were answered; its page has the newest."""
    career = get_object_or_404(Career.objects.published().select_related("field"), slug=slug)
    questions = career.questions.answered().with_answers()
    return render(request, "signups/questions_about.html", {"career": career, "questions": questions})


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    answered = Question.objects.published().with_answers()
    page = Paginator(answered, QUESTIONS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "signups/questions.html", {"page": page})


@require_safe
def question(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    found = get_object_or_404(Question.objects.published().with_answers(), pk=pk)
    if slug != found.slug:
        return redirect(found, permanent=True)
    return render(request, "signups/question.html", {"question": found})


@require_safe
def near(request: HttpRequest) -> JsonResponse:
    found = finding.near(request.GET.get("q", ""))
    return JsonResponse({"questions": [{"title": one.text, "url": one.get_absolute_url()} for one in found]})

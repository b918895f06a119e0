from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from careers.models import Career

from . import questions
from .forms import QuestionForm
from .models import Question

QUESTIONS_PER_PAGE = 20

# The forms are guarded by GuardedForm: a CSRF token would need a cookie, and visitors get none.
form_view = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
@form_view
def ask(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    career = get_object_or_404(Career.objects.published(), slug=slug) if slug else None
    form = QuestionForm(request)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        questions.submit(career=career, text=answers["text"], asker=answers["asker"], email=answers["email"])
        return redirect("signups:asked")
    return render(request, "signups/ask.html", {"form": form, "career": career}, status=form.status)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "signups/asked.html")


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

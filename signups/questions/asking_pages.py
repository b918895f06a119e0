from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from careers.models import Career

from . import asking
from .forms import QuestionForm

# The forms are guarded by GuardedForm: a CSRF token would need a cookie, and visitors get none.
form_view = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
@form_view
def ask(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    career = get_object_or_404(Career.objects.published(), slug=slug) if slug else None
    form = QuestionForm(request)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        asking.submit(career=career, text=answers["text"], asker=answers["asker"], email=answers["email"])
        return redirect("signups:asked")
    return render(request, "signups/ask.html", {"form": form, "career": career}, status=form.status)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "signups/asked.html")

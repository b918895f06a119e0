"""The experts' own place: their questions, and nothing else of the site's inner side."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ...kept_nowhere import PRIVATE
from ...models import Answer, Expert, Question
from ..steps import TooLate
from . import answering, away
from .answering import Asked, ChangedElsewhere, NotTheirs
from .forms import AnswerForm, GiveBackForm

# What the buttons of a question's page are called.
SUBMIT, LOOK, TAKE_BACK = "_submit", "_look", "_take_back"
TYPED = ("short", "text", "sources", "why")

View = Callable[..., HttpResponse]
form_view = require_http_methods(["GET", "HEAD", "POST"])


def place(view: View) -> View:
    """A page for whoever has an expert, signed in; kept by nobody on the way."""

    @wraps(view)
    def opened(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = _stranger(request) or view(request, *args, **kwargs)
        response["Cache-Control"] = PRIVATE
        return response

    return opened


def after_rules(view: View) -> View:
    """A page of the place that opens once the rules are accepted."""

    @place
    @wraps(view)
    def opened(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.expert.rules_accepted_at is None:
            return redirect("signups:expert-rules")
        return view(request, *args, **kwargs)

    return opened


def _stranger(request: HttpRequest) -> HttpResponse | None:
    """What to answer whoever is not an expert; of others the expert is `request.expert` afterwards."""
    if not request.user.is_authenticated:
        is_typed = any(request.POST.get(name) for name in TYPED)
        return _not_saved(request, "signed-out", 403) if is_typed else redirect_to_login(request.get_full_path())
    request.expert = Expert.objects.filter(account=request.user).select_related("school").first()
    if request.expert is None:
        raise PermissionDenied("It is for experts who answer questions.")
    return None


def _not_saved(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """With what was typed, so that nobody has to write it again."""
    typed = {name: text for name in TYPED if (text := request.POST.get(name))}
    return render(request, "expert/not_saved.html", {"why": why, "typed": typed}, status=status)


@require_safe
@after_rules
def questions(request: HttpRequest) -> HttpResponse:
    asked = answering.asked_of(request.expert)
    context = {
        "at": "questions",
        "expert": request.expert,
        "to_answer": [one for one in asked if one.is_writable],
        "with_reviewers": [one for one in asked if not one.is_writable],
        "published": answering.published_of(request.expert),
    }
    return render(request, "expert/questions.html", context)


@form_view
@place
def rules(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        away.accept_rules(request.expert)
        return redirect("signups:expert")
    return render(request, "expert/rules.html", {"at": "rules", "expert": request.expert})


@form_view
@after_rules
def question(request: HttpRequest, pk: int) -> HttpResponse:
    asked = answering.find(pk, request.expert)
    if asked is None:
        return _gone(request)
    if TAKE_BACK in request.POST:
        return _take_back(request, pk)
    if request.method == "POST":
        return _write(request, asked) if asked.is_writable else _not_saved(request, "submitted", 409)
    form = AnswerForm(question=asked.question, initial=vars(answering.written_in(asked.answer)))
    return _page(request, asked, form)


def _gone(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _not_saved(request, "gone", 404)
    raise Http404


def _write(request: HttpRequest, asked: Asked) -> HttpResponse:
    form = AnswerForm(request.POST, question=asked.question, submits=SUBMIT in request.POST)
    if not form.is_valid():
        return _page(request, asked, form, status=422)
    if LOOK in request.POST:
        return _page(request, asked, form, looked_at=_written(request.expert, asked.question, form))
    opened, by = request.POST.get("opened", ""), request.user
    try:
        answering.save(asked.question.pk, request.expert, form.written, opened=opened, by=by, submits=form.submits)
    except NotTheirs:
        return _not_saved(request, "gone", 404)
    except TooLate:
        return _not_saved(request, "submitted", 409)
    except ChangedElsewhere as problem:
        now = Asked(asked.question, problem.stored)
        return _page(request, now, form, status=409, is_changed_elsewhere=True)
    says = "Thank you. Your answer is submitted." if form.submits else "Draft saved."
    messages.success(request, says)
    return redirect("signups:expert-question", asked.question.pk)


def _written(expert: Expert, question: Question, form: AnswerForm) -> Answer:
    written = form.written
    return Answer(
        expert=expert,
        question=question,
        short=written.short,
        text=written.text,
        sources=written.sources,
        basis=written.basis,
    )


def _page(request: HttpRequest, asked: Asked, form: AnswerForm, *, status: int = 200, looked_at=None, **context):
    context |= {
        "expert": request.expert,
        "asked": asked,
        "question": asked.question,
        "answer": asked.answer,
        "form": form,
        "stamp": answering.stamp_of(asked.answer),
        "short_max": Answer.SHORT_MOST,
        "looked_at": looked_at,
        "is_public": Question.objects.published().filter(pk=asked.question.pk).exists(),
    }
    return render(request, "expert/question.html", context, status=status)


def _take_back(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        answering.take_back(pk, request.expert, by=request.user)
    except NotTheirs:
        return _not_saved(request, "gone", 404)
    except TooLate:
        messages.error(request, "Somebody has decided about this answer meanwhile. Nothing was changed.")
    else:
        messages.success(request, "It is a draft again.")
    return redirect("signups:expert-question", pk)


@form_view
@after_rules
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    asked = answering.find(pk, request.expert)
    if asked is None or (asked.answer and asked.answer.status == Answer.Status.PUBLISHED):
        return _gone(request)
    form = GiveBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answering.give_back(pk, request.expert, why=form.cleaned_data["why"], by=request.user)
        except NotTheirs:
            return _not_saved(request, "gone", 404)
        except TooLate:
            messages.error(
                request, "Your answer is with our reviewers. Take it back first, then give back the question."
            )
            return redirect("signups:expert-question", pk)
        messages.success(request, "The question is with us again. Thank you for telling us.")
        return redirect("signups:expert")
    context = {"asked": asked, "question": asked.question, "form": form}
    return render(request, "expert/give_back.html", context, status=422 if form.errors else 200)

"""The moderators' page of one question, and what its buttons do."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse

from careers.admin.rights import who_can

from ...models import Answer, Question
from ..steps import TooLate
from . import reviewing
from .actions import OF_ANSWERS, OF_QUESTIONS, Action
from .forms import ReviewForm
from .queue import REVIEW, reviewable
from .shown import Sent, context_of, ids_of, moment_of, name_of


def _only_reviewers(request: HttpRequest) -> None:
    if not request.user.has_perm(REVIEW):
        raise PermissionDenied(f"People who can: {who_can(REVIEW)}.")


def _opened(pk: int) -> Question:
    related = ("career__field", "expert", "claimed_by", "merged_into")
    question = reviewable().select_related(*related).filter(pk=pk).first()
    if question is None:
        raise Http404
    return question


def address_of(pk: int) -> str:
    return reverse("admin:signups_question_review", args=[pk])


def review(pages, request: HttpRequest, pk: int) -> HttpResponse:
    _only_reviewers(request)
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return _page(pages, request, _opened(pk))


def take_claim(pages, request: HttpRequest, pk: int) -> HttpResponse:
    _only_reviewers(request)
    if request.method != "POST":
        return HttpResponseRedirect(address_of(_opened(pk).pk))
    question = _opened(pk)
    if not reviewing.claim(pk, by=request.user):
        return _page(pages, request, _opened(question.pk), status=409, why="Somebody else was quicker.")
    return HttpResponseRedirect(address_of(pk))


def release_claim(pages, request: HttpRequest, pk: int) -> HttpResponse:
    _only_reviewers(request)
    if request.method != "POST":
        return HttpResponseRedirect(address_of(_opened(pk).pk))
    reviewing.release_claim(_opened(pk).pk, by=request.user)
    messages.success(request, "Somebody else can take it now.")
    return HttpResponseRedirect(reverse("admin:signups_question_changelist"))


def act(pages, request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step, by whoever has the question and as they opened it.

    Whoever had to sign in again, or opens the address once more, is led to the page with its button.
    """
    _only_reviewers(request)
    action = OF_QUESTIONS.get(step) or OF_ANSWERS.get(step)
    if action is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(f"{address_of(_opened(pk).pk)}#{step}")
    question = _opened(pk)
    about = _answer(request, question) if step in OF_ANSWERS else question
    if _is_too_late(request, question) or not action.fits(about):
        return _not_done(pages, request, question, action)
    form = action.form(about, request.POST, auto_id=ids_of(action, about)) if action.form else None
    sent = form and Sent(name=step, form=form, answer=about if step in OF_ANSWERS else None)
    if form and not form.is_valid():
        return _page(pages, request, question, status=422, sent=sent)
    try:
        _do(request, action, question.pk, about, form)
    except TooLate:
        return _not_done(pages, request, _opened(pk), action)
    except reviewing.NotDone as error:
        return _refused(pages, request, question, sent, error)
    pages.log_change(request, question, f"{action.button}.")
    messages.success(request, f"{action.done} {action.then(_opened(pk))}".strip())
    return HttpResponseRedirect(address_of(pk))


def _do(request: HttpRequest, action: Action, pk: int, about: Question | Answer, form: ReviewForm | None) -> None:
    with reviewing.acting(pk, by=request.user, seen=request.POST.get("seen", "")) as question:
        if isinstance(about, Answer):
            about = question.answers.select_related("expert").get(pk=about.pk)
            about.question = question
        if not action.fits(about if isinstance(about, Answer) else question):
            raise TooLate
        typed = form.cleaned_data if form else {}
        action.do(about if isinstance(about, Answer) else question, **typed, by=request.user)


def _answer(request: HttpRequest, question: Question) -> Answer:
    number = request.POST.get("answer", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        raise Http404
    answer = question.answers.select_related("expert").filter(pk=number).first()
    if answer is None:
        raise Http404
    answer.question = question
    return answer


def _is_too_late(request: HttpRequest, question: Question) -> bool:
    is_theirs = question.claimed_by_id == request.user.pk
    return not is_theirs or request.POST.get("seen") != reviewing.seen_as(question)


def _refused(pages, request: HttpRequest, question: Question, sent: Sent | None, error) -> HttpResponse:
    """A rule stands against it; it is said where it was typed, or above all else where nothing was."""
    if sent is None:
        return _page(pages, request, question, status=422, why=str(error))
    sent.form.add_error(error.field, str(error))
    return _page(pages, request, question, status=422, sent=sent)


@dataclass(frozen=True)
class Typed:
    label: str
    value: str


def _not_done(pages, request: HttpRequest, question: Question, action: Action) -> HttpResponse:
    """Somebody was quicker: why nothing was changed, and what was typed, to be copied."""
    fields = action.form.base_fields if action.form else {}
    typed = [
        Typed(field.label or name, request.POST[name])
        for name, field in fields.items()
        if request.POST.get(name) and not field.widget.is_hidden
    ]
    context = {
        "title": "Nothing was changed",
        "question": question,
        "why": _why_too_late(request, question),
        "typed": typed,
        "action": action,
    }
    return pages.staff_page(request, "admin/signups/question/not_done.html", context, status=409)


def _why_too_late(request: HttpRequest, question: Question) -> str:
    if question.claimed_by is None:
        return "You no longer have this question. Take it, then try again."
    if question.claimed_by != request.user:
        return f"{name_of(question.claimed_by)} has had this question since {moment_of(question.claimed_at)}."
    return "It was changed after you opened it. Look at it again."


def _page(
    pages, request: HttpRequest, question: Question, *, status: int = 200, sent: Sent | None = None, why: str = ""
) -> HttpResponse:
    may_change = pages.has_view_or_change_permission(request, question)
    context = {**context_of(request, question, sent), "why": why, "may_change": may_change}
    return pages.staff_page(request, "admin/signups/question/review.html", context, status=status)

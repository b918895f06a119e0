"""The pages of askers: confirming, a lost link, and everything about one question."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ... import personal_data
from ...guard import GuardedForm, LinkedForm
from ...models import Question
from ...updates import network
from ...updates.link_pages import by_link, kept_nowhere
from ...updates.pressing import Page, press_of
from ..steps import Role, TooLate, may_take
from ..urgent import alerts as urgent
from . import actions as own
from . import links as own_links
from . import requests as own_requests
from .forms import AddressForm, AgreeForm, CodeForm, EraseForm, PressForm, WithdrawForm, WordingForm
from .shown import page_of

NOT_OPEN = "signups/my_question_not_open.html"
SAVED = {
    "confirmed": "Thank you. Your address is confirmed.",
    "agree": "Thank you. The wording stays so.",
    "change": "Thank you. A moderator looks at your wording.",
    "private": "Your question stays private: nobody but you sees the answer.",
    "public": "Thank you. The question may be published.",
}
# Whoever opens the page again later has read it.
SAID_FOR = 60
SAYING = signing.TimestampSigner(salt="signups.question-saved")
# What can be done again and again.
COUNTED = ("change", "private", "public")
NO_SUCH_CODE = "There is no question with this code. Check each letter and figure, and enter it again."


@partial(by_link, or_else=NOT_OPEN)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    question = own_links.to_confirm(token)
    if not own.to_be_confirmed(question):
        return render(request, "signups/my_question_confirmed.html", {"mine": _mine(question)})
    page = Page(f"confirm-question {question.pk}", [])
    press, status = None, 200
    if request.method == "POST":
        press, status = press_of(request, page), 422
        if press.topics is not None:
            return redirect(_mine(question) + _confirmed(question))
    context = {"seal": press.seal if press else page.seal, "press": press, "is_urgent": question.is_urgent}
    return render(request, "signups/my_question_confirm.html", context, status=status)


def _confirmed(question: Question) -> str:
    """Whoever was quicker has confirmed it too, or ended it: its page tells."""
    try:
        own.confirm(question)
    except TooLate:
        return ""
    return _said("confirmed")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@kept_nowhere
def question_link(request: HttpRequest) -> HttpResponse:
    """A lost link by mail, or a question without an address by its code."""
    by_code = request.POST.get("do") == "code"
    address = AddressForm(None if by_code else request, auto_id="address_%s")
    code = CodeForm(request if by_code else None, auto_id="code_%s")
    form, wait = code if by_code else address, 0
    if form.is_bound and form.is_valid():
        wait, answer = (_by_code if by_code else _by_mail)(request, form)
        if answer:
            return answer
    if wait:
        form.add_error(None, network.too_many(wait))
    context = {"form": form, "address": address, "code": code}
    response = render(request, "signups/my_question_link.html", context, status=429 if wait else form.status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _by_mail(request: HttpRequest, form: GuardedForm) -> tuple[int, HttpResponse | None]:
    wait = network.wait_for(request, form.cleaned_data["email"])
    if wait:
        return wait, None
    own_requests.receive(form.cleaned_data["email"])
    return 0, redirect("signups:question-link-sent")


def _by_code(request: HttpRequest, form: GuardedForm) -> tuple[int, HttpResponse | None]:
    """The code itself stands in no address, which browsers keep."""
    wait = own_requests.wait_for_code(request)
    if wait:
        return wait, None
    question = own_links.question_with_code(form.cleaned_data["code"])
    if question is None:
        form.add_error("code", NO_SUCH_CODE)
        return 0, None
    return 0, redirect(own_links.address(own_links.BY_CODE, question))


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "signups/my_question_link_sent.html")


@partial(by_link, or_else=NOT_OPEN)
def my_question(request: HttpRequest, token: str) -> HttpResponse:
    question = own_links.question_of(token)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    forms = _forms(request, question, do)
    form, is_too_late = forms.get(do), request.method == "POST" and do not in forms
    wait = own_requests.wait_to_change(question) if do in COUNTED and form and form.is_valid() else 0
    if wait:
        form.add_error(None, network.too_many(wait))
    elif form and form.is_valid():
        try:
            return ACTIONS[do](request, question, form) or redirect(_here(token) + _said(do))
        except TooLate:
            question, is_too_late = own_links.question_of(token), True
            forms, form = _forms(request, question, ""), None
    context = {
        "page": page_of(question),
        "forms": forms,
        "form": form,
        "is_too_late": is_too_late,
        "help_lines": urgent.help_lines() if question.is_urgent else None,
        "saved": _saved(request) if request.method != "POST" else None,
        "minutes": None if question.email else own_links.MINUTES_OF_CODE,
    }
    status = 409 if is_too_late else 429 if wait else form.status if form else 200
    response = render(request, "signups/my_question.html", context, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _said(do: str) -> str:
    return f"?{urlencode({'done': SAYING.sign(do)})}"


def _saved(request: HttpRequest) -> str | None:
    try:
        return SAVED.get(SAYING.unsign(request.GET.get("done", ""), max_age=SAID_FOR))
    except signing.BadSignature:
        return None


def _here(token: str) -> str:
    return reverse("signups:my-question", args=[token])


def _mine(question: Question) -> str:
    return own_links.address(own_links.MINE, question)


def _forms(request: HttpRequest, question: Question, sent: str) -> dict[str, LinkedForm]:
    """Those that make sense now, each by what it does; only the one that was sent is filled in."""
    goes_on = question.status in Question.GOES_ON
    made = {
        "agree": AgreeForm if goes_on else None,
        "change": WordingForm if goes_on else None,
        "private": PressForm if goes_on and not question.is_private else None,
        "public": PressForm if own.may_be_public(question) else None,
        "withdraw": WithdrawForm if may_take("withdraw", question, Role.ASKER) else None,
        "erase": EraseForm,
    }
    return {
        name: form(request if name == sent else None, question, auto_id=f"{name}_%s")
        for name, form in made.items()
        if form
    }


def _agree(request: HttpRequest, question: Question, form: AgreeForm) -> None:
    own.agree(question, form.cleaned_data["wording"] or 0)


def _change(request: HttpRequest, question: Question, form: WordingForm) -> None:
    own.propose(question, text=form.cleaned_data["text"], background=form.cleaned_data["background"])


def _keep_private(request: HttpRequest, question: Question, form: PressForm) -> None:
    own.keep_private(question)


def _allow(request: HttpRequest, question: Question, form: PressForm) -> None:
    own.allow(question)


def _withdraw(request: HttpRequest, question: Question, form: WithdrawForm) -> None:
    own.withdraw(question)


def _erase(request: HttpRequest, question: Question, form: EraseForm) -> HttpResponse:
    context = {"was_public": question.status == Question.Status.PUBLISHED, "had_address": bool(question.email)}
    personal_data.erase_asker(question)
    return render(request, "signups/my_question_erased.html", context)


ACTIONS: dict[str, Callable] = {
    "agree": _agree,
    "change": _change,
    "private": _keep_private,
    "public": _allow,
    "withdraw": _withdraw,
    "erase": _erase,
}

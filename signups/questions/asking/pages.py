"""Asking a question at one address, page after page: age, question, what was answered before, a last look.

Each page sends all that was typed so far, and all of it is checked again, so that none can be left out.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from careers.models import Career

from ...guard import GuardedForm
from ...models import Question
from ...updates.link_pages import kept_nowhere
from ..own import links as own_links
from ..personal import marks as personal_marks
from ..public import finding
from ..urgent import alerts as urgent
from . import age, rate
from . import submitting as asking
from .forms import (
    PUBLIC,
    AgeForm,
    QuestionForm,
    SendForm,
    code_in,
    sealed_code,
    typed_in,
    without_personal,
)

AGE, WRITE, NEAR, CHECK = "age", "write", "near", "check"
# In their order.
TEMPLATES = {
    AGE: "signups/ask_age.html",
    WRITE: "signups/ask_write.html",
    NEAR: "signups/ask_near.html",
    CHECK: "signups/ask_check.html",
}
# What was answered before is shown only where something was, and so is not counted.
STEPS = (AGE, WRITE, CHECK)
# What each of them asks for itself, and so does not hand on.
OF_PAGE = {AGE: (), WRITE: (*PUBLIC, "asker"), NEAR: (), CHECK: ("email", "consent")}
CHANGE, TAKE_OUT, SEND = "change", "take-out", "send"

# The forms are guarded by GuardedForm: a CSRF token would need a cookie, and visitors get none.
form_view = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Visit:
    request: HttpRequest
    career: Career | None
    typed: dict[str, str]

    @property
    def may_give_address(self) -> bool | None:
        return age.may_give_address(self.typed["seal"])

    @cached_property
    def is_urgent(self) -> bool:
        # What is longer is refused, and looked through once it is shorter.
        return any(urgent.is_urgent(self.typed[name][: Question.BACKGROUND_MOST]) for name in PUBLIC)


@dataclass(frozen=True)
class Promise:
    """What is promised to whoever asks now, and confirms the address at once."""

    days_kept: int = field(default_factory=lambda: settings.ASKER_RETENTION_DAYS)

    @property
    def confirmed_by(self) -> date:
        return timezone.localdate() + timedelta(days=own_links.DAYS_TO_CONFIRM)

    @property
    def read_by(self) -> date:
        return timezone.localdate() + timedelta(days=settings.QUESTION_REVIEW_DAYS)

    @property
    def answered_by(self) -> date:
        return self.read_by + timedelta(days=settings.QUESTION_ANSWER_DAYS)


@csrf_exempt
@form_view
@kept_nowhere
def ask(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    career = get_object_or_404(Career.objects.published().select_related("field"), slug=slug) if slug else None
    visit = Visit(request, career, typed_in(request.POST))
    if request.method != "POST":
        return _page(visit, AGE, AgeForm()) if visit.may_give_address is None else _page(visit, WRITE, QuestionForm())
    if request.POST.get("at") == AGE:
        form = AgeForm(request)
        if not form.is_valid():
            return _page(visit, AGE, form)
        typed = {**visit.typed, "seal": age.seal(form.cleaned_data["age"])}
        return _page(replace(visit, typed=typed), WRITE, QuestionForm(initial=typed))
    if visit.may_give_address is None:
        return _page(visit, AGE, AgeForm(), 422, is_asked_again=True)
    return _after_question(visit)


def _after_question(visit: Visit) -> HttpResponse:
    at, pressed = visit.request.POST.get("at"), visit.request.POST.get("go")
    if pressed == CHANGE:
        return _page(visit, WRITE, QuestionForm(initial=visit.typed))
    form = QuestionForm(visit.request)
    if form.is_valid() and pressed == TAKE_OUT:
        changed = without_personal(visit.typed)
        visit = replace(visit, typed={**visit.typed, **changed})
        form = QuestionForm(visit.request, changed=changed)
    if not form.is_valid():
        return _page(visit, WRITE, form)
    if at == CHECK and pressed == SEND:
        return _send(visit)
    if at == WRITE and not visit.is_urgent:
        career = visit.career.pk if visit.career else None
        if near := finding.near_with_answers(visit.typed["text"], career=career):
            return _page(visit, NEAR, form, near=near)
    return _check_page(visit, _send_form(visit, initial=visit.typed))


def _send(visit: Visit) -> HttpResponse:
    form = _send_form(visit, request=visit.request)
    # Whoever is in danger reads first whom they can call.
    if not form.is_valid() or (visit.is_urgent and not visit.typed["told"]):
        return _check_page(visit, form)
    answers = form.cleaned_data
    email = answers.get("email", "")
    if wait := rate.wait_for(visit.request, email, is_urgent=visit.is_urgent):
        form.add_error(None, rate.too_many(wait))
        response = _check_page(visit, form, status=429)
        response["Retry-After"] = str(wait)
        return response
    sent = asking.submit(
        **{name: answers[name] for name in ("text", "background", "asker")},
        career=visit.career,
        email=email,
        is_urgent=visit.is_urgent,
        code=code_in(visit.typed["code"]),
    )
    if email and not visit.is_urgent:
        return redirect("signups:asked")
    return _thanks_page(visit.request, sent=sent, is_urgent=visit.is_urgent)


def _send_form(visit: Visit, **kwargs) -> SendForm:
    return SendForm(may_give_address=bool(visit.may_give_address), is_urgent=visit.is_urgent, **kwargs)


def _check_page(visit: Visit, form: SendForm, *, status: int = 0) -> HttpResponse:
    typed = visit.typed
    typed |= {"code": sealed_code(typed["code"]), "told": "1" if visit.is_urgent else ""}
    return _page(
        visit,
        CHECK,
        form,
        status,
        has_marks=any(personal_marks.marks(typed[name]) for name in PUBLIC),
        asked_by=dict(Question.Asker.choices).get(typed["asker"], "A visitor"),
    )


def _page(visit: Visit, page: str, form: GuardedForm, status: int = 0, **context) -> HttpResponse:
    kept = {name: value for name, value in visit.typed.items() if value and name not in OF_PAGE[page]}
    if not kept.get("opened") or "opened" in form.errors:
        kept["opened"] = form.fresh_timestamp
    # Nobody is asked for an age where nobody is asked for an address.
    steps = [one for one in STEPS if one != AGE or not settings.QUESTIONS_WITHOUT_ADDRESS]
    context |= {
        "page": page,
        "form": form,
        "kept": kept,
        "typed": visit.typed,
        "career": visit.career,
        "number": steps.index(WRITE if page == NEAR else page) + 1,
        "total": len(steps),
        "promise": Promise(),
        "is_urgent": visit.is_urgent,
        "help_lines": urgent.help_lines() if visit.is_urgent else [],
        "is_somebody_told": visit.is_urgent and urgent.is_somebody_told(),
    }
    return render(visit.request, TEMPLATES[page], context, status=status or form.status)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return _thanks_page(request, sent=asking.Sent(), is_urgent=False)


def _thanks_page(request: HttpRequest, *, sent: asking.Sent, is_urgent: bool) -> HttpResponse:
    context = {
        "sent": sent,
        "is_urgent": is_urgent,
        "help_lines": urgent.help_lines() if is_urgent else [],
        "is_somebody_told": is_urgent and urgent.is_somebody_told(),
        "promise": Promise(),
    }
    return render(request, "signups/ask_thanks.html", context)

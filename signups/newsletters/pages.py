"""What staff do with a newsletter besides writing it: look at its mail, test it, send it, decide about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from csp.decorators import csp_update
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone

from careers.admin.draft_pages import in_words
from careers.admin.rights import who_can
from careers.models.rules import FURTHEST_YEARS

from ..limits import Limit, Window, wait_for
from ..mail import decisions, outbox
from ..mail.accounting import account_of
from ..mail.decision_pages import RIGHT as DECIDE
from ..mail.decision_pages import when_due
from ..models import Newsletter
from . import check, mail, sending
from .preview import Shown, shown

SEND = "signups.send_newsletter"
TESTS = Limit("newsletter-test", (Window(20, 3600),))
LATER = "later"
NO_SUCH_HOUR = "This hour does not exist or comes twice on that day, because clocks change. Choose another time."
NOBODY = "Nobody gets it as things stand now."


def framing(response: HttpResponse, mail: Shown) -> HttpResponse:
    """`response` with the mail in a frame of it, which shares its policy."""
    return csp_update(mail.policy)(lambda: response)()


def preview(pages, request: HttpRequest) -> HttpResponse:
    """What a form holds, and nothing stored: for the script of the form as JSON, else as a page."""
    if not (pages.has_view_or_change_permission(request) or pages.has_add_permission(request)):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    typed = {name: request.POST.get(name, "").replace("\0", "") for name in ("subject", "text")}
    found = shown(Newsletter(**typed))
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"subject": found.subject, "html": found.html, "text": found.text})
    context = {"title": "Preview", "mail": found}
    return framing(pages.staff_page(request, "admin/signups/newsletter/preview.html", context), found)


def _opened(pk: int) -> Newsletter | None:
    return Newsletter.objects.select_related("mailing", "field").filter(pk=pk).first()


def _gone(request: HttpRequest) -> HttpResponseRedirect:
    messages.error(request, "Nothing was done: somebody deleted this newsletter.")
    return HttpResponseRedirect(reverse("admin:signups_newsletter_changelist"))


def _back(newsletter: Newsletter) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:signups_newsletter_change", args=[newsletter.pk]))


def test(pages, request: HttpRequest, pk: int) -> HttpResponse:
    """One mail to the person who asks, and to nobody else."""
    if not pages.has_change_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    newsletter = _opened(pk)
    if newsletter is None:
        return _gone(request)
    if not request.user.email:
        messages.error(request, "Your account has no email address. Ask an administrator to add it, then try again.")
    elif wait := wait_for(TESTS, request.user.get_username()):
        messages.error(request, f"That is enough for now. Try again in {wait // 60 + 1} minutes.")
    else:
        outbox.queue_for_one(mail.TEST, email=request.user.email, data={"newsletter": pk}, by=request.user)
        messages.success(request, f"A test of what is saved is on its way to {request.user.email}.")
    return _back(newsletter)


class ClockTime(forms.SplitDateTimeField):
    """A day and a time by the site's clocks."""

    def compress(self, data_list: list) -> datetime | None:
        try:
            return super().compress(data_list)
        except forms.ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise forms.ValidationError(NO_SUCH_HOUR, code=error.code) from None


class SendForm(forms.Form):
    """When it goes out, in the site's time zone."""

    use_required_attribute = False
    when = forms.ChoiceField(
        label="When",
        choices=[("now", "Now"), (LATER, "At a set time")],
        initial="now",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose when.", "invalid_choice": "Choose when."},
    )
    at = ClockTime(
        label="Day and time",
        required=False,
        widget=forms.SplitDateTimeWidget(
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs={"type": "date", "aria-label": "Day"},
            time_attrs={"type": "time", "aria-label": "Time"},
        ),
        error_messages={"invalid": "Choose a day and a time.", "incomplete": "Choose a day and a time."},
    )
    anyway = forms.BooleanField(
        label="Send it anyway",
        required=False,
        error_messages={"required": "Settle what the check finds, or say that it goes out anyway."},
    )

    def __init__(self, *args, has_warnings: bool, has_readers: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["anyway"].required = has_warnings
        self.has_readers = has_readers

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("when") == "now" and not self.has_readers:
            self.add_error("when", "Nobody would get it now. Set a time, or wait until somebody signs up for it.")
        if cleaned.get("when") != LATER or "at" in self.errors:
            return cleaned
        at, now = cleaned.get("at"), timezone.now()
        if at is None:
            self.add_error("at", "Choose a day and a time.")
        elif at <= now:
            self.add_error("at", "This has gone by already. Choose a later time, or send it now.")
        elif at.year > now.year + FURTHEST_YEARS:
            self.add_error("at", f"This is more than {FURTHEST_YEARS} years from now. Check the year.")
        return cleaned


def send(pages, request: HttpRequest, pk: int) -> HttpResponse:
    """Shows who gets it and what the check finds, and asks when; POST queues it."""
    if not pages.may_send(request):
        raise PermissionDenied(f"People who can: {who_can(SEND)}.")
    newsletter = _opened(pk)
    if newsletter is None:
        return _gone(request)
    if not newsletter.is_draft:
        messages.error(request, "It is queued already.")
        return _back(newsletter)
    people, findings = mail.audience(newsletter.field_id).count(), check.findings_of(newsletter)
    warnings = [one.says for one in findings if not one.is_error] + [NOBODY] * (not people)
    rules = {"has_warnings": bool(warnings), "has_readers": bool(people)}
    if request.method != "POST":
        form, status = SendForm(**rules), 200
    elif request.POST.get("seen") != sending.seen_as(newsletter):
        messages.error(request, f"Nothing was sent. {sending.CHANGED}")
        form, status = SendForm(initial=_typed(request), **rules), 409
    else:
        form, status = SendForm(request.POST, **rules), 422
        if form.is_valid():
            return _queue(pages, request, newsletter, form)
    context = {
        "people": people,
        "errors": [one.says for one in findings if one.is_error],
        "warnings": warnings,
        "form": form,
    }
    return _ask(pages, request, newsletter, context, status)


def _typed(request: HttpRequest) -> dict:
    return {"when": request.POST.get("when"), "at": [request.POST.get("at_0", ""), request.POST.get("at_1", "")]}


def _ask(pages, request: HttpRequest, newsletter: Newsletter, found: dict, status: int) -> HttpResponse:
    context = {
        "title": "Send",
        "subtitle": newsletter.subject,
        "newsletter": newsletter,
        "seen": sending.seen_as(newsletter),
        "time_zone": timezone.get_current_timezone_name(),
        "now": timezone.localtime(),
        **found,
    }
    return pages.staff_page(request, "admin/signups/newsletter/send.html", context, status=status)


def _queue(pages, request: HttpRequest, newsletter: Newsletter, form: SendForm) -> HttpResponse:
    at = form.cleaned_data["at"] if form.cleaned_data["when"] == LATER else timezone.now()
    try:
        sending.queue(newsletter.pk, seen=request.POST.get("seen", ""), due_at=at, by=request.user)
    except sending.NotDone as error:
        messages.error(request, f"Nothing was sent. {error}")
        return HttpResponseRedirect(request.path)
    is_later = form.cleaned_data["when"] == LATER
    said = f"It goes out on {in_words(at)}." if is_later else "It is queued, and goes out now."
    pages.log_change(request, newsletter, f"Scheduled for {in_words(at)}." if is_later else "Sent.")
    messages.success(request, said)
    return _back(newsletter)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What staff may do with a newsletter that is as `fits` asks: by a page that says `means`, and a button."""

    button: str
    means: str
    fits: Callable[[Newsletter], bool]
    do: Callable[[Newsletter, HttpRequest], Newsletter | None]
    # "{when}" in it is when it goes out.
    done: str
    # How many people this is about, where it is about people.
    counts: Callable[[Newsletter], str] | None = None
    # None where whoever may add newsletters, and look at this one, may do it.
    right: str | None = SEND


def _stop(newsletter: Newsletter, request: HttpRequest) -> None:
    try:
        decisions.stop(newsletter.mailing_id)
    except decisions.TooLate:
        raise sending.NotDone("It was over, or stopped, before you pressed the button.") from None


def _release(newsletter: Newsletter) -> None:
    try:
        decisions.release(newsletter.mailing_id)
    except decisions.TooLate:
        raise sending.NotDone("Somebody else sent or stopped it before you pressed the button.") from None


def _would_get_it(newsletter: Newsletter) -> str:
    people = mail.audience(newsletter.for_field).count()
    return f"{people:,} {'person' if people == 1 else 'people'} would get it as things stand now."


def _how_far(newsletter: Newsletter) -> str:
    account = account_of(newsletter.mailing)
    if not account.recipients:
        return f"Nobody got it yet. {_would_get_it(newsletter)}"
    so_far = " so far" if newsletter.mailing.expanded_to is not None else ""
    sent, waiting = (
        f"{count:,} {one if count == 1 else many}"
        for count, one, many in ((account.sent, "was", "were"), (account.waiting, "waits", "wait"))
    )
    mails = "mail" if account.recipients == 1 else "mails"
    return f"Of {account.recipients:,} {mails}{so_far}, {sent} sent, and {waiting}."


STATE = Newsletter.State
TAKEN_BACK = (STATE.SCHEDULED, STATE.HELD, STATE.STOPPED)
DECISIONS = {
    "release": Decision(
        button="Send it",
        means="It goes out to everybody who still wants it: now, or at its time if that is still to come.",
        fits=lambda one: one.state == STATE.HELD,
        do=lambda one, request: _release(one),
        done="It goes out {when}.",
        counts=_how_far,
        right=DECIDE,
    ),
    "take-back": Decision(
        button="Make it a draft again",
        means="It does not go out as it was queued. You can change it and send it later.",
        fits=lambda one: one.state in TAKEN_BACK and not one.published_at and sending.is_untouched(one.mailing),
        do=lambda one, request: sending.take_back(one.pk),
        done="It is a draft again. Nobody got it.",
        counts=_would_get_it,
    ),
    "stop": Decision(
        button="Stop sending",
        means="Mails that have not been sent are cancelled for good. Those that were sent stay with who got them.",
        fits=lambda one: one.state in (STATE.SENDING, STATE.HELD),
        do=_stop,
        done="It is stopped. What was not sent is cancelled.",
        counts=_how_far,
    ),
    "publish": Decision(
        button="Put it into the archive",
        means="Everybody can read it on this site then, in the archive and its feed, just as it was sent.",
        fits=lambda one: one.is_over and not one.published_at and sending.was_sent(one.mailing),
        do=lambda one, request: sending.publish(one.pk),
        done="It is in the archive.",
    ),
    "take-out": Decision(
        button="Take it out of the archive",
        means="Its page is gone from this site then. Mails that were sent stay with who got them.",
        fits=lambda one: one.published_at is not None,
        do=lambda one, request: sending.take_out(one.pk),
        done="It is no longer in the archive.",
    ),
    "copy": Decision(
        button="Copy it as a new draft",
        means="A new newsletter begins with the same words. This one stays as it is.",
        fits=lambda one: not one.is_draft,
        do=lambda one, request: sending.copy(one.pk, by=request.user.get_username()),
        done="This is the copy.",
        right=None,
    ),
}


def possible(pages, request: HttpRequest, newsletter: Newsletter) -> dict[str, Decision]:
    return {
        name: decision
        for name, decision in DECISIONS.items()
        if decision.fits(newsletter) and _may(pages, request, decision)
    }


def _may(pages, request: HttpRequest, decision: Decision) -> bool:
    if decision.right:
        return request.user.has_perm(decision.right)
    return pages.has_add_permission(request) and pages.has_view_or_change_permission(request)


def decide(pages, request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Asks; POST does it."""
    if what not in DECISIONS:
        raise Http404
    decision = DECISIONS[what]
    if not _may(pages, request, decision):
        raise PermissionDenied(f"People who can: {who_can(decision.right or 'signups.add_newsletter')}.")
    newsletter = _opened(pk)
    if newsletter is None:
        return _gone(request)
    if not decision.fits(newsletter):
        messages.error(request, "That is no longer possible. See below how it stands.")
        return _back(newsletter)
    if request.method != "POST":
        context = {
            "title": f"{decision.button}?",
            "subtitle": newsletter.subject,
            "name": newsletter.subject,
            "says": [decision.means, *([decision.counts(newsletter)] if decision.counts else [])],
            "button": decision.button,
            "back": reverse("admin:signups_newsletter_change", args=[pk]),
        }
        return pages.staff_page(request, "admin/signups/sure.html", context)
    try:
        made = decision.do(newsletter, request)
    except sending.NotDone as error:
        messages.error(request, f"Nothing was changed. {error}")
        return _back(newsletter)
    pages.log_change(request, newsletter, f"{decision.button}.")
    messages.success(request, decision.done.format(when=when_due(newsletter.mailing)))
    return _back(made or newsletter)

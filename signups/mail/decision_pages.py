"""The pages that ask before staff change a mailing or one of its mails; POST does it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from careers.admin.draft_pages import in_words
from careers.admin.rights import who_can

from ..models import Delivery, Mailing
from . import decisions
from .at_stake import kind_of, name_of, says_who_waits, to_whom

RIGHT = "signups.decide_mailing"
# A kind of the newsletters, which import this module.
NEWSLETTER = "newsletter"
TOO_LATE = "Nothing was changed: somebody else, or the mail worker, was quicker. See below how it stands now."


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What may be done with a row that `fits`; `done` tells what happened, with a number where `do` gives one.

    `about` says what, and how many people, it is about. `{when}` is now, or the time at which a mailing is due.
    """

    button: str
    about: Callable[[Mailing | Delivery], str]
    means: str
    fits: Callable[[Mailing | Delivery], bool]
    do: Callable[[Mailing | Delivery], int | None]
    done: str


MAILING, DELIVERY = Mailing.State, Delivery.State


def _says_how_many_failed(mailing: Mailing) -> str:
    count = mailing.deliveries.doubtful().count()
    return f"{count:,} {'mail' if count == 1 else 'mails'} may not have arrived."


def _names_the_mail(delivery: Delivery) -> str:
    return f"{kind_of(delivery.mailing)}, to {to_whom(delivery)}."


def when_due(row: Mailing | Delivery) -> str:
    return f"on {in_words(row.due_at)}" if row.due_at > timezone.now() else "now"


def _send_again(delivery: Delivery) -> None:
    decisions.send_again(delivery.pk, decided_at=delivery.decided_at)


OF_MAILINGS = {
    "release": Decision(
        button="Send it",
        about=says_who_waits,
        means="It goes out {when}, to everybody who still wants it.",
        fits=lambda one: one.state == MAILING.HELD,
        do=lambda one: decisions.release(one.pk),
        done="It goes out {when}.",
    ),
    "cancel": Decision(
        button="Cancel it",
        about=says_who_waits,
        means="Nobody else gets it. What was sent before stays sent.",
        fits=lambda one: one.state == MAILING.HELD,
        do=lambda one: decisions.stop(one.pk),
        done="It is cancelled. Mails that were not sent: {}.",
    ),
    "stop": Decision(
        button="Stop it",
        about=says_who_waits,
        means="Mails that have not been sent are cancelled for good. Those that were sent stay with who got them.",
        fits=lambda one: one.state in (MAILING.QUEUED, MAILING.SENDING),
        do=lambda one: decisions.stop(one.pk),
        done="It is stopped. Mails that were cancelled: {}.",
    ),
    "leave": Decision(
        button="Leave all that failed",
        about=_says_how_many_failed,
        means="Those that were refused, and those of which nothing is known, stay as they are, and leave the desk.",
        fits=lambda one: one.deliveries.doubtful().exists(),
        do=lambda one: decisions.leave_all(one.pk),
        done="Left as they are: {}.",
    ),
}
OF_DELIVERIES = {
    "send-again": Decision(
        button="Send again",
        about=_names_the_mail,
        means="It may have arrived already: then they get it twice.",
        fits=lambda one: one.state == DELIVERY.UNKNOWN and one.mailing.state != MAILING.STOPPED,
        do=_send_again,
        done="It is queued again.",
    ),
    "try-again": Decision(
        button="Try again",
        about=_names_the_mail,
        means="It was refused. If nothing has changed since, it will be refused again.",
        fits=lambda one: one.state == DELIVERY.FAILED and one.mailing.state != MAILING.STOPPED,
        do=_send_again,
        done="It is queued again.",
    ),
    "leave": Decision(
        button="Leave it",
        about=_names_the_mail,
        means="It stays as it is, is counted as it is, and leaves the desk.",
        fits=lambda one: one.state in Delivery.DOUBTFUL and one.settled_at is None,
        do=lambda one: decisions.leave(one.pk),
        done="It is left as it is.",
    ),
    "cancel": Decision(
        button="Cancel it",
        about=_names_the_mail,
        means="They don't get this mail.",
        fits=lambda one: one.state in Delivery.NOT_SENT_YET,
        do=lambda one: decisions.cancel(one.pk),
        done="It is cancelled.",
    ),
}


def _of(row: Mailing | Delivery) -> dict[str, Decision]:
    return OF_MAILINGS if isinstance(row, Mailing) else OF_DELIVERIES


def possible(request: HttpRequest, row: Mailing | Delivery) -> dict[str, Decision]:
    if not request.user.has_perm(RIGHT):
        return {}
    return {name: decision for name, decision in _of(row).items() if decision.fits(row)}


def about_mailing(pages, request: HttpRequest, pk: int, what: str) -> HttpResponse:
    return _decide(pages, request, Mailing.objects.filter(pk=pk), what)


def about_delivery(pages, request: HttpRequest, pk: int, what: str) -> HttpResponse:
    return _decide(pages, request, Delivery.objects.select_related("mailing", "subscription").filter(pk=pk), what)


def _decide(pages, request: HttpRequest, found: QuerySet, what: str) -> HttpResponse:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied(f"People who can: {who_can(RIGHT)}.")
    row = found.first()
    if row is None or what not in _of(row):
        raise Http404
    decision = _of(row)[what]
    if not decision.fits(row):
        messages.error(request, TOO_LATE)
    elif request.method != "POST":
        return _ask(pages, request, row, decision)
    else:
        _do(pages, request, row, decision)
    return HttpResponseRedirect(_page_of(pages, row))


def _page_of(pages, row: Mailing | Delivery) -> str:
    return reverse(f"admin:signups_{pages.opts.model_name}_change", args=[row.pk])


def _ask(pages, request: HttpRequest, row: Mailing | Delivery, decision: Decision) -> HttpResponse:
    is_mailing = isinstance(row, Mailing)
    context = {
        "title": f"{decision.button}?",
        "subtitle": name_of(row) if is_mailing else None,
        "name": name_of(row) if is_mailing else "One mail",
        "says": [decision.about(row), decision.means.format(when=when_due(row)), *_instead(row, decision)],
        "seen": _seen_as(row),
        "button": decision.button,
        "back": _page_of(pages, row),
    }
    return pages.staff_page(request, "admin/signups/sure.html", context)


def _instead(row: Mailing | Delivery, decision: Decision) -> list[str]:
    if decision is OF_MAILINGS["stop"] and row.kind == NEWSLETTER and row.state == MAILING.QUEUED:
        return ["To change it and send it later, make it a draft again on the newsletter's own page instead."]
    return []


def _seen_as(row: Mailing | Delivery) -> str:
    """What tells apart two times at which a row looks the same: it was sent again in between."""
    decided_at = getattr(row, "decided_at", None)
    return decided_at.isoformat() if decided_at else ""


def _do(pages, request: HttpRequest, row: Mailing | Delivery, decision: Decision) -> None:
    try:
        if request.POST.get("seen", "") != _seen_as(row):
            raise decisions.TooLate
        count = decision.do(row)
    except decisions.TooLate:
        messages.error(request, TOO_LATE)
        return
    pages.log_change(request, row, f"{decision.button}.")
    messages.success(request, decision.done.format(count, when=when_due(row)))

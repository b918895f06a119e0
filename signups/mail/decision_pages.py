"""The pages that ask before staff change a mailing or one of its mails; POST does it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from careers.admin.rights import who_can

from ..models import Delivery, Mailing
from . import decisions

RIGHT = "signups.decide_mailing"
TOO_LATE = "Nothing was changed: somebody else, or the mail worker, was quicker. See below how it stands now."


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What may be done with a row that `fits`; `done` tells what happened, with a number where `do` gives one."""

    button: str
    means: str
    fits: Callable[[Mailing | Delivery], bool]
    do: Callable[[int], int | None]
    done: str


MAILING, DELIVERY = Mailing.State, Delivery.State
OF_MAILINGS = {
    "release": Decision(
        button="Send it",
        means="It goes out to everybody who still wants it: now, or at its time if that is still to come.",
        fits=lambda one: one.state == MAILING.HELD,
        do=decisions.release,
        done="It goes out.",
    ),
    "cancel": Decision(
        button="Cancel it",
        means="Nobody else gets it. What was sent before stays sent.",
        fits=lambda one: one.state == MAILING.HELD,
        do=decisions.stop,
        done="It is cancelled. Mails that were not sent: {}.",
    ),
    "stop": Decision(
        button="Stop it",
        means="Mails that have not been sent are cancelled for good. Those that were sent stay with who got them.",
        fits=lambda one: one.state in (MAILING.QUEUED, MAILING.SENDING),
        do=decisions.stop,
        done="It is stopped. Mails that were cancelled: {}.",
    ),
    "leave": Decision(
        button="Leave all that failed",
        means="Those that were refused, and those of which nothing is known, stay as they are, and leave the desk.",
        fits=lambda one: one.deliveries.filter(state__in=decisions.DOUBTFUL, settled_at=None).exists(),
        do=decisions.leave_all,
        done="Left as they are: {}.",
    ),
}
OF_DELIVERIES = {
    "send-again": Decision(
        button="Send again",
        means="It may have arrived already: then they get it twice.",
        fits=lambda one: one.state == DELIVERY.UNKNOWN and one.mailing.state != MAILING.STOPPED,
        do=decisions.send_again,
        done="It is queued again.",
    ),
    "try-again": Decision(
        button="Try again",
        means="It was refused. If nothing has changed since, it will be refused again.",
        fits=lambda one: one.state == DELIVERY.FAILED and one.mailing.state != MAILING.STOPPED,
        do=decisions.send_again,
        done="It is queued again.",
    ),
    "leave": Decision(
        button="Leave it",
        means="It stays as it is, is counted as it is, and leaves the desk.",
        fits=lambda one: one.state in decisions.DOUBTFUL and one.settled_at is None,
        do=decisions.leave,
        done="It is left as it is.",
    ),
    "cancel": Decision(
        button="Cancel it",
        means="They don't get this mail.",
        fits=lambda one: one.state in decisions.NOT_SENT_YET,
        do=decisions.cancel,
        done="It is cancelled.",
    ),
}


def see_that(may: bool) -> None:
    if not may:
        raise PermissionDenied


def _of(row: Mailing | Delivery) -> dict[str, Decision]:
    return OF_MAILINGS if isinstance(row, Mailing) else OF_DELIVERIES


def possible(request: HttpRequest, row: Mailing | Delivery) -> dict[str, Decision]:
    if not request.user.has_perm(RIGHT):
        return {}
    return {name: decision for name, decision in _of(row).items() if decision.fits(row)}


def about_mailing(pages, request: HttpRequest, pk: int, what: str) -> HttpResponse:
    return _decide(pages, request, Mailing.objects.filter(pk=pk).first, what)


def about_delivery(pages, request: HttpRequest, pk: int, what: str) -> HttpResponse:
    return _decide(pages, request, Delivery.objects.select_related("mailing").filter(pk=pk).first, what)


def _decide(pages, request: HttpRequest, find: Callable, what: str) -> HttpResponse:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied(f"People who can: {who_can(RIGHT)}.")
    row = find()
    if row is None or what not in _of(row):
        raise Http404
    decision, back = _of(row)[what], reverse(f"admin:signups_{pages.opts.model_name}_change", args=[row.pk])
    if not decision.fits(row):
        messages.error(request, TOO_LATE)
    elif request.method != "POST":
        context = {
            **pages.admin_site.each_context(request),
            "title": f"{decision.button}?",
            "opts": pages.opts,
            "name": f"{pages.opts.verbose_name.capitalize()} {row.pk}",
            "says": [decision.means],
            "button": decision.button,
            "back": back,
        }
        return TemplateResponse(request, "admin/signups/sure.html", context)
    else:
        try:
            count = decision.do(row.pk)
        except decisions.TooLate:
            messages.error(request, TOO_LATE)
        else:
            pages.log_change(request, row, f"{decision.button}.")
            messages.success(request, decision.done.format(count))
    return HttpResponseRedirect(back)

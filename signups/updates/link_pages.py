"""What all pages have in common that a link in a mail opens."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..kept_nowhere import PRIVATE
from .links import DoesNotOpen

NOT_OPEN = "signups/link_not_open.html"
STATUS = {DoesNotOpen.BROKEN: 404, DoesNotOpen.EXPIRED: 410, DoesNotOpen.GONE: 410}

View = Callable[..., HttpResponse]


def kept_nowhere(view: View) -> View:
    """The answer to a form has what somebody typed, or what only they may see."""

    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            response["Cache-Control"] = PRIVATE
        return response

    return answered


def by_link(view: View, *, or_else: str = NOT_OPEN) -> View:
    """A page with a form, which only a link in a mail opens."""
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(behind_link(view, or_else=or_else)))


def behind_link(view: View, *, or_else: str = NOT_OPEN) -> View:
    """A page whose address is a key: kept nowhere, told to no other site, and clear about a link that does not work.

    `or_else` is the template that says so.
    """

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, token)
        except DoesNotOpen as problem:
            response = render(request, or_else, {"why": problem.why}, status=STATUS[problem.why])
        response["Cache-Control"] = PRIVATE
        response["Referrer-Policy"] = "no-referrer"
        return response

    return opened

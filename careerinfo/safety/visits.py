"""What visitors may do only so often, whatever page it is: signups/every_limit.py has the numbers, and why."""

import math
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from careerinfo.signing_in import hashing
from careerinfo.typed import typed
from careers.site_words import remembered
from signups import tallies
from signups.client_address import client_network, tells_networks_apart
from signups.every_limit import API, FORMS, NEAR_QUESTIONS, SEARCHES, SUGGESTIONS, Often
from signups.kept_nowhere import PRIVATE
from signups.questions.urgent.alerts import is_urgent

FOR_PROGRAMS = {"careers:api-search": API, "careers:suggestions": SUGGESTIONS, "signups:near": NEAR_QUESTIONS}
# They answer what is sent without keeping it, as a search does.
LIKE_SEARCHES = ("careers:quiz", "careers:plan", "signups:ask", "signups:ask-about")
# Where somebody may write what must not wait.
READ_BY_STAFF = ("signups:ask", "signups:ask-about", "signups:my-question", "signups:helpful")
# Mail programs send it for whole towns at once, and who is tired of mail must not wait; mail providers, and whoever
# watches the site, have a key.
NEVER_LIMITED = ("signups:unsubscribe", "signups:mail-events", "metrics")
BUSY = {"heading": "Please wait a moment", "text": f"{hashing.BUSY} Nothing was changed."}
READING = ("GET", "HEAD")
SECONDS_SAID = 90


class LimitedVisits:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, hashing.Busy):
            return None
        request.site_words = remembered.last()
        response = render(request, "400.html", BUSY, status=503)
        response["Retry-After"] = str(hashing.RETRY_SECONDS)
        return response

    def process_view(self, request: HttpRequest, view: Callable, args, kwargs) -> HttpResponse | None:
        often = _counted_as(request)
        wait = _wait_for(request, often) if often else 0
        if not wait or _is_in_danger(request):
            return None
        return _told(request, often, wait) if often in FOR_PROGRAMS.values() else _page(request, wait)


def _counted_as(request: HttpRequest) -> Often | None:
    name = request.resolver_match.view_name
    signed_in = (reverse("admin:index"), reverse("signups:expert"), "/preview/")
    if name in NEVER_LIMITED or request.path_info.startswith(signed_in):
        return None
    if name in FOR_PROGRAMS:
        return FOR_PROGRAMS[name]
    if request.method not in READING:
        return SEARCHES if name in LIKE_SEARCHES else FORMS
    # Other pages are the same for everybody, and kept.
    return SEARCHES if request.META.get("QUERY_STRING") or _says_it_is_staff(request) else None


def _says_it_is_staff(request: HttpRequest) -> bool:
    """Anybody can say so, and each page is made for them alone."""
    cookies = request.META.get("HTTP_COOKIE", "")
    return settings.SESSION_COOKIE_NAME in cookies or "Authorization" in request.headers


def _wait_for(request: HttpRequest, often: Often) -> int:
    wait = tallies.wait_for(often.of_network, client_network(request)) if tells_networks_apart(request) else 0
    return wait or tallies.wait_for(often.of_site, "all")


def _is_in_danger(request: HttpRequest) -> bool:
    """Whoever writes of it does not wait for what others send."""
    if request.resolver_match.view_name not in READ_BY_STAFF:
        return False
    return any(is_urgent(request.POST.get(name, "")) for name in ("text", "background"))


def _told(request: HttpRequest, often: Often, wait: int) -> HttpResponse:
    said = f"Too many {often.name} came from your network or to this site. Try again in {in_words(wait)}."
    return JsonResponse({"error": said}, status=429, headers={"Retry-After": str(wait), "X-Robots-Tag": "noindex"})


def _page(request: HttpRequest, wait: int) -> HttpResponse:
    """What was typed stays in the page's own button."""
    request.site_words = remembered.last()
    context = {"when": in_words(wait), "typed": typed(request), "is_form": request.method not in READING}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = PRIVATE
    return response


def in_words(seconds: int) -> str:
    if seconds > SECONDS_SAID:
        return f"{math.ceil(seconds / 60)} minutes"
    return "a second" if seconds == 1 else f"{seconds} seconds"

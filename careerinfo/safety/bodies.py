"""How much visitors may send: refused before it is read, by a page that says so."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.urls import reverse

from careers.site_words import remembered

TOO_LARGE = {
    "heading": "That is too much at once",
    "text": "What you sent is larger than this page takes, and nothing was stored. Go back and shorten it, if "
    "your browser still has it.",
}
TOO_SLOW = {
    "heading": "That took too long",
    "text": "What you sent did not arrive whole, and nothing was stored. Go back and send it again, if your "
    "browser still has it.",
}


class BoundedBodies:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > settings.FORM_BYTES and _length(request) > _most(request):
            return _page(request, TOO_LARGE, 413)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return _page(request, TOO_SLOW, 408) if isinstance(error, UnreadablePostError) else None


def _length(request: HttpRequest) -> int:
    # The server has refused whatever says no length, and reads no more than what is said.
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isascii() and given.isdigit() else 0


def _most(request: HttpRequest) -> float:
    if request.path_info == reverse("signups:mail-events"):
        # A mail provider tells of many mails at once.
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    # Each page that takes staff's files has a limit of its own.
    return float("inf") if request.session.get(SESSION_KEY) else settings.FORM_BYTES


def _page(request: HttpRequest, context: dict[str, str], status: int) -> HttpResponse:
    request.site_words = remembered.last()
    return render(request, "400.html", context, status=status)

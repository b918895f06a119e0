"""What visitors may do with an address: read it, or send the form that it shows."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse

from careers.site_words import remembered

READING = ("GET", "HEAD")
FORMS = (*READING, "POST")


class AllowedMethods:
    """Answers 405, with a page, to whatever an address does not take.

    Stands before the middleware against forms from elsewhere, which would answer 403 to a form sent to a page that only
    reads. The forms of visitors carry no token, so every other page of theirs only reads.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            allowed = response["Allow"]
            request.site_words = remembered.last()
            response = render(request, "405.html", {"takes_forms": "POST" in allowed}, status=405)
            response["Allow"] = allowed
        return response

    def process_view(self, request: HttpRequest, view: Callable, args, kwargs) -> HttpResponse | None:
        signed_in = (reverse("admin:index"), reverse("signups:expert"))
        takes_forms = request.path_info.startswith(signed_in) or getattr(view, "csrf_exempt", False)
        taken = FORMS if takes_forms else READING
        return None if request.method in taken else HttpResponseNotAllowed(taken)

"""What a visitor gets when the database fails: the page after all, or a clear word, and never a fault of the server."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.request import RawPostDataException
from django.template.loader import render_to_string
from django.views.defaults import server_error

from careerinfo.context import named
from careerinfo.safety.visits import FOR_PROGRAMS
from careerinfo.typed import has_password, typed
from careers.site_words import remembered
from signups.kept_nowhere import PRIVATE

from . import outage, replica
from .faults import Fault, fault_of
from .writing import Writing

SAFE = ("GET", "HEAD")


@dataclass(frozen=True)
class Failure:
    fault: Fault
    is_nothing_stored: bool


class DatabaseFailures:
    """The first middleware, so that all of a request is done again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answer(request)
        failure = getattr(request, "database_failure", None)
        again = _again(request, failure) if failure else None
        if again is not None:
            response = self._answer(again)
            failure = getattr(again, "database_failure", None)
        if failure is None:
            outage.note_answer()
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE:
            return self.get_response(request)
        request.writing = Writing()
        with connection.execute_wrapper(request.writing):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return _answer_to(request, error)


def failed(request: HttpRequest) -> HttpResponse:
    """The site's `handler500`: of what fails outside of a view Django tells no middleware."""
    error = sys.exception()
    answer = _answer_to(request, error) if isinstance(error, Exception) else None
    return answer or server_error(request)


def _answer_to(request: HttpRequest, error: Exception) -> HttpResponse | None:
    fault = fault_of(error)
    if fault is None:
        return None
    if replica.left(error):
        # Only searches read there; the next try reads where the site writes.
        request.database_failure = Failure(Fault.AWAY, is_nothing_stored=True)
        return unavailable(request, request.database_failure)
    writing = getattr(request, "writing", None)
    failure = Failure(fault, writing is None or writing.is_nothing_stored(error))
    request.database_failure = failure
    outage.note(fault, request.resolver_match.view_name if request.resolver_match else "?", error)
    return unavailable(request, failure)


def _again(request: HttpRequest, failure: Failure) -> HttpRequest | None:
    """The same request once more, where that can help and does nothing twice."""
    is_safe = request.method in SAFE
    if failure.fault is Fault.AWAY:
        may = failure.is_nothing_stored and outage.is_over()
    else:
        may = is_safe and failure.fault is Fault.BUSY
    if not may:
        return None
    try:
        # A file that was sent is read as it comes, and gone.
        body = request.body
    except (RawPostDataException, UnreadablePostError, SuspiciousOperation):
        return None
    return WSGIRequest({**request.environ, "wsgi.input": BytesIO(body)})


def unavailable(request: HttpRequest, failure: Failure) -> HttpResponse:
    """Asks the database nothing."""
    match = request.resolver_match
    if match and match.view_name in FOR_PROGRAMS:
        response: HttpResponse = JsonResponse({"error": f"{failure.fault.says} Please try again later."}, status=503)
    else:
        context = {
            **named(remembered.last()),
            "says": failure.fault.says,
            "is_form": request.method not in SAFE,
            "is_nothing_stored": failure.is_nothing_stored,
            "typed": typed(request),
            "has_password": has_password(request),
            "address": request.get_full_path(),
        }
        response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(failure.fault.seconds)
    response["Cache-Control"] = PRIVATE
    # The log says it once, and not for each request.
    response._has_been_logged = True
    return response

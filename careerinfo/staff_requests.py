"""Addresses and forms of the admin that somebody made up or mistyped: a clear answer, never a failure."""

import logging
import traceback
from collections.abc import Callable

from django.core.exceptions import FieldError, ValidationError
from django.db import DataError, IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

# What Python and the databases raise when a value is of another kind than the column that it is compared with.
UNREADABLE = (ValueError, OverflowError, DataError, FieldError, ValidationError)

NOT_READ = {
    "heading": "We couldn't read that request",
    "text": "A value in the address or the form is of a kind that does not fit there. Nothing was changed. "
    "Go back to the list, and choose from there.",
}
TOO_LATE = {
    "heading": "Somebody else changed this first",
    "text": "Somebody else changed or deleted something that belongs to this at the same moment. Your change was not "
    "saved. Go back, reload the page and try again.",
}

logger = logging.getLogger(__name__)


class StaffRequests:
    """The admin compares what stands in an address with columns, and trusts that it is of their kind."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # No text that PostgreSQL stores has one, so nothing can be found by it.
        if _is_of_staff(request) and "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _without_nul(request.GET)
        # The admin would take the first two letters of the text for both ends.
        if _is_of_staff(request) and any(name.endswith("__range") for name in request.GET):
            return _answer(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if _is_of_staff(request) and isinstance(error, IntegrityError):
            logger.warning("The admin could not store what somebody else changed at the same moment.")
            return _answer(request, TOO_LATE, status=409)
        if not (_is_of_staff(request) and _is_unreadable(error)):
            return None
        # The message would quote what was typed; the place is enough to find a fault of ours.
        place = traceback.extract_tb(error.__traceback__)[-1]
        logger.warning(
            "The admin could not read a request: %s at %s:%s", type(error).__name__, place.name, place.lineno
        )
        return _answer(request)


def _answer(request: HttpRequest, context: dict[str, str] = NOT_READ, *, status: int = 400) -> HttpResponse:
    return render(request, "400.html", context, status=status)


def _is_unreadable(error: Exception) -> bool:
    # SQLite says so of a pattern that is none, which Python compiles for it; PostgreSQL raises DataError.
    is_pattern = isinstance(error, OperationalError) and "user-defined function" in str(error)
    return is_pattern or isinstance(error, UNREADABLE)


def _is_of_staff(request: HttpRequest) -> bool:
    return request.path_info.startswith((reverse("admin:index"), "/preview/"))


def _without_nul(values: QueryDict) -> QueryDict:
    cleaned = values.copy()
    for name, given in values.lists():
        cleaned.setlist(name, [value.replace("\0", "") for value in given])
    return cleaned

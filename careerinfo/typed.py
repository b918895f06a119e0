"""What a visitor's form held, for a page with a button that sends it once more."""

from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse

from signups.guard import is_from_elsewhere

# A form with such a field is not sent back by a page.
NOT_SHOWN = "password"
UNREADABLE = (SuspiciousOperation, UnreadablePostError, MultiPartParserError)


@dataclass(frozen=True)
class Typed:
    name: str
    value: str


def typed(request: HttpRequest) -> list[Typed]:
    """Nothing of staff's forms, of files, or of other sites' forms: the button would be ours."""
    if request.method in ("GET", "HEAD") or request.path_info.startswith(reverse("admin:index")):
        return []
    try:
        sent, files = request.POST, request.FILES
    except UNREADABLE:
        return []
    if files or is_from_elsewhere(request) or has_password(request):
        return []
    return [Typed(name, value) for name, values in sent.lists() for value in values]


def has_password(request: HttpRequest) -> bool:
    try:
        return any(NOT_SHOWN in name for name in request.POST)
    except UNREADABLE:
        return False

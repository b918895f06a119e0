"""The headers that every answer has: of pages, files and errors alike, whoever in the site answers."""

from dataclasses import asdict
from functools import cache
from http import HTTPStatus

from csp.constants import HEADER as POLICY
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse

from signups.kept_nowhere import PRIVATE

from .policies import ALWAYS, FILE, FOR_EVERYBODY, READ_ELSEWHERE, STAFF, STAFF_PERMISSIONS, in_words

# Where a view asks for no other one.
POLICY_OF_PAGES = in_words(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])
NOT_KEPT = "no-store"
# The picture that stands beside links to the site elsewhere.
SHARED_PICTURE = f"{settings.STATIC_URL}img/share."
# Whoever keeps it asks each time whether it is still the same.
ASKED_AGAIN = "no-cache"


class SafeHeaders(CSPMiddleware):
    """Outermost, so that nothing answers without. What a view says of its own answer stays."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        kept = {"Cache-Control": _kept(request, response)}
        # Django's own pages about faults, on a developer's machine, have their style within them.
        is_debug_page = settings.DEBUG and response.status_code in (
            HTTPStatus.NOT_FOUND,
            HTTPStatus.INTERNAL_SERVER_ERROR,
        )
        policy = {} if is_debug_page else {POLICY: self._policy(request, response)}
        for name, value in {**ALWAYS, **_of_place(request), **kept, **policy}.items():
            response.headers.setdefault(name, value)
        return response

    def _policy(self, request: HttpRequest, response: HttpResponse) -> str:
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return FILE
        parts = self.get_policy_parts(request, response)
        if parts == PolicyParts():
            return POLICY_OF_PAGES
        policy = build_policy(**asdict(parts))
        # Else they stand in another order in each process.
        return "; ".join(sorted(policy.split("; ")))

    def get_policy_parts(self, request: HttpRequest, response: HttpResponse, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(_places_of_those_signed_in(get_script_prefix())):
            parts.replace = {**STAFF, **(parts.replace or {})}
        return parts


def _of_place(request: HttpRequest) -> dict[str, str]:
    match = request.resolver_match
    if match and match.view_name in READ_ELSEWHERE:
        return FOR_EVERYBODY
    if request.path_info.startswith(SHARED_PICTURE):
        return {"Cross-Origin-Resource-Policy": "cross-origin"}
    return {"Permissions-Policy": STAFF_PERMISSIONS} if _is_staff_page(request) else {}


def _kept(request: HttpRequest, response: HttpResponse) -> str:
    """Who may keep the answer, where the view does not say."""
    is_of_staff = settings.SESSION_COOKIE_NAME in request.COOKIES
    if response.cookies or is_of_staff or _is_for_those_signed_in(request):
        return PRIVATE
    is_page = request.method in ("GET", "HEAD") and response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
    return ASKED_AGAIN if is_page else NOT_KEPT


def _is_staff_page(request: HttpRequest) -> bool:
    return request.path.startswith(_places_of_those_signed_in(get_script_prefix())[0])


def _is_for_those_signed_in(request: HttpRequest) -> bool:
    return request.path.startswith(_places_of_those_signed_in(get_script_prefix())) or request.path_info.startswith(
        "/preview/"
    )


@cache
def _places_of_those_signed_in(_prefix: str) -> tuple[str, str]:
    """Of staff, and of experts, where the site lies under that prefix."""
    return reverse("admin:index"), reverse("signups:expert")

"""Where signing in to the admin leads."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from careers.models import Career

# After these somebody who has just signed in would be signed out, or see no page.
NO_PAGES = {
    *("login", "logout", "jsi18n", "autocomplete", "view_on_site", "join"),
    *("expert-data", "expert-sign-out"),
    *("end_sessions", "mfa_authenticate", "mfa_download_recovery_codes", "mfa_login_webauthn"),
}


def login_leads_to_a_page(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let the admin's first page follow where the address of the form leads nowhere."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info == reverse("admin:login"):
            request.GET = _without_wrong_way(request, request.GET)
            request.POST = _without_wrong_way(request, request.POST)
        return get_response(request)

    return middleware


def _without_wrong_way(request: HttpRequest, values: QueryDict) -> QueryDict:
    if REDIRECT_FIELD_NAME not in values or _leads_to_a_page(request, values[REDIRECT_FIELD_NAME]):
        return values
    values = values.copy()
    del values[REDIRECT_FIELD_NAME]
    return values


def _leads_to_a_page(request: HttpRequest, address: str) -> bool:
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return False
    try:
        match = resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return False
    if match.view_name in ("careers:preview", "careers:preview-widths"):
        return Career.objects.filter(pk=match.kwargs["pk"]).exists()
    # The admin takes every address under its own, named or not.
    is_named_page = match.url_name and match.url_name not in NO_PAGES
    is_signed_in = match.namespace == "admin" or match.view_name.startswith("signups:expert")
    return bool(is_named_page and (is_signed_in or not match.kwargs))

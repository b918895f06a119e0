"""Pages that have another address now."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from careers.models import Career, Field, OldAddress

# Where an address begins so, whose slug stands in it.
OWNERS = {"careers/<slug:slug>/": "career", "fields/<slug:slug>/": "field"}
# Browsers would keep it for ever, and the address may become another page's.
KEPT = "max-age=3600"


def old_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Lead on from the address that a page had before; only where there is no page, which costs others nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.NOT_FOUND or request.method not in ("GET", "HEAD"):
            return response
        address = _address_now(request)
        return HttpResponsePermanentRedirect(address, headers={"Cache-Control": KEPT}) if address else response

    return middleware


def _address_now(request: HttpRequest) -> str:
    """Empty where the page is nobody's old one, or where what has moved is not public."""
    match = request.resolver_match
    owner = next((owner for route, owner in OWNERS.items() if match and match.route.startswith(route)), None)
    if owner is None:
        return ""
    slug = match.kwargs["slug"]
    public = Career.objects.published() if owner == "career" else Field.objects.all()
    if public.filter(slug=slug).exists():
        return ""
    moved = OldAddress.objects.filter(slug=slug, **{f"{owner}__in": public}).values_list(f"{owner}__slug", flat=True)
    if not moved:
        return ""
    address = reverse(match.view_name, kwargs={**match.kwargs, "slug": moved[0]})
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest

from careers.site_words import remembered


def named(request: HttpRequest) -> dict:
    """What says whose site it is, on every page: staff's words for it, or the server's settings. 1 query."""
    words = remembered.of(request)
    return {
        "SITE_NAME": words.name,
        "SITE_URL": settings.SITE_URL,
        "CONTACT_EMAIL": words.email,
        "SITE": words,
    }


def site(request: HttpRequest) -> dict:
    """What every page's head and footer need; `canonical_url` is the page's own address without its query."""
    return {**named(request), "canonical_url": urljoin(settings.SITE_URL, request.path)}

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest

from careers.site_words import remembered
from careers.site_words.shown import Shown


def named(words: Shown) -> dict:
    """What says whose site it is, on every page: staff's words for it, or the server's settings."""
    return {
        "SITE_NAME": words.name,
        "SITE_URL": settings.SITE_URL,
        "CONTACT_EMAIL": words.email,
        "SITE": words,
    }


def site(request: HttpRequest) -> dict:
    """What every page's head and footer need; `canonical_url` is the page's own address without its query. 1 query."""
    return {**named(remembered.of(request)), "canonical_url": urljoin(settings.SITE_URL, request.path)}

from urllib.parse import urljoin

from django.conf import settings


def named() -> dict:
    """What says whose site it is, on every page."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
    }


def site(request) -> dict:
    """What every page's head and footer need; `canonical_url` is the page's own address without its query."""
    return {**named(), "canonical_url": urljoin(settings.SITE_URL, request.path)}

"""Whether an address of this site leads to a page: staff may link to what is not published, or to what never was."""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve

logger = logging.getLogger(__name__)


def is_open(address: str, *, or_file: bool = False) -> bool:
    """Whether visitors see a page there now (or get a file, such as a feed).

    The page itself is asked: it alone knows all that it needs.
    """
    path = urlsplit(address).path
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {"SERVER_NAME": urlsplit(settings.SITE_URL).hostname, "SERVER_PORT": "443"}
    request.user = AnonymousUser()
    try:
        request.resolver_match = match = resolve(path)
        response = match.func(request, *match.args, **match.kwargs)
    except (Http404, Resolver404):
        return False
    except Exception:
        # That is no reason to keep somebody from saving.
        logger.exception("A page of this site could not be made to see whether it is there")
        return True
    is_page = response.status_code >= 300 or "html" in response.get("Content-Type", "")
    return response.status_code < 400 and (is_page or or_file)

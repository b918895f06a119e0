"""Which addresses are kept, and what of a request a page of theirs can depend on."""

from functools import lru_cache, partial
from typing import NamedTuple
from urllib.parse import unquote_plus, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve

FILTERS = ("field", "education", "training", "demand", "zone", "interest", "setting", "pay", "growth", "openings")
# By the name of an address: the parameters of its query that the view reads. It never sees others.
KEPT: dict[str, tuple[str, ...]] = {
    "home": (),
    "about": (),
    "accessibility": (),
    "privacy": (),
    "robots": (),
    "sitemap": ("p",),
    "style": ("v",),
    "careers:list": ("q", "words", *FILTERS, "sort", "page", "c"),
    "careers:a-to-z": (),
    "careers:suggestions": ("q",),
    "careers:compare": ("c", "q"),
    "careers:compare-csv": ("c",),
    "careers:api-search": ("q", "words", "limit", "offset"),
    "careers:profile": ("area",),
    "careers:changes": (),
    "careers:history": (),
    "careers:full-lists": (),
    "careers:field": ("page", "c"),
    # Only the empty one: the view itself says that a plan is not to be stored.
    "careers:plan": ("c", "q"),
    "careers:quiz": (),
    "careers:rankings": (),
    "careers:ranking": (),
    "careers:sources": (),
    "schools:list": (),
    "signups:updates": ("career",),
    "signups:updates-thanks": (),
    "signups:updates-link": (),
    "signups:link-sent": (),
    "signups:questions": ("q", "field", "career", "sort", "page"),
    "signups:questions-feed": (),
    "signups:questions-about": ("page",),
    "signups:questions-about-feed": (),
    "signups:question": (),
    "signups:near": ("career", "q"),
    "signups:ask": (),
    "signups:ask-about": (),
    "signups:asked": (),
    "signups:question-link": (),
    "signups:question-link-sent": (),
    "signups:archive": ("page",),
    "signups:newsletter-feed": (),
    "signups:newsletter": (),
}
# By the name of an address, or of all that begin so: why nothing of it is kept.
NEVER: dict[str, str] = {
    "admin:": "staff's pages",
    "mfa_": "staff's pages",
    "account_": "staff's pages",
    "end_sessions": "staff's pages",
    "join": "opened by a link in a mail",
    "expert-password": "experts' pages",
    "careers:preview": "staff's pages",
    "careers:unsaved": "staff's pages",
    "careers:shared": "opened by a link, which can be taken back",
    "signups:confirm": "opened by a link in a mail",
    "signups:topics": "opened by a link in a mail",
    "signups:unsubscribe": "opened by a link in a mail",
    "signups:my-": "opened by a link in a mail",
    "signups:new-address": "opened by a link in a mail",
    "signups:helpful": "about one reader's vote",
    "signups:expert": "experts' pages",
    "signups:mail-events": "takes providers' events",
    "signups:subscribe": "leads to another address",
    "favicon": "leads to another address",
    "logo": "a picture, which browsers keep for good",
    "health": "says how the site is at this moment",
    "ready": "says how the site is at this moment",
    "metrics": "says how the site is at this moment",
    "security": "says until when it holds, which moves on",
    "change-password": "leads to another address",
}
LONGEST_PATH, LONGEST_QUERY = 512, 2_048


class Asked(NamedTuple):
    """What is asked for: `key` tells pages apart, `query` is what the view sees of the query.

    `is_plain` where it is one of the addresses that the site itself has: there are no more of them than pages. Of
    others there is no end: of words to search for, of ports in the name of a host.
    """

    key: tuple[str, ...]
    query: str
    is_plain: bool


class Addresses:
    def __init__(self) -> None:
        self._staffs_cookie = settings.SESSION_COOKIE_NAME
        named = {name for name in settings.ALLOWED_HOSTS if "*" not in name and not name.startswith(".")}
        here = {f"{name}:{settings.PORT}" for name in named}
        self._own_hosts = {urlsplit(settings.SITE_URL).netloc.lower(), *named, *here}
        self._is_allowed = lru_cache(maxsize=256)(partial(_is_allowed, allowed=settings.ALLOWED_HOSTS))

    def asked(self, environ: dict) -> Asked | None:
        """None where nothing is kept: of another method, of an unknown address, for staff."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ:
            return None
        if self._staffs_cookie in environ.get("HTTP_COOKIE", ""):
            return None
        path, query, host = environ["PATH_INFO"], environ["QUERY_STRING"], environ.get("HTTP_HOST", "").lower()
        if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY or not self._is_allowed(host):
            return None
        parameters = _parameters(path)
        if parameters is None:
            return None
        query = _only(parameters, query) if query else ""
        key = (environ["wsgi.url_scheme"], host, environ["SCRIPT_NAME"], path, query)
        return Asked(key, query, not query and host in self._own_hosts)


def _is_allowed(host: str, allowed: list[str]) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, allowed)


@lru_cache(maxsize=4_096)
def _parameters(path: str) -> tuple[str, ...] | None:
    """Of the address at `path`, which is as WSGI has it; None where it is none, or never kept."""
    try:
        return KEPT.get(resolve(path.encode("latin-1").decode()).view_name)
    except (Resolver404, UnicodeDecodeError):
        return None


def _only(parameters: tuple[str, ...], query: str) -> str:
    """What a query has of them, in their order; several of one name stay in their own."""
    found = []
    for part in query.split("&") if parameters else ():
        name = unquote_plus(part.partition("=")[0])
        if name in parameters:
            found.append((parameters.index(name), part))
    return "&".join(part for _, part in sorted(found, key=lambda one: one[0]))

"""What slows those who guess passwords and codes, and nobody else.

Tries are counted by name and network together, so whoever guesses from elsewhere keeps nobody out. A browser in which
somebody signed in before is counted apart from its network: a student in the same school keeps no teacher out either.
Each try is counted before it is looked at, so many at once are no way around.
"""

import secrets
import unicodedata

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from signups import limits
from signups.client_address import client_network, tells_networks_apart
from signups.every_limit import CODE_ONCE, CODES, CODES_OF_ACCOUNT, CODES_OF_OWN_BROWSERS, PASSKEYS, PASSWORDS
from signups.every_limit import SIGN_INS as NETWORK

KNOWN_BROWSER = f"{settings.COOKIE_PREFIX}known_browser"
KNOWN_FOR = 365 * 86_400
SALT = "careerinfo.known-browser"


def wait_for_password(request: HttpRequest, name: str) -> int:
    """Count a try of a password for `name`: 0 if it may be looked at, else how many seconds to wait."""
    if browser := _known_browser(request, name):
        return limits.wait_for(PASSWORDS, browser)
    return wait_for_network(request) or limits.wait_for(PASSWORDS, _same(name), client_network(request))


def forget_passwords(request: HttpRequest, name: str) -> None:
    """Only those of the same place: that the owner got in gives others of the network no new tries."""
    if browser := _known_browser(request, name):
        limits.forget(PASSWORDS, browser)
    else:
        limits.forget(PASSWORDS, _same(name), client_network(request))


def wait_for_network(request: HttpRequest) -> int:
    return limits.wait_for(NETWORK, client_network(request)) if tells_networks_apart(request) else 0


def wait_for_passkey(request: HttpRequest) -> int:
    """A browser in which anybody of the staff signed in before is counted by itself."""
    whose, browser = _mark(request)
    if browser:
        return limits.wait_for(PASSKEYS, f"{whose} {browser}")
    return limits.wait_for(PASSKEYS, client_network(request)) if tells_networks_apart(request) else 0


def wait_for_code(request: HttpRequest, user) -> int:
    if browser := _known_browser(request, user.get_username()):
        return limits.wait_for(CODES, browser) or limits.wait_for(CODES_OF_OWN_BROWSERS, str(user.pk))
    in_place = limits.wait_for(CODES, str(user.pk), client_network(request))
    return in_place or limits.wait_for(CODES_OF_ACCOUNT, str(user.pk))


def forget_codes(request: HttpRequest, user) -> None:
    if browser := _known_browser(request, user.get_username()):
        limits.forget(CODES, browser)
    else:
        limits.forget(CODES, str(user.pk), client_network(request))


def is_first_use(user, code: str) -> bool:
    """Whether a right code was not used before, in any process of the site."""
    return limits.wait_for(CODE_ONCE, str(user.pk), "".join(filter(str.isalnum, code))) == 0


def remember_browser(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser of somebody who signed in be told from others of its network. Only staff get this cookie."""
    name = _same(request.user.get_username())
    if _known_browser(request, name):
        return
    response.set_cookie(
        KNOWN_BROWSER,
        signing.dumps([name, secrets.token_urlsafe(12)], salt=SALT),
        max_age=KNOWN_FOR,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )


def in_words(seconds: int) -> str:
    for size, unit in ((3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= 2 * size or size == 1:
            count = -(-seconds // size)
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return ""


def refusal(seconds: int) -> str:
    return f"Too many tries. Wait {in_words(seconds)}, then try again."


def _known_browser(request: HttpRequest, name: str) -> str:
    """What tells the browser from others, if somebody signed in as `name` in it; else empty."""
    whose, browser = _mark(request)
    return f"{whose} {browser}" if whose == _same(name) else ""


def _mark(request: HttpRequest) -> tuple[str, str]:
    """Who signed in in the browser before, and what tells it from their others; both empty if nobody did."""
    try:
        whose, browser = signing.loads(request.COOKIES.get(KNOWN_BROWSER, ""), salt=SALT, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return "", ""
    return whose, browser


def _same(name: str) -> str:
    """One form for all ways to write a name, so that capitals give nobody more tries."""
    return unicodedata.normalize("NFKC", name).casefold()

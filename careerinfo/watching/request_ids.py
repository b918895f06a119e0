"""Each request has an id, which stands in the answer and in all that is logged meanwhile."""

import ipaddress
import logging
import re
import secrets
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings

WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")

logger = logging.getLogger("careerinfo.requests")


@dataclass(frozen=True)
class Request:
    id: str
    method: str
    path: str
    began: float = field(default_factory=time.monotonic)

    @property
    def route(self) -> str:
        """The name of its address: the address itself may hold the key of one person. Empty where it leads nowhere."""
        from django.urls import Resolver404, resolve

        try:
            match = resolve(self.path)
        except Resolver404:
            return "static" if self.path.startswith(settings.STATIC_URL) else ""
        return match.view_name or match.route


_asked: ContextVar[Request | None] = ContextVar("asked", default=None)
now_asked = _asked.get


class RequestIds:
    """The outermost layer: pages that are kept and sent again have an id of their own each time."""

    def __init__(self, application: Callable) -> None:
        self._application = application

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        name = environ.get("HTTP_X_REQUEST_ID", "")
        if not (WELL_FORMED.fullmatch(name) and _is_proxy(environ.get("REMOTE_ADDR", ""))):
            name = secrets.token_hex(8)
        _asked.set(Request(name, environ["REQUEST_METHOD"], environ["PATH_INFO"]))

        def start(status: str, headers: list[tuple[str, str]], *error):
            return start_response(status, [*headers, ("X-Request-ID", name)], *error)

        return self._application(environ, start)


def begin() -> None:
    """Before a thread reads its next request, which has no id yet."""
    _asked.set(None)


def log_answer(status: int) -> None:
    if asked := now_asked():
        told = {"status": status, "milliseconds": round((time.monotonic() - asked.began) * 1000)}
        words = "%s %s: %d in %d ms"
        logger.info(words, asked.method, asked.route or "no page", told["status"], told["milliseconds"], extra=told)


@lru_cache(maxsize=1_000)
def _is_proxy(address: str) -> bool:
    """Whether the site believes what this address says. A socket in the file system has none: a proxy asks there."""
    names = [name.strip() for name in settings.FORWARDED_ALLOW_IPS.split(",")]
    if not address or "*" in names:
        return True
    try:
        return any(ipaddress.ip_address(address) in ipaddress.ip_network(name) for name in names)
    except ValueError:
        return False

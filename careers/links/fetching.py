"""What another site answers at an address: only the answer's head, and only of sites that everybody can reach."""

import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection, InvalidURL
from typing import Self
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

# Seconds for one answer, however slowly it comes, and how often one may lead on.
TIMEOUT = 10
MOST_REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
PERMANENT, REDIRECTS = (301, 308), (301, 302, 303, 307, 308)
# Some servers know no HEAD, or answer it otherwise than GET.
FAILED = 400
# Addresses in which one of the older kind is hidden, and those of a site's own network as they once were.
NEVER_ASKED = [
    ipaddress.ip_network(net)
    for net in (
        *("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"),
        "fec0::/10",
    )
]
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
NO_ADDRESS = "It leads to no web address."


@dataclass(frozen=True)
class Head:
    """One answer: its status, and where it leads on."""

    status: int
    location: str = ""


@dataclass(frozen=True)
class Answer:
    """What became of an address. `moved_to` is where it leads for good; `problem` says why nothing was answered.

    `is_certain` problems are the address's own; the others may pass.
    """

    status: int | None = None
    moved_to: str = ""
    problem: str = ""
    is_certain: bool = False


class Unreachable(Exception):
    """Why there is no answer, in words."""

    def __init__(self, problem: str, *, is_certain: bool) -> None:
        super().__init__(problem)
        self.is_certain = is_certain


def fetch(address: str, head: Callable[[str, str], Head] | None = None) -> Answer:
    """Ask at `address`, and wherever it leads on; each of those is looked at as the first one is."""
    head = head or head_of
    at, for_good = address, True
    try:
        for _ in range(MOST_REDIRECTS + 1):
            found = head(at, "HEAD")
            if found.status >= FAILED:
                found = head(at, "GET")
            if found.status not in REDIRECTS or not found.location:
                moved_to = at if for_good and at != address else ""
                return Answer(status=found.status, moved_to=moved_to)
            for_good = for_good and found.status in PERMANENT
            at = _led_on(at, found.location)
    except Unreachable as problem:
        return Answer(problem=str(problem), is_certain=problem.is_certain)
    return Answer(problem="It leads on and on, without an end.", is_certain=True)


def _led_on(address: str, location: str) -> str:
    if CONTROL.search(location):
        raise Unreachable(NO_ADDRESS, is_certain=True)
    try:
        return urljoin(address, location)
    except ValueError:
        raise Unreachable(NO_ADDRESS, is_certain=True) from None


def head_of(address: str, method: str) -> Head:
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
        target = quote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", safe="%/:=&?~+!$,;'@()*[]")
    except ValueError:
        raise Unreachable(NO_ADDRESS, is_certain=True) from None
    if parts.scheme not in PORTS or not host or (port or PORTS[parts.scheme]) not in PORTS.values():
        raise Unreachable("It leads to something else than a web page.", is_certain=True)
    with _Deadline() as deadline:
        connection = _connection(parts.scheme, host, port or PORTS[parts.scheme], deadline)
        return _asked(connection, method, target)


def _asked(connection: HTTPConnection, method: str, target: str) -> Head:
    try:
        connection.request(method, target, headers=_headers())
        response = connection.getresponse()
        return Head(response.status, response.headers.get("Location", ""))
    except ssl.SSLCertVerificationError:
        raise Unreachable("Its certificate is not valid: browsers warn of it.", is_certain=True) from None
    except (OSError, HTTPException, ValueError):
        raise Unreachable("It did not answer.", is_certain=False) from None
    finally:
        connection.close()


def _headers() -> dict[str, str]:
    contact = "; ".join(part for part in (settings.SITE_URL, settings.CONTACT_EMAIL) if part)
    return {"User-Agent": f"careerinfo/1.0 link check ({contact})", "Accept": "*/*", "Accept-Encoding": "identity"}


class _Deadline:
    """Ends a connection that is late as a whole: one that brings a letter now and then is never late by itself."""

    def __init__(self) -> None:
        self._line: socket.socket | None = None
        self._has_passed = False
        self._timer = threading.Timer(TIMEOUT, self._end)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._line is not None:
            self._line.close()

    def watch(self, connected: socket.socket) -> socket.socket:
        # The socket itself is taken from the connection while TLS is agreed on: only a second one can end it then.
        self._line = connected.dup()
        if self._has_passed:
            self._end()
        return connected

    def _end(self) -> None:
        self._has_passed = True
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


def _connection(scheme: str, host: str, port: int, deadline: _Deadline) -> HTTPConnection:
    """A connection to the very address that was looked at: the name is not asked for again."""
    kind = HTTPSConnection if scheme == "https" else HTTPConnection
    try:
        connection = kind(host, port, timeout=TIMEOUT)
    except InvalidURL:
        raise Unreachable(NO_ADDRESS, is_certain=True) from None
    ip = _public_address(host, port)
    connection._create_connection = lambda _, *args, **kwargs: deadline.watch(
        socket.create_connection((ip, port), *args, **kwargs)
    )
    return connection


def _public_address(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as problem:
        # A name server that is away for a moment says so by this number.
        passes = getattr(problem, "errno", None) == socket.EAI_AGAIN
        raise Unreachable("There is no site of this name.", is_certain=not passes) from None
    addresses = [one[4][0] for one in found]
    if not addresses or not all(map(_is_public, addresses)):
        raise Unreachable("It leads into a private network.", is_certain=True)
    return addresses[0]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return (
        ip.is_global and not ip.is_multicast and not any(ip in net for net in NEVER_ASKED if net.version == ip.version)
    )

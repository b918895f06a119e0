"""What another site answers at an address: only the answer's head, and only of sites that everybody can reach."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

# Seconds for one answer, however slowly it comes, and how often one may lead on.
TIMEOUT = 10
MOST_REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
PERMANENT, REDIRECTS = (301, 308), (301, 302, 303, 307, 308)
# Some servers know no HEAD, or answer it otherwise than GET.
FAILED = 400
# Addresses in which one of the older kind is hidden.
TRANSLATED = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


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
            at = urljoin(at, found.location)
    except Unreachable as problem:
        return Answer(problem=str(problem), is_certain=problem.is_certain)
    return Answer(problem="It leads on and on, without an end.", is_certain=True)


def head_of(address: str, method: str) -> Head:
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError:
        raise Unreachable("This is no web address.", is_certain=True) from None
    if parts.scheme not in PORTS or not host or (port or PORTS[parts.scheme]) not in PORTS.values():
        raise Unreachable("It leads to something else than a web page.", is_certain=True)
    connection = _connection(parts.scheme, host, port or PORTS[parts.scheme])
    target = quote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", safe="%/:=&?~+!$,;'@()*[]")
    # A server that sends a letter now and then is never late by itself.
    watch = threading.Timer(TIMEOUT, _end, [connection])
    watch.start()
    try:
        connection.request(method, target, headers=_headers())
        response = connection.getresponse()
        return Head(response.status, response.headers.get("Location", ""))
    except ssl.SSLCertVerificationError:
        raise Unreachable("Its certificate is not valid: browsers warn of it.", is_certain=True) from None
    except (OSError, HTTPException, ValueError):
        raise Unreachable("It did not answer.", is_certain=False) from None
    finally:
        watch.cancel()
        connection.close()


def _headers() -> dict[str, str]:
    contact = "; ".join(part for part in (settings.SITE_URL, settings.CONTACT_EMAIL) if part)
    return {"User-Agent": f"careerinfo/1.0 link check ({contact})", "Accept": "*/*", "Accept-Encoding": "identity"}


def _end(connection: HTTPConnection) -> None:
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _connection(scheme: str, host: str, port: int) -> HTTPConnection:
    """A connection to the very address that was looked at: the name is not asked for again."""
    kind = HTTPSConnection if scheme == "https" else HTTPConnection
    connection = kind(host, port, timeout=TIMEOUT)
    ip = _public_address(host, port)
    connection._create_connection = lambda _, *args, **kwargs: socket.create_connection((ip, port), *args, **kwargs)
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
        ip.is_global and not ip.is_multicast and not any(ip in net for net in TRANSLATED if net.version == ip.version)
    )

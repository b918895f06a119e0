"""The site with its page cache in front, as a server calls it, in a test's own process."""

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

import brotli
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections, connection
from django.db.models import F

from careerinfo.page_cache.layer import PageCache
from careers.models import Generation


@dataclass(frozen=True)
class Sent:
    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def words(self) -> str:
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(self.headers.get("content-encoding"), bytes)
        return unpack(self.raw).decode()


def begin_anew() -> None:
    """On PostgreSQL a transaction is counted once, and a test is in one: let what was written be an earlier one's."""
    if connection.vendor == "postgresql":
        Generation.objects.update(number=F("number") - 1)


@contextmanager
def _connections_stay() -> Iterator[None]:
    """The transaction of a test is not to end with a request; Django's own browser for tests does the same."""
    each = (signals.request_started, signals.request_finished)
    for signal in each:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in each:
            signal.connect(close_old_connections)


def environ_of(address: str, method: str = "GET", body: bytes = b"", **headers: str) -> dict:
    path, _, query = address.partition("?")
    return {
        **{"REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query},
        **{"SERVER_NAME": "testserver", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1"},
        **{"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "testserver", "wsgi.url_scheme": "http"},
        **{"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body)), "wsgi.errors": BytesIO()},
        **{"CONTENT_TYPE": "application/x-www-form-urlencoded" if body else ""},
        **{"wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False},
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }


@dataclass
class CachedSite:
    """`rendered` are the paths that Django was asked for; `before` and `after` are called around each."""

    rendered: list[str] = field(default_factory=list)
    before: Callable[[dict], None] = lambda environ: None
    after: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.django = WSGIHandler()
        self.cache = PageCache(self._site)

    def _site(self, environ: dict, start_response: Callable):
        self.rendered.append(environ["PATH_INFO"])
        self.before(environ)
        response = self.django(environ, start_response)
        self.after()
        return response

    def get(self, address: str, method: str = "GET", body: bytes = b"", **headers: str) -> Sent:
        environ = environ_of(address, method, body, **headers)
        started = []
        with _connections_stay():
            parts = self.cache(environ, lambda status, headers, exc_info=None: started.append((status, headers)))
            raw = b"".join(parts)
            if hasattr(parts, "close"):
                parts.close()
        status, given = started[-1]
        return Sent(int(status.split()[0]), {name.lower(): value for name, value in given}, raw)

    def fill(self, path: str) -> None:
        with _connections_stay():
            self.cache.fill(path)

    def is_rendered(self, address: str, **headers: str) -> bool:
        """Whether a visit has Django make the page."""
        before = len(self.rendered)
        self.get(address, **headers)
        return len(self.rendered) > before

    def at_once(self, address: str, times: int) -> list[Sent]:
        found: list[Sent] = []
        threads = [threading.Thread(target=lambda: found.append(self.get(address))) for _ in range(times)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        return found

"""What Django answered, and a page as it is kept and sent."""

import hashlib
import re
import threading
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import partial

from django.conf import settings
from django.utils.http import parse_http_date_safe

from signups.kept_nowhere import PRIVATE

from .bodies import GZIP, PLAIN, best_for, compressed
from .token import Token

Headers = list[tuple[str, str]]
StartResponse = Callable[[str, Headers], object]

# What the headers of a page take in memory, and the rest that is needed to keep it.
BESIDE_BODIES = 4_096
SMALL = 200
TEXT = re.compile(r"text/|application/(json|javascript|atom\+xml|rss\+xml|xml)\b")
OF_BODY = ("content-type", "content-length", "content-encoding", "content-disposition")
# What an answer says of itself where its view says nothing: that whoever keeps it has to ask each time. That is done.
UNSAID = ("", "no-cache")


def for_shared_caches() -> str:
    """How long those between the site and a visitor may keep a page: the second half while they ask for it anew."""
    later = settings.PAGE_SHARED_SECONDS // 2
    now = settings.PAGE_SHARED_SECONDS - later
    return f"public, max-age=0, s-maxage={now}, stale-while-revalidate={later}"


@dataclass(frozen=True)
class Answer:
    """What Django answered."""

    status: str
    headers: Headers
    body: bytes

    def header(self, name: str) -> str:
        return ", ".join(value for given, value in self.headers if given.lower() == name)

    def without(self, *names: str) -> Headers:
        return [(name, value) for name, value in self.headers if name.lower() not in names]

    @property
    def is_text(self) -> bool:
        return bool(TEXT.match(self.header("content-type"))) and not self.header("content-encoding")

    @property
    def varies(self) -> set[str]:
        return {name.strip().lower() for name in self.header("vary").split(",")} - {"", "accept-encoding"}

    @property
    def is_for_everybody(self) -> bool:
        is_private = re.search("private|no-store", self.header("cache-control"))
        is_of_somebody = is_private or self.header("set-cookie") or self.varies
        return self.status.startswith("200 ") and self.is_text and not is_of_somebody

    def send(self, environ: dict, start_response: StartResponse) -> Iterable[bytes]:
        """As it is, to whoever asked alone."""
        headers, body = self.headers, self.body
        if not self.header("cache-control"):
            headers = [*headers, ("Cache-Control", PRIVATE)]
        if self.is_text and len(body) >= SMALL:
            encoding = best_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
            body = compressed(body, encoding)
            headers = [one for one in headers if one[0].lower() not in ("content-length", "vary")]
            headers += [("Vary", ", ".join([*sorted(self.varies), "Accept-Encoding"]))]
            headers += [("Content-Length", str(len(body))), *([("Content-Encoding", encoding)] if encoding else [])]
        start_response(self.status, headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)


@dataclass(eq=False)
class Page:
    """The same for everybody. Bodies are made when somebody first asks for them so compressed.

    It was asked for first at `made_at`, under `token`.
    """

    status: str
    headers: Headers
    token: Token | None
    made_at: float
    etag: str
    is_html: bool
    size: int
    modified_at: int
    # One of the two: as Django wrote it, until somebody keeps it.
    plain: bytes = b""
    gzipped: bytes = b""
    # What of its size whoever keeps it has counted.
    counted: int = 0
    bodies: dict[str, tuple[Headers, bytes]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, answer: Answer, token: Token | None, made_at: float) -> "Page":
        headers = answer.without("content-length", "vary", "etag", "last-modified", "cache-control")
        said = answer.header("cache-control")
        headers.append(("Cache-Control", for_shared_caches() if said in UNSAID else said))
        headers.append(("Vary", "Accept-Encoding"))
        return cls(
            status=answer.status,
            headers=headers,
            etag=f'W/"{hashlib.blake2b(answer.body, digest_size=12).hexdigest()}"',
            is_html=answer.header("content-type").startswith("text/html"),
            plain=answer.body,
            size=BESIDE_BODIES,
            modified_at=int(made_at),
            token=token,
            made_at=made_at,
        )

    def pack(self) -> None:
        """To be called before it is kept. What nobody keeps is compressed only as it is sent."""
        with self.lock:
            if not self.gzipped:
                self.gzipped, self.plain = compressed(self.plain, GZIP), b""
                self.size += len(self.gzipped)

    @classmethod
    def packed(cls, *, gzipped: bytes, made_at: float, **values) -> "Page":
        size = BESIDE_BODIES + len(gzipped)
        return cls(gzipped=gzipped, made_at=made_at, size=size, modified_at=int(made_at), **values)

    def send(self, environ: dict, start_response: StartResponse, now: float) -> Iterable[bytes]:
        if now >= self.modified_at + 1 and self.modified_at == int(self.made_at):
            self._settle()
        if ("HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ) and self._is_known(environ):
            headers = [one for one in self.headers if one[0].lower() not in OF_BODY]
            start_response("304 Not Modified", [*headers, *self._marks()])
            return ()
        encoding = best_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        headers, body = self.bodies.get(encoding) or self._make(encoding)
        start_response(self.status, headers[:])
        return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)

    def _settle(self) -> None:
        """In the second in which a page is made there may have been another before, which must not have the same time.

        So the time that counts is the end of that second, and is told only once it has passed.
        """
        with self.lock:
            self.modified_at = int(self.made_at) + 1
            for encoding, (_, body) in self.bodies.items():
                self.bodies[encoding] = (self._headers(encoding, body), body)

    def _is_known(self, environ: dict) -> bool:
        if (tags := environ.get("HTTP_IF_NONE_MATCH")) is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return "*" in known or self.etag.removeprefix("W/") in known
        since = parse_http_date_safe(environ["HTTP_IF_MODIFIED_SINCE"])
        return since is not None and since > int(self.made_at)

    def _make(self, encoding: str) -> tuple[Headers, bytes]:
        with self.lock:
            if encoding not in self.bodies:
                body = self.gzipped
                if encoding != GZIP or not body:
                    plain = self.plain or (zlib.decompress(body, wbits=zlib.MAX_WBITS | 16) if body else b"")
                    body = compressed(plain, encoding)
                    self.size += len(body)
                self.bodies[encoding] = (self._headers(encoding, body), body)
            return self.bodies[encoding]

    def _headers(self, encoding: str, body: bytes) -> Headers:
        of_encoding = [] if encoding == PLAIN else [("Content-Encoding", encoding)]
        return [*self.headers, *self._marks(), ("Content-Length", str(len(body))), *of_encoding]

    def _marks(self) -> Headers:
        return [("ETag", self.etag), ("Last-Modified", formatdate(self.modified_at, usegmt=True))]


def private_unless_said(start_response: StartResponse) -> StartResponse:
    """For what is not kept, and for staff: those between the site and a visitor do not keep it either."""
    return partial(_started, start_response)


def _started(start_response: StartResponse, status: str, headers: Headers, *exc_info) -> object:
    if all(name.lower() != "cache-control" or value in UNSAID for name, value in headers):
        headers = [*(one for one in headers if one[0].lower() != "cache-control"), ("Cache-Control", PRIVATE)]
    return start_response(status, headers, *exc_info)

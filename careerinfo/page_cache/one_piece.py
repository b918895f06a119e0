"""A short answer in one piece. gunicorn sends its head first and then its body, which costs both sides half."""

import time
from functools import lru_cache

from gunicorn import util
from gunicorn.http import wsgi
from gunicorn.http.errors import InvalidResponseHeader

LONGEST = 131_072  # bytes
# Of one answer gunicorn looks at each header's name and value. Most stand in every answer.
REMEMBERED = 2_048
FRAMING = "content-length"


class Response(wsgi.Response):
    def process_headers(self, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            if (checked := _checked(name, value)) is None:
                # It is about the connection, or wrong.
                super().process_headers([(name, value)])
            else:
                self.headers.append(checked)

    def write(self, arg: bytes) -> None:
        is_whole = not self.headers_sent and self.response_length == len(arg) <= LONGEST
        if not is_whole or self._omits_body:
            super().write(arg)
            return
        head = "".join([*self.default_headers(), *[f"{name}: {value}\r\n" for name, value in self.headers], "\r\n"])
        self.headers_sent = True
        self.sent = len(arg)
        self.sock.sendall(head.encode("latin-1") + arg)


def whole(status: str, headers: list[tuple[str, str]], body: bytes) -> bytes:
    """An answer as it is sent on a connection that stays open; InvalidResponseHeader where gunicorn would raise it."""
    lines = [f"HTTP/1.1 {status}", f"Server: {wsgi.SERVER}", f"Date: {http_date()}", "Connection: keep-alive"]
    for name, value in headers:
        if (checked := _checked(name, value)) is not None:
            lines.append(": ".join(checked))
        elif name.lower() != FRAMING and not util.is_hoppish(name):
            raise InvalidResponseHeader(repr(name))
    if not status.startswith("304"):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@lru_cache(maxsize=REMEMBERED)
def _checked(name: str, value: str) -> tuple[str, str] | None:
    """As gunicorn's own would keep it."""
    is_plain = isinstance(name, str) and isinstance(value, str) and wsgi.TOKEN_RE.fullmatch(name)
    if not is_plain or name.lower() == FRAMING or util.is_hoppish(name) or not wsgi.HEADER_VALUE_RE.fullmatch(value):
        return None
    return name, value.strip(" \t")


@lru_cache(maxsize=2)
def _date(second: int) -> str:
    return _gunicorns_date(second)


_gunicorns_date = util.http_date


def http_date(timestamp: float | None = None) -> str:
    """The same for all answers of a second."""
    return _date(int(time.time() if timestamp is None else timestamp))

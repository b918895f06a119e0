"""What lies in memory is answered by the worker's own thread: to hand it over takes longer than to answer it.

Nor does gunicorn read such a request and write its answer, which would take most of the time. Only what looks exactly
like a browser's plain request for a page is read here; whatever looks otherwise is gunicorn's to understand.
"""

import os
import re
from array import array
from contextlib import suppress
from dataclasses import dataclass
from fcntl import ioctl
from functools import cached_property
from io import BytesIO
from socket import socket
from termios import TIOCOUTQ
from typing import TYPE_CHECKING

from gunicorn.http import wsgi
from gunicorn.workers.gthread import ThreadWorker

from . import one_piece
from .answered import answered

if TYPE_CHECKING:
    # gunicorn reads its configuration before there are settings.
    from .layer import PageCache

REQUEST = re.compile(r"GET (/[\w./-]*) HTTP/1\.1\r\n((?:[A-Za-z-]+: [ -~]+\r\n)+)\r\n", re.ASCII)
# Of a visitor that anybody could be. With a cookie, a body or a proxy between, it is more than that.
HEADERS = {
    name: "HTTP_" + name.upper().replace("-", "_")
    for name in (
        *("host", "connection", "user-agent", "referer", "accept", "accept-encoding", "accept-language"),
        *("cache-control", "pragma", "if-none-match", "if-modified-since", "upgrade-insecure-requests", "priority"),
        *("dnt", "sec-gpc", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "sec-fetch-user", "sec-purpose"),
        *("sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform"),
    )
}
# gunicorn refuses a single line that is longer.
LONGEST = 8_000  # bytes
# Seconds that somebody has to take what did not go out at once; a thread waits for them.
PATIENCE = 10


@dataclass(frozen=True)
class Done:
    """As gunicorn looks at what a thread has done."""

    value: object

    def result(self) -> object:
        return self.value

    def cancelled(self) -> bool:
        return False


@dataclass(frozen=True)
class Plain:
    """A request for a page that is the same for everybody; `headers` have their names in WSGI."""

    path: str
    headers: dict[str, str]


def plain(held: bytes) -> Plain | None:
    """What all that a visitor sent asks for, or None where it may be more than a page."""
    asked = REQUEST.fullmatch(held.decode("latin-1")) if len(held) <= LONGEST else None
    if not asked:
        return None
    headers: dict[str, str] = {}
    for line in asked[2].split("\r\n")[:-1]:
        name, _, value = line.partition(": ")
        known = HEADERS.get(name.lower())
        if known is None or known in headers:
            return None
        headers[known] = value.strip(" ")
    stays = headers.get("HTTP_CONNECTION", "keep-alive").lower() == "keep-alive"
    return Plain(asked[1], headers) if stays and "HTTP_HOST" in headers else None


class AnswersAtOnce(ThreadWorker):
    """For connections of `PatientWorker`, whose requests have arrived."""

    pages: "PageCache | None" = None

    def enqueue_req(self, conn) -> None:
        if environ := self._found(conn):
            conn.parser.unreader.take_buffered()
            self._send(conn, self._answer(conn, environ))
        else:
            super().enqueue_req(conn)

    def _found(self, conn) -> dict | None:
        """What the site is told of a request whose page lies in memory."""
        try:
            asked = self._at_hand(conn)
            environ = self._environ_of(conn, asked) if asked else {}
            # Where something was changed meanwhile, a thread makes the page.
            return environ if asked and self.pages.finds(environ) else None
        except Exception:  # noqa: BLE001
            # Nothing may end this thread, and with it all connections. Another finds out what is wrong, and says so.
            return None

    def _at_hand(self, conn) -> Plain | None:
        if not (self.pages and getattr(conn, "is_alone", False) and self._goes_on and isinstance(conn.server, tuple)):
            return None
        asked = plain(conn.parser.unreader.buf.getvalue())
        return asked if asked and self.pages.is_at_hand(asked.path) and _has_room(conn.sock) else None

    @property
    def _goes_on(self) -> bool:
        """Whether a connection stays open after an answer, which otherwise says so."""
        has_room = len(self.keepalived_conns) < self.max_keepalived
        return self.alive and has_room and self.nr + 1 < self.max_requests and self._is_plain

    @cached_property
    def _is_plain(self) -> bool:
        # Logs and counts of gunicorn's own are made from what gunicorn read.
        is_told_by_gunicorn = self.log.access_log_enabled or self.cfg.statsd_host or self.cfg.proxy_protocol != "off"
        return bool(self.cfg.keepalive) and not is_told_by_gunicorn and "SCRIPT_NAME" not in os.environ

    @cached_property
    def _always(self) -> dict:
        return {
            **wsgi.base_environ(self.cfg),
            **{"wsgi.multithread": True, "wsgi.url_scheme": "http", "SERVER_PROTOCOL": "HTTP/1.1"},
            **{"REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "QUERY_STRING": ""},
        }

    def _environ_of(self, conn, asked: Plain) -> dict:
        """What the site is told of a request, as gunicorn would."""
        return {
            **self._always,
            **asked.headers,
            **{"PATH_INFO": asked.path, "RAW_URI": asked.path, "wsgi.input": BytesIO()},
            **{"REMOTE_ADDR": conn.client[0], "REMOTE_PORT": str(conn.client[1])},
            **{"SERVER_NAME": conn.server[0], "SERVER_PORT": str(conn.server[1])},
        }

    def _answer(self, conn, environ: dict) -> bytes:
        """As it is to be sent; empty where it failed, and the connection has to end."""
        self.nr += 1
        try:
            self.cfg.pre_request(self, None)
            answer = answered(self.wsgi, environ)
            self.cfg.post_request(self, None, environ, answer)
            return one_piece.whole(answer.status, answer.headers, answer.body)
        except Exception as error:  # noqa: BLE001
            # As gunicorn does where a thread fails: it is logged, and answered with the page for errors.
            with suppress(Exception):
                self.handle_error(None, conn.sock, conn.client, error)
            return b""

    def _send(self, conn, answer: bytes) -> None:
        try:
            rest = answer[conn.sock.send(answer) :] if answer else b""
        except BlockingIOError:
            rest = answer
        except OSError:
            # Whoever asked is gone.
            answer = rest = b""
        if not rest:
            self.finish_request(conn, Done(bool(answer)))
            return
        done = self.tpool.submit(_is_sent, conn.sock, rest)
        done.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))


def _is_sent(sock: socket, data: bytes) -> bool:
    try:
        sock.settimeout(PATIENCE)
        sock.sendall(data)
    except OSError:
        return False
    return True


def _has_room(sock: socket) -> bool:
    """Whether all was read that was sent before: then there is room for nearly every answer."""
    waiting = array("i", [0])
    try:
        ioctl(sock, TIOCOUTQ, waiting)
    except OSError:
        return False
    return waiting[0] == 0

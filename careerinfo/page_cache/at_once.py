"""What lies in memory is answered by the worker's own thread: to hand it over takes longer than to answer it."""

import re
from array import array
from dataclasses import dataclass
from fcntl import ioctl
from socket import socket
from termios import TIOCOUTQ
from typing import TYPE_CHECKING

from gunicorn.workers.gthread import ThreadWorker

if TYPE_CHECKING:
    # gunicorn reads its configuration before there are settings.
    from .layer import PageCache

# Without anything that makes it more than a page that is the same for everybody.
PLAIN = re.compile(rb"GET (/[\w./-]*) HTTP/1\.1\r\n")
NOT_PLAIN = re.compile(rb"\r\n(?:cookie|authorization|upgrade|content-length|transfer-encoding)[ \t]*:", re.IGNORECASE)


@dataclass(frozen=True)
class Done:
    """As gunicorn looks at what a thread has done."""

    value: object

    def result(self) -> object:
        return self.value

    def cancelled(self) -> bool:
        return False


class AnswersAtOnce(ThreadWorker):
    """For connections of `PatientWorker`, whose requests have arrived."""

    pages: "PageCache | None" = None

    def enqueue_req(self, conn) -> None:
        if self.pages and self._is_at_hand(conn):
            self.finish_request(conn, Done(self.handle(conn)))
        else:
            super().enqueue_req(conn)

    def _is_at_hand(self, conn) -> bool:
        if not getattr(conn, "is_alone", False):
            return False
        held = conn.parser.unreader.buf.getvalue()
        asked = PLAIN.match(held)
        if not asked or NOT_PLAIN.search(held):
            return False
        return self.pages.is_at_hand(asked[1].decode()) and _has_room(conn.sock)


def _has_room(sock: socket) -> bool:
    """Whether all was read that was sent before: then an answer fits, and nobody waits for who reads slowly."""
    waiting = array("i", [0])
    try:
        ioctl(sock, TIOCOUTQ, waiting)
    except OSError:
        return False
    return waiting[0] == 0

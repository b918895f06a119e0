"""A visitor's connection: what of its next request has arrived, without waiting for more."""

import re
import socket
import time
from enum import Enum, auto

from django.conf import settings
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn

# Within so many seconds a head has to arrive, and a small body after it; so long a thread waits for somebody to read.
SECONDS = 10
# What is larger is read by a thread, which waits no longer than for this many bytes a second on average.
SLOWEST = 10_000
# All lines of a head together; gunicorn itself would read up to 800 kB.
MOST_HEAD = 65_536
LONGEST_LINE = 8_190
# An answer fits in here, so that it is the system that waits for whoever reads it slowly.
ANSWER_BYTES = 262_144

# Staff, and a mail provider; the site itself looks whether they are.
LARGE_FROM = re.compile(rb"\r\ncookie:[^\r]*sessionid=|\A(?:\r\n)?POST /mail/events/", re.IGNORECASE)
END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)[ \t]*\r\n", re.IGNORECASE)
# Django takes such a body for an empty one.
IN_CHUNKS = re.compile(rb"\r\ntransfer-encoding:[^\r]*chunked", re.IGNORECASE)
# The body comes only after the head was answered.
EXPECTS = re.compile(rb"\r\nexpect:", re.IGNORECASE)


class Arrived(Enum):
    PARTLY = auto()
    WHOLE = auto()
    # A large body is on its way.
    HEAD = auto()
    ENDLESS_HEAD = auto()
    NO_LENGTH = auto()
    TOO_LARGE = auto()
    NOTHING_MORE = auto()


class Unreader(SocketUnreader):
    """What has arrived and was not looked at yet. A thread that needs more waits for it, and not for ever."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.due = 0.0

    def add(self, data: bytes) -> None:
        self.buf.seek(0, 2)
        self.buf.write(data)

    def chunk(self, size_hint=None) -> bytes:
        left, before = self.due - time.monotonic(), self.sock.gettimeout()
        if left <= 0:
            raise TimeoutError("A request came too slowly.")
        self.sock.settimeout(left)
        try:
            data = super().chunk(size_hint)
        finally:
            self.sock.settimeout(before)
        self.due += len(data) / SLOWEST
        return data


class Connection(TConn):
    """Until the request is whole, it is the worker's own thread that reads; `due` is when its patience ends."""

    def __init__(self, cfg, sock, client, server, linger) -> None:
        super().__init__(cfg, sock, client, server)
        self.linger = linger
        self.due = 0.0
        self.is_slow = False
        self.begin()

    def init(self) -> None:
        if not self.initialized:
            super().init()
            self.parser.unreader = Unreader(self.sock)

    def begin(self) -> None:
        """A new request, of which some may have arrived with the one before."""
        self.init()
        self.sock.setblocking(False)
        self.due = time.monotonic() + SECONDS
        self.parser.unreader.due = self.due + 2 * SECONDS
        self._searched, self._whole_at = 0, None

    @property
    def is_alone(self) -> bool:
        """Whether the next request has arrived, and nothing after it."""
        return self._whole_at == self.parser.unreader.buf.getbuffer().nbytes

    @property
    def has_begun(self) -> bool:
        return bool(self.parser.unreader.buf.getbuffer().nbytes)

    def read(self) -> Arrived:
        try:
            data = self.sock.recv(MOST_HEAD)
        except BlockingIOError:
            return Arrived.PARTLY
        except OSError:
            return Arrived.NOTHING_MORE
        if not data:
            return Arrived.NOTHING_MORE
        self.parser.unreader.add(data)
        return self.arrived()

    def arrived(self) -> Arrived:
        held = self.parser.unreader.buf.getvalue()
        if self._whole_at is None:
            end = held.find(END, self._searched)
            if end < 0:
                self._searched = max(0, len(held) - len(END) + 1)
                return _of_head(held)
            found = LENGTH.search(held, 0, end + 2)
            if IN_CHUNKS.search(held, 0, end):
                # With a length too gunicorn refuses it at once.
                return Arrived.WHOLE if found else Arrived.NO_LENGTH
            length = int(found[1][:20]) if found else 0
            if length > settings.FORM_BYTES and not LARGE_FROM.search(held, 0, end):
                return Arrived.TOO_LARGE
            if length > settings.FORM_BYTES or EXPECTS.search(held, 0, end):
                return Arrived.HEAD
            self._whole_at = end + len(END) + length
            # A body has its own time.
            self.due = time.monotonic() + SECONDS
        return Arrived.WHOLE if len(held) >= self._whole_at else Arrived.PARTLY

    def close(self, graceful: bool = False) -> None:
        if graceful:
            self.linger(self)
        else:
            super().close()


def _of_head(held: bytes) -> Arrived:
    """Of a head that has no end yet. gunicorn refuses at once what can only be wrong."""
    is_wrong = held.count(b"\n") != held.count(b"\r\n")
    if is_wrong or (len(held) > LONGEST_LINE + 2 and b"\r\n" not in held[: LONGEST_LINE + 2]):
        return Arrived.WHOLE
    return Arrived.ENDLESS_HEAD if len(held) > MOST_HEAD else Arrived.PARTLY

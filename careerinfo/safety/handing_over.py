"""Each worker listens at a socket of its own, which the server holds open: who waits at it is not lost with the worker.

Where workers open theirs (`reuse_port`), Linux cuts off whoever waits at one that is closed, at each reload. Where all
share one, a single worker takes nearly all connections that are kept open.
"""

import mmap
import os
import select
import socket
import sys
import time

from gunicorn.sock import BaseSocket, TCP6Socket, TCPSocket

# Seconds for which a worker that is to be replaced serves on, while its successor starts.
LONGEST_START = 25
# Seconds between two looks whether somebody waits at the socket of another worker, which may have been killed.
LOOK_EVERY = 0.5
# For each socket the age of the newest worker that was started for it, and of the newest that is ready to serve.
_PLACES = 256
_started = memoryview(mmap.mmap(-1, _PLACES * 8)).cast("Q")
_ready = memoryview(mmap.mmap(-1, _PLACES * 8)).cast("Q")


class OwnSocket(TCPSocket):
    """One of several at the same address, each for one worker."""


class OwnSocket6(OwnSocket, TCP6Socket):
    pass


def open_sockets(server) -> None:
    """As many for each address as there are workers; a server that follows another takes over its sockets."""
    if inherited := os.environ.pop("GUNICORN_FD", ""):
        server.LISTENERS = [_from_open(int(number), server) for number in inherited.split(",")]
        return
    # Other systems give all connections to the socket that was opened last.
    count = min(server.cfg.workers, _PLACES) if sys.platform == "linux" else 1
    server.LISTENERS = [_opened(address, server) for address in server.cfg.address for _ in range(count)]


def give_place(server, worker) -> None:
    """To be called before a worker starts: it gets the sockets at which the fewest listen."""
    # A socket in the file system, and one that systemd opened, there is once, for all.
    own = [one for one in server.LISTENERS if isinstance(one, OwnSocket)]
    places = len(own) // len(server.cfg.address) or 1
    taken = [other.place for other in server.WORKERS.values()]
    worker.place = min(range(places), key=taken.count)
    worker.sockets = server.LISTENERS[worker.place :: places] if own else server.LISTENERS
    worker.sockets_of_others = [one for one in server.LISTENERS if one not in worker.sockets]
    _started[worker.place] = worker.age


def is_ready(worker) -> None:
    _ready[worker.place] = worker.age


class HandsOver:
    """A gunicorn worker that serves until the one that takes its place is ready, and leaves nobody waiting."""

    serves_until = 0.0
    looked_at = 0.0

    def handle_exit(self, sig, frame) -> None:
        """Told to end: at once, or when a worker that was started in its place is ready."""
        if self.alive and not self.serves_until and self._has_successor() and not self._is_succeeded():
            self.serves_until = time.monotonic() + LONGEST_START
        else:
            super().handle_exit(sig, frame)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        super().wait_for_and_dispatch_events(min(timeout, LOOK_EVERY))
        now = time.monotonic()
        if not self.alive or now - self.looked_at < LOOK_EVERY:
            return
        self.looked_at = now
        if self._accepting:
            self._accept_from(self.sockets_of_others)
        if self.serves_until and (self._is_succeeded() or now > self.serves_until):
            self.alive = False

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not enabled and not self.alive:
            everywhere = [*self.sockets, *self.sockets_of_others]
            self._accept_from(everywhere)
            for one in everywhere:
                one.close()

    def _cap_keepalive(self, deadline: float) -> None:
        """Browsers open connections ahead: those would hold up the end as long as one that is kept open."""
        super()._cap_keepalive(deadline)
        for connection in self.pending_conns:
            connection.timeout = min(connection.timeout, deadline)

    def _accept_from(self, sockets: list[BaseSocket]) -> None:
        # Not for ever where always more come.
        for _ in range(self.worker_connections if sockets else 0):
            waiting = select.select(sockets, [], [], 0)[0]
            for one in waiting:
                self.accept(one)
            if not waiting:
                return

    def _has_successor(self) -> bool:
        return _started[self.place] > self.age

    def _is_succeeded(self) -> bool:
        return _ready[self.place] > self.age


def _opened(address: tuple, server) -> OwnSocket:
    kind = _kind(address)
    raw = socket.socket(kind.FAMILY)
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "SO_REUSEPORT"):
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    raw.bind(address)
    return kind(address, server.cfg, server.log, fd=raw.detach())


def _from_open(number: int, server) -> OwnSocket:
    with socket.socket(fileno=os.dup(number)) as opened:
        address = opened.getsockname()
    return _kind(address)(address, server.cfg, server.log, fd=number)


def _kind(address: tuple) -> type[OwnSocket]:
    return OwnSocket6 if ":" in address[0] else OwnSocket

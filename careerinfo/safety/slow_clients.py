"""A gunicorn worker whose threads are there for requests that have arrived, so that nobody slow can hold them.

gunicorn's own gives each new connection to a thread, which waits for the request, for as long as somebody sends a
letter now and then: eight such visitors stop two workers of four threads. Here the worker's own thread reads first,
from all connections at once.
"""

import errno
import resource
import socket
import time
from collections import deque
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ

from gunicorn import util
from gunicorn.workers.gthread import ThreadWorker

from .connections import ANSWER_BYTES, SECONDS, Arrived, Connection

# Of connections that ended: until the visitor has seen the answer, what they still send is thrown away.
LINGER_SECONDS = 2
MOST_LINGERING = 500
# So long a large body waits for its turn.
TURN_SECONDS = 60
# Above this part of the connections that a worker may hold, who has been idle longest makes room.
FULL = 0.9
IDLE_SECONDS = 1
REFUSED = {
    Arrived.ENDLESS_HEAD: (431, "Request Header Fields Too Large"),
    Arrived.NO_LENGTH: (411, "Length Required"),
    Arrived.TOO_LARGE: (413, "Content Too Large"),
}
# Files, databases and sockets beside the connections.
OTHER_FILES = 200


class PatientWorker(ThreadWorker):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # In the order in which their time ends.
        self.reading: dict[Connection, None] = {}
        self.lingering: dict[Connection, None] = {}
        self.waiting: deque[Connection] = deque()
        self.slow = 0
        self.most_slow = max(1, self.cfg.threads // 2)

    def answer_early(self, status: int, reason: str) -> bytes:
        """The whole answer to a request that no thread has seen."""
        raise NotImplementedError

    def init_process(self) -> None:
        _may_open(self.worker_connections + MOST_LINGERING + OTHER_FILES)
        self.prepare()
        super().init_process()

    def prepare(self) -> None:
        for listener in self.sockets:
            # What is accepted has it from there.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ANSWER_BYTES)

    def accept(self, listener) -> None:
        if self.cfg.is_ssl:
            super().accept(listener)
            return
        if self.nr_conns >= self.worker_connections * FULL:
            self._make_room()
        try:
            sock, address = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED):
                raise
            return
        self.nr_conns += 1
        self.enqueue_req(Connection(self.cfg, sock, address, listener.getsockname(), self.linger))

    def enqueue_req(self, conn) -> None:
        """All requests on all connections come through here on their way to the threads."""
        if not isinstance(conn, Connection):
            super().enqueue_req(conn)
            return
        conn.begin()
        arrived = conn.arrived() if conn.has_begun else conn.read()
        if arrived is Arrived.PARTLY:
            self.reading[conn] = None
            self.poller.register(conn.sock, EVENT_READ, partial(self.on_more, conn))
        else:
            self._go_on(conn, arrived)

    def on_more(self, conn: Connection, _sock) -> None:
        if conn not in self.reading:
            # It made room, for another event of the same moment.
            return
        due, arrived = conn.due, conn.read()
        if arrived is Arrived.PARTLY:
            if conn.due != due:
                # To the end of the order.
                del self.reading[conn]
                self.reading[conn] = None
            return
        self._forget(self.reading, conn)
        self._go_on(conn, arrived)

    def on_client_socket_readable(self, conn, client) -> None:
        if conn in self.keepalived_conns:
            super().on_client_socket_readable(conn, client)

    def _go_on(self, conn: Connection, arrived: Arrived) -> None:
        if arrived is Arrived.WHOLE:
            super().enqueue_req(conn)
        elif arrived is Arrived.HEAD:
            conn.due = time.monotonic() + TURN_SECONDS
            self.waiting.append(conn)
            self._next_slow()
        elif arrived in REFUSED:
            self._refuse(conn, *REFUSED[arrived])
        else:
            self.nr_conns -= 1
            conn.close()

    def _next_slow(self) -> None:
        """Half of the threads at most wait for what visitors send."""
        while self.waiting and self.slow < self.most_slow:
            conn = self.waiting.popleft()
            conn.is_slow = True
            self.slow += 1
            super().enqueue_req(conn)

    def handle_request(self, req, conn):
        if not isinstance(conn, Connection):
            return super().handle_request(req, conn)
        conn.parser.unreader.due = time.monotonic() + SECONDS
        conn.sock.settimeout(SECONDS)
        if conn.is_slow:
            # What of the body was not read cannot be told from the next request.
            req.force_close()
        try:
            return super().handle_request(req, conn)
        except TimeoutError:
            self.log.debug("Somebody read an answer too slowly.")
            return False

    def finish_request(self, conn, fs) -> None:
        if isinstance(conn, Connection) and conn.is_slow:
            conn.is_slow = False
            self.slow -= 1
            self._next_slow()
        super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """gunicorn calls this about once a second, and after each event."""
        super().murder_pending()
        now = time.monotonic()
        while (conn := next(iter(self.reading), None)) and conn.due <= now:
            self._forget(self.reading, conn)
            if conn.has_begun:
                self._refuse(conn, 408, "Request Timeout")
            else:
                self.nr_conns -= 1
                conn.close()
        while (conn := next(iter(self.lingering), None)) and conn.due <= now:
            self._forget(self.lingering, conn)
            conn.close()
        while self.waiting and self.waiting[0].due <= now:
            self._refuse(self.waiting.popleft(), 503, "Service Unavailable")

    def murder_keepalived(self, force: bool = False) -> None:
        super().murder_keepalived(force)
        if force:
            # The worker ends.
            for conn in (*self.reading, *self.lingering, *self.waiting):
                conn.close()

    def _cap_keepalive(self, deadline: float) -> None:
        """A worker that stops waits for what has begun, and not for what may never come."""
        super()._cap_keepalive(deadline)
        for conn in self.reading:
            if not conn.has_begun:
                conn.due = min(conn.due, deadline)
        self.reading = dict.fromkeys(sorted(self.reading, key=lambda conn: conn.due))

    def _refuse(self, conn: Connection, status: int, reason: str) -> None:
        self.nr_conns -= 1
        # Whoever is gone, or reads nothing, gets nothing.
        with suppress(OSError, ValueError):
            util.write_nonblock(conn.sock, self.answer_early(status, reason))
        conn.close(graceful=True)

    def linger(self, conn: Connection) -> None:
        """Let the answer arrive before the connection ends. gunicorn's own waits here, and with it everybody else."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            conn.close()
            return
        if len(self.lingering) >= MOST_LINGERING:
            oldest = next(iter(self.lingering))
            self._forget(self.lingering, oldest)
            oldest.close()
        conn.due = time.monotonic() + LINGER_SECONDS
        self.lingering[conn] = None
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_rest, conn))

    def on_rest(self, conn: Connection, sock: socket.socket) -> None:
        if conn not in self.lingering:
            return
        try:
            is_over = not sock.recv(ANSWER_BYTES)
        except BlockingIOError:
            return
        except OSError:
            is_over = True
        if is_over:
            self._forget(self.lingering, conn)
            conn.close()

    def _make_room(self) -> None:
        """Whoever is slow goes before whoever may ask again."""
        oldest = next(iter(self.reading), None)
        if oldest and oldest.due <= time.monotonic() + SECONDS - IDLE_SECONDS:
            self._forget(self.reading, oldest)
        elif self.keepalived_conns:
            oldest = self.keepalived_conns.popleft()
            self.poller.unregister(oldest.sock)
        else:
            return
        self.nr_conns -= 1
        oldest.close()

    def _forget(self, group: dict[Connection, None], conn: Connection) -> None:
        del group[conn]
        self.poller.unregister(conn.sock)


def _may_open(files: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < files:
        wanted = files if hard == resource.RLIM_INFINITY else min(files, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

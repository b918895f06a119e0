"""A worker of two threads in the tests' own process, and visitors who connect to it."""

import os
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from gunicorn.config import Config

from careerinfo.safety.slow_clients import PatientWorker

THREADS = 2
LARGE = 200_000
HONEST = b"GET /honest HTTP/1.1\r\nHost: x\r\n\r\n"


class Log:
    """gunicorn's, of which a slow visitor must leave nothing but what is asked for."""

    def __init__(self) -> None:
        self.complaints = []
        self.debug = self.info = self.access = lambda *said: None
        self.warning = self.error = self.exception = lambda *said: self.complaints.append(said)


class Worker(PatientWorker):
    def answer_early(self, status: int, reason: str) -> bytes:
        return f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode()

    def handle_error(self, req, client, addr, exc) -> None:
        client.sendall(self.answer_early(400, type(exc).__name__))


def counting(environ: dict, start_response) -> list[bytes]:
    """Says how many letters were sent, or that they did not come; /large answers more than a page ever is."""
    try:
        answer = b"a" * LARGE if environ["PATH_INFO"] == "/large" else b"%d" % len(environ["wsgi.input"].read())
    except OSError:
        answer = b"gave up"
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]


class Site:
    def __init__(self, application: Callable = counting, **settings) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.listener.setblocking(False)
        config = Config()
        for name, value in {"threads": THREADS, "keepalive": 60, "graceful_timeout": 5, **settings}.items():
            config.set(name, value)
        self.log = Log()
        self.worker = Worker(1, os.getppid(), [self.listener], None, 30, config, self.log)
        self.worker.wsgi = application
        self.worker.tpool, self.worker.poller = self.worker.get_thread_pool(), selectors.DefaultSelector()
        self.worker.prepare()
        self.worker.method_queue.init()
        self.thread = threading.Thread(target=self.worker.run, daemon=True)
        self.visitors = ExitStack()

    def visit(self, *sent: bytes, buffer: int = 0) -> socket.socket:
        sock = self.visitors.enter_context(socket.socket())
        if buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        sock.settimeout(5)
        sock.connect(self.listener.getsockname())
        for data in sent:
            sock.sendall(data)
        return sock

    def ask(self, request: bytes = HONEST) -> str:
        return answer_on(self.visit(request))

    def wake(self) -> None:
        """The worker looks whose time is over after each event."""
        self.worker.method_queue.defer(lambda: None)

    def stop(self) -> None:
        self.worker.alive = False
        self.wake()

    def holds(self, count: int) -> bool:
        """Whether the worker has taken up so many visitors, which happens a moment after they came."""
        return soon(lambda: self.worker.nr_conns >= count)


def soon(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + 5
    while not is_so() and time.monotonic() < end:
        time.sleep(0.005)
    return is_so()


def answer_on(sock: socket.socket) -> str:
    """One answer, as its status and its body; empty where the site hung up."""
    received = b""
    while b"\r\n\r\n" not in received:
        if not (data := sock.recv(65_536)):
            return ""
        received += data
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += sock.recv(65_536)
    return f"{head.split()[1].decode()} {body[:500].decode()}".strip()


@contextmanager
def open_sites() -> Iterator[Callable[..., Site]]:
    with ExitStack() as opened:

        def open_(*args, **settings) -> Site:
            site = Site(*args, **settings)
            site.thread.start()
            opened.callback(site.worker.tmp.close)
            opened.callback(site.thread.join, 10)
            opened.callback(site.stop)
            opened.callback(site.visitors.close)
            return site

        yield open_

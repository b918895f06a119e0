"""Visitors who send or read slowly hold nobody else up: a worker of two threads, and more slow visitors than those."""

import os
import selectors
import socket
import threading
import time
from contextlib import ExitStack

import pytest
from gunicorn.config import Config

from careerinfo.safety import connections, slow_clients
from careerinfo.safety.slow_clients import PatientWorker

THREADS = 2
HONEST = b"GET /honest HTTP/1.1\r\nHost: x\r\n\r\n"
FORM = b"POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
LARGE = 200_000
TOO_LARGE_FOR_A_FORM = 150_000


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


def application(environ: dict, start_response) -> list[bytes]:
    """Says how many letters were sent, or that they did not come; /large answers more than a page ever is."""
    try:
        answer = b"a" * LARGE if environ["PATH_INFO"] == "/large" else b"%d" % len(environ["wsgi.input"].read())
    except OSError:
        answer = b"gave up"
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]


class Site:
    def __init__(self, **settings) -> None:
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
        return _soon(lambda: self.worker.nr_conns >= count)


def _soon(is_so) -> bool:
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
    return f"{head.split()[1].decode()} {body[:20].decode()}".strip()


@pytest.fixture
def open_site():
    with ExitStack() as opened:

        def open_(**settings) -> Site:
            site = Site(**settings)
            site.thread.start()
            opened.callback(site.worker.tmp.close)
            opened.callback(site.thread.join, 10)
            opened.callback(site.stop)
            opened.callback(site.visitors.close)
            return site

        yield open_


@pytest.fixture
def site(open_site):
    site = open_site()
    yield site
    assert site.log.complaints == []


def short(monkeypatch, seconds: float = 0.05) -> None:
    """What takes ten seconds takes a moment."""
    for module in (connections, slow_clients):
        monkeypatch.setattr(module, "SECONDS", seconds)


@pytest.mark.parametrize(
    ("sent", "buffer"),
    [
        ((), 0),
        ((b"GET / HTTP/1.1\r\nX-Slow: ",), 0),
        ((FORM % 100, b"a="), 0),
        ((FORM % TOO_LARGE_FOR_A_FORM, b"a="), 0),
        ((b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n",), 2_048),
        ((b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",), 0),
    ],
    ids=["silent", "slow head", "slow form", "slow upload", "slow reader", "stays after the end"],
)
def test_more_slow_visitors_than_threads_hold_nobody_up(site, sent, buffer):
    for _ in range(4 * THREADS):
        site.visit(*sent, buffer=buffer)
    began = time.monotonic()
    assert [site.ask() for _ in range(5)] == ["200 0"] * 5
    # Each of the slow ones would take gunicorn's own worker 2 seconds at least.
    assert time.monotonic() - began < 1.5


def test_what_comes_in_pieces_is_answered_when_it_is_whole(site):
    sock = site.visit()
    for piece in (b"\r\n", b"POST /form HT", b"TP/1.1\r\nHost: x\r\ncontent-LENGTH:  10\r\n\r", b"\n12345", b"67890"):
        time.sleep(0.005)
        sock.sendall(piece)
    assert answer_on(sock) == "200 10"


def test_a_connection_is_kept_and_requests_may_follow_each_other_at_once(site):
    sock = site.visit(HONEST)
    assert answer_on(sock) == "200 0"
    both = FORM % 3 + b"abc" + HONEST
    sock.sendall(both[:-5])
    assert answer_on(sock) == "200 3"
    sock.sendall(both[-5:])
    assert answer_on(sock) == "200 0"
    assert len(site.worker.keepalived_conns) == 1


def test_whoever_begins_and_does_not_go_on_is_told_and_whoever_says_nothing_is_not(site, monkeypatch):
    short(monkeypatch)
    begun, form, silent = site.visit(b"GET /"), site.visit(FORM % 100, b"a="), site.visit()
    assert site.holds(3)
    time.sleep(0.06)
    site.wake()
    assert [answer_on(sock) for sock in (begun, form, silent)] == ["408", "408", ""]
    assert _soon(lambda: site.worker.nr_conns == 0)


def test_an_upload_arrives_whole_and_one_that_stalls_is_given_up(site, monkeypatch):
    sock = site.visit(FORM % TOO_LARGE_FOR_A_FORM, b"a" * 100_000)
    sock.sendall(b"a" * 50_000)
    assert answer_on(sock) == f"200 {TOO_LARGE_FOR_A_FORM}"
    assert sock.recv(1) == b""
    short(monkeypatch)
    assert site.ask(FORM % TOO_LARGE_FOR_A_FORM + b"a" * 1_000) == "200 gave up"


def test_slow_uploads_take_half_of_the_threads_and_the_next_waits_its_turn(site, monkeypatch):
    first, second = (site.visit(FORM % TOO_LARGE_FOR_A_FORM, b"a") for _ in range(2))
    assert _soon(lambda: site.worker.slow == 1 and len(site.worker.waiting) == 1)
    assert site.ask() == "200 0"
    for sock in (first, second):
        sock.sendall(b"a" * TOO_LARGE_FOR_A_FORM)
        assert answer_on(sock) == f"200 {TOO_LARGE_FOR_A_FORM}"
    monkeypatch.setattr(slow_clients, "TURN_SECONDS", 0)
    site.visit(FORM % TOO_LARGE_FOR_A_FORM, b"a")
    assert _soon(lambda: site.worker.slow == 1)
    assert site.ask(FORM % TOO_LARGE_FOR_A_FORM + b"a") == "503"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (FORM.replace(b"Content-Length: %d", b"Transfer-Encoding: chunked"), "411"),
        (FORM.replace(b"Content-Length: %d", b"Transfer-Encoding: gzip, Chunked"), "411"),
        (FORM.replace(b"Content-Length: %d", b"Transfer-Encoding: nonsense"), "400 "),
        (FORM.replace(b"Content-Length: %d", b"Content-Length: -5"), "400 "),
        (FORM.replace(b"Content-Length: %d", b"Content-Length: 2\r\nContent-Length: 2") + b"ab", "400 "),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 11_000, "431"),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 101 + b"\r\n", "400 "),
        (b"GET /" + b"a" * 9_000, "400 "),
        (b"GET / HTTP/1.1\nHost: x", "400 "),
    ],
    ids=["chunks", "packed chunks", "coding", "negative", "twice", "endless", "101 headers", "long line", "bare LF"],
)
def test_what_could_not_be_read_in_time_is_refused_at_once(site, request_, status):
    assert site.ask(request_).startswith(status.strip())
    assert site.ask() == "200 0"


def test_whoever_is_slow_for_longest_makes_room_for_others(open_site, monkeypatch):
    monkeypatch.setattr(slow_clients, "IDLE_SECONDS", 0)
    site = open_site(worker_connections=20)
    for _ in range(40):
        site.visit(b"GET /")
    assert [site.ask() for _ in range(30)] == ["200 0"] * 30
    assert site.worker.nr_conns <= 20


def test_a_worker_that_stops_answers_what_was_begun(open_site):
    site = open_site()
    begun, silent, kept = site.visit(b"GET / HTTP/1.1\r\n"), site.visit(), site.visit(HONEST)
    assert answer_on(kept) == "200 0"
    assert site.holds(3)
    site.stop()
    begun.sendall(b"\r\n")
    assert answer_on(begun) == "200 0"
    silent.close()
    kept.close()
    site.thread.join(2)
    assert not site.thread.is_alive()

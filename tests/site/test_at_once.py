"""What lies in memory is answered without a thread, and nothing else is: that would hold up everybody."""

import socket
import threading
import time
from concurrent.futures import Future
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.db import connection
from gunicorn.config import Config
from gunicorn.http import wsgi
from gunicorn.http.errors import InvalidResponseHeader
from gunicorn.http.parser import RequestParser
from gunicorn.http.unreader import Unreader
from gunicorn.workers.gthread import ThreadWorker

from careerinfo.page_cache import one_piece, token
from careerinfo.page_cache.at_once import AnswersAtOnce

from ..factories import make_career
from .cached_site import CachedSite, begin_anew, environ_of

PAGE = "/careers/welder/"
PLAIN = b"GET /careers/welder/ HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def sockets():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.settimeout(5)
        yield ours, theirs


class Pool:
    """What is given to threads, once it is `run`."""

    def __init__(self) -> None:
        self.given = []

    def submit(self, act, *values) -> Future:
        self.given.append((future := Future(), act, values))
        return future

    def run(self) -> None:
        for future, act, values in self.given:
            future.set_result(act(*values))


class Queue:
    def defer(self, act, *values) -> None:
        act(*values)


class Worker(AnswersAtOnce):
    """Without the server that it belongs to; `asked` is what its site was asked."""

    def __init__(self) -> None:
        self.is_kept = True
        self.pages = SimpleNamespace(is_at_hand=lambda path: path == PAGE, finds=lambda environ: self.is_kept)
        hook = lambda *args: None  # noqa: E731
        self.cfg = SimpleNamespace(
            **{"keepalive": 75, "errorlog": "-", "workers": 2, "pre_request": hook, "post_request": hook},
            **{"statsd_host": None, "proxy_protocol": "off"},
        )
        self.log = SimpleNamespace(access_log_enabled=False)
        self.tpool, self.method_queue = Pool(), Queue()
        self.alive, self.nr, self.max_requests = True, 0, 1_000
        self.keepalived_conns, self.max_keepalived = [], 100
        self.asked, self.failed, self.kept_open = {}, [], None

    def wsgi(self, environ, start_response):
        self.asked = environ
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", "4")])
        return (b"Page",)

    def handle_error(self, req, client, addr, exc) -> None:
        self.failed.append(exc)

    def finish_request(self, conn, fs) -> None:
        self.kept_open = fs.result()


@pytest.fixture
def worker():
    return Worker()


def connected(sock: socket.socket, held: bytes, *, is_alone: bool = True) -> SimpleNamespace:
    unreader = Unreader()
    unreader.buf = BytesIO(held)
    return SimpleNamespace(
        sock=sock,
        is_alone=is_alone,
        parser=SimpleNamespace(unreader=unreader),
        client=("192.0.2.7", 4711),
        server=("127.0.0.1", 8000),
    )


def test_a_page_at_hand_needs_no_thread(worker, sockets):
    ours, theirs = sockets
    conn = connected(ours, PLAIN)
    worker.enqueue_req(conn)
    head, _, body = theirs.recv(10_000).decode().partition("\r\n\r\n")
    status, *headers = head.split("\r\n")
    assert (status, body) == ("HTTP/1.1 200 OK", "Page")
    assert {"Connection: keep-alive", "Content-Type: text/html", "Content-Length: 4"} < set(headers)
    assert any(one.startswith("Date: ") and one.endswith(" GMT") for one in headers)
    assert worker.kept_open
    # What was read is not the beginning of the next request.
    assert conn.parser.unreader.take_buffered() == b""


def test_the_site_is_told_the_same_as_by_gunicorn(worker, sockets):
    lines = [
        *("Host: example.org:8000", "Connection: keep-alive", "User-Agent: Mozilla/5.0 (X11)", "Accept: text/html"),
        *("Accept-Encoding: gzip, br", 'If-None-Match:  W/"a" ', "Sec-Fetch-Dest: document"),
    ]
    held = "\r\n".join([f"GET {PAGE} HTTP/1.1", *lines, "", ""]).encode()
    worker.enqueue_req(connected(sockets[0], held))
    cfg = Config()
    request = next(RequestParser(cfg, iter([held]), ("192.0.2.7", 4711)))
    _, environ = wsgi.create(request, sockets[0], ("192.0.2.7", 4711), ("127.0.0.1", 8000), cfg)
    # What is about the socket, and how many others there are.
    beside = (
        "gunicorn.socket",
        "wsgi.errors",
        "wsgi.input",
        "wsgi.early_hints",
        "wsgi.multithread",
        "wsgi.multiprocess",
    )
    for one in beside:
        environ.pop(one)
    assert {name: worker.asked[name] for name in environ} == environ
    assert worker.asked["wsgi.input"].read() == b""


def test_a_page_that_fails_is_answered_as_gunicorn_does(worker, sockets):
    worker.wsgi = lambda environ, start_response: 1 / 0
    worker.enqueue_req(connected(sockets[0], PLAIN))
    assert [type(error) for error in worker.failed] == [ZeroDivisionError]
    assert worker.kept_open is False


def test_a_page_that_was_changed_meanwhile_is_made_by_a_thread(worker, sockets, monkeypatch):
    threads = []
    monkeypatch.setattr(ThreadWorker, "enqueue_req", lambda worker, conn: threads.append(conn))
    worker.is_kept = False
    conn = connected(sockets[0], PLAIN)
    worker.enqueue_req(conn)
    assert threads == [conn]
    # It reads the request once more.
    assert conn.parser.unreader.take_buffered() == PLAIN
    assert worker.asked == {}


def test_no_header_ends_the_head(worker, sockets):
    def site(environ, start_response):
        start_response("200 OK", [("X-Name", "a\r\n\r\n<script>")])
        return ()

    worker.wsgi = site
    worker.enqueue_req(connected(sockets[0], PLAIN))
    assert [type(error) for error in worker.failed] == [InvalidResponseHeader]


def test_who_is_gone_is_not_waited_for(worker, sockets):
    ours, theirs = sockets
    theirs.close()
    worker.enqueue_req(connected(ours, PLAIN))
    assert worker.kept_open is False
    assert not worker.failed


def with_header(line: bytes) -> bytes:
    return PLAIN.replace(b"Host: x", b"Host: x\r\n" + line)


@pytest.mark.parametrize(
    "held",
    [
        PLAIN.replace(b"welder", b"other"),
        PLAIN.replace(b"/ HTTP", b"/?q=a HTTP"),
        PLAIN.replace(b"GET", b"POST"),
        PLAIN.replace(b"GET", b"HEAD"),
        with_header(b"cookie: sessionid=a"),
        with_header(b"Authorization: Bearer a"),
        with_header(b"Content-Length: 3"),
        with_header(b"X-Forwarded-For: 192.0.2.9"),
        with_header(b"X-Forwarded-Proto: https"),
        with_header(b"Connection: close"),
        with_header(b"Host: y"),
        with_header(b"Accept : text/html"),
        with_header(b" folded"),
        with_header("Accept: é".encode("latin-1")),
        with_header(b"Referer: " + b"a" * 9_000),
        PLAIN.replace(b"Host: x", b"Accept: x"),
        PLAIN.replace(b"\r\n", b"\n"),
        PLAIN.replace(b"1.1", b"1.0"),
        PLAIN.replace(b"GET /", b"GET http://x/"),
        b"\r\n" + PLAIN,
    ],
    ids=[
        *("another page", "a search", "a form", "a head", "staff", "a key", "a body", "a proxy", "a proxys scheme"),
        *("the last one", "two hosts", "a space", "a folded line", "a letter", "a long line", "no host", "bare lines"),
        *("an old browser", "a whole address", "a line before it"),
    ],
)
def test_all_else_does(held, worker, sockets):
    assert not worker._at_hand(connected(sockets[0], held))


def test_so_does_what_comes_before_another_request(worker, sockets):
    assert not worker._at_hand(connected(sockets[0], PLAIN + PLAIN, is_alone=False))
    assert not worker._at_hand(connected(sockets[0], PLAIN + PLAIN))


@pytest.mark.parametrize(
    "values", [{"alive": False}, {"nr": 999}, {"max_keepalived": 0}], ids=["ends", "is replaced", "is full"]
)
def test_so_does_what_a_worker_answers_last(values, worker, sockets):
    assert worker._at_hand(connected(sockets[0], PLAIN))
    vars(worker).update(values)
    assert not worker._at_hand(connected(sockets[0], PLAIN))


def test_so_does_what_stands_in_gunicorns_own_log(worker, sockets):
    worker.log.access_log_enabled = True
    assert not worker._at_hand(connected(sockets[0], PLAIN))


def test_who_reads_a_long_answer_slowly_is_a_threads_to_wait_for(worker, sockets):
    ours, theirs = sockets
    ours.setblocking(False)
    body = b"a" * 4_000_000
    worker.wsgi = lambda environ, start_response: start_response("200 OK", []) or (body,)
    worker.enqueue_req(connected(ours, PLAIN))
    assert len(worker.tpool.given) == 1
    assert worker.kept_open is None
    received: list[bytes] = []

    def read() -> None:
        while sum(map(len, received)) < len(body):
            received.append(theirs.recv(1_000_000))

    reader = threading.Thread(target=read)
    reader.start()
    worker.tpool.run()
    reader.join(10)
    assert worker.kept_open
    assert b"".join(received).endswith(body)


def test_nothing_that_goes_wrong_while_a_page_is_looked_for_ends_the_worker(worker, sockets, monkeypatch):
    threads = []
    monkeypatch.setattr(ThreadWorker, "enqueue_req", lambda worker, conn: threads.append(conn))
    worker.pages.finds = lambda environ: 1 / 0
    conn = connected(sockets[0], PLAIN)
    worker.enqueue_req(conn)
    assert threads == [conn]


def test_a_header_that_is_about_the_connection_is_left_out_as_by_gunicorn():
    sent = one_piece.whole("200 OK", [("Keep-Alive", "timeout=5"), ("X-Name", "a")], b"")
    assert b"X-Name: a\r\n" in sent
    assert b"timeout=5" not in sent


def test_who_warms_pages_sees_that_somebody_waits_for_one(db, settings):
    settings.PAGE_CACHE_MB = 8
    site = CachedSite()
    seen = []
    site.before = lambda environ: seen.append(site.cache.asked_at)
    before = time.time()
    site.get("/about-nothing/")
    site.get("/careers/")
    assert min(seen) >= before


def test_so_does_who_has_not_read_what_was_sent_before(worker, sockets):
    ours, theirs = sockets
    ours.sendall(b"a" * 1_000)
    assert not worker._at_hand(connected(ours, PLAIN))
    theirs.recv(1_000)
    assert worker._at_hand(connected(ours, PLAIN))


def test_a_page_is_at_hand_once_it_was_served_out_of_memory_for_a_second(db, settings, monkeypatch):
    settings.PAGE_CACHE_MB = 8
    make_career(title="Welder", slug="welder")
    site = CachedSite()
    site.get("/careers/")
    token._last.clear()
    begin_anew()
    site.get(PAGE)
    assert not site.cache.is_at_hand(PAGE)
    site.get(PAGE)
    # A server that has to be asked whether it still may be shown can be slow.
    assert site.cache.is_at_hand(PAGE) == (connection.vendor == "sqlite")
    assert not site.cache.is_at_hand("/careers/")
    monkeypatch.setattr("careerinfo.page_cache.layer.LATELY", 0)
    assert not site.cache.is_at_hand(PAGE)
    token._last.clear()


def test_a_page_that_was_found_is_what_the_request_gets_and_a_changed_one_is_not_found(db, settings):
    settings.PAGE_CACHE_MB = 8
    career = make_career(title="Welder", slug="welder", summary="As it was.")
    site = CachedSite()
    site.get("/careers/")
    token._last.clear()
    begin_anew()
    before = site.get(PAGE)
    asked = environ_of(PAGE)
    assert site.cache.finds(asked)
    begin_anew()
    career.summary = "As it is now."
    career.save()
    # Between the two nothing is looked up again, which would be half of the work.
    assert b"".join(site.cache({**asked}, lambda status, headers: None)) == before.raw
    assert not site.cache.finds(environ_of(PAGE))
    assert not site.cache.finds(environ_of("/careers/other/"))
    token._last.clear()

"""Visitors who send or read slowly hold nobody else up: a worker of two threads, and more slow visitors than those."""

import time
from collections import deque
from unittest.mock import Mock

import pytest

from careerinfo.safety import connections, slow_clients

from .worker_of_tests import HONEST, THREADS, Worker, answer_on, open_sites, soon

FORM = b"POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
TOO_LARGE_FOR_A_FORM = 150_000
UPLOAD = b"POST /form HTTP/1.1\r\nHost: x\r\nCookie: a=b; sessionid=c\r\nContent-Length: 150000\r\n\r\n"


@pytest.fixture
def open_site():
    with open_sites() as open_:
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
        ((UPLOAD, b"a="), 0),
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
    assert soon(lambda: site.worker.nr_conns == 0)


def test_an_upload_arrives_whole_and_one_that_stalls_is_given_up(site, monkeypatch):
    sock = site.visit(UPLOAD, b"a" * 100_000)
    sock.sendall(b"a" * 50_000)
    assert answer_on(sock) == f"200 {TOO_LARGE_FOR_A_FORM}"
    assert sock.recv(1) == b""
    short(monkeypatch)
    assert site.ask(UPLOAD + b"a" * 1_000) == "200 gave up"


def test_slow_uploads_take_half_of_the_threads_and_the_next_waits_its_turn(site, monkeypatch):
    first, second = (site.visit(UPLOAD, b"a") for _ in range(2))
    assert soon(lambda: site.worker.slow == 1 and len(site.worker.waiting) == 1)
    assert site.ask() == "200 0"
    for sock in (first, second):
        sock.sendall(b"a" * TOO_LARGE_FOR_A_FORM)
        assert answer_on(sock) == f"200 {TOO_LARGE_FOR_A_FORM}"
    # Answers arrive a moment before the worker notes that they have ended.
    assert soon(lambda: site.worker.slow == 0)
    monkeypatch.setattr(slow_clients, "TURN_SECONDS", 0)
    site.visit(UPLOAD, b"a")
    assert soon(lambda: site.worker.slow == 1)
    assert site.ask(UPLOAD + b"a") == "503"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (FORM.replace(b"Content-Length: %d", b"Transfer-Encoding: chunked"), "411"),
        (FORM.replace(b"Content-Length: %d", b"Transfer-Encoding: gzip, Chunked"), "411"),
        (FORM % TOO_LARGE_FOR_A_FORM + b"a", "413"),
        (FORM.replace(b"Content-Length: %d", b"Transfer-Encoding: nonsense"), "400 "),
        (FORM.replace(b"Content-Length: %d", b"Content-Length: -5"), "400 "),
        (FORM.replace(b"Content-Length: %d", b"Content-Length: 2\r\nContent-Length: 2") + b"ab", "400 "),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 11_000, "431"),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 101 + b"\r\n", "400 "),
        (b"GET /" + b"a" * 9_000, "400 "),
        (b"GET / HTTP/1.1\nHost: x", "400 "),
    ],
    ids=[
        "chunks",
        "packed chunks",
        "stranger's upload",
        "coding",
        "negative",
        "twice",
        "endless",
        "101 headers",
        "long line",
        "bare LF",
    ],
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


def test_who_just_made_room_may_have_sent_something_in_the_same_moment(monkeypatch):
    monkeypatch.setattr(slow_clients, "MOST_LINGERING", 1)
    slow, kept, ended = Mock(due=0.0), Mock(), Mock()
    ended.sock.recv.return_value = b""
    worker = Worker.__new__(Worker)
    worker.poller, worker.nr_conns = Mock(), 2
    worker.reading, worker.keepalived_conns, worker.lingering = {slow: None}, deque([kept]), {ended: None}
    for _ in range(2):
        worker._make_room()
    worker.linger(Mock())
    worker.on_more(slow, slow.sock)
    worker.on_client_socket_readable(kept, kept.sock)
    worker.on_rest(ended, ended.sock)
    assert [conn.close.call_count for conn in (slow, kept, ended)] == [1, 1, 1]
    assert worker.nr_conns == 0


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

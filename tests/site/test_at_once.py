"""What lies in memory is answered without a thread, and nothing else is: that would hold up everybody."""

import socket
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.db import connection

from careerinfo.page_cache import token
from careerinfo.page_cache.at_once import AnswersAtOnce

from ..factories import make_career
from .cached_site import CachedSite, begin_anew

PAGE = "/careers/welder/"
PLAIN = b"GET /careers/welder/ HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def sockets():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@pytest.fixture
def worker():
    worker = object.__new__(AnswersAtOnce)
    worker.pages = SimpleNamespace(is_at_hand=lambda path: path == PAGE)
    return worker


def connected(sock: socket.socket, held: bytes, *, is_alone: bool = True) -> SimpleNamespace:
    buffer = BytesIO(held)
    return SimpleNamespace(
        sock=sock, is_alone=is_alone, parser=SimpleNamespace(unreader=SimpleNamespace(buf=buffer)), is_slow=False
    )


def test_a_page_at_hand_needs_no_thread(worker, sockets):
    assert worker._is_at_hand(connected(sockets[0], PLAIN))


@pytest.mark.parametrize(
    "held",
    [
        PLAIN.replace(b"welder", b"other"),
        PLAIN.replace(b"/ HTTP", b"/?q=a HTTP"),
        PLAIN.replace(b"GET", b"POST"),
        PLAIN.replace(b"Host: x", b"Host: x\r\ncookie: sessionid=a"),
        PLAIN.replace(b"Host: x", b"Host: x\r\nAuthorization: Bearer a"),
        PLAIN.replace(b"Host: x", b"Host: x\r\nContent-Length: 3"),
        PLAIN.replace(b"GET /", b"GET http://x/"),
        b"\r\n" + PLAIN,
    ],
    ids=["another page", "a search", "a form", "staff", "a key", "a body", "a whole address", "a line before it"],
)
def test_all_else_does(held, worker, sockets):
    assert not worker._is_at_hand(connected(sockets[0], held))


def test_so_does_what_comes_before_another_request(worker, sockets):
    assert not worker._is_at_hand(connected(sockets[0], PLAIN + PLAIN, is_alone=False))


def test_so_does_who_has_not_read_what_was_sent_before(worker, sockets):
    ours, theirs = sockets
    ours.sendall(b"a" * 1_000)
    assert not worker._is_at_hand(connected(ours, PLAIN))
    theirs.recv(1_000)
    assert worker._is_at_hand(connected(ours, PLAIN))


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

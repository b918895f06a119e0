"""How often something may be tried, and from where: counted exactly, by whoever asks, without personal data."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.test import RequestFactory
from django.utils import timezone

from signups import limits
from signups.client_address import _warn_of_proxy, client_address, client_network, tells_networks_apart
from signups.limits import Limit, Window
from signups.models import Tries

KNOCK = Limit("knock", (Window(3, 60), Window(5, 3600)))
LOCAL, PROXY = "127.0.0.1", "10.1.2.3"


def pass_time(**passed) -> None:
    for row in Tries.objects.all():
        Tries.objects.filter(pk=row.pk).update(ends_at=row.ends_at - timedelta(**passed))


@pytest.mark.django_db
def test_a_full_window_says_when_it_ends_and_pauses_grow():
    assert [limits.wait_for(KNOCK, "ada") for _ in range(3)] == [0, 0, 0]
    assert 55 <= limits.wait_for(KNOCK, "ada") <= 60
    assert limits.wait_for(KNOCK, "grace") == 0
    pass_time(seconds=61)
    # The tries that were refused do not count in the longer window: two of its five are left.
    assert [limits.wait_for(KNOCK, "ada") for _ in range(2)] == [0, 0]
    assert 3_500 < limits.wait_for(KNOCK, "ada") <= 3_600
    limits.forget(KNOCK, "ada")
    assert limits.wait_for(KNOCK, "ada") == 0


@pytest.mark.django_db
def test_rows_tell_nothing_and_go_when_they_have_ended():
    subject = ["ada@example.org", "203.0.113.9"]
    limits.wait_for(KNOCK, *subject)
    kept = str(list(Tries.objects.values()))
    assert Tries.objects.count() == 2
    assert not [word for word in ("ada@", "203.0", "example", "knock") if word in kept]
    # Neither can one subject be spelled as another.
    assert limits.wait_for(Limit("knock", (Window(1, 60),)), '["a"', "b") == 0
    assert limits.wait_for(Limit("knock", (Window(1, 60),)), '["a","b') == 0
    pass_time(hours=2)
    limits.wait_for(KNOCK, "somebody else")
    assert Tries.objects.filter(ends_at__lte=timezone.now()).count() == 0
    pass_time(hours=2)
    assert limits.expire() == 2


@pytest.mark.parametrize("subject", ["", "\0", "\ud800", "a" * 100_000, "'; DROP TABLE x; --"], ids=ascii)
@pytest.mark.django_db
def test_whatever_is_counted_is_counted(subject):
    assert [limits.wait_for(KNOCK, subject) > 0 for _ in range(4)] == [False, False, False, True]


def test_those_that_come_at_once_are_counted_one_by_one(on_disk):
    def knock(_) -> int:
        try:
            return limits.wait_for(Limit("at once", (Window(7, 60),)), "ada")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(knock, range(40)))
    assert sum(wait == 0 for wait in waits) == 7
    assert Tries.objects.get().count == 7


ADDRESSES = [
    # (the proxies that are trusted, who connects, what is forwarded, whose address it is)
    (LOCAL, "203.0.113.9", "", "203.0.113.9"),
    (LOCAL, "203.0.113.9", "198.51.100.1", "203.0.113.9"),
    (LOCAL, LOCAL, "", LOCAL),
    (LOCAL, LOCAL, "203.0.113.9", "203.0.113.9"),
    (LOCAL, LOCAL, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
    (LOCAL, LOCAL, f"198.51.100.1, {PROXY}", PROXY),
    (f"{LOCAL}, 10.0.0.0/8", LOCAL, f"198.51.100.1, 203.0.113.9, {PROXY}", "203.0.113.9"),
    (f"{LOCAL}, 10.0.0.0/8", LOCAL, f"{PROXY}, 10.9.9.9", PROXY),
    ("*", PROXY, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
    ("*", PROXY, "", PROXY),
    ("::1", "::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("::1", "::1", "[2001:db8:1:2:ffff::1]:443", "2001:db8:1:2::/64"),
    ("::1", "::1", "fe80::1%eth0", "fe80::/64"),
    (LOCAL, "::ffff:127.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
    (LOCAL, LOCAL, "203.0.113.9:1234", "203.0.113.9"),
    # Several proxies, in lists and networks, with ports, of both versions.
    (f"{LOCAL}, 10.0.0.0/8, fd00::/8", LOCAL, f"203.0.113.9:50123, [fd00::1]:443, {PROXY}:80", "203.0.113.9"),
    (f"{LOCAL}, 10.0.0.0/8", f"::ffff:{PROXY}", "2001:db8::9, 10.0.0.9", "2001:db8::/64"),
    (f"{LOCAL}, 10.0.0.0/8", LOCAL, "\t203.0.113.9 ,\t10.0.0.9 ", "203.0.113.9"),
    (f"{LOCAL}, 10.0.0.0/8", LOCAL, "203.0.113.9, 11.0.0.1", "11.0.0.1"),
    # Of a proxy that is not named, and of more than stand in front of any site, nothing is believed.
    ("10.0.0.0/8", "192.168.0.1", "203.0.113.9", "192.168.0.1"),
    ("10.0.0.0/8", PROXY, ", ".join(["203.0.113.9", *["10.0.0.9"] * 11]), "10.0.0.9"),
    # A socket in the file system has no address.
    (LOCAL, "", "203.0.113.9", "203.0.113.9"),
    (LOCAL, "", "", ""),
    # What nobody can read is not believed, nor is what stands left of it.
    *(
        (LOCAL, LOCAL, f"203.0.113.9, {junk}", LOCAL)
        for junk in (
            "",
            "unknown",
            "for=198.51.100.1",
            "198.51.100.1/32",
            "1.2.3.4;proto=https",
            "\0",
            "1.2.3.4.5",
            "é" * 99,
            "::::",
        )
    ),
    *((LOCAL, LOCAL, junk, LOCAL) for junk in ("," * 8_000, "999.1.1.1", "[", '"', "0x7f000001", "1e9")),
]


def test_a_proxy_that_says_nothing_makes_nobody_share_a_limit_and_is_told_of_once(settings, caplog):
    settings.HTTPS = True
    _warn_of_proxy.cache_clear()
    one_for_all = []
    for trusted, peer, forwarded, address in ADDRESSES[:12]:
        settings.FORWARDED_ALLOW_IPS = trusted
        request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
        if not tells_networks_apart(request):
            one_for_all.append((trusted, address))
    assert one_for_all == [(LOCAL, LOCAL), (f"{LOCAL}, 10.0.0.0/8", PROXY), ("*", PROXY)]
    (said,) = caplog.messages
    assert "X-Forwarded-For" in said
    assert PROXY not in said
    # On one's own machine there is no proxy.
    settings.HTTPS = False
    assert tells_networks_apart(request)


def test_an_address_is_read_as_far_as_proxies_are_trusted(settings):
    wrong = []
    for trusted, peer, forwarded, expected in ADDRESSES:
        settings.FORWARDED_ALLOW_IPS = trusted
        request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
        if (found := client_network(request)) != expected:
            wrong.append((trusted, peer, forwarded[:40], found, expected))
    assert wrong == []
    bare = RequestFactory().get("/")
    del bare.META["REMOTE_ADDR"]
    assert client_address(bare) is None

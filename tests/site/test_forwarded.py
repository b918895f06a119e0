"""What a request says of where it comes from, and for which host, is believed of the proxy alone."""

import json

import pytest
from django.test import RequestFactory

from signups.client_address import client_network

from .worker_of_tests import answer_on, open_sites

PROXY, OTHER = "127.0.0.1", "10.0.0.1"
TOLD = ("wsgi.url_scheme", "HTTP_HOST", "HTTP_X_FORWARDED_FOR", "REMOTE_ADDR", "SCRIPT_NAME")


def telling(environ: dict, start_response) -> list[bytes]:
    """Answers with what the site would be told of the request."""
    answer = json.dumps([environ.get(name, "") for name in TOLD]).encode()
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]


@pytest.fixture
def told():
    """Of a request with such headers, while the proxy at such an address is believed."""
    with open_sites() as open_site:
        sites = {}

        def ask(trusted: str, *headers: str) -> list[str] | str:
            site = sites.get(trusted) or open_site(telling, forwarded_allow_ips=trusted, forwarder_headers="")
            sites[trusted] = site
            lines = ["GET / HTTP/1.1", "Host: careers.example.org", *headers, "", ""]
            status, _, body = answer_on(site.visit("\r\n".join(lines).encode())).partition(" ")
            return dict(zip(TOLD, json.loads(body), strict=True)) if status == "200" else status

        yield ask


@pytest.mark.parametrize("header", ["X-Forwarded-Proto: https", "X-Forwarded-Ssl: on", "X-Forwarded-Protocol: ssl"])
def test_only_the_proxy_says_that_it_was_https(told, header):
    assert told(PROXY, header)["wsgi.url_scheme"] == "https"
    assert told(OTHER, header)["wsgi.url_scheme"] == "http"
    assert told(f"{OTHER},127.0.0.0/8", header)["wsgi.url_scheme"] == "https"


def test_what_contradicts_itself_is_refused_and_what_is_made_up_is_http(told):
    assert told(PROXY, "X-Forwarded-Proto: https", "X-Forwarded-Ssl: off") == "400"
    for made_up in ("HTTPS", "https, http", "javascript", "", "https://evil.example"):
        assert told(PROXY, f"X-Forwarded-Proto: {made_up}")["wsgi.url_scheme"] == "http"


def test_no_other_header_says_anything_of_host_scheme_and_address(told):
    plain = told(PROXY)
    for header in (
        "Forwarded: for=203.0.113.9;proto=https;host=evil.example",
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Port: 443",
        "X_Forwarded_For: 203.0.113.9",
        "X_Forwarded_Proto: https",
        "X-Real-Ip: 203.0.113.9",
        "Script_Name: /evil",
    ):
        assert told(PROXY, header) == plain, header


def test_two_lines_are_one_list_and_two_hosts_are_refused(told):
    lines = ("X-Forwarded-For: 198.51.100.1", "X-Forwarded-For: 203.0.113.9")
    assert told(PROXY, *lines)["HTTP_X_FORWARDED_FOR"].replace(" ", "") == "198.51.100.1,203.0.113.9"
    assert told(PROXY, "Host: evil.example") == "400"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "testserver.evil.example",
        "evil.example:80@testserver",
        "testserver:80:80",
        "testserver/a",
        "[::",
    ],
)
def test_a_made_up_host_is_refused_in_plain_words(visitor, host, text_of):
    visitor.raise_request_exception = False
    response = visitor.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert "This site has another address" in text_of(response)
    assert "evil" not in response.content.decode()


def test_pages_name_the_sites_own_address_whatever_a_proxy_is_told(visitor, db, settings):
    forged = {
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "host=evil.example;proto=https;for=203.0.113.9",
        "X-Original-Url": "/evil/",
        "X-Rewrite-Url": "/evil/",
        "X-Http-Method-Override": "DELETE",
    }
    for path in ("/", "/careers/", "/sitemap.xml", "/robots.txt", "/admin/login/"):
        response = visitor.get(path, headers=forged)
        assert response.status_code == 200
        assert "evil" not in response.content.decode() + str(response.headers)
    request = RequestFactory().get("/", headers=forged, REMOTE_ADDR=PROXY)
    settings.FORWARDED_ALLOW_IPS = PROXY
    assert client_network(request) == PROXY

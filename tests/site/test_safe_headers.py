"""What every answer tells browsers, whoever in the site gives it."""

from collections.abc import Iterable
from contextlib import nullcontext
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import clear_script_prefix, set_script_prefix
from django.utils import timezone

from careerinfo.safety.policies import of_server_error
from careers.models import SiteWords

from ..factories import make_career, make_question, make_site_words, make_staff

SITE = "careers.example.org"
PAGE = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
STAFF_PAGE = {name: value for name, value in PAGE.items() if "trusted" not in name}
FILE = dict.fromkeys(("default-src", "base-uri", "form-action", "frame-ancestors"), "'none'")
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
READ_ELSEWHERE = {"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}
PRIVATE, NO_STORE, NO_CACHE = "private, no-store", "no-store", "no-cache"
NEVER = "max-age=0, no-cache, no-store, must-revalidate, private"
BRIEFLY = "max-age=60, public"

# {what it is: (method, path, status, policy, what may keep it)}
ANSWERS = {
    "page": ("get", "/careers/beekeeper/", 200, PAGE, NO_CACHE),
    "page without its text": ("head", "/careers/beekeeper/", 200, PAGE, NO_CACHE),
    "API": ("get", "/api/careers/?q=bee", 200, FILE, NO_CACHE),
    "API, wrong": ("get", "/api/careers/?limit=x", 400, FILE, NO_STORE),
    "suggestions": ("get", "/careers/suggestions/?q=bee", 200, FILE, NO_CACHE),
    "file for spreadsheets": ("get", "/careers/compare/careers.csv?c=beekeeper", 200, FILE, NO_CACHE),
    "feed": ("get", "/questions/feed/", 200, FILE, NO_CACHE),
    "feed of a career": ("get", "/careers/beekeeper/questions/feed/", 200, FILE, NO_CACHE),
    "feed of newsletters": ("get", "/updates/archive/feed/", 200, FILE, NO_CACHE),
    "sitemap": ("get", "/sitemap.xml", 200, FILE, NO_CACHE),
    "robots": ("get", "/robots.txt", 200, FILE, NO_CACHE),
    "health": ("get", "/healthz", 200, FILE, NEVER),
    "security": ("get", "/.well-known/security.txt", 200, FILE, NO_CACHE),
    "style of the accent": ("get", "/site.css", 200, FILE, "public, max-age=60"),
    "logo": ("get", "/logo/{logo}", 200, FILE, "public, max-age=31536000, immutable"),
    "file": ("get", "/static/css/site.css", 200, FILE, BRIEFLY),
    "picture beside links": ("get", "/static/img/share.png", 200, FILE, BRIEFLY),
    "no such file": ("get", "/static/css/nothing.css", 404, PAGE, NO_STORE),
    "where the code came from": ("get", "/.git/config", 404, PAGE, NO_STORE),
    "a folder of files": ("get", "/static/", 404, PAGE, NO_STORE),
    "to https": ("get http", "/careers/beekeeper/", 301, PAGE, NO_STORE),
    "file, to https": ("get http", "/static/css/site.css", 301, PAGE, NO_STORE),
    "to the slash": ("get", "/careers", 301, PAGE, NO_STORE),
    "to the icon": ("get", "/favicon.ico", 302, PAGE, NO_STORE),
    "to the password": ("get", "/.well-known/change-password", 302, PAGE, NO_STORE),
    "to an old address": ("get", "/careers/bee-keeper/", 301, PAGE, "max-age=3600"),
    "no such page": ("get", "/no/such/page/", 404, PAGE, NO_STORE),
    "a question that is gone": ("get", "/questions/{gone}/", 410, PAGE, NO_STORE),
    "another host": ("get elsewhere", "/", 400, PAGE, NO_STORE),
    "a method": ("post", "/careers/beekeeper/", 405, PAGE, NO_STORE),
    "another method": ("options", "/", 405, PAGE, NO_STORE),
    "a form with errors": ("post", "/updates/", 422, PAGE, PRIVATE),
    "a link of a mail that is none": ("get", "/updates/mine/x/", 404, PAGE, PRIVATE),
    "forbidden": ("get forbidden", "/privacy/", 403, PAGE, NO_STORE),
    "a failure": ("get broken", "/privacy/", 500, PAGE, NO_STORE),
    "the way to sign in": ("get", "/admin/", 302, STAFF_PAGE, NEVER),
    "no form of staff's": ("post", "/admin/login/", 403, STAFF_PAGE, PRIVATE),
    "sign in": ("get", "/admin/login/", 200, STAFF_PAGE, NEVER),
    "a preview, signed out": ("get", "/preview/careers/1/", 302, {**PAGE, "frame-ancestors": "'self'"}, PRIVATE),
    "experts, signed out": ("get", "/expert/", 302, STAFF_PAGE, PRIVATE),
}


# Where it says otherwise.
OTHERS = {
    **dict.fromkeys(("API", "API, wrong", "feed", "feed of a career", "feed of newsletters"), READ_ELSEWHERE),
    "picture beside links": {"Cross-Origin-Resource-Policy": "cross-origin"},
    "a preview, signed out": {"X-Frame-Options": "SAMEORIGIN"},
    "a link of a mail that is none": {"Referrer-Policy": "no-referrer"},
}


@pytest.fixture
def browser(settings, db):
    """Of a visitor who comes over https."""
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.CONTACT_EMAIL, settings.ALLOWED_HOSTS = "office@example.org", [SITE]
    return Client(SERVER_NAME=SITE, raise_request_exception=False, enforce_csrf_checks=True)


@pytest.fixture
def places(db) -> dict[str, str]:
    """What stands in paths: a site on which each of them answers as it should."""
    make_site_words(accent="#7e22ce", logo_alt="A hive")
    career = make_career(title="Beekeeper", slug="bee-keeper", status="published")
    career.slug = "beekeeper"
    career.save()
    gone = make_question(published_at=timezone.now(), status="declined")
    return {"logo": SiteWords.objects.get().logo_digest, "gone": str(gone.pk)}


def policy_of(response) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))


def ask(browser: Client, way: str, path: str):
    method, _, how = way.partition(" ")
    headers = {"host": "elsewhere.example"} if how == "elsewhere" else {}
    error = {"forbidden": PermissionDenied, "broken": RuntimeError}.get(how)
    with mock.patch("careerinfo.views.render", side_effect=error) if error else nullcontext():
        response = getattr(browser, method)(path, secure=how != "http", headers=headers)
    if response.streaming:
        # A file of the site stays open else.
        response.getvalue()
    return response


def expected(name: str) -> dict:
    way, path, status, policy, kept = ANSWERS[name]
    passkeys = "(self)" if path.startswith("/admin/") else "()"
    return {
        "status": status,
        "policy": policy,
        "camera": True,
        "passkeys": passkeys,
        "Cache-Control": kept,
        "Strict-Transport-Security": None if way.endswith("http") else "max-age=31536000",
        "Access-Control-Allow-Origin": None,
        **ALWAYS,
        **OTHERS.get(name, {}),
    }


def said(response, headers: Iterable[str]) -> dict:
    permissions = dict(one.split("=") for one in response["Permissions-Policy"].split(", "))
    return {
        **{header: response.get(header) for header in headers},
        "status": response.status_code,
        "policy": policy_of(response),
        "camera": permissions["camera"] == "()",
        "passkeys": permissions["publickey-credentials-get"],
    }


def test_every_kind_of_answer_tells_browsers_what_they_may_do(browser, places):
    for name, (way, path, *_) in ANSWERS.items():
        wanted = expected(name)
        assert said(ask(browser, way, path.format(**places)), wanted) == wanted, name


def test_visitors_get_no_cookie_with_any_of_them(browser, places):
    of_visitors = [one for one in ANSWERS.values() if not one[1].startswith("/admin/")]
    assert len(of_visitors) > 30
    for way, path, *_ in of_visitors:
        assert not ask(browser, way, path.format(**places)).cookies, path


def test_what_staff_see_is_kept_by_nobody_on_the_way(browser, places):
    browser.force_login(make_staff())
    assert ask(browser, "get", "/careers/beekeeper/")["Cache-Control"] == PRIVATE
    assert ask(browser, "get", "/static/css/site.css")["Cache-Control"] == BRIEFLY


def test_pages_of_staff_are_theirs_in_a_folder_of_another_site_too(browser):
    at_the_top = browser.get("/admin/login/", secure=True)
    set_script_prefix("/careers/")
    try:
        in_a_folder = browser.get("/admin/login/", secure=True, SCRIPT_NAME="/careers")
    finally:
        clear_script_prefix()
    for header in ("Content-Security-Policy", "Permissions-Policy", "Cache-Control"):
        assert in_a_folder[header] == at_the_top[header]


@pytest.mark.parametrize(
    ("scope", "header"),
    [
        ((False, False), "max-age=31536000"),
        ((True, False), "max-age=31536000; includeSubDomains"),
        ((True, True), "max-age=31536000; includeSubDomains; preload"),
    ],
)
def test_gunicorn_says_the_same_of_what_it_cannot_read(scope, header, browser, settings):
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_HSTS_PRELOAD = scope
    ours = ask(browser, "get elsewhere", "/")
    its = of_server_error(settings)
    assert {name: ours.get(name) for name in its} == its
    assert its["Strict-Transport-Security"] == header
    assert {*ALWAYS, "Content-Security-Policy", "Cache-Control", "Permissions-Policy"} < set(its)


def test_gunicorn_does_not_ask_for_https_where_the_site_has_none(settings):
    settings.SECURE_HSTS_SECONDS = 0
    assert "Strict-Transport-Security" not in of_server_error(settings)


def test_pages_of_faults_on_a_developers_machine_keep_their_style(browser, settings, places):
    settings.DEBUG, settings.DEBUG_PROPAGATE_EXCEPTIONS = True, False
    answer = ask(browser, "get broken", "/privacy/")
    assert answer.status_code == 500
    assert "Content-Security-Policy" not in answer

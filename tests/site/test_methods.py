"""An address answers what it does not take with 405, a page, and the word of what it does take."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ..factories import make_career
from .test_error_pages import assert_in_the_sites_look

pytestmark = pytest.mark.django_db

VALUES = {"<slug:slug>": "beekeeper", "<int:pk>": "1", "<slug:digest>": "0123456789abcdef", "<str:token>": "x"}
FORMS = {
    *("/signup/", "/signup/thanks/", "/updates/", "/updates/mine/", "/updates/confirm/x/", "/updates/new-address/x/"),
    *("/updates/topics/x/", "/updates/mine/x/", "/updates/unsubscribe/x/"),
    *("/ask/", "/careers/beekeeper/ask/", "/ask/confirm/x/", "/ask/mine/", "/ask/mine/x/", "/questions/1/helpful/"),
    *("/plan/", "/quiz/"),
}
METHODS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]


def addresses(resolver: URLResolver, before: str = "/") -> list[str]:
    found = []
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            found.append(path)
        elif path != "/admin/":
            found += addresses(entry, path)
    return found


def filled_in(path: str) -> str:
    for name, value in VALUES.items():
        path = path.replace(name, value)
    return path


# For a mail provider, on a site that has one.
OF_PROVIDERS = "/mail/events/"
SIGNED_IN = ("/admin/", "/expert/")
PUBLIC = sorted(
    {filled_in(path) for path in addresses(get_resolver()) if not path.startswith((*SIGNED_IN, OF_PROVIDERS))}
)


def test_the_sweep_knows_every_public_address():
    assert len(PUBLIC) >= 25
    assert set(PUBLIC) > FORMS
    assert not [path for path in PUBLIC if re.search(r"[<>^$]", path)]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", PUBLIC)
def test_what_an_address_does_not_take_is_answered_by_a_page(path, method, text_of):
    if method == "POST" and path in FORMS:
        return
    make_career(slug="beekeeper")
    visitor = Client(enforce_csrf_checks=True, raise_request_exception=False)
    response = visitor.generic(method, path, b"q=1", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 405
    assert response["Allow"] == ("GET, HEAD, POST" if path in FORMS else "GET, HEAD")
    assert "This page doesn't work that way" in text_of(response)
    assert_in_the_sites_look(response)
    assert not response.cookies


def test_a_form_sent_to_an_address_that_does_not_exist_finds_no_page(text_of):
    visitor = Client(enforce_csrf_checks=True, raise_request_exception=False)
    assert visitor.post("/no/such/page/").status_code == 404


@pytest.mark.parametrize("path", ["/admin/", "/admin/careers/career/", "/admin/account/", "/expert/"])
def test_pages_of_staff_and_experts_take_nothing_but_forms(path, editor):
    for method in set(METHODS) - {"POST"}:
        response = editor.generic(method, path)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST"), method


def test_the_admin_still_asks_for_its_token():
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 403


def test_the_page_against_wrong_use_costs_no_query(django_assert_num_queries, visitor):
    with django_assert_num_queries(0):
        assert visitor.post("/careers/").status_code == 405

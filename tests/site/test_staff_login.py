"""Signing in leads to a page, wherever the address of the form said that it should lead."""

import pytest
from django.test import Client

from ..factories import make_career, make_staff

pytestmark = pytest.mark.django_db

PASSWORD = "a long test password"
NOWHERE = [
    *("/nowhere/", "/admin/nowhere/", "/admin/careers/nowhere/", "nowhere", "", " ", "/careers/no-such-career/"),
    *("https://evil.example/", "//evil.example/", "javascript:alert(1)", "http://[", "/admin/login/", "/admin/logout/"),
    *(
        "/preview/careers/999999/",
        "/preview/careers/99999999999999999999999/",
        "/accounts/profile/",
        "/a\0b",
        "é",
        "/%00/",
    ),
    *("/admin/jsi18n/", "/admin/autocomplete/", "/admin/r/1/2/", "/static/css/site.css", "\\\\evil.example"),
]


def sign_in(address: str, **values) -> Client:
    user = make_staff()
    browser = Client(raise_request_exception=False)
    browser.last = browser.post(address, {"username": user.username, "password": PASSWORD, **values}, follow=True)
    return browser


@pytest.mark.parametrize("way", NOWHERE, ids=ascii)
def test_an_address_that_leads_nowhere_leads_to_the_first_page_of_the_admin(way):
    page = Client().get("/admin/login/", {"next": way})
    assert page.status_code == 200
    assert 'name="next" value="/admin/"' in page.content.decode()
    for response in (
        sign_in(page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], next="/admin/").last,
        sign_in("/admin/login/", next=way).last,
        sign_in(page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]).last,
    ):
        assert response.status_code == 200
        assert response.request["PATH_INFO"] == "/admin/"


def test_without_an_address_it_leads_to_the_first_page_of_the_admin():
    assert sign_in("/admin/login/").last.request["PATH_INFO"] == "/admin/"


@pytest.mark.parametrize("way", ["/admin/careers/career/?q=bee&p=2", "/admin/careers/", "/careers/?q=bee", "/preview/"])
def test_an_address_of_a_page_leads_there(way):
    way = f"/preview/careers/{make_career(status='draft').pk}/" if way == "/preview/" else way
    response = sign_in("/admin/login/", next=way).last
    assert response.status_code == 200
    assert response.redirect_chain[0][0] == way


def test_a_wrong_password_keeps_the_way():
    response = Client().post("/admin/login/?next=/admin/careers/", {"username": "a", "next": "/admin/careers/"})
    assert response.status_code == 200
    assert 'name="next" value="/admin/careers/"' in response.content.decode()

"""Cookies are staff's alone, and browsers give them to nobody else."""

import runpy
from http.cookies import Morsel

import pytest
from django.test import Client

from careerinfo.signing_in import guessing

from ..factories import make_staff

SITE = "careers.example.org"
NAMES = {"__Host-sessionid", "__Host-csrftoken", "__Host-known_browser"}


@pytest.fixture
def browser(settings, monkeypatch, tmp_path, db):
    """Of somebody who comes over https to a site that was started for it."""
    monkeypatch.setenv("SITE_URL", f"https://{SITE}")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    started = runpy.run_path(settings.BASE_DIR / "careerinfo" / "settings.py", run_name="careerinfo.settings")
    for name, value in started.items():
        if name.startswith(("SESSION_", "CSRF_", "MESSAGE_", "COOKIE_")) or name == "HTTPS":
            setattr(settings, name, value)
    settings.ALLOWED_HOSTS = [SITE]
    monkeypatch.setattr(guessing, "KNOWN_BROWSER", f"{settings.COOKIE_PREFIX}known_browser")
    return Client(SERVER_NAME=SITE)


def sign_in(browser: Client) -> dict[str, Morsel]:
    user = make_staff()
    browser.get("/admin/login/", secure=True)
    browser.post("/admin/login/", {"username": user.username, "password": "a long test password"}, secure=True)
    return browser.cookies


def test_over_https_staffs_cookies_are_kept_from_other_hosts_scripts_and_sites(browser):
    cookies = sign_in(browser)
    assert set(cookies) == NAMES
    for cookie in cookies.values():
        # Browsers take cookies of these names only so.
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
        assert cookie["httponly"] is True
        assert cookie["samesite"] in ("Lax", "Strict")
    # Of 36 letters and digits, so of more than 128 bits.
    assert len(cookies["__Host-sessionid"].value) >= 32


def test_the_session_of_another_name_signs_nobody_in(browser):
    """A host beside this one, or somebody on the way, can set a cookie of a plain name."""
    cookies = sign_in(browser)
    assert browser.get("/admin/", secure=True).status_code == 200
    other = Client(SERVER_NAME=SITE)
    other.cookies["sessionid"] = cookies["__Host-sessionid"].value
    assert other.get("/admin/", secure=True).status_code == 302


def test_messages_to_staff_are_in_no_cookie(browser):
    sign_in(browser)
    page = browser.post("/admin/auth/group/add/", {"name": "Beekeepers"}, secure=True)
    assert set(browser.cookies) == NAMES
    assert "Beekeepers</a>” was added" in browser.get(page.url, secure=True).content.decode()


def test_without_https_browsers_would_take_no_such_names(client, settings):
    assert (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME) == ("sessionid", "csrftoken")

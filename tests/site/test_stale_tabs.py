"""A page that was opened before somebody signed in again: what is sent from it is refused in words."""

from django.test import Client

from ..factories import make_career, make_staff


def test_what_an_old_tab_sends_is_refused_on_a_page_of_the_site(db, text_of):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_staff())
    response = browser.post(f"/admin/careers/career/{make_career().pk}/change/", {"title": "Kept"})
    assert response.status_code == 403
    assert "You signed in or out since this page was opened." in text_of(response)
    assert "DEBUG" not in response.content.decode()


def test_whose_browser_keeps_no_cookies_is_told_so_at_the_sign_in(db, text_of):
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "ada", "password": "secret"})
    assert response.status_code == 403
    assert "Your browser sent no cookie" in text_of(response)
    assert "You signed in or out" not in text_of(response)
    assert '<a href="/admin/">Sign in</a>' in response.content.decode()

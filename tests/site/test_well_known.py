from datetime import UTC, datetime, timedelta

import pytest

from ..factories import make_site_words

pytestmark = pytest.mark.django_db


def lines_of(response) -> dict[str, str]:
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


def test_whoever_finds_a_weakness_is_told_whom_to_write_to(visitor, settings):
    settings.CONTACT_EMAIL, settings.SITE_URL, settings.HTTPS = (
        "office@example.org",
        "https://careers.example.org",
        True,
    )
    lines = lines_of(visitor.get("/.well-known/security.txt"))
    # The standard wants less than a year.
    expires = datetime.fromisoformat(lines.pop("Expires")) - datetime.now(UTC)
    assert timedelta(days=90) < expires < timedelta(days=365)
    assert lines == {
        "Contact": "mailto:office@example.org",
        "Canonical": "https://careers.example.org/.well-known/security.txt",
        "Preferred-Languages": "en",
    }


@pytest.mark.parametrize("day", ["2024-02-29T23:59:59+00:00", "2026-12-31T12:00:00+00:00"])
def test_it_never_runs_out(day, visitor, settings, monkeypatch):
    settings.CONTACT_EMAIL, now = "office@example.org", datetime.fromisoformat(day)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    expires = datetime.fromisoformat(lines_of(visitor.get("/.well-known/security.txt"))["Expires"])
    assert timedelta(days=90) < expires - now < timedelta(days=365)


def test_the_address_that_staff_wrote_goes_before_the_servers(visitor, settings):
    settings.CONTACT_EMAIL = "office@example.org"
    make_site_words(contact_email="o'hive+bees@example.org")
    assert lines_of(visitor.get("/.well-known/security.txt"))["Contact"] == "mailto:o%27hive%2Bbees@example.org"


def test_a_site_that_names_nobody_has_no_such_file(visitor, settings):
    settings.CONTACT_EMAIL = ""
    assert visitor.get("/.well-known/security.txt").status_code == 404


def test_password_managers_find_where_staff_change_theirs(visitor, editor):
    page = editor.get("/.well-known/change-password", follow=True)
    assert page.redirect_chain == [("/admin/password_change/", 302)]
    assert 'name="new_password1"' in page.content.decode()
    # By this they see that the site does not answer 200 to everything.
    assert (
        visitor.get("/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200").status_code
        == 404
    )

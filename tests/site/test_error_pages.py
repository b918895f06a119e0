import logging
import re

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied

from ..factories import question_sent

ADDRESS = "student@example.org"


@pytest.fixture
def visitor(visitor):
    visitor.raise_request_exception = False
    return visitor


@pytest.fixture
def server_log(caplog):
    """What the site writes to its log: Django's loggers do not hand it on to pytest's."""
    logger = logging.getLogger("django.request")
    logger.addHandler(caplog.handler)
    yield caplog
    logger.removeHandler(caplog.handler)


def fail(*args, **kwargs):
    raise RuntimeError("the view broke")


def assert_in_the_sites_look(response) -> None:
    html = response.content.decode()
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert 'rel="stylesheet" href="/static/css/site.css"' in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<a href="/careers/a-to-z/">All careers, A to Z</a>' in html
    assert '<a href="/">Home page</a>' in html
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    ["/no/such/page/", "/careers/no-such-career/", "/fields/no-such-field/", "/careers/%00/", "/index.php"],
)
def test_an_address_that_does_not_exist_says_so_with_ways_on(path, visitor, db, text_of):
    response = visitor.get(path)
    assert response.status_code == 404
    assert "We couldn't find that page" in text_of(response)
    assert 'action="/careers/" role="search"' in response.content.decode()
    assert_in_the_sites_look(response)


def test_staff_are_led_from_an_address_that_does_not_exist_back_to_their_pages(visitor, db):
    visitor.force_login(get_user_model().objects.create_user("helper", is_staff=True))
    response = visitor.get("/admin/no/such/page/")
    assert response.status_code == 404
    assert '<a href="/admin/">Staff pages</a>' in response.content.decode()
    assert "Staff pages" not in visitor.get("/no/such/page/").content.decode()


def test_a_missing_page_does_not_repeat_the_address_that_was_asked_for(visitor, db):
    response = visitor.get("/no/<script>alert(1)</script>/")
    assert response.status_code == 404
    assert "<script>alert" not in response.content.decode()


def test_text_past_djangos_limit_is_said_to_be_too_much(visitor, settings, text_of):
    """Of staff, whose forms may be larger than those of visitors."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    response = visitor.post("/ask/", {"text": "a" * 10_001})
    assert response.status_code == 413
    assert "What you sent is larger than this page takes, and nothing was stored." in text_of(response)
    assert f"That is too much at once | {settings.SITE_NAME}</title>" in response.content.decode()
    assert_in_the_sites_look(response)


def test_a_request_for_another_host_is_told_the_sites_own_address(visitor, settings, text_of):
    settings.SITE_URL = "https://careers.example"
    response = visitor.get("/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert "This site has another address" in text_of(response)
    html = response.content.decode()
    assert f"This site has another address | {settings.SITE_NAME}</title>" in html
    assert '<a href="https://careers.example">https://careers.example</a>' in html
    assert "elsewhere.example" not in html
    assert_in_the_sites_look(response)


def test_staff_without_a_permission_are_told_that_they_cannot_open_the_page(visitor, db, text_of):
    visitor.force_login(get_user_model().objects.create_user("helper", is_staff=True))
    response = visitor.get("/admin/careers/career/")
    assert response.status_code == 403
    text = text_of(response)
    assert "You can't open this page" in text
    assert "Your account, helper, doesn't have permission to do this." in text
    assert "People who can give you permission: nobody yet." in text
    html = response.content.decode()
    assert 'id="site-name"' in html
    assert '<a href="/admin/">Back to what you can do</a>' in html


def test_staff_are_told_who_can_give_them_a_right(visitor, db, text_of):
    users = get_user_model().objects
    for name in ("ada", "grace"):
        users.create_superuser(name)
    users.create_superuser("gone", is_active=False)
    visitor.force_login(users.create_user("helper", is_staff=True))
    assert "People who can give you permission: ada and grace." in text_of(visitor.get("/admin/careers/career/"))


def test_what_is_forbidden_to_visitors_is_said_on_the_sites_own_page(visitor, db, text_of, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionDenied

    monkeypatch.setattr("careerinfo.views.render", refuse)
    visitor.force_login(get_user_model().objects.create_user("reader"))
    response = visitor.get("/privacy/")
    assert response.status_code == 403
    assert "You can't open this page" in text_of(response)
    assert_in_the_sites_look(response)


def test_a_failure_says_that_the_fault_is_ours_and_needs_no_database(visitor, monkeypatch, text_of):
    monkeypatch.setattr("careerinfo.views.render", fail)
    response = visitor.get("/privacy/")
    assert response.status_code == 500
    text = text_of(response)
    assert "It's our fault, and we have a record of it." in text
    assert "the view broke" not in text
    assert_in_the_sites_look(response)


def test_a_failure_has_its_page_when_nothing_else_works(visitor, monkeypatch, settings, text_of, tmp_path):
    """Static files were not collected, the database is gone, and no template can be told anything."""
    manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr("careerinfo.context.named", fail)
    response = visitor.get("/no/such/page/")
    assert response.status_code == 500
    assert "It's our fault, and we have a record of it." in text_of(response)
    assert_in_the_sites_look(response)


def test_the_page_of_a_failure_is_plain_text_that_nothing_fills_in():
    assert not re.search(r"{[{%#]", (settings.BASE_DIR / "templates" / "500.html").read_text())


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("django.security.DisallowedHost", "Invalid HTTP_HOST header: 'evil.example'"),
        ("django.security.TooManyFieldsSent", "student@example.org"),
        ("django.security.csrf", "Forbidden: /careers/?q=student@example.org"),
        ("django.security", "student@example.org"),
    ],
)
def test_what_strangers_send_to_break_in_is_not_written_to_the_log(name, message, capsys):
    logging.getLogger(name).error(message, exc_info=ValueError(message))
    assert capsys.readouterr().err == ""


def test_no_logger_of_ours_is_left_to_pythons_own_last_resort():
    loggers = settings.LOGGING["loggers"]
    assert not [name for name, given in loggers.items() if not given["propagate"] and not given["handlers"]]


@pytest.mark.parametrize(
    ("path", "broken", "values"),
    [
        ("/updates/", "signups.updates.requests.receive", {"topics": "newsletter"}),
        ("/ask/", "signups.questions.asking.submitting.submit", question_sent("How long does it take?")),
    ],
)
def test_a_failure_is_logged_with_its_traceback_and_without_the_address_that_was_sent(
    path, broken, values, visitor, opened, server_log, monkeypatch, db
):
    monkeypatch.setattr(broken, fail)
    response = visitor.post(path, {"opened": opened(), **values, "email": ADDRESS})
    assert response.status_code == 500
    assert f"Internal Server Error: {path}" in server_log.text
    assert "Traceback (most recent call last):" in server_log.text
    assert "RuntimeError: the view broke" in server_log.text
    assert ADDRESS not in server_log.text
    assert ADDRESS not in response.content.decode()


def test_failures_reach_the_servers_error_stream():
    logger = logging.getLogger("django.request")
    assert logger.isEnabledFor(logging.ERROR)
    assert any(type(handler) is logging.StreamHandler for handler in logger.handlers)

"""A link shows a career to somebody who has no login, until its time is over or staff take it back."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careers.models import Career, SharedLink
from signups.personal_data import expire

from ..factories import make_career, make_staff
from .staff_pages import address, staff_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db):
    return make_career(title="Beekeeper", slug="beekeeper", status="draft", summary="Keeps bees.")


@pytest.fixture
def staff(db):
    client = Client()
    client.force_login(make_staff(username="grace"))
    return client


def share(staff, career: Career, days: str = "7") -> str:
    """Make a link; its address without the site's."""
    page = staff.post(address(Career, "shared", career.pk), {"days": days}).content.decode()
    return re.search(r'value="https?://[^/]+(/shared/\?key=[\w-]{43})"', page)[1]


def test_whoever_has_the_link_sees_the_draft_as_it_is_saved_now(visitor, staff, draft, text_of):
    link = share(staff, draft)
    Career.objects.update(summary="Looks after bees.")
    page = visitor.get(link)
    assert page.status_code == 200
    said = text_of(page)
    assert "Looks after bees." in said
    until = timezone.localtime(SharedLink.objects.get().expires_at)
    assert f"Draft, not published. Shared by Careerinfo staff until {until:%B} {until.day}, {until.year}" in said
    assert "grace" not in page.content.decode()
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    assert not page.cookies
    assert page["X-Frame-Options"] == "DENY"
    key = link.partition("=")[2]
    assert key not in page.content.decode().partition("</head>")[0]
    assert "shared" not in visitor.get("/sitemap.xml").content.decode()


def test_a_link_that_is_over_taken_back_or_made_up_opens_the_same_page(visitor, staff, draft):
    over, back, gone = (share(staff, draft, days) for days in ("1", "7", "30"))
    _, middle, oldest = SharedLink.objects.all()
    SharedLink.objects.filter(pk=oldest.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    staff.post(address(Career, "shared", draft.pk), {"revoke": middle.pk})
    assert visitor.get(gone).status_code == 200
    made_up = ["/shared/", "/shared/?key=", "/shared/?key=made-up", "/shared/?key=%00", "/shared/?key=%ED%A0%80"]
    answers = [visitor.get(page) for page in (over, back, *made_up)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert (
        "This link doesn&#x27;t work" in answers[0].content.decode()
        or "This link doesn't work" in answers[0].content.decode()
    )
    draft.delete()
    assert visitor.get(gone).content == answers[0].content
    assert not SharedLink.objects.exists()


def test_a_page_that_was_opened_notes_the_day_once(visitor, staff, draft):
    link = share(staff, draft)
    assert "Not opened yet" in staff.get(address(Career, "shared", draft.pk)).content.decode()
    writes = []
    for method in (visitor.head, visitor.get, visitor.get):
        with CaptureQueriesContext(connection) as queries:
            assert method(link).status_code == 200
        writes.append(sum(query["sql"].startswith(("UPDATE", "INSERT", "DELETE")) for query in queries))
    assert writes == [1, 0, 0]
    assert SharedLink.objects.get().opened_on == timezone.localdate()
    SharedLink.objects.update(opened_on=timezone.localdate() - timedelta(days=1))
    visitor.get(link)
    assert SharedLink.objects.get().opened_on == timezone.localdate()


def test_the_key_is_told_once_and_is_neither_in_the_database_nor_in_logs(visitor, staff, draft, caplog, monkeypatch):
    key = share(staff, draft).partition("=")[2]
    assert key not in staff.get(address(Career, "shared", draft.pk)).content.decode()
    assert key not in staff.get(address(Career, "history", draft.pk)).content.decode()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert key not in str(cursor.fetchall()), table
    # A page that fails is what the site writes most about.
    monkeypatch.setattr("careers.views.previews.unstored", lambda *args: 1 / 0)
    with caplog.at_level("DEBUG"):
        failed = Client(raise_request_exception=False).get(f"/shared/?key={key}")
    assert failed.status_code == 500
    assert "/shared/" in caplog.text
    assert key not in caplog.text


def test_the_page_of_links_names_who_made_each_and_takes_it_back(visitor, staff, draft, text_of):
    page = address(Career, "shared", draft.pk)
    link = share(staff, draft, "30")
    listed = text_of(staff.get(page))
    assert re.search(r"Made by grace on \w+ \d+, \d{4}\. Works until \w+ \d+, \d{4}, .* Not opened yet\.", listed)
    for wrong in ("0", "x", "9" * 30, "²"):
        assert "had stopped working already" in text_of(staff.post(page, {"revoke": wrong}, follow=True))
    other = make_career()
    number = SharedLink.objects.get().pk
    staff.post(address(Career, "shared", other.pk), {"revoke": number})
    assert visitor.get(link).status_code == 200
    assert "The link no longer works." in text_of(staff.post(page, {"revoke": number}, follow=True))
    assert visitor.get(link).status_code == 404
    log = text_of(staff.get(address(Career, "history", draft.pk)))
    assert "Shared a preview for 30 days." in log
    assert "Took a shared preview back." in log


@pytest.mark.parametrize("days", ["", "2", "365", "x"])
def test_a_link_lasts_one_of_the_times_that_are_offered(staff, draft, days):
    page = staff.post(address(Career, "shared", draft.pk), {"days": days})
    assert page.status_code == 200
    assert 'class="errorlist"' in page.content.decode()
    assert not SharedLink.objects.exists()


def test_only_who_may_preview_shares(draft):
    page = address(Career, "shared", draft.pk)
    for right in ("view_career", "change_career", "publish_career"):
        staff = staff_with(right)
        assert (staff.get(page).status_code, staff.post(page, {"days": "1"}).status_code) == (403, 403)
    assert not SharedLink.objects.exists()
    staff = staff_with("preview_career")
    opened = staff.get(page)
    assert opened.status_code == 200
    assert "/admin/careers/career/" not in re.findall(r'href="([^"]*)"', opened.content.decode())
    share(staff, draft)
    assert staff.get(address(Career, "shared", draft.pk + 1)).status_code == 404


def test_what_is_over_is_forgotten(staff, draft):
    share(staff, draft, "1")
    share(staff, draft, "7")
    SharedLink.objects.filter(pk=SharedLink.objects.last().pk).update(expires_at=timezone.now())
    expire()
    assert SharedLink.objects.count() == 1


def test_a_shared_page_of_a_published_career_does_not_call_it_a_draft(visitor, staff, draft, text_of):
    link = share(staff, draft)
    Career.objects.update(status="published", published_at=timezone.now())
    said = text_of(visitor.get(link))
    assert "This page is published. Shared by" in said
    assert "Draft" not in said

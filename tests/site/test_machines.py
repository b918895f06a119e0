import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders

from careers.models import Career

from ..factories import make_career, make_field

SITE_URL = "https://careers.example.org"
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

pytestmark = pytest.mark.django_db


@pytest.fixture
def site_map(visitor, settings):
    """{address: day of the last change} as a search engine reads it."""
    settings.SITE_URL = SITE_URL

    def read() -> dict[str, str | None]:
        response = visitor.get("/sitemap.xml")
        assert response["Content-Type"] == "application/xml"
        root = ElementTree.fromstring(response.content)
        return {url.findtext(f"{NAMESPACE}loc"): url.findtext(f"{NAMESPACE}lastmod") for url in root}

    return read


def changed(career: Career, day: datetime) -> None:
    Career.objects.filter(pk=career.pk).update(updated_at=day)


def test_the_sitemap_lists_published_careers_under_the_sites_address(site_map):
    career = make_career()
    changed(career, datetime(2025, 3, 4, 12, tzinfo=UTC))
    assert site_map()[SITE_URL + career.get_absolute_url()] == "2025-03-04"


def test_every_address_in_the_sitemap_is_under_the_sites_address(site_map):
    make_career()
    addresses = list(site_map())
    assert len(addresses) == 16
    assert all(address.startswith(f"{SITE_URL}/") for address in addresses)


def test_a_draft_and_a_field_without_a_published_career_are_not_in_the_sitemap(site_map):
    draft, field = make_career(status="draft"), make_field()
    addresses = list(site_map())
    assert len(addresses) == 14
    for row in (draft, draft.field, field):
        assert SITE_URL + row.get_absolute_url() not in addresses


def test_a_field_was_last_changed_when_its_newest_published_career_was(site_map):
    field = make_field()
    changed(make_career(field=field), datetime(2025, 3, 4, 12, tzinfo=UTC))
    changed(make_career(field=field), datetime(2025, 1, 1, 12, tzinfo=UTC))
    changed(make_career(field=field, status="draft"), datetime(2026, 6, 6, 12, tzinfo=UTC))
    assert site_map()[SITE_URL + field.get_absolute_url()] == "2025-03-04"


def test_every_address_in_the_sitemap_opens(site_map, visitor):
    make_career()
    for address in site_map():
        assert visitor.get(address.removeprefix(SITE_URL)).status_code == 200, address


def test_robots_are_kept_from_staff_pages_and_shown_the_sitemap(visitor, settings):
    settings.SITE_URL = SITE_URL
    response = visitor.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /preview/", f"Sitemap: {SITE_URL}/sitemap.xml"} <= set(lines)
    assert "Disallow: /" not in lines


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/robots.txt", "/sitemap.xml", "/", "/careers/"])
def test_a_check_without_a_body_is_answered_alike(path, visitor):
    response = visitor.head(path)
    assert response.status_code == 200
    assert response.content == b""


def test_the_icon_that_browsers_ask_for_leads_to_a_file_that_exists(visitor):
    response = visitor.get("/favicon.ico")
    assert response.status_code == 302
    assert response.url == "/static/img/icon.svg"
    assert finders.find(response.url.removeprefix("/static/"))


def test_every_file_that_a_page_links_to_exists(visitor, settings):
    settings.SITE_URL = SITE_URL
    files = set(re.findall(r'"(?:https://careers\.example\.org)?/static/([^"]+)"', visitor.get("/").content.decode()))
    assert {"css/site.css", "js/site.js", "img/share.png", "img/icon.svg"} <= files
    assert all(finders.find(file) for file in files)

"""Pages that are rendered again after a change, before somebody asks for them."""

import time

import pytest
from django.utils import timezone

from careerinfo.page_cache import warming
from careerinfo.page_cache.layer import PageCache
from careerinfo.page_cache.warming import QUIET, Warmer
from careers.models import PageView

from ..factories import make_career, make_field
from .cached_site import begin_anew

pytestmark = pytest.mark.django_db


@pytest.fixture
def rendered():
    """The paths that were rendered, in order."""
    return []


@pytest.fixture
def warmer(rendered):
    def site(environ, start_response):
        rendered.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [b"<!doctype html>"]

    return Warmer(PageCache(site, viewed=lambda environ: pytest.fail("counted as a view")))


@pytest.fixture
def pages(settings):
    settings.WARM_PAGES = 2
    today = timezone.localdate()
    for times, page in enumerate(["/plan/", "/quiz/", "/sources/"], 1):
        PageView.objects.create(page=page, day=today, count=times)


def test_the_pages_viewed_most_are_rendered_once_it_is_quiet(warmer, pages, rendered):
    for seconds in (0, QUIET - 1):
        warmer.look(seconds)
    assert rendered == []
    warmer.look(QUIET)
    warmer.look(QUIET + 1)
    assert rendered == ["/sources/", "/quiz/"]
    for seconds in (QUIET + 2, QUIET + 4):
        begin_anew()
        make_career()
        warmer.look(seconds)
    warmer.look(QUIET + 8)
    assert len(rendered) == 2
    warmer.look(2 * QUIET + 4)
    assert rendered == 2 * ["/sources/", "/quiz/"]


def test_a_change_meanwhile_begins_anew(warmer, pages, rendered, monkeypatch):
    site = warmer.cache.site

    def changed_by_somebody(environ, start_response):
        if not rendered:
            make_career()
        return site(environ, start_response)

    monkeypatch.setattr(warmer.cache, "site", changed_by_somebody)
    for seconds in (0, QUIET, QUIET + 2, 2 * QUIET + 2):
        warmer.look(seconds)
    assert rendered == ["/sources/", "/sources/", "/quiz/"]


def test_a_site_that_nobody_has_viewed_begins_with_its_own_first_pages(settings):
    settings.WARM_PAGES = 4
    career = make_career(field=make_field(slug="health"), slug="actor")
    make_career(status="draft", field=career.field)
    assert warming.most_viewed(9) == ["/", "/careers/", "/fields/health/", "/careers/actor/"]
    assert warming.most_viewed(3) == ["/", "/careers/", "/fields/health/"]


def test_it_waits_while_visitors_are_served_and_not_for_ever(warmer, pages, rendered, monkeypatch):
    waited = []
    monkeypatch.setattr(warming, "PATIENCE", 0.02)
    monkeypatch.setattr(warmer._ended, "wait", waited.append)
    warmer.cache.asked_at = time.time() + 60
    for seconds in (0, QUIET):
        warmer.look(seconds)
    assert warming.MOMENT in waited
    assert len(rendered) == 2


def test_it_ends_at_once_with_the_worker(warmer, pages, rendered):
    warmer.look(0)
    warmer.end()
    warmer.look(QUIET)
    assert rendered == []


@pytest.mark.django_db(transaction=True)
def test_what_goes_wrong_ends_neither_the_thread_nor_the_worker(warmer, monkeypatch):
    def look(now: float) -> None:
        looks.append(now)
        if len(looks) == 2:
            warmer._ended.set()
        raise RuntimeError

    looks = []
    monkeypatch.setattr(warming, "LOOKS_EVERY", 0.001)
    monkeypatch.setattr(warmer, "look", look)
    warmer.start()
    warmer._thread.join()
    warmer.end()
    assert len(looks) == 2

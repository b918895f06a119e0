"""Pages out of memory: what visitors get is what stands there at that moment, and nobody gets what is another's."""

import threading
from datetime import date, datetime, timedelta
from unittest import mock

import pytest
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

from careerinfo.databases import shared
from careerinfo.page_cache import token
from careers.models import Announcement, Career, FailedSearch
from schools.models import Featured

from ..factories import form_opened, make_career, make_question, make_school, make_staff
from .cached_site import CachedSite, begin_anew

PAGE = "/careers/welder/"


@pytest.fixture
def site(db, settings):
    settings.PAGE_CACHE_MB = 8
    make_career(title="Welder", slug="welder", summary="Joins metal.")
    site = CachedSite()
    # What the test made is derived when it is read first.
    site.get("/careers/")
    token._last.clear()
    yield site
    token._last.clear()


@pytest.fixture
def career(site):
    return Career.objects.get(slug="welder")


@pytest.fixture
def at(monkeypatch):
    """Let visits be at another time."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr("time.time", moment.timestamp)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return move


def test_a_second_visit_asks_whether_anything_was_changed_and_nothing_else(site, django_assert_num_queries):
    first = site.get(PAGE)
    with django_assert_num_queries(0), mock.patch.object(token, "current", wraps=token.current) as asked:
        again = site.get(PAGE)
    assert asked.call_count == 1
    assert (again.status, again.raw) == (200, first.raw)
    assert "Joins metal." in again.words


@pytest.mark.parametrize(
    "change",
    [
        lambda career: (setattr(career, "summary", "Joins steel."), career.save()),
        lambda career: Career.objects.filter(pk=career.pk).update(summary="Joins steel."),
        lambda career: Career.objects.bulk_update([Career(pk=career.pk, summary="Joins steel.")], ["summary"]),
        lambda career: connection.cursor().execute("UPDATE careers_career SET summary = 'Joins steel.'"),
    ],
    ids=["saved", "updated", "in bulk", "by SQL"],
)
def test_a_change_shows_on_the_next_visit(site, career, change):
    begin_anew()
    assert "Joins metal." in site.get(PAGE).words
    change(career)
    assert "Joins steel." in site.get(PAGE).words
    assert not site.is_rendered(PAGE)


def test_a_page_that_was_rendered_before_a_change_does_not_stand_for_what_is_there_after_it(site, career):
    begin_anew()
    site.after = lambda: Career.objects.filter(pk=career.pk).update(summary="Joins steel.")
    assert "Joins metal." in site.get(PAGE).words
    site.after = lambda: None
    assert "Joins steel." in site.get(PAGE).words


def test_pages_come_and_go_at_once(site, career):
    assert site.get("/careers/smith/").status == 404
    make_career(slug="smith")
    assert site.get("/careers/smith/").status == site.get(PAGE).status == 200
    begin_anew()
    site.get(PAGE)
    Career.objects.filter(pk=career.pk).update(status="draft")
    assert site.get(PAGE).status == 404
    begin_anew()
    site.get("/careers/smith/")
    Career.objects.get(slug="smith").delete()
    assert site.get("/careers/smith/").status == 404


def test_an_announcement_is_there_from_its_minute_to_its_minute(site, at):
    now = timezone.now()
    Announcement.objects.create(
        text="The fair is on.", starts_at=now + timedelta(minutes=5), ends_at=now + timedelta(minutes=9)
    )
    seen = []
    for minutes in (0, 4, 5, 8, 9):
        at(now + timedelta(minutes=minutes))
        seen.append("The fair is on." in site.get(PAGE).words)
    assert seen == [False, False, True, True, False]


def test_what_ends_with_a_day_is_gone_at_midnight_of_the_sites_own_time(site, career, at, settings):
    settings.TIME_ZONE = "America/New_York"
    Featured.objects.create(school=make_school(name="Oak College"), ends_on=date(2026, 3, 1))
    zone = timezone.get_default_timezone()
    at(datetime(2026, 3, 1, 23, 59, 59, tzinfo=zone))
    assert "Oak College" in site.get(PAGE).words
    at(datetime(2026, 3, 2, 0, 0, 0, tzinfo=zone))
    assert "Oak College" not in site.get(PAGE).words


def test_nothing_is_kept_for_longer_than_an_hour(site, at):
    now = datetime(2026, 3, 1, 12, tzinfo=timezone.get_default_timezone())
    at(now)
    site.get(PAGE)
    at(now + timedelta(minutes=59))
    assert not site.is_rendered(PAGE)
    at(now + timedelta(minutes=61))
    assert site.is_rendered(PAGE)


def test_a_form_on_a_kept_page_can_still_be_sent(site, settings, at):
    question = make_question(status="published", answers=("Begin with a class.",), published_at=timezone.now())
    page = site.get(question.get_absolute_url())
    assert not site.is_rendered(question.get_absolute_url())
    opened = page.words.partition('name="opened" value="')[2].partition('"')[0]
    answer = site.get(f"/questions/{question.pk}/helpful/", "POST", f"helpful=yes&opened={opened}".encode())
    assert answer.status == 302
    assert answer.headers["cache-control"].endswith("private")


def test_what_somebody_typed_is_shown_to_nobody_else(site):
    site.get("/ask/mine/")
    typed = f"email=ada@&opened={form_opened()}".encode()
    answer = site.get("/ask/mine/", "POST", typed)
    assert (answer.status, "ada@" in answer.words) == (422, True)
    assert "no-store" in answer.headers["cache-control"]
    assert "ada@" not in site.get("/ask/mine/").words


def test_staff_pass_by(site, settings, client):
    client.force_login(make_staff())
    cookie = f"theme=dark; {settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    site.get(PAGE)
    own = site.get(PAGE, cookie=cookie)
    assert site.is_rendered(PAGE, cookie=cookie)
    assert own.headers["cache-control"] == "private, no-store"
    assert not site.is_rendered(PAGE, cookie="theme=dark")


def test_a_page_holds_nothing_of_who_asked_for_it_first(site):
    seen = []
    site.before = seen.append
    site.get(PAGE, cookie="messages=secret", range="bytes=0-9", accept_encoding="gzip", if_none_match='"x"')
    assert not {"HTTP_COOKIE", "HTTP_RANGE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH"} & seen[0].keys()
    assert "Joins metal." in site.get(PAGE).words


@pytest.mark.parametrize("what", [{"Set-Cookie": "a=b"}, {"Cache-Control": "private"}, {"Vary": "Accept"}])
def test_what_a_view_says_is_for_one_visitor_is_not_kept(site, what):
    def also(environ, start_response):
        start = lambda status, headers, exc_info=None: start_response(status, [*headers, *what.items()])  # noqa: E731
        return django(environ, start)

    django, site.django = site.django, also
    site.get(PAGE)
    assert site.is_rendered(PAGE)


def test_plans_and_searches_that_find_nothing_are_not_kept(site):
    for _ in range(3):
        assert site.is_rendered("/plan/?c=welder")
        assert site.is_rendered("/careers/?q=gendarme")
    assert FailedSearch.objects.get(words="gendarme").times == 3


def test_unknown_parameters_are_as_if_they_were_not_there(site):
    site.get(PAGE)
    pages = len(site.cache.store.own)
    seen = []
    site.before = seen.append
    for number in range(20):
        assert not site.is_rendered(f"{PAGE}?utm_source={number}&q={number}&%00")
    assert len(site.cache.store.own) == pages
    site.get("/careers/?fbclid=1&sort=title&x=%ff&page=2&sort=pay")
    assert seen[-1]["QUERY_STRING"] == "sort=title&sort=pay&page=2"


def test_rubbish_pushes_nothing_out_and_takes_no_more_room_than_there_is(site, settings):
    settings.PAGE_CACHE_MB = 1
    small = CachedSite()
    small.django = lambda environ, start: (start("200 OK", [("Content-Type", "text/html")]), [b"x" * 40_000])[1]
    small.get(PAGE)
    store = small.cache.store
    for number in range(40):
        once = f"/careers/?q={number}"
        small.get(once)
        assert store.others.used == 0 if number == 0 else True
        small.get(once, accept_encoding="br")
        small.get(once)
        small.get(PAGE, host=f"testserver:{number}")
        small.get(PAGE, host=f"testserver:{number}")
    assert 0 < sum(page.size for page in store.others._pages.values()) <= 250_000
    assert len(store._once) <= 10_000
    assert not small.is_rendered(PAGE)


def test_what_is_asked_for_twice_is_kept(site):
    assert [site.is_rendered("/careers/?q=welder") for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("*", "br"),
        ("*;q=0", None),
        ("identity", None),
        ("gzip;q=0", None),
        ("gzip;q=x, , ;;q=1,br;q=nan", None),
    ],
)
def test_a_page_comes_as_the_browser_likes_it(site, accepted, sent):
    whole = site.get(PAGE)
    page = site.get(PAGE, accept_encoding=accepted)
    assert page.headers.get("content-encoding") == sent
    assert (page.words, page.headers["vary"]) == (whole.words, "Accept-Encoding")
    assert int(page.headers["content-length"]) == len(page.raw)
    missing = site.get("/careers/none/", accept_encoding=accepted)
    assert (missing.status, missing.headers.get("content-encoding")) == (404, sent)


def test_caches_in_between_may_keep_it_for_a_moment(site, settings):
    page = site.get(PAGE)
    assert page.headers["cache-control"] == "public, max-age=0, s-maxage=5, stale-while-revalidate=5"
    assert site.get("/healthz").headers["cache-control"].endswith("private")
    for address in ("/careers/none/", "/favicon.ico", "/updates/confirm/x/"):
        assert "no-store" in site.get(address).headers["cache-control"]


def test_whoever_has_a_page_already_is_told_so(site, career, at):
    now = datetime(2026, 3, 1, 12, 0, 0, 500_000, tzinfo=timezone.get_default_timezone())
    at(now)
    begin_anew()
    tag = site.get(PAGE, accept_encoding="br").headers["etag"]
    known = site.get(PAGE, if_none_match=f'"other", {tag}')
    assert (known.status, known.raw, known.headers["etag"]) == (304, b"", tag)
    assert "content-length" not in known.headers
    assert site.get(PAGE, if_none_match='W/"other"').status == 200
    at(now + timedelta(seconds=2))
    modified = site.get(PAGE).headers["last-modified"]
    assert site.get(PAGE, if_modified_since=modified).status == 304
    assert site.get(PAGE, if_modified_since="yesterday").status == 200
    Career.objects.filter(pk=career.pk).update(summary="Joins steel.")
    assert site.get(PAGE, if_none_match=tag).status == 200
    assert site.get(PAGE, if_modified_since=modified).status == 200


def test_two_changes_in_one_second_are_two(site, career, at):
    at(datetime(2026, 3, 1, 12, tzinfo=timezone.get_default_timezone()))
    begin_anew()
    modified = site.get(PAGE).headers["last-modified"]
    Career.objects.filter(pk=career.pk).update(summary="Joins steel.")
    assert site.get(PAGE, if_modified_since=modified).status == 200


def test_head_is_get_without_the_page(site):
    head = site.get(PAGE, "HEAD")
    page = site.get(PAGE)
    assert (head.status, head.raw, head.headers) == (200, b"", page.headers)
    assert site.get(PAGE, "HEAD", accept_encoding="br").headers["content-encoding"] == "br"


def test_part_of_a_page_is_not_to_be_had(site):
    page = site.get(PAGE, range="bytes=0-9")
    assert (page.status, page.raw) == (200, site.get(PAGE).raw)


def test_hosts_that_are_not_the_sites_are_refused_and_not_kept(site):
    site.get(PAGE)
    used = site.cache.store.own.used
    for host in ("evil.example", "testserver.evil.example", "", "testserver:x", "a@testserver", "testserver/"):
        assert site.get(PAGE, host=host).status == 400, host
    assert site.cache.store.own.used == used
    assert not site.is_rendered(PAGE, host="TESTSERVER")


@pytest.mark.parametrize(
    "path", ["//careers/welder/", "/careers//welder/", "/careers/welder", "/careers/\xff/", "/%2e"]
)
def test_odd_addresses_are_djangos(site, path):
    site.get(PAGE)
    assert site.get(path).status in (301, 404)
    assert site.is_rendered(path)


def test_without_the_database_it_is_as_if_nothing_was_kept(site, monkeypatch):
    site.get(PAGE)
    monkeypatch.setattr(token, "NUMBERS", "SELECT nothing FROM nowhere")
    with transaction.atomic():
        assert token.current() is None
        transaction.set_rollback(True)
    with mock.patch.object(token, "_numbers", side_effect=InterfaceError):
        assert token.current() is None
    monkeypatch.setattr(token, "current", lambda: None)
    page = site.get(PAGE)
    assert (page.status, page.headers["cache-control"]) == (200, "private, no-store")
    assert len(site.rendered) == 3


def test_many_who_want_the_same_page_have_it_rendered_once(site, monkeypatch):
    at_work, go_on = threading.Event(), threading.Event()

    def answer(environ, start_response):
        at_work.set()
        go_on.wait(5)
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"page"]

    one = token.current()
    monkeypatch.setattr(token, "current", lambda: one)
    site.django, site.rendered = answer, []
    threading.Thread(target=lambda: (at_work.wait(5), go_on.set())).start()
    assert [page.raw for page in site.at_once(PAGE, 4)] == [b"page"] * 4
    assert site.rendered == [PAGE]


def test_a_page_that_cannot_be_rendered_holds_nobody_up(site, settings):
    def fail(environ, start_response):
        raise DatabaseError

    site.django, django = fail, site.django
    with pytest.raises(DatabaseError):
        site.get(PAGE)
    site.django = django
    assert site.get(PAGE).status == 200


def test_it_can_be_switched_off(site, settings):
    settings.PAGE_CACHE_MB = 0
    off = CachedSite()
    assert [off.is_rendered(PAGE) for _ in range(3)] == [True] * 3
    assert off.get(PAGE, accept_encoding="br").headers["content-encoding"] == "br"


def test_pages_are_there_before_anybody_asks(site, settings):
    settings.SITE_URL = "http://testserver"
    ready = CachedSite()
    ready.fill(PAGE)
    ready.fill("/admin/")
    assert not ready.is_rendered(PAGE)
    assert ready.rendered == [PAGE]


def test_what_another_process_has_rendered_is_not_rendered_again(site, career, settings, monkeypatch):
    kept = {}
    settings.REDIS_URL = "redis://shelf"
    monkeypatch.setattr(shared, "get", kept.get)
    monkeypatch.setattr(shared, "put", lambda key, value, seconds: kept.update({key: value}))
    begin_anew()
    page, other = site.get(PAGE, accept_encoding="br"), CachedSite()
    again = other.get(PAGE, accept_encoding="br")
    assert (again.raw, again.headers["etag"], other.rendered) == (page.raw, page.headers["etag"], [])
    assert other.get(PAGE, if_none_match=page.headers["etag"]).status == 304
    Career.objects.filter(pk=career.pk).update(summary="Joins steel.")
    assert "Joins steel." in other.get(PAGE).words
    kept.clear()
    site.get("/careers/?q=welder")
    assert kept == {}


def test_requests_that_a_kept_page_of_html_answered_are_told(site, settings):
    told = []
    site.cache.viewed = lambda environ: told.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
    for address, method in ((PAGE, "GET"), (f"{PAGE}?area=TX", "GET"), (PAGE, "HEAD"), ("/robots.txt", "GET")):
        site.get(address, method)
    site.get("/careers/none/")
    assert told == [("GET", PAGE), ("GET", PAGE), ("HEAD", PAGE)]

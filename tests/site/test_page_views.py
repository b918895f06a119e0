"""How often pages are viewed: what is counted, and what staff see of it."""

import csv
from datetime import timedelta

import pytest
from django.db import DatabaseError, InterfaceError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from careerinfo.page_cache.asked import KEPT
from careerinfo.page_views import count, counting, is_by_a_reader, writing
from careerinfo.page_views.names import ALONE, OF_A_CAREER, OF_A_ROW
from careerinfo.page_views.writing import Writer
from careers.models import PageView

from ..factories import make_career, make_question
from .staff_pages import staff_with

pytestmark = pytest.mark.django_db
LIST = "admin:careers_pageview_changelist"
BROWSER = {
    "REQUEST_METHOD": "GET",
    "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "HTTP_SEC_FETCH_DEST": "document",
    "HTTP_SEC_FETCH_SITE": "none",
}
HEAD = {"REQUEST_METHOD": "HEAD", "HTTP_SEC_FETCH_DEST": "empty"}


@pytest.fixture(autouse=True)
def nothing_counted_before():
    counting._counts.clear()
    yield
    counting._counts.clear()


@pytest.fixture
def views():
    """Stores that a page was viewed so many times, so many days ago."""

    def store(page: str, times: int, days_ago: int = 0) -> None:
        PageView.objects.create(page=page, day=timezone.localdate() - timedelta(days=days_ago), count=times)

    return store


@pytest.fixture
def staff():
    return staff_with("view_pageview")


def stored() -> dict[str, int]:
    return dict(PageView.objects.values_list("page", "count"))


def test_views_are_added_to_those_of_the_day_in_one_statement(django_assert_num_queries):
    for page in ["/", "/careers/actor/", "/"]:
        count(page)
    with django_assert_num_queries(1):
        counting.write()
    count("/")
    counting.write()
    assert stored() == {"/": 3, "/careers/actor/": 1}
    with django_assert_num_queries(0):
        counting.write()


@pytest.mark.parametrize("error", [DatabaseError, InterfaceError])
def test_what_could_not_be_written_is_written_the_next_time(error, monkeypatch):
    def away(*arguments):
        raise error

    monkeypatch.setattr(writing, "close_old_connections", lambda: None)
    writer = Writer()
    count("/")
    with monkeypatch.context() as context:
        context.setattr(type(PageView.objects), "add", away, raising=False)
        writer._write()
    count("/")
    writer._write()
    assert stored() == {"/": 2}


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_ends_writes_what_it_counted_and_forgets_what_is_too_old(settings, views):
    settings.PAGE_VIEW_DAYS = 10
    views("/old/", 5, days_ago=10)
    views("/kept/", 5, days_ago=9)
    writer = Writer()
    writer.start()
    count("/")
    writer.end()
    assert stored() == {"/kept/": 5, "/": 1}


def test_made_up_addresses_do_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(counting, "MOST_PAGES", 2)
    for page in ["/a/", "/b/", "/c/", "/a/", "/" + "x" * 200]:
        count(page)
    counting.write()
    assert stored() == {"/a/": 2, "/b/": 1}


@pytest.mark.parametrize(
    ("what", "request_says", "is_counted"),
    [
        ("a reader", {}, True),
        ("a browser that says less", {"HTTP_SEC_FETCH_DEST": None, "HTTP_SEC_FETCH_SITE": None}, True),
        ("a robot", {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Examplebot/2.1)"}, False),
        ("a program", {"HTTP_USER_AGENT": "curl/8.5.0"}, False),
        ("nobody who has a name", {"HTTP_USER_AGENT": None}, False),
        ("what is fetched ahead", {"HTTP_SEC_PURPOSE": "prefetch"}, False),
        ("what was fetched ahead and is opened", HEAD | {"HTTP_SEC_FETCH_SITE": "same-origin"}, True),
        ("who looks whether a link works", HEAD, False),
        ("a script's request", {"HTTP_SEC_FETCH_DEST": "empty", "HTTP_SEC_FETCH_SITE": "same-origin"}, False),
    ],
)
def test_only_readers_count(what, request_says, is_counted):
    environ = {name: value for name, value in (BROWSER | request_says).items() if value is not None}
    assert is_by_a_reader(environ) == is_counted


def test_staff_see_the_most_viewed_pages_by_name(staff, text_of, views):
    career = make_career(title="Actor", slug="actor")
    question = make_question(text="Do actors sleep?", status="published", answers=("Yes.",))
    views("/careers/actor/", 900)
    views("/careers/actor/", 334, days_ago=29)
    views("/careers/actor/changes/", 2)
    views(question.get_absolute_url(), 7)
    make_career(slug="draft", status="draft")
    views("/careers/draft/", 3)
    views("/", 10, days_ago=30)
    page = staff.get(reverse(LIST))
    words = text_of(page)
    assert "1,246 views of 4 pages in the last 30 days." in words
    assert "Actor 1,234 Do actors sleep? 7 /careers/draft/ 3 Actor: what changed 2" in words
    assert f'<a href="{career.get_absolute_url()}">Actor</a>' in page.content.decode()
    assert 'href="/careers/draft/"' not in page.content.decode()
    assert "Home page" not in words
    assert "Home page 10" in text_of(staff.get(reverse(LIST), {"days": "365"}))


def test_every_page_that_is_counted_has_a_name():
    files = {"robots", "sitemap", "style", "careers:suggestions", "careers:compare-csv", "careers:api-search"}
    files |= {"signups:near", "signups:questions-feed", "signups:questions-about-feed", "signups:newsletter-feed"}
    named = {*ALONE, *OF_A_ROW, *OF_A_CAREER, "careers:ranking"}
    assert set(KEPT) - named == files


def test_the_weeks_of_a_year_are_whole_and_the_last_ends_today(staff, text_of, views):
    views("/quiz/", 3)
    views("/quiz/", 4, days_ago=6)
    views("/quiz/", 9, days_ago=7)
    words = text_of(staff.get(reverse(LIST), {"days": "365"}))
    this, last = (date_format(timezone.localdate() - timedelta(days=days), "M j, Y") for days in (6, 13))
    assert f"Week from Views {this} 7 {last} 9" in words


def test_staff_choose_a_time_and_a_kind(staff, text_of, views):
    make_career(title="Actor", slug="actor")
    views("/careers/actor/", 4)
    views("/quiz/", 3, days_ago=8)
    chosen = [("7", ""), ("30", "others"), ("7", "others"), ("none", "such")]
    says = [text_of(staff.get(reverse(LIST), {"days": days, "kind": kind})) for days, kind in chosen]
    assert "4 views of 1 page in the last 7 days." in says[0]
    assert "3 views of 1 page in the last 30 days." in says[1]
    assert "Other pages: no views in the last 7 days." in says[2]
    assert "7 views of 2 pages in the last 30 days." in says[3]


def test_a_spreadsheet_has_them_all(staff, settings, views):
    make_career(title="=Actor", slug="actor")
    for number in range(101):
        views(f"/careers/gone-{number}/", 1)
    views("/careers/actor/", 4)
    answer = staff.get(reverse("admin:careers_pageview_file"), {"days": "7", "kind": "careers"})
    lines = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert lines[:2] == [
        ["Page", "Address", "Views in the last 7 days"],
        ["'=Actor", f"{settings.SITE_URL}/careers/actor/", "4"],
    ]
    assert len(lines) == 103


def test_queries_do_not_grow_with_the_pages(staff, views, django_assert_max_num_queries):
    for number in range(20):
        make_career(title=f"Career {number}", slug=f"career-{number}")
        views(f"/careers/career-{number}/", number + 1)
    with django_assert_max_num_queries(12):
        staff.get(reverse(LIST))


def test_only_those_with_the_right_see_them():
    editor = staff_with("change_career")
    assert [editor.get(reverse(f"admin:careers_pageview_{page}")).status_code for page in ("changelist", "file")] == [
        403
    ] * 2


def test_a_careers_form_says_how_often_it_was_viewed(administrator, text_of, views):
    career = make_career(title="Actor", slug="actor")
    views("/careers/actor/", 1234, days_ago=1)
    views("/careers/actor/", 5, days_ago=30)
    form = administrator.get(reverse("admin:careers_career_change", args=[career.pk]))
    assert f'<a href="{reverse(LIST)}?kind=careers">1,234 views in the last 30 days</a>' in form.content.decode()
    of_careers = administrator.get(reverse(LIST), {"kind": "careers"}).content.decode()
    assert 'kind=careers" aria-current="page">Careers<' in of_careers
    career.status = "draft"
    career.save()
    assert "None: it is not public." in text_of(
        administrator.get(reverse("admin:careers_career_change", args=[career.pk]))
    )


def test_the_privacy_page_says_so(client, text_of, settings):
    settings.PAGE_VIEW_DAYS = 90
    assert "how often each page was viewed on each day, for 90 days" in text_of(client.get(reverse("privacy")))

"""What waits for somebody of staff, on the first page of the staff pages."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careers.models import FailedSearch, Release
from careers.models.data_sets import ONET, PROJECTIONS
from schools.models import Featured
from signups.models import MailWorker

from ..factories import make_career, make_question, make_release, make_school
from .staff_pages import links_in, staff_with

pytestmark = pytest.mark.django_db
EMPTY = "Nothing waits for you right now. New work, such as a draft or a question, shows up here."
EVERYTHING = [
    "approve_release",
    "change_career",
    "view_failedsearch",
    "add_synonym",
    "review_question",
    "change_featured",
]


def desk_of(staff, text_of) -> str:
    text = text_of(staff.get("/admin/"))
    return text.partition("What waits for you ")[2].partition(" Recent actions")[0]


def placed(**values) -> Featured:
    return Featured.objects.create(school=make_school(), **values)


@pytest.fixture
def work():
    """Two of each that waits for somebody, but for what there is one of; and beside it one that does not wait."""
    today = timezone.localdate()
    for number in range(2):
        make_release("soc", state="staged", period=f"201{number}", outliers=3)
        make_career(status="draft")
        make_question()
        make_question(status="accepted")
        FailedSearch.objects.create(words=f"dragon tamer {number}")
        placed(ends_on=today + timedelta(days=13 * number))
        Featured.objects.create(school=make_school(status="closed"))
    make_release("oews-national", as_of=date(2020, 5, 31))
    make_career()
    make_question(status="declined")
    make_question(status="published", answers=("Yes.",))
    placed(ends_on=today + timedelta(days=15))
    placed(ends_on=today - timedelta(days=1))
    Featured.objects.create(school=make_school(status="closed"), ends_on=today - timedelta(days=1))


LINES = {
    "2 releases wait for approval": 2,
    "6 figures that changed a lot": 2,
    "1 data set is overdue": 1,
    "2 careers are drafts": 2,
    "2 searches found nothing good": 2,
    "2 featured schools&#x27; time ends within two weeks": 2,
    "2 featured schools have closed": 2,
    "2 new questions": 2,
    "2 questions need an expert": 2,
}


def test_the_desk_counts_what_waits_and_each_line_leads_to_it_in_few_queries(work):
    staff = staff_with(*EVERYTHING)
    staff.get("/admin/")
    with CaptureQueriesContext(connection) as queries:
        page = staff.get("/admin/")
    assert len(queries) <= 12
    found = re.findall(r'<li><a href="([^"]*)">([^<]*)</a>', page.content.decode())
    assert [label for _, label in found] == list(LINES)
    for address, label in found:
        shown = staff.get(address.replace("&amp;", "&")).content.decode().partition('id="result_list"')[2]
        assert shown.partition("<tbody>")[2].count("<tr") == LINES[label], label


def test_everybody_sees_only_what_he_may_settle_and_a_kind_word_where_nothing_waits(work, text_of):
    moderator = staff_with("review_question")
    assert desk_of(moderator, text_of).startswith("2 new questions Read, then accept or decline. 2 questions need")
    assert "draft" not in desk_of(moderator, text_of).partition("2 questions need an expert")[2][:80]
    assert EMPTY in desk_of(staff_with("view_career", "change_question", "view_release"), text_of)


def test_whoever_decides_about_mail_reads_when_the_mail_worker_was_last_seen(text_of):
    MailWorker.objects.create(name="here 1 1 a", seen_at=timezone.now() - timedelta(minutes=3))
    assert "The mail worker was last seen 3 minutes ago." in text_of(staff_with("decide_mailing").get("/admin/"))
    assert "mail worker" not in text_of(staff_with("change_question").get("/admin/"))


def test_an_empty_desk_says_so(text_of):
    assert EMPTY in desk_of(staff_with(*EVERYTHING), text_of)
    assert links_in(staff_with("change_career").get("/admin/")) == {"/admin/careers/", "/admin/careers/career/"}


@pytest.mark.parametrize("data_set", [PROJECTIONS, ONET, "ipeds-directory"])
def test_the_list_of_what_is_overdue_agrees_with_each_release(data_set, monkeypatch):
    release = make_release(data_set, as_of=date(2024, 1, 31))
    for days in range(0, 900, 7):
        today = date(2024, 2, 1) + timedelta(days=days)
        monkeypatch.setattr(timezone, "localdate", lambda today=today: today)
        assert Release.objects.overdue().exists() == release.is_overdue, today

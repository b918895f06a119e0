"""Feeds of answered questions."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from ...factories import make_answer, make_career, make_expert, make_question

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://127.0.0.1:8000"


def entries(response) -> list[ElementTree.Element]:
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


def test_new_answers_stand_in_the_feed_of_the_site_and_of_their_career(visitor):
    career = make_career(slug="beekeeper")
    about = make_question(text="Do bees & \x01 <b>wasps</b> sting?", career=career, status="published")
    make_answer(question=about, short="Bees <do>.", expert=make_expert(name="Ada", is_sample=True))
    other = make_question(text="Is it hot?", status="published", answers=("Yes.",), email="ada@example.org")
    first, second = entries(visitor.get("/questions/feed/"))
    assert [one.find(f"{ATOM}title").text for one in (first, second)] == [other.text, "Do bees & <b>wasps</b> sting?"]
    assert second.find(f"{ATOM}link").get("href") == SITE + about.get_absolute_url()
    assert second.find(f"{ATOM}summary").text == (
        "Bees &lt;do&gt;. (Ada: Does the work. A sample: no real person wrote it)"
    )
    assert "ada@" not in visitor.get("/questions/feed/").content.decode()
    [only] = entries(visitor.get("/careers/beekeeper/questions/feed/"))
    assert only.find(f"{ATOM}id").text == f"{SITE}/questions/{about.pk}/"


def test_an_entry_is_newer_once_its_answer_was_checked_again(visitor):
    question = make_question(status="published", answers=())
    answer = make_answer(question=question)
    [before] = entries(visitor.get("/questions/feed/"))
    answer.checked_on = timezone.localdate() + timedelta(days=1)
    answer.save()
    [after] = entries(visitor.get("/questions/feed/"))
    published, updated = (after.find(f"{ATOM}{name}").text for name in ("published", "updated"))
    assert published == before.find(f"{ATOM}published").text
    assert updated > before.find(f"{ATOM}updated").text


def test_what_visitors_do_not_see_is_in_no_feed(visitor):
    draft = make_career(slug="spy", status="draft")
    make_question(career=draft, status="published", answers=("Yes.",))
    make_question(status="accepted", answers=("Yes.",))
    assert entries(visitor.get("/questions/feed/")) == []
    assert visitor.get("/careers/spy/questions/feed/").status_code == 404


def test_pages_name_their_feed(visitor):
    make_career(slug="beekeeper")
    for page in ("/questions/", "/careers/beekeeper/questions/"):
        head = visitor.get(page).content.decode().partition("</head>")[0]
        assert '<link rel="alternate" type="application/atom+xml" title="' in head
        assert f'href="{page}feed/"' in head


def test_the_sitemap_has_every_answered_question_with_the_day_it_was_looked_at_last(visitor):
    question = make_question(status="published")
    make_answer(question=question, answered_on="2026-01-02", checked_on="2026-05-06")
    make_answer(question=question, answered_on="2026-01-02", checked_on="2026-08-08", status="draft")
    hidden = make_question(status="accepted", answers=("Yes.",))
    sitemap = visitor.get("/sitemap.xml").content.decode()
    assert f"<loc>{SITE}{question.get_absolute_url()}</loc><lastmod>2026-05-06</lastmod>" in sitemap
    assert hidden.get_absolute_url() not in sitemap

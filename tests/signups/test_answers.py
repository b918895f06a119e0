from datetime import timedelta

import pytest
from django.utils import timezone

from ..factories import make_answer, make_career, make_expert, make_question

pytestmark = pytest.mark.django_db


def published(text: str = "Is the work hard?", answer: str = "At first it is.", **values):
    return make_question(text=text, status="published", answers=(answer,), **values)


@pytest.mark.parametrize(
    "values",
    [
        {"status": "published"},
        {"status": "received", "answers": ("At first it is.",)},
        {"status": "declined", "answers": ("At first it is.",)},
    ],
    ids=["published without an answer", "received", "declined"],
)
def test_a_question_is_hidden_unless_it_is_published_and_answered(values, visitor, text_of):
    career = make_career()
    make_question(text="Is the work hard?", career=career, **values)
    for page in ("/", "/questions/", career.get_absolute_url()):
        assert "Is the work hard?" not in text_of(visitor.get(page))


def test_a_published_question_is_shown_with_its_answer_on_its_career_the_list_and_the_home_page(visitor, text_of):
    career = make_career()
    published(career=career, asker="parent")
    for page in ("/", "/questions/", career.get_absolute_url()):
        text = text_of(visitor.get(page))
        assert "Is the work hard?" in text
        assert "A parent asked" in text
        assert "At first it is." in text


def test_a_question_is_not_shown_on_another_career(visitor, text_of):
    published(career=make_career())
    other = make_career()
    text = text_of(visitor.get(other.get_absolute_url()))
    assert "Is the work hard?" not in text
    assert "Nobody has asked about this career yet. Be the first." in text


def test_a_question_about_a_draft_is_hidden_everywhere(visitor, text_of):
    published(career=make_career(status="draft", title="Secret agent"))
    for page in ("/", "/questions/"):
        text = text_of(visitor.get(page))
        assert "Is the work hard?" not in text
        assert "Secret agent" not in text


def test_a_question_with_two_answers_is_listed_once_with_both(visitor, text_of):
    make_question(text="Is the work hard?", status="published", answers=("Yes, at first.", "No, never."))
    text = text_of(visitor.get("/questions/"))
    assert text.count("Is the work hard?") == 1
    assert "2 answers" in text
    assert "Yes, at first." in text
    assert "No, never." in text


def test_an_answer_names_its_expert_and_only_samples_are_marked(visitor, text_of):
    question = published()
    text = text_of(visitor.get("/questions/"))
    assert f"{question.answers.get().expert.name} Does the work." in text
    assert "Sample, not a real person" not in text
    sample = make_expert(name="Sample expert", is_sample=True)
    make_answer(question=question, expert=sample, text="Another answer.")
    assert "Sample expert Sample, not a real person" in text_of(visitor.get("/questions/"))


def test_an_empty_site_says_that_nothing_was_answered_yet(visitor, text_of):
    for page in ("/", "/questions/"):
        assert "No questions have been answered yet." in text_of(visitor.get(page))


def test_the_newest_question_comes_first(visitor, text_of):
    for day in (2, 1, 3):
        published(f"Asked on day {day}?", created_at=timezone.now() - timedelta(days=10 - day))
    text = text_of(visitor.get("/questions/"))
    places = [text.index(f"Asked on day {day}?") for day in (3, 2, 1)]
    assert places == sorted(places)


def test_a_long_list_is_cut_into_pages_that_lead_to_each_other(visitor, text_of, monkeypatch):
    monkeypatch.setattr("signups.questions.public_pages.QUESTIONS_PER_PAGE", 2)
    for number in range(3):
        published(f"Question number {number}?", created_at=timezone.now() - timedelta(days=number))
    first, second = visitor.get("/questions/"), visitor.get("/questions/?page=2")
    assert "Question number 1?" in text_of(first)
    assert "Question number 2?" not in text_of(first)
    assert "Question number 2?" in text_of(second)
    assert "Page 1 of 2" in text_of(first)
    assert '<a href="?page=2">Older</a>' in first.content.decode()
    assert '<a href="?page=1">Newer</a>' in second.content.decode()


@pytest.mark.parametrize(("asked_for", "shown"), [("0", 2), ("99", 2), ("abc", 1), ("9" * 5000, 1), ("", 1), ("\0", 1)])
def test_a_page_number_that_does_not_exist_shows_a_real_page(asked_for, shown, visitor, text_of, monkeypatch):
    monkeypatch.setattr("signups.questions.public_pages.QUESTIONS_PER_PAGE", 1)
    published()
    published()
    response = visitor.get("/questions/", {"page": asked_for})
    assert response.status_code == 200
    assert f"Page {shown} of 2" in text_of(response)


def test_only_the_first_page_is_for_search_engines(visitor, monkeypatch):
    monkeypatch.setattr("signups.questions.public_pages.QUESTIONS_PER_PAGE", 1)
    published()
    published()
    noindex = '<meta name="robots" content="noindex">'
    assert noindex not in visitor.get("/questions/").content.decode()
    assert noindex in visitor.get("/questions/?page=2").content.decode()


def test_an_answer_is_markdown_without_raw_html(visitor):
    published(answer='**Bold**, <script>alert(1)</script> and <img src="x">.\n\n- one\n\n[x](javascript:alert(1))')
    html = visitor.get("/questions/").content.decode()
    assert "<strong>Bold</strong>" in html
    assert "<li>one</li>" in html
    assert "<script>alert" not in html
    assert '<img src="x">' not in html
    assert 'href="javascript:' not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_heading_in_an_answer_stays_below_the_question(visitor):
    published(answer="# Big words\n\nText.")
    html = visitor.get("/questions/").content.decode()
    assert "<h4>Big words</h4>" in html


def test_markup_in_a_question_is_shown_as_text(visitor):
    published("<b>Is</b> **it** hard?")
    assert "&lt;b&gt;Is&lt;/b&gt; **it** hard?" in visitor.get("/questions/").content.decode()

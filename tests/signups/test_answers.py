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
    published(career=career)
    for page in ("/", "/questions/", career.get_absolute_url()):
        text = text_of(visitor.get(page))
        assert "Is the work hard?" in text
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


def test_a_question_with_two_answers_is_listed_once_and_its_page_has_both(visitor, text_of):
    question = make_question(text="Is the work hard?", status="published", answers=("Yes, at first.", "No, never."))
    text = text_of(visitor.get("/questions/"))
    assert text.count("Is the work hard?") == 1
    assert "and 1 more answer" in text
    page = text_of(visitor.get(question.get_absolute_url()))
    assert page.index("Yes, at first.") < page.index("No, never.")


def test_an_answer_names_its_expert_and_only_samples_are_marked(visitor, text_of):
    question = published()
    text = text_of(visitor.get("/questions/"))
    assert f"{question.answers.get().expert.name} Does the work" in text
    assert "Sample, not a real person" not in text
    sample = make_expert(name="Sample expert", is_sample=True)
    other = make_question(text="Is it loud?", status="published")
    make_answer(question=other, expert=sample, text="Another answer.")
    for page in ("/questions/", other.get_absolute_url()):
        assert "Sample expert Sample, not a real person" in text_of(visitor.get(page))


def test_a_sample_among_a_careers_real_questions_is_marked(visitor, text_of):
    career, sample = make_career(slug="beekeeper"), make_expert(is_sample=True)
    for text, expert in {"Is it loud?": sample, "Is it hot?": make_expert(), "Is it far?": sample}.items():
        make_answer(question=make_question(career=career, text=text, status="published"), expert=expert)
    text = text_of(visitor.get("/careers/beekeeper/")).partition("real questions, expert answers")[2]
    assert [f"{one}? Sample" in text for one in ("Is it loud", "Is it hot")] == [True, False]


def test_an_empty_site_says_that_nothing_was_answered_yet(visitor, text_of):
    for page in ("/", "/questions/"):
        assert "No questions have been answered yet." in text_of(visitor.get(page))


def test_the_newest_question_comes_first(visitor, text_of):
    for day in (2, 1, 3):
        published(f"Answered on day {day}?", published_at=timezone.now() - timedelta(days=10 - day))
    text = text_of(visitor.get("/questions/"))
    places = [text.index(f"Answered on day {day}?") for day in (3, 2, 1)]
    assert places == sorted(places)


def test_a_long_list_is_cut_into_pages_that_lead_to_each_other(visitor, text_of, monkeypatch):
    monkeypatch.setattr("signups.questions.public.listing.QUESTIONS_PER_PAGE", 2)
    for number in range(3):
        published(f"Question number {number}?", published_at=timezone.now() - timedelta(days=number))
    first, second = visitor.get("/questions/"), visitor.get("/questions/?page=2")
    assert "Question number 1?" in text_of(first)
    assert "Question number 2?" not in text_of(first)
    assert "Question number 2?" in text_of(second)
    assert "Page 1 of 2" in text_of(first)
    assert '<a href="?page=2" rel="next">Next</a>' in first.content.decode()
    assert '<a href="?page=1" rel="prev">Previous</a>' in second.content.decode()


@pytest.mark.parametrize(("asked_for", "shown"), [("0", 2), ("99", 2), ("abc", 1), ("9" * 5000, 1), ("", 1), ("\0", 1)])
def test_a_page_number_that_does_not_exist_shows_a_real_page(asked_for, shown, visitor, text_of, monkeypatch):
    monkeypatch.setattr("signups.questions.public.listing.QUESTIONS_PER_PAGE", 1)
    published()
    published()
    response = visitor.get("/questions/", {"page": asked_for})
    assert response.status_code == 200
    assert f"Page {shown} of 2" in text_of(response)


def test_only_the_first_page_is_for_search_engines(visitor, monkeypatch):
    monkeypatch.setattr("signups.questions.public.listing.QUESTIONS_PER_PAGE", 1)
    published()
    published()
    noindex = '<meta name="robots" content="noindex">'
    assert noindex not in visitor.get("/questions/").content.decode()
    assert noindex in visitor.get("/questions/?page=2").content.decode()


def html_of(question, visitor) -> str:
    return visitor.get(question.get_absolute_url()).content.decode()


def test_an_answer_is_markdown_without_raw_html(visitor):
    text = '**Bold**, <script>alert(1)</script> and <img src="x">.\n\n- one\n\n[x](javascript:alert(1))'
    html = html_of(published(answer=text), visitor)
    assert "<strong>Bold</strong>" in html
    assert "<li>one</li>" in html
    assert "<script>alert" not in html
    assert '<img src="x">' not in html
    assert 'href="javascript:' not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_an_answer_shows_no_picture_and_takes_any_number_of_brackets(visitor):
    html = html_of(published(answer="![spy](https://evil.example/x.png) [[a](b)](c) " + "[" * 100_000), visitor)
    assert "<img" not in html
    assert "[" * 100_000 in html


def test_a_heading_in_an_answer_stays_below_the_question(visitor):
    assert "<h4>Big words</h4>" in html_of(published(answer="# Big words\n\nText."), visitor)


def test_markup_in_a_question_is_shown_as_text(visitor):
    question = published("<b>Is</b> **it** hard?")
    for html in (visitor.get("/questions/").content.decode(), html_of(question, visitor)):
        assert "&lt;b&gt;Is&lt;/b&gt; **it** hard?" in html
        assert "<b>Is</b>" not in html

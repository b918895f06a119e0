"""What looks personal in a question is marked, and can be taken out; ordinary questions stay as they are."""

import unicodedata
from itertools import pairwise

import pytest
from django.template import Context, Template

from signups.questions.personal.marks import Mark, marks, without

from .asked_by_people import MORE_PERSONAL, ORDINARY, PERSONAL


def shown(text: str) -> str:
    return Template("{% load marks %}{{ text|marked }}").render(Context({"text": text}))


@pytest.mark.parametrize("asked", [*PERSONAL, *MORE_PERSONAL], ids=lambda asked: asked.text[:30])
def test_what_leads_to_a_person_is_taken_out(asked):
    left = without(asked.text, marks(asked.text))
    assert [piece for piece in asked.personal if piece in left] == []
    assert "[removed]" in left


def test_there_are_fifty_such_questions():
    assert len(PERSONAL) == 50


def test_ordinary_questions_are_hardly_ever_marked():
    assert len(ORDINARY) >= 100
    marked = {text: [text[mark.start : mark.end] for mark in found] for text in ORDINARY if (found := marks(text))}
    assert len(marked) <= 2, marked


@pytest.mark.parametrize(
    ("text", "piece", "says"),
    [
        ("Write to ada@example.org", "ada@example.org", "an email address"),
        ("Call 614-555-0142", "614-555-0142", "a phone number"),
        ("See www.example.net", "www.example.net", "a link"),
        ("My name is Ada King", "Ada King", "a name"),
        ("My insta: ada.k", "insta: ada.k", "an account name"),
        ("I live at 12 Elm Street", "12 Elm Street", "an address"),
        ("I go to Ada King High School", "Ada King High School", "the name of a school"),
        ("Born on 7 May 2009", "Born on 7 May 2009", "a date of birth"),
        ("It is 219-09-9999", "219-09-9999", "an ID number"),
        ("Its number is 1234 5678 9012 3456", "1234 5678 9012 3456", "a long number"),
    ],
)
def test_a_mark_says_what_it_is(text, piece, says):
    [mark] = [mark for mark in marks(text) if mark.says == says]
    assert piece in text[mark.start : mark.end]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Hello, this is Priya Patel from Houston", ["Priya Patel"]),
        ("How do I start? Best wishes,\nTom Miller", ["Tom Miller"]),
        ("How do I start? Best wishes,\ntom miller", ["tom miller"]),
        ("¿Cómo empiezo? Un saludo,\nLucía Fernández", ["Lucía Fernández"]),
        ("Wie geht das? Mit freundlichen Grüßen\nLukas Schneider", ["Lukas Schneider"]),
        ("i am tom miller and want to be a nurse", ["tom miller"]),
        ("i go to oakwood elementary", ["oakwood elementary"]),
        ("my teacher Mrs. Brown at Lincoln Middle School", ["Mrs. Brown", "Lincoln Middle School"]),
        ("My name is Bogdan Kos. Call BOGDAN, or ask for kos.", ["Bogdan Kos", "BOGDAN", "kos"]),
        ("My teacher Mrs. Baker says a baker gets up early. Ask Baker.", ["Mrs. Baker", "Baker"]),
        ("My name is Will. Will I earn enough?", ["Will"]),
    ],
)
def test_a_name_or_a_school_is_one_mark_wherever_it_stands(text, pieces):
    assert [text[mark.start : mark.end] for mark in marks(text)] == pieces


@pytest.mark.parametrize(
    "text",
    [
        "i am truck driver and want more money",
        "i am nursing student from ohio",
        "i'm web developer, what is next",
        "i go to public high school and like math",
        "i went to high school in ohio",
        "i go to work after high school and like it",
        "This is Physics for beginners",
        "Thanks!\nnursing student",
        "Which are all the best Universities for law?",
    ],
)
def test_words_like_them_are_not_marked(text):
    assert marks(text) == []


def test_marks_stand_in_order_and_none_lies_on_another():
    text = "My name is Ada King, ada@example.org, www.example.org/ada, 614-555-0142, @ada, 12 Elm Street"
    found = marks(text)
    assert len(found) == 6
    assert all(one.end <= following.start for one, following in pairwise(found))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_marks_stand_where_the_letters_stand_that_were_typed(form):
    text = unicodedata.normalize(form, "Ünïcödé ﬁrst. Je m'appelle Chloé Dubois, merci")
    assert without(text, marks(text)) == text.replace(unicodedata.normalize(form, "Chloé Dubois"), "[removed]")


def test_signs_that_nobody_sees_hide_nothing():
    text = "Write to ada@exam\u200bple.o\u00adrg please"
    assert without(text, marks(text)) == "Write to [removed] please"


def test_what_is_taken_out_leaves_one_sign_for_all_that_stood_together():
    text = "Ask ada@example.org, 614-555-0142 or bob@example.org about it"
    assert without(text, marks(text)) == "Ask [removed] or [removed] about it"


def test_only_the_marks_that_are_given_are_taken_out():
    assert without("Ada is 16.", [Mark(0, 3, "name", "a name")]) == "[removed] is 16."
    assert without("Ada is 16.", []) == "Ada is 16."


def test_on_pages_a_mark_says_in_words_what_it_is():
    html = shown("Write to ada@example.org please")
    assert html == (
        'Write to <mark><bdi>ada@example.org</bdi> <span class="says" dir="ltr">(an email address)</span></mark> please'
    )


def test_what_was_typed_is_no_html():
    html = shown("<b>Hi</b> my name is <script>alert(1)</script> ada@example.org<i>")
    assert "<b>" not in html
    assert "<script" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;Hi&lt;/b&gt;" in html


@pytest.mark.parametrize("sign", ["[", "@", "1 ", "1-", "a.", "A ", "(at) ", "my name is ", "one ", "\0", "💥"])
def test_a_text_of_one_sign_is_harmless(sign):
    text = sign * 3_000
    assert len(shown(text)) >= len(text)


def test_a_sign_that_stands_for_a_whole_line_is_read_as_one_and_hides_nothing(monkeypatch):
    read = []
    monkeypatch.setattr("signups.questions.personal.numbers.find", lambda text: read.append(text) or [])
    marks("\ufdfa" * 500)
    assert len(read[0]) == 500
    monkeypatch.undo()
    text = "\ufdfa" * 500 + " ada@example.org"
    assert "example" not in without(text, marks(text))

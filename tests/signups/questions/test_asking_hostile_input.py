"""Whatever arrives at any page of asking is answered with a page, never with an error of the site."""

import pytest

from signups.models import Question

from ...factories import question_sent
from .walking import TEXT

pytestmark = pytest.mark.django_db

ODD = {
    "NUL": f"{TEXT}\0",
    "brackets": "[" * 100_000,
    "nested links": "[a](" * 20_000,
    "long": "Is it true? " * 833,
    "invisible": "\u200b\u2060\ufeff" * 20,
    "turned around": f"\u202e{TEXT}\u2066",
    "lone surrogate": b"\xed\xa0\x80 " + TEXT.encode(),
    "not UTF-8": b"\xff\xfe" + TEXT.encode(),
    "one word": "w" * 300,
    "template": "{{ 7|add:7 }} {% now 'Y' %} and why is that so?",
    "at signs": "@" * 5_000,
    "many marks": "a@b.example " * 20,
}


@pytest.mark.parametrize("name", ["text", "background", "email"])
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_a_page_answers(odd, name, visitor):
    response = visitor.post("/ask/", {**question_sent(TEXT), name: odd})
    assert response.status_code in (200, 302, 422)
    assert all("\0" not in text for text in Question.objects.values_list("text", flat=True))


@pytest.mark.parametrize("odd", ["[" * 100_000, b"\0\xed\xa0\x80"], ids=["brackets", "bytes"])
@pytest.mark.parametrize("name", ["asker", "consent", "seal", "code", "told", "opened", "at", "go"])
def test_so_it_does_where_a_hidden_field_holds_it(odd, name, visitor):
    assert visitor.post("/ask/", {**question_sent(TEXT), name: odd}).status_code in (200, 422)


BUTTONS = [("age", ""), ("write", ""), ("near", ""), ("check", "change"), ("check", "take-out")]


@pytest.mark.parametrize(("at", "go"), BUTTONS)
def test_so_does_each_button_of_each_page(go, at, visitor):
    odd = "\0" + "[" * 50_000
    response = visitor.post("/ask/", question_sent(odd, background=odd, at=at, go=go, age="30"))
    assert response.status_code in (200, 422)
    assert not Question.objects.exists()


def test_ten_thousand_letters_of_background_are_refused_and_kept(visitor, text_of):
    typed = "Is it true? " * 833 + "Yes."
    response = visitor.post("/ask/", question_sent(TEXT, background=typed))
    assert response.status_code == 422
    assert "Background: Your background is 10,000 characters long. Please shorten it to 2,000." in text_of(response)
    assert f"{typed}</textarea>" in response.content.decode()

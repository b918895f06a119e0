"""Without an address the asker gets a code to write down, and loses it by no second press."""

import re

import pytest

from signups.models import Delivery, Question
from signups.questions.own import links as own_links

from ...factories import question_sent
from .walking import TEXT, Walk

pytestmark = pytest.mark.django_db


def code_on(response) -> str:
    [code] = re.findall(r'class="code"><strong>([^<]+)', response.content.decode())
    return code


@pytest.fixture
def walk(visitor):
    walk = Walk(visitor)
    walk.to_check()
    return walk


def test_the_code_opens_the_question_and_is_kept_nowhere(walk):
    code = code_on(walk.press("send", consent="on"))
    question = Question.objects.get()
    assert question.code_hash == own_links.code_hash(code)
    assert code not in str(Question.objects.values().get())


def test_such_a_question_is_with_staff_at_once_and_nobody_is_mailed(walk):
    walk.press("send", consent="on")
    question = Question.objects.get()
    assert (question.status, question.promised_on is not None) == ("received", True)
    assert not Delivery.objects.exists()


def test_pressed_twice_it_shows_the_same_code_and_says_that_the_question_came(walk, visitor, text_of):
    sent = {**walk.fields, "go": "send", "consent": "on"}
    first, second = (visitor.post("/ask/", sent) for _ in range(2))
    assert code_on(first) == code_on(second)
    assert "We have your question already" not in text_of(first)
    assert "We have your question already" in text_of(second)
    assert Question.objects.count() == 1


def test_the_same_form_with_another_question_has_another_code(walk, visitor):
    sent = {**walk.fields, "go": "send", "consent": "on"}
    codes = {code_on(visitor.post("/ask/", {**sent, "text": text})) for text in (TEXT, f"{TEXT} And why?")}
    assert len(codes) == 2
    assert {*Question.objects.values_list("code_hash", flat=True)} == {own_links.code_hash(code) for code in codes}


def test_two_who_ask_the_same_have_two_codes(visitor):
    codes = {code_on(visitor.post("/ask/", question_sent(TEXT))) for _ in range(2)}
    assert len(codes) == Question.objects.count() == 2


@pytest.mark.parametrize("code", ["AAAA-AAAA-AAAA", "x" * 5_000, "WyJBIl0:abc:def"], ids=["plain", "long", "unsigned"])
def test_nobody_chooses_a_code(code, visitor):
    own = code_on(visitor.post("/ask/", question_sent(TEXT, code=code)))
    assert own not in code
    assert Question.objects.get().code_hash == own_links.code_hash(own)


def test_the_code_is_in_no_address(walk):
    response = walk.press("send", consent="on")
    assert "Location" not in response
    assert f"={code_on(response)}" not in walk.html
    assert response["Cache-Control"] == "private, no-store"


def test_with_an_address_there_is_no_code(walk, visitor, text_of):
    response = walk.press("send", consent="on", email="student@example.org")
    assert (response.status_code, response.url) == (302, "/ask/thanks/")
    assert Question.objects.get().code_hash == ""
    assert "Now check your email" in text_of(visitor.get(response.url))

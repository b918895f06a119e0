"""A lost link is asked for by the address, which tells nobody who has asked; where there is none, by the code."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from signups.limits import Limit, Window
from signups.models import Delivery, Question, SignupRequest
from signups.questions.own import links as own_links
from signups.questions.own import requests as own_requests

from ..conftest import written
from .askers import ADDRESS, WORDED, WORDS, make_asked

pytestmark = pytest.mark.django_db
CODE = "K7QF-3MWX-9TRA"


@pytest.fixture
def ask(visitor, opened, work):
    def once(email: str = ADDRESS, network: str = "203.0.113.9"):
        form = {"do": "mail", "email": email, "opened": opened()}
        response = visitor.post("/ask/mine/", form, REMOTE_ADDR=network)
        assert (response.status_code, response.url) == (302, "/ask/mine/sent/")
        return work()

    return once


@pytest.fixture
def enter(visitor, opened):
    def once(code: str = CODE, network: str = "203.0.113.9"):
        return visitor.post("/ask/mine/", {"do": "code", "code": code, "opened": opened()}, REMOTE_ADDR=network)

    return once


@pytest.fixture
def by_code() -> Question:
    return make_asked(email="", confirmed_at=None, code_hash=own_links.code_hash(CODE))


def test_one_mail_has_the_links_to_all_questions_of_the_address(ask, visitor):
    asked = {make_asked(text=f"{WORDED} {number}") for number in range(3)}
    make_asked(email="other@example.org", text="Somebody else's")
    [mail] = ask(ADDRESS.upper())
    assert (mail.kind, mail.to.lower()) == ("question-link", ADDRESS)
    assert "Somebody else's" not in mail.text + mail.html
    tokens = set(re.findall(r"/ask/mine/([^/\s\"]+)/", mail.text))
    assert {own_links.question_of(token) for token in tokens} == asked
    assert all(f"/ask/mine/{token}/" in mail.html for token in tokens)


def test_words_that_nobody_confirmed_are_in_no_mail(ask):
    make_asked("unconfirmed", text=WORDS, confirmed_at=None)
    [mail] = ask()
    assert "needles" not in mail.text + mail.html
    assert "/ask/confirm/" in mail.text


def test_the_answer_is_the_same_for_every_address(visitor, opened):
    make_asked()

    def asked_with(email: str) -> tuple:
        with CaptureQueriesContext(connection) as queries:
            response = visitor.post("/ask/mine/", {"do": "mail", "email": email, "opened": opened()})
        statements = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]
        return response.status_code, response.url, [sql for sql in statements if "signups_question" in sql]

    assert asked_with(ADDRESS) == asked_with("nobody@example.org") == (302, "/ask/mine/sent/", [])


def test_who_asked_nothing_gets_no_mail_and_whoever_asks_often_gets_few(ask):
    make_asked()
    assert ask("nobody@example.org") == []
    assert [len(ask()) for _ in range(4)] == [1, 1, 1, 0]
    assert not SignupRequest.objects.exists()


def test_another_spelling_of_an_address_is_no_way_to_more_mails(ask):
    make_asked(email="ada@bücher.example")
    spellings = ["ada@bücher.example", "ADA@bücher.example", "ada@BÜCHER.example", "ada@xn--bcher-kva.example"]
    assert [len(ask(spelling)) for spelling in spellings] == [1, 1, 1, 0]


def test_a_mail_is_not_sent_to_who_was_erased_meanwhile(ask):
    make_asked()
    ask()
    Question.objects.all().delete()
    with pytest.raises(Exception, match="No question was asked"):
        written(Delivery.objects.get())


def test_a_code_opens_the_question_and_stands_in_no_address(visitor, enter, by_code, text_of, clock):
    response = enter(" k7qf 3mwx-9tra")
    assert response.status_code == 302
    assert "k7qf" not in response.url.lower()
    assert WORDED in text_of(visitor.get(response.url))
    with clock.later(61 * 60):
        assert visitor.get(response.url).status_code == 410


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", "Enter the code"),
        ("K7QF-3MWX-9TRB", "There is no question"),
        ("x" * 99, "too long"),
        ("\0", "Enter the code"),
    ],
)
def test_a_code_that_is_none_is_told(enter, by_code, text_of, code, says):
    response = enter(code)
    assert response.status_code == 422
    assert says in text_of(response)


def test_codes_cannot_be_tried_for_long_and_a_neighbor_is_not_kept_out(enter, by_code, monkeypatch):
    monkeypatch.setattr(own_requests, "CODES", Limit("tried", (Window(5, 600),)))
    assert {enter(f"K7QF-3MWX-9TR{letter}").status_code for letter in "BCDEF"} == {422}
    refused = enter()
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert CODE in refused.content.decode()
    assert enter(network="198.51.100.7").status_code == 302


def test_questions_of_others_are_opened_by_no_code_of_an_hour_ago(visitor, enter, by_code):
    path = enter().url
    by_code.delete()
    assert visitor.get(path).status_code == 410

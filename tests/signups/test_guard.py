import re

import pytest

from signups.models import Question, SignupRequest

from ..factories import question_sent

FORMS = {
    "/updates/": ("student@example.org", {"email": "student@example.org", "topics": "newsletter"}),
    "/ask/": (
        "How long does it take to learn?",
        question_sent("How long does it take to learn?", email="student@example.org"),
    ),
}
OWN_SITE = "http://testserver"


@pytest.fixture(params=FORMS)
def address(request, db):
    return request.param


@pytest.fixture
def send(address, visitor, opened):
    """Posts the form as a person would have filled it in, with `values` changed."""

    def post(headers=None, **values):
        return visitor.post(address, {**FORMS[address][1], "opened": opened(), **values}, headers=headers)

    return post


@pytest.fixture
def typed(address):
    return FORMS[address][0]


def stored() -> int:
    return SignupRequest.objects.count() + Question.objects.count()


def fresh_timestamp(response) -> str:
    return re.search(r'<form class="(?:signup|ask)"(?s:.*?)name="opened" value="([^"]+)"', response.content.decode())[1]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": f"{OWN_SITE}.elsewhere.example"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": OWN_SITE},
    ],
    ids=str,
)
def test_a_form_sent_from_another_site_is_refused_with_the_text_kept(headers, send, typed, visitor, text_of):
    visitor.raise_request_exception = False
    response = send(headers)
    assert response.status_code == 403
    assert "This form was sent from another site." in text_of(response)
    assert typed in response.content.decode()
    assert not stored()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": OWN_SITE},
        {"Sec-Fetch-Site": "same-origin", "Origin": OWN_SITE},
        {"Sec-Fetch-Site": "none"},
    ],
    ids=str,
)
def test_a_form_sent_from_this_site_or_without_saying_is_accepted(headers, send):
    assert send(headers).status_code == 302
    assert stored() == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"website": "https://spam.example"}, "A hidden field was filled in."),
        ({"opened": ""}, "Part of the form got lost."),
        ({"opened": "made up"}, "Part of the form got lost."),
        ({"opened": "12345:abc:def"}, "Part of the form got lost."),
    ],
    ids=["honeypot", "no timestamp", "made-up timestamp", "unsigned timestamp"],
)
def test_a_form_that_no_person_filled_in_is_refused(values, message, send, typed, text_of):
    response = send(**values)
    assert response.status_code == 422
    assert message in text_of(response)
    assert typed in response.content.decode()
    assert not stored()


def test_an_altered_timestamp_is_refused(send, opened, text_of):
    good = opened()
    response = send(opened=("a" if good[0] != "a" else "b") + good[1:])
    assert response.status_code == 422
    assert "Part of the form got lost." in text_of(response)
    assert not stored()


@pytest.mark.parametrize(
    ("seconds", "message"),
    [
        (24 * 3600 + 60, "This page was open for more than 24 hours."),
        (0, "That was quick. Wait a moment, then press the button again."),
        (-3600, "That was quick. Wait a moment, then press the button again."),
    ],
    ids=["expired", "too young", "from the future"],
)
def test_a_timestamp_of_the_wrong_age_is_refused_with_the_text_kept(seconds, message, send, typed, opened, text_of):
    response = send(opened=opened(seconds))
    assert response.status_code == 422
    assert message in text_of(response)
    assert typed in response.content.decode()
    assert not stored()


def test_a_page_that_was_open_nearly_a_day_still_works(send, opened):
    assert send(opened=opened(24 * 3600 - 60)).status_code == 302
    assert stored() == 1


@pytest.mark.parametrize("values", [{"opened": "made up"}, {"website": "https://spam.example"}], ids=str)
def test_the_refused_page_holds_a_fresh_timestamp_that_then_works(values, send, monkeypatch):
    refused = send(**values)
    monkeypatch.setattr("signups.guard.MIN_AGE_SECONDS", 0)
    assert send(opened=fresh_timestamp(refused)).status_code == 302
    assert stored() == 1


def test_the_trap_is_empty_again_on_the_refused_page(send):
    assert "spam.example" not in send(website="https://spam.example").content.decode()


def test_a_refusal_does_not_name_a_field_that_people_never_see(send, text_of):
    text = text_of(send(website="https://spam.example"))
    assert "Leave this field empty: " not in text


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(method, address, visitor):
    assert getattr(visitor, method)(address).status_code == 405

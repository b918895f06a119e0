import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from signups.models import Subscription
from signups.updates import requests

ADDRESS = "student@example.org"


@pytest.fixture
def sign_up(visitor, db, opened):
    def send(email, **values):
        form = {"email": email, "topics": ["newsletter"], "opened": opened(), **values}
        response = visitor.post("/updates/", form)
        requests.take_up()
        return response

    return send


@pytest.fixture
def stored(db):
    return lambda: list(Subscription.objects.values_list("email", "status"))


def test_an_address_is_stored_as_waiting_for_confirmation(sign_up, stored):
    sign_up(ADDRESS)
    assert stored() == [(ADDRESS, "pending")]


def test_spaces_around_an_address_are_not_stored(sign_up, stored):
    sign_up(f"  {ADDRESS} ")
    assert stored() == [(ADDRESS, "pending")]


def test_the_thank_you_page_says_what_happens_next(sign_up, visitor, text_of):
    response = sign_up(ADDRESS)
    assert response.status_code == 302
    text = text_of(visitor.get(response.url))
    assert "What happens next" in text
    assert "one email with a link, to make sure that the address is yours" in text


def test_the_address_is_not_in_the_address_of_the_thank_you_page(sign_up):
    response = sign_up(ADDRESS)
    assert response.url == "/updates/thanks/"


@pytest.mark.parametrize("again", [ADDRESS, "Student@Example.ORG"])
def test_the_same_address_again_is_one_row_and_gets_the_same_answer(again, sign_up, stored):
    first, second = sign_up(ADDRESS), sign_up(again)
    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert stored() == [(ADDRESS, "pending")]


def test_signing_up_again_does_not_undo_a_confirmation(sign_up, stored):
    Subscription.objects.create(email=ADDRESS, status="confirmed")
    sign_up(ADDRESS.upper())
    assert stored() == [(ADDRESS, "confirmed")]


def test_the_same_address_at_the_same_moment_is_one_row_and_no_error(sign_up, stored, monkeypatch):
    sign_up(ADDRESS)
    with monkeypatch.context() as patch:
        patch.setattr("django.db.models.query.QuerySet.exists", lambda rows: False)
        response = sign_up(ADDRESS)
    assert response.url == "/updates/thanks/"
    assert stored() == [(ADDRESS, "pending")]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter your email address."),
        ("   ", "Enter your email address."),
        ("no-at-sign", "Enter an email address like name@example.org."),
        ("two@@example.org", "Enter an email address like name@example.org."),
        ("a@b@example.org", "Enter an email address like name@example.org."),
    ],
)
def test_a_wrong_address_is_explained_and_nothing_is_stored(typed, message, sign_up, stored, text_of):
    response = sign_up(typed)
    assert response.status_code == 422
    assert f"Your email address: {message}" in text_of(response)
    assert not stored()


def test_a_wrong_address_is_still_in_the_form(sign_up):
    assert 'value="student@example,org"' in sign_up("student@example,org").content.decode()


def test_ten_thousand_characters_are_refused_and_kept(sign_up, stored):
    typed = "a" * 10_000
    response = sign_up(typed)
    assert response.status_code == 422
    assert f'value="{typed}"' in response.content.decode()
    assert not stored()


def test_an_address_too_long_to_be_stored_is_refused(sign_up, stored):
    address = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example.org"
    assert 254 < len(address) < 320
    response = sign_up(address)
    assert response.status_code == 422
    assert address in response.content.decode()
    assert not stored()


def test_markup_in_an_address_is_shown_as_text(sign_up, stored):
    html = sign_up('"><script>alert(1)</script>@example.org').content.decode()
    assert "<script>alert" not in html
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)' in html
    assert not stored()


@pytest.mark.parametrize(
    "address",
    [
        "stu\0dent@example.org",
        '"stu\x01dent"@example.org',
        "student@exam\u200bple.org",
        "student@\u202eelpmaxe.org",
        "student@exam\u2066ple.org",
        "student@exam\ufeffple.org",
        "stu\u00addent@example.org",
        "student@exam\u2003ple.org",
        "student@exam\u2028ple.org",
    ],
    ids=ascii,
)
def test_invisible_and_right_to_left_characters_in_an_address_are_refused(address, sign_up, stored, text_of):
    response = sign_up(address)
    assert response.status_code == 422
    assert "Please check the form" in text_of(response)
    assert not stored()


def test_an_invisible_character_is_named_as_the_reason(sign_up, text_of):
    assert "contains an invisible character" in text_of(sign_up("student@exam\u200bple.org"))


def test_an_address_in_another_script_is_stored(sign_up, stored):
    sign_up("student@пример.example")
    assert stored() == [("student@пример.example", "pending")]


def test_several_errors_of_one_field_do_not_share_an_id(sign_up):
    ids = re.findall(r'\sid="([^"]+)"', sign_up("stu\u200bdent@example.org").content.decode())
    assert sorted(ids) == sorted(set(ids))


def test_a_file_in_place_of_the_address_is_refused(sign_up, stored, text_of):
    response = sign_up(SimpleUploadedFile("address.txt", b"student@example.org"))
    assert response.status_code == 422
    assert "Enter your email address." in text_of(response)
    assert not stored()


def test_the_error_page_is_marked_as_such_and_stays_out_of_search_engines(sign_up):
    html = sign_up("").content.decode()
    assert "<title>Please check the form: " in html
    assert '<meta name="robots" content="noindex">' in html


def test_opening_the_form_with_an_address_in_the_link_stores_nothing(visitor, stored, opened):
    response = visitor.get("/updates/", {"email": ADDRESS, "opened": opened()})
    assert response.status_code == 200
    assert not stored()


@pytest.mark.parametrize("page", ["/", "/updates/"])
def test_the_form_on_a_page_works_as_it_stands(page, visitor, stored, monkeypatch, db):
    html = visitor.get(page).content.decode()
    form = re.search(r'(?s)<form class="signup" action="([^"]+)".*?name="opened" value="([^"]+)"', html)
    monkeypatch.setattr("signups.guard.MIN_AGE_SECONDS", 0)
    [ticked] = re.findall(r'name="topics" value="([^"]+)"[^>]* checked', html)
    visitor.post(form[1], {"email": ADDRESS, "website": "", "opened": form[2], "topics": ticked})
    requests.take_up()
    assert stored() == [(ADDRESS, "pending")]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ada lovelace@example.org", "Enter an email address like name@example.org, without spaces."),
        ("ada@example. org", "Enter an email address like name@example.org, without spaces."),
        ("ada", "Enter an email address like name@example.org."),
        ("ada@exam\u202eple.org", "The address contains an invisible character. Please type it instead of pasting it."),
        (f"{'x' * 300} @example.org", "Enter an email address like name@example.org, without spaces."),
        (
            f"ada@{'x' * 60}.{'x' * 60}.{'x' * 60}.{'x' * 60}.{'x' * 60}.org",
            "An email address can have up to 254 characters.",
        ),
    ],
    ids=["space", "space in the domain", "no at", "invisible", "long, with a space", "long"],
)
def test_whatever_is_wrong_with_an_address_is_one_message(address, said, sign_up, stored):
    html = sign_up(address).content.decode()
    [summary] = re.findall(r'<div class="errors".*?</div>', html, re.DOTALL)
    assert re.findall(r"<li>(?:<a[^>]*>)?(.*?)(?:</a>)?</li>", summary) == [f"Your email address: {said}"]
    assert not stored()

"""Passwords of staff: long, any letters, taken as they were typed."""

import re

import pytest
from django.test import Client

from ..factories import make_site_words, make_staff
from .test_staff_login import PASSWORD

pytestmark = pytest.mark.django_db

CHANGE = "/admin/password_change/"


def change(new: str, *, old: str = PASSWORD):
    user, browser = make_staff(username="beekeeper"), Client()
    browser.force_login(user)
    response = browser.post(CHANGE, {"old_password": old, "new_password1": new, "new_password2": new})
    user.refresh_from_db()
    return response, user


@pytest.mark.parametrize(
    "new",
    [
        "only small letters",
        "ONLYCAPITALLETTERS",
        "  spaces at both ends  ",
        "蜂蜜と花粉を集める働き蜂の一日の話",
        "0" * 5 + "long words and figures " * 10,
    ],
)
def test_any_long_password_is_taken_just_as_it_was_typed(new):
    response, user = change(new)
    assert response.status_code == 302
    assert user.check_password(new)
    assert not user.check_password(new.swapcase() if new.swapcase() != new else new + " ")
    assert not user.check_password(new[:64] if len(new) > 64 else new[:-1])


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("hive 12345", "at least 12 characters"),
        ("justinbieber", "too common"),
        ("Password-1234!", "words that anybody would try here"),
        ("careerinfo2026admin", "words that anybody would try here"),
        ("Hive-Board-99!", "words that anybody would try here"),
        ("193847561029", "entirely numeric"),
        ("beekeeper1234", "too similar to the username"),
    ],
)
def test_a_password_that_is_guessed_at_once_is_refused(new, why, text_of):
    make_site_words(name="The Hive Board")
    response, user = change(new)
    assert why in text_of(response)
    assert user.check_password(PASSWORD)


def test_nobody_changes_a_password_without_the_old_one(text_of):
    response, user = change("quite another one", old="a wrong old one")
    assert "incorrect" in text_of(response)
    assert user.check_password(PASSWORD)


def test_fields_hide_what_is_typed_and_password_managers_know_them(editor):
    fields = re.findall(r"<input[^>]*password[^>]*>", Client().get("/admin/login/").content.decode())
    fields += re.findall(r'<input[^>]*name="[a-z_0-9]*password[^>]*>', editor.get(CHANGE).content.decode())
    assert len(fields) == 4
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
        assert "onpaste" not in field


def test_a_way_to_sign_out_is_on_every_page_of_staff(editor):
    for page in ("/admin/", "/admin/careers/career/", CHANGE, "/admin/account/"):
        assert 'action="/admin/logout/"' in editor.get(page).content.decode(), page

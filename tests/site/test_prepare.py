import re
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from careers.models import Career, Field
from signups.models import Question

from ..factories import make_field, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepare():
    def run(*arguments: str) -> str:
        output = StringIO()
        call_command("prepare", *arguments, stdout=output)
        return output.getvalue()

    return run


@pytest.fixture
def small_demo(monkeypatch):
    """The demo's place taken by one field: what `prepare` decides does not depend on how much is loaded."""
    monkeypatch.setattr("careerinfo.demo.load", lambda: {"fields": bool(make_field())})


def printed_password(output: str) -> str:
    return re.search(r"password +(\S+)", output)[1]


def snapshot() -> list:
    users = list(get_user_model().objects.values_list("username", "password", "is_active"))
    return [users, list(Career.objects.values_list("pk", "updated_at")), Question.objects.count()]


def test_the_first_run_loads_the_demo_and_the_second_changes_nothing(prepare, visitor):
    output = prepare()
    assert re.search(r"Loaded the demo: \d+ careers", output)
    assert Career.objects.published().count() >= 20
    assert visitor.get("/careers/medical-coding/").status_code == 200
    before = snapshot()
    assert prepare() == ""
    assert snapshot() == before


def test_the_printed_password_opens_the_staff_pages(prepare, small_demo, visitor, text_of):
    output = prepare()
    assert "user name  admin" in output
    assert get_user_model().objects.count() == 1
    login = {"username": "admin", "password": printed_password(output), "next": "/admin/careers/career/"}
    response = visitor.post("/admin/login/", login, follow=True)
    assert response.status_code == 200
    assert "Select career to change" in text_of(response)


def test_the_printed_password_is_long_and_not_stored(prepare, small_demo):
    password = printed_password(prepare())
    assert len(password) >= 12
    assert password not in get_user_model().objects.get().password


def test_the_printed_address_of_the_login_is_the_sites_own(prepare, small_demo, settings):
    settings.SITE_URL = "https://careers.example.org"
    assert "https://careers.example.org/admin/" in prepare()


def test_a_database_with_content_gets_a_login_but_no_demo(prepare):
    make_field()
    assert printed_password(prepare())
    assert not Career.objects.exists()


def test_whoever_does_not_want_the_demo_begins_with_an_empty_site(prepare, small_demo):
    assert printed_password(prepare("--without-demo"))
    assert not Field.objects.exists()


def test_a_first_run_on_a_sqlite_with_the_bug_says_so_in_a_plain_line_and_a_second_does_not(
    prepare, small_demo, monkeypatch
):
    monkeypatch.setattr("careerinfo.checks.has_sqlite_with_the_bug", lambda: True)
    assert "has a bug that this site keeps clear of (docs/databases.md)" in prepare().splitlines()[-1]
    assert prepare() == ""


def test_a_database_with_a_staff_login_gets_no_second_one_and_an_emptied_demo_stays_away(prepare, small_demo):
    make_staff()
    assert prepare() == ""
    assert get_user_model().objects.count() == 1
    assert not Field.objects.exists()


def test_loading_the_demo_over_content_is_refused_in_plain_words():
    make_field()
    with pytest.raises(CommandError, match="holds content already"):
        call_command("load_demo")
    assert not Career.objects.exists()

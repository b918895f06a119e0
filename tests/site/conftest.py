"""A live release of pay and a staged one in which pay jumps, and a browser that decides about them."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from careers.models import Release

from ..factories import make_career, make_occupation, make_pay, make_release, make_roles
from .staff_pages import make_rows


@pytest.fixture
def rows(db) -> dict:
    """One row of each model that staff have pages for: {model: row}."""
    return make_rows()


@pytest.fixture
def career(db):
    return make_career(workers="testers", occupation=make_occupation(code="29-2072", title="Testers"))


@pytest.fixture
def live(career):
    release = make_release(period="May 2023", as_of=date(2023, 5, 31))
    make_pay(release=release, occupation=career.occupation, annual_median=48_000)
    return release


@pytest.fixture
def staged(career, live):
    """A release in which the career's pay jumps."""
    release = make_release(state="staged", loaded_by="importer")
    make_pay(release=release, occupation=career.occupation, annual_median=99_000, employment=10)
    return release


@pytest.fixture
def decide(editor, text_of):
    """Press a button of the page; the words of the page that follows."""

    def press(release: Release, decision: str, **values) -> str:
        return text_of(
            editor.post(
                reverse("admin:careers_release_review", args=[release.pk]),
                {"decision": decision, "sure": "yes", **values},
                follow=True,
            )
        )

    return press


@pytest.fixture
def salary(client, text_of, career):
    """The words of the career's page."""
    return lambda: text_of(client.get(career.get_absolute_url()))


@pytest.fixture
def administrator():
    make_roles()
    user = get_user_model().objects.create_user("ada", first_name="Ada", last_name="Byron", is_staff=True)
    user.groups.add(Group.objects.get(name="Administrator"))
    client = Client()
    client.force_login(user)
    client.account = user
    return client

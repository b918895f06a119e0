"""Staff's forms: what was not touched is not written, what nobody can have meant is refused where it was typed."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from careers.models import Career, CareerCredential, Credential, Occupation, Organization, Skill, Source, Task, Title
from schools.models import School

from ..factories import (
    make_career,
    make_field,
    make_occupation,
    make_onet_profile,
    make_release,
    make_school,
    make_staff,
)
from ..loaded_once import load_demo
from .form_reader import form_values
from .test_admin import MODELS, admin_address, make_what_the_demo_lacks
from .test_admin import save as save_form

pytestmark = pytest.mark.django_db


def as_browsers_send(values: dict) -> dict:
    """Lines that end in two characters, and nothing in the place of a file or a password."""
    return {
        name: re.sub(r"\r?\n", "\r\n", value) if isinstance(value, str) else value for name, value in values.items()
    }


def everything() -> dict:
    return {
        model: list(model._base_manager.order_by("pk").values())
        for model in [*MODELS, Task, Title, Skill, Source, CareerCredential]
    }


def test_a_form_that_is_saved_as_it_was_shown_writes_nothing():
    load_demo()
    make_what_the_demo_lacks()
    editor = Client()
    editor.force_login(make_staff())
    # As older versions of the site stored it.
    Career.objects.filter(slug="medical-coding").update(description="One.  \r\n\r\nTwo.\n", summary="Codes. ")
    before = everything()
    for model in MODELS:
        row = Career.objects.get(slug="medical-coding") if model is Career else model._default_manager.first()
        page = admin_address(model, "change", row.pk)
        response = editor.get(page)
        if 'name="_save"' in response.content.decode():
            assert editor.post(page, as_browsers_send(form_values(response))).status_code == 302, model
    assert list(LogEntry.objects.values_list("change_message", "object_repr")) == []
    assert everything() == before


def test_text_of_several_lines_is_stored_as_it_was_typed(editor):
    career = make_career()
    page = admin_address(Career, "change", career.pk)
    save_form(editor, page, description="One.\r\n\r\nTwo, and  \r\nthree.")
    career.refresh_from_db()
    assert career.description == "One.\n\nTwo, and  \nthree."
    assert "Changed Career description." in LogEntry.objects.get().get_change_message()


def test_a_career_whose_lists_alone_changed_is_changed(editor):
    career = make_career()
    Task.objects.create(career=career, text="Open the hive", order=1)
    Career.objects.update(updated_at=timezone.now() - timedelta(days=9))
    save_form(editor, admin_address(Career, "change", career.pk), **{"tasks-0-text": "Close the hive"})
    career.refresh_from_db()
    assert career.updated_at > timezone.now() - timedelta(days=1)


NEEDED = "Say what the work is first: write a summary, a description or work tasks."


@pytest.mark.parametrize("summary", ["", "   ", "\u200b", "..."])
def test_an_empty_career_is_not_published_from_its_form(summary, editor, text_of):
    career = make_career(status="draft", summary="")
    page = admin_address(Career, "change", career.pk)
    response = save_form(editor, page, status="published", summary=summary)
    assert response.status_code == 200
    refused = {"\u200b": "This contains only invisible characters", "...": "Write this in letters or figures"}
    assert refused.get(summary, NEEDED) in text_of(response)
    career.refresh_from_db()
    assert career.status == "draft"


def test_an_empty_new_career_is_not_published_either(editor, text_of):
    values = {"title": "Beekeeper", "slug": "beekeeper", "field": make_field().pk, "status": "published"}
    response = save_form(editor, admin_address(Career, "add"), **values)
    assert NEEDED in text_of(response)
    assert not Career.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"summary": "Keeps bees."},
        {"description": "Bees are kept."},
        {"tasks-TOTAL_FORMS": "1", "tasks-0-text": "Open the hive", "tasks-0-order": "1"},
    ],
)
def test_a_career_that_says_what_the_work_is_is_published(values, editor, text_of):
    career = make_career(status="draft", summary="")
    values = {"status": "published", "publish_reason": "The summary follows.", **values}
    response = save_form(editor, admin_address(Career, "change", career.pk), **values)
    assert response.status_code == 302, text_of(response)
    career.refresh_from_db()
    assert career.is_published


def test_a_career_is_published_with_the_text_of_the_live_release(editor):
    career = make_career(status="draft", summary="", onet_code="29-2072.00")
    make_onet_profile(release=make_release("onet"), code="29-2072.00")
    save_form(editor, admin_address(Career, "change", career.pk), status="published")
    career.refresh_from_db()
    assert career.is_published


def test_a_published_career_is_not_emptied(editor, text_of):
    career = make_career()
    page = admin_address(Career, "change", career.pk)
    assert NEEDED in text_of(save_form(editor, page, summary=""))
    assert save_form(editor, page, summary="", status="draft").status_code == 302


def test_a_career_that_was_published_empty_can_still_be_edited(editor):
    career = make_career(summary="")
    assert save_form(editor, admin_address(Career, "change", career.pk), workers="keepers").status_code == 302
    career.refresh_from_db()
    assert career.workers == "keepers"


def test_empty_careers_are_not_published_from_the_list_and_are_named(editor, text_of):
    empty, ready = make_career(status="draft", summary="", title="Beekeeper"), make_career(status="draft")
    chosen = {"action": "publish", "sure": "yes", "_selected_action": [empty.pk, ready.pk]}
    text = text_of(editor.post(admin_address(Career, "changelist"), chosen, follow=True))
    assert f"Not published: Beekeeper. {NEEDED}" in text
    assert "1 career published." in text
    assert list(Career.objects.published()) == [ready]


@pytest.mark.parametrize(
    ("model", "prefix", "field", "first", "second"),
    [
        (Task, "tasks", "text", "Open the hive", "OPEN  the hive"),
        (Title, "titles", "name", "Apiarist", "APIARIST"),
        (Skill, "skills", "name", "Patience", " patience "),
        (Source, "sources", "name", "Bees", "bees"),
    ],
)
def test_a_list_has_each_thing_once(model, prefix, field, first, second, editor, text_of):
    career = make_career()
    model.objects.create(career=career, order=1, **{field: first})
    page = admin_address(Career, "change", career.pk)
    rows = {f"{prefix}-TOTAL_FORMS": "2", f"{prefix}-1-{field}": second, f"{prefix}-1-order": "2"}
    response = save_form(editor, page, **rows)
    assert response.status_code == 200
    assert "This is already in the list. Delete one of the two." in text_of(response)
    assert model.objects.count() == 1
    assert save_form(editor, page, **rows, **{f"{prefix}-0-DELETE": "on"}).status_code == 302


def test_a_list_that_has_a_thing_twice_from_before_can_be_saved(editor):
    career = make_career()
    for order, name in enumerate(["Apiarist", "APIARIST"], 1):
        Title.objects.create(career=career, name=name, order=order)
    assert save_form(editor, admin_address(Career, "change", career.pk), workers="keepers").status_code == 302


def test_an_organization_has_each_credential_once(editor, text_of):
    organization = Organization.objects.create(name="Board of Bees")
    page = admin_address(Organization, "change", organization.pk)
    rows = {"credentials-TOTAL_FORMS": "2"}
    for number, name in enumerate(["Bee License", "BEE license"]):
        rows |= {f"credentials-{number}-name": name, f"credentials-{number}-kind": "license"}
    assert "This is already in the list." in text_of(save_form(editor, page, **rows))
    assert not Credential.objects.exists()


def test_nothing_is_in_its_own_list(editor, text_of):
    career, occupation = make_career(title="Beekeeper"), make_occupation()
    response = save_form(editor, admin_address(Career, "change", career.pk), related=[career.pk])
    assert "Take out Beekeeper: it cannot be in its own list." in text_of(response)
    assert not career.related.exists()
    page = admin_address(Occupation, "change", occupation.pk)
    assert "it cannot be in its own list" in text_of(save_form(editor, page, predecessors=[occupation.pk]))


def test_what_may_stand_in_an_address_is_said_in_plain_words(editor, text_of):
    page = admin_address(Career, "change", make_career().pk)
    text = text_of(save_form(editor, page, slug="bee keeper!"))
    assert "Use only letters, numbers and hyphens, such as registered-nurse." in text
    assert "Enter a valid" not in text


def test_rules_of_a_row_are_said_at_its_field(editor, text_of):
    make_career(title="Medical Coding")
    career, school = make_career(title="Beekeeper"), make_school(name="Harbor College")
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = admin_address(Career, "change", career.pk)
    wrong = {"title": "MEDICAL coding", "slug": "A-TO-Z", "onet_code": "99-9999.99", "reviewed_on": tomorrow}
    html = save_form(editor, page, **wrong).content.decode()
    for name in wrong:
        assert re.search(rf'(?s)<div class="form-row errors field-{name}">\s*<ul class="errorlist"', html), name
    wrong = {"state": "ZZ", "status": "closed", "closed_on": tomorrow, "url": "ftp://harbor.example/"}
    assert text_of(save_form(editor, admin_address(School, "change", school.pk), **wrong)).count("Write ") == 3


@pytest.mark.parametrize("page", ["add", "change"])
def test_no_mark_beside_a_choice_deletes_it(page, editor):
    load_demo()
    make_what_the_demo_lacks()
    for model in admin.site._registry:
        args = [] if page == "add" else [model._default_manager.first().pk]
        html = editor.get(admin_address(model, page, *args)).content.decode()
        assert "delete-related" not in html, model


@pytest.mark.parametrize("sign", ["\x1b", "\u202e", "\u2067", "\x07"], ids=ascii)
def test_signs_that_nobody_sees_do_not_reach_the_pages(sign, editor):
    career = make_career()
    tasks = {"tasks-TOTAL_FORMS": "1", "tasks-0-text": f"Open{sign} the hive", "tasks-0-order": "0"}
    page = admin_address(Career, "change", career.pk)
    assert (
        save_form(editor, page, title=f"Bee{sign}keeper", description=f"One.\r\n\r\nT{sign}wo.", **tasks).status_code
        == 302
    )
    career.refresh_from_db()
    assert (career.title, career.description) == ("Beekeeper", "One.\n\nTwo.")
    assert career.tasks.get().text == "Open the hive"

"""Staff's pages of versions: the history, one version, two compared, what was deleted, and restoring it."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.models import Career, Task, Version
from signups.models import Question

from ..factories import make_career, make_field, make_question
from .form_reader import form_values
from .test_admin import admin_address, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def career() -> Career:
    career = make_career(title="Beekeeper", summary="Keeps bees.", field=make_field(title="Nature"))
    Task.objects.create(career=career, text="Open the hive", order=1)
    return career


@pytest.fixture
def edited(career, editor) -> Career:
    """With three versions: as it was found, two of an editor."""
    page = admin_address(Career, "change", career.pk)
    save(editor, page, summary="Keeps bees and wasps.", version_note="New law")
    save(editor, page, **{"tasks-0-DELETE": "on"}, related=[make_career(title="Farmer").pk])
    return career


def staff_with(*rights: str) -> Client:
    user = get_user_model().objects.create_user("-".join(["staff", *rights]), is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


def pages_of(career: Career) -> list[str]:
    return [
        admin_address(Career, "history", career.pk),
        admin_address(Career, "version", career.pk, 1),
        admin_address(Career, "difference", career.pk) + "?from=1&to=3",
        admin_address(Career, "deleted"),
    ]


def press(client: Client, career: Career, number: int):
    page = admin_address(Career, "version", career.pk, number)
    return client.post(page, form_values(client.get(page)))


def test_the_history_of_what_has_no_version_yet_names_it(career, editor):
    html = editor.get(admin_address(Career, "history", career.pk)).content.decode()
    assert f'<a href="{admin_address(Career, "change", career.pk)}">Beekeeper</a>' in html


def test_the_history_says_who_changed_what_when_and_why(editor, edited, text_of):
    text = text_of(editor.get(admin_address(Career, "history", edited.pk)))
    for words in (
        "“New law” Summary Keeps bees. Keeps bees and wasps.",
        "Related careers added: Farmer",
        "Common work tasks removed: Open the hive",
        "As it was before versions were kept.",
    ):
        assert words in text, words
    assert "Since version 3" not in text
    Career.objects.update(workers="keepers")
    assert "Since version 3 an import, a command or another page changed this too" in text_of(
        editor.get(admin_address(Career, "history", edited.pk))
    )


def test_a_version_is_shown_whole_and_compared_with_any_other(editor, edited, text_of):
    text = text_of(editor.get(admin_address(Career, "version", edited.pk, 1)))
    assert "Field of work Nature" in text
    assert "Common work tasks Open the hive" in text
    text = text_of(editor.get(admin_address(Career, "difference", edited.pk) + "?from=3&to=1"))
    assert "What versions 1 and 3 differ in" in text
    assert "removed: Open the hive" in text
    for query in ("?from=1&to=99", "?from=x&to=1", ""):
        assert editor.get(admin_address(Career, "difference", edited.pk) + query).status_code == 404


def test_a_version_is_restored_by_a_button_and_makes_one_itself(editor, edited, text_of):
    page = admin_address(Career, "version", edited.pk, 1)
    assert "added: Open the hive" in text_of(editor.get(page))
    edited.refresh_from_db()
    assert edited.summary == "Keeps bees and wasps."
    response = editor.post(page, form_values(editor.get(page)), follow=True)
    assert "Version 1 of Beekeeper is restored." in text_of(response)
    edited.refresh_from_db()
    assert (edited.summary, edited.tasks.get().text) == ("Keeps bees.", "Open the hive")
    newest = Version.objects.of("careers.career", edited.pk).first()
    assert (newest.number, newest.action, newest.restored) == (4, "brought-back", 1)
    assert newest.document == Version.objects.get(object_id=edited.pk, number=1).document
    assert "This is how it is now." in text_of(editor.get(page))
    # Somebody who has looked at something older is told so.
    old = form_values(editor.get(admin_address(Career, "version", edited.pk, 2)))
    save(editor, admin_address(Career, "change", edited.pk), summary="Newer.")
    response = editor.post(admin_address(Career, "version", edited.pk, 2), old, follow=True)
    assert "Nothing was changed. It was changed since you opened this page." in text_of(response)
    edited.refresh_from_db()
    assert edited.summary == "Newer."


def test_a_deleted_career_is_listed_and_restored(editor, edited, text_of):
    editor.post(admin_address(Career, "delete", edited.pk), {"post": "yes", "version_note": "By mistake"})
    assert not Career.objects.filter(pk=edited.pk).exists()
    listed = text_of(editor.get(admin_address(Career, "deleted")))
    assert "Beekeeper" in listed
    assert "By mistake" in listed
    history = text_of(editor.get(admin_address(Career, "history", edited.pk)))
    assert "This career was deleted." in history
    assert "It is restored with all its lists" in text_of(editor.get(admin_address(Career, "version", edited.pk, 1)))
    assert press(editor, edited, 1).status_code == 302
    assert Task.objects.get().career.summary == "Keeps bees."
    assert "Nothing that was deleted here is kept." in text_of(editor.get(admin_address(Career, "deleted")))


def test_an_empty_career_is_not_published_by_restoring_it(editor, career, text_of):
    Career.objects.update(summary="")
    Task.objects.all().delete()
    page = admin_address(Career, "change", career.pk)
    save(editor, page, status="draft")
    text = text_of(editor.get(admin_address(Career, "version", career.pk, 1)))
    assert "This version cannot be restored. Say what the work is first" in text
    # However the button is pressed.
    old = form_values(editor.get(admin_address(Career, "version", career.pk, 2)))
    editor.post(admin_address(Career, "version", career.pk, 1), old)
    career.refresh_from_db()
    assert career.status == "draft"


RIGHTS = [
    # Rights, whether the pages open, whether a version is restored, whether a deleted career is.
    ([], False, False, False),
    (["view_question"], False, False, False),
    (["view_career"], True, False, False),
    (["publish_career"], True, False, False),
    # What visitors see is changed by nobody who may not publish.
    (["view_career", "change_career"], True, False, False),
    (["change_career", "publish_career"], True, True, False),
    (["view_career", "add_career"], True, False, True),
]


@pytest.mark.parametrize(("rights", "opens", "changes", "restores"), RIGHTS)
def test_who_may_see_versions_and_restore_them(rights, opens, changes, restores, editor, edited):
    client = staff_with(*rights)
    for page in pages_of(edited):
        assert client.get(page).status_code == (200 if opens else 403), page
        assert Client().get(page).status_code == 302
    page = admin_address(Career, "version", edited.pk, 1)
    sent = form_values(editor.get(page))
    assert ("Restore version 1" in client.get(page).content.decode()) == changes
    assert client.post(page, sent).status_code == (302 if changes else 403)
    assert Task.objects.exists() == changes
    editor.post(admin_address(Career, "delete", edited.pk), {"post": "yes"})
    assert client.post(page, {"seen": ""}).status_code == (302 if restores else 403)
    assert Career.objects.filter(pk=edited.pk).exists() == restores


def test_a_version_publishes_nothing_for_whom_has_no_right_to_publish(editor, edited):
    save(editor, admin_address(Career, "change", edited.pk), status="draft")
    client = staff_with("view_career", "change_career", "add_career")
    assert press(client, edited, 1).status_code == 302
    edited.refresh_from_db()
    assert (edited.status, edited.summary) == ("draft", "Keeps bees.")
    editor.post(admin_address(Career, "delete", edited.pk), {"post": "yes"})
    assert press(client, edited, 1).status_code == 302
    assert Career.objects.get(pk=edited.pk).status == "draft"


def test_a_published_page_is_not_emptied_by_whom_may_not_publish(editor, edited, text_of):
    page = admin_address(Career, "change", edited.pk)
    Task.objects.all().delete()
    Career.objects.update(summary="", status="draft")
    save(editor, page, workers="people")
    number = Version.objects.filter(object_id=edited.pk).latest("number").number
    save(editor, page, summary="Keeps bees.", status="published")
    client = staff_with("view_career", "change_career")
    refused = text_of(client.get(admin_address(Career, "version", edited.pk, number)))
    assert "This version cannot be restored. Say what the work is first" in refused
    press(client, edited, number)
    edited.refresh_from_db()
    assert (edited.summary, edited.status) == ("Keeps bees.", "published")


def test_thirty_versions_cost_as_many_queries_as_three(editor, edited):
    def queries() -> list[int]:
        counts = []
        for page in pages_of(edited):
            with CaptureQueriesContext(connection) as captured:
                assert editor.get(page).status_code == 200
            counts.append(len(captured))
        return counts

    gone = [make_career(title=f"Gone {number}") for number in range(2)]
    editor.post(admin_address(Career, "delete", gone[0].pk), {"post": "yes"})
    few = queries()
    last = Version.objects.of("careers.career", edited.pk).first()
    for number in range(4, 31):
        document = last.document.replace("Keeps bees", f"Keeps {number} bees")
        Version.objects.create(
            kind=last.kind, object_id=edited.pk, number=number, name="Beekeeper", form=1, document=document
        )
    editor.post(admin_address(Career, "delete", gone[1].pk), {"post": "yes"})
    # A second page's first query counts; the rest is the same.
    assert [many - one for many, one in zip(queries(), few, strict=True)] == [0, 0, 0, 0]
    assert max(few) <= 20, few


def test_a_question_comes_back_with_its_answers(editor, text_of):
    question = make_question(text="Is the work hard?", answers=("Yes.", "No."))
    editor.post(admin_address(Question, "delete", question.pk), {"post": "yes"})
    page = admin_address(Question, "version", question.pk, 2)
    assert "Yes." in text_of(editor.get(page))
    assert editor.post(page, form_values(editor.get(page))).status_code == 302
    assert sorted(Question.objects.get().answers.values_list("text", flat=True)) == ["No.", "Yes."]

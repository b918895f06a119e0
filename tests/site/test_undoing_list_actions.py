"""What a list action did to several rows is undone as one step: what somebody changed since stays as it is."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.models import Career, ListAction, Task, Title, Version
from schools.models import School

from ..factories import make_career, make_question, make_school
from .form_reader import form_values
from .staff_pages import address, staff_with
from .test_list_actions import LIST, choose

pytestmark = pytest.mark.django_db


@pytest.fixture
def careers() -> list[Career]:
    made = [make_career(title=f"Keeper {number}") for number in range(4)]
    made[0].related.set([made[1], made[3]])
    for career in made:
        Task.objects.create(career=career, text="Open the hive", order=1)
        Title.objects.create(career=career, name="Apiarist", order=1)
    return made


def act(client, action: str, rows, page: str = LIST):
    sure = {"sure": "yes", "post": "yes"}
    return client.post(page, {"action": action, "_selected_action": [row.pk for row in rows], **sure}, follow=True)


def undo_page(model=Career) -> str:
    return address(model, "undo", ListAction.objects.filter(undoes=None).latest("pk").pk)


def statuses() -> list[str]:
    return list(Career.objects.order_by("title").values_list("status", flat=True))


def test_all_but_what_was_changed_since_is_as_before_and_once_only(editor, careers, text_of):
    Career.objects.filter(pk=careers[3].pk).update(status="draft")
    done = act(editor, "unpublish", careers)
    assert "3 careers turned into drafts." in text_of(done)
    [link] = re.findall(r'<a href="([^"]*/undo/)">Undo</a>', done.content.decode())
    assert link == undo_page()
    act(editor, "publish", careers[:1])
    last, step = undo_page(), link
    asked = editor.get(step)
    assert "2 careers will be as before: Keeper 1; Keeper 2" in text_of(asked)
    assert "Left alone, because somebody changed it since: Keeper 0" in text_of(asked)
    assert statuses() == ["published", "draft", "draft", "draft"]
    told = text_of(editor.post(step, {**form_values(asked), "version_note": "By mistake"}, follow=True))
    assert "2 careers are as they were before “Turn selected careers back into drafts”." in told
    assert statuses() == ["published", "published", "published", "draft"]
    version = Version.objects.of("careers.career", careers[1].pk).first()
    assert (version.action, version.restored, version.note) == ("brought-back", 1, "By mistake")
    recent = text_of(editor.get(address(Career, "list_actions")))
    assert "Undone: Turn selected careers back into drafts 2" in recent
    assert "this was undone already" in text_of(editor.post(step, {}, follow=True))
    assert "undid it. Nothing is left to undo." in text_of(editor.get(step))
    editor.post(last)
    assert statuses() == ["draft", "published", "published", "draft"]


def test_what_was_deleted_comes_back_with_its_lists_and_links(editor, careers, text_of):
    editor.post(
        address(Career, "change", careers[0].pk), form_values(editor.get(address(Career, "change", careers[0].pk)))
    )
    before = {model: list(model.objects.order_by("pk").values_list("pk", "career")) for model in (Task, Title)}
    act(editor, "delete_selected", careers[:3])
    assert Career.objects.count() == 1
    told = text_of(editor.post(undo_page(), follow=True))
    assert "3 careers are as they were before “Delete selected careers”." in told
    assert {model: list(model.objects.order_by("pk").values_list("pk", "career")) for model in before} == before
    assert set(careers[0].related.all()) == {careers[1], careers[3]}


def test_of_what_was_deleted_one_whose_place_is_taken_stays_away_and_is_named(editor, careers, text_of):
    act(editor, "delete_selected", careers[:2])
    make_career(title="Keeper 0", slug="other")
    told = text_of(editor.post(undo_page(), follow=True))
    assert "1 career is as it was" in told
    assert "Left alone. Keeper 0: " in told
    assert Career.objects.filter(pk=careers[1].pk).exists()
    assert list(Title.objects.filter(career=careers[1]).values_list("name", flat=True)) == ["Apiarist"]


def test_schools_and_questions_too(editor):
    for model, rows in ((School, [make_school(), make_school()]), (type(make_question()), [make_question()])):
        act(editor, "delete_selected", rows, address(model, "changelist"))
        assert not model.objects.filter(pk__in=[row.pk for row in rows]).exists()
        editor.post(undo_page(model))
        assert model.objects.filter(pk__in=[row.pk for row in rows]).count() == len(rows)


def test_undoing_asks_for_the_rights_of_the_action(editor, careers):
    act(editor, "unpublish", careers)
    writer = staff_with("view_career", "change_career")
    assert writer.get(undo_page()).status_code == 403
    assert writer.post(undo_page()).status_code == 403
    assert "/undo/" not in writer.get(address(Career, "list_actions")).content.decode()
    assert statuses() == ["draft"] * 4
    assert staff_with("view_career", "publish_career").post(undo_page()).status_code == 302
    assert statuses() == ["published"] * 4


def test_many_cost_no_more_queries_than_few(editor):
    counts = []
    for number in (3, 12):
        act(editor, "unpublish", [make_career() for _ in range(number)])
        with CaptureQueriesContext(connection) as queries:
            editor.get(undo_page())
            editor.get(address(Career, "list_actions"))
            editor.post(undo_page())
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Career.objects.published().count() == 15


def test_a_page_that_asks_makes_no_step(editor, careers):
    editor.post(LIST, choose("unpublish", careers))
    assert not ListAction.objects.exists()
    assert not Version.objects.exists()


def test_deleting_all_of_a_long_list_asks_again_where_others_came(editor, text_of):
    schools = [make_school(name=f"Hive {number}") for number in range(3)]
    page = address(School, "changelist")
    asked = editor.post(page, {"action": "delete_selected", "_selected_action": [schools[0].pk], "select_across": "1"})
    assert asked.content.decode().count('name="_selected_action"') == 1
    make_school(name="Hive 4")
    again = editor.post(page, form_values(asked))
    assert School.objects.count() == 4
    editor.post(page, form_values(again))
    assert not School.objects.exists()

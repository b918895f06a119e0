"""Two who work on the same career, school or question: neither passes over the other, and nothing typed is lost."""

import re
import threading

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.models import Career, Task, Title, Version
from schools.models import School
from signups.models import Question
from signups.questions import steps

from ..factories import make_career, make_field, make_question, make_school, make_staff
from .form_reader import form_values
from .test_admin import admin_address


@pytest.fixture
def career(db) -> Career:
    career = make_career(title="Beekeeper", summary="Keeps bees.")
    for order, text in enumerate(["Open the hive", "Feed the bees", "Sell honey"], 1):
        Task.objects.create(career=career, text=text, order=order)
    return career


@pytest.fixture
def page(career) -> str:
    return admin_address(Career, "change", career.pk)


@pytest.fixture
def other(db) -> Client:
    client = Client()
    client.force_login(make_staff(username="grace"))
    return client


def save(client, page: str, **changes):
    return client.post(page, {**form_values(client.get(page)), **changes})


def send(client, page: str, opened: dict, **changes):
    """Save what was opened before, maybe by somebody else at the same moment."""
    return client.post(page, {**opened, **changes})


def tasks() -> list[str]:
    return list(Task.objects.values_list("text", flat=True))


def saved(client, asked, **choices):
    """What follows the page that asks, sent with these choices."""
    return client.post(asked.request["PATH_INFO"], {**form_values(asked), **choices})


def test_what_does_not_collide_is_saved_at_one_click(editor, other, career, page, text_of):
    mine = form_values(editor.get(page))
    assert send(other, page, mine, summary="Keeps bees, sells honey.", version_note="New wording").status_code == 302
    asked = editor.post(page, {**mine, "workers": "keepers", "description": "Two\r\nlines."})
    text = text_of(asked)
    assert "while you were writing, this career was changed by somebody else (grace, " in text
    assert "None of this gets in the way of the other." in text
    career.refresh_from_db()
    assert (career.summary, career.workers) == ("Keeps bees, sells honey.", "workers")
    assert saved(editor, asked).status_code == 302
    career.refresh_from_db()
    assert (career.summary, career.workers) == ("Keeps bees, sells honey.", "keepers")
    assert career.description == "Two\nlines."
    by = list(Version.objects.order_by("number").values_list("by", "note"))
    assert by == [("", ""), ("grace", "New wording"), (career_editor(), "")]


def career_editor() -> str:
    return Version.objects.first().by


@pytest.mark.parametrize("who", ["yours", "theirs"])
def test_what_collides_is_chosen(who, editor, other, career, page, text_of):
    mine = form_values(editor.get(page))
    send(other, page, mine, summary="Hers.")
    asked = editor.post(page, {**mine, "summary": "Mine."})
    for words in ("It was: Keeps bees.", "Yours: Mine.", "Theirs: Hers."):
        assert words in text_of(asked)
    assert "choose once more" in text_of(saved(editor, asked))
    assert saved(editor, asked, **{"choose-fields.summary": who}).status_code == 302
    career.refresh_from_db()
    assert career.summary == ("Mine." if who == "yours" else "Hers.")


def test_rows_that_the_other_deleted_added_and_moved_do_not_break_the_form(editor, other, career, page, text_of):
    mine = form_values(editor.get(page))
    added = {"tasks-TOTAL_FORMS": "4", "tasks-3-text": "Her task", "tasks-3-order": "4"}
    send(other, page, mine, **{"tasks-0-DELETE": "on", "tasks-1-order": "9"}, **added)
    more = {"tasks-TOTAL_FORMS": "4", "tasks-3-text": "My task", "tasks-3-order": "4", "tasks-2-text": "Sell wax"}
    asked = editor.post(page, {**mine, **more})
    assert "removed: Open the hive" in text_of(asked)
    assert saved(editor, asked).status_code == 302
    assert tasks() == ["Sell wax", "Her task", "Feed the bees", "My task"]


def test_a_row_that_one_deleted_and_the_other_edited_is_asked(editor, other, page):
    task = Task.objects.first()
    mine = form_values(editor.get(page))
    send(other, page, mine, **{"tasks-0-DELETE": "on"})
    asked = editor.post(page, {**mine, "tasks-0-text": "Open the hive slowly"})
    assert saved(editor, asked, **{f"choose-lists.tasks.{task.pk}": "yours"}).status_code == 302
    assert tasks() == ["Feed the bees", "Sell honey", "Open the hive slowly"]


def test_a_form_with_mistakes_keeps_its_rows_beside_their_texts(editor, other, page, text_of):
    mine = form_values(editor.get(page))
    send(other, page, mine, **{"tasks-0-DELETE": "on"})
    wrong = editor.post(page, {**mine, "title": "", "tasks-1-text": "Feed them well"})
    assert "This field is required." in text_of(wrong)
    shown = form_values(wrong)
    assert [shown[f"tasks-{number}-text"] for number in range(3)] == ["Open the hive", "Feed them well", "Sell honey"]
    asked = editor.post(page, {**shown, "title": "Beekeeper"})
    assert saved(editor, asked).status_code == 302
    assert tasks() == ["Feed them well", "Sell honey"]


def test_both_can_be_looked_at_in_the_form_before_they_are_saved(editor, other, career, page):
    mine = form_values(editor.get(page))
    send(other, page, mine, summary="Hers.", **{"tasks-0-DELETE": "on"})
    asked = editor.post(page, {**mine, "workers": "keepers", "tasks-2-text": "Sell wax"})
    looked = saved(editor, asked, _look="yes")
    shown = form_values(looked)
    assert (shown["summary"], shown["workers"], shown["tasks-1-text"]) == ("Hers.", "keepers", "Sell wax")
    career.refresh_from_db()
    assert career.workers == "workers"
    assert editor.post(page, shown).status_code == 302
    assert tasks() == ["Feed the bees", "Sell wax"]


def test_what_changes_once_more_while_somebody_chooses_is_asked_once_more(editor, other, career, page, text_of):
    mine = form_values(editor.get(page))
    send(other, page, mine, summary="Hers.")
    asked = editor.post(page, {**mine, "summary": "Mine."})
    save(other, page, summary="Hers again.")
    again = saved(editor, asked, **{"choose-fields.summary": "yours"})
    assert "Theirs: Hers again." in text_of(again)
    assert saved(editor, again).status_code == 302
    career.refresh_from_db()
    assert career.summary == "Mine."


def pressed(client, career, number: int):
    page = admin_address(Career, "version", career.pk, number)
    return client.post(page, form_values(client.get(page)))


def chosen(client, career, action: str):
    return client.post(
        admin_address(Career, "changelist"), {"action": action, "_selected_action": [career.pk], "sure": "yes"}
    )


def imported(client, career) -> None:
    Career.objects.filter(pk=career.pk).update(title="Bee keepers")


# What the other did meanwhile, and how that is seen afterwards.
THEIRS = {
    "text": (lambda client, page, career, opened: send(client, page, opened, summary="Hers."), {"summary": "Hers."}),
    "row added": (
        lambda client, page, career, opened: send(
            client, page, opened, **{"tasks-TOTAL_FORMS": "4", "tasks-3-text": "Her task", "tasks-3-order": "4"}
        ),
        {"tasks": ["Feed the bees", "Open the hive", "Her task", "My task"]},
    ),
    "row deleted": (
        lambda client, page, career, opened: send(client, page, opened, **{"tasks-0-DELETE": "on"}),
        {"tasks": ["Feed the bees", "My task"]},
    ),
    "order": (
        lambda client, page, career, opened: send(client, page, opened, **{"tasks-0-order": "8"}),
        {"tasks": ["Feed the bees", "Open the hive", "My task"]},
    ),
    "list action": (lambda client, page, career, opened: chosen(client, career, "unpublish"), {"status": "draft"}),
    "publish": (lambda client, page, career, opened: send(client, page, opened, status="draft"), {"status": "draft"}),
    "import": (lambda client, page, career, opened: imported(client, career), {"title": "Bee keepers"}),
    "version restored": (lambda client, page, career, opened: pressed(client, career, 1), {"workers": "workers"}),
}


@pytest.mark.parametrize("what", THEIRS)
def test_whatever_the_other_did_neither_is_lost(what, editor, other, career, page, text_of):
    if what == "version restored":
        save(other, page, workers="keepers")
    mine = form_values(editor.get(page))
    do, seen = THEIRS[what]
    do(other, page, career, mine)
    rows = {"tasks-TOTAL_FORMS": "4", "tasks-3-text": "My task", "tasks-3-order": "4", "tasks-2-DELETE": "on"}
    asked = editor.post(page, {**mine, **rows, "tasks-0-order": "3", "description": "Mine."})
    assert "Nothing is saved yet: while you were writing, this career was changed" in text_of(asked)
    assert "My task" not in tasks()
    choices = dict.fromkeys(re.findall(r'name="(choose-[^"]+)"', asked.content.decode()), "yours")
    assert saved(editor, asked, **choices).status_code == 302
    career.refresh_from_db()
    assert career.description == "Mine."
    left = {"tasks": ["Feed the bees", "Open the hive", "My task"], "workers": "workers"} | seen
    assert tasks() == left.pop("tasks")
    assert {name: getattr(career, name) for name in left} == left


def test_nothing_is_looked_at_in_the_form_before_all_is_chosen(editor, other, career, page, text_of):
    mine = form_values(editor.get(page))
    send(other, page, mine, summary="Hers.")
    asked = editor.post(page, {**mine, "summary": "Mine."})
    again = editor.post(page, {**form_values(asked), "_merge": "yes", "_look": "yes"})
    assert "Mine." in text_of(again)
    assert 'name="choose-fields.summary"' in again.content.decode()


def test_a_form_in_which_nothing_was_changed_takes_nothing_back(editor, other, career, page):
    mine = form_values(editor.get(page))
    send(other, page, mine, summary="Hers.")
    assert saved(editor, editor.post(page, mine)).status_code == 302
    career.refresh_from_db()
    assert career.summary == "Hers."


def test_what_was_deleted_meanwhile_comes_back_and_takes_what_was_typed(editor, other, career, page, text_of):
    mine = form_values(editor.get(page))
    other.post(admin_address(Career, "delete", career.pk), {"post": "yes"})
    asked = editor.post(page, {**mine, "summary": "Mine."})
    assert "was deleted while you were writing (grace, " in text_of(asked)
    assert "Mine." in text_of(asked)
    version = Version.objects.get(action="deleted")
    there = admin_address(Career, "version", career.pk, version.number)
    assert other.post(there, form_values(other.get(there))).status_code == 302
    # The text is what was opened, so nothing of it collides.
    assert saved(editor, saved(editor, asked)).status_code == 302
    career.refresh_from_db()
    assert career.summary == "Mine."
    assert tasks() == ["Open the hive", "Feed the bees", "Sell honey"]


def test_a_form_that_does_not_say_what_was_opened_saves_nothing(editor, career, page, text_of):
    values = form_values(editor.get(page)) | {"summary": "Forged", "opened": "made up"}
    response = editor.post(page, values)
    assert "Nothing was saved: the form did not say what you had opened." in text_of(response)
    assert editor.post(page, form_values(response)).status_code == 302
    career.refresh_from_db()
    assert career.summary == "Forged"


def test_a_deletion_is_asked_again_where_somebody_changed_it_meanwhile(editor, other, career, page, text_of):
    address = admin_address(Career, "delete", career.pk)
    asked = editor.get(address)
    save(other, page, summary="Hers.")
    response = editor.post(address, form_values(asked), follow=True)
    assert "Nothing was deleted: this was changed since you opened it (grace, " in text_of(response)
    assert editor.post(address, form_values(response)).status_code == 302
    assert not Career.objects.exists()


@pytest.mark.parametrize("action", ["publish", "delete_selected"])
def test_an_action_leaves_alone_what_changed_since_the_list_was_opened(action, editor, other, career, text_of):
    Career.objects.update(status="draft")
    quiet = make_career(title="Quiet", status="draft")
    address = admin_address(Career, "changelist")
    seen = form_values(editor.get(address))["seen"]
    save(other, admin_address(Career, "change", career.pk), summary="Hers.")
    chosen = {"action": action, "_selected_action": [career.pk, quiet.pk], "seen": seen, "sure": "yes"}
    response = editor.post(address, chosen, follow=True)
    assert "Left alone, because somebody changed it since you opened this list: Beekeeper (grace, " in text_of(response)
    if action == "delete_selected":
        # While it asks, the other one may be changed too.
        chosen |= form_values(response) | {"_selected_action": [career.pk, quiet.pk]}
        response = editor.post(address, chosen, follow=True)
        assert "Left alone" in text_of(response)
    career.refresh_from_db()
    assert career.status == "draft"
    changed = Version.objects.filter(object_id=quiet.pk).first()
    assert changed.action == ("saved" if action == "publish" else "deleted")


def test_schools_and_questions_are_kept_from_each_other_too(editor, other, text_of):
    school, question = make_school(name="Harbor College"), make_question(text="Is it hard?")
    address = admin_address(School, "change", school.pk)
    mine = form_values(editor.get(address))
    save(other, address, city="Bigtown")
    assert saved(editor, editor.post(address, {**mine, "name": "Harbor School"})).status_code == 302
    school.refresh_from_db()
    assert (school.name, school.city) == ("Harbor School", "Bigtown")
    address = admin_address(Question, "change", question.pk)
    mine = form_values(editor.get(address))
    career = make_career()
    assert save(other, address, career=career.pk).status_code == 302
    assert saved(editor, editor.post(address, {**mine, "asker": "parent"})).status_code == 302
    question.refresh_from_db()
    assert (question.career, question.asker) == (career, "parent")


def test_a_question_that_a_moderator_moves_on_meanwhile_stays_there(editor, other):
    question, user = make_question(), make_staff(username="moderator")
    address = admin_address(Question, "change", question.pk)
    mine = form_values(editor.get(address))
    steps.take("accept", question, steps.Role.MODERATOR, by=user)
    Question.objects.update(helpful=3, claimed_by=user)
    assert saved(editor, editor.post(address, {**mine, "asker": "parent"})).status_code == 302
    question.refresh_from_db()
    assert (question.status, question.helpful, question.claimed_by) == ("accepted", 3, user)
    assert question.asker == "parent"


def test_of_two_who_save_at_the_same_moment_one_is_asked(on_disk, transactional_db):
    career = make_career(field=make_field(), summary="Before.")
    page = admin_address(Career, "change", career.pk)
    answers, start = [], threading.Barrier(2)
    clients = []
    for name in ("ada", "grace"):
        client = Client()
        client.force_login(make_staff(username=name))
        clients.append((client, {**form_values(client.get(page)), "summary": f"{name}'s."}))

    def send(client, values) -> None:
        start.wait()
        answers.append(client.post(page, values).status_code)
        connections.close_all()

    threads = [threading.Thread(target=send, args=pair) for pair in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 302]
    assert Version.objects.filter(action="saved").count() == 1


def test_a_form_of_a_long_career_costs_few_queries(editor, career, page):
    Title.objects.bulk_create(Title(career=career, name=f"Title {number}", order=number) for number in range(60))
    with CaptureQueriesContext(connection) as queries:
        values = form_values(editor.get(page))
    assert len(queries) <= 40
    assert len(values["opened"]) < 4_000

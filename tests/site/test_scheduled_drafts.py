"""Drafts that are published at their time: once, whole, or not at all."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.utils import timezone

from careers.models import Career, Draft, Task, Version
from careers.versions import drafts
from careers.versions.careers import CAREER
from signups import personal_data

from ..factories import make_career, make_field, make_staff
from .form_reader import form_values
from .staff_pages import address
from .test_busy_database import others_write, usual_patience
from .test_drafts import decide, summary, write

TOMORROW = {"publish_at_0": (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%d"), "publish_at_1": "09:30"}


@pytest.fixture
def career(db) -> Career:
    career = make_career(title="Beekeeper", summary="Keeps bees.")
    Task.objects.create(career=career, text="Open the hive", order=1)
    return career


@pytest.fixture
def scheduled(editor, career) -> Career:
    """With a draft that goes out tomorrow."""
    write(editor, address(Career, "change", career.pk), summary="Keeps wasps.", **ROW)
    decide(editor, career, "schedule", **TOMORROW)
    return career


ROW = {"tasks-TOTAL_FORMS": "2", "tasks-1-text": "Sell honey", "tasks-1-order": "0"}


def pass_time() -> None:
    Draft.objects.update(publish_at=timezone.now() - timedelta(minutes=1))


def test_a_draft_goes_out_by_the_command_at_its_time_and_once(editor, scheduled, capsys, text_of):
    shown = text_of(editor.get(address(Career, "change", scheduled.pk)))
    assert "9:30 a.m. UTC" in shown
    call_command("publish_due")
    assert summary(scheduled) == "Keeps bees."
    pass_time()
    for _ in range(2):
        call_command("publish_due")
    assert capsys.readouterr().out == "Published: Beekeeper.\n"
    assert summary(scheduled) == "Keeps wasps."
    assert list(Task.objects.values_list("text", flat=True)) == ["Open the hive", "Sell honey"]
    assert Version.objects.filter(kind="careers.career", action="published").count() == 1


def test_the_first_of_staff_after_its_time_publishes_it_and_nobody_else(editor, scheduled, client):
    pass_time()
    Client().get("/careers/")
    Client().get("/admin/login/")
    assert summary(scheduled) == "Keeps bees."
    editor.get("/admin/")
    assert summary(scheduled) == "Keeps wasps."


def test_a_career_that_was_never_public_appears_at_its_time(editor):
    career = make_career(title="Diver", status="draft", summary="Dives.")
    decide(editor, career, "schedule", **TOMORROW)
    pass_time()
    call_command("publish_due")
    career.refresh_from_db()
    assert career.is_published
    assert career.published_at is not None
    assert not Draft.objects.exists()


@pytest.mark.parametrize("what", ["save", "list action", "import"])
def test_what_is_published_later_makes_a_plain_draft_of_it_and_it_is_said(what, editor, scheduled, text_of):
    page = address(Career, "change", scheduled.pk)
    if what == "save":
        live = f"{page}?text=published"
        editor.post(live, {**form_values(editor.get(live)), "workers": "keepers", "_save": "Save"})
    elif what == "list action":
        chosen = {"action": "unpublish", "_selected_action": [scheduled.pk], "sure": "yes"}
        editor.post(address(Career, "changelist"), chosen)
    else:
        # No version tells of it, so that it is noticed at its time.
        Career.objects.update(workers="keepers")
        pass_time()
        call_command("publish_due")
    draft = Draft.objects.get()
    assert (draft.state, draft.publish_at) == ("draft", None)
    assert "It was not published as planned. The published text was changed after" in text_of(editor.get(page))
    assert "1 draft was not published as planned" in text_of(editor.get("/admin/"))
    assert summary(scheduled) == "Keeps bees."
    # It is scheduled over the new text, and goes out with both.
    decide(editor, scheduled, "schedule", **TOMORROW)
    pass_time()
    call_command("publish_due")
    assert summary(scheduled) == "Keeps wasps."
    assert scheduled.workers == ("workers" if what == "list action" else "keepers")


def test_a_career_that_an_import_published_waits_for_nobody(editor, text_of):
    career = make_career(title="Diver", status="draft", summary="Dives.")
    decide(editor, career, "schedule", **TOMORROW)
    Career.objects.update(status="published", published_at=timezone.now())
    pass_time()
    call_command("publish_due")
    assert "planned" not in text_of(editor.get("/admin/"))
    assert "Scheduled" not in text_of(editor.get(address(Career, "change", career.pk)))


def test_an_edit_of_a_scheduled_draft_is_approved_by_nobody(editor, scheduled):
    write(editor, address(Career, "change", scheduled.pk), summary="Keeps ants.")
    assert Draft.objects.get().state == "draft"


def test_what_a_rule_refuses_at_its_time_is_not_half_published_and_waits(editor, scheduled, text_of, capsys):
    page = address(Career, "change", scheduled.pk)
    write(editor, page, title="Bee keeper")
    decide(editor, scheduled, "schedule", **TOMORROW)
    make_career(title="Bee keeper")
    pass_time()
    call_command("publish_due")
    call_command("publish_due")
    assert capsys.readouterr().out.count("Not published: Beekeeper. Title: ") == 1
    assert summary(scheduled) == "Keeps bees."
    assert Task.objects.count() == 1
    assert "It was not published as planned. Title: " in text_of(editor.get(page))
    listed = text_of(editor.get(address(Career, "changelist") + "?draft=late"))
    assert "1 career" in listed


@pytest.mark.parametrize(
    ("day", "time", "says"),
    [
        ("", "", "Choose a day and a time."),
        ("2020-01-01", "09:30", "This has gone by already."),
        ("9999-01-01", "09:30", "Check the year."),
        ("soon", "25:99", "Enter a valid"),
    ],
)
def test_a_time_that_is_none_is_refused_in_words_and_kept(day, time, says, editor, career, text_of):
    write(editor, address(Career, "change", career.pk), summary="Mine.")
    response = decide(editor, career, "schedule", publish_at_0=day, publish_at_1=time)
    assert says in text_of(response)
    assert f'value="{day}"' in response.content.decode() or not day
    assert Draft.objects.get().state == "draft"


def test_the_database_keeps_state_and_time_together(career):
    values = {"career": career, "form": 1, "document": "{}", "based_on": "{}"}
    for wrong in ({"state": "scheduled"}, {"state": "draft", "publish_at": timezone.now()}, {"based_on": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Draft.objects.create(**{**values, **wrong})


def test_a_field_that_was_renamed_is_never_passed_over(editor, career, text_of):
    page = address(Career, "change", career.pk)
    write(editor, page, summary="Mine.")
    draft = Draft.objects.get()
    Draft.objects.update(document=draft.document.replace('"workers"', '"people"'))
    assert "The draft cannot be read." in text_of(editor.get(address(Career, "draft", career.pk)))
    response = editor.post(page, {**form_values(editor.get(page)), "summary": "Over it.", "_draft": "x"}, follow=True)
    assert "Nothing was saved." in text_of(response)
    assert "Nothing was published." in text_of(decide(editor, career, "publish"))
    assert Draft.objects.get().document.count("Mine.") == 1


def test_erasing_a_person_reaches_drafts_and_those_that_were_deleted(editor, career):
    page = address(Career, "change", career.pk)
    write(editor, page, description="First line\nada@example.org knows.", version_note="See ada@example.org")
    assert len(personal_data.export("ada@example.org")["drafts"]) == 1
    personal_data.erase("ada@example.org")
    draft = Draft.objects.get()
    assert "ada@" not in draft.document + draft.based_on + draft.note
    assert "(address removed) knows." in draft.document
    write(editor, page, description="First line\nada@example.org knows.")
    editor.post(address(Career, "delete", career.pk), {"post": "yes"})
    personal_data.erase("ada@example.org")
    assert not any("ada@" in version.beside for version in Version.objects.all())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite nobody waits in line")
def test_staff_wait_for_nobody_who_derives(on_disk, transactional_db):
    career = make_career(field=make_field(), title="Beekeeper", summary="Keeps bees.")
    editor = Client()
    editor.force_login(make_staff())
    write(editor, address(Career, "change", career.pk), summary="Keeps wasps.")
    decide(editor, career, "schedule", **TOMORROW)
    pass_time()
    derives, opened = threading.Event(), threading.Event()

    def derive() -> None:
        with CAREER.together():
            derives.set()
            opened.wait(20)
        connections.close_all()

    thread = threading.Thread(target=derive)
    thread.start()
    derives.wait(20)
    began = time.monotonic()
    assert editor.get("/admin/").status_code == 200
    took = time.monotonic() - began
    opened.set()
    thread.join()
    assert took < 10
    assert summary(career) == "Keeps bees."
    editor.get("/admin/")
    assert summary(career) == "Keeps wasps."


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL only whoever derives is waited for")
def test_on_sqlite_staff_wait_for_nobody_who_writes_and_the_next_page_tries_again(on_disk, transactional_db):
    career = make_career(field=make_field(), title="Beekeeper", summary="Keeps bees.")
    editor = Client()
    editor.force_login(make_staff())
    write(editor, address(Career, "change", career.pk), summary="Keeps wasps.")
    decide(editor, career, "schedule", **TOMORROW)
    pass_time()
    usual = usual_patience()
    with others_write(on_disk):
        began = time.monotonic()
        assert editor.get("/admin/").status_code == 200
        # Whoever waits, waits 20 seconds.
        assert time.monotonic() - began < 10
    assert usual_patience() == usual
    assert summary(career) == "Keeps bees."
    editor.get("/admin/")
    assert summary(career) == "Keeps wasps."


def test_two_who_ask_at_the_same_moment_publish_it_once(on_disk, transactional_db):
    career = make_career(field=make_field(), title="Beekeeper", summary="Keeps bees.")
    editor = Client()
    editor.force_login(make_staff())
    write(editor, address(Career, "change", career.pk), summary="Keeps wasps.")
    decide(editor, career, "schedule", **TOMORROW)
    pass_time()
    start, published = threading.Barrier(2), []

    def ask() -> None:
        start.wait()
        published.extend(drafts.publish_due().published)
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(published) == 1
    assert Version.objects.filter(kind=CAREER.kind, action="published").count() == 1
    assert summary(career) == "Keeps wasps."

"""The admin's log of who changed what outlives a person's data, and may hold none of it."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from signups import personal_data
from signups.models import Question, Subscription

from ..factories import make_question, make_staff
from .test_personal_data import subscribe

pytestmark = pytest.mark.django_db

ADDRESS = "student@example.org"


def logged(row=None, name: str = "", message: str = "") -> LogEntry:
    """As an earlier edition of the site wrote it."""
    return LogEntry.objects.create(
        user=make_staff(),
        content_type=ContentType.objects.get_for_model(row or Question),
        object_id=str(row.pk) if row else "99",
        object_repr=name,
        action_flag=CHANGE if message else ADDITION,
        change_message=message,
    )


def the_log() -> str:
    return " ".join(f"{entry.object_repr} {entry.get_change_message()}" for entry in LogEntry.objects.all())


def test_staff_who_unsubscribe_and_delete_somebody_write_no_address_into_the_log(editor):
    address = f"/admin/signups/subscription/{Subscription.objects.create(email=ADDRESS).pk}/"
    editor.post(f"{address}unsubscribe/", {"note": "By phone"})
    editor.post(f"{address}delete/", {"post": "yes"})
    assert not Subscription.objects.exists()
    assert LogEntry.objects.count() == 2
    assert ADDRESS not in the_log()


def test_staff_see_the_address_in_the_list(editor, text_of):
    Subscription.objects.create(email=ADDRESS)
    assert ADDRESS in text_of(editor.get("/admin/signups/subscription/"))


def test_an_address_in_a_questions_words_is_not_written_into_the_log(editor):
    question = make_question(text=f"Write to me at {ADDRESS}, please: is it hard?")
    editor.post(f"/admin/signups/question/{question.pk}/delete/", {"post": "yes"})
    assert "please: is it hard?" in the_log()
    assert ADDRESS not in the_log()


@pytest.mark.parametrize("typed", [ADDRESS, ADDRESS.upper()])
def test_erasing_takes_the_address_out_of_the_log(typed):
    logged(subscribe(), ADDRESS)
    logged(None, "Beekeeper", f"Told {ADDRESS.title()}, and other.{ADDRESS}.")
    logged(None, "Beekeeper", json.dumps([{"added": {"name": "answer", "object": f"For {ADDRESS}"}}]))
    personal_data.erase(typed)
    assert LogEntry.objects.count() == 3
    assert ADDRESS not in the_log().lower().replace(f"other.{ADDRESS}", "")
    assert f"other.{ADDRESS}" in the_log()


def test_erasing_reaches_an_address_that_the_log_cut_off_or_escaped():
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.example"
    logged(subscribe(long), long[:200])
    logged(None, "x", json.dumps([{"changed": {"name": "question", "object": "ada@bücher.example", "fields": ["x"]}}]))
    personal_data.erase(long)
    personal_data.erase("ADA@xn--bcher-kva.example")
    assert "bbbb" not in the_log()
    assert "cher.example" not in the_log()


def test_erasing_forgets_the_words_of_a_question_that_goes():
    logged(make_question(text="Is my asthma a hindrance?", email=ADDRESS), "Is my asthma a hindrance?")
    personal_data.erase(ADDRESS)
    assert "asthma" not in the_log()


def test_what_is_past_its_time_goes_from_the_log_too():
    logged(subscribe(days_ago=400), ADDRESS)
    logged(subscribe("new@example.org"), "new@example.org")
    personal_data.expire()
    assert ADDRESS not in the_log()
    assert "new@example.org" in the_log()


def test_an_export_holds_what_the_log_says():
    logged(subscribe(), "Signup 1")
    logged(None, "Beekeeper", f"Told {ADDRESS}")
    logged(None, "Somebody else's")
    entries = [row["entry"] for row in personal_data.export(ADDRESS)["log_of_staff"]]
    assert entries == ["Added “Signup 1”.", f"Changed “Beekeeper” — Told {ADDRESS}"]


def test_an_upgrade_takes_the_addresses_of_signups_out_of_the_log():
    logged(subscribe(), ADDRESS)
    logged(make_question(), "What is it like?")
    import_module("signups.migrations.0003_no_addresses_in_the_log").forget_addresses(apps, None)
    assert ADDRESS not in the_log()
    assert "What is it like?" in the_log()

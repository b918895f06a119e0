"""Questions as code of before wrote them go their way: their askers are told, and nothing of theirs is lost."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from signups.models import Question

from ...factories import make_question

pytestmark = pytest.mark.django_db

BEFORE = [("signups", "0029_newsletters_sent_at")]
FIRST, AGAIN = "0032_questions_on_their_way", "0041_asked_of_old_code"


@pytest.fixture(scope="module")
def old():
    """The models of before: they write none of the columns that came since."""
    return MigrationLoader(None).project_state(BEFORE).apps


def migrate(name: str) -> None:
    import_module(f"signups.migrations.{name}").put_on_their_way(apps, SimpleNamespace(connection=connection))


def asked_before(old, *, answer: str = "", **values) -> Question:
    if values.get("status") == "published":
        values["published_at"] = timezone.now()
    row = old.get_model("signups", "Question").objects.create(text="How long does it take?", **values)
    if answer:
        expert = old.get_model("signups", "Expert").objects.create(name="Ada King")
        values = {"text": answer, "answered_on": date(2024, 5, 1)}
        old.get_model("signups", "Answer").objects.create(question=row, expert=expert, **values)
    return Question.objects.get(pk=row.pk)


def way_of(question: Question) -> tuple:
    question.refresh_from_db()
    return question.status, question.asked_text, question.confirmed_at


@pytest.mark.parametrize("name", [FIRST, AGAIN])
def test_what_a_visitor_asked_is_told_of_its_answer(old, name):
    with_address = asked_before(old, email="ada@example.org", submission_key="1" * 64)
    without = asked_before(old, submission_key="2" * 64)
    staffs = asked_before(old)
    migrate(name)
    assert way_of(with_address) == ("received", "How long does it take?", with_address.created_at)
    assert way_of(without) == ("received", "How long does it take?", None)
    assert way_of(staffs) == ("received", "", None)


def test_at_first_published_ones_without_an_answer_need_an_expert_and_answers_keep_their_day(old):
    waiting = asked_before(old, status="published", email="ada@example.org")
    answered = asked_before(old, status="published", answer="Two years.")
    declined = asked_before(old, status="declined", email="grace@example.org")
    migrate(FIRST)
    assert [way_of(one)[0] for one in (waiting, answered, declined)] == ["accepted", "published", "declined"]
    assert (answered.answered_at, answered.answers.get().checked_on) == (answered.published_at, date(2024, 5, 1))


def test_the_second_time_what_new_code_wrote_is_left_alone():
    urgent = make_question(email="ada@example.org", is_urgent=True, submission_key="1" * 64)
    unconfirmed = make_question(status="unconfirmed", email="bob@example.org", asked_text="Mine.")
    reworded = make_question(status="accepted", email="eve@example.org", asked_text="Mine.", submission_key="2" * 64)
    settled = make_question(status="declined", email="kim@example.org")
    rows = (urgent, unconfirmed, reworded, settled)
    before = [way_of(one) for one in rows]
    migrate(AGAIN)
    assert [way_of(one) for one in rows] == before

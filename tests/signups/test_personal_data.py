import json
import logging
from dataclasses import astuple
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from careers.models import Version
from signups import personal_data
from signups.models import Answer, Question, Subscription
from signups.personal_data import Expired

from ..factories import make_question, make_release, make_staff, question_sent

pytestmark = pytest.mark.django_db

ADDRESS, OTHER = "student@example.org", "somebody.else@example.org"


def subscribe(email: str = ADDRESS, *, days_ago: int = 0, status: str = "pending") -> Subscription:
    when = timezone.now() - timedelta(days=days_ago)
    row = Subscription.objects.create(email=email, status=status, asked_to_confirm_at=when)
    Subscription.objects.filter(pk=row.pk).update(created_at=when)
    return row


def old_question(*, days_ago: int, **values) -> Question:
    return make_question(created_at=timezone.now() - timedelta(days=days_ago), **values)


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("personal_data", *arguments, stdout=output)
    return output.getvalue()


def addresses() -> set[str]:
    return {
        *Subscription.objects.values_list("email", flat=True),
        *Question.objects.values_list("email", flat=True),
    }


def test_an_export_holds_everything_under_the_address_and_nothing_else():
    subscribe()
    subscribe(OTHER)
    make_question(text="Is the work hard?", asker="student", email=ADDRESS)
    make_question(text="Somebody else's question", email=OTHER)
    exported = json.loads(run("export", ADDRESS.upper()))
    assert [row["status"] for row in exported["subscriptions"]] == ["Waiting for confirmation"]
    assert [(row["question"], row["asked_by"]) for row in exported["questions"]] == [("Is the work hard?", "A student")]
    assert OTHER not in str(exported)
    assert "Somebody else's question" not in str(exported)


def test_an_export_of_a_staff_account_says_where_its_user_name_stands():
    make_staff(username="grace", email=ADDRESS)
    make_release(loaded_by="grace (staff pages)")
    for number in (1, 2):
        Version.objects.create(kind="careers.career", object_id=1, number=number, name="B", by="grace", form=1)
    [account] = json.loads(run("export", ADDRESS))["staff_accounts"]
    assert account["user_name_stands_in"] == {"releases, loaded by": 1, "versions, by": 2}


def test_an_export_of_an_unknown_address_is_empty():
    exported = json.loads(run("export", ADDRESS))
    assert (exported["subscriptions"], exported["questions"]) == ([], [])


def test_an_export_leaves_letters_of_other_alphabets_readable():
    make_question(text="¿Cuánto dura la formación?", email=ADDRESS)
    assert "¿Cuánto dura la formación?" in run("export", ADDRESS)


def test_erasing_removes_the_address_everywhere_in_any_case_and_leaves_others():
    subscribe()
    subscribe(OTHER)
    make_question(email=ADDRESS)
    make_question(email=OTHER)
    output = run("erase", ADDRESS.upper())
    assert addresses() == {OTHER}
    assert output == "1 signups deleted, 1 questions deleted or cleared of the address.\n"


@pytest.mark.parametrize("act", [lambda: personal_data.erase(ADDRESS), lambda: astuple(personal_data.expire())])
def test_a_published_question_stays_on_the_site_without_the_address(act, visitor, text_of):
    old_question(
        days_ago=400,
        text="Is it hard?",
        email=ADDRESS,
        status="published",
        answers=("Yes.",),
        submission_key="a",
    )
    assert act()[:2] == (0, 1)
    question = Question.objects.get()
    assert (question.email, question.submission_key) == ("", None)
    assert "Is it hard?" in text_of(visitor.get("/questions/"))


@pytest.mark.parametrize("status", ["received", "declined"])
def test_erasing_counts_a_deleted_question_once_whatever_was_answered(status):
    make_question(email=ADDRESS, status=status, answers=("A draft answer.", "Another."))
    assert personal_data.erase(ADDRESS) == (0, 1)
    assert not Question.objects.exists()


def test_erasing_an_address_that_is_not_there_changes_nothing():
    subscribe(OTHER)
    assert personal_data.erase(ADDRESS) == (0, 0)
    assert addresses() == {OTHER}


def test_the_same_question_can_be_asked_again_after_it_was_erased(visitor):
    form = question_sent("How long does it take?", email=ADDRESS)
    visitor.post("/ask/", form)
    Question.objects.update(status="published", published_at=timezone.now())
    personal_data.erase(ADDRESS)
    visitor.post("/ask/", form)
    assert sorted(Question.objects.values_list("email", "status")) == [
        ("", "published"),
        (ADDRESS, "unconfirmed"),
    ]


def test_signups_past_their_time_are_deleted_unless_they_were_confirmed(settings):
    settings.SIGNUP_RETENTION_DAYS = 30
    subscribe("old-pending@example.org", days_ago=31)
    subscribe("old-ended@example.org", days_ago=31, status="unsubscribed")
    subscribe("old-confirmed@example.org", days_ago=31, status="confirmed")
    subscribe("silent@example.org", days_ago=8)
    subscribe("new-pending@example.org", days_ago=6)
    subscribe("new-ended@example.org", days_ago=29, status="unsubscribed")
    assert run("expire").startswith("3 signups deleted, 0 questions deleted or cleared of the address.\n")
    assert addresses() == {"old-confirmed@example.org", "new-pending@example.org", "new-ended@example.org"}


def test_signups_that_were_never_asked_are_kept_as_long_as_those_that_ended(settings):
    settings.SIGNUP_RETENTION_DAYS = 30
    for email, days in (("long@example.org", 38), ("waiting@example.org", 36)):
        subscribe(email, days_ago=days)
    Subscription.objects.update(asked_to_confirm_at=None)
    personal_data.expire()
    assert addresses() == {"waiting@example.org"}


def test_questions_past_their_time_are_deleted_unless_they_were_published(settings):
    settings.QUESTION_RETENTION_DAYS = 30
    for status in ("received", "declined"):
        old_question(days_ago=31, text=f"Old and {status}?", status=status, email=ADDRESS)
    old_question(days_ago=31, text="Old and published?", status="published", email=ADDRESS)
    old_question(days_ago=29, text="New?", email=OTHER)
    assert run("expire").startswith("0 signups deleted, 3 questions deleted or cleared of the address.\n")
    assert sorted(Question.objects.values_list("text", "email")) == [
        ("New?", OTHER),
        ("Old and published?", ""),
    ]


def test_expiring_a_second_time_finds_nothing_left():
    subscribe(days_ago=400)
    old_question(days_ago=400, email=ADDRESS, status="published")
    assert personal_data.expire() == Expired(subscriptions=1, questions=1, searches=0)
    assert personal_data.expire() == Expired(subscriptions=0, questions=0, searches=0)


def test_the_privacy_page_states_the_times_that_are_kept(settings, visitor, text_of):
    settings.SIGNUP_RETENTION_DAYS, settings.QUESTION_RETENTION_DAYS, settings.ASKER_RETENTION_DAYS = 41, 52, 33
    text = text_of(visitor.get("/privacy/"))
    assert "never confirm your address, we delete it after 7 days" in text
    assert "we delete it after 41 days" in text
    assert "delete the address 33 days after the answer" in text
    assert "the address goes 52 days after you asked" in text


def test_an_address_is_never_shown_with_a_published_question(visitor):
    make_question(status="published", email=ADDRESS, answers=("Yes.",))
    assert ADDRESS not in visitor.get("/questions/").content.decode()


@pytest.mark.parametrize(
    ("path", "values"),
    [("/updates/", {"topics": "newsletter"}), ("/ask/", question_sent("How long does it take to learn?"))],
    ids=["signup", "ask"],
)
def test_no_address_is_logged_after_a_good_and_a_refused_submission(path, values, visitor, opened, caplog):
    loggers = [logging.getLogger(name) for name in ("django", "django.request", "careerinfo")]
    caplog.set_level(logging.DEBUG, "django.request")
    for logger in loggers:
        logger.addHandler(caplog.handler)
    try:
        good = visitor.post(path, {**values, "email": ADDRESS, "opened": opened()})
        refused = visitor.post(path, {**values, "email": ADDRESS, "opened": "altered"})
    finally:
        for logger in loggers:
            logger.removeHandler(caplog.handler)
    assert (good.status_code, refused.status_code) == (302, 422)
    assert f"Unprocessable Entity: {path}" in caplog.text
    assert ADDRESS not in caplog.text


def test_an_erased_address_stands_in_no_text_of_a_question_or_an_answer():
    ours = make_question(
        text="Who is Ada.B@example.org?",
        status="published",
        email="ada.b@example.org",
        answers=("Ask ada.b@EXAMPLE.org.",),
    )
    others = make_question(text="Is ADA.B@example.org right, or ada.bc@example.org?", email="ben@example.org")
    answered = make_question(status="published", answers=("Write to ada.b@example.org",))
    assert personal_data.erase("ada.b@example.org") == (0, 3)
    texts = [*Question.objects.values_list("text", flat=True), *Answer.objects.values_list("text", flat=True)]
    assert not any("ada.b@" in text.lower() for text in texts)
    others.refresh_from_db()
    assert others.text == "Is (address removed) right, or ada.bc@example.org?"
    assert others.email == "ben@example.org"
    assert (ours.answers.get().text, answered.answers.get().text) == (
        "Ask (address removed).",
        "Write to (address removed)",
    )


@pytest.mark.parametrize(
    ("written", "left"),
    [
        (f"Ask {ADDRESS}—please", "Ask (address removed)—please"),
        (f"{ADDRESS}'s answer", "(address removed)'s answer"),
        (f"{ADDRESS}’s answer", "(address removed)’s answer"),
        (f"„{ADDRESS}“", "„(address removed)“"),
        (f"- {ADDRESS}-", "- (address removed)-"),
        (f"-{ADDRESS}", "-(address removed)"),
        (f"a/{ADDRESS}/b", "a/(address removed)/b"),
        (f"[me](mailto:{ADDRESS}?subject=Hi)", "[me](mailto:(address removed)?subject=Hi)"),
        (f"https://example.com/?mail={ADDRESS}&a=1", "https://example.com/?mail=(address removed)&a=1"),
        (f"{ADDRESS}\u200b {ADDRESS}", "(address removed)\u200b (address removed)"),
        (f"{ADDRESS}/{OTHER}", f"(address removed)/{OTHER}"),
        (f"{OTHER}/{ADDRESS}", f"{OTHER}/(address removed)"),
        *((same, same) for same in (f"my.{ADDRESS}", f"my-{ADDRESS}", f"o'{ADDRESS}", f"x{ADDRESS}", f"a+{ADDRESS}")),
        *((same, same) for same in (f"{ADDRESS}.uk", f"{ADDRESS}-group.example", f"{ADDRESS}s")),
    ],
)
def test_an_address_is_found_among_whatever_marks_and_nobody_elses_is(written, left):
    question = make_question(text=f"Is it so? {written}")
    mentions = personal_data.export(ADDRESS)["mentioned_in"]
    assert [one["text"] for one in mentions] == ([question.text] if written != left else [])
    personal_data.erase(ADDRESS)
    question.refresh_from_db()
    assert question.text == f"Is it so? {left}"


def test_an_export_holds_what_others_wrote_with_the_address_in_it():
    make_question(text=f"Will {ADDRESS.upper()} answer?", answers=(f"Ask {ADDRESS}.", f"Ask {OTHER}."))
    make_question(text=f"I am {ADDRESS}, is it hard?", email=ADDRESS)
    exported = json.loads(run("export", ADDRESS))
    assert [(one["where"], one["text"]) for one in exported["mentioned_in"]] == [
        ("question", f"Will {ADDRESS.upper()} answer?"),
        ("answer", f"Ask {ADDRESS}."),
    ]
    assert OTHER not in str(exported)

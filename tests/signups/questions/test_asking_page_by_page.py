"""Asking goes from page to page; none can be left out, and nothing that was typed is lost on the way."""

import time
from unittest import mock

import pytest

from signups.models import Question
from signups.questions.asking import age

from ...factories import form_opened, make_career, question_sent
from .walking import TEXT, Walk

pytestmark = pytest.mark.django_db

ADDRESS = "student@example.org"


def sealed_hours_ago(hours: float) -> str:
    with mock.patch("time.time", return_value=time.time() - hours * 3_600):
        return age.seal(30)


def test_the_first_page_asks_for_an_age_and_says_nothing_of_what_depends_on_it(visitor, text_of):
    walk = Walk(visitor)
    text = text_of(walk.page)
    assert "Step 1 of 3" in text
    assert "How old are you?" in text
    assert "13" not in text
    assert "email" not in text.partition("How old")[2].partition("Next")[0]


@pytest.mark.parametrize("typed", ["", "0", "121", "-3", "twelve", "9" * 5_000, "1" + "\0", "12.5"], ids=ascii)
def test_what_is_no_age_is_explained(typed, visitor, text_of):
    walk = Walk(visitor)
    assert walk.press(age=typed).status_code == 422
    assert "Your age: Enter" in text_of(walk.page)


def test_a_question_goes_through_all_pages_and_is_stored_once_it_is_sent(visitor, text_of):
    career = make_career(title="Beekeeper")
    walk = Walk(visitor, f"/careers/{career.slug}/ask/")
    walk.press(age="34")
    assert "Step 2 of 3" in text_of(walk.page)
    walk.press(text=TEXT, background="I keep two hives.", asker="veteran")
    assert "Step 3 of 3" in text_of(walk.page)
    assert "A veteran asks about Beekeeper" in text_of(walk.page)
    assert not Question.objects.exists()
    assert walk.press("send", email=ADDRESS, consent="on").status_code == 302
    question = Question.objects.get()
    assert (question.text, question.background, question.asker) == (TEXT, "I keep two hives.", "veteran")
    assert (question.asked_text, question.asked_background) == (TEXT, "I keep two hives.")
    assert (question.career, question.email) == (career, ADDRESS)


def test_nothing_of_the_age_is_kept(visitor):
    walk = Walk(visitor)
    walk.press(age="34")
    assert "34" not in walk.fields.values()
    assert age.seal(13).partition(":")[0] == age.seal(99).partition(":")[0]


@pytest.mark.parametrize(("years", "is_asked"), [(12, False), (13, True), (120, True), (1, False)])
def test_only_who_is_old_enough_is_asked_for_an_address(years, is_asked, visitor):
    walk = Walk(visitor)
    walk.to_check(years=years)
    assert ("email" in walk.fields) == is_asked


def test_an_address_in_a_made_up_form_of_a_child_is_not_kept(visitor):
    assert visitor.post("/ask/", question_sent(TEXT, years=12, email=ADDRESS)).status_code == 200
    assert Question.objects.get().email == ""


@pytest.mark.parametrize(
    "seal",
    ["", "made up", "true:abc:def", age.seal(30)[:-1] + "~", form_opened(), sealed_hours_ago(13)],
    ids=["none", "made up", "unsigned", "altered", "of something else", "old"],
)
def test_without_the_page_of_the_age_nothing_is_taken_and_nothing_is_lost(seal, visitor, text_of):
    typed = {"text": TEXT, "background": "Two\nlines.", "asker": "parent", "email": ADDRESS}
    walk = Walk(visitor)
    walk.page = visitor.post("/ask/", question_sent(**{**typed, "seal": seal}))
    assert walk.page.status_code == 422
    assert "Please tell us your age first" in text_of(walk.page)
    assert not Question.objects.exists()
    walk.press(age="40", opened=form_opened())
    assert {name: walk.fields[name] for name in typed} == typed
    walk.press()
    walk.press("send")
    assert Question.objects.get().email == ADDRESS


def test_the_seal_of_a_child_is_not_mended_by_going_back_with_the_old_form(visitor):
    walk = Walk(visitor)
    walk.press(age="9")
    walk.press(text=TEXT)
    walk.press("change")
    walk.press(text=TEXT)
    assert "email" not in walk.fields


def test_change_it_leads_back_with_everything_kept(visitor, text_of):
    walk = Walk(visitor)
    walk.to_check(background="Two\nlines.", asker="parent")
    walk.press("change", email="a mistyped address", consent="on")
    assert walk.page.status_code == 200
    assert "Step 2 of 3" in text_of(walk.page)
    kept = ("text", "background", "asker", "email", "consent")
    assert [walk.fields[name] for name in kept] == [TEXT, "Two\nlines.", "parent", "a mistyped address", "on"]
    walk.press(text="Do beekeepers sting?")
    assert walk.fields["email"] == "a mistyped address"
    assert walk.fields["consent"] == "on"


def test_sending_needs_a_yes_to_publishing(visitor, text_of):
    walk = Walk(visitor)
    walk.to_check()
    assert walk.press("send", email=ADDRESS).status_code == 422
    assert "Publishing: Tick the box" in text_of(walk.page)
    assert walk.fields["email"] == ADDRESS
    assert not Question.objects.exists()


def test_the_last_page_promises_days_and_says_how_long_an_address_is_kept(visitor, text_of, settings):
    settings.ASKER_RETENTION_DAYS = 47
    walk = Walk(visitor)
    text = text_of(walk.to_check())
    assert "We read it by" in text
    assert "delete it 47 days after the answer" in text


@pytest.mark.parametrize("at", ["write", "near", "check", "", "nowhere"])
def test_nothing_is_stored_unless_the_last_page_is_sent(at, visitor):
    assert visitor.post("/ask/", question_sent(TEXT, at=at, go="")).status_code == 200
    assert not Question.objects.exists()


def test_a_school_asks_for_neither_age_nor_address(visitor, settings, text_of):
    settings.QUESTIONS_WITHOUT_ADDRESS = True
    walk = Walk(visitor)
    assert "Step 1 of 2" in text_of(walk.page)
    assert "How old" not in text_of(walk.page)
    assert "Asked already? See what became of your question" in text_of(walk.page)
    walk.press(text=TEXT)
    assert "email" not in walk.fields
    assert walk.press("send", consent="on", email=ADDRESS).status_code == 200
    question = Question.objects.get()
    assert (question.email, question.status) == ("", "received")
    assert question.code_hash


def test_the_answer_to_each_page_is_kept_nowhere(visitor):
    walk = Walk(visitor)
    for response in (walk.press(age="30"), walk.press(text=TEXT), walk.press("send", consent="on")):
        assert response["Cache-Control"] == "private, no-store"
        assert not response.cookies
        assert '<meta name="robots" content="noindex">' in response.content.decode()

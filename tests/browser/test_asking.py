"""Asking in a browser: each page in each look, by keyboard, and with what scripts add to it."""

import pytest

from signups import guard
from signups.models import HelpLine, Question

from ..factories import make_question
from .test_accessibility import looks, violations


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    """Playwright types faster than a person."""
    monkeypatch.setattr(guard, "MIN_AGE_SECONDS", 0)


@pytest.fixture
def answered(site) -> Question:
    """Public, so that it is offered to whoever asks the same."""
    return make_question(text="Where do beekeepers find their first hive?", status="published", answers=("Nearby.",))


def seen(page) -> list[str]:
    """What is wrong with the page in any of its looks."""
    found = []
    for look in looks(page):
        found += [f"{look}: {one}" for one in violations(page)]
        if over := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
            found.append(f"{look}: {over} pixels too wide")
    return found


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_each_page_is_accessible_and_fits_a_phone(open_page, answered):
    page = open_page("/ask/", width=360)
    page.get_by_label("How old are you?").fill("34")
    press(page, "Next")
    assert seen(page) == []
    press(page, "Next")
    assert seen(page) == []
    page.get_by_label("Your question").fill(answered.text)
    page.get_by_label("Background").fill(f"Write to ada@example.org. {'Donaudampfschifffahrt' * 9}")
    press(page, "Next")
    page.locator("summary").first.click()
    assert seen(page) == []
    press(page, "None of these answers mine: go on")
    assert seen(page) == []
    press(page, "Send my question")
    assert seen(page) == []
    page.get_by_label("You may publish my question").check()
    press(page, "Send my question")
    assert page.get_by_role("heading", name="We have your question").is_visible()
    assert seen(page) == []


def test_help_stands_on_top_of_the_page_after_words_of_harm(open_page):
    HelpLine.objects.create(name="Listening Line", phone="1-800-555-0100", url="https://help.example/")
    page = open_page("/ask/", width=360)
    page.get_by_label("How old are you?").fill("12")
    press(page, "Next")
    page.get_by_label("Your question").fill("What work is there? I want to kill myself.")
    press(page, "Next")
    call = page.get_by_role("link", name="1-800-555-0100").bounding_box()
    assert call["y"] + call["height"] < 640
    assert seen(page) == []
    press(page, "Send it anyway")
    assert page.get_by_role("link", name="1-800-555-0100").is_visible()
    assert seen(page) == []


def test_a_question_is_asked_by_keyboard_alone(open_page, answered):
    page = open_page("/ask/")
    page.get_by_label("How old are you?").focus()
    page.keyboard.type("34")
    page.keyboard.press("Enter")
    page.get_by_label("Your question").focus()
    page.keyboard.type(answered.text)
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="None of these answers mine: go on").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Check your question").wait_for()
    page.get_by_label("You may publish my question").focus()
    page.keyboard.press("Space")
    page.get_by_label("Your email address").focus()
    page.keyboard.type("student@example.org")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Now check your email").wait_for()
    assert Question.objects.get(status="unconfirmed").email == "student@example.org"
    assert page.faults == []


def test_answered_questions_are_offered_while_one_is_typed(open_page, answered):
    page = open_page("/ask/", width=360)
    page.get_by_label("How old are you?").fill("34")
    press(page, "Next")
    field = page.get_by_label("Your question")
    field.press_sequentially(answered.text)
    page.get_by_role("link", name=answered.text).wait_for()
    assert page.locator(".near [role=status]").inner_text().startswith("Asked before, and answered")
    assert page.evaluate("document.activeElement.id") == "id_text"
    assert seen(page) == []
    field.fill("Zzzz zzzz zzzz")
    page.get_by_role("link", name=answered.text).wait_for(state="detached")
    assert page.faults == []

"""The experts' own place in Chromium: a way by keyboard, one without scripts, and what every page owes everybody."""

import json
import subprocess

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from careers.models import Career
from signups.models import Answer, Expert

from ..factories import make_answer, make_school
from ..signups.questions.experts_at_work import PLACE, WRITTEN, given, page_of, signed_in, with_account
from .test_accessibility import looks, violations

PASSWORD = "a long test password"


@pytest.fixture
def question(site):
    career = Career.objects.get(slug="medical-coding")
    expert = with_account(accepted=False, school=make_school(name="Hive College"), credential="RHIA")
    return given(expert, career=career, text="Do I need a degree?", background="I work in the evenings.")


def presses(page: Page, name: str, role: str = "button") -> None:
    """By keyboard alone, from wherever the focus is."""
    target = page.get_by_role(role, name=name, exact=True)
    for _ in range(80):
        if target.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Enter")
            page.wait_for_load_state("domcontentloaded")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not lead to {name}.")


def signs_in(page: Page) -> None:
    page.get_by_label("Username").focus()
    page.keyboard.type("grace")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def types(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).focus()
    page.keyboard.type(text)


def test_an_expert_answers_by_keyboard_from_signing_in_to_signing_out(open_page, question):
    page = open_page(page_of(question))
    signs_in(page)
    expect(page.get_by_role("heading", name="Rules for experts")).to_be_visible()
    presses(page, "I accept these rules")
    presses(page, question.text, "link")
    types(page, "Short answer", WRITTEN["short"])
    types(page, "Full answer", WRITTEN["text"])
    presses(page, "Preview")
    expect(page.get_by_role("heading", name="How it will look")).to_be_focused()
    expect(page.locator("#look")).to_contain_text(WRITTEN["short"])
    expect(page.get_by_label("Full answer")).to_have_value(WRITTEN["text"])
    presses(page, "Submit")
    expect(page.get_by_role("alert")).to_contain_text("Say where your answer is from.")
    page.get_by_label("From my own experience").focus()
    page.keyboard.press("Space")
    presses(page, "Submit")
    expect(page.locator(".messagelist")).to_contain_text("Your answer is submitted.")
    # What is saved is kept in the tab no longer.
    assert page.evaluate("Object.keys(sessionStorage)") == []
    presses(page, "Take it back to change it")
    expect(page.get_by_label("Short answer")).to_have_value(WRITTEN["short"])
    presses(page, "Submit")
    presses(page, "Sign out")
    assert Answer.objects.get(expert=question.expert).status == "submitted"
    # The form with an error is answered by a status that the browser names in its console.
    assert [fault for fault in page.faults if "422" not in fault] == []


def test_without_scripts_the_preview_is_a_step_of_its_own(open_page, question):
    Expert.objects.update(rules_accepted_at="2026-01-01T00:00Z")
    page = open_page(page_of(question), scripts=False)
    signs_in(page)
    page.get_by_label("Full answer").fill(WRITTEN["text"])
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="How it will look")).to_be_visible()
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_have_text("Draft saved.")
    assert Answer.objects.get(expert=question.expert).text == WRITTEN["text"]


def test_text_outlives_the_session_that_it_was_written_in(open_page, question):
    Expert.objects.update(rules_accepted_at="2026-01-01T00:00Z")
    page = open_page(page_of(question))
    page.on("dialog", lambda dialog: dialog.accept())
    signs_in(page)
    expect(page.get_by_label("Full answer")).to_be_visible()
    # What is typed before the script is there is no change to it.
    page.wait_for_load_state()
    page.get_by_label("Full answer").fill("Written while the session ended.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_label("Full answer")).to_have_value("Written while the session ended.")
    page.get_by_role("link", name="Sign in").click()
    signs_in(page)
    page.get_by_role("button", name="Put my text back").click()
    expect(page.get_by_label("Full answer")).to_have_value("Written while the session ended.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_have_text("Draft saved.")
    assert Answer.objects.get(expert=question.expert).text == "Written while the session ended."
    assert page.evaluate("Object.keys(sessionStorage)") == []


def pages(question) -> dict[str, str]:
    expert = question.expert
    Expert.objects.update(rules_accepted_at="2026-01-01T00:00Z")
    returned, submitted = given(expert, days=-2), given(expert)
    note = "Which part is your own?"
    make_answer(question=returned, expert=expert, status="returned", reviewers_note=note, short="Yes. " * 40)
    sources = "Handbook https://www.bls.gov/ooh/\nhttps://example.org/a-very-long-address-without-any-place-to-break-it"
    at = "2026-01-01T00:00Z"
    make_answer(question=submitted, expert=expert, status="submitted", submitted_at=at, sources=sources)
    return {
        "questions": PLACE,
        "rules": "/expert/rules/",
        "not begun": page_of(question),
        "returned": page_of(returned),
        "submitted": page_of(submitted),
        "give back": f"{page_of(question)}give-back/",
        "me": "/expert/me/",
        "password": "/expert/password/",
        "of staff": "/admin/",
    }


def test_no_page_of_it_has_an_axe_violation_or_scrolls_sideways(open_page, question):
    page = open_page(PLACE)
    signs_in(page)
    # Nobody else writes while the rows are made.
    expect(page.get_by_role("heading", name="Rules for experts")).to_be_visible()
    page.wait_for_load_state("networkidle")
    found = {}
    for name, path in pages(question).items():
        page.goto(page.url.partition("/expert/")[0].partition("/admin/")[0] + path)
        for look in looks(page):
            problems = violations(page)
            if over := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
                problems.append(f"{over} pixels too wide")
            if problems:
                found[name, *look] = problems
    assert found == {}


def test_every_page_of_it_is_valid_html(vnu, question, tmp_path):
    client = signed_in(question.expert)
    answers = {name: client.get(path) for name, path in pages(question).items()}
    answers["with errors"] = client.post(page_of(question), {"_submit": "yes", "text": "..."})
    answers["changed elsewhere"] = client.post(page_of(question), {"_save": "yes", "opened": "x", "text": "Other"})
    answers["preview"] = client.post(page_of(question), {"_look": "yes", "text": "**Bold**"})
    answers["gone"] = client.post("/expert/questions/0/", {"_save": "yes", "text": "Typed"})
    answers["no pause"] = client.post("/expert/me/", {"do": "pause", "until": "never"})
    for name, answer in answers.items():
        (tmp_path / f"{name.replace(' ', '-')}.html").write_bytes(answer.content)
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 200} == {
        "of staff": 403,
        "with errors": 422,
        "changed elsewhere": 409,
        "gone": 404,
        "no pause": 422,
    }
    checked = subprocess.run([*vnu, "--format", "json", str(tmp_path)], capture_output=True, text=True, check=False)
    messages = json.loads(checked.stderr)["messages"]
    assert [
        f"{one['url'].rsplit('/', 1)[-1]}:{one.get('lastLine')} {one['message']}"
        for one in messages
        if one["type"] != "info"
    ] == []

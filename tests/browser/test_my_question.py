"""An asker's own page, read and used in a browser: from the button that confirms to the end of their data."""

import json
import subprocess
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from signups import guard
from signups.models import Question, Wording
from signups.questions.own import links as own_links
from signups.questions.steps import Role, take
from signups.updates import pressing

from ..factories import make_answer, make_expert
from ..signups.questions.askers import WORDED, WORDS, make_asked, path_of
from .test_accessibility import looks, violations

STATES = ("received", "assigned", "published", "private", "declined", "merged", "closed")


def asked_in_each_state() -> dict[str, Question]:
    made = {status: make_asked(status, promised_on=timezone.localdate() - timedelta(days=1)) for status in STATES}
    for status in ("published", "private"):
        make_answer(question=made[status], short="Yes.", text="**Many** do.", sources="BLS https://www.bls.gov/")
    Question.objects.filter(status="merged").update(merged_into=made["published"])
    Wording.objects.create(question=made["received"], text=WORDED, reason="Clearer")
    Wording.objects.create(question=made["assigned"], text="Does it pass?", is_askers=True)
    return made


def test_it_can_be_read_in_each_state_and_look(open_page, site, vnu, tmp_path, client):
    page, faults = open_page("/"), []
    for status, question in asked_in_each_state().items():
        answer = client.get(path_of(question))
        (tmp_path / f"{status}.html").write_bytes(answer.content)
        page.goto(f"{site}{path_of(question)}")
        for width, scheme in looks(page):
            page.evaluate("document.querySelectorAll('.own details').forEach(one => one.open = true)")
            faults += [f"{status} {width} {scheme}: {fault}" for fault in violations(page)]
            if over := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
                faults.append(f"{status} is {over} pixels too wide at {width}")
    checked = subprocess.run([*vnu, "--format", "json", str(tmp_path)], capture_output=True, text=True, check=False)
    faults += [one["message"] for one in json.loads(checked.stderr)["messages"] if one["type"] != "info"]
    assert faults == []


@pytest.fixture
def page(open_page, monkeypatch) -> Page:
    # Playwright reads and types faster than a person.
    monkeypatch.setattr(guard, "MIN_AGE_SECONDS", 0)
    monkeypatch.setattr(pressing, "SECONDS", 0)
    return open_page("/", width=360)


def sees(page: Page, *texts: str) -> None:
    for text in texts:
        expect(page.get_by_role("main")).to_contain_text(text)


def presses(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def opens(page: Page, name: str) -> None:
    page.locator("summary", has_text=name).click()


def test_an_asker_confirms_words_it_differently_takes_it_back_and_deletes_everything(page, site):
    question = make_asked("unconfirmed", text=WORDS, asked_background="", confirmed_at=None)
    page.goto(f"{site}{urlsplit(own_links.confirm_url(question)).path}")
    presses(page, "Yes, that was me")
    sees(page, "Thank you. Your address is confirmed.", "Your question as you wrote it", "Read by our team")
    take("accept", question, Role.MODERATOR, text=WORDED)
    wording = Wording.objects.create(question=question, text=WORDED, reason="So that others find it")
    page.reload()
    sees(page, "As we worded it", "As you asked it", wording.reason)
    presses(page, "I agree to this wording")
    sees(page, "Thank you. The wording stays so.")
    opens(page, "Word it differently")
    page.get_by_label("Your question").fill("Does a fear of needles pass with time?")
    presses(page, "Send this wording")
    sees(page, "A moderator looks at your wording.", "Does a fear of needles pass with time?")
    opens(page, "Keep it private")
    presses(page, "Keep it private")
    sees(page, "Your question stays private")
    take("assign", question, Role.MODERATOR, expert=make_expert())
    take("answer-privately", question, Role.MODERATOR)
    make_answer(question=question, short="It passes.")
    page.reload()
    sees(page, "It passes.", "for you alone")
    opens(page, "Delete it")
    presses(page, "Delete my question")
    sees(page, "Check this box first")
    page.get_by_label("Yes, delete my question").check()
    presses(page, "Delete my question")
    sees(page, "Your question is deleted")
    assert not Question.objects.filter(pk=question.pk).exists()


def test_a_code_is_entered_by_keyboard_and_stays_out_of_the_address(page, site):
    code = own_links.new_code()
    make_asked(email="", code_hash=own_links.code_hash(code), confirmed_at=None)
    page.goto(f"{site}/ask/mine/")
    page.get_by_label("Your code").focus()
    page.keyboard.type(code.lower())
    page.keyboard.press("Enter")
    sees(page, WORDED, "This page closes 60 minutes after you entered your code.")
    assert code not in page.url.upper()

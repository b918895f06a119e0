"""A question's whole way in Chromium, from asking it to an answer that is checked again, with each mail on it."""

import re
from dataclasses import dataclass
from typing import NamedTuple

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from playwright.sync_api import Locator, Page, expect

from careers.models import Career
from signups import guard
from signups.models import Expert, Question, Tries
from signups.updates import pressing

from ..factories import make_roles
from ..mailing import deliver
from ..signups.questions.experts_at_work import with_account
from .test_updates import approve_a_raise

ASKER, EXPERT, MODERATOR, PASSWORD = "ada@example.org", "grace@example.org", "mona", "a long test password"
ASKED = "Can a new coder like me really work from home right away?"
BACKGROUND = "My name is Zenobia Quist. I have two small children."
WORDED = "Can a new medical coder work from home right away?"
REASON = "Shorter, so that others find it"
SHORT = "Hardly ever in the first year."
PROFILE, PAGE_OF_CODERS = "/careers/medical-coding/", "/careers/medical-coding/ask/"
MOST_TABS = 120


@dataclass
class Person:
    """Somebody in front of a browser, in which they also read their mail."""

    page: Page
    site: str
    address: str = ""

    def field(self, label: str) -> Locator:
        # Staff's pages write a colon after it.
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}:?\s*$")).filter(visible=True)

    def presses(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).click()

    def types(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def ticks(self, label: str) -> None:
        self.field(label).check()

    def unfolds(self, name: str) -> None:
        self.page.locator("summary", has_text=name).click()

    def opens(self, path: str) -> None:
        self.page.goto(self.site + path)

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.get_by_role("main")).to_contain_text(text)

    def does_not_see(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.get_by_role("main")).not_to_contain_text(text)

    def signs_in(self, name: str) -> None:
        self.types("Username", name)
        self.types("Password", PASSWORD)
        self.presses("Sign in")

    def gets(self, subject: str) -> str:
        """The only mail that there is for them now, opened; its plain text."""
        deliver()
        [message] = [one for one in mail.outbox if one.to == [self.address]]
        assert message.subject == subject
        mail.outbox.remove(message)
        self.page.goto("about:blank")
        self.page.set_content(message.alternatives[0].content)
        return message.body


class AtKeyboard(Person):
    """Has no mouse: goes from one thing to the next with the tab key."""

    def presses(self, name: str, role: str = "button") -> None:
        self._goes_to(self.page.get_by_role(role, name=name, exact=True))
        self.page.keyboard.press("Enter")

    def types(self, label: str, text: str) -> None:
        self._goes_to(self.field(label))
        self.page.keyboard.type(text)

    def ticks(self, label: str) -> None:
        self._goes_to(self.field(label))
        self.page.keyboard.press("Space")

    def _goes_to(self, target: Locator) -> None:
        for _ in range(MOST_TABS):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The tab key does not lead to {target}.")


class People(NamedTuple):
    asker: Person
    expert: Person
    moderator: Person


@pytest.fixture
def people(open_page, site, settings, monkeypatch):
    """Asker, expert and moderator; a test says how the first two use their browsers, and whether scripts run."""
    # Playwright reads and types faster than a person.
    monkeypatch.setattr(guard, "MIN_AGE_SECONDS", 0)
    monkeypatch.setattr(pressing, "SECONDS", 0)
    settings.SITE_URL, settings.MAIL_PER_SECOND, settings.MAIL_PER_DOMAIN = site, 0, 0
    make_roles()
    account = get_user_model().objects.create_user(MODERATOR, "mona@example.org", PASSWORD, is_staff=True)
    account.groups.add(Group.objects.get(name="Moderator"))
    with_account(accepted=False, name="grace")

    def come(kind: type[Person] = Person, *, scripts: bool = True) -> People:
        return People(
            kind(open_page(PAGE_OF_CODERS, width=360, scripts=scripts), site, ASKER),
            kind(open_page("/expert/", scripts=scripts), site, EXPERT),
            Person(open_page("/admin/", scripts=scripts), site),
        )

    return come


def asks(asker: Person) -> None:
    asker.types("How old are you?", "34")
    asker.presses("Next")
    asker.sees("What would you like to know about Medical Coding?")
    asker.types("Your question", ASKED)
    asker.types("Background (optional)", BACKGROUND)
    asker.presses("Next")
    asker.sees("Is your answer here already?", "Can a new coder really work from home")
    asker.presses("None of these answers mine: go on")
    asker.sees("This is how others see it:", "What is marked looks personal", "Zenobia Quist")
    asker.presses("Take the marked parts out")
    asker.does_not_see("Zenobia")
    asker.sees("I have two small children.")
    asker.types("Your email address (optional)", ASKER)
    asker.ticks("You may publish my question, without my name")
    asker.presses("Send my question")
    asker.sees("Now check your email")


def confirms(asker: Person) -> None:
    text = asker.gets("Open the page to send your question to Careerinfo")
    assert "home" not in text + asker.page.content()
    asker.presses("Open the page", "link")
    asker.sees("One press, and we read your question")
    assert Question.objects.get(email=ASKER).status == "unconfirmed"
    asker.presses("Yes, that was me")
    asker.sees("Thank you. Your address is confirmed.", ASKED)


def accepts_and_words(moderator: Person) -> None:
    moderator.signs_in(MODERATOR)
    moderator.sees("1 new question")
    moderator.opens("/admin/signups/question/?queue=new")
    moderator.presses(ASKED, "link")
    moderator.presses("Take this question")
    moderator.presses("Accept")
    moderator.sees("Accepted. It needs an expert now.")
    moderator.unfolds("Reword it")
    moderator.types("Question", WORDED)
    moderator.types("Why", REASON)
    moderator.presses("Reword it")
    moderator.sees("The question has its new wording.")


def agrees(asker: Person) -> None:
    text = asker.gets("We changed the wording of your question")
    assert WORDED in text
    asker.presses("See your question", "link")
    asker.sees("We are looking for an expert", WORDED, ASKED, REASON)
    asker.presses("I agree to this wording")
    asker.sees("Thank you. The wording stays so.")


def assigns(moderator: Person) -> None:
    moderator.unfolds("Give it to an expert")
    expert = Expert.objects.get(account__username="grace")
    moderator.field("Expert").select_option(str(expert.pk))
    moderator.presses("Give it to an expert")
    moderator.sees("The expert has it now.")


def answers(expert: Person) -> None:
    text = expert.gets("A question for you on Careerinfo")
    assert "home" not in text
    expert.presses("Read the question", "link")
    expert.signs_in("grace")
    expert.sees("Rules for experts")
    expert.presses("I accept these rules")
    expert.sees("To answer", "Not begun.")
    expert.presses(WORDED, "link")
    expert.sees("I have two small children.")
    expert.does_not_see("Zenobia")
    expert.types("Short answer", SHORT)
    expert.types("Full answer", "Your work has to be **steady** first.")
    expert.ticks("From my own experience")
    expert.ticks("Median pay")
    expert.presses("Preview")
    expert.sees("How it will look")
    expert.presses("Save draft")
    expert.sees("Draft saved.")
    expert.presses("Submit")
    expert.sees("Thank you. Your answer is submitted.", "we mail you when it is published or needs a change")


def publishes(moderator: Person) -> None:
    moderator.opens("/admin/signups/question/?queue=answered")
    moderator.presses(WORDED, "link")
    moderator.sees(SHORT)
    moderator.presses("Take this question")
    moderator.presses("Publish now")
    moderator.sees("Published. The asker is told.")


def reads_the_answer(asker: Person) -> None:
    text = asker.gets("Your question is answered")
    assert SHORT in text
    asker.presses("Read the whole answer", "link")
    asker.sees(WORDED, SHORT, "Your work has to be steady first.", "Median pay: Medical Coding")
    asker.does_not_see("re-checked", ASKED)
    asker.opens(PROFILE)
    expect(asker.page.locator("#questions")).to_contain_text(SHORT)
    asker.presses(WORDED, "link")
    asker.sees(SHORT)


def pay_changes() -> None:
    approve_a_raise(Career.objects.get(slug="medical-coding"), to=52_340)
    # A minute passes, after which the site looks again.
    Tries.objects.all().delete()
    deliver()


def confirms_the_answer(moderator: Person) -> None:
    moderator.opens("/admin/signups/question/?queue=recheck")
    moderator.presses(WORDED, "link")
    moderator.sees("Median annual pay went from $50,250 to $52,340")
    moderator.presses("Take this question")
    moderator.presses("Still true")
    moderator.sees("Checked today.")


def walk_the_whole_way(people: People) -> None:
    asker, expert, moderator = people
    asks(asker)
    confirms(asker)
    accepts_and_words(moderator)
    agrees(asker)
    assigns(moderator)
    asker.page.reload()
    asker.sees("An expert has your question.")
    answers(expert)
    publishes(moderator)
    assert expert.gets("Your answer is published on Careerinfo")
    reads_the_answer(asker)
    pay_changes()
    asker.page.reload()
    asker.sees("This answer is being re-checked", "from $50,250 to $52,340")
    confirms_the_answer(moderator)
    asker.page.reload()
    asker.sees(SHORT, "last checked on")
    asker.does_not_see("re-checked")
    assert [person.page.faults for person in people] == [[], [], []]


def test_with_scripts(people):
    walk_the_whole_way(people())


def test_without_scripts(people):
    walk_the_whole_way(people(scripts=False))


def test_by_keyboard_alone(people):
    walk_the_whole_way(people(AtKeyboard))

"""One person's way with updates, from a career's page to the end of their data; each mail is read in the browser."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from careers.models import Career, Pay, Release
from careers.releases import lifecycle
from signups import guard
from signups.models import Delivery, Subscription
from signups.updates import pressing

from ..factories import make_release
from ..mailing import deliver
from ..signups.digesting import mailing

ADDRESS = "ada@example.org"


@dataclass
class Reader:
    """Somebody in front of a browser, in which they also read their mail."""

    page: Page
    site: str

    def presses(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).click()

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.get_by_role("main")).to_contain_text(text)

    def opens(self, path: str) -> None:
        self.page.goto(self.site + path)

    def signs_up(self) -> None:
        self.page.get_by_label("Your email address").fill(ADDRESS)
        self.presses("Sign up")
        self.sees("Now check your email", "We send you one email with a link")

    def gets(self, subject: str) -> str:
        """The only mail that the worker has for them now, opened; its plain text."""
        mail.outbox.clear()
        deliver()
        [message] = mail.outbox
        assert (message.to, message.subject) == ([ADDRESS], subject)
        self.opens_mail()
        return message.body

    def opens_mail(self) -> None:
        self.page.goto("about:blank")
        self.page.set_content(mail.outbox[-1].alternatives[0].content)

    def follows_each_link(self) -> set[str]:
        """The addresses of the opened mail's links, of which each leads to a page."""
        links = set(self.page.locator("a").evaluate_all("all => all.map(one => one.href)"))
        for link in links:
            if not link.startswith("mailto:"):
                assert link.startswith(self.site)
                assert self.page.request.get(link).ok, link
        return links

    def unsubscribes_in_the_mail_program(self) -> None:
        headers = mail.outbox[0].extra_headers
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = headers["List-Unsubscribe"].strip("<>")
        answer = self.page.request.post(address, form={"List-Unsubscribe": "One-Click"})
        assert answer.ok
        assert "You are unsubscribed" in answer.text()


@pytest.fixture
def reader(open_page, site, settings, monkeypatch) -> Reader:
    # Playwright reads and types faster than a person.
    monkeypatch.setattr(guard, "MIN_AGE_SECONDS", 0)
    monkeypatch.setattr(pressing, "SECONDS", 0)
    settings.SITE_URL, settings.MAIL_PER_SECOND, settings.MAIL_PER_DOMAIN = site, 0, 0
    return Reader(open_page("/careers/medical-coding/", width=360), site)


def approve_a_raise(career: Career, *, to: int) -> None:
    """A release as the one before it, in which one occupation earns something else."""
    live = Release.objects.get(data_set="oews-national", state="live")
    year = live.as_of.year + 1
    release = make_release(state="staged", period=f"May {year}", as_of=date(year, 5, 31))
    rows = list(Pay.objects.filter(release=live))
    for row in rows:
        row.pk, row.release = None, release
        if row.occupation_id == career.occupation_id:
            row.annual_median = to
    Pay.objects.bulk_create(rows)
    lifecycle.approve([release], by="ada")


def confirms(reader: Reader) -> None:
    text = reader.gets("Open the page to finish: updates from Careerinfo")
    reader.sees("You asked for email updates from Careerinfo:")
    links = reader.follows_each_link()
    assert all(link in text for link in links if "/updates/" in link)
    assert not Subscription.objects.listening().exists()
    reader.presses("Open the page to finish", "link")
    reader.sees("One press, and you are signed up")
    reader.presses("Yes, sign me up")
    reader.sees("You are signed up", "You will hear about:")


def reads_what_changed(reader: Reader, career: Career) -> None:
    approve_a_raise(career, to=52_340)
    mailing("weekly")
    text = reader.gets("Medical Coding: what changed")
    reader.sees("Medical Coding", "$50,250", "→ $52,340")
    assert "$50,250 → $52,340" in text
    assert len(reader.follows_each_link()) >= 4
    # Who has a mail that was sent on to them can end the updates and no more.
    expect(reader.page.get_by_role("link", name="unsubscribe")).to_be_visible()
    reader.page.get_by_role("link", name="Medical Coding", exact=True).click()
    reader.sees("$52,340")


def changes_topics(reader: Reader) -> None:
    reader.opens_mail()
    reader.presses("Change what you get", "link")
    expect(reader.page.get_by_label("Medical Coding", exact=True)).to_be_checked()
    expect(reader.page.get_by_label("New expert answers")).not_to_be_checked()
    reader.page.get_by_label("New expert answers").check()
    reader.presses("Save")
    reader.sees("Your topics are saved.")
    expect(reader.page.get_by_label("New expert answers")).to_be_checked()


def takes_a_break(reader: Reader) -> str:
    """By the link to everything, which is good for a while; it."""
    reader.presses("ask for a private link", "link")
    reader.page.get_by_label("Your email address").fill(ADDRESS)
    reader.presses("Mail me the link")
    reader.sees("If we have your address, a link is on its way.")
    reader.gets("Your updates from Careerinfo")
    reader.presses("Open my updates", "link")
    reader.sees(f"Updates sent to {ADDRESS}")
    link = reader.page.url
    reader.page.get_by_label("Take a break").select_option("For a month")
    reader.presses("Save")
    reader.sees("Your choice is saved.")
    expect(reader.page.get_by_label("Take a break")).to_contain_text("Until")
    assert not Subscription.objects.listening().exists()
    return link.partition("?")[0]


def erases(reader: Reader, link: str) -> None:
    reader.page.goto(link)
    reader.presses("Delete my data")
    reader.sees("Check this box first")
    reader.page.get_by_label("Yes, delete everything").check()
    reader.presses("Delete my data")
    reader.sees("Your data is deleted", "we send you nothing")
    assert not Subscription.objects.exists()
    assert not Delivery.objects.exclude(email="").exists()
    assert reader.page.request.get(link).status == 410


def test_a_person_signs_up_hears_what_changed_pauses_leaves_comes_back_and_is_erased(reader):
    career = Career.objects.get(slug="medical-coding")
    reader.signs_up()
    confirms(reader)
    reads_what_changed(reader, career)
    digest = mail.outbox[0]
    changes_topics(reader)
    link = takes_a_break(reader)
    mail.outbox[:] = [digest]
    reader.unsubscribes_in_the_mail_program()
    reader.page.goto(link)
    reader.sees("You are not signed up for anything at the moment.")
    reader.opens("/updates/")
    reader.signs_up()
    confirms(reader)
    assert Subscription.objects.listening().get().email == ADDRESS
    assert reader.page.faults == []
    erases(reader, link)

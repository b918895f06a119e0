"""By visible labels alone an editor and a reviewer make a career, and correct a sentence of an imported one.

With STAFF_GUIDE=docs/staff this writes the guide for staff, with a picture of each step.
"""

import os
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from careers.models import Career

from ..factories import make_field, make_onet_profile, make_roles, onet_data

PASSWORD = "a long test password"
TASKS = "Open the hives and look at the combs\nFeed the bees in autumn\nTake out the honey and fill it into jars"
HEAD = """# How staff keep the site

An editor writes a new career and sends it to review, a reviewer publishes it; then the editor corrects one sentence
of a career that came with an O*NET release. Everything is done by the words on the page.

This page and its pictures are made from the running site:
`STAFF_GUIDE=docs/staff make test ARGS=tests/browser/test_staff_guide.py`.
"""


class Guide:
    """Notes each step in words, and takes its picture where somebody asked for the guide."""

    def __init__(self) -> None:
        self.folder = Path(os.environ["STAFF_GUIDE"]) if os.environ.get("STAFF_GUIDE") else None
        self.lines, self.number = [HEAD], 0

    def part(self, title: str) -> None:
        self.lines.append(f"\n## {title}\n")

    def step(self, page: Page, words: str) -> None:
        self.number += 1
        self.lines.append(f"\n{self.number}. {words}\n\n   ![{words}]({self.number:02}.jpg)\n")
        if self.folder:
            page.screenshot(path=self.folder / f"{self.number:02}.jpg", type="jpeg", quality=70)

    def write(self) -> None:
        if self.folder:
            (self.folder / "README.md").write_text("".join(self.lines))


@pytest.fixture
def guide():
    guide = Guide()
    yield guide
    guide.write()


@pytest.fixture
def staff(site):
    """An editor and a reviewer; O*NET's beekeepers stand on the site already, as an import made them."""
    make_roles()
    for name, role in (("ada", "Editor"), ("rita", "Reviewer")):
        user = get_user_model().objects.create_user(name, password=PASSWORD, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
    described = "Keep bees for honey, wax and the pollination of fields. May raise queen bee's for sale."
    make_onet_profile(code="45-2093.00", title="Beekeepers", data=onet_data(description=described))
    values = {"title": "Beekeepers", "slug": "beekeepers", "onet_code": "45-2093.00", "from_onet": True}
    field = make_field(title="Farming and animals", slug="farming-and-animals")
    return Career.objects.create(**values, field=field, status="published", published_at="2026-01-05T00:00:00Z")


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text(f"Welcome, {name}").wait_for()


def choose(page: Page, label: str, words: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.keyboard.type(words)
    page.get_by_role("option", name=words).first.click()


def write(ada: Page, guide: Guide) -> None:
    guide.part("Write a career")
    guide.step(ada, "Sign in. The first page says what waits for you. Choose “Add” beside Careers.")
    ada.get_by_role("row", name="Careers", exact=False).get_by_role("link", name="Add").first.click()
    ada.get_by_label("Title:").fill("Honey Judge")
    choose(ada, "Field of work:", "Farming")
    ada.get_by_label("Summary:").fill("Tastes and rates honey for producers, fairs and shops.")
    guide.step(ada, "Write a title, choose the field of work, and say in one sentence what the work is.")
    ada.get_by_text("Common work tasks: paste or edit as lines").click()
    ada.get_by_label("Common work tasks, one in a line").fill(TASKS)
    guide.step(ada, "Write or paste the work tasks, a line for each.")
    with ada.context.expect_page() as opened:
        ada.get_by_role("button", name="Preview").first.click()
    opened.value.get_by_text("Honey Judge").first.wait_for()
    guide.step(opened.value, "“Preview” shows the page as on a phone and on a desk. Nothing is saved by that.")
    opened.value.close()
    ada.get_by_role("button", name="Save", exact=True).first.click()
    ada.get_by_role("link", name="Honey Judge").first.click()
    guide.step(ada, "“Save” keeps a draft that visitors do not see. Open it again to see what the check finds.")
    ada.get_by_role("link", name="Review and publishing").click()
    ada.get_by_label("For the reviewer").fill("New career, please read it.")
    guide.step(ada, "“Review and publishing” leads to the reviewers. Say what they should know.")
    ada.get_by_role("button", name="Send to review").click()
    expect(ada.get_by_text("Sent to review.")).to_be_visible()


def publish(rita: Page, guide: Guide) -> None:
    guide.part("Review and publish it")
    guide.step(rita, "A reviewer finds it on the first page. Choose the line.")
    rita.get_by_role("link", name="draft to review").click()
    rita.get_by_role("link", name="Honey Judge").click()
    rita.get_by_role("link", name="Review and publishing").first.click()
    guide.step(
        rita, "“Review and publishing” says what stands against it. Publish it now or at a time, or send it back."
    )
    rita.get_by_role("button", name="Publish now").click()
    expect(rita.get_by_text("is published as the draft has it")).to_be_visible()
    rita.goto(rita.url.partition("/admin/")[0] + "/careers/honey-judge/")
    expect(rita.get_by_text("Feed the bees in autumn")).to_be_visible()
    guide.step(rita, "Visitors see it.")


def correct(ada: Page, rita: Page, guide: Guide) -> None:
    guide.part("Correct a sentence that came with a release")
    ada.goto(ada.url.partition("/admin/")[0] + "/careers/beekeepers/")
    ada.get_by_role("link", name="Edit").click()
    ada.get_by_role("button", name="Copy here to edit").nth(1).click()
    guide.step(ada, "On the public page choose “Edit”, and copy the release's text where you want to change it.")
    description = ada.get_by_label("Career description:")
    description.fill(description.input_value().replace("bee's", "bees"))
    ada.get_by_role("button", name="Save draft", exact=True).first.click()
    guide.step(
        ada, "“Save draft” keeps it beside the published page, and shows what it changes. Send it to review as before."
    )
    ada.get_by_role("button", name="Send to review").click()
    rita.goto(rita.url.partition("/careers/")[0] + "/admin/")
    rita.get_by_role("link", name="draft to review").click()
    rita.get_by_role("link", name="Beekeepers").click()
    rita.get_by_role("link", name="Review and publishing").first.click()
    rita.get_by_role("button", name="Publish draft").click()
    expect(rita.get_by_text("is published as the draft has it")).to_be_visible()
    rita.goto(rita.url.partition("/admin/")[0] + "/careers/beekeepers/")
    expect(rita.get_by_text("May raise queen bees for sale.").first).to_be_visible()
    guide.step(rita, "Once it is published, visitors see the corrected sentence.")


def test_a_career_is_written_reviewed_and_published_by_the_words_on_the_page(open_page, staff, guide):
    ada, rita = open_page("/admin/"), open_page("/admin/")
    sign_in(ada, "ada")
    write(ada, guide)
    sign_in(rita, "rita")
    publish(rita, guide)
    correct(ada, rita, guide)
    assert ada.faults == rita.faults == []

"""A draft is saved and looked at in a browser: what was typed is kept once, and the page suits everybody."""

from playwright.sync_api import expect

from careers.models import Career, Draft

from ..factories import make_staff
from .test_accessibility import LOOKS, looks, violations
from .test_keeping_text import sign_in


def faults_of(page) -> list:
    return [
        (look, violations(page), page.evaluate("document.documentElement.scrollWidth - innerWidth"))
        for look in looks(page)
    ]


def test_a_draft_is_saved_and_its_page_suits_everybody(open_page, site):
    make_staff(username="ada")
    career = Career.objects.get(slug="medical-coding")
    form = f"/admin/careers/career/{career.pk}/change/"
    page = open_page(form, width=360)
    sign_in(page)
    page.get_by_label("Summary:").fill("Not seen by visitors yet.")
    page.get_by_role("button", name="Save draft", exact=True).first.click()
    expect(page.get_by_role("button", name="Publish draft")).to_be_visible()
    assert Draft.objects.get().career == career
    assert faults_of(page) == [(look, [], 0) for look in LOOKS]
    page.goto(site + form)
    expect(page.get_by_text("saved by ada on")).to_be_visible()
    expect(page.get_by_role("button", name="Put my text back")).to_have_count(0)
    assert [page.evaluate("document.documentElement.scrollWidth - innerWidth") for _ in looks(page)] == [0, 0]

"""Staff's own browsers, on staff's pages and on those that everybody sees."""

import re

from playwright.sync_api import expect

from ..factories import make_staff
from .test_accessibility import violations

FORM = re.compile(r"/admin/careers/career/\d+/change/$")
PASSWORD = "a long test password"


def test_staff_see_what_waits_and_a_link_to_edit_each_page_until_they_sign_out(open_page, site):
    user = make_staff()
    page = open_page("/careers/medical-coding/")
    edit = page.get_by_role("link", name="Edit", exact=True)
    expect(edit).to_have_count(0)
    page.goto(f"{site}/admin/edit/careers/medical-coding/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(FORM)
    page.goto(f"{site}/admin/")
    expect(page.get_by_role("heading", name="What waits for you")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert [found for found in violations(page) if "desk" in found] == []
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.goto(f"{site}/careers/medical-coding/")
    edit.click()
    expect(page).to_have_url(FORM)
    page.get_by_role("button", name="Log out").click()
    page.goto(f"{site}/careers/medical-coding/")
    expect(edit).to_have_count(0)

"""What is in a form, seen on a phone and on a desk beside each other."""

import re

from playwright.sync_api import expect

from careers.models import Career

from ..factories import make_staff
from .test_accessibility import violations


def test_a_form_is_previewed_in_both_widths_and_a_link_is_shared(open_page, site):
    user = make_staff()
    career = Career.objects.get(slug="medical-coding")
    page = open_page(f"/admin/login/?next=/admin/careers/career/{career.pk}/change/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill("a long test password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Summary:").fill("Not saved yet.")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview", exact=True).first.click()
    shown = opened.value
    for device, width in (("phone", 360), ("desk", 1280)):
        frame = shown.frame_locator(f'iframe[title*="on a {device}"]')
        expect(frame.get_by_text("Not saved yet.")).to_be_visible()
        assert frame.locator("body").evaluate("innerWidth") == width
    for width, scheme in ((360, "light"), (1280, "dark")):
        shown.set_viewport_size({"width": width, "height": 800})
        shown.emulate_media(color_scheme=scheme)
        assert violations(shown) == []
        assert shown.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    shown.get_by_role("link", name="Phone", exact=True).click()
    expect(shown.locator("iframe")).to_have_count(1)
    shown.get_by_role("link", name="Share a preview").click()
    shown.get_by_role("button", name="Make a link").click()
    expect(shown.get_by_label("Copy it now")).to_have_value(re.compile(r"/shared/\?key=[\w-]+$"))
    assert violations(shown) == []
    # The form is as it was, and leaving it still asks.
    expect(page.get_by_label("Summary:")).to_have_value("Not saved yet.")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]

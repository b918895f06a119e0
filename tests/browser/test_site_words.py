"""The site's own color, logo and announcements, as visitors and staff see them."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from careers.models import Announcement, SiteWords
from careers.site_words import logo

from ..factories import make_picture, make_staff

SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shifted += entry.value }))
  .observe({type: "layout-shift", buffered: true});
"""


def violations(page) -> list[str]:
    return [found["id"] for found in Axe().run(page).response["violations"]]


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_a_site_with_a_color_logo_and_announcements_can_be_read_and_does_not_jump(open_page, width, scheme):
    words, picture = SiteWords.objects.get(), make_picture()
    words.accent, words.logo_alt = "#7e22ce", "A hive"
    words.take_logo(logo.drawn_anew(picture, picture.getbuffer().nbytes))
    words.save()
    Announcement.objects.create(text="Closed on **Sunday**.", level="important")
    Announcement.objects.create(text="School fair", link="/schools/", link_text="Which schools come")
    page = open_page("/privacy/", width=width, scheme=scheme)
    page.add_init_script(SHIFTS)
    page.goto(page.url.replace("/privacy/", "/"), wait_until="networkidle")
    assert page.evaluate("window.shifted") == 0
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    button = page.get_by_role("button", name="Search").first
    expect(button).to_have_css("background-color", "rgb(191, 140, 236)" if scheme == "dark" else "rgb(126, 34, 206)")
    box = page.get_by_role("img", name="A hive").bounding_box()
    assert (box["width"], box["height"]) == (80, 40)
    assert page.faults == []
    assert violations(page) == []


def test_staff_write_an_announcement_on_a_phone(open_page):
    page = open_page("/admin/login/?next=/admin/careers/announcement/add/", width=360)
    page.get_by_label("Username").fill(make_staff().username)
    page.get_by_label("Password").fill("a long test password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Text").fill("School fair")
    expect(page.get_by_label("From")).to_have_attribute("type", "datetime-local")
    assert violations(page) == []
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(page.url.partition("/admin/")[0])
    expect(page.get_by_role("complementary", name="Announcements")).to_have_text("School fair")

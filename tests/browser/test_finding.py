"""Finding a career by keyboard, by thumb, with and without scripts."""

import re

import pytest

SMALLEST_TARGET = 24
PHONE = 360


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_careers_are_narrowed_ticked_and_compared(open_page, scripts):
    page = open_page("/careers/", width=PHONE, scripts=scripts)
    page.get_by_text("Filter and sort").click()
    page.get_by_role("group", name="Field of work").get_by_label("Health care").check()
    page.get_by_role("button", name="Show careers").click()
    page.wait_for_url("**field=health-care**")
    assert page.get_by_role("link", name="Remove Health care").is_visible()
    for title in ("Medical Coding", "Registered Nurse"):
        page.get_by_label(f"Compare {title}", exact=True).check()
    page.get_by_role("button", name="Compare 2 of 4" if scripts else "Compare selected").click()
    page.wait_for_url(re.compile(r"/careers/compare/\?c=registered-nurse&c=medical-coding$"))
    assert page.get_by_text("$50,250").first.is_visible()
    assert page.faults == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [PHONE, 768])
def test_on_a_small_screen_the_filters_are_one_tap_above_the_results(open_page, width, scripts):
    page = open_page("/careers/?sort=title", width=width, scripts=scripts)
    first, opener = page.get_by_role("link", name="Accountant", exact=True), page.get_by_text("Filter and sort")
    assert first.bounding_box()["y"] < 800
    order = page.get_by_label("Sort by")
    assert not order.is_visible()
    opener.click()
    order.select_option("Highest median pay")
    page.get_by_role("button", name="Show careers").click()
    page.wait_for_url("**sort=pay**")
    assert first.is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_on_a_wide_screen_the_filters_stand_open_beside_the_results(open_page, scripts):
    page = open_page("/careers/", scripts=scripts)
    assert not page.get_by_text("Filter and sort").is_visible()
    form, results = page.get_by_role("form", name="Filters"), page.get_by_role("region", name="careers")
    assert form.bounding_box()["y"] == results.bounding_box()["y"]
    page.get_by_label("Sort by").select_option("Highest median pay")
    page.get_by_role("button", name="Show careers").click()
    page.wait_for_url("**sort=pay**")


def test_a_failed_search_leads_out_again_by_keyboard(open_page):
    page = open_page("/careers/?q=nurse&pay=150000&growth=shrinking")
    page.get_by_role("heading", name="No careers match all your filters").wait_for()
    link = page.get_by_role("link", name="Clear all filters").or_(page.locator(".results ul a")).first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "pay=150000" not in url or "growth" not in url)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/careers/?q=nurse+good+pay&field=health-care&c=actor",
        "/careers/a-to-z/",
        "/rankings/highest-paying/",
        "/careers/compare/?c=medical-coding&c=actor&c=electrician",
        "/schools/",
    ],
)
def test_on_a_phone_everything_can_be_hit_with_a_thumb(open_page, path):
    page = open_page(path, width=PHONE)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    small = page.evaluate(
        """smallest => [...document.querySelectorAll("a, main button, main input, main select, main summary")]
        .filter(one => one.checkVisibility() && !one.closest("p:not(.active, .ways), .note, .unseen, .skip"))
        .map(element => [element.closest("label, .fields li") || element, element])
        .filter(([area]) => area.getBoundingClientRect().height < smallest)
        .map(([area, element]) => element.outerHTML.slice(0, 80))""",
        SMALLEST_TARGET,
    )
    assert small == []

"""Ticking careers to compare them: over several pages, at most four, by keyboard."""

import pytest

from careers.models import Career, Field

from .test_finding import PHONE


@pytest.fixture
def many(site):
    """More careers than a page holds, all in one field and after the demo's in the alphabet."""
    field = Field.objects.create(title="Zoo", slug="zoo")
    for number in range(30):
        Career.objects.create(title=f"Zoo Keeper {number:02}", slug=f"zoo-{number:02}", field=field, status="published")


def tick(page, title: str):
    box = page.get_by_label(f"Compare {title}", exact=True)
    box.click()
    return box


def test_ticks_are_kept_on_the_way_to_the_next_page_and_back(open_page, many):
    page = open_page("/careers/?field=zoo", width=PHONE)
    tick(page, "Zoo Keeper 01")
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**page=2**")
    assert page.get_by_role("link", name="Remove Zoo Keeper 01").is_visible()
    tick(page, "Zoo Keeper 28")
    page.go_back()
    assert page.get_by_label("Compare Zoo Keeper 01", exact=True).is_checked()
    page.go_forward()
    assert page.get_by_label("Compare Zoo Keeper 28", exact=True).is_checked()
    page.get_by_role("button", name="Compare 2 of 4").click()
    page.wait_for_url("**/careers/compare/?c=zoo-01&c=zoo-28")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.faults == []


def test_ticks_are_kept_by_the_search_and_the_filters(open_page, many):
    page = open_page("/careers/")
    tick(page, "Accountant")
    page.get_by_role("group", name="Field of work").get_by_label("Zoo").check()
    page.get_by_role("button", name="Show careers").click()
    page.wait_for_url("**field=zoo**")
    assert page.get_by_role("link", name="Remove Accountant").is_visible()
    tick(page, "Zoo Keeper 05")
    page.get_by_label("Search by job title, task or tool").fill("nurse")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**q=nurse**")
    assert page.get_by_role("button", name="Compare 2 of 4").is_visible()


def test_what_is_unticked_is_not_carried_on(open_page, many):
    page = open_page("/careers/?field=zoo&c=zoo-01&c=zoo-29")
    page.get_by_label("Compare Zoo Keeper 01", exact=True).uncheck()
    assert not page.get_by_role("link", name="Remove Zoo Keeper 01").is_visible()
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**page=2**")
    assert page.get_by_role("button", name="Compare 1 of 4").is_visible()
    assert page.get_by_label("Compare Zoo Keeper 29", exact=True).is_checked()


def test_a_fifth_tick_is_refused_and_said(open_page, many):
    page = open_page("/careers/?field=zoo&c=accountant")
    for number in range(3):
        tick(page, f"Zoo Keeper {number:02}")
    status = page.locator(".compare-bar").get_by_role("status")
    for _ in range(2):
        assert not tick(page, "Zoo Keeper 10").is_checked()
        status.filter(has_text="You can compare up to 4 careers. Deselect one first.").wait_for()
    assert page.get_by_role("button", name="Compare 4 of 4").is_visible()
    tick(page, "Zoo Keeper 00")
    assert status.text_content() == ""
    assert tick(page, "Zoo Keeper 10").is_checked()


def test_a_row_that_has_the_focus_is_not_under_the_bar(open_page, many):
    page = open_page("/careers/?field=zoo&c=zoo-00", width=PHONE)
    page.get_by_role("link", name="Zoo Keeper 00", exact=True).focus()
    top_of_bar = page.locator(".compare-bar").bounding_box()["y"]
    for _ in range(24):
        page.keyboard.press("Tab")
        box = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
        assert box <= top_of_bar, page.evaluate("document.activeElement.outerHTML")


def test_ticks_on_the_page_of_a_field_go_along_to_the_list(open_page, many):
    page = open_page("/fields/zoo/", width=PHONE)
    tick(page, "Zoo Keeper 01")
    tick(page, "Zoo Keeper 20")
    page.reload()
    assert page.get_by_role("button", name="Compare 2 of 4").is_visible()
    page.get_by_role("link", name="Filter and sort these careers").click()
    page.wait_for_url("**/careers/?field=zoo&c=zoo-01&c=zoo-20")
    assert page.get_by_label("Compare Zoo Keeper 01", exact=True).is_checked()
    assert page.faults == []

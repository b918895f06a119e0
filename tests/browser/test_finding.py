"""Finding a career by keyboard, by thumb, with and without scripts."""

import re

import pytest

from careers.models import Career

SMALLEST_TARGET = 24
PHONE = 360


@pytest.fixture
def search_field(open_page):
    """The careers page, and its search field."""
    page = open_page("/careers/")
    return page, page.get_by_role("combobox", name="Search by any job title, task or tool")


def proposals(page):
    return page.get_by_role("listbox", name="Careers", include_hidden=True).get_by_role("option", include_hidden=True)


def expanded(field) -> str:
    return field.get_attribute("aria-expanded")


def test_proposals_come_from_the_second_letter_and_lead_to_the_career(search_field):
    page, field = search_field
    field.press_sequentially("n")
    page.wait_for_timeout(300)
    assert expanded(field) == "false"
    field.press_sequentially("ur")
    option = proposals(page).filter(has_text="Registered Nurse")
    option.wait_for()
    assert expanded(field) == "true"
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert option.get_attribute("aria-selected") == "true"
    assert field.evaluate("field => field === document.activeElement")
    field.press("Enter")
    page.wait_for_url("**/careers/registered-nurse/")
    assert page.faults == []


def test_escape_closes_the_proposals_and_keeps_what_was_typed(search_field):
    page, field = search_field
    field.press_sequentially("nur")
    proposals(page).first.wait_for()
    field.press("Escape")
    assert expanded(field) == "false"
    assert field.input_value() == "nur"
    assert not proposals(page).first.is_visible()
    field.press("Enter")
    page.wait_for_url("**/careers/?q=nur")


def test_the_arrows_walk_through_all_proposals_and_back_to_the_field(search_field):
    page, field = search_field
    field.press_sequentially("medical")
    proposals(page).first.wait_for()
    count = proposals(page).count()
    assert count >= 2
    for _ in range(count):
        field.press("ArrowDown")
    last = proposals(page).last
    assert field.get_attribute("aria-activedescendant") == last.get_attribute("id")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") == last.get_attribute("id")


def test_a_screen_reader_hears_how_many_are_proposed(search_field):
    page, field = search_field
    field.press_sequentially("nurse")
    status = page.get_by_role("status").first
    status.filter(has_text="1 career proposed; use the arrow keys.").wait_for(state="attached")
    assert proposals(page).count() == 1
    field.fill("medical")
    status.filter(has_text=" careers proposed; use the arrow keys.").wait_for(state="attached")
    assert status.text_content().startswith(f"{proposals(page).count()} ")


def test_a_proposal_says_which_title_matched_and_can_be_tapped(open_page):
    page = open_page("/", width=PHONE)
    field = page.get_by_role("combobox").first
    field.press_sequentially("biller")
    option = proposals(page).filter(has_text="Medical Coding")
    option.wait_for()
    assert "also called:" in option.text_content()
    assert option.bounding_box()["height"] >= 40
    option.click()
    page.wait_for_url("**/careers/medical-coding/")


def test_when_proposals_fail_the_search_still_works(search_field):
    page, field = search_field
    page.route("**/careers/suggestions/**", lambda route: route.abort())
    field.press_sequentially("nurse")
    page.wait_for_timeout(400)
    assert expanded(field) == "false"
    field.press("Enter")
    page.get_by_role("link", name="Registered Nurse").wait_for()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_careers_are_narrowed_ticked_and_compared(open_page, scripts):
    page = open_page("/careers/", width=PHONE, scripts=scripts)
    page.get_by_role("group", name="Field of work").get_by_label("Health care").check()
    page.get_by_role("button", name="Show careers").click()
    page.wait_for_url("**field=health-care**")
    assert page.get_by_role("link", name="Remove Health care").is_visible()
    for title in ("Medical Coding", "Registered Nurse"):
        page.get_by_label(f"Compare {title}", exact=True).check()
    page.get_by_role("button", name="Compare the ticked careers").click()
    page.wait_for_url(re.compile(r"/careers/compare/\?c=medical-coding&c=registered-nurse"))
    assert page.get_by_text("$50,250").first.is_visible()
    assert page.faults == []


def test_a_dead_end_leads_out_again_by_keyboard(open_page):
    page = open_page("/careers/?q=nurse&pay=150000&growth=shrinking")
    page.get_by_role("heading", name="No career fits all of this").wait_for()
    link = page.get_by_role("link", name="Let go of all filters").or_(page.locator(".results ul a")).first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "pay=150000" not in url or "growth" not in url)


def test_four_careers_compared_print_on_one_page(open_page, tmp_path):
    slugs = ("medical-coding", "registered-nurse", "anesthesiologist", "software-developer")
    page = open_page("/careers/compare/?" + "&".join(f"c={slug}" for slug in slugs))
    assert Career.objects.filter(slug__in=slugs).count() == 4
    printed = page.pdf(format="Letter")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


@pytest.mark.parametrize(
    "path", ["/careers/?q=nurse", "/careers/a-to-z/", "/rankings/highest-paying/", "/careers/compare/?c=medical-coding"]
)
def test_on_a_phone_everything_can_be_hit_with_a_thumb(open_page, path):
    page = open_page(path, width=PHONE)
    small = page.evaluate(
        """smallest => [...document.querySelectorAll("main a, main button, main input, main select, main summary")]
        .filter(element => element.checkVisibility() && !element.closest("p, .note, .unseen, .crumbs"))
        .map(element => [element.closest("label") || element, element])
        .filter(([area]) => area.getBoundingClientRect().height < smallest)
        .map(([area, element]) => element.outerHTML.slice(0, 80))""",
        SMALLEST_TARGET,
    )
    assert small == []

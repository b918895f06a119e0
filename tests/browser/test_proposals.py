"""Proposals while somebody types: the combobox by keyboard, by thumb and by ear."""

import pytest

from careers.models import Wish

from .test_finding import PHONE


@pytest.fixture
def search_field(open_page):
    """The careers page, and its search field."""
    page = open_page("/careers/")
    return page, page.get_by_role("combobox", name="Search by job title, task or tool")


def proposals(page):
    return page.get_by_role("listbox", name="Careers", include_hidden=True).get_by_role("option", include_hidden=True)


def said(page):
    """What a screen reader hears about the proposals; other parts of the page have a status of their own."""
    return page.get_by_role("search").get_by_role("status")


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
    status = said(page)
    status.filter(has_text="1 suggestion. Use the arrow keys.").wait_for(state="attached")
    assert proposals(page).count() == 1
    field.fill("medical")
    status.filter(has_text=" suggestions. Use the arrow keys.").wait_for(state="attached")
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
    page.get_by_role("link", name="Registered Nurse", exact=True).wait_for()


def test_typing_on_lets_go_of_the_proposal_that_was_marked(search_field):
    page, field = search_field
    field.press_sequentially("nur")
    proposals(page).first.wait_for()
    field.press("ArrowDown")
    page.route("**/careers/suggestions/**", lambda route: None)
    field.press_sequentially("s")
    assert field.get_attribute("aria-activedescendant") is None
    assert page.locator("[role=option][aria-selected=true]").count() == 0
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/careers/?q=nurs")


@pytest.mark.parametrize("answer", ["none", "failed", "refused"])
def test_proposals_for_other_words_cannot_be_opened_again(search_field, answer):
    page, field = search_field
    field.press_sequentially("nurse")
    proposals(page).first.wait_for()
    field.press("Escape")
    answers = {
        "none": lambda route: None,
        "failed": lambda route: route.abort(),
        "refused": lambda route: route.fulfill(status=500),
    }
    page.route("**/careers/suggestions/**", answers[answer])
    field.fill("plumber")
    page.wait_for_timeout(300)
    field.press("ArrowDown")
    page.wait_for_timeout(300)
    assert expanded(field) == "false"
    assert not proposals(page).first.is_visible()
    field.press("Enter")
    page.wait_for_url("**/careers/?q=plumber")


def test_a_screen_reader_hears_that_nothing_is_proposed_and_nothing_once_closed(search_field):
    page, field = search_field
    status = said(page)
    field.press_sequentially("zzzzzz")
    status.filter(has_text="No suggestions.").wait_for(state="attached")
    field.fill("nurse")
    status.filter(has_text="1 suggestion").wait_for(state="attached")
    field.press("Escape")
    assert status.text_content() == ""


def test_a_screen_reader_hears_the_same_words_again(search_field):
    page, field = search_field
    page.evaluate(
        """() => {
            window.heard = [];
            const status = document.querySelector("[role=search] [role=status]");
            new MutationObserver(() => window.heard.push(status.textContent)).observe(status, {childList: true});
        }"""
    )
    for words in ("nurse", "plumber"):
        field.fill(words)
        proposals(page).filter(has_text=words.title()).wait_for()
        page.wait_for_timeout(150)
    heard = page.evaluate("window.heard.filter(words => words)")
    assert heard == 2 * ["1 suggestion. Use the arrow keys."]


@pytest.fixture
def no_degree(site):
    """Words that are understood as a list; another test before may have emptied every table."""
    Wish.objects.all().delete()
    Wish.objects.create(words="no degree", filter="education", values="none,award", says="need no degree")


def test_the_list_that_is_meant_comes_first_and_is_counted(no_degree, search_field):
    page, field = search_field
    field.press_sequentially("medical no degree")
    first = proposals(page).filter(has_text="Careers that need no degree")
    first.wait_for()
    count = proposals(page).count()
    assert count >= 2
    said(page).filter(has_text=f"{count} suggestions. Use the arrow keys.").wait_for(state="attached")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == first.get_attribute("id")
    field.press("Enter")
    page.wait_for_url("**/careers/?q=medical+no+degree")


def test_a_list_is_nothing_to_compare(no_degree, open_page):
    page = open_page("/careers/compare/?c=registered-nurse")
    page.get_by_role("combobox", name="Search by job title").press_sequentially("medical no degree")
    proposals(page).filter(has_text="Medical Coding").wait_for()
    assert proposals(page).filter(has_text="no degree").count() == 0


def test_a_proposal_is_added_to_the_comparison(open_page):
    page = open_page("/careers/compare/?c=medical-coding")
    field = page.get_by_role("combobox", name="Search by job title")
    field.press_sequentially("nurse")
    proposals(page).filter(has_text="Registered Nurse").wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/careers/compare/?c=medical-coding&c=registered-nurse")
    page.get_by_role("combobox", name="Search by job title").press_sequentially("plumber")
    proposals(page).first.click()
    page.wait_for_url("**/careers/compare/?c=medical-coding&c=registered-nurse&c=plumber")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("path", ["/careers/medical-coding/", "/schools/", "/nowhere/"])
def test_on_a_phone_each_page_leads_to_the_search(open_page, path, scripts):
    page = open_page(path, width=PHONE, scripts=scripts)
    link = page.get_by_role("banner").get_by_role("link", name="Search")
    assert link.bounding_box()["height"] >= 40
    link.click()
    page.wait_for_url("**/careers/#find")
    field = page.get_by_label("Search by job title, task or tool")
    assert field.bounding_box()["y"] < 400
    if scripts:
        assert field.evaluate("field => field === document.activeElement")

"""The page of the career plan: without scripts, on paper, by keyboard, to a screen reader, in large letters."""

import pytest

from careers.models import PlanSection

from .planning import NOTE, SIX, address, careers_of, fill_in, load, note, post_quiz
from .test_accessibility import looks, violations


def test_without_scripts_it_is_a_form_that_forgets_nothing_while_careers_are_added(open_page):
    page = open_page("/careers/actor/", scripts=False, width=360)
    assert page.locator("#my-plan").is_hidden()
    page.get_by_role("link", name="Add to my plan").click()
    # The browser under test goes on hiding it when its scripts are turned off from outside.
    assert "Scripts are off in this browser" in page.locator("noscript").text_content()
    for name in ("Save as a file", "Load a file", "Clear this computer"):
        assert page.get_by_role("button", name=name).is_hidden()
    note(page, "Actor").fill("Stage")
    page.get_by_label("Done step 1").check()
    page.get_by_label("Add a career").fill("electrician")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add Electrician").click()
    assert careers_of(page) == ["actor", "electrician"]
    assert note(page, "Actor").input_value() == "Stage"
    assert page.get_by_label("Done step 1").is_checked()
    page.get_by_role("button", name="Remove Actor").click()
    assert careers_of(page) == ["electrician"]
    assert page.context.cookies() == []


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_six_careers_with_notes_print_on_two_pages(open_page, paper):
    page = open_page(address(*SIX))
    fill_in(page)
    post_quiz(page)
    printed = page.pdf(format=paper)
    assert printed.count(b"/Type /Page\n") == 2
    page.emulate_media(media="print")
    for name in ("Print my plan", "Clear this computer", "Remove Actor"):
        assert page.get_by_role("button", name=name).is_hidden()
    for words in ("Parent or guardian", "Printed on", "What you like most: helping people."):
        assert page.get_by_text(words).first.is_visible()
    boxes = page.locator("textarea").evaluate_all("all => all.map(one => one.scrollHeight - one.offsetHeight)")
    assert max(boxes) <= 0, "a text is cut off on paper"


def test_a_plan_without_scripts_prints_all_of_a_long_note(open_page):
    page = open_page(address("actor"), scripts=False)
    note(page, "Actor").fill(NOTE * 12)
    page.get_by_label("Name", exact=True).press("Enter")
    page.emulate_media(media="print")
    box = page.locator(".part-notes textarea").bounding_box()
    assert box["height"] > 100


def faults_of(page) -> list[str]:
    return [fault for _ in looks(page) for fault in violations(page)]


def test_a_plan_that_is_filled_in_has_no_violation(open_page):
    page = open_page(address(*SIX))
    fill_in(page)
    post_quiz(page)
    assert faults_of(page) == []
    for width, _ in looks(page):
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("button", name="Clear this computer").click()
    assert faults_of(page) == []
    page.keyboard.press("Escape")
    load(page, '{"kind": "career plan", "form": 1, "plan": {"plan.my-name": "Grace"}}')
    page.get_by_role("dialog", name="Replace the plan that is here?").wait_for()
    assert faults_of(page) == []


def test_twice_as_large_letters_fit_a_phone(open_page):
    page = open_page(address(*SIX), width=360)
    fill_in(page)
    sheet = (
        "const s = new CSSStyleSheet(); s.replaceSync('html { font-size: 200% }'); document.adoptedStyleSheets = [s]"
    )
    page.evaluate(sheet)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_it_goes_by_keyboard(open_page):
    page = open_page(address("actor", "electrician"))
    page.get_by_role("button", name="Clear this computer").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Clear this computer?")
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert dialog.is_hidden()
    assert page.evaluate("document.activeElement.textContent") == "Clear this computer"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "find"
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    assert page.get_by_label("Name", exact=True).input_value() == "Ada"
    assert careers_of(page) == ["actor", "electrician"]
    page.get_by_role("button", name="Remove Actor").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/plan/?c=electrician#removed")


def test_to_a_screen_reader_it_is_a_page_of_named_parts(open_page):
    page = open_page(address("medical-coding", "actor"), width=360)
    for section in PlanSection.objects.filter(is_shown=True):
        assert page.get_by_role("region", name=section.heading, exact=True).count() == 1
    table = page.get_by_role("table", name="The careers in this plan")
    assert table.get_by_role("columnheader").count() == 7
    assert table.get_by_role("rowheader", name="Actor").count() == 1
    assert table.get_by_role("row", name="Medical Coding").get_by_role("cell").count() == 6
    names = (
        page.locator("form#plan")
        .get_by_role("textbox")
        .evaluate_all("all => all.map(one => one.labels[0]?.textContent ?? one.getAttribute('aria-labelledby'))")
    )
    assert len(names) == len(set(names))
    assert page.get_by_role("status").count() >= 1


def test_what_is_touched_is_large_enough(open_page):
    page = open_page(address("actor", "electrician") + "&q=nurse", width=360)
    touched = "main :is(button, input:not([type=hidden], [type=checkbox]), textarea, .tick label, .chosen a):visible"
    heights = page.locator(touched).evaluate_all(
        "all => all.map(one => [one.outerHTML, one.getBoundingClientRect().height])"
    )
    assert [html for html, height in heights if height < 44] == []

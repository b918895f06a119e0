"""Careers side by side on a phone, on a tablet and on paper."""

import re
from itertools import pairwise

import pytest

from .test_finding import PHONE

SLUGS = ("medical-coding", "registered-nurse", "anesthesiologist", "software-developer")
TITLES = ("Medical Coding", "Registered Nurse", "Anesthesiologist", "Software Developer")


def path_of(count: int) -> str:
    return "/careers/compare/?" + "&".join(f"c={slug}" for slug in SLUGS[:count])


def head(page, title: str) -> dict:
    return page.get_by_role("columnheader", name=title).bounding_box()


@pytest.mark.parametrize(("width", "count"), [(PHONE, 2), (768, 4)])
def test_columns_stand_side_by_side_and_fit_the_screen(open_page, width, count):
    page = open_page(path_of(count), width=width)
    boxes = [head(page, title) for title in TITLES[:count]]
    assert len({box["y"] for box in boxes}) == 1
    assert all(left["x"] + left["width"] <= right["x"] + 1 for left, right in pairwise(boxes))
    assert boxes[-1]["x"] + boxes[-1]["width"] <= width
    assert min(box["width"] for box in boxes) >= 140


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_it_is_a_table_to_a_screen_reader_on_any_screen(open_page, width):
    page = open_page(path_of(3), width=width)
    assert page.get_by_role("columnheader").count() >= 3
    row = page.get_by_role("row", name="Growth")
    assert row.get_by_role("rowheader", name="Growth").count() == 1
    assert row.get_by_role("cell").count() == 3


def test_each_label_stands_above_its_row_on_a_phone(open_page):
    page = open_page(path_of(2), width=PHONE)
    for name in ("Median pay", "Pay, lowest to highest tenth", "Tasks"):
        label = page.get_by_role("rowheader", name=name).locator("> span")
        cell = page.get_by_role("row", name=name).get_by_role("cell").first
        text = cell.evaluate(
            "c => { const r = document.createRange(); r.selectNodeContents(c); return r.getBoundingClientRect().top }"
        )
        box = label.bounding_box()
        assert box["y"] + box["height"] <= text + 1
        assert box["x"] + box["width"] <= PHONE


def test_the_names_stay_in_sight_on_a_phone(open_page):
    page = open_page(path_of(2), width=PHONE)
    page.get_by_role("rowheader", name="Tasks").evaluate("row => row.scrollIntoView()")
    for title in TITLES[:2]:
        assert page.get_by_role("columnheader", name=title).is_visible()
        assert 0 <= head(page, title)["y"] < 400
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE


@pytest.mark.parametrize("count", [3, 4])
def test_more_than_two_stand_below_one_another_on_a_phone_each_under_its_name(open_page, count):
    page = open_page(path_of(count), width=PHONE)
    for name in ("Median pay", "Growth", "Tasks"):
        row = page.get_by_role("rowheader", name=name, exact=True).locator("..")
        boxes = [part.bounding_box() for part in row.locator("> th, > td").all()]
        assert len(boxes) == count + 1
        assert all(above["y"] + above["height"] <= below["y"] + 1 for above, below in pairwise(boxes))
    # Every cell of the table begins with its career's name, in letters that can be seen, or stands beside it.
    for title in TITLES[:count]:
        name, remove = head(page, title), page.get_by_role("link", name=f"Remove {title}").bounding_box()
        assert name["y"] <= remove["y"] + remove["height"] / 2 <= name["y"] + name["height"]
    labels = page.locator(".side-by-side tbody tr:not(.no-print)").evaluate_all(
        """rows => rows.map(row => [...row.querySelectorAll("td")].filter(cell => cell.checkVisibility()).map(cell => {
            const { content, display, visibility } = getComputedStyle(cell, "::before");
            return display === "none" || visibility === "hidden" ? "" : content;
        })).filter(row => row.length)"""
    )
    assert len(labels) > 10
    for row in labels:
        assert row == [f'"{title}: "' for title in TITLES[:count]]
    wider = page.locator(".side-by-side, .side-by-side *").evaluate_all(
        """(elements, width) => elements
        .filter(one => one.checkVisibility() && !one.closest(".unseen") && !one.ownerSVGElement)
        .filter(one => one.scrollWidth > width || one.getBoundingClientRect().right > width)
        .map(one => one.outerHTML.slice(0, 80))""",
        PHONE,
    )
    assert wider == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE


def test_four_careers_compared_print_on_one_page_without_what_is_for_the_screen(open_page):
    page = open_page(path_of(4))
    printed = page.pdf(format="Letter")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print")
    assert page.get_by_role("link", name="Remove Medical Coding").is_hidden()
    assert page.get_by_text("Printed from").is_visible()

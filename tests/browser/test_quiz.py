"""The quiz from its start to its result: by thumb on a phone, by keyboard, with and without scripts, on paper."""

import json
import re
import subprocess
from itertools import pairwise

import pytest

from ..careers.quiz.sheets import answers_of
from . import content
from .test_accessibility import looks, violations
from .test_finding import PHONE

HELPER = answers_of(S=90, I=70, R=30, C=40)
LABELS = {"like": "Like", "unsure": "Not sure", "dislike": "Dislike"}
SMALLEST_TARGET = 44
SMALL_TARGETS = """smallest =>
  [...document.querySelectorAll("main :is(button, label, select, summary, .fits a, .six a, .links a)")]
  .filter(one => one.checkVisibility() && !one.htmlFor && !one.closest(".unseen"))
  .filter(one => one.getBoundingClientRect().height < smallest)
  .map(one => one.outerHTML.slice(0, 80))"""
STORED = "() => Object.keys(localStorage).length + Object.keys(sessionStorage).length + document.cookie.length"


def answer(page, label: str, *, scripts: bool = True) -> None:
    """With scripts, a touch goes on by itself."""
    page.get_by_text(label, exact=True).click()
    if not scripts:
        page.get_by_role("button", name=re.compile("^(Next|See my result)$")).click()


def faults_of(page) -> list[str]:
    found = []
    for width, _ in looks(page):
        found += violations(page)
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = false)")
        found += [f"small: {one}" for one in page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)]
        if over := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
            found.append(f"{over} pixels too wide for {width}")
    return found


def fill(page) -> None:
    for name, value in HELPER.items():
        page.locator(f"[name={name}][value={value}]").check()


@pytest.fixture
def result(open_page):
    """The result's page, of a certain width, and other options of `open_page`."""

    def opener(**options):
        page = open_page("/quiz/", **options)
        page.get_by_role("button", name="All on one page").click()
        fill(page)
        page.get_by_role("button", name="See my result").click()
        page.get_by_role("heading", name="Careers that fit").wait_for()
        return page

    return opener


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_on_a_phone_from_the_start_to_a_career(open_page, site, scripts):
    page = open_page("/quiz/", width=PHONE, scripts=scripts)
    page.get_by_role("button", name="Start the quiz").click()
    for number, name in enumerate(sorted(HELPER, key=lambda name: (name[1], "RIASEC".index(name[0]))), 1):
        page.locator(f"input[name={name}][type=radio]").first.wait_for()
        assert page.locator(".progress").text_content().strip() == f"{number} of 30"
        answer(page, LABELS[HELPER[name]], scripts=scripts)
    page.get_by_text("You like helping people most, then finding things out.").wait_for()
    page.get_by_role("button", name="Not this one, Registered Nurse").click()
    page.get_by_role("button", name="Put back Registered Nurse").wait_for()
    page.get_by_role("button", name="More like this one, Medical Assistant").click()
    page.get_by_role("button", name="Undo: more like Medical Assistant").wait_for()
    assert page.get_by_role("link", name="Registered Nurse").count() == 0
    assert page.url == f"{site}/quiz/#careers"
    assert page.context.cookies() == []
    if scripts:
        assert page.evaluate(STORED) == 0
    with page.context.expect_page() as opened:
        page.locator(".fits").get_by_role("link", name="Medical Assistant").click()
    assert opened.value.url == f"{site}/careers/medical-assistant/"
    assert page.faults == []


def test_by_keyboard_alone(open_page):
    page = open_page("/quiz/")
    page.get_by_role("button", name="Start the quiz").focus()
    page.keyboard.press("Enter")
    for number in range(1, 31):
        group = page.get_by_role("group", name=re.compile(f"^{number} of 30: "))
        group.wait_for()
        assert group.evaluate("group => group === document.activeElement")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        if number % 6 != 4:
            page.keyboard.press("ArrowRight")
            page.keyboard.press("ArrowRight")
            assert page.locator("input:checked").get_attribute("value") == "dislike"
        assert page.locator(".progress").text_content().strip() == f"{number} of 30"
        page.keyboard.press("Enter")
    page.get_by_text("You like helping people most.").wait_for()
    assert page.faults == []


def test_nothing_is_chosen_before_somebody_chooses(open_page):
    page = open_page("/quiz/")
    page.get_by_role("button", name="Start the quiz").click()
    assert page.locator("input:checked").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "FIELDSET"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_pages_button_and_the_browsers_lead_back_with_the_answers(open_page, scripts):
    page = open_page("/quiz/", scripts=scripts)
    page.get_by_role("button", name="Start the quiz").click()
    for number in (1, 2, 3):
        page.get_by_role("group", name=re.compile(f"^{number} of 30: ")).wait_for()
        answer(page, "Like", scripts=scripts)
    page.get_by_role("group", name=re.compile("^4 of 30: ")).wait_for()
    page.get_by_role("button", name="Back").click()
    page.get_by_role("group", name=re.compile("^3 of 30: ")).wait_for()
    assert page.get_by_label("Like", exact=True).is_checked()
    page.go_back()
    page.get_by_role("group", name=re.compile("^4 of 30: ")).wait_for()
    page.go_back()
    page.get_by_role("group", name=re.compile("^3 of 30: ")).wait_for()
    page.get_by_role("button", name="All on one page").click()
    page.get_by_role("heading", name="What would you like to do?").wait_for()
    assert page.locator("input:checked").count() >= 2


def test_no_state_has_an_axe_violation_a_small_target_or_scrolls_sideways(open_page):
    page = open_page("/quiz/")
    found = {"start": faults_of(page)}
    page.get_by_role("button", name="Start the quiz").click()
    found["first step"] = faults_of(page)
    answer(page, "Not sure")
    page.get_by_role("group", name=re.compile("^2 of 30: ")).wait_for()
    found["second step"] = faults_of(page)
    page.get_by_role("button", name="See my result now").click()
    page.get_by_text("You answered 1 of 30").wait_for()
    found["hardly answered"] = faults_of(page)
    page.get_by_role("button", name="Change my answers").click()
    page.get_by_role("heading", name="What would you like to do?").wait_for()
    found["all"] = faults_of(page)
    fill(page)
    page.get_by_role("button", name="See my result").click()
    page.get_by_role("heading", name="Careers that fit").wait_for()
    found["result"] = faults_of(page)
    page.get_by_role("button", name="More like this one, Medical Assistant").click()
    page.get_by_role("button", name="Undo: more like Medical Assistant").wait_for()
    page.get_by_role("button", name="Not this one, Registered Nurse").click()
    page.get_by_role("button", name="Put back Registered Nurse").wait_for()
    found["result with wishes"] = faults_of(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found["result in large letters"] = [
        look for look in looks(page) if page.evaluate("document.documentElement.scrollWidth > innerWidth")
    ]
    assert {state: faults for state, faults in found.items() if faults} == {}


def test_the_result_says_what_a_screen_reader_needs(result):
    page = result()
    table = page.get_by_role("table", name="Your six interests, of 100")
    assert table.get_by_role("row", name="Helping people").text_content().startswith("Helping people90")
    assert table.get_by_role("link", name="Careers for helping people").count() == 1
    assert page.get_by_role("img").count() == 0
    headings = page.get_by_role("heading").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_the_preparation_and_the_order_stay_chosen(result):
    page = result(width=PHONE)
    page.get_by_label("How much preparation?").select_option("3: medium")
    page.get_by_label("Sort by").select_option("Most openings first")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_text("Close matches only").wait_for()
    page.get_by_role("button", name=re.compile("^Not this")).first.click()
    page.get_by_text("Left out:").wait_for()
    assert page.get_by_label("How much preparation?").input_value() == "3"
    assert page.get_by_label("Sort by").input_value() == "openings"
    assert page.get_by_role("link", name="Registered Nurse").count() == 0


def test_the_result_prints_on_one_page_also_when_more_are_shown(result):
    page = result()
    assert page.pdf(format="Letter").count(b"/Type /Page\n") == 1
    page.get_by_role("button", name="Show more careers").click()
    page.locator("#fit-13").wait_for()
    assert page.pdf(format="Letter").count(b"/Type /Page\n") == 1


def test_every_state_is_valid_html(vnu, client, db, tmp_path):
    content.load()
    some = {"R1": "like", "S2": "dislike"}
    states = {
        "step": {"go": "step"},
        "last step": {**some, "go": "next", "at": "E5"},
        "all": {**some, "go": "all"},
        "nothing": {},
        "half": some,
        "flat": dict.fromkeys(HELPER, "like"),
        "result": HELPER,
        "wishes": {**HELPER, "liked": ["actor"], "refused": ["plumber"], "zone": "3", "shown": "24"},
        "wrong": {**HELPER, "zone": "99", "like": "nobody", "go": "nowhere"},
    }
    for name, posted in states.items():
        (tmp_path / f"{name.replace(' ', '-')}.html").write_bytes(client.post("/quiz/", posted).content)
    checked = subprocess.run([*vnu, "--format", "json", str(tmp_path)], capture_output=True, text=True, check=False)
    messages = json.loads(checked.stderr)["messages"]
    assert [
        f"{m['url'].rsplit('/', 1)[-1]}:{m.get('lastLine')} {m['message']}" for m in messages if m["type"] != "info"
    ] == []

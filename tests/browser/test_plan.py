"""My career plan in a browser: kept there alone, taken along as a file, cleared, and safe between two tabs."""

import json
import re
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import expect

from careers.models import Career

from .planning import SIX, address, careers_of, kept, load, note, post_quiz, said, saved

BLOCKED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
FULL = "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }"


def test_a_plan_is_made_over_several_pages_and_is_there_the_next_day(open_page, site):
    page = open_page("/careers/medical-coding/", width=360)
    sent = []
    page.context.on("request", lambda request: sent.append((request.method, request.url, request.post_data)))
    assert page.locator("#my-plan").is_hidden()
    page.get_by_role("link", name="Add to my plan").click()
    assert page.url == f"{site}/careers/medical-coding/"
    assert page.locator("#plan-said").text_content() == "Added to my plan."
    assert page.get_by_role("link", name="In my plan: open it").is_visible()
    page.goto(f"{site}/careers/?q=nurse")
    page.get_by_role("link", name="Add Registered Nurse to my plan").click()
    page.goto(f"{site}/careers/compare/?c=actor&c=electrician")
    page.get_by_role("link", name="Add to my plan").click()
    page.get_by_role("link", name="My plan (4)").click()
    assert careers_of(page) == ["medical-coding", "registered-nurse", "actor", "electrician"]
    assert page.get_by_role("row", name="Medical Coding").get_by_text("$50,250").is_visible()
    note(page, "Medical Coding").fill("Quiet work")
    page.get_by_label("Step 1", exact=True).fill("Call the college")
    page.get_by_label("By when step 1").fill("2027-02-03")
    page.get_by_label("Done step 1").check()
    page.close()
    page = page.context.new_page()
    page.goto(f"{site}/plan/")
    page.wait_for_url("**/plan/?c=**")
    assert careers_of(page) == ["medical-coding", "registered-nurse", "actor", "electrician"]
    assert note(page, "Medical Coding").input_value() == "Quiet work"
    assert page.get_by_label("Step 1", exact=True).input_value() == "Call the college"
    assert page.get_by_label("By when step 1").input_value() == "2027-02-03"
    assert page.get_by_label("Done step 1").is_checked()
    assert {method for method, *_ in sent} == {"GET"}
    asked = [pair for _, url, _ in sent if "/plan/" in url for pair in parse_qsl(urlsplit(url).query)]
    assert {name for name, _ in asked} == {"c"}
    assert "Quiet" not in str(sent)
    assert page.context.cookies() == []


def test_looking_at_pages_keeps_nothing(open_page, site):
    page = open_page("/plan/")
    page.goto(f"{site}/careers/actor/")
    assert kept(page) == {}
    assert page.faults == []


def test_careers_are_added_and_removed_on_the_plan_itself(open_page):
    page = open_page("/plan/")
    page.get_by_label("Add a career").fill("biller")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add Medical Coding").click()
    page.wait_for_url("**/plan/?c=medical-coding#added")
    assert said(page) == "Added to your plan."
    note(page, "Medical Coding").fill("Quiet work")
    page.get_by_role("button", name="Remove Medical Coding").click()
    page.wait_for_url("**/plan/#removed")
    assert careers_of(page) == []
    assert page.locator("#my-plan").is_hidden()
    page.goto(page.url.partition("#")[0] + "?c=medical-coding")
    assert note(page, "Medical Coding").input_value() == "Quiet work"
    assert page.faults == []


def test_going_back_does_not_bring_a_removed_career_back(open_page, site):
    page = open_page(address("actor", "electrician"))
    page.goto(f"{site}/careers/actor/")
    page.get_by_role("link", name="My plan (2)").click()
    page.get_by_role("button", name="Remove Actor").click()
    page.wait_for_url("**/plan/?c=electrician#removed")
    page.go_back()
    page.go_back()
    page.wait_for_url("**/plan/?c=electrician**")
    assert careers_of(page) == ["electrician"]


def test_a_seventh_career_is_not_added_and_that_is_said(open_page, site):
    page = open_page(address(*SIX))
    page.goto(f"{site}/careers/accountant/")
    page.get_by_role("link", name="Add to my plan").click()
    assert page.locator("#plan-said").text_content() == "My plan is full (6 careers): open it"
    assert page.get_by_role("link", name="My plan is full").get_attribute("href").count("c=") == 6
    page.goto(site + address("accountant"))
    page.wait_for_url("**#six")
    assert careers_of(page) == SIX
    assert "holds 6 careers already" in said(page)


def test_a_link_from_somebody_adds_its_careers_and_loses_none(open_page, site):
    page = open_page(address("actor"))
    note(page, "Actor").fill("Stage")
    page.goto(site + address("electrician", "actor"))
    page.wait_for_url("**/plan/?c=actor&c=electrician**")
    assert note(page, "Actor").input_value() == "Stage"


def test_the_plan_is_saved_cleared_and_loaded_again(open_page):
    page = open_page(address("actor", "electrician"))
    note(page, "Electrician").fill("Good pay")
    page.get_by_label("Done step 1").check()
    file = saved(page)
    assert "Saved as my-career-plan.json" in said(page)
    assert json.loads(file)["kind"] == "career plan"
    page.get_by_role("button", name="Clear this computer").click()
    page.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    assert note(page, "Electrician").input_value() == "Good pay"
    page.get_by_role("button", name="Clear this computer").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear everything").click()
    page.wait_for_url("**/plan/#cleared")
    assert "Done. Your plan is gone from this computer." in said(page)
    assert kept(page) == {}
    assert careers_of(page) == []
    load(page, file)
    page.wait_for_url("**/plan/?c=actor&c=electrician#loaded")
    assert said(page) == "The plan from your file is here."
    assert note(page, "Electrician").input_value() == "Good pay"
    assert page.get_by_label("Done step 1").is_checked()
    assert page.faults == []


def test_a_file_takes_the_place_of_a_plan_only_when_one_says_so(open_page):
    page = open_page(address("actor"))
    note(page, "Actor").fill("From the file")
    file = saved(page)
    note(page, "Actor").fill("Written since")
    load(page, file)
    page.get_by_role("dialog").get_by_role("button", name="Keep what is here").click()
    assert note(page, "Actor").input_value() == "Written since"
    load(page, file)
    page.get_by_role("dialog").get_by_role("button", name="Replace it").click()
    expect(note(page, "Actor")).to_have_value("From the file")
    assert kept(page)["plan.note.actor"] == "From the file"


WRONG = {
    "no JSON": ("Dear counselor,", "could not be read"),
    "no text": (b"\xff\xd8\xff\xe0\0\x10JFIF", "could not be read"),
    "empty": ("", "could not be read"),
    "a list": ("[1, 2]", "is not a career plan"),
    "nothing": ("null", "could not be read"),
    "another kind": ('{"kind": "recipe", "form": 1, "plan": {}}', "is not a career plan"),
    "a newer form": ('{"kind": "career plan", "form": 2, "fields": []}', "newer version"),
    "no fields": ('{"kind": "career plan", "form": 1}', "could not be read"),
    "numbers": ('{"kind": "career plan", "form": 1, "plan": {"plan.a": 5}}', "could not be read"),
    "foreign keys": ('{"kind": "career plan", "form": 1, "plan": {"token": "x"}}', "could not be read"),
    "too large": (" " * 600_000, "too large"),
}


def test_a_file_that_is_no_plan_changes_nothing_and_that_is_said(open_page):
    page = open_page(address("actor"))
    note(page, "Actor").fill("Stage")
    before = kept(page)
    for name, (content, words) in WRONG.items():
        page.evaluate("document.getElementById('said').textContent = ''")
        load(page, content)
        expect(page.locator("#said")).not_to_be_empty()
        assert words in said(page), name
        assert kept(page) == before, name
    assert page.faults == []


def test_a_file_for_which_there_is_no_room_changes_nothing(open_page):
    page = open_page(address("actor"))
    note(page, "Actor").fill("Stage")
    before = kept(page)
    plan = {"plan.note.actor": "x", "plan.big": "y"}
    page.evaluate(
        """() => {
          const set = Storage.prototype.setItem;
          Storage.prototype.setItem = function (key, text) {
            if (key === "plan.big") throw new DOMException("full", "QuotaExceededError");
            set.call(this, key, text);
          };
        }"""
    )
    load(page, json.dumps({"kind": "career plan", "form": 1, "plan": plan}))
    page.get_by_role("button", name="Replace it").click()
    expect(page.locator("#said")).to_contain_text("no room")
    assert kept(page) == before
    assert note(page, "Actor").input_value() == "Stage"


def test_two_tabs_at_once_lose_no_note(open_page, site):
    one = open_page(address("actor", "electrician"))
    other = one.context.new_page()
    other.goto(f"{site}/plan/?c=actor&c=electrician")
    note(one, "Actor").fill("From the first tab")
    note(other, "Electrician").fill("From the second tab")
    note(one, "Actor").press_sequentially("!")
    for page in (one, other):
        expect(note(page, "Actor")).to_have_value("From the first tab!")
        expect(note(page, "Electrician")).to_have_value("From the second tab")
    note(other, "Actor").fill("Changed last")
    expect(note(one, "Actor")).to_have_value("Changed last")
    other.get_by_role("button", name="Remove Electrician").click()
    one.wait_for_url("**/plan/?c=actor**")
    other.get_by_role("button", name="Clear this computer").click()
    other.get_by_role("button", name="Clear everything").click()
    one.wait_for_url(re.compile(r"/plan/(#.*)?$"))
    assert one.get_by_label("Step 1", exact=True).input_value() == ""
    assert kept(one) == {}


def test_a_browser_that_keeps_nothing_says_so_and_still_goes_on(open_page, site):
    page = open_page("/healthz")
    page.context.add_init_script(BLOCKED)
    page.goto(f"{site}/careers/actor/")
    page.get_by_role("link", name="Add to my plan").click()
    page.wait_for_url("**/plan/?c=actor")
    assert "does not let this page keep anything" in said(page)
    note(page, "Actor").fill("Stage")
    page.get_by_label("Add a career").fill("electrician")
    page.get_by_role("button", name="Search", exact=True).last.click()
    page.get_by_role("button", name="Add Electrician").click()
    page.get_by_label("Electrician", exact=True).first.wait_for()
    assert careers_of(page) == ["actor", "electrician"]
    assert note(page, "Actor").input_value() == "Stage"
    assert json.loads(saved(page))["plan"]["plan.note.actor"] == "Stage"
    assert page.faults == []


def test_a_full_browser_says_so_and_the_file_has_what_was_typed(open_page):
    page = open_page(address("actor"))
    page.context.add_init_script(f"({FULL})()")
    page.reload()
    note(page, "Actor").fill("Too much")
    assert "no room left" in said(page)
    page.evaluate("dispatchEvent(new StorageEvent('storage', {key: 'plan.my-name'}))")
    assert note(page, "Actor").input_value() == "Too much"
    assert json.loads(saved(page))["plan"]["plan.note.actor"] == "Too much"
    page.get_by_label("Add a career").fill("electrician")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add Electrician").click()
    page.locator("[data-career=electrician]").wait_for()
    assert "no room left" in said(page)
    assert note(page, "Actor").input_value() == "Too much"


def test_careers_that_went_or_have_a_new_name_are_named_and_the_rest_stays(open_page, site):
    page = open_page(address("actor", "electrician", "accountant"))
    note(page, "Actor").fill("Stage")
    Career.objects.filter(slug="actor").update(status="draft")
    Career.objects.filter(slug="electrician").update(title="Electrical Worker")
    page.goto(f"{site}/plan/")
    page.wait_for_url("**/plan/?c=**")
    assert page.get_by_text("“Actor” is not on this site.").is_visible()
    assert page.get_by_text("You added it as “Electrician”.").is_visible()
    assert page.get_by_label("actor", exact=True).input_value() == "Stage"
    assert careers_of(page) == ["electrician", "accountant"]
    page.get_by_role("button", name="Remove actor").click()
    page.wait_for_url("**/plan/?c=electrician&c=accountant**")
    assert page.get_by_text("is not on this site").is_hidden()


def test_the_quizs_result_is_kept_with_its_careers(open_page, site):
    page = open_page(address("actor"))
    note(page, "Actor").fill("Stage")
    page.get_by_label("Done step 1").check()
    post_quiz(page, "electrician")
    page.wait_for_url("**/plan/?c=actor&c=electrician**")
    page.reload()
    assert page.get_by_text("What you like most: helping people. After that: finding things out.").is_visible()
    assert note(page, "Actor").input_value() == "Stage"
    assert page.get_by_label("Done step 1").is_checked()
    row = page.get_by_role("row", name="Social")
    assert row.get_by_role("cell", name="95").is_visible()
    assert page.locator("rect[data-from=quiz_S]").get_attribute("width") == "95%"
    assert json.loads(saved(page))["plan"]["plan.quiz_S"] == "95"
    page.get_by_role("button", name="Clear this computer").click()
    page.get_by_role("button", name="Clear everything").click()
    page.wait_for_url("**/plan/#cleared")
    assert page.get_by_text("What you like most").is_hidden()
    assert page.faults == []


def test_a_career_of_an_address_that_is_not_here_is_named_beside_the_plan(open_page, site):
    page = open_page(address("actor"))
    page.goto(site + address("beekeeper", "electrician"))
    page.wait_for_url("**/plan/?c=actor&c=electrician&c=beekeeper")
    assert page.get_by_text("“beekeeper” is not on this site.").is_visible()
    assert careers_of(page) == ["actor", "electrician"]
    assert "plan.c.beekeeper" not in kept(page)
    page.get_by_role("button", name="Remove beekeeper").click()
    page.wait_for_url("**/plan/?c=actor&c=electrician#removed")
    assert page.get_by_text("is not on this site").is_hidden()

"""My career plan in a browser: kept there alone, taken along as a file, cleared, and printed."""

import json
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from careers.models import Career, PlanSection

from .test_accessibility import violations

SIX = ["medical-coding", "registered-nurse", "anesthesiologist", "information-security-analyst", "actor", "electrician"]
NOTE = "I like that the work is with people, and that you can start after two years of college. The night shifts "
BLOCKED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
FULL = "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }"


def address(*slugs: str) -> str:
    return "/plan/?" + "&".join(f"c={slug}" for slug in slugs)


def careers_of(page) -> list[str]:
    return page.locator("[data-career]").evaluate_all("items => items.map(item => item.dataset.career)")


def kept(page) -> dict[str, str]:
    return page.evaluate("({...localStorage})")


def said(page) -> str:
    return page.locator("#said").text_content()


def note(page, title: str):
    return page.locator(".part-notes").get_by_label(title, exact=True)


def load(page, content: str | bytes, name: str = "my-career-plan.json"):
    body = content if isinstance(content, bytes) else content.encode()
    page.locator("#plan-file").set_input_files({"name": name, "mimeType": "application/json", "buffer": body})


def saved(page) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename == "my-career-plan.json"
    return download.value.path().read_text()


def fill_in(page) -> None:
    """Everything of a plan with six careers, as a student would."""
    page.get_by_label("Name", exact=True).fill("Ada Lovelace")
    for box in page.locator(".part-notes textarea").all():
        box.fill(NOTE + "would be hard. I could ask my aunt at the county hospital.")
    for box in page.locator(".part-courses textarea").all():
        box.fill("Biology and health science next year; ask about the evening program.")
    for number in range(1, 7):
        page.get_by_label(f"Step {number}", exact=True).fill("Sit in on the anatomy class and talk to the teacher")
        page.get_by_label(f"By when step {number}").fill(f"2027-01-1{number}")
    page.get_by_label("Done step 1").check()
    page.get_by_role("textbox", name="Questions for my counselor").fill(
        "Which classes?\nWhat will it cost?\nCan I visit?"
    )


def post_quiz(page, *slugs: str) -> None:
    """As the quiz's last page does."""
    fields = {**{f"quiz_{letter}": score for letter, score in zip("RIASEC", (40, 70, 20, 95, 35, 60), strict=True)}}
    page.evaluate(
        """([fields, slugs]) => {
          const form = document.createElement("form");
          Object.assign(form, {method: "post", action: "/plan/"});
          for (const [name, value] of [...Object.entries(fields), ...slugs.map(slug => ["c", slug])])
            form.append(Object.assign(document.createElement("input"), {name, value}));
          document.body.append(form);
          form.submit();
        }""",
        [fields, list(slugs)],
    )
    page.locator("form.has-result:not([data-new])").wait_for()


def test_a_plan_is_made_over_several_pages_and_is_there_the_next_day(open_page, site):
    page = open_page("/careers/medical-coding/", width=360)
    sent = []
    page.context.on("request", lambda request: sent.append((request.method, request.url, request.post_data)))
    assert page.locator("#my-plan").is_hidden()
    page.get_by_role("link", name="Add to my plan").click()
    assert page.url == f"{site}/careers/medical-coding/"
    assert page.locator("#plan-said").text_content() == "Added. Open my plan"
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
    assert page.locator("#plan-said").text_content() == "My plan is full (6 careers)"
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
    assert said(page).startswith("Done. Your plan is gone from this computer.")
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
    page.wait_for_function("document.querySelector('.part-notes textarea').value === 'From the file'")
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
        page.wait_for_function("document.getElementById('said').textContent")
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
    page.wait_for_function("document.getElementById('said').textContent.includes('no room')")
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
        page.wait_for_function("[...document.querySelectorAll('.part-notes textarea')].every(box => box.value)")
        assert note(page, "Actor").input_value() == "From the first tab!"
        assert note(page, "Electrician").input_value() == "From the second tab"
    note(other, "Actor").fill("Changed last")
    one.wait_for_function("document.querySelector('.part-notes textarea').value === 'Changed last'")
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
    page.evaluate(FULL)
    note(page, "Actor").fill("Too much")
    assert "no room left" in said(page)
    assert note(page, "Actor").input_value() == "Too much"
    assert json.loads(saved(page))["plan"]["plan.note.actor"] == "Too much"


def test_careers_that_went_or_have_a_new_name_are_named_and_the_rest_stays(open_page, site):
    page = open_page(address("actor", "electrician", "accountant"))
    note(page, "Actor").fill("Stage")
    Career.objects.filter(slug="actor").update(status="draft")
    Career.objects.filter(slug="electrician").update(title="Electrical Worker")
    page.goto(f"{site}/plan/")
    page.wait_for_url("**/plan/?c=**")
    assert page.get_by_text("There is no career “Actor” here any more").is_visible()
    assert page.get_by_text("You added it as “Electrician”.").is_visible()
    assert page.get_by_label("actor", exact=True).input_value() == "Stage"
    assert careers_of(page) == ["electrician", "accountant"]
    page.get_by_role("button", name="Remove actor").click()
    page.wait_for_url("**/plan/?c=electrician&c=accountant**")
    assert page.get_by_text("no career").is_hidden()


def test_the_quizs_result_is_kept_with_its_careers(open_page, site):
    page = open_page(address("actor"))
    post_quiz(page, "electrician")
    page.wait_for_url("**/plan/?c=actor&c=electrician**")
    page.reload()
    assert page.get_by_text("What you like most: Social. After that: Investigative.").is_visible()
    row = page.get_by_role("row", name="Social")
    assert row.get_by_role("cell", name="95").is_visible()
    assert page.locator("rect[data-from=quiz_S]").get_attribute("width") == "95%"
    assert json.loads(saved(page))["plan"]["plan.quiz_S"] == "95"
    page.get_by_role("button", name="Clear this computer").click()
    page.get_by_role("button", name="Clear everything").click()
    page.wait_for_url("**/plan/#cleared")
    assert page.get_by_text("What you like most").is_hidden()
    assert page.faults == []


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
    for words in ("Parent or guardian", "Printed on", "What you like most: Social."):
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_plan_that_is_filled_in_has_no_violation(open_page, width, scheme):
    page = open_page(address(*SIX), width=width, scheme=scheme)
    fill_in(page)
    post_quiz(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("button", name="Clear this computer").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    load(page, '{"kind": "career plan", "form": 1, "plan": {"plan.my-name": "Grace"}}')
    page.get_by_role("dialog", name="Replace the plan that is here?").wait_for()
    assert violations(page) == []


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

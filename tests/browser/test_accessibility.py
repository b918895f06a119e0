from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from .criteria import problems_of_keyboard, problems_of_look
from .paths import PAGES

# Contrast depends on the color scheme, all else on the width: each width and each scheme is looked at once.
LOOKS = [(360, "light"), (1280, "dark")]


# Some words that differ where a text does.
SHORT = """text => {
  let [high, low] = [1, 2]
  for (let at = 0; at < text.length; at++) {
    high = Math.imul(high ^ text.charCodeAt(at), 2654435761)
    low = Math.imul(low ^ text.charCodeAt(at), 1597334677)
  }
  return `${high} ${low} ${text.length}`
}"""
# What a part of a page looks like depends on its HTML, on where it stands, on the style sheets and on the window.
PARTS = """() => {
  // Links of the admin take their color slowly, and what stands in them after them.
  for (let round = 0; round < 20; round++) document.getAnimations().forEach(one => one.finish())
  document.querySelectorAll("details").forEach(details => details.open = true)
  const window = [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches]
  const look = [...window, ...[...document.styleSheets].map(sheet => sheet.href)].join()
  const place = one => one && `${place(one.parentElement)}>${one.tagName}.${one.className}`
  const short = SHORT
  return [...document.querySelectorAll("header, footer, nav, section, form, fieldset, li, tr, dl, p")].map(one =>
    short([look, place(one), one.querySelectorAll(":checked").length, one.outerHTML].join("|")))
}""".replace("SHORT", SHORT)
# What axe finds in all but the parts that are known, and which texts it found to stand out. Most of its time goes into
# what lies behind a text: where the same colors and sizes lie within each other again, it has been looked for.
FOUND = """async ({known, clear, options}) => {
  const short = SHORT, places = new Map(), seen = new Set(clear.split(";")), found = []
  const window = [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches].join()
  const place = one => {
    if (!one) return window
    if (!places.has(one)) {
      const style = getComputedStyle(one)
      const colors = ["color", "background", "opacity", "filter", "mixBlendMode", "textShadow", "webkitTextFillColor",
        "webkitTextStroke", "position", "zIndex", "fontSize", "fontWeight"].map(name => style[name])
      places.set(one, short([place(one.parentElement), one.tagName, one.className, ...colors].join("|")))
    }
    return places.get(one)
  }
  const contrast = axe._audit.checks["color-contrast"], {evaluate} = contrast
  contrast.evaluate = function (one, ...others) {
    if (seen.has(place(one))) return true
    const stands_out = evaluate.call(this, one, ...others)
    if (stands_out === true) {
      seen.add(place(one))
      found.push(place(one))
    }
    return stands_out
  }
  const parts = document.querySelectorAll("header, footer, nav, section, form, fieldset, li, tr, dl, p")
  known.forEach(at => parts[at].toggleAttribute("data-looked-at", true))
  // No rule that runs reads the style sheets, only those that are tried out.
  const all = {resultTypes: ["violations"], preload: {assets: ["media"]}, ...options}
  const results = await axe.run({exclude: [["[data-looked-at]"]]}, all)
  known.forEach(at => parts[at].toggleAttribute("data-looked-at", false))
  contrast.evaluate = evaluate
  return [results.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 120)}`)), found]
}""".replace("SHORT", SHORT)
looked_at, clear = set(), set()


def violations(page, options: dict | None = None) -> list[str]:
    """What axe finds, in all that it was not shown before in the same look; with that page as a whole."""
    page.wait_for_load_state()
    parts = page.evaluate(PARTS)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
        # The browser itself brings it to the next pages in half of the time, and not into the frames of previews.
        page.add_init_script(f"if (self === top) {{ {AXE_SCRIPT} }}")
    known = [at for at, part in enumerate(parts) if part in looked_at]
    # As one text: thousands of values, one by one, take longer to hand over than axe takes.
    found, stands_out = page.evaluate(FOUND, {"known": known, "clear": ";".join(clear), "options": options})
    clear.update(stands_out)
    if not found:
        looked_at.update(parts)
    return found


def looks(page) -> Iterator[tuple[int, str]]:
    """A page as it is, in one look after the other."""
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        yield width, scheme


def test_no_page_has_an_axe_violation_or_scrolls_sideways(open_page, site):
    page = open_page("/")
    found = {}
    for name, path in PAGES.items():
        page.goto(site + path)
        for look in looks(page):
            problems = violations(page)
            if over := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
                problems.append(f"{over} pixels too wide")
            if problems:
                found[name, *look] = problems
        if problems := problems_of_look(page):
            found[name] = problems
    assert found == {}


def test_a_form_with_errors_has_no_violation_and_leads_to_the_fields(open_page):
    page = open_page("/careers/medical-coding/ask/", width=360)
    page.get_by_role("button", name="Next").click()
    assert page.evaluate("document.activeElement.className") == "errors"
    assert violations(page) == []
    page.get_by_role("link", name="Enter your age in years.").click()
    assert page.evaluate("document.activeElement.id") == "id_age"


@pytest.mark.parametrize(
    "name",
    ["profile", "careers with filters", "two careers compared", "quiz", "full plan", "ask", "updates", "answers"],
)
def test_tab_leads_through_the_whole_page_and_one_sees_where_it_is(name, open_page):
    page = open_page(PAGES[name], width=360)
    assert problems_of_keyboard(page) == []


FAULTY = """<!doctype html><html lang="en"><title>Faulty</title><style>
.bar { position: fixed; inset: 0 0 auto 0; height: 200px; background: white }
.bare:focus { outline: none }
.cut { overflow: hidden; height: 20px; line-height: 20px; width: 100px; white-space: nowrap }
.tiny { display: inline-block; width: 10px; height: 10px; overflow: hidden; padding: 0; border: 0 }
</style><p><a href="/covered">Under the bar</a></p><div class="bar"></div><div style="height: 300px"></div>
<p><a class="bare" href="/bare">Without a mark</a></p><p class="cut">Some words that just fit</p>
<button class="tiny">a</button><button class="tiny">b</button><input type="email">
<div style="width: 400px">wide</div><button onkeydown="event.preventDefault()">Trap</button><a href="/end">End</a>"""


def test_the_scripts_see_what_they_are_to_find(chromium, fonts):
    page = chromium.new_page(viewport={"width": 320, "height": 800})
    page.set_content(FAULTY)
    keyboard, look = "\n".join(problems_of_keyboard(page)), "\n".join(problems_of_look(page))
    page.close()
    assert 'focus covered: <a href="/covered"' in keyboard
    assert 'focus not shown: <a class="bare"' in keyboard
    assert "no way on from <button onkeydown" in keyboard
    for found in ("pixels too wide at 320", 'cut off: <p class="cut"', "smaller than 24", "no purpose: <input"):
        assert found in look

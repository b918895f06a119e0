from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT

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
  const short = SHORT, places = new Map(), seen = new Set(clear), found = []
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
    found, stands_out = page.evaluate(FOUND, {"known": known, "clear": list(clear), "options": options})
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
    assert found == {}


def test_a_form_with_errors_has_no_violation_and_leads_to_the_fields(open_page):
    page = open_page("/careers/medical-coding/ask/", width=360)
    page.get_by_role("button", name="Next").click()
    assert page.evaluate("document.activeElement.className") == "errors"
    assert violations(page) == []
    page.get_by_role("link", name="Enter your age in years.").click()
    assert page.evaluate("document.activeElement.id") == "id_age"

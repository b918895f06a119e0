import pytest
from axe_playwright_python.sync_playwright import Axe

from .paths import PAGES

# Contrast depends on the color scheme, all else on the width: each width and each scheme is looked at once.
LOOKS = [(360, "light"), (1280, "dark")]


# What a part of a page looks like depends on its HTML, on where it stands, on the style sheets and on the window.
PARTS = """() => {
  document.querySelectorAll("details").forEach(details => details.open = true)
  const window = [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches]
  const look = [...window, ...[...document.styleSheets].map(sheet => sheet.href)].join()
  const place = one => one && `${place(one.parentElement)}>${one.tagName}.${one.className}`
  return [...document.querySelectorAll("header, footer, nav, section, form, fieldset, li, tr, dl, p")].map(one =>
    [look, place(one), one.querySelectorAll(":checked").length, one.outerHTML].join("|"))
}"""
SET_ASIDE = """known => [...document.querySelectorAll("header, footer, nav, section, form, fieldset, li, tr, dl, p")]
  .forEach((one, at) => one.toggleAttribute("data-looked-at", known.includes(at)))"""
looked_at = set()


def violations(page, options: dict | None = None) -> list[str]:
    """What axe finds, in all that it was not shown before in the same look; with that page as a whole."""
    page.wait_for_load_state()
    # Links of the admin take their color slowly.
    for _ in range(20):
        if not page.evaluate("document.getAnimations().some(one => one.playState === 'running')"):
            break
        page.wait_for_timeout(50)
    parts = page.evaluate(PARTS)
    page.evaluate(SET_ASIDE, [at for at, part in enumerate(parts) if part in looked_at])
    results = Axe().run(page, context={"exclude": [["[data-looked-at]"]]}, options=options)
    page.evaluate(SET_ASIDE, [])
    found = [
        f"{found['id']}: {node['html'][:120]}" for found in results.response["violations"] for node in found["nodes"]
    ]
    if not found:
        looked_at.update(parts)
    return found


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_no_page_has_an_axe_violation_or_scrolls_sideways(open_page, site, width, scheme):
    page = open_page("/", width=width, scheme=scheme)
    found = {}
    for name, path in PAGES.items():
        page.goto(site + path)
        problems = violations(page)
        if over := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
            problems.append(f"{over} pixels too wide")
        if problems:
            found[name] = problems
    assert found == {}


def test_a_form_with_errors_has_no_violation_and_leads_to_the_fields(open_page):
    page = open_page("/careers/medical-coding/ask/", width=360)
    page.get_by_role("button", name="Send your question").click()
    assert page.evaluate("document.activeElement.className") == "errors"
    assert violations(page) == []
    page.get_by_role("link", name="Enter your question.").click()
    assert page.evaluate("document.activeElement.id") == "id_text"

import pytest
from axe_playwright_python.sync_playwright import Axe

from .paths import PAGES

# Contrast depends on the color scheme, all else on the width: each width and each scheme is looked at once.
LOOKS = [(360, "light"), (1280, "dark")]


def violations(page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    results = Axe().run(page)
    return [
        f"{found['id']}: {node['html'][:120]}" for found in results.response["violations"] for node in found["nodes"]
    ]


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

"""Pages that a browser fetches once somebody is about to press a link."""

import pytest
from django.core.signals import request_started

from .test_weight import SHIFTS

TRIES = 100


@pytest.fixture
def requests():
    """What browsers ask the site for: method, path and purpose."""

    def note(environ: dict, **signal) -> None:
        found.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], environ.get("HTTP_SEC_PURPOSE", "")))

    found = []
    request_started.connect(note)
    yield found
    request_started.disconnect(note)


def wait_for(page, requests: list, wanted: tuple) -> None:
    for _ in range(TRIES):
        if wanted in requests:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{wanted} was not asked for, but {requests}")


def test_a_public_page_is_fetched_ahead_and_counts_once_it_is_opened(open_page, requests):
    page = open_page("/careers/")
    requests.clear()
    link = page.locator("h3 a").first
    path = link.get_attribute("href")
    link.hover()
    wait_for(page, requests, ("GET", path, "prefetch"))
    assert [method for method, asked, _ in requests if asked == path] == ["GET"]
    link.click()
    page.wait_for_url(f"**{path}")
    wait_for(page, requests, ("HEAD", path, ""))
    assert ("GET", path, "") not in requests
    assert page.evaluate(SHIFTS) == 0
    assert page.faults == []


def test_forms_searches_and_plans_are_never_fetched_ahead(open_page, requests):
    page = open_page("/careers/actor/")
    requests.clear()
    page.evaluate("""() => {
      const main = document.querySelector("main");
      main.addEventListener("click", (event) => event.preventDefault());
      for (const path of ["/ask/", "/updates/", "/admin/", "/plan/?c=actor", "/careers/?q=nurse", "/careers/actor/ask/",
        "/careers/compare/?c=actor", "/updates/mine/token/", "/questions/feed/", "/sources/"])
        main.prepend(Object.assign(document.createElement("a"), {href: path, textContent: path}), " ");
    }""")
    # Of the links the last that was added is the first. A press has a page fetched at once, and hovering only in time.
    for link in reversed(page.locator("main > a").all()):
        link.click()
        page.wait_for_timeout(20)
    wait_for(page, requests, ("GET", "/sources/", "prefetch"))
    assert [path for _, path, purpose in requests if purpose] == ["/sources/"]

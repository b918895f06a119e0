import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, expect, sync_playwright

from ..factories import make_plan_sections
from ..loaded_once import LoadedOnce
from ..snapshot import Snapshot
from . import content

load_content, with_content = LoadedOnce(content.load), Snapshot()

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"),
    # All pages are ours: a process of its own for each test's takes a tenth of the time.
    *("--renderer-process-limit=1", "--disable-site-isolation-trials"),
    "--disable-features=IsolateOrigins,site-per-process",
]

# Both cores are busy with other tests.
expect.set_options(timeout=15_000)

# Playwright keeps an event loop running in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def missing(what: str) -> None:
    """Skip on a person's machine; fail in CI, where everything must be there."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}; CI must have it")
    pytest.skip(what)


def runs(*command: str) -> str | None:
    """What a program says, or None where it is missing or does not start."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None


@pytest.fixture(scope="session")
def fonts() -> None:
    """Widths and heights are measured in Liberation's letters; with others, pages are wider and longer."""
    known = runs("fc-list", ":", "family")
    if known is None:
        missing("fc-list is not installed (package fontconfig), which tells whether the Liberation fonts are")
    if "Liberation" not in known:
        missing("The Liberation fonts are not installed (package fonts-liberation), in which pages are measured")


@pytest.fixture(scope="session")
def chromium(fonts):
    # The shell is the same browser without its windows, and takes half of the time.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        missing("Chromium is not installed")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        except PlaywrightError as error:
            missing(f"Chromium does not start: {str(error).strip().splitlines()[0]}")
        yield browser
        browser.close()
        # Connections opened while Playwright's loop runs are kept apart from the others; nobody else ends them.
        connections.close_all()


@pytest.fixture(scope="session")
def vnu() -> list[str]:
    """The command that runs the Nu HTML checker."""
    jar = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if runs("java", "-version") is None:
        missing("Java is not installed, which the Nu HTML checker needs")
    if not jar.exists():
        missing("The Nu HTML checker is not installed: run 'npm install' in tests/browser")
    # It runs for seconds: what Java learns about the program in longer runs costs more than it brings.
    return ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m", "-jar", str(jar)]


@pytest.fixture(autouse=True)
def click_until_the_next_page_is_there(monkeypatch):
    """A click that leads to another page returns when its first bytes arrive, and a test looks at it at once."""

    def click(locator, *args, **kwargs):
        press(locator, *args, **kwargs)
        if not locator.page.is_closed():
            locator.page.wait_for_load_state("domcontentloaded")

    press = Locator.click
    monkeypatch.setattr(Locator, "click", click)


@pytest.fixture
def site(live_server, transactional_db) -> str:
    """The address of a running site with the demo, O*NET's text and pay by area."""
    if not with_content.put_back():
        load_content()
        # Migrations made them, and a test before this one emptied every table.
        make_plan_sections()
        with_content.take()
    return live_server.url


@pytest.fixture
def open_page(chromium, site):
    """Open a path of the site in a fresh browser; faults of the page are collected on `page.faults`."""
    contexts = []

    def opener(path: str, *, width: int = 1280, scheme: str = "light", scripts: bool = True):
        # While one page fades into the next, nothing in it can be pressed.
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda message: message.type == "error" and page.faults.append(message.text))
        # Whoever goes on before a page has come in sees no transition to it.
        page.on("pageerror", lambda error: "Transition was" in str(error) or page.faults.append(str(error)))
        page.on(
            "request",
            lambda request: request.url.startswith((site, "data:")) or page.faults.append(f"asked {request.url}"),
        )
        page.goto(site + path)
        return page

    yield opener
    for context in contexts:
        context.close()

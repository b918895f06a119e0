"""A profile on a phone: how far each answer is, and what stays at hand on the way there."""

import pytest

SCREEN = {"width": 360, "height": 740}
# A finger's width, in pixels.
TARGET = 44


@pytest.fixture
def phone(open_page):
    """Open a path as a phone does, `scripts` or not."""

    def opener(path: str, **values):
        page = open_page(path, width=SCREEN["width"], **values)
        page.set_viewport_size(SCREEN)
        return page

    return opener


def screens_to(page, selector: str) -> float:
    """How many screens lie above an element."""
    return page.locator(selector).evaluate("element => (element.getBoundingClientRect().top + scrollY) / innerHeight")


@pytest.mark.parametrize("slug", ["registered-nurse", "medical-coding", "actor", "anesthesiologist"])
def test_salary_begins_by_the_fifth_screen(phone, slug):
    assert screens_to(phone(f"/careers/{slug}/"), "#salary") < 5


def test_registered_nurse_ends_by_the_twelfth_screen(phone):
    page = phone("/careers/registered-nurse/")
    assert page.evaluate("document.documentElement.scrollHeight / innerHeight") <= 12


@pytest.mark.parametrize("slug", ["registered-nurse", "medical-coding", "actor", "anesthesiologist"])
def test_pay_education_and_outlook_are_on_the_first_screen(phone, slug):
    box = phone(f"/careers/{slug}/").locator(".facts").bounding_box()
    assert box["y"] + box["height"] <= SCREEN["height"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_contents_stay_at_hand_and_salary_is_one_touch_away(phone, scripts):
    page = phone("/careers/registered-nurse/", scripts=scripts)
    # A wheel that turns before a page is painted is lost.
    page.evaluate("scrollTo(0, 2500)")
    link = page.locator(".toc").get_by_role("link", name="Salary")
    box = link.bounding_box()
    assert box["x"] + box["width"] <= SCREEN["width"]
    assert 0 <= box["y"] <= TARGET
    link.click()
    page.wait_for_function("location.hash == '#salary'")
    bar, heading = page.locator(".toc").bounding_box(), page.locator("#salary h2").bounding_box()
    assert bar["y"] == 0
    # The bar covers nothing of where the link leads.
    assert bar["height"] <= heading["y"] < SCREEN["height"] / 2


def test_what_has_the_focus_is_never_under_the_contents(phone):
    page = phone("/careers/registered-nurse/")
    page.locator("footer a").last.focus()
    bar = page.locator(".toc").bounding_box()["height"]
    covered = []
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        box = page.evaluate("""() => {
          const element = document.activeElement, box = element.getBoundingClientRect();
          return element.closest(".toc") ? null : {top: box.top, text: element.textContent.trim()};
        }""")
        if box and box["top"] < bar and page.evaluate("scrollY > 800"):
            covered.append(box["text"])
    assert covered == []


def test_what_is_touched_is_a_finger_wide(phone):
    page = phone("/careers/registered-nurse/")
    touched = ".toc a, .leads li, summary, button, .button, footer p:last-child a"
    small = page.evaluate(f"""() => [...document.querySelectorAll("{touched}")]
      .filter(one => one.offsetParent && one.getBoundingClientRect().height < {TARGET} - 0.5)
      .map(one => one.textContent.trim() + " " + one.getBoundingClientRect().height)""")
    assert small == []


@pytest.mark.parametrize(
    "path",
    [
        "/careers/registered-nurse/",
        "/careers/medical-coding/?area=OH",
        "/",
        "/quiz/",
        "/careers/compare/?c=medical-coding&c=actor",
        "/careers/?q=nurse&c=actor",
        "/questions/",
        "/ask/",
        "/ask/mine/",
    ],
)
def test_text_of_twice_the_size_is_neither_cut_nor_runs_off_the_page(phone, path):
    page = phone(path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREEN["width"]
    looked_at = ".top a, .facts *, h1, h2, h3, .toc, .leads a, th, td, main button"
    cut = page.evaluate(
        """looked_at => [...document.querySelectorAll(looked_at)]
      .filter(one => one.offsetParent && !one.closest(".scroll, .toc, .unseen")
        && (one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1))
      .map(one => one.textContent.trim())""",
        looked_at,
    )
    assert cut == []

"""What the tests of the career plan do with it."""

from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Error as PlaywrightError

SIX = ["medical-coding", "registered-nurse", "anesthesiologist", "information-security-analyst", "actor", "electrician"]
NOTE = "I like that the work is with people, and that you can start after two years of college. The night shifts "


def address(*slugs: str) -> str:
    return "/plan/?" + "&".join(f"c={slug}" for slug in slugs)


class Soon:
    """What a page shows in the end: it is read again and again, up to ten seconds, until it is what a test says."""

    def __init__(self, page, read: Callable[[], object]) -> None:
        self._page, self._read, self._last = page, read, None

    def _becomes(self, is_so: Callable[[object], bool]) -> bool:
        for _ in range(100):
            # Between two pages there is nothing to read.
            with suppress(PlaywrightError):
                self._last = self._read()
                if is_so(self._last):
                    return True
            self._page.wait_for_timeout(100)
        return False

    def __eq__(self, other: object) -> bool:
        return self._becomes(lambda found: found == other)

    def __contains__(self, words: str) -> bool:
        return self._becomes(lambda found: words in found)

    def __repr__(self) -> str:
        return repr(self._last)

    __hash__ = None


def careers_of(page) -> Soon:
    careers = page.locator("[data-career]")
    return Soon(page, lambda: careers.evaluate_all("items => items.map(item => item.dataset.career)"))


def kept(page) -> dict[str, str]:
    return page.evaluate("({...localStorage})")


def said(page) -> Soon:
    return Soon(page, page.locator("#said").text_content)


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

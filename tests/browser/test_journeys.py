import pytest

from signups import guard
from signups.models import Question, SignupRequest


@pytest.fixture
def no_waiting(monkeypatch):
    """Playwright types faster than a person."""
    monkeypatch.setattr(guard, "MIN_AGE_SECONDS", 0)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_student_finds_a_career_and_asks_about_it(open_page, no_waiting, scripts):
    page = open_page("/", width=360, scripts=scripts)
    page.get_by_label("Search 21 careers").fill("biller")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Medical Coding", exact=True).click()
    assert page.get_by_text("$50,250").first.is_visible()
    page.get_by_role("link", name="Ask your question").click()
    page.get_by_label("How old are you?").fill("16")
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Your question").fill("Do coders ever talk to patients?")
    page.get_by_role("button", name="Next").click()
    further = page.get_by_role("button", name="None of these answers mine: go on")
    if further.count():
        further.click()
    page.get_by_label("You may publish my question").check()
    page.get_by_role("button", name="Send my question").click()
    page.get_by_role("heading", name="We have your question").wait_for()
    question = Question.objects.get(status="received")
    assert (question.text, question.career.slug) == ("Do coders ever talk to patients?", "medical-coding")
    assert page.faults == []


def test_a_visitor_mends_a_mistyped_address(open_page, no_waiting):
    page = open_page("/careers/medical-coding/")
    page.get_by_label("Your email address").fill("ada.example.org")
    page.get_by_role("button", name="Sign up").click()
    assert page.get_by_role("alert").get_by_text("name@example.org").is_visible()
    address = page.get_by_label("Your email address")
    assert address.input_value() == "ada.example.org"
    address.fill("ada@example.org")
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("heading", name="Now check your email").wait_for()
    assert SignupRequest.objects.get().email == "ada@example.org"


def test_earlier_figures_open_by_keyboard(open_page):
    page = open_page("/careers/medical-coding/", width=360)
    summary = page.get_by_text("Salary in May 2008")
    assert not page.get_by_text("$42,760").is_visible()
    summary.focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("$42,760").is_visible()


def test_the_first_tab_skips_to_the_content(open_page):
    page = open_page("/careers/medical-coding/")
    page.keyboard.press("Tab")
    assert page.get_by_role("link", name="Skip to content").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_an_answer_is_found_by_its_words_and_read(open_page):
    page = open_page("/questions/", width=360)
    page.get_by_label("Search answers").fill("nruse degree")
    page.get_by_role("button", name="Search").first.click()
    page.get_by_role("link", name="Should I get a two-year nursing degree").click()
    assert page.get_by_role("heading", name="Short answer").is_visible()
    assert page.get_by_role("link", name="Ask your own question").is_visible()


def test_an_old_link_to_a_question_comes_to_it_in_the_list(open_page):
    question = Question.objects.published().newest().first()
    page = open_page(f"/questions/#question-{question.pk}")
    assert page.locator(f"#question-{question.pk}").is_visible()


def test_the_answer_is_on_the_first_screen_of_a_phone(open_page):
    page = open_page("/careers/medical-coding/", width=360)
    for fact in ("$50,250", "Postsecondary nondegree award", "7.1%", "194,800"):
        box = page.locator(".facts").get_by_text(fact, exact=True).bounding_box()
        assert box["y"] + box["height"] <= 740, fact


def test_the_home_page_prints_without_what_is_for_the_screen(open_page):
    page = open_page("/")
    assert page.pdf(format="Letter").count(b"/Type /Page\n") in (1, 2)
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="Sign up for email updates").is_hidden()
    assert page.get_by_role("button", name="Search").is_hidden()
    assert page.get_by_text("Printed from").is_visible()


def test_an_answer_prints_in_one_column_without_what_is_for_the_screen(open_page):
    question = Question.objects.published().filter(career__isnull=False).first()
    page = open_page(question.get_absolute_url())
    page.emulate_media(media="print")
    article, beside = (page.locator(one).bounding_box() for one in ("article", "aside"))
    assert beside["y"] >= article["y"] + article["height"]
    assert page.get_by_text("Was this helpful?").is_hidden()


def test_a_profile_prints_on_two_pages(open_page):
    for slug in ("medical-coding", "registered-nurse", "electrician"):
        page = open_page(f"/careers/{slug}/")
        assert page.pdf(format="Letter").count(b"/Type /Page\n") in (1, 2), slug

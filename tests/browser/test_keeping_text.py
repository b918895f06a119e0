"""What staff type stays in their browser until it is saved."""

from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from careers.models import Career

from ..factories import make_question, make_staff


def sign_in(page) -> None:
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a long test password")
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_text_outlives_the_session_that_it_was_written_in(open_page, site):
    make_staff(username="ada")
    career = Career.objects.get(slug="medical-coding")
    page = open_page(f"/admin/careers/career/{career.pk}/change/")
    sign_in(page)
    expect(page.get_by_label("Summary:")).to_be_visible()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    # Nothing was typed, so nothing is asked.
    page.reload()
    assert asked == []
    page.get_by_label("Summary:").fill("Written while the session ended.")
    page.locator('[name="tasks-0-text"]').fill("A task of that hour")
    page.reload()
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Put my text back").click()
    expect(page.get_by_label("Summary:")).to_have_value("Written while the session ended.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).first.click()
    sign_in(page)
    # Meanwhile somebody deleted another task.
    career.tasks.last().delete()
    page.get_by_role("button", name="Put my text back").click()
    expect(page.locator('[name="tasks-0-text"]')).to_have_value("A task of that hour")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_role("button", name="Save both").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(sessionStorage).filter(name => !name.startsWith('django.'))") == []
    career.refresh_from_db()
    assert career.summary == "Written while the session ended."
    assert career.tasks.first().text == "A task of that hour"
    assert asked == ["beforeunload"]
    assert page.faults == []


def test_a_step_of_reviewing_outlives_signing_in_again(open_page, site):
    make_staff(username="ada")
    question = make_question(status="received", text="How loud are the bees?")
    review = reverse("admin:signups_question_review", args=[question.pk])
    page = open_page(review)
    sign_in(page)
    page.get_by_role("button", name="Take this question").click()
    page.locator("#decline summary").click()
    page.get_by_label("What the asker reads").fill("We do not keep bees here.")
    Session.objects.all().delete()
    page.locator("#decline button.default").click()
    sign_in(page)
    expect(page.locator("#decline")).to_contain_text("This is what you wrote before you signed in again.")
    expect(page.get_by_label("What the asker reads")).to_have_value("We do not keep bees here.")
    page.locator("#decline button.default").click()
    expect(page.locator("ul.messagelist")).to_be_visible()
    question.refresh_from_db()
    assert (question.status, question.declined_because) == ("declined", "We do not keep bees here.")
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(sessionStorage).filter(name => name.startsWith('step:'))") == []
    assert page.faults == []

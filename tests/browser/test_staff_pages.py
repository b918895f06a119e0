from playwright.sync_api import expect

from careers.models import Career

from ..factories import make_onet_profile, make_staff


def test_boxes_in_which_staff_choose_a_row_are_called_like_their_fields(open_page):
    page = open_page("/admin/login/?next=/admin/schools/featured/add/", width=360)
    page.get_by_label("Username").fill(make_staff().username)
    page.get_by_label("Password").fill("a long test password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    for name in ("School", "Careers"):
        expect(page.get_by_role("combobox", name=name)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    assert page.faults == []


def test_a_releases_text_is_copied_into_the_empty_field(open_page, site):
    career = Career.objects.get(slug="medical-coding")
    make_onet_profile(code=career.onet_code)
    Career.objects.filter(pk=career.pk).update(summary="", description="", status="draft")
    page = open_page(f"/admin/careers/career/{career.pk}/change/", width=360)
    page.get_by_label("Username").fill(make_staff().username)
    page.get_by_label("Password").fill("a long test password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    description = page.get_by_role("textbox", name="Career description:")
    page.get_by_role("button", name="Copy here to edit").nth(1).click()
    expect(description).to_have_value("Do the work that the tests describe.")
    expect(description).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    assert page.faults == []


def test_by_keyboard_one_goes_on_in_a_row_that_was_added_and_from_one_that_was_taken_out(open_page, site):
    career = Career.objects.get(slug="medical-coding")
    page = open_page(f"/admin/careers/career/{career.pk}/change/")
    page.get_by_label("Username").fill(make_staff().username)
    page.get_by_label("Password").fill("a long test password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("#sources-group .add-row a").press("Enter")
    row = page.locator("#sources-group .dynamic-sources").last
    expect(row.locator("input[type=text]").first).to_be_focused()
    row.locator(".inline-deletelink").press("Enter")
    expect(page.locator("#sources-group .add-row a")).to_be_focused()
    assert page.faults == []

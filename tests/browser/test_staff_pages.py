from playwright.sync_api import expect

from ..factories import make_staff


def test_boxes_in_which_staff_choose_a_row_are_called_like_their_fields(open_page):
    page = open_page("/admin/login/?next=/admin/schools/featured/add/", width=360)
    page.get_by_label("Username").fill(make_staff().username)
    page.get_by_label("Password").fill("a long test password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    for name in ("School", "Careers"):
        expect(page.get_by_role("combobox", name=name)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    assert page.faults == []

"""Beside empty fields and lists, staff see what the release says there, and what writing their own does."""

import pytest

from careers.models import Career, Task

from ..factories import make_career, make_onet_profile, onet_data
from .staff_pages import address
from .test_admin import save

pytestmark = pytest.mark.django_db
THEIRS = "Do the work that the tests describe."


@pytest.fixture
def career():
    career = make_career(summary="", onet_code="29-2072.00")
    make_onet_profile(code="29-2072.00", data=onet_data())
    return career


@pytest.fixture
def form(editor, career):
    return lambda: editor.get(address(Career, "change", career.pk)).content.decode()


def test_an_empty_field_shows_the_releases_text_with_its_release(form):
    html = form()
    for field, words in (
        ("summary", "Do what the first sentence says."),
        ("description", THEIRS),
        ("education", "A course or two."),
    ):
        shown = html.partition(f'id="released-{field}"')[2].partition("</button>")[0]
        assert words in shown
        assert "O*NET 29.3 Database" in shown
        assert f'data-copy-to="id_{field}" hidden' in shown
        assert f'id="id_{field}"' in html


def test_a_field_with_text_of_its_own_shows_none(form, career):
    Career.objects.update(description="Our own.")
    assert THEIRS not in form()


def test_a_career_without_a_release_shows_nothing_of_one(form):
    Career.objects.update(onet_code=None)
    assert "released-" not in form()
    assert "with_released_tasks" not in form()


def test_a_list_says_what_adding_a_row_does(form, text_of, editor, career):
    html = form()
    assert "<li>Sharpen pencils.</li>" in html
    assert "As soon as you add one, only your own are shown, unless you check the box below." in html
    Task.objects.create(career=career, text="Try it out")
    assert "The page shows your own instead. To show these too, check the box below." in form()
    assert save(editor, address(Career, "change", career.pk), with_released_tasks="on").status_code == 302
    assert "Your own come first on the page, and these follow." in form()
    page = text_of(editor.get(career.get_absolute_url()))
    assert page.index("Try it out") < page.index("Sharpen pencils.")

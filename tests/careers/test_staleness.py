"""Figures say when newer ones were due, to visitors and to staff, from the day on that they are."""

from datetime import date

import pytest

from ..factories import (
    make_area_pay,
    make_career,
    make_occupation,
    make_onet_profile,
    make_outlook,
    make_pay,
    make_release,
)

PERIODS = {
    "oews-national": (date(2024, 5, 31), date(2026, 5, 1), "May 2026"),
    "oews-state": (date(2024, 5, 31), date(2026, 5, 1), "May 2026"),
    "projections": (date(2024, 12, 31), date(2026, 9, 1), "September 2026"),
    "onet": (date(2025, 5, 1), date(2025, 11, 1), "November 2025"),
}


@pytest.fixture
def on(monkeypatch):
    """Make it another day."""
    return lambda today: monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: today)


@pytest.fixture
def career(db):
    return make_career(occupation=make_occupation(code="29-2072"), onet_code="29-2072.00")


@pytest.fixture
def page(visitor, text_of, career):
    """The words of the career's page as it stands now."""
    return lambda: text_of(visitor.get(career.get_absolute_url()))


def with_rows(career, data_set: str, as_of: date, **values):
    release = make_release(data_set, **{"as_of": as_of, **values})
    row = {"release": release, "occupation": career.occupation}
    if data_set == "onet":
        make_onet_profile(release=release, code=career.onet_code)
    elif data_set == "projections":
        make_outlook(**row)
    elif data_set == "oews-state":
        make_area_pay(**row, annual_median=50_000)
    else:
        make_pay(**row, annual_median=50_000)
    return release


@pytest.mark.parametrize("data_set", PERIODS)
def test_a_page_says_that_newer_figures_are_due_from_the_day_that_they_are(page, career, on, data_set):
    as_of, due, words = PERIODS[data_set]
    with_rows(career, data_set, as_of)
    on(date.fromordinal(due.toordinal() - 1))
    assert "due in" not in page()
    on(due)
    assert f"due in {words}" in page()


def test_the_age_of_figures_counts_whole_years(page, career, on):
    with_rows(career, "oews-national", date(2024, 5, 31))
    for today, words in (
        (date(2026, 4, 30), "Test release , May 2024."),
        (date(2026, 5, 31), "; 2 years old; newer figures were due in May 2026."),
        (date(2027, 5, 30), "; 2 years old; newer figures were due in May 2026."),
        (date(2027, 5, 31), "; 3 years old; newer figures were due in May 2026."),
    ):
        on(today)
        assert words in page()


def test_lists_and_the_full_lists_of_a_career_say_it_too(visitor, text_of, career, on):
    with_rows(career, "oews-national", date(2024, 5, 31))
    with_rows(career, "onet", date(2025, 5, 1))
    on(date(2026, 5, 31))
    assert "; 2 years old; newer figures were due in May 2026." in text_of(visitor.get("/careers/"))
    full = text_of(visitor.get(f"{career.get_absolute_url()}titles-and-technology/"))
    assert "; newer figures were due in November 2025." in full


def test_a_release_without_an_address_is_named_without_a_link(visitor, career):
    release = with_rows(career, "oews-national", date(2024, 5, 31), url="")
    for address in ("/careers/", career.get_absolute_url()):
        html = visitor.get(address).content.decode()
        assert release.title in html
        assert 'href=""' not in html


def test_an_earlier_release_is_old_but_never_overdue(page, career, on):
    on(date(2026, 1, 15))
    with_rows(career, "oews-national", date(2024, 5, 31))
    with_rows(career, "oews-national", date(2008, 5, 31), period="May 2008", state="superseded")
    assert "May 2008; 17 years old." in page()
    assert "due in" not in page()


def test_a_data_set_without_a_rhythm_is_never_overdue(visitor, text_of, db, on):
    make_release("soc", as_of=date(2018, 1, 1))
    on(date(2040, 1, 1))
    assert "due in" not in text_of(visitor.get("/sources/"))


def test_the_sources_page_marks_what_is_overdue(visitor, text_of, db, on):
    make_release(as_of=date(2024, 5, 31))
    make_release("projections", period="2024–34", as_of=date(2024, 12, 31))
    on(date(2026, 7, 1))
    text = text_of(visitor.get("/sources/"))
    assert text.count("Newer figures were due in") == 1
    assert "May 2024 Current Newer figures were due in May 2026." in text


def test_staff_see_in_the_list_what_is_due_and_what_is_overdue(editor, text_of, on):
    make_release(as_of=date(2024, 5, 31))
    make_release("projections", period="2024–34", as_of=date(2024, 12, 31))
    make_release("projections", period="2008–18", as_of=date(2008, 12, 31), state="superseded")
    on(date(2026, 7, 1))
    text = text_of(editor.get("/admin/careers/release/"))
    assert "Overdue since May 2026" in text
    assert "Due in September 2026" in text
    assert "2010" not in text

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from schools.models import Featured, School

from ..factories import make_career, make_release, make_school

CLOSED = {"status": School.Status.CLOSED}


@pytest.fixture(params=["home", "profile", "schools"])
def page(request, visitor, text_of, db):
    """The words and the markup of each page that shows the featured schools."""

    def fetch() -> tuple[str, str]:
        path = {"home": "/", "schools": "/schools/"}.get(request.param) or make_career().get_absolute_url()
        response = visitor.get(path)
        assert response.status_code == 200
        return text_of(response), response.content.decode()

    return fetch


WITH_CLOSED = pytest.mark.parametrize("page", ["home", "schools"], indirect=True)


@pytest.fixture
def on_page_of(visitor, section_of, db):
    """The words of the featured schools on a career's page."""
    return lambda career: section_of(visitor.get(career.get_absolute_url()), "schools")


def placed(name: str, *careers, **values) -> School:
    school = make_school(featured=True, name=name, **values)
    school.featured.careers.set(careers)
    return school


def test_a_school_is_featured_from_its_first_day_to_its_last(page):
    today, day = timezone.localdate(), timedelta(days=1)
    for name, days in {
        "Over College": {"ends_on": today - day},
        "Later College": {"starts_on": today + day},
        "Lasting College": {"starts_on": today, "ends_on": today},
    }.items():
        school = make_school(featured=True, name=name)
        Featured.objects.filter(school=school).update(**days)
    words, _ = page()
    assert "Lasting College" in words
    assert "Over College" not in words
    assert "Later College" not in words


def test_an_open_school_is_linked_and_its_town_named(page):
    make_school(featured=True, name="Claflin University", city="Orangeburg", state="SC", url="https://claflin.example/")
    words, markup = page()
    assert "Claflin University" in words
    assert "Orangeburg, SC" in words
    assert 'href="https://claflin.example/"' in markup
    assert "closed" not in words.lower()


@WITH_CLOSED
def test_a_closed_school_says_when_it_closed_and_is_not_linked(page):
    make_school(
        featured=True, name="Notre Dame College", url="https://gone.example/", closed_on=date(2024, 5, 2), **CLOSED
    )
    words, markup = page()
    assert "Notre Dame College" in words
    assert re.search("[Cc]losed on May 2, 2024", words)
    assert 'href="https://gone.example/"' not in markup


@WITH_CLOSED
def test_a_school_that_closed_on_an_unknown_day_is_only_said_to_be_closed(page):
    make_school(featured=True, name="Gone College", url="https://gone.example/", **CLOSED)
    words, markup = page()
    assert "Gone College" in words
    assert "closed" in words.lower()
    assert "closed on" not in words.lower()
    assert 'href="https://gone.example/"' not in markup


def test_a_school_without_an_address_makes_no_link(page):
    make_school(featured=True, name="Quiet College", url="")
    words, markup = page()
    assert "Quiet College" in words
    assert 'href=""' not in markup
    assert ">Quiet College</a>" not in markup


def test_no_featured_school_is_said_in_words(page):
    make_school(name="Unfeatured College")
    words, _ = page()
    assert "No schools are featured right now." in words
    assert "Unfeatured College" not in words


@WITH_CLOSED
def test_featured_schools_stand_in_the_editors_order(page):
    for order, name in ((3, "Alpha College"), (1, "Gamma College"), (2, "Beta College")):
        Featured.objects.create(school=make_school(name=name), order=order)
    words, _ = page()
    assert words.index("Gamma College") < words.index("Beta College") < words.index("Alpha College")


def test_a_career_shows_the_schools_that_are_chosen_for_it_and_no_others(on_page_of):
    nurse, coder = make_career(), make_career()
    placed("Nursing College", nurse)
    placed("General College")
    assert "Nursing College" in on_page_of(nurse)
    assert "General College" not in on_page_of(nurse)
    assert "Nursing College" not in on_page_of(coder)
    assert "General College" in on_page_of(coder)


def test_of_schools_for_any_career_a_page_shows_two_in_the_editors_order(on_page_of):
    for order, name in ((3, "Alpha College"), (1, "Gamma College"), (2, "Beta College")):
        Featured.objects.create(school=make_school(name=name), order=order)
    words = on_page_of(make_career())
    assert words.index("Gamma College") < words.index("Beta College")
    assert "Alpha College" not in words


def test_a_closed_school_is_featured_on_no_career(on_page_of, visitor):
    career = make_career()
    placed("Gone College", url="https://gone.example/", **CLOSED)
    assert "Gone College" not in on_page_of(career)
    assert "No schools are featured right now." in on_page_of(career)


def test_where_it_was_chosen_for_the_career_a_closed_school_is_said_to_be_closed(on_page_of, visitor):
    career = make_career()
    placed("Gone College", career, url="https://gone.example/", closed_on=date(2024, 5, 2), **CLOSED)
    placed("Open College", career)
    words = on_page_of(career)
    assert words.index("Open College") < words.index("No longer open: Gone College Closed on May 2, 2024")
    assert 'href="https://gone.example/"' not in visitor.get(career.get_absolute_url()).content.decode()


def test_the_schools_page_says_what_it_knows_and_from_where(visitor, text_of, db):
    release = make_release("ipeds-directory", title="School directory", period="2024")
    make_school(featured=True, name="Quiet College", url="", release=release)
    make_school(featured=True, name="Gone College", url="https://gone.example/", release=release, **CLOSED)
    words = text_of(visitor.get("/schools/"))
    assert "Website Not known" in words
    assert "https://gone.example/ (before it closed)" in words
    assert "Status Open" in words
    assert "Status Closed" in words
    assert words.count("School directory") == 2


def test_an_open_school_with_a_closing_day_is_refused(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_school(closed_on=date(2024, 5, 2))
    assert not School.objects.exists()


def test_staff_who_give_an_open_school_a_closing_day_are_told_what_to_do(db):
    school = make_school()
    school.closed_on = date(2024, 5, 2)
    with pytest.raises(ValidationError, match="An open school has no closing day"):
        school.full_clean()


@pytest.mark.parametrize("state", ["Ohio", "oh", "O"])
def test_a_state_is_two_capital_letters(db, state):
    with pytest.raises(ValidationError):
        School(name="College", city="Town", state=state).full_clean()


def test_a_school_is_featured_once(db):
    school = make_school(featured=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Featured.objects.create(school=school)
    assert Featured.objects.count() == 1

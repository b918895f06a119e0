"""A figure that staff hold back is nowhere; visitors see the release before it instead."""

from datetime import date

import pytest

from ..factories import (
    make_area,
    make_area_pay,
    make_career,
    make_industry_pay,
    make_occupation,
    make_outlook,
    make_pay,
    make_release,
)


@pytest.fixture
def career(db):
    return make_career(workers="testers", occupation=make_occupation(code="29-2072", title="Testers"))


@pytest.fixture
def group(db):
    return make_occupation(code="29-2070", title="Testers and Probers")


@pytest.fixture
def shown(visitor, section_of, career):
    return lambda name: section_of(visitor.get(career.get_absolute_url(), {"area": "OH"}), name)


@pytest.fixture
def ohio(db):
    return make_area(states="OH", title="Ohio")


def before(data_set: str = "oews-national"):
    return make_release(data_set, period="May 2023", as_of=date(2023, 5, 31), state="superseded")


def test_held_pay_leaves_the_release_before_in_the_first_place(visitor, text_of, shown, career):
    make_pay(occupation=career.occupation, annual_median=99_000, held=True)
    make_pay(occupation=career.occupation, release=before(), annual_median=48_000)
    assert "is $48,000" in shown("salary")
    page = visitor.get(career.get_absolute_url())
    assert "Median annual pay $48,000" in text_of(page)
    assert "99,000" not in page.content.decode()
    assert "99000" not in page.content.decode()


def test_held_pay_with_nothing_before_it_leaves_no_pay(shown, career):
    make_pay(occupation=career.occupation, annual_median=99_000, held=True)
    make_outlook(occupation=career.occupation, held=True)
    salary, outlook = shown("salary"), shown("outlook")
    assert "The pay figures for this career are held back by this site's editors." in salary
    assert "The projections for this career are held back by this site's editors." in outlook
    assert "published for this career" not in salary + outlook


def test_a_wider_groups_pay_does_not_stand_in_for_what_is_held(shown, career, group):
    make_pay(occupation=career.occupation, annual_median=99_000, held=True)
    make_pay(occupation=group, annual_median=47_000)
    make_pay(occupation=career.occupation, release=before(), annual_median=48_000)
    salary = shown("salary")
    assert "is $48,000" in salary
    assert "$47,000" not in salary


def test_a_held_wider_group_does_not_hide_the_careers_own_pay(shown, career, group):
    make_pay(occupation=career.occupation, annual_median=50_250)
    make_pay(occupation=group, annual_median=99_000, held=True)
    assert "is $50,250" in shown("salary")


def test_what_is_held_for_all_occupations_is_not_compared_with(shown, career):
    everyone = make_occupation(code="00-0000")
    make_pay(occupation=career.occupation, annual_median=50_250)
    make_pay(occupation=everyone, annual_median=99_000, held=True)
    make_outlook(occupation=career.occupation)
    make_outlook(occupation=everyone, held=True)
    assert "Median of all occupations" not in shown("salary")
    assert "average for all occupations" not in shown("outlook")


def test_a_held_projection_leaves_the_one_before_it(shown, career):
    earlier = make_release("projections", period="2023–33", as_of=date(2023, 12, 31), state="superseded")
    now = make_release("projections", period="2024–34", as_of=date(2024, 12, 31))
    make_outlook(occupation=career.occupation, release=now, base_employment=999_000, held=True)
    make_outlook(occupation=career.occupation, release=earlier, base_employment=111_000, base_year=2023)
    outlook = shown("outlook")
    assert "111,000 jobs in 2023" in outlook
    assert "999,000" not in outlook


def test_a_held_industry_is_left_out_of_its_table(shown, career):
    for industry, held in (("Banks", True), ("Zoos", False)):
        make_industry_pay(occupation=career.occupation, industry=industry, annual_median=40_000, held=held)
    assert "Zoos" in shown("salary")
    assert "Banks" not in shown("salary")


def test_a_wider_groups_industries_do_not_stand_in_for_held_ones(shown, career, group):
    make_pay(occupation=career.occupation, annual_median=50_250)
    make_industry_pay(occupation=career.occupation, industry="Banks", annual_median=99_000, held=True)
    make_industry_pay(occupation=group, industry="Zoos", annual_median=40_000)
    salary = shown("salary")
    assert "Zoos" not in salary
    assert "Banks" not in salary
    assert "Median pay by industry" not in salary


def test_a_held_area_is_left_out_and_its_wider_group_does_not_stand_in(shown, career, group, ohio):
    utah = make_area(states="UT", title="Utah")
    make_area_pay(occupation=career.occupation, area=utah, annual_median=51_000)
    make_area_pay(occupation=career.occupation, area=ohio, annual_median=99_000, held=True)
    make_area_pay(occupation=group, area=ohio, annual_median=47_000)
    salary = shown("salary")
    assert "Utah $51,000" in salary
    assert "The figures for Ohio are held back by this site's editors." in salary
    assert "The release has no figures" not in salary
    assert "$99,000" not in salary
    assert "$47,000" not in salary


@pytest.mark.parametrize("is_only", [True, False])
def test_a_held_metropolitan_area_says_so(visitor, section_of, career, ohio, is_only):
    town = make_area(kind="metropolitan", states="OH", title="Akron", code="10420")
    make_area_pay(occupation=career.occupation, area=town, annual_median=99_000, held=True)
    if not is_only:
        make_area_pay(occupation=career.occupation, area=ohio, annual_median=51_000)
    salary = section_of(visitor.get(career.get_absolute_url(), {"area": "10420"}), "salary")
    assert "The figures for Akron are held back by this site's editors." in salary
    assert "$99,000" not in salary


def test_held_pay_is_not_on_the_home_page(visitor, text_of, career):
    for one, held in ((career, True), (make_career(), False), (make_career(), False)):
        one.occupation = one.occupation or make_occupation()
        one.save()
        median = 99_000 if held else 51_000
        make_pay(occupation=one.occupation, annual_p10=30_000, annual_median=median, employment=1_000, held=held)
    text = text_of(visitor.get("/"))
    assert "$51,000" in text
    assert "$99,000" not in text


def test_held_pay_is_not_in_the_structured_data(visitor, described, career):
    make_pay(occupation=career.occupation, annual_median=99_000, held=True)
    make_pay(occupation=career.occupation, release=before(), annual_median=48_000)
    occupation = described(visitor.get(career.get_absolute_url()))["Occupation"]
    assert "48000" in str(occupation)
    assert "99000" not in str(occupation)

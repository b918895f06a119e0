"""Where a release has nothing for an occupation, the narrowest wider group stands in for it, and the page says so."""

from datetime import date

import pytest

from ..factories import make_career, make_industry_pay, make_occupation, make_outlook, make_pay, make_release

NOTICE = "publishes no pay figures for Tester alone. These are for all"


@pytest.fixture
def career(db):
    return make_career(title="Tester", workers="testers", occupation=make_occupation(code="29-2072", title="Testers"))


@pytest.fixture
def group(db):
    return make_occupation(code="29-2070", title="Testers and Probers")


@pytest.fixture
def shown(visitor, section_of, career):
    return lambda name: section_of(visitor.get(career.get_absolute_url()), name)


def older(year: int, data_set: str = "oews-national"):
    return make_release(data_set, period=f"May {year}", as_of=date(year, 5, 31), state="superseded")


def test_pay_of_the_broad_group_stands_in_and_is_named(visitor, text_of, shown, career, group):
    make_pay(occupation=group, annual_median=47_000)
    salary = shown("salary")
    assert f"Test publisher {NOTICE} testers and probers (SOC 29-2070)." in salary
    assert "is $47,000" in salary
    assert "Published for Testers and Probers (SOC 29-2070)." in salary
    assert "Median annual pay $47,000" in text_of(visitor.get(career.get_absolute_url()))


def test_the_careers_own_pay_wins_and_no_group_is_named(shown, career, group):
    make_pay(occupation=group, annual_median=47_000)
    make_pay(occupation=career.occupation, annual_median=50_250)
    salary = shown("salary")
    assert "is $50,250" in salary
    assert "$47,000" not in salary
    assert "for all" not in salary


def test_a_part_of_an_occupation_has_the_whole_ones_figures_as_a_wider_groups(shown, career):
    career.onet_code = "29-2072.01"
    career.save()
    make_pay(occupation=career.occupation, annual_median=50_250)
    assert f"{NOTICE} testers (SOC 29-2072)" in shown("salary")
    career.onet_code = "29-2072.00"
    career.save()
    assert "for all" not in shown("salary")


def test_each_release_is_looked_at_by_itself(shown, career, group):
    make_pay(occupation=career.occupation, annual_median=50_250)
    make_pay(occupation=group, release=older(2008), annual_median=30_000)
    now, _, earlier = shown("salary").partition("Salary in May 2008")
    assert "for all" not in now
    assert f"{NOTICE} testers and probers" in earlier
    assert "was $30,000" in earlier


def test_projections_of_the_group_stand_in_and_are_named(shown, career, group):
    make_pay(occupation=career.occupation, annual_median=50_250)
    make_outlook(occupation=group, base_employment=123_400, projected_employment=130_000)
    outlook = shown("outlook")
    assert "publishes no projections for Tester alone" in outlook
    assert "from 123,400 jobs" in outlook
    assert "for all" not in shown("salary")


def test_industries_come_from_the_occupation_whose_pay_is_shown(shown, career, group):
    before = make_occupation(code="29-2071", classification="2010 SOC")
    career.occupation.predecessors.add(before)
    make_pay(occupation=group, annual_median=47_000)
    for occupation, industry in ((before, "Banks"), (group, "Zoos")):
        make_industry_pay(occupation=occupation, industry=industry, annual_median=40_000)
    assert "Zoos" in shown("salary")
    assert "Banks" not in shown("salary")


def test_the_publishers_own_combination_is_closer_than_the_broad_group(shown, career):
    career.occupation = make_occupation(code="51-2022", title="Assemblers")
    career.save()
    make_pay(occupation=make_occupation(code="51-2020", title="Broad"), annual_median=41_000)
    combined = make_occupation(code="51-2028", title="Combined")
    make_pay(occupation=combined, annual_median=42_000)
    assert "These are for all combined (SOC 51-2028)" in shown("salary")


def test_the_group_is_closer_than_an_older_occupation(shown, career, group):
    before = make_occupation(code="29-2071", title="Former Testers", classification="2010 SOC")
    career.occupation.predecessors.add(before)
    make_pay(occupation=before, annual_median=41_000)
    make_pay(occupation=group, annual_median=47_000)
    assert "is $47,000" in shown("salary")
    assert "Former Testers" not in shown("salary")


@pytest.mark.parametrize("code", ["29-2000", "29-0000", "29-2099", "29-1070"])
def test_no_other_group_or_neighbour_stands_in(shown, career, code):
    make_pay(occupation=make_occupation(code=code), annual_median=47_000)
    assert "No pay figures are published for this career." in shown("salary")


def test_a_career_of_the_broad_group_itself_is_not_called_part_of_it(shown, career, group):
    career.occupation = group
    career.save()
    make_pay(occupation=group, annual_median=47_000)
    assert "is $47,000" in shown("salary")
    assert "for all" not in shown("salary")

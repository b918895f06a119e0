"""A profile keeps its weight however long its history grows: the older figures are on a page of their own."""

import gzip
from datetime import date

import pytest

from careers.models import CareerChange

from ..factories import (
    make_area,
    make_area_pay,
    make_career,
    make_industry_pay,
    make_occupation,
    make_onet_profile,
    make_outlook,
    make_pay,
    make_release,
    onet_data,
)

BUDGET = 14_336  # bytes, compressed: what a new connection carries in its first turn


@pytest.fixture
def career(db):
    return make_career(title="Tester", workers="testers", occupation=make_occupation(), onet_code="29-2072.00")


@pytest.fixture
def of_years(career):
    """Make pay, by industry too, and projections of each of the years; those of 2025 are live."""

    def make(*years: int) -> None:
        for year in years:
            values = {
                "period": f"May {year}",
                "as_of": date(year, 5, 31),
                "state": "live" if year == 2025 else "superseded",
            }
            seed = 7_919 * year % 9_973
            pay = {"annual_median": 50_000 + seed}
            for place, name in enumerate(("p10", "p25", "median", "p75", "p90")):
                pay[f"annual_{name}"] = 30_000 + 9_000 * place + seed
                pay[f"hourly_{name}"] = round(pay[f"annual_{name}"] / 2_080, 2)
            make_pay(
                occupation=career.occupation,
                release=make_release(title="Survey", **values),
                employment=180_000 + seed,
                **pay,
            )
            industries = make_release("oews-industry", title="Survey by industry", **values)
            for number in range(10):
                make_industry_pay(
                    occupation=career.occupation,
                    release=industries,
                    industry=f"Sector {number} of services and of support",
                    annual_median=40_000 + 613 * number * seed % 30_011,
                )
            values |= {"period": f"{year}–{year - 1990}", "title": "Projections"}
            projections = make_release("projections", **values)
            make_outlook(occupation=career.occupation, release=projections, openings=seed)

    return make


def test_the_two_newest_earlier_years_are_on_the_profile_and_all_on_their_own_page(
    visitor, section_of, career, of_years
):
    of_years(2021, 2022, 2023, 2024, 2025)
    page = visitor.get(career.get_absolute_url())
    salary, outlook = section_of(page, "salary"), section_of(page, "outlook")
    assert [f"Salary in May {year}" in salary for year in range(2021, 2025)] == [False, False, True, True]
    assert "Salary in 4 earlier releases, back to May 2021" in salary
    assert [f"Job outlook for {year}–{year - 1990}" in outlook for year in range(2021, 2025)] == [
        False,
        False,
        True,
        True,
    ]
    assert [f"May {year} $" in salary for year in range(2021, 2026)] == [True] * 5
    address = f"{career.get_absolute_url()}history/"
    assert f'href="{address}#salary"' in page.content.decode()
    history = visitor.get(address)
    assert [f"Salary in May {year}" in section_of(history, "salary") for year in range(2021, 2026)] == [True] * 4 + [
        False
    ]
    assert section_of(history, "salary").count("highest first") == 4
    assert "Job outlook for 2021–31" in section_of(history, "outlook")
    assert '<meta name="robots" content="noindex">' in history.content.decode()


def test_a_short_history_leads_to_no_page_of_its_own(visitor, career, of_years):
    of_years(2023, 2024, 2025)
    assert "history/#salary" not in visitor.get(career.get_absolute_url()).content.decode()


def test_another_ten_years_add_little_more_than_their_bars(visitor, career, of_years):
    def weight() -> int:
        return len(gzip.compress(visitor.get(career.get_absolute_url()).content, 6))

    of_years(2023, 2024, 2025)
    before = weight()
    of_years(*range(2013, 2023))
    assert weight() - before < 600


def test_releases_of_one_data_set_are_cited_in_one_line(visitor, section_of, career, of_years):
    of_years(2023, 2024, 2025)
    sources = section_of(visitor.get(career.get_absolute_url()), "sources")
    assert sources.count("Test publisher") == 3
    assert "Test publisher, Survey, May 2025, May 2024, May 2023" in sources
    assert "Test publisher, Survey by industry, May 2025, May 2024, May 2023" in sources
    assert "Test publisher, Projections, 2025–35, 2024–34, 2023–33" in sources


def test_eleven_years_every_state_and_many_changes_stay_within_the_budget(visitor, career, of_years):
    of_years(*range(2015, 2026))
    for number in range(54):
        area = make_area(states=f"{chr(65 + number // 26)}{chr(65 + number % 26)}", title=f"State of Number {number}")
        make_area_pay(occupation=career.occupation, area=area, annual_median=40_000 + 617 * number * number % 30_011)
    for number in range(40):
        text = f"Median pay of May {1980 + number} is ${40_000 + 389 * number:,} a year, up {number}.{number % 10}%."
        CareerChange.objects.create(career=career, data_set="oews-national", period="May 2024", text=text)
    titles = [f"Title {number * number} of Testing {chr(65 + number % 26)}" for number in range(60)]
    make_onet_profile(code=career.onet_code, data=onet_data(alternate_titles=titles))
    page = visitor.get(career.get_absolute_url()).content
    assert len(gzip.compress(page, 6)) <= BUDGET

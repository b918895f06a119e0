"""The change log tells only what visitors could see: no held figure, no other people's, nothing that stays the same."""

from datetime import date
from decimal import Decimal

import pytest

from careers.models import Career, CareerChange, Release
from careers.releases import lifecycle

from ..factories import (
    make_area_pay,
    make_career,
    make_industry_pay,
    make_occupation,
    make_onet_profile,
    make_outlook,
    make_pay,
    make_release,
)


@pytest.fixture
def career(db):
    return make_career(occupation=make_occupation(code="29-2072", title="Testers"), onet_code="29-2072.00")


@pytest.fixture
def group(db):
    return make_occupation(code="29-2070", title="Testers and Probers")


@pytest.fixture
def pay_of(career):
    """Approve national pay of a year, for the career or for `occupation`."""

    def approve_one(year: int, median: int | None, **values) -> Release:
        release = staged(year)
        make_pay(**{"release": release, "occupation": career.occupation, "annual_median": median, **values})
        return approved(release)

    return approve_one


def staged(year: int, data_set: str = "oews-national", **values) -> Release:
    return make_release(data_set, **{"period": f"May {year}", "as_of": date(year, 5, 31), "state": "staged", **values})


def approved(release: Release) -> Release:
    lifecycle.approve([release], by="ada", despite_losses=True)
    return release


def lines_of(career: Career) -> list[str]:
    return list(career.changes.values_list("text", flat=True))


def test_new_pay_is_told_beside_what_visitors_saw_and_not_beside_what_was_held(career, pay_of):
    pay_of(2023, 100_000)
    pay_of(2024, 150_000, held=True)
    pay_of(2025, 101_000)
    assert lines_of(career)[0] == "Median pay of May 2025 is $101,000 a year, up 1.0%, after $100,000 in May 2023."
    assert "150,000" not in str(lines_of(career))


def test_a_projection_is_told_beside_the_one_that_visitors_saw(career):
    for year, growth, held in ((2022, "3.0", False), (2023, "90.0", True), (2024, "4.0", False)):
        release = staged(year, "projections", period=f"{year}–{year - 1990}")
        make_outlook(release=release, occupation=career.occupation, stated_growth=Decimal(growth), held=held)
        approved(release)
    assert lines_of(career)[0] == "Projected growth for 2024–34 is 4%; for 2022–32 it was 3%."


def test_taking_a_release_back_promises_no_figure_that_is_held(career, pay_of):
    pay_of(2022, 100_000)
    pay_of(2023, 150_000, held=True)
    lifecycle.rollback(pay_of(2024, 101_000), by="ada")
    assert lines_of(career)[0] == "Pay of May 2024 was withdrawn. The page shows May 2022 again."


def test_taking_a_release_back_before_which_all_is_held_promises_nothing(career, pay_of):
    pay_of(2023, 150_000, held=True)
    lifecycle.rollback(pay_of(2024, 101_000), by="ada")
    assert lines_of(career)[0] == "Pay of May 2024 was withdrawn."


@pytest.mark.parametrize("is_first_wider", [True, False])
def test_no_change_is_told_between_a_career_and_its_wider_group(career, group, pay_of, is_first_wider):
    pay_of(2023, 130_000, occupation=group if is_first_wider else career.occupation)
    pay_of(2024, 131_400, occupation=career.occupation if is_first_wider else group)
    whom = "this career alone" if is_first_wider else "all testers and probers (SOC 29-2070), not for this career alone"
    assert lines_of(career)[0] == f"Pay of May 2024 is now published for {whom}: the median is $131,400 a year."


def test_changes_within_the_wider_group_are_told_and_name_it(career, group, pay_of):
    pay_of(2023, 100_000, occupation=group)
    pay_of(2024, 110_000, occupation=group)
    assert lines_of(career)[0] == (
        "Median pay of May 2024 is $110,000 a year, up 10.0%, after $100,000 in May 2023. "
        "It is published for all testers and probers (SOC 29-2070), not for this career alone."
    )


def test_projections_and_areas_of_a_wider_group_name_it_too(career, group):
    projections, areas = staged(2024, "projections", period="2024–34"), staged(2024, "oews-state")
    make_outlook(release=projections, occupation=group, stated_growth=Decimal("8.0"))
    make_area_pay(release=areas, occupation=group)
    approved(projections)
    approved(areas)
    published = "It is published for all testers and probers (SOC 29-2070), not for this career alone."
    assert lines_of(career) == [
        f"Pay by state of May 2024 was added. {published}",
        f"Job outlook for 2024–34 was added: growth of 8%. {published}",
    ]


def test_pay_of_an_older_occupation_is_told_where_the_page_shows_it(career, pay_of):
    before = make_occupation(code="29-2071", title="Former Testers")
    career.occupation.predecessors.add(before)
    pay_of(2008, 30_610, occupation=before)
    pay_of(2024, 50_250)
    assert lines_of(career) == [
        "Pay of May 2024 is now published for Testers (SOC 29-2072): the median is $50,250 a year.",
        "Pay of May 2008 was added: the median is $30,610 a year. It is published for Former Testers (SOC 29-2071) "
        "only.",
    ]


def test_a_correction_that_is_taken_back_is_told_only_where_it_had_changed_something(career):
    others = [make_career(occupation=make_occupation()) for _ in range(3)]
    for median in (50_000, 51_000):
        release = staged(2024)
        make_pay(release=release, occupation=career.occupation, annual_median=median)
        for other in others:
            make_pay(release=release, occupation=other.occupation, annual_median=60_000)
        approved(release)
    lifecycle.rollback(release, by="ada")
    assert lines_of(career)[0] == "Pay of May 2024 is shown as it was before a correction, which was withdrawn."
    assert [other.changes.count() for other in others] == [1, 1, 1]


def test_a_change_too_small_for_a_tenth_of_a_percent_is_not_told_as_nought(career, pay_of):
    pay_of(2023, 100_000)
    pay_of(2024, 100_010)
    pay_of(2025, 100_000)
    falling, rising, _ = lines_of(career)
    assert "down less than 0.1%, after $100,010" in falling
    assert "up less than 0.1%, after $100,000" in rising


def test_a_correction_that_leaves_a_missing_median_missing_is_not_told(career, pay_of):
    pay_of(2024, None, annual_p10=20_000)
    pay_of(2024, None, annual_p10=21_000)
    assert lines_of(career) == ["Pay of May 2024 was added; the publisher released no median."]


def test_a_correction_that_brings_or_takes_the_median_is_told_as_one(career, pay_of):
    pay_of(2024, None, annual_p10=20_000)
    pay_of(2024, 50_000)
    pay_of(2024, None, annual_p10=20_000)
    assert lines_of(career)[:2] == [
        "Median pay of May 2024 was corrected: there is none, where it was $50,000.",
        "Median pay of May 2024 was corrected: it is $50,000 a year, where there was none.",
    ]


def test_pay_that_comes_to_be_published_by_the_hour_is_not_counted_as_a_change(career, pay_of):
    pay_of(2023, 50_000)
    pay_of(2024, None, hourly_median=Decimal("24.00"))
    assert lines_of(career)[0] == "Median pay of May 2024 is $24.00 an hour, after $50,000 a year in May 2023."


def test_pay_of_nothing_breaks_nothing(career, pay_of):
    pay_of(2023, 0)
    pay_of(2024, 50_000)
    assert lines_of(career)[0] == "Median pay of May 2024 is $50,000 a year, after $0 in May 2023."


def test_a_projection_without_growth_promises_none(career):
    release = staged(2024, "projections", period="2024–34")
    make_outlook(release=release, occupation=career.occupation, base_employment=0)
    approved(release)
    assert lines_of(career) == ["Job outlook for 2024–34 was added; the publisher gives no growth."]


def test_a_release_that_has_nothing_for_a_career_is_no_news_of_its_page_which_stays_as_it_was(career, pay_of):
    other = make_occupation()
    pay_of(2022, 50_000)
    pay_of(2023, 60_000, occupation=other)
    pay_of(2024, 61_000, occupation=other)
    assert lines_of(career) == ["Pay of May 2022 was added: the median is $50,000 a year."]


def test_a_correction_without_the_career_is_told(career, pay_of):
    pay_of(2024, 50_000)
    pay_of(2024, 60_000, occupation=make_occupation())
    assert lines_of(career)[0] == "Pay of May 2024 was corrected: it no longer has figures for this career."


def test_figures_by_area_that_go_are_told_and_come_back_with_the_release_before(career):
    for year, occupation in ((2023, career.occupation), (2024, make_occupation())):
        newest = staged(year, "oews-state")
        make_area_pay(release=newest, occupation=occupation)
        approved(newest)
    lifecycle.rollback(newest, by="ada")
    assert lines_of(career)[:2] == [
        "Pay by state of May 2023 is shown again.",
        "Pay by state of May 2024 has no figures for this career; those of May 2023 are no longer shown.",
    ]


def test_of_several_releases_at_once_only_what_comes_to_be_seen_is_told(career):
    approved_before = staged(2022, "oews-state")
    make_area_pay(release=approved_before, occupation=career.occupation)
    approved(approved_before)
    never_seen, newest = staged(2023, "oews-state"), staged(2024, "oews-state")
    make_area_pay(release=never_seen, occupation=make_occupation())
    make_area_pay(release=newest, occupation=career.occupation)
    lifecycle.approve([never_seen, newest], by="ada", despite_losses=True)
    assert lines_of(career) == ["Pay by state of May 2024 was added.", "Pay by state of May 2022 was added."]


def test_text_that_goes_is_told(career):
    for year, code in ((2024, career.onet_code), (2025, "29-2099.00")):
        release = staged(year, "onet", title=f"O*NET {year} Database")
        make_onet_profile(release=release, code=code)
        approved(release)
    assert lines_of(career)[0] == (
        "O*NET 2025 Database has no text for this career; that of O*NET 2024 Database is no longer shown."
    )


def test_an_industry_release_whose_rows_are_all_held_is_not_told(career, group):
    release = staged(2024, "oews-industry")
    make_industry_pay(release=release, occupation=career.occupation, held=True)
    make_industry_pay(release=release, occupation=group)
    approved(release)
    assert not CareerChange.objects.exists()

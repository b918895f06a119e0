"""“What changed on this page”: one line in words for each career that a release changes."""

import re
from datetime import date
from decimal import Decimal

import pytest

from careers.models import CareerChange, OccupationGroup, Release
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
    onet_data,
)

TOP_CODES = {"top_code_annual": 239_200, "top_code_hourly": Decimal("115.00")}


@pytest.fixture
def career(db):
    return make_career(occupation=make_occupation(code="29-2072"), onet_code="29-2072.00")


@pytest.fixture
def changes(visitor, career):
    """The lines of the career's change log, without their days, the newest first."""

    def read() -> list[str]:
        html = visitor.get(f"{career.get_absolute_url()}changes/").content.decode()
        return [
            line.replace("&#x27;", "'")
            for line in re.findall(r'<li><time datetime="[\d-]+">[^<]+</time> ([^<]*)</li>', html)
        ]

    return read


def staged(year: int, data_set: str = "oews-national", **values) -> Release:
    return make_release(data_set, **{"period": f"May {year}", "as_of": date(year, 5, 31), "state": "staged", **values})


def approve(release: Release) -> None:
    # With one career alone, whatever a release leaves out is a great loss.
    lifecycle.approve([release], by="ada", despite_losses=True)


@pytest.fixture
def approve_pay(career):
    """Approve a release of national pay with one row for the career."""

    def approve_one(year: int, release_values: dict | None = None, **values) -> Release:
        release = staged(year, **(release_values or {}))
        make_pay(release=release, occupation=career.occupation, **values)
        approve(release)
        return release

    return approve_one


def test_a_page_that_no_release_changed_has_no_log(visitor, text_of, career):
    assert "What changed on this page" not in text_of(visitor.get(career.get_absolute_url()))


def test_the_first_pay_is_told_and_then_each_change_the_newest_first(changes, approve_pay):
    approve_pay(2023, annual_median=48_000)
    approve_pay(2024, annual_median=50_400)
    assert changes() == [
        "Median pay of May 2024 is $50,400 a year, up 5.0%, after $48,000 in May 2023.",
        "Pay of May 2023 was added: the median is $48,000 a year.",
    ]


def test_falling_pay_and_pay_by_the_hour_are_told_as_such(changes, approve_pay):
    approve_pay(2023, hourly_median=Decimal("25.00"))
    approve_pay(2024, hourly_median=Decimal("24.00"))
    assert changes()[0] == "Median pay of May 2024 is $24.00 an hour, down 4.0%, after $25.00 in May 2023."


def test_pay_that_stays_the_same_is_told_once_a_release(changes, approve_pay):
    approve_pay(2023, annual_median=48_000)
    approve_pay(2024, annual_median=48_000)
    assert changes()[0] == "Median pay of May 2024 is $48,000 a year, as in May 2023."


def test_no_percentage_is_claimed_of_top_coded_pay(changes, approve_pay):
    approve_pay(2023, annual_median=200_000)
    approve_pay(2024, TOP_CODES, annual_median=239_200)
    assert changes()[0] == "Median pay of May 2024 is $239,200 or more a year, after $200,000 in May 2023."


def test_a_median_that_the_publisher_withholds_is_said_to_be_missing(changes, approve_pay):
    approve_pay(2023, annual_p10=20_000)
    approve_pay(2024, annual_median=50_000)
    assert changes() == [
        "Pay of May 2024 was added: the median is $50,000 a year.",
        "Pay of May 2023 was added; the publisher released no median.",
    ]


def test_an_older_release_is_not_told_as_news_after_the_newer(changes, approve_pay):
    approve_pay(2024, annual_median=50_000)
    approve_pay(2008, annual_median=30_000)
    assert changes()[0] == "Pay of May 2008 was added: the median is $30,000 a year."


def test_a_correction_is_told_where_it_changes_the_figure_and_only_there(changes, career, approve_pay):
    other = make_career(occupation=make_occupation())
    for median in (48_000, 50_000):
        release = staged(2024)
        make_pay(release=release, occupation=career.occupation, annual_median=median)
        make_pay(release=release, occupation=other.occupation, annual_median=60_000)
        approve(release)
    assert changes()[0] == "Median pay of May 2024 is $50,000 a year, up 4.2%, corrected from $48,000."
    assert other.changes.count() == 1


def test_a_career_that_the_release_has_nothing_for_gets_no_line(career, approve_pay):
    other = make_career(occupation=make_occupation())
    without = make_career()
    approve_pay(2024, annual_median=50_000)
    assert [one.changes.count() for one in (career, other, without)] == [1, 0, 0]


def test_a_wider_groups_figures_are_told_where_they_are_shown(changes, career):
    release = staged(2024)
    make_pay(release=release, occupation=make_occupation(code="29-2070", title="Testers"), annual_median=47_000)
    approve(release)
    assert changes() == [
        "Pay of May 2024 was added: the median is $47,000 a year. "
        "It is published for all testers (SOC 29-2070), not for this career alone."
    ]


def test_a_figure_that_is_held_back_is_not_told_nor_a_wider_groups_in_its_place(changes, career):
    release = staged(2024)
    make_pay(release=release, occupation=career.occupation, annual_median=50_000, held=True)
    make_pay(release=release, occupation=make_occupation(code="29-2070"), annual_median=47_000)
    approve(release)
    lifecycle.rollback(release, by="ada")
    assert changes() == []


def test_a_new_projection_is_told_beside_the_one_before(changes, career):
    for period, year, growth in (("2023–33", 2023, "8.0"), ("2024–34", 2024, "-1.5")):
        release = staged(year, "projections", period=period)
        make_outlook(release=release, occupation=career.occupation, stated_growth=Decimal(growth))
        approve(release)
    assert changes() == [
        "Projected growth for 2024–34 is −1.5%; for 2023–33 it was 8%.",
        "Job outlook for 2023–33 was added: growth of 8%.",
    ]


def test_a_corrected_projection_is_told_where_it_differs(changes, career):
    for growth in ("8.0", "7.1", "7.1"):
        release = staged(2024, "projections", period="2024–34")
        make_outlook(release=release, occupation=career.occupation, stated_growth=Decimal(growth))
        approve(release)
    assert changes()[0] == "Growth for 2024–34 was corrected from 8% to 7.1%."
    assert len(changes()) == 2


def test_the_parts_of_onet_text_that_changed_are_named(changes, career):
    parts = [{}, {"description": "New.", "skills": []}, {"description": "New.", "skills": []}]
    for number, changed in enumerate(parts, 1):
        release = staged(2020 + number, "onet", title=f"O*NET 29.{number} Database")
        make_onet_profile(release=release, code=career.onet_code, data=onet_data(**changed))
        approve(release)
    assert changes() == [
        "O*NET 29.2 Database changed: description, skills.",
        "Text of O*NET 29.1 Database was added.",
    ]


def test_pay_by_industry_and_area_is_one_line_a_release_and_none_for_a_correction(changes, career):
    for _ in range(2):
        state, industries = staged(2024, "oews-state"), staged(2024, "oews-industry")
        for _ in range(3):
            make_area_pay(release=state, occupation=career.occupation)
            make_industry_pay(release=industries, occupation=career.occupation)
        approve(state)
        approve(industries)
    assert changes() == ["Pay by industry of May 2024 was added.", "Pay by state of May 2024 was added."]


def test_the_classification_itself_changes_no_page(career):
    release = staged(2018, "soc")
    OccupationGroup.objects.create(release=release, code="29-2070", title="Testers and Probers", level="broad")
    approve(release)
    assert not CareerChange.objects.exists()


def test_a_release_that_is_taken_back_is_told_with_what_is_shown_instead(changes, approve_pay):
    approve_pay(2023, annual_median=48_000)
    newest = approve_pay(2024, annual_median=50_400)
    lifecycle.rollback(newest, by="ada")
    assert changes()[0] == "Pay of May 2024 was withdrawn. The page shows May 2023 again."


def test_the_only_release_taken_back_is_told(changes, approve_pay):
    lifecycle.rollback(approve_pay(2024, annual_median=50_400), by="ada")
    assert changes()[0] == "Pay of May 2024 was withdrawn."


@pytest.mark.parametrize("is_newest", [True, False], ids=["live", "earlier"])
def test_a_correction_that_is_taken_back_is_not_told_as_if_the_period_were_gone(changes, approve_pay, is_newest):
    approve_pay(2023, annual_median=48_000)
    if not is_newest:
        approve_pay(2024, annual_median=50_400)
    correction = approve_pay(2023, annual_median=48_500)
    lifecycle.rollback(correction, by="ada")
    assert changes()[0] == "Pay of May 2023 is shown as it was before a correction, which was withdrawn."


def test_the_page_leads_to_all_lines_the_newest_first(visitor, text_of, changes, career):
    lines = [f"Change {index}." for index in range(25)]
    for text in lines:
        CareerChange.objects.create(career=career, data_set="onet", period="May 2025", text=text)
    assert changes() == list(reversed(lines))
    page = f"{career.get_absolute_url()}changes/"
    assert f'href="{page}"' in visitor.get(career.get_absolute_url()).content.decode()
    response = visitor.get(page)
    assert re.findall(r"Change \d+\.", text_of(response)) == list(reversed(lines))
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_changes_and_earlier_figures_of_a_draft_are_not_for_visitors(visitor, db):
    draft = make_career(status="draft")
    assert [visitor.get(f"/careers/{draft.slug}/{page}/").status_code for page in ("changes", "history")] == [404, 404]

"""An industry is the same one by its NAICS code, whatever it is called from year to year."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from careers.models import IndustryPay, Release
from careers.releases import coverage
from careers.releases.diff import Diff, Named, Renamed, diff_of

from ..factories import make_career, make_industry_pay, make_occupation, make_release, make_staff
from .importers.everything import SECTOR, column, import_data, of_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def occupation():
    return make_occupation(code="29-2072", title="Testers")


def industries(year: int, *, state: str) -> Release:
    return make_release("oews-industry", period=f"May {year}", as_of=date(year, 5, 31), state=state)


@pytest.fixture
def compared(occupation):
    """The difference between two years, each given as (NAICS code, title, median) of its industries."""

    def of(before: list, after: list) -> Diff:
        releases = industries(2023, state="live"), industries(2024, state="staged")
        for release, rows in zip(releases, (before, after), strict=True):
            for naics, industry, median in rows:
                make_industry_pay(
                    release=release, occupation=occupation, naics=naics, industry=industry, annual_median=median
                )
        return diff_of(releases[1])

    return of


def medians(diff: Diff) -> list[tuple]:
    return [(change.old, change.new) for change in diff.changed]


def test_a_reworded_industry_is_renamed_and_compared_with_itself(compared):
    diff = compared([("81", "Other Services", 40_000)], [("81", "Other Services (except Public)", 41_000)])
    assert (diff.added, diff.gone) == ([], [])
    assert diff.renamed == [Renamed("81", "Other Services → Other Services (except Public)")]
    assert medians(diff) == [(40_000, 41_000)]


def test_two_industries_of_one_name_are_two(compared):
    diff = compared(
        [("61", "Educational Services", 50_000), ("611", "Educational Services", 52_000)],
        [("61", "Educational Services", 51_000), ("611", "Educational Services", 53_000)],
    )
    assert medians(diff) == [(50_000, 51_000), (52_000, 53_000)]
    assert (diff.added, diff.gone, diff.renamed) == ([], [], [])


def test_another_code_under_the_same_name_is_another_industry(compared):
    diff = compared([("61", "Educational Services", 50_000)], [("611", "Educational Services", 50_000)])
    assert diff.added == [Named("29-2072, 611", "Testers, Educational Services")]
    assert diff.gone == [Named("29-2072, 61", "Testers, Educational Services")]


@pytest.mark.parametrize(("before", "after"), [("", "62"), ("62", ""), ("", "")])
def test_an_industry_without_a_code_goes_by_its_name(before, after, compared):
    diff = compared([(before, "Health Care", 50_000)], [(after, "Health Care", 51_000)])
    assert medians(diff) == [(50_000, 51_000)]
    assert (diff.added, diff.gone, diff.renamed) == ([], [], [])


def test_industries_without_a_code_and_of_other_names_come_and_go(compared):
    diff = compared([("", "Clinics", 50_000)], [("", "Hospitals", 51_000), ("62", "Health Care", 52_000)])
    assert diff.added == [
        Named("29-2072, 62", "Testers, Health Care"),
        Named("29-2072, Hospitals", "Testers, Hospitals"),
    ]
    assert diff.gone == [Named("29-2072, Clinics", "Testers, Clinics")]


def test_a_release_without_codes_lacks_no_industries(occupation):
    live, staged = industries(2023, state="live"), industries(2024, state="staged")
    make_industry_pay(release=live, occupation=occupation, industry="Clinics")
    make_industry_pay(release=staged, occupation=occupation, industry="Health Care", naics="62")
    assert coverage.missing_if_shown(staged) == ""


def test_the_database_holds_an_industry_once(occupation):
    release = industries(2024, state="live")
    for naics, industry in (("62", "Health Care"), ("", "Clinics"), ("61", "Education"), ("611", "Education")):
        make_industry_pay(release=release, occupation=occupation, naics=naics, industry=industry)
    for naics, industry in (("62", "Health Care and Social Assistance"), ("", "Clinics")):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_industry_pay(release=release, occupation=occupation, naics=naics, industry=industry)
    assert IndustryPay.objects.count() == 4


@pytest.mark.parametrize("written", ["31", "31-33", "31–33", " 31 - 33 "])
def test_a_sector_that_staff_enter_again_is_refused_in_words(written, occupation):
    release = industries(2024, state="live")
    make_industry_pay(release=release, occupation=occupation, naics="31-33", industry="Manufacturing")
    again = IndustryPay(release=release, occupation=occupation, naics=written, industry="Factories")
    with pytest.raises(ValidationError, match="has pay of the occupation in an industry of this NAICS code"):
        again.full_clean()


def reword(rows: list[list]) -> None:
    title, naics = column(rows, "NAICS_TITLE"), column(rows, "NAICS")
    for row in rows[1:]:
        row[title] += " Industries"
        row[naics] = "3133" if str(row[naics]).startswith("31") else row[naics]


def test_staff_see_that_sectors_were_reworded_and_no_more(tmp_path, client):
    import_data(SECTOR, approve=True)
    import_data(of_year(2025, tmp_path, SECTOR, reword))
    release = Release.objects.latest("pk")
    client.force_login(make_staff())
    page = client.get(f"/admin/careers/release/{release.pk}/review/").content.decode()
    assert "Renamed industries: 7" in page
    assert "Manufacturing → Manufacturing Industries" in page
    diff = diff_of(release)
    assert (diff.added, diff.gone, diff.changed) == ([], [], [])


def test_a_careers_page_lists_both_industries_of_one_name(visitor, occupation):
    career = make_career(occupation=occupation)
    release = industries(2024, state="live")
    for naics, median in (("61", 50_000), ("611", 52_000)):
        make_industry_pay(release=release, occupation=occupation, naics=naics, industry="Schools", annual_median=median)
    page = visitor.get(career.get_absolute_url()).content.decode()
    assert "$50,000" in page
    assert "$52,000" in page

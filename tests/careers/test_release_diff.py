"""What a release is said to change before anybody approves it."""

from datetime import date
from decimal import Decimal

import pytest

from careers.models import OccupationGroup, Release
from careers.releases.diff import Heads, KeptOlder, Named, diff_of

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


@pytest.fixture
def occupation(db):
    return make_occupation(code="29-2072", title="Testers")


def of_year(year: int, data_set: str = "oews-national", **values) -> Release:
    return make_release(
        data_set, **{"period": f"May {year}", "as_of": date(year, 5, 31), "state": "superseded", **values}
    )


def live_and_staged(data_set: str = "oews-national") -> tuple[Release, Release]:
    return of_year(2023, data_set, state="live"), of_year(2024, data_set, state="staged")


def words(changes) -> list[tuple]:
    return [(change.figure, change.old, change.new) for change in changes]


def test_the_first_release_of_a_data_set_is_beside_nothing(occupation):
    staged = of_year(2024, state="staged")
    make_pay(release=staged, occupation=occupation, annual_median=50_000)
    compared = diff_of(staged)
    assert (compared.base, compared.rows, compared.changed, compared.gone) == (None, 1, [], [])
    assert compared.added == [Named("29-2072", "Testers")]


def test_a_release_is_compared_with_the_shown_one_that_is_nearest_in_time(occupation):
    of_year(2008)
    before = of_year(2021)
    of_year(2022, state="rolled-back")
    live = of_year(2025, state="live")
    make_release("oews-industry", as_of=date(2023, 5, 31))
    assert diff_of(of_year(2022, state="staged")).base == before
    assert diff_of(of_year(2024, state="rolled-back")).base == live


def test_an_older_release_beside_a_newer_one_has_its_outliers_found(occupation):
    live, staged = of_year(2024, state="live"), of_year(2023, state="staged")
    make_pay(release=live, occupation=occupation, annual_median=50_000)
    make_pay(release=staged, occupation=occupation, annual_median=99_000)
    compared = diff_of(staged)
    assert (compared.base, compared.heads) == (live, Heads("May 2024", "May 2023"))
    assert words(compared.outliers) == [("Annual median", 50_000, 99_000)]


@pytest.mark.parametrize("state", ["staged", "loading"])
def test_of_several_that_wait_each_is_compared_with_the_one_before_it(occupation, state):
    of_year(2008, state="live")
    made = [of_year(year, state=state) for year in (2023, 2024, 2025)]
    assert [diff_of(release).base for release in made] == [Release.objects.get(period="May 2008"), *made[:2]]


def test_what_was_held_back_is_no_measure_but_what_visitors_saw_in_its_place(occupation):
    other = make_occupation()
    for year, median, held in ((2022, 50_000, False), (2023, 99_000, True)):
        release = of_year(year, state="live" if held else "superseded")
        make_pay(release=release, occupation=occupation, annual_median=median, held=held)
        make_pay(release=release, occupation=other, annual_median=40_000 + year)
    staged = of_year(2024, state="staged")
    make_pay(release=staged, occupation=occupation, annual_median=51_000)
    make_pay(release=staged, occupation=other, annual_median=43_000)
    compared = diff_of(staged)
    assert [(change.old, change.new, change.old_period) for change in compared.changed] == [
        (42_023, 43_000, ""),
        (50_000, 51_000, "May 2022"),
    ]
    assert compared.outliers == []


def test_what_was_held_back_with_nothing_before_it_is_as_if_it_were_new(occupation):
    live, staged = live_and_staged()
    make_pay(release=live, occupation=occupation, annual_median=99_000, held=True)
    make_pay(release=staged, occupation=occupation, annual_median=51_000)
    assert (diff_of(staged).changed, diff_of(staged).added) == ([], [Named("29-2072", "Testers")])


def test_a_replaced_release_is_not_compared_with_its_replacer(occupation):
    before = of_year(2023)
    replaced = of_year(2024, state="replaced")
    of_year(2024, state="live", replaces=replaced)
    assert diff_of(replaced).base == before


def test_a_correction_is_compared_with_the_file_that_it_corrects(occupation):
    of_year(2022)
    first = of_year(2023)
    of_year(2024, state="live")
    assert diff_of(of_year(2023, state="staged")).base == first
    assert diff_of(of_year(2023, state="staged", as_of=date(2023, 5, 1))).base == first


def test_a_live_release_is_compared_with_the_one_before_it(occupation):
    before = of_year(2023)
    assert diff_of(of_year(2024, state="live")).base == before


def test_what_an_approved_correction_replaced_can_be_named_as_its_base(occupation):
    first = of_year(2023, state="replaced")
    second = of_year(2023, state="live", replaces=first)
    make_pay(release=first, occupation=occupation, annual_median=50_000)
    make_pay(release=second, occupation=occupation, annual_median=51_000)
    assert words(diff_of(second, second.replaces).changed) == [("Annual median", 50_000, 51_000)]


def test_occupations_that_come_and_go_are_named(occupation):
    live, staged = live_and_staged()
    make_pay(release=live, occupation=occupation)
    make_pay(release=staged, occupation=make_occupation(code="29-2099", title="Newcomers"))
    compared = diff_of(staged)
    assert compared.added == [Named("29-2099", "Newcomers")]
    assert compared.gone == [Named("29-2072", "Testers")]
    assert compared.changed == []


def test_figures_that_stay_the_same_are_no_change(occupation):
    live, staged = live_and_staged()
    for release in (live, staged):
        make_pay(release=release, occupation=occupation, annual_median=50_000, hourly_median=Decimal("24.00"))
    compared = diff_of(staged)
    assert (compared.rows, compared.changed, compared.added, compared.gone) == (1, [], [], [])


def test_each_figure_that_differs_is_one_change(occupation):
    live, staged = live_and_staged()
    make_pay(release=live, occupation=occupation, annual_median=50_000, annual_p10=30_000, employment=10)
    row = make_pay(release=staged, occupation=occupation, annual_median=55_000, annual_p10=30_000, employment=None)
    compared = diff_of(staged)
    assert words(compared.changed) == [("Annual median", 50_000, 55_000), ("Employment", 10, None)]
    assert [change.percent for change in compared.changed] == [Decimal("10.0"), None]
    assert {change.row for change in compared.changed} == {row.pk}


@pytest.mark.parametrize(
    ("figure", "old", "new", "is_outlier"),
    [
        ("annual_median", 50_000, 60_000, False),
        ("annual_median", 50_000, 60_001, True),
        ("annual_median", 50_000, 40_000, False),
        ("annual_median", 50_000, 39_999, True),
        ("hourly_median", Decimal("20.00"), Decimal("24.01"), True),
        ("annual_p90", 50_000, 90_000, False),
        ("employment", 1_000, 1_999, False),
        ("employment", 1_000, 2_000, True),
        ("employment", 1_000, 501, False),
        ("employment", 1_000, 500, True),
        ("annual_median", None, 60_000, False),
        ("annual_median", 60_000, None, False),
        ("employment", 0, 10, False),
    ],
)
def test_pay_that_jumps_and_jobs_that_halve_or_double_are_outliers(occupation, figure, old, new, is_outlier):
    live, staged = live_and_staged()
    make_pay(release=live, occupation=occupation, **{figure: old})
    make_pay(release=staged, occupation=occupation, **{figure: new})
    compared = diff_of(staged)
    assert len(compared.changed) == 1
    assert bool(compared.outliers) == is_outlier


def test_an_outlook_whose_growth_changes_sign_is_an_outlier(occupation):
    live, staged = live_and_staged("projections")
    steady = make_occupation()
    for release, growth in ((live, "3.0"), (staged, "-1.5")):
        make_outlook(release=release, occupation=occupation, stated_growth=Decimal(growth))
        make_outlook(release=release, occupation=steady, stated_growth=abs(Decimal(growth)))
    compared = diff_of(staged)
    assert [(change.code, change.outlier) for change in compared.changed] == [
        (steady.code, ""),
        ("29-2072", "growth changes sign"),
    ]


def test_a_new_entry_level_and_doubled_jobs_of_an_outlook_are_seen(occupation):
    live, staged = live_and_staged("projections")
    make_outlook(release=live, occupation=occupation, base_employment=1_000, entry_education="award")
    make_outlook(release=staged, occupation=occupation, base_employment=2_000, entry_education="bachelor")
    compared = diff_of(staged)
    assert words(compared.changed) == [
        ("Employment in the base year", 1_000, 2_000),
        ("Entry-level education", "award", "bachelor"),
    ]
    assert [change.outlier for change in compared.outliers] == ["employment halved or doubled"]


def test_each_industry_and_each_area_is_compared_with_itself(occupation):
    live, staged = live_and_staged("oews-industry")
    for release, banks in ((live, 50_000), (staged, 70_000)):
        make_industry_pay(release=release, occupation=occupation, industry="Banks", annual_median=banks)
        make_industry_pay(release=release, occupation=occupation, industry="Zoos", annual_median=40_000)
    assert [(change.code, change.title) for change in diff_of(staged).outliers] == [
        ("29-2072, Banks", "Testers, Banks")
    ]

    live, staged = live_and_staged("oews-state")
    ohio, utah = make_area(code="39", title="Ohio"), make_area(code="49", title="Utah")
    for release, median in ((live, 50_000), (staged, 70_000)):
        make_area_pay(release=release, occupation=occupation, area=ohio, annual_median=median)
        make_area_pay(release=release, occupation=occupation, area=utah, annual_median=40_000)
    assert [(change.code, change.title) for change in diff_of(staged).outliers] == [("29-2072, 39", "Testers, Ohio")]


def test_an_onet_release_names_the_parts_of_its_text_that_changed(db):
    live, staged = live_and_staged("onet")
    make_onet_profile(release=live, code="29-2072.00", title="Testers")
    changed = onet_data(description="Try things.", tasks=[["Try.", "Core"]], job_zone={"number": 4, "name": "More"})
    make_onet_profile(release=staged, code="29-2072.00", title="Testers and Probers", data=changed)
    same = onet_data()
    for release in (live, staged):
        make_onet_profile(release=release, code="29-2099.00", data=same, title="Others")
    compared = diff_of(staged)
    assert words(compared.changed) == [
        ("Title", "Testers", "Testers and Probers"),
        ("Description", onet_data()["description"], "Try things."),
        ("Work tasks", "2 lines", "1 line"),
        ("Job zone", "3", "4"),
    ]
    assert compared.outliers == []


def test_a_renamed_group_of_the_classification_is_seen(db):
    live, staged = live_and_staged("soc")
    for release, title in ((live, "Managers"), (staged, "Management")):
        OccupationGroup.objects.create(release=release, code="11-0000", title=title, level="major")
    compared = diff_of(staged)
    assert words(compared.changed) == [("Title", "Managers", "Management")]
    assert (compared.without_career, compared.left_without) == ([], [])


def test_detailed_codes_that_no_career_stands_for_are_named(occupation):
    make_career(occupation=occupation, status="draft")
    staged = of_year(2024, state="staged")
    for code in ("29-2070", "29-2099", "00-0000"):
        make_pay(release=staged, occupation=make_occupation(code=code, title=code))
    make_pay(release=staged, occupation=occupation)
    assert diff_of(staged).without_career == [Named("29-2099", "29-2099")]


def test_a_code_that_serves_a_career_as_its_wider_group_matches_a_career(db):
    make_career(occupation=make_occupation(code="51-2022"))
    staged = of_year(2024, state="staged")
    make_pay(release=staged, occupation=make_occupation(code="51-2028"))
    assert diff_of(staged).without_career == []


def test_published_careers_whose_code_is_gone_are_named(occupation):
    live, staged = live_and_staged()
    gone, kept = make_career(occupation=occupation), make_career(occupation=make_occupation())
    make_career(occupation=occupation, status="draft")
    make_career(occupation=make_occupation())
    make_pay(release=live, occupation=occupation)
    for release in (live, staged):
        make_pay(release=release, occupation=kept.occupation)
    assert (diff_of(staged).left_without, diff_of(staged).keep_older) == ([], [KeptOlder(gone, "May 2023")])


def test_careers_that_a_correction_leaves_without_figures_are_told_from_those_that_keep_older_ones(occupation):
    lost, kept = make_career(occupation=occupation), make_career(occupation=make_occupation())
    older, live, staged = of_year(2022), of_year(2023, state="live"), of_year(2023, state="staged")
    make_pay(release=staged, occupation=make_occupation())
    for career in (lost, kept):
        make_pay(release=live, occupation=career.occupation)
    make_pay(release=older, occupation=kept.occupation)
    compared = diff_of(staged)
    assert (compared.left_without, compared.keep_older) == ([lost], [KeptOlder(kept, "May 2022")])


def test_of_pay_by_area_and_text_nothing_older_is_kept(occupation):
    career = make_career(occupation=occupation)
    live, staged = live_and_staged("oews-state")
    make_area_pay(release=live, occupation=occupation)
    make_area_pay(release=staged, occupation=make_occupation())
    compared = diff_of(staged)
    assert (compared.left_without, compared.keep_older) == ([career], [])
    assert diff_of(of_year(2020, "oews-state", state="staged")).left_without == []


def test_a_career_whose_wider_group_still_has_figures_is_not_left_without(occupation):
    live, staged = live_and_staged()
    make_career(occupation=occupation)
    make_pay(release=live, occupation=occupation)
    make_pay(release=staged, occupation=make_occupation(code="29-2070"))
    assert diff_of(staged).left_without == []


def test_careers_are_matched_with_onet_text_by_their_own_code(db):
    live, staged = live_and_staged("onet")
    gone = make_career(onet_code="29-2072.00")
    make_career(onet_code="29-2099.00")
    make_onet_profile(release=live, code="29-2072.00")
    make_onet_profile(release=staged, code="29-2099.00")
    make_onet_profile(release=staged, code="29-2099.01", title="Specialists")
    compared = diff_of(staged)
    assert compared.without_career == [Named("29-2099.01", "Specialists")]
    assert compared.left_without == [gone]

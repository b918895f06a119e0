"""Reviews never take top-coded pay, which is "or more", for a number."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from careers.models import Release
from careers.releases.diff import diff_of

from ..factories import (
    make_area,
    make_area_pay,
    make_industry_pay,
    make_occupation,
    make_outlook,
    make_pay,
    make_release,
)

HIGHER = {"top_code_annual": 239_200, "top_code_hourly": Decimal("115.00")}
LOWER = {"top_code_annual": 208_000, "top_code_hourly": Decimal("100.00")}


@pytest.fixture
def surgeon(db):
    return make_occupation(code="29-1249", title="Surgeons")


def two_years(data_set: str, before: dict, now: dict) -> tuple[Release, Release]:
    live = make_release(data_set, period="May 2023", as_of=date(2023, 5, 31), **before)
    return live, make_release(data_set, period="May 2024", as_of=date(2024, 5, 31), state="staged", **now)


def changes_of(release: Release) -> list[tuple]:
    return [(one.figure, one.old_text, one.new_text, one.percent, one.outlier) for one in diff_of(release).changed]


@pytest.mark.parametrize(
    ("before", "now", "column", "old", "new", "line"),
    [
        (HIGHER, {}, "annual_median", 239_200, 352_220, ("Annual median", "$239,200 or more", "$352,220")),
        ({}, HIGHER, "annual_median", 180_000, 239_200, ("Annual median", "$180,000", "$239,200 or more")),
        (LOWER, HIGHER, "annual_median", 208_000, 239_200, ("Annual median", "$208,000 or more", "$239,200 or more")),
        (HIGHER, HIGHER, "annual_p90", 200_000, 239_200, ("Annual 90th percentile", "$200,000", "$239,200 or more")),
        (HIGHER, {}, "annual_median", 239_200, 239_200, ("Annual median", "$239,200 or more", "$239,200")),
        (LOWER, LOWER, "hourly_median", "100.00", "60.00", ("Hourly median", "$100.00 or more", "$60.00")),
        (HIGHER, HIGHER, "annual_median", None, 239_200, ("Annual median", "none", "$239,200 or more")),
    ],
)
def test_top_coded_pay_is_or_more_has_no_percent_and_is_no_outlier(surgeon, before, now, column, old, new, line):
    live, staged = two_years("oews-national", before, now)
    for release, value in ((live, old), (staged, new)):
        make_pay(release=release, occupation=surgeon, **{column: value})
    assert changes_of(staged) == [(*line, None, "")]


def test_what_stays_top_coded_is_no_change(surgeon):
    live, staged = two_years("oews-national", HIGHER, HIGHER)
    for release in (live, staged):
        make_pay(release=release, occupation=surgeon, annual_median=239_200, hourly_median="115.00")
    assert changes_of(staged) == []


def test_exact_pay_beside_it_is_judged_as_ever(surgeon):
    live, staged = two_years("oews-national", HIGHER, HIGHER)
    for release, median in ((live, 100_000), (staged, 180_000)):
        make_pay(release=release, occupation=surgeon, annual_median=median, annual_p90=239_200 if median > 1e5 else 1e5)
    assert changes_of(staged) == [
        ("Annual median", "$100,000", "$180,000", Decimal("80.0"), "median pay by more than 20 percent"),
        ("Annual 90th percentile", "$100,000", "$239,200 or more", None, ""),
    ]


def test_pay_by_industry_and_by_area_is_said_in_the_same_way(surgeon):
    ohio = make_area(title="Ohio")
    for data_set, make, of in (
        ("oews-industry", make_industry_pay, {"industry": "Hospitals"}),
        ("oews-state", make_area_pay, {"area": ohio}),
    ):
        live, staged = two_years(data_set, HIGHER, HIGHER)
        for release, median in ((live, 150_000), (staged, 239_200)):
            make(release=release, occupation=surgeon, annual_median=median, **of)
        assert changes_of(staged) == [("Annual median", "$150,000", "$239,200 or more", None, "")]


def test_what_visitors_saw_instead_of_a_held_figure_has_the_top_code_of_its_own_release(surgeon):
    older = make_release(period="May 2022", as_of=date(2022, 5, 31), state="superseded", **LOWER)
    live, staged = two_years("oews-national", {}, {})
    for release, median, held in ((older, 208_000, False), (live, 900_000, True), (staged, 300_000, False)):
        make_pay(release=release, occupation=surgeon, annual_median=median, held=held)
    assert changes_of(staged) == [("Annual median", "$208,000 or more", "$300,000", None, "")]


def test_figures_of_an_outlook_are_named_as_pages_name_them(surgeon):
    live, staged = two_years("projections", {}, {})
    make_outlook(release=live, occupation=surgeon, openings=0, base_employment=0, entry_education="award")
    values = {"openings": 100, "base_employment": 1_100, "entry_education": "doctoral", "stated_growth": Decimal("-2")}
    make_outlook(release=staged, occupation=surgeon, **values)
    assert [line[:3] for line in changes_of(staged)] == [
        ("Employment in the base year", "Fewer than 50", "1,100"),
        ("Growth in percent", "none", "−2%"),
        ("Openings per year", "Fewer than 50", "100"),
        ("Entry-level education", "Postsecondary nondegree award", "Doctoral or professional degree"),
    ]


def test_the_staff_page_and_the_command_say_so(editor, text_of, surgeon):
    live, staged = two_years("oews-national", HIGHER, {})
    make_pay(release=live, occupation=surgeon, annual_median=239_200)
    make_pay(release=staged, occupation=surgeon, annual_median=352_220)
    page = text_of(editor.get(reverse("admin:careers_release_review", args=[staged.pk])))
    assert page.endswith("Surgeons Annual median $239,200 or more $352,220")
    assert "Outliers 0" in page
    assert "47.2" not in page
    output = StringIO()
    call_command("releases", staged.pk, all=True, stdout=output)
    assert "Surgeons: Annual median $239,200 or more -> $352,220\n" in output.getvalue()
    assert "Outliers: 0" in output.getvalue()

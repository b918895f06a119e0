"""Areas are called, and lie in the states, as the live release says; a review names those that are renamed."""

from datetime import date

import pytest

from careers.models import Area, AreaName, Release
from careers.releases import lifecycle
from careers.releases.diff import Renamed, diff_of

from ..factories import make_area, make_area_pay, make_career, make_occupation, make_release


@pytest.fixture
def career(db):
    return make_career(occupation=make_occupation())


@pytest.fixture
def town(db):
    return make_area(kind="metropolitan", code="17410", title="Cleveland, OH", states="OH")


@pytest.fixture
def staged(career, town):
    """Make a staged release in which the town has a name and states."""

    def make(year: int, title: str, states: str = "OH") -> Release:
        values = {"period": f"May {year}", "as_of": date(year, 5, 31), "state": "staged"}
        release = make_release("oews-metropolitan", **values)
        make_area_pay(release=release, occupation=career.occupation, area=town, annual_median=50_000)
        AreaName.objects.create(release=release, area=town, title=title, states=states)
        return release

    return make


def approve(release: Release) -> Release:
    lifecycle.approve([release], by="ada")
    return release


def test_a_new_release_renames_an_area_and_moves_its_borders(visitor, text_of, career, town, staged):
    approve(staged(2023, "Cleveland, OH"))
    newest = staged(2024, "Cleveland-Elyria, OH-PA", "OH PA")
    page = career.get_absolute_url() + "?area=17410"
    assert "In Cleveland, OH, the median" in text_of(visitor.get(page))
    approve(newest)
    assert "In Cleveland-Elyria, OH-PA, the median" in text_of(visitor.get(page))
    town.refresh_from_db()
    assert town.states == "OH PA"


def test_a_release_that_is_taken_back_takes_its_names_with_it(town, staged):
    approve(staged(2023, "Cleveland, OH"))
    lifecycle.rollback(approve(staged(2024, "Cleveland-Elyria, OH-PA", "OH PA")), by="ada")
    town.refresh_from_db()
    assert (town.title, town.states) == ("Cleveland, OH", "OH")


def test_an_older_release_renames_nothing(town, staged):
    approve(staged(2024, "Cleveland-Elyria, OH"))
    approve(staged(2010, "Cleveland"))
    town.refresh_from_db()
    assert town.title == "Cleveland-Elyria, OH"


def test_renamed_areas_are_in_the_review_before_and_after_the_approval(town, staged):
    approve(staged(2023, "Cleveland, OH"))
    newest = staged(2024, "Cleveland-Elyria, OH")
    renamed = [Renamed("17410", "Cleveland, OH → Cleveland-Elyria, OH")]
    assert diff_of(newest).renamed == renamed
    assert diff_of(approve(newest)).renamed == renamed
    assert diff_of(staged(2025, "Cleveland-Elyria, OH", "OH PA")).renamed == [
        Renamed("17410", "Cleveland-Elyria, OH: OH → OH PA")
    ]


def test_a_rejected_release_leaves_no_names_and_no_areas_of_its_own(town, staged):
    release = staged(2024, "Cleveland-Elyria, OH")
    newcomer = make_area(kind="metropolitan", introduced_by=release)
    AreaName.objects.create(release=release, area=newcomer, title="Newcomer", states="OH")
    lifecycle.reject(release, by="ada")
    assert not AreaName.objects.exists()
    assert Area.objects.get() == town

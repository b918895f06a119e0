"""Figures that staff call those of a wider group are nobody's own wherever they are shown."""

import pytest

from ..factories import make_career, make_occupation, make_outlook, make_pay

WIDER = "for all commercial pilots"


@pytest.fixture
def pilots(db):
    """A career that has its SOC code alone, and one that staff made of a part of it."""
    occupation = make_occupation(code="53-2012", title="Commercial Pilots")
    make_career(title="Commercial Pilot", slug="pilot", workers="commercial pilots", occupation=occupation)
    make_pay(occupation=occupation, annual_median=113_000)
    make_outlook(occupation=occupation, entry_education="award")
    return make_career(title="Drone Pilot", slug="drone", workers="drone pilots", occupation=occupation)


@pytest.fixture
def wider(pilots):
    pilots.figures_are_wider = True
    pilots.save()
    return pilots


def test_until_then_they_pass_for_its_own(visitor, section_of, pilots):
    assert "pay for drone pilots is $113,000" in section_of(visitor.get(pilots.get_absolute_url()), "salary")


def test_page_list_and_comparison_say_whose_they_are(visitor, text_of, section_of, described, wider):
    response = visitor.get(wider.get_absolute_url())
    assert f"pay {WIDER} is $113,000" in section_of(response, "salary")
    assert "pay for drone pilots" not in text_of(response)
    assert not {"estimatedSalary", "educationRequirements"} & described(response)["Occupation"].keys()
    assert text_of(visitor.get("/careers/")).count(WIDER) == 1
    compared = text_of(visitor.get("/careers/compare/", {"c": ["drone", "pilot"]})).lower()
    assert WIDER in compared


def test_other_programs_are_told(visitor, wider):
    found = {one["title"]: one for one in visitor.get("/api/careers/").json()["careers"]}
    for title, relation in (("Drone Pilot", "wider"), ("Commercial Pilot", "own")):
        assert {found[title][figures]["relation"] for figures in ("pay", "outlook")} == {relation}


def test_a_ranking_has_the_figure_under_whose_it_is(visitor, text_of, wider):
    ranked = text_of(visitor.get("/rankings/highest-paying/"))
    assert ranked.index("Commercial Pilot") < ranked.index("Drone Pilot")


def test_the_other_careers_figures_stay_its_own(visitor, section_of, wider):
    response = visitor.get("/careers/pilot/")
    assert "pay for commercial pilots is $113,000" in section_of(response, "salary")

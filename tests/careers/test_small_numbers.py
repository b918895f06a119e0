"""Jobs and openings are published in thousands with one decimal: what rounds to nought, or to the same, says so."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from ..factories import make_career, make_occupation, make_outlook, make_release

API = "/api/careers/"


@pytest.fixture
def career(db):
    make_release("projections", period="2024–34", as_of=date(2024, 12, 31))
    return make_career(slug="tester", title="Tester", occupation=make_occupation(code="29-2072"))


@pytest.fixture
def outlook_section(visitor, section_of, career):
    return lambda: section_of(visitor.get(career.get_absolute_url()), "outlook")


@pytest.mark.parametrize(
    ("jobs", "sentence", "change"),
    [
        # (base, projected, stated new jobs, stated growth)
        ((200, 200, 0, "-17.5"), "Employment is projected to fall by 17.5% from 2024 to 2034. Rounded to the nearest "
         "hundred, it is about 200 jobs in both years.", "Change in jobs 2024–34 Fewer than 50 lost"),
        ((900, 900, 0, "4.5"), "Employment is projected to grow by 4.5% from 2024 to 2034. Rounded to the nearest "
         "hundred, it is about 900 jobs in both years.", "Number of new jobs 2024–34 Fewer than 50 "),
        ((65_400, 65_400, -100, "-0.1"), "Employment is projected to fall by 0.1% from 2024 to 2034. Rounded to the "
         "nearest hundred, it is about 65,400 jobs in both years.", "Change in jobs 2024–34 −100"),
        ((80_000, 80_000, 0, "0.0"), "Employment is projected to stay at about 80,000 jobs from 2024 to 2034.",
         "Number of new jobs 2024–34 Fewer than 50 either way"),
        ((80_000, 80_000, 0, "-0.0"), "Employment is projected to stay at about 80,000 jobs from 2024 to 2034.",
         "Number of new jobs 2024–34 Fewer than 50 either way"),
        ((299_500, 299_600, 0, "0.0"), "Employment is projected to stay about the same: 299,500 jobs in 2024 and "
         "299,600 in 2034.", "Number of new jobs 2024–34 Fewer than 50 either way"),
        ((1_007_600, 1_007_200, -300, "0.0"), "Employment is projected to stay about the same: 1,007,600 jobs in 2024 "
         "and 1,007,200 in 2034.", "Change in jobs 2024–34 −300"),
        ((3_600, 3_700, 0, "1.3"), "Employment is projected to grow from 3,600 jobs in 2024 to 3,700 in 2034.",
         "Number of new jobs 2024–34 Fewer than 50 "),
        ((400, 300, 0, "-9.1"), "Employment is projected to fall from 400 jobs in 2024 to 300 in 2034.",
         "Change in jobs 2024–34 Fewer than 50 lost"),
        ((0, 200, None, None), "Employment is projected to grow from fewer than 50 jobs in 2024 to 200 in 2034.",
         "Number of new jobs 2024–34 +200"),
        ((200, 0, -200, "-90.0"), "Employment is projected to fall from 200 jobs in 2024 to fewer than 50 in 2034.",
         "Change in jobs 2024–34 −200"),
        ((0, 0, None, None), "Employment is projected to stay at fewer than 50 jobs from 2024 to 2034.",
         "Number of new jobs 2024–34 Fewer than 50 either way"),
    ],
)  # fmt: skip
def test_rounded_figures_never_contradict_each_other(career, outlook_section, jobs, sentence, change):
    base, projected, new_jobs, growth = jobs
    make_outlook(
        occupation=career.occupation,
        base_employment=base,
        projected_employment=projected,
        stated_new_jobs=new_jobs,
        stated_growth=growth and Decimal(growth),
    )
    section = outlook_section()
    assert sentence in section
    assert change in section
    assert "−0%" not in section


@pytest.mark.parametrize(
    ("openings", "words", "sentence"),
    [
        (0, "Fewer than 50", "Fewer than 50 openings are expected each year"),
        (100, "100", "About 100 openings are expected each year"),
        (None, "Not published", ""),
    ],
)
def test_openings_that_round_to_nought_are_told_from_missing_ones_everywhere(
    visitor, text_of, career, outlook_section, openings, words, sentence
):
    make_outlook(occupation=career.occupation, openings=openings, base_employment=0)
    assert f"Openings per year {words}" in outlook_section()
    assert ("openings are expected" in outlook_section()) == bool(sentence)
    assert sentence in outlook_section()
    compared = text_of(visitor.get("/careers/compare/", {"c": "tester"}))
    assert f"Openings per year {words} Jobs Fewer than 50" in compared
    response = visitor.get("/careers/compare/careers.csv", {"c": "tester"})
    (line,) = csv.DictReader(response.content.decode("utf-8-sig").splitlines())
    assert line["Openings per year"] == ("" if openings is None else words)
    assert line["Jobs"] == "Fewer than 50"
    (answer,) = visitor.get(API, {"q": "tester"}).json()["careers"]
    assert (answer["outlook"]["openings_a_year"], answer["outlook"]["openings_in_words"]) == (openings, words)
    assert answer["outlook"]["jobs_in_words"] == "Fewer than 50"
    ranked = text_of(visitor.get("/rankings/most-openings/"))
    assert ("Fewer than 50" in ranked) == (openings == 0)
    assert ("Tester" in ranked) == (openings is not None)
    assert "Fewer than 50 jobs in " in text_of(visitor.get(career.get_absolute_url()))

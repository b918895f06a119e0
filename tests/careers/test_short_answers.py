"""What the first screen says: pay as a range, what it takes, where it is going, and for whom the figures are."""

import re
from decimal import Decimal

import pytest

from careers.models import CareerCredential, Credential, Organization

from ..factories import BANDS, make_career, make_occupation, make_outlook, make_pay, make_release

NAMES = ["annual_p10", "annual_p25", "annual_median", "annual_p75", "annual_p90"]


@pytest.fixture
def career(db):
    return make_career(occupation=make_occupation(code="29-2072", title="Testers"))


@pytest.fixture
def shown(visitor, text_of, career):
    """The words above the contents list."""
    return lambda: re.sub(r" ([.,:;])", r"\1", text_of(visitor.get(career.get_absolute_url()))).partition("On this")[0]


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ((30_000, 40_000, 50_000, 60_000, 80_000), "Pay: most earn $30,000 to $80,000 a year"),
        ((None, 40_000, 50_000, 60_000, 80_000), "Pay: half earn $40,000 to $60,000 a year"),
        ((None, None, 50_000, None, None), "Pay: at least half earn $50,000 or more a year"),
        ((30_000, None, 50_000, None, None), "Pay: at least half earn $50,000 or more a year"),
        ((None, None, None, None, 80_000), "Pay: the highest 10 percent earn $80,000 or more a year"),
        ((90_000, 120_000, 239_200, 239_200, 239_200), "Pay: most earn $90,000 to $239,200 or more a year"),
        ((239_200, 239_200, 239_200, 239_200, 239_200), "Pay: at least nine in ten earn $239,200 or more a year"),
        ((None, None, 239_200, 239_200, 239_200), "Pay: at least half earn $239,200 or more a year"),
    ],
)
def test_pay_is_told_as_the_range_that_is_published(career, shown, amounts, words):
    release = make_release(top_code_annual=239_200)
    make_pay(release=release, occupation=career.occupation, **dict(zip(NAMES, amounts, strict=True)))
    assert words in shown()


def test_pay_by_the_hour_is_a_range_by_the_hour(career, shown):
    hourly = {"hourly_p10": "14.00", "hourly_median": "23.33", "hourly_p90": "97.19"}
    make_pay(occupation=career.occupation, **hourly)
    assert "Pay: most earn $14.00 to $97.19 an hour" in shown()
    assert "Median hourly pay $23.33, May 2024" in shown()


def test_what_is_missing_and_what_is_held_are_told_apart(career, shown):
    assert shown().count("Not published") == 3
    make_pay(occupation=career.occupation, annual_median=50_000, held=True)
    make_outlook(occupation=career.occupation, held=True)
    assert shown().count("Held back by this site's editors") == 2


def test_the_drawing_says_its_figures_to_those_who_cannot_see_it(visitor, career):
    everyone = make_occupation(code="00-0000", title="All Occupations")
    make_pay(occupation=career.occupation, annual_p10=30_000, annual_median=50_000, annual_p90=80_000)
    make_pay(occupation=everyone, annual_median=49_500)
    html = visitor.get(career.get_absolute_url()).content.decode()
    said = "Pay: most earn $30,000 to $80,000 a year, the median is $50,000, that of all jobs $49,500."
    assert f'aria-label="{said}"' in html


@pytest.mark.parametrize(
    ("experience", "training", "license", "words"),
    [
        ("None", "None", "every", "Plus a license"),
        ("5 years or more", "None", "", "Plus 5 years or more in a related job"),
        ("None", "Apprenticeship", "most", "Plus a license in most states and an apprenticeship"),
        (
            "Less than 5 years",
            "Moderate-term on-the-job training",
            "",
            "Plus less than 5 years in a related job and moderate-term on-the-job training",
        ),
        ("None", "None", "", ""),
    ],
)
def test_what_else_it_takes_stands_beside_the_education(career, shown, experience, training, license, words):
    values = {"entry_education": "award", "work_experience": experience, "training": training}
    make_outlook(occupation=career.occupation, **values)
    if license:
        board = Organization.objects.create(name="Board")
        credential = Credential.objects.create(name="License", kind="license", organization=board)
        CareerCredential.objects.create(career=career, credential=credential, needed=license)
    assert f"To get in Postsecondary nondegree award {words}".strip() in shown()
    assert ("Plus" in shown()) == bool(words)


def test_the_outlook_is_in_the_publishers_words_with_its_openings(career, shown):
    release = make_release("projections", period="2024–34", **BANDS)
    values = {"stated_growth": Decimal("4.9"), "openings": 14_200, "base_employment": 194_800}
    make_outlook(release=release, occupation=career.occupation, **values)
    assert "Outlook Faster than average 4.9% growth, 2024–34 14,200 openings per year 194,800 jobs in 2024" in shown()


def test_the_source_of_both_is_named_in_one_line_with_their_periods(career, shown):
    make_pay(occupation=career.occupation, annual_median=50_000)
    make_outlook(occupation=career.occupation, release=make_release("projections", period="2024–34"))
    assert "Test publisher, May 2024 and 2024–34. Sources" in shown()

"""Every career's figures are said in the same words on page, list, comparison, file, API and in structured data."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from careers import denormalized
from careers.models import Career, Occupation, Release

from ..factories import (
    BANDS,
    make_career,
    make_occupation,
    make_onet_profile,
    make_outlook,
    make_pay,
    make_release,
    onet_data,
)
from .said import answer_of, faults_of, page, words

TOP_CODES = {"top_code_annual": 239_200, "top_code_hourly": Decimal("115.00")}
PERCENTILES = ["annual_p10", "annual_p25", "annual_median", "annual_p75", "annual_p90"]


def top_coded_from(place: int) -> dict:
    """Annual pay whose percentiles are top-coded from the one at `place` on."""
    exact = [100_000, 120_000, 150_000, 200_000, 230_000]
    return dict(zip(PERCENTILES, exact[:place] + [239_200] * (5 - place), strict=True))


# What the API says of each: (pay, whom it is for; growth in words, openings, jobs, whom they are for).
SAID = {
    "Own Tester": ("$50,250", "", "Much faster than average", "14,200", "194,800", ""),
    "Top 10": ("$239,200 or more", "", "Faster than average", "100", "1,000", ""),
    "Top 25": ("$239,200 or more", "", "Faster than average", "100", "1,000", ""),
    "Top 50": ("$239,200 or more", "", "Faster than average", "100", "1,000", ""),
    "Top 75": ("$150,000", "", "Faster than average", "100", "1,000", ""),
    "Top 90": ("$150,000", "", "Faster than average", "100", "1,000", ""),
    "Hourly Tester": ("$23.33", "", "As fast as average", "Not published", "38,800", ""),
    "Few Tester": ("$40,790", "", "Decline", "Fewer than 50", "200", ""),
    "Vanishing Tester": ("Not published", "", "", "Fewer than 50", "Fewer than 50", ""),
    "Still Tester": ("$60,000", "", "Little or no change", "900", "80,000", ""),
    "Wider Tester": ("$47,000", "For all testers and probers", "Slower than average", "Fewer than 50",
                     "123,400", "For all testers and probers"),
    "Half Tester": ("$48,000", "", "Slower than average", "Fewer than 50", "123,400",
                    "For all testers and probers"),
    "Shared Tester": ("$93,600", "For all nurses", "Faster than average", "189,100", "3,391,000",
                      "For all nurses"),
    "Older Tester": ("$30,610", "For Former Testers, as counted in May 2008", "Above the growth of all occupations",
                     "7,000", "172,500", "For Former Testers, as counted in 2008–18"),
    "Held Tester": ("$41,000", "", "Below the growth of all occupations", "300", "5,000", ""),
    "Bare Tester": (None, None, None, None, None, None),
}  # fmt: skip


@pytest.fixture
def made_up(db):
    """A release of pay and one of projections, and an older one of each, with careers of every relation to them."""
    newest = Releases(
        make_release(**TOP_CODES), make_release("projections", period="2024–34", as_of=date(2024, 12, 31), **BANDS)
    )
    older = Releases(
        make_release(period="May 2008", as_of=date(2008, 5, 31), state="superseded"),
        make_release("projections", period="2008–18", as_of=date(2008, 12, 31), state="superseded"),
    )
    with denormalized.together():
        everyone = make_occupation(code="00-0000", title="All Occupations")
        newest.add(everyone, {"annual_median": 49_500}, "3.1", 14_000, 170_000)
        make_outlook(release=older.projections, occupation=everyone, stated_growth=Decimal("10.1"))
        _figures_of_their_own(newest)
        _figures_of_wider_groups(newest)
        _older_figures(newest, older)
        make_tested("Bare Tester", "15-2092")


@dataclass(frozen=True)
class Releases:
    """A period's pay and projections."""

    pay: Release
    projections: Release

    def add(self, occupation: Occupation, paid: dict | None, growth: str | None, openings: int | None, jobs: int):
        if paid is not None:
            make_pay(release=self.pay, occupation=occupation, **paid)
        make_outlook(
            release=self.projections,
            occupation=occupation,
            stated_growth=growth and Decimal(growth),
            openings=openings,
            base_employment=jobs,
            projected_employment=jobs,
            entry_education="award",
            work_experience="None",
            training="Short-term on-the-job training",
        )


def make_tested(title: str, code: str, *, suffix: str = "00") -> Occupation:
    """A career of that title and O*NET-SOC code; returns its occupation."""
    occupation = Occupation.objects.filter(code=code).first() or make_occupation(code=code, title=f"{title}s")
    make_onet_profile(code=f"{code}.{suffix}", data=onet_data())
    slug = title.lower().replace(" ", "-")
    make_career(title=title, slug=slug, occupation=occupation, onet_code=f"{code}.{suffix}")
    return occupation


def _figures_of_their_own(newest: Releases) -> None:
    paid = {"annual_p10": 1_000, "annual_median": 50_250}
    newest.add(make_tested("Own Tester", "11-1011"), paid, "7.1", 14_200, 194_800)
    for place, name in enumerate(("10", "25", "50", "75", "90")):
        newest.add(make_tested(f"Top {name}", f"29-12{name}"[:6] + "1"), top_coded_from(place), "5.0", 100, 1_000)
    hourly = {"hourly_p10": "14.00", "hourly_median": "23.33", "hourly_p90": "115.00"}
    newest.add(make_tested("Hourly Tester", "27-2011"), hourly, "3.0", None, 38_800)
    newest.add(make_tested("Few Tester", "51-2061"), {"annual_median": 40_790}, "-17.5", 0, 200)
    newest.add(make_tested("Vanishing Tester", "51-2062"), {"annual_p10": 20_000}, None, 0, 0)
    newest.add(make_tested("Still Tester", "51-2063"), {"annual_median": 60_000}, "-0.0", 900, 80_000)


def _figures_of_wider_groups(newest: Releases) -> None:
    group = make_occupation(code="29-2070", title="Testers and Probers")
    newest.add(group, {"annual_median": 47_000}, "1.0", 0, 123_400)
    make_tested("Wider Tester", "29-2072")
    make_pay(release=newest.pay, occupation=make_tested("Half Tester", "29-2071"), annual_median=48_000)
    nurses = make_occupation(code="29-1141", title="All Nurses")
    newest.add(nurses, {"annual_median": 93_600}, "4.9", 189_100, 3_391_000)
    make_tested("Shared Tester", "29-1141", suffix="01")


def _older_figures(newest: Releases, older: Releases) -> None:
    former = make_occupation(code="29-2074", title="Former Testers")
    make_tested("Older Tester", "15-2098").predecessors.add(former)
    make_pay(release=older.pay, occupation=former, annual_median=30_610)
    make_outlook(
        release=older.projections,
        occupation=former,
        stated_growth=Decimal("20.0"),
        openings=7_000,
        base_employment=172_500,
    )
    held = make_tested("Held Tester", "15-2091")
    newest.add(held, {"annual_median": 990_000, "held": True}, "90.0", 99_000, 99_000)
    held.outlook_rows.update(held=True)
    make_pay(release=older.pay, occupation=held, annual_median=41_000)
    make_outlook(
        release=older.projections,
        occupation=held,
        stated_growth=Decimal("10.0"),
        openings=300,
        base_employment=5_000,
    )


def test_every_relation_of_figures_is_said_as_it_is(made_up):
    said = {}
    for career in Career.objects.all():
        answer = answer_of(career)
        pay, outlook = answer["pay"] or {}, answer["outlook"] or {}
        said[career.title] = (
            pay.get("median_in_words"),
            pay.get("note"),
            *(outlook.get(name) for name in ("growth_in_words", "openings_in_words", "jobs_in_words", "note")),
        )
    assert said == SAID


def test_it_is_said_in_the_same_words_everywhere(made_up):
    assert faults_of(Career.objects.all()) == {}


def test_rankings_say_it_so_too(made_up):
    pay, growth, openings = (
        words(page(f"/rankings/{name}/")) for name in ("highest-paying", "fastest-growing", "most-openings")
    )
    award, slow = "Postsecondary nondegree award,", "1% growth, slower than average"
    for line in (
        "Top 10 Postsecondary nondegree award, 5% growth, faster than average $239,200 or more",
        f"Own Tester {award} 7.1% growth, much faster than average $50,250",
        f"Half Tester {award} {slow}, for all testers and probers $48,000",
        f"Testers and Probers of which: Wider Tester {award} {slow} $47,000",
        "All Nurses of which: Shared Tester",
        "Former Testers of which: Older Tester",
    ):
        assert line in pay
    assert "7.1% Much faster than average" in growth
    assert "−17.5% Decline" in growth
    assert "Few Tester Postsecondary nondegree award, $40,790 a year Fewer than 50" in openings


def test_the_demo_says_it_in_the_same_words_everywhere(demo):
    assert faults_of(Career.objects.all()) == {}

"""What is said of the lowest and the highest paid, where pay is published only as "or more"."""

import pytest

from careers.figures.charts import pay_strip
from careers.figures.wording import pay_range_text

from ..factories import make_area, make_area_pay, make_career, make_occupation, make_pay, make_release

TOP = 239_200
NAMES = ["annual_p10", "annual_p25", "annual_median", "annual_p75", "annual_p90"]
EXACT = [100_000, 120_000, 150_000, 200_000, 230_000]


@pytest.fixture
def career(db):
    make_release(top_code_annual=TOP, top_code_hourly=115)
    return make_career(workers="testers", occupation=make_occupation())


@pytest.fixture
def salary(visitor, section_of, career):
    return lambda: section_of(visitor.get(career.get_absolute_url()), "salary")


@pytest.mark.parametrize(
    ("exact", "who"),
    [
        (0, "At least nine in ten"),
        (1, "At least three quarters"),
        (2, "At least half"),
        (3, "At least a quarter"),
        (4, "The highest 10 percent"),
    ],
)
def test_as_many_as_surely_earn_it_are_said_to(career, salary, exact, who):
    figures = EXACT[:exact] + [TOP] * (5 - exact)
    make_pay(occupation=career.occupation, **dict(zip(NAMES, figures, strict=True)))
    said = salary()
    assert f"{who} earn $239,200 or more; exact pay above that isn't published." in said
    assert said.count("exact pay above that isn't published") == 1
    assert "less than $239,200" not in said
    assert ("The lowest 10 percent earn less than $100,000." in said) == bool(exact)


def test_exact_pay_has_no_such_sentence(career, salary):
    make_pay(occupation=career.occupation, **dict(zip(NAMES, EXACT, strict=True)))
    assert "highest 10 percent earn more than $230,000." in salary()
    assert "or more" not in salary()


def test_pay_by_the_hour_is_said_in_the_same_way(career, salary):
    make_pay(occupation=career.occupation, hourly_p10="40.00", hourly_median="115.00", hourly_p90="115.00")
    assert "The lowest 10 percent earn less than $40.00. At least half earn $115.00 or more;" in salary()


def test_where_the_upper_figures_are_missing_the_lower_ones_still_tell(career, salary):
    make_pay(occupation=career.occupation, annual_p10=100_000, annual_p75=TOP)
    assert "At least a quarter earn $239,200 or more;" in salary()


def test_an_earlier_release_says_so_in_the_past(career, visitor, section_of):
    make_pay(occupation=career.occupation, annual_median=50_000)
    before = make_release(period="May 2008", as_of="2008-05-31", state="superseded", top_code_annual=166_400)
    make_pay(occupation=career.occupation, release=before, annual_median=166_400, annual_p90=166_400)
    earlier = section_of(visitor.get(career.get_absolute_url()), "salary").partition("Salary in May 2008")[2]
    assert "At least half earned $166,400 or more;" in earlier


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (30_000, 80_000, "$30,000 to $80,000"),
        (30_000, TOP, "$30,000 to $239,200 or more"),
        (TOP, TOP, "$239,200 or more"),
        (TOP, None, "$239,200 or more"),
        (30_000, None, "$30,000 and up; pay for the highest tenth is not published"),
        (None, 80_000, "Up to $80,000; pay for the lowest tenth is not published"),
        (None, None, "Not published"),
    ],
)
def test_the_range_of_pay_never_runs_from_or_more_to_or_more(career, low, high, words):
    assert pay_range_text(make_pay(occupation=career.occupation, annual_p10=low, annual_p90=high)) == words


@pytest.mark.parametrize(
    ("median", "place"),
    [(TOP, ""), (200_000, ", place 3 of 5"), (150_000, ", place 3 of 5"), (120_000, ", place 4 of 5"), (None, "")],
)
def test_of_states_whose_pay_is_top_coded_none_is_given_a_place(visitor, section_of, career, median, place):
    release = make_release("oews-state", top_code_annual=TOP)
    for states, pay in (("OH", median), ("UT", TOP), ("IN", TOP), ("PA", 150_000), ("KY", 100_000)):
        area = make_area(title=f"State {states}", states=states)
        make_area_pay(release=release, occupation=career.occupation, area=area, annual_median=pay, annual_p10=90_000)
    response = visitor.get(career.get_absolute_url(), {"area": "OH"})
    sentence = section_of(response, "salary").partition("In State OH, ")[2].partition(".")[0]
    assert ("place" in sentence) == bool(place)
    assert place in sentence


def test_the_strip_prints_the_same_words_once(career):
    strip = pay_strip(make_pay(occupation=career.occupation, **dict.fromkeys(NAMES, TOP)))
    assert (strip.low, str(strip.median.amount), strip.high) == (None, "$239,200 or more", None)

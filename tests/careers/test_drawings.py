import re
from decimal import Decimal

import pytest

from careers.figures.charts import bar_widths, growth_bars, pay_strip
from careers.models import Pay, Release

from ..factories import make_career, make_industry_pay, make_occupation, make_outlook, make_pay


def pay(*annual, top_coded: str = "") -> Pay:
    names = ("annual_p10", "annual_p25", "annual_median", "annual_p75", "annual_p90")
    return Pay(release=Release(), top_coded=top_coded, **dict(zip(names, annual, strict=True)))


def at(text: str) -> float:
    assert text.endswith("%")
    return float(text.removesuffix("%"))


def test_the_marks_of_a_strip_stand_in_the_order_and_proportion_of_their_amounts():
    strip = pay_strip(pay(20_000, 30_000, 40_000, 60_000, 80_000))
    marks = [strip.low, strip.quarter, strip.median, strip.three_quarters, strip.high]
    places = [at(mark.x) for mark in marks]
    assert places == sorted(places)
    assert places[2] == pytest.approx(2 * places[0], abs=0.05)
    assert places[4] == pytest.approx(4 * places[0], abs=0.05)
    assert places[4] < 100


def test_the_strip_reaches_from_the_lowest_to_the_highest_figure_and_its_middle_holds_half():
    strip = pay_strip(pay(20_000, 30_000, 40_000, 60_000, 80_000))
    assert strip.whole.x == strip.low.x
    assert at(strip.whole.x) + at(strip.whole.width) == pytest.approx(at(strip.high.x), abs=0.02)
    assert strip.middle.x == strip.quarter.x
    assert at(strip.middle.x) + at(strip.middle.width) == pytest.approx(at(strip.three_quarters.x), abs=0.02)
    assert not strip.open_ended


def test_the_median_of_all_occupations_is_on_the_same_scale():
    everyone = pay(None, None, 160_000, None, None)
    strip = pay_strip(pay(20_000, 30_000, 40_000, 60_000, 80_000), everyone)
    assert at(strip.everyone.x) == pytest.approx(2 * at(strip.high.x), abs=0.05)
    assert at(strip.everyone.x) < 100


def test_an_hourly_strip_is_compared_by_the_hour():
    hourly = Pay(release=Release(), hourly_p10=Decimal("10.00"), hourly_median=Decimal("20.00"))
    everyone = Pay(release=Release(), annual_median=49_500, hourly_median=Decimal("30.00"))
    assert str(pay_strip(hourly, everyone).everyone.amount) == "$30.00"


@pytest.mark.parametrize("known", [(None,) * 5, (None, None, 40_000, None, None)])
def test_fewer_than_two_figures_make_no_strip(known):
    assert pay_strip(pay(*known)) is None


def test_missing_figures_leave_their_marks_out():
    strip = pay_strip(pay(None, 30_000, 40_000, None, None))
    assert (strip.low, strip.high, strip.middle) == (None, None, None)
    assert strip.whole.x == strip.quarter.x


def test_top_coded_pay_leaves_the_strip_open_at_its_end():
    strip = pay_strip(pay(124_450, 186_680, 200_000, 239_200, 239_200, top_coded="annual_p75 annual_p90"))
    assert strip.open_ended
    assert at(strip.whole.x) + at(strip.whole.width) == pytest.approx(100, abs=0.02)
    assert str(strip.high.amount) == "$239,200 or more"


def test_a_top_coded_median_prints_its_label_once():
    marked = "annual_median annual_p75 annual_p90"
    strip = pay_strip(pay(124_450, 186_680, 239_200, 239_200, 239_200, top_coded=marked))
    assert str(strip.median.amount) == "$239,200 or more"
    assert strip.high is None


def test_labels_at_the_ends_stay_inside_the_drawing():
    strip = pay_strip(pay(1_000, 30_000, 50_000, 60_000, 100_000))
    assert (strip.low.anchor, strip.median.anchor, strip.high.anchor) == ("start", "middle", "end")


@pytest.mark.parametrize(
    ("values", "widths"),
    [
        ([50, 100, 25], ["50.0%", "100.0%", "25.0%"]),
        ([None, 80], ["0%", "100.0%"]),
        ([None, None], ["0%", "0%"]),
        ([0, 0], ["0%", "0%"]),
        ([], []),
    ],
)
def test_bars_are_as_long_as_their_figures(values, widths):
    assert bar_widths(values) == widths


@pytest.mark.parametrize(
    ("growths", "bars"),
    [
        (["10", "5"], [("0.00%", "100.00%"), ("0.00%", "50.00%")]),
        (["-10", "10"], [("0.00%", "50.00%"), ("50.00%", "50.00%")]),
        (["-10", "-5"], [("0.00%", "100.00%"), ("50.00%", "50.00%")]),
        (["0", "0"], [("0.00%", "0.00%"), ("0.00%", "0.00%")]),
        ([None, "5"], [("0%", "0%"), ("0.00%", "100.00%")]),
    ],
)
def test_growth_and_loss_stand_on_two_sides_of_one_zero_line(growths, bars):
    drawn = growth_bars([None if growth is None else Decimal(growth) for growth in growths])
    assert [(bar.x, bar.width) for bar in drawn] == bars


def test_every_drawing_on_a_page_has_its_numbers_as_text(visitor, db):
    career = make_career(occupation=make_occupation())
    make_pay(occupation=career.occupation, annual_p10=35_780, annual_median=50_250, annual_p90=80_950)
    make_industry_pay(occupation=career.occupation, annual_median=44_720)
    make_outlook(occupation=career.occupation)
    page = visitor.get(career.get_absolute_url()).content.decode()
    drawings = re.findall(r"(?s)<svg.*?</svg>", page)
    assert len(drawings) == 3
    for figure in ("$35,780", "$50,250", "$80,950", "$44,720", "10%"):
        assert f"<td>{figure}</td>" in page


def test_every_drawing_is_named_or_hidden_for_those_who_cannot_see_it(visitor, db):
    career = make_career(occupation=make_occupation())
    make_pay(occupation=career.occupation, annual_p10=35_780, annual_median=50_250)
    make_outlook(occupation=career.occupation)
    page = visitor.get(career.get_absolute_url()).content.decode()
    assert len(re.findall("<svg", page)) == 2
    assert len(re.findall(r'<svg[^>]* role="img" aria-label="[^"]+"|aria-hidden="true"><svg', page)) == 2

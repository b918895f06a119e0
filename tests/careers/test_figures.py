from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from careers.figures.wording import growth_text, new_jobs_text
from careers.models import Outlook, Release
from careers.models.figures import Amount

from ..factories import make_occupation, make_outlook, make_pay, make_release

TOP_CODES = {"top_code_annual": 239_200, "top_code_hourly": Decimal("115.00")}


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Amount(None), "Not published"),
        (Amount(30610), "$30,610"),
        (Amount(0), "$0"),
        (Amount(239200, top_coded=True), "$239,200 or more"),
        (Amount(Decimal("14"), hourly=True), "$14.00"),
        (Amount(Decimal("1234.5"), hourly=True), "$1,234.50"),
        (Amount(Decimal("115"), top_coded=True, hourly=True), "$115.00 or more"),
    ],
)
def test_an_amount_reads_as_its_publisher_meant_it(amount, shown):
    assert str(amount) == shown


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("annual_p90", 239_199, "$239,199 or more"),
        ("annual_p90", 300_000, "$300,000 or more"),
        ("annual_p90", None, "Not published"),
        ("hourly_p90", Decimal("115.00"), "$115.00 or more"),
        ("hourly_p90", None, "Not published"),
    ],
)
def test_what_the_publisher_marks_reads_as_or_more(db, column, value, shown):
    pay = make_pay(occupation=make_occupation(), top_coded=column, **{column: value})
    assert str(pay.amount(column)) == shown


@pytest.mark.parametrize("top_codes", [{}, TOP_CODES])
def test_what_is_not_marked_is_exact_however_high(db, top_codes):
    pay = make_pay(
        occupation=make_occupation(),
        release=make_release(**top_codes),
        annual_median=239_200,
        annual_p75=400_000,
        annual_p90=500_000,
        hourly_median=Decimal("115.00"),
        top_coded="annual_p90",
    )
    amounts = [str(pay.amount(name)) for name in ("annual_median", "annual_p75", "annual_p90", "hourly_median")]
    assert amounts == ["$239,200", "$400,000", "$500,000 or more", "$115.00"]


@pytest.mark.parametrize(
    ("top_coded", "message"),
    [
        ("annual_p90", "The annual 90th percentile is marked “or more”, but has no figure."),
        ("annual_mean", "“annual_mean” is not a pay column."),
    ],
)
def test_only_a_figure_can_be_marked_as_or_more(db, top_coded, message):
    own = make_release(origin="own", title="Pay of testers", publisher="Testers' Board")
    pay = make_pay(release=own, occupation=make_occupation(), annual_median=50_000)
    pay.top_coded = top_coded
    with pytest.raises(ValidationError) as refused:
        pay.full_clean()
    assert refused.value.message_dict == {"top_coded": [message]}


def test_pay_is_by_the_year_where_both_bases_are_published(db):
    pay = make_pay(occupation=make_occupation(), annual_p90=80_000, hourly_median=Decimal("20.00"))
    assert str(pay.percentiles["p90"]) == "$80,000"
    assert str(pay.median) == "Not published"


def test_pay_is_by_the_hour_where_only_hourly_pay_is_published(db):
    pay = make_pay(occupation=make_occupation(), hourly_p10=Decimal("14.00"), hourly_median=Decimal("23.33"))
    assert [str(amount) for amount in pay.percentiles.values()] == [
        "$14.00",
        "Not published",
        "$23.33",
        "Not published",
        "Not published",
    ]
    assert pay.median.unit == "an hour"


@pytest.mark.parametrize(
    ("base", "projected", "percent", "jobs"),
    [
        (100_000, 110_000, "10%", "+10,000"),
        (172_500, 207_600, "20.3%", "+35,100"),
        (347_400, 302_500, "−12.9%", "−44,900"),
        (80_000, 80_000, "0%", "Fewer than 50 either way"),
        (16_000, 16_200, "1.3%", "+200"),
        (0, 500, "Not published", "+500"),
        (1_000_000, 999_900, "0%", "−100"),
    ],
)
def test_growth_and_new_jobs_follow_from_the_employment_figures(db, base, projected, percent, jobs):
    outlook = make_outlook(occupation=make_occupation(), base_employment=base, projected_employment=projected)
    assert (growth_text(outlook.growth), new_jobs_text(outlook)) == (percent, jobs)


def test_growth_and_new_jobs_that_the_source_states_win(db):
    outlook = make_outlook(
        occupation=make_occupation(),
        base_employment=172_500,
        projected_employment=207_600,
        stated_growth=Decimal("20.0"),
        stated_new_jobs=35_050,
    )
    assert (growth_text(outlook.growth), new_jobs_text(outlook)) == ("20%", "+35,050")


def stated(**values) -> Outlook:
    release = make_release("projections")
    return Outlook(release=release, occupation=make_occupation(), base_year=2024, projected_year=2034, **values)


@pytest.mark.parametrize(
    ("base", "projected", "jobs", "percent"),
    [
        (13_600, 20_500, 6_800, "49.9"),
        (57_000, 57_100, 200, "0.3"),
        (18_900, 16_400, -2_600, "-13.6"),
        (172_500, 207_600, 35_100, "20"),
        (1_422_700, 1_394_800, -27_900, "-2.0"),
    ],
)
def test_stated_figures_that_rounding_explains_are_accepted(db, base, projected, jobs, percent):
    outlook = stated(
        base_employment=base, projected_employment=projected, stated_new_jobs=jobs, stated_growth=Decimal(percent)
    )
    outlook.full_clean()
    outlook.save()
    assert Outlook.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (
            "stated_new_jobs",
            35_600,
            "The source states +35,600 new jobs, but its employment figures give +35,100.",
        ),
        (
            "stated_new_jobs",
            -35_100,
            "The source states -35,100 new jobs, but its employment figures give +35,100.",
        ),
        ("stated_growth", Decimal("21"), "The source states 21% growth, but its employment figures give 20.3%."),
        ("stated_growth", Decimal("20.5"), "The source states 20.5% growth, but its employment figures give 20.3%."),
        ("stated_growth", Decimal("-20.3"), "The source states -20.3% growth, but its employment figures give 20.3%."),
    ],
)
def test_stated_figures_that_no_rounding_explains_are_refused_with_both_numbers(db, field, value, message):
    outlook = stated(base_employment=172_500, projected_employment=207_600, **{field: value})
    with pytest.raises(ValidationError) as refused:
        outlook.full_clean()
    assert refused.value.message_dict == {field: [message]}


def test_an_outlook_must_project_forward(db):
    outlook = stated(base_employment=1_000, projected_employment=2_000)
    outlook.projected_year = outlook.base_year
    with pytest.raises(ValidationError, match="The projected year must come after the base year"):
        outlook.full_clean()


@pytest.mark.parametrize(
    "figures",
    [
        {"annual_p10": 50_001, "annual_median": 50_000},
        {"annual_p10": 40_001, "annual_p25": 40_000},
        {"annual_p25": 50_001, "annual_median": 50_000},
        {"annual_median": 50_001, "annual_p75": 50_000},
        {"annual_median": 50_001, "annual_p90": 50_000},
        {"annual_p75": 50_001, "annual_p90": 50_000},
        {"hourly_p10": Decimal("20.01"), "hourly_median": Decimal("20.00")},
        {"hourly_median": Decimal("20.01"), "hourly_p90": Decimal("20.00")},
    ],
)
def test_the_database_refuses_percentiles_out_of_order(db, figures):
    occupation, release = make_occupation(), make_release()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_pay(occupation=occupation, release=release, **figures)
    assert not occupation.pay_rows.exists()


def test_equal_percentiles_and_missing_ones_are_stored(db):
    pay = make_pay(occupation=make_occupation(), annual_p10=239_200, annual_median=239_200)
    pay.full_clean()


def test_staff_who_mistype_a_percentile_are_told_which(db):
    pay = make_pay(occupation=make_occupation(), annual_median=50_000)
    pay.annual_p10 = 60_000
    with pytest.raises(ValidationError, match="The annual 10th percentile is above the median"):
        pay.full_clean()


def test_a_data_set_has_only_one_live_release(db):
    make_release(period="May 2023")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_release(period="May 2024")
    make_release(period="May 2022", state=Release.State.SUPERSEDED)
    make_release("projections")
    assert Release.objects.filter(state=Release.State.LIVE).count() == 2


def test_staff_who_mark_a_second_release_live_are_told_what_to_do(db):
    make_release(period="May 2023")
    second = make_release(period="May 2024", state=Release.State.STAGED)
    second.state = Release.State.LIVE
    with pytest.raises(ValidationError, match="mark that one superseded first"):
        second.full_clean()

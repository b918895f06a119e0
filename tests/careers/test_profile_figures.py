import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from ..factories import make_career, make_industry_pay, make_occupation, make_outlook, make_pay, make_release

TOP_CODES = {"top_code_annual": 239_200, "top_code_hourly": Decimal("115.00")}


@pytest.fixture
def career(db):
    return make_career(workers="testers", occupation=make_occupation(title="Testers, Today"))


@pytest.fixture
def shown(visitor, section_of, career):
    """The words of one section of the career's page as it stands now."""
    return lambda name: section_of(visitor.get(career.get_absolute_url()), name)


@pytest.fixture
def everyone(db):
    return make_occupation(code="00-0000", title="All Occupations")


def older(year: int, data_set: str = "oews-national", **values):
    return make_release(
        data_set, **{"period": f"May {year}", "as_of": date(year, 5, 31), "state": "superseded", **values}
    )


def test_pay_reads_as_a_sentence_and_a_table(shown, career):
    make_pay(
        occupation=career.occupation,
        annual_p10=35_780,
        annual_median=50_250,
        annual_p90=80_950,
        hourly_median=Decimal("24.16"),
    )
    salary = shown("salary")
    assert "The median annual pay for testers is $50,250: half earn more and half earn less." in salary
    assert "The lowest 10 percent earn less than $35,780, and the highest 10 percent earn more than $80,950." in salary
    assert "Median $50,250 $24.16" in salary
    assert "Published for Testers, Today" in salary


def test_missing_figures_are_said_to_be_missing(shown, career):
    make_pay(occupation=career.occupation, annual_median=50_250)
    salary = shown("salary")
    assert "10th percentile Not published" in salary
    assert "90th percentile Not published" in salary
    assert "None" not in salary
    assert "percent earn" not in salary


def test_the_highest_tenth_is_named_even_when_the_lowest_is_missing(shown, career):
    make_pay(occupation=career.occupation, annual_median=50_250, annual_p90=80_950)
    assert "The highest 10 percent earn more than $80,950." in shown("salary")


def test_top_coded_pay_is_never_said_to_be_exact(shown, career):
    make_pay(
        occupation=career.occupation,
        release=make_release(**TOP_CODES),
        annual_p10=124_450,
        annual_median=239_200,
        annual_p90=239_200,
    )
    salary = shown("salary")
    assert "The median annual pay for testers is $239,200 or more." in salary
    assert "The lowest 10 percent earn less than $124,450." in salary
    assert "At least half earn $239,200 or more; exact pay above that isn't published." in salary
    assert "highest 10 percent" not in salary
    assert "more than $239,200" not in salary
    assert re.findall(r"\$239,200(?! or more)", salary) == []


def test_an_hourly_career_is_paid_by_the_hour_everywhere(visitor, shown, text_of, career):
    make_pay(
        occupation=career.occupation,
        hourly_p10=Decimal("14.00"),
        hourly_median=Decimal("23.33"),
        hourly_p90=Decimal("97.19"),
    )
    make_industry_pay(occupation=career.occupation, industry="Stages", hourly_median=Decimal("27.07"))
    salary = shown("salary")
    assert "The median hourly pay for testers is $23.33" in salary
    assert "less than $14.00, and the highest 10 percent earn more than $97.19" in salary
    assert "Median $23.33" in salary
    assert "No pay by the year is published." in salary
    assert "Median Not published" not in salary
    assert "Median an hour" in salary
    assert "Stages $27.07" in salary
    assert "Median hourly pay $23.33" in text_of(visitor.get(career.get_absolute_url()))


def test_industries_stand_highest_first_and_those_without_a_figure_last(shown, career):
    for industry, median in (("Banks", 40_000), ("Hidden", None), ("Zoos", 60_000), ("Ships", 50_000)):
        make_industry_pay(occupation=career.occupation, industry=industry, annual_median=median)
    salary = shown("salary")
    assert re.findall("Banks|Hidden|Zoos|Ships", salary) == ["Zoos", "Ships", "Banks", "Hidden"]
    assert "Hidden Not published" in salary


def test_figures_of_two_years_and_more_say_their_age(shown, career):
    long_ago = timezone.localdate() - timedelta(days=3 * 366)
    make_pay(occupation=career.occupation, release=make_release(as_of=long_ago), annual_median=50_250)
    assert "May 2024; 3 years old; newer figures were due in " in shown("sources")
    assert "due in" not in shown("salary")


def test_figures_of_last_year_do_not(shown, career):
    last_year = timezone.localdate() - timedelta(days=366)
    make_pay(occupation=career.occupation, release=make_release(as_of=last_year), annual_median=50_250)
    assert "Source: Test publisher, Test release, May 2024." in shown("salary")


@pytest.mark.parametrize(
    ("median", "words"),
    [(60_000, "up 20% in 16 years"), (40_000, "down 20% in 16 years"), (50_000, "the same after 16 years")],
)
def test_the_change_in_pay_is_said_in_words(shown, career, median, words):
    make_pay(occupation=career.occupation, annual_median=median)
    make_pay(occupation=career.occupation, release=older(2008), annual_median=50_000)
    assert f"was $50,000 in May 2008 and ${median:,} in May 2024: {words}." in shown("salary")


def test_a_small_change_in_pay_is_not_called_the_same(shown, career):
    make_pay(occupation=career.occupation, annual_median=50_100)
    make_pay(occupation=career.occupation, release=older(2008), annual_median=50_000)
    salary = shown("salary")
    assert "was $50,000 in May 2008 and $50,100 in May 2024" in salary
    assert ": the same after" not in salary


def test_no_change_is_counted_between_occupations_and_the_bars_of_others_name_them(shown, career):
    before = make_occupation(code="29-2071", title="Former Testers")
    career.occupation.predecessors.add(before)
    make_pay(occupation=career.occupation, annual_median=55_000)
    make_pay(occupation=career.occupation, release=older(2019), annual_median=50_000)
    make_pay(occupation=before, release=older(2008), annual_median=30_000)
    over_time = shown("salary").partition("Pay over time")[2]
    assert "was $50,000 in May 2019 and $55,000 in May 2024: up 10% in 5 years." in over_time
    bars = over_time.partition("Period Median")[2].partition("Salary in")[0]
    assert bars.split("$") == [
        " May 2008 Former Testers (SOC 29-2071) ",
        "30,000 May 2019 ",
        "50,000 May 2024 ",
        "55,000 ",
    ]


def test_between_a_career_and_its_wider_group_no_change_is_claimed(shown, career):
    group = make_occupation(code=f"{career.occupation.code[:6]}0", title="Testers and Probers")
    make_pay(occupation=career.occupation, annual_median=55_000)
    make_pay(occupation=group, release=older(2019), annual_median=50_000)
    over_time = shown("salary").partition("Pay over time")[2]
    assert "May 2019 Testers and Probers" in over_time
    assert "in 5 years" not in over_time


def test_projections_over_time_name_other_occupations_too(shown, career):
    before = make_occupation(code="29-2071", title="Former Testers")
    career.occupation.predecessors.add(before)
    make_outlook(occupation=career.occupation)
    early = make_release("projections", period="2008–18", as_of=date(2008, 12, 31), state="superseded")
    make_outlook(occupation=before, release=early)
    bars = shown("outlook").partition("Projections over time")[2].partition("Job outlook for")[0]
    assert "2008–18 Former Testers (SOC 29-2071) 10% 2024–34 10%" in bars


@pytest.mark.parametrize("median", [239_200, None])
def test_no_change_is_claimed_where_a_median_is_top_coded_or_missing(shown, career, median):
    make_pay(occupation=career.occupation, release=make_release(**TOP_CODES), annual_median=median, annual_p10=1_000)
    make_pay(occupation=career.occupation, release=older(2008), annual_median=50_000)
    salary = shown("salary")
    assert "Salary in May 2008" in salary
    assert "pay was $50,000 in May 2008 and" not in salary


def test_an_earlier_releases_zero_median_breaks_nothing(visitor, career):
    make_pay(occupation=career.occupation, annual_median=50_000)
    make_pay(occupation=career.occupation, release=older(2008), annual_median=0)
    assert visitor.get(career.get_absolute_url()).status_code == 200


def test_pay_of_nothing_breaks_nothing(visitor, career):
    make_pay(occupation=career.occupation, annual_p10=0, annual_median=0)
    assert visitor.get(career.get_absolute_url()).status_code == 200


def test_an_earlier_release_names_the_older_occupation_it_counted(shown, career):
    before = make_occupation(code="29-2071", title="Testers and Probers", classification="2000 SOC")
    career.occupation.predecessors.add(before)
    make_pay(occupation=career.occupation, annual_median=50_250)
    make_industry_pay(occupation=career.occupation, annual_median=44_720)
    make_pay(occupation=before, release=older(2008), annual_p10=20_440, annual_median=30_610, annual_p90=50_060)
    make_industry_pay(
        occupation=before, release=older(2008, "oews-industry"), industry="Old clinics", annual_median=26_210
    )
    early = {"period": "2008–18", "as_of": date(2008, 12, 31), "state": "superseded"}
    make_outlook(occupation=career.occupation)
    make_outlook(occupation=before, release=make_release("projections", **early), base_year=2008, projected_year=2018)
    earlier = shown("salary").partition("Salary in May 2008")[2]
    assert "counted as Testers and Probers (SOC 29-2071, 2000 SOC)" in earlier
    assert "The median annual pay of testers was $30,610." in earlier
    assert "The lowest 10 percent earned less than $20,440, and the highest 10 percent earned more than" in earlier
    assert "$50,060" in earlier
    assert "Old clinics $26,210" in earlier
    outlook = shown("outlook").partition("Job outlook for 2008–18")[2]
    assert "counted as Testers and Probers (SOC 29-2071, 2000 SOC)" in outlook


def test_an_older_occupations_industries_are_never_passed_off_as_todays(visitor, section_of, shown, career):
    before = make_occupation(title="Former Testers")
    career.occupation.predecessors.add(before)
    make_pay(occupation=career.occupation, annual_median=50_250)
    make_industry_pay(occupation=before, release=older(2008, "oews-industry"), industry="Clinics", annual_median=26_210)
    assert "Clinics" not in shown("salary")
    earlier = section_of(visitor.get(f"{career.get_absolute_url()}history/"), "salary")
    assert "Former Testers" in earlier[: earlier.index("Clinics")]


def test_an_earlier_release_of_the_same_occupation_is_not_called_a_wider_group(shown, career):
    make_pay(occupation=career.occupation, annual_median=50_250)
    make_pay(occupation=career.occupation, release=older(2023), annual_median=48_000)
    salary = shown("salary")
    assert "Salary in May 2023" in salary
    assert "for all" not in salary


def test_the_careers_own_figures_win_over_an_older_occupations_in_one_release(shown, career):
    before = make_occupation()
    career.occupation.predecessors.add(before)
    make_pay(occupation=before, annual_median=31_111)
    make_pay(occupation=career.occupation, annual_median=50_250)
    assert "is $50,250" in shown("salary")


def test_industries_of_an_older_occupation_show_only_where_it_is_named(shown, career):
    make_pay(occupation=career.occupation, annual_median=50_250)
    pay, industries = older(2008), older(2008, "oews-industry")
    for title, median in (("Former Testers", 41_000), ("Former Probers", 42_000)):
        before = make_occupation(title=title)
        career.occupation.predecessors.add(before)
        make_pay(occupation=before, release=pay, annual_median=median)
        make_industry_pay(occupation=before, release=industries, industry="Clinics", annual_median=median + 111)
    salary = shown("salary")
    assert "Former Testers" in salary
    assert "$41,111" in salary
    assert ("$42,111" in salary) == ("Former Probers" in salary)


def test_newer_industry_figures_do_not_hide_the_live_pay(visitor, text_of, career):
    live = make_release(period="May 2023", as_of=date(2023, 5, 31))
    make_pay(occupation=career.occupation, release=live, annual_median=50_250)
    make_industry_pay(occupation=career.occupation, annual_median=60_000)
    assert "Median annual pay $50,250" in text_of(visitor.get(career.get_absolute_url()))


def test_newer_pay_does_not_fold_the_live_industries_away(visitor, section_of, shown, career):
    live = make_release(period="May 2025", as_of=date(2025, 5, 31))
    make_pay(occupation=career.occupation, release=live, annual_median=51_000)
    make_pay(occupation=career.occupation, release=older(2024), annual_median=50_250)
    make_industry_pay(occupation=career.occupation, release=make_release("oews-industry"), industry="Zoos")
    make_industry_pay(occupation=career.occupation, release=older(2023, "oews-industry"), industry="Circuses")
    now, _, earlier = shown("salary").partition("Salary in May 2024")
    assert "Median pay by industry, May 2024" in now
    assert "Zoos" in now
    assert "Zoos" not in earlier
    assert "Circuses" not in earlier
    more = section_of(visitor.get(f"{career.get_absolute_url()}history/"), "salary")
    assert "Circuses" in more.partition("Salary in May 2023")[2]


def test_a_closed_period_of_industries_alone_is_no_pay_over_time(shown, career):
    make_pay(occupation=career.occupation, annual_median=50_250)
    make_industry_pay(occupation=career.occupation, release=make_release("oews-industry"), industry="Zoos")
    make_industry_pay(occupation=career.occupation, release=older(2023, "oews-industry"), industry="Circuses")
    salary = shown("salary")
    assert "Pay over time" not in salary
    assert "Salary in 1 earlier release, back to May 2023" in salary


def test_the_five_industries_that_employ_most_are_shown_and_all_are_a_touch_away(visitor, section_of, shown, career):
    for number in range(7):
        values = {"industry": f"Industry {number}", "employment": 100 * (number + 1), "annual_median": 40_000 - number}
        make_industry_pay(occupation=career.occupation, **values)
    salary = shown("salary")
    assert re.findall(r"Industry (\d)", salary) == ["2", "3", "4", "5", "6"]
    assert "Pay in all 7 industries" in salary
    more = section_of(visitor.get(f"{career.get_absolute_url()}history/"), "industries")
    assert re.findall(r"Industry (\d)", more) == ["0", "1", "2", "3", "4", "5", "6"]


def test_live_industries_of_a_wider_group_name_it_beside_the_careers_own_pay(shown, career):
    group = make_occupation(code=f"{career.occupation.code[:6]}0", title="Testers and Probers")
    make_pay(occupation=career.occupation, annual_median=50_250)
    make_industry_pay(occupation=group, industry="Zoos")
    industries = shown("salary").partition("Median pay by industry")[2]
    assert "publishes no pay by industry for" in industries
    assert "for all testers and probers" in industries


@pytest.mark.parametrize("state", ["staged", "rolled-back"])
def test_figures_of_a_release_that_is_not_shown_are_nowhere(visitor, career, state):
    hidden = {"period": "Hidden period", "as_of": date(2025, 5, 31), "state": state}
    make_pay(occupation=career.occupation, annual_median=50_250)
    make_pay(occupation=career.occupation, release=make_release(**hidden), annual_median=61_234)
    industries, projections = make_release("oews-industry", **hidden), make_release("projections", **hidden)
    make_industry_pay(occupation=career.occupation, release=industries, annual_median=62_345)
    make_outlook(occupation=career.occupation, release=projections, base_employment=63_456)
    page = visitor.get(career.get_absolute_url()).content.decode()
    assert "$50,250" in page
    assert [text for text in ("Hidden period", "61,234", "62,345", "63,456", "61234") if text in page] == []
    assert "Hidden period" not in visitor.get("/sources/").content.decode()


def test_a_growing_outlook_reads_as_a_sentence(shown, career, everyone):
    make_outlook(occupation=career.occupation, openings=14_200)
    make_outlook(occupation=everyone, base_employment=1_000_000, projected_employment=1_031_000)
    outlook = shown("outlook")
    assert "Employment is projected to grow from 100,000 jobs in 2024 to 110,000 in 2034." in outlook
    assert "That is above the growth of all occupations." in outlook
    assert "About 14,200 openings are expected each year" in outlook
    assert "This career 10% All occupations 3.1%" in outlook
    assert "Number of new jobs 2024–34 +10,000" in outlook


def test_a_shrinking_outlook_says_so(shown, career, everyone):
    make_outlook(occupation=career.occupation, base_employment=347_400, projected_employment=302_500)
    make_outlook(occupation=everyone, base_employment=1_000_000, projected_employment=1_031_000)
    outlook = shown("outlook")
    assert "Employment is projected to fall from 347,400 jobs" in outlook
    assert "That is below the growth of all occupations." in outlook
    assert "Change in jobs 2024–34 −44,900" in outlook
    assert "new jobs" not in outlook


def test_nothing_is_compared_without_the_all_occupations_figures(visitor, career, shown):
    make_pay(occupation=career.occupation, annual_p10=30_000, annual_median=50_250, annual_p90=70_000)
    make_outlook(occupation=career.occupation)
    page = visitor.get(career.get_absolute_url()).content.decode()
    assert "average" not in shown("outlook").replace("annual average", "")
    assert "ll occupations" not in page


def test_the_all_occupations_median_stands_beside_the_careers(shown, career, everyone):
    make_pay(occupation=career.occupation, annual_p10=30_000, annual_median=50_250, annual_p90=70_000)
    make_pay(occupation=everyone, annual_median=49_500)
    assert "Median of all occupations $49,500" in shown("salary")


def test_entry_requirements_come_from_the_projections(shown, career):
    make_outlook(occupation=career.occupation, entry_education="award", work_experience="None", training="")
    education = shown("education")
    assert "Entry-level education Postsecondary nondegree award" in education
    assert "Experience in a related job None" in education
    assert "Training on the job Not published" in education


def test_entry_requirements_are_shown_without_a_level_of_education_too(shown, career):
    make_outlook(occupation=career.occupation, entry_education="", work_experience="", training="Apprenticeship")
    education = shown("education")
    assert "Entry-level education Not published" in education
    assert "Training on the job Apprenticeship" in education


def test_every_release_on_the_page_is_listed_under_sources(shown, career):
    make_pay(occupation=career.occupation, release=make_release(title="Pay survey"), annual_median=50_250)
    make_pay(occupation=career.occupation, release=older(2008, title="Old survey"), annual_median=30_610)
    make_industry_pay(
        occupation=career.occupation, release=make_release("oews-industry", title="Sectors"), annual_median=1
    )
    make_outlook(
        occupation=career.occupation,
        release=make_release("projections", title="Projections", attribution="Please cite us"),
    )
    make_release("ipeds-directory", title="Unused directory")
    sources = shown("sources")
    for words in ("Pay survey, May 2024", "Old survey, May 2008", "Sectors, May 2024", "Please cite us"):
        assert words in sources
    assert "Unused directory" not in sources

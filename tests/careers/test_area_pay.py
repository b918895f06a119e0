"""Pay by state and metropolitan area on a career's page."""

import re
from datetime import date
from decimal import Decimal

import pytest

from ..factories import make_area, make_area_pay, make_career, make_occupation, make_pay, make_release

NOINDEX = '<meta name="robots" content="noindex">'


@pytest.fixture
def career(db):
    return make_career(workers="testers", occupation=make_occupation(code="29-2072", title="Testers"))


@pytest.fixture
def opened(visitor, career):
    """The career's page with `?area=` in its address."""
    return lambda area="": visitor.get(career.get_absolute_url(), {"area": area} if area else None)


@pytest.fixture
def by_area(opened, section_of):
    """The words about pay by area."""
    return lambda area="": section_of(opened(area), "salary").partition("Pay by state and metropolitan area")[2]


@pytest.fixture
def pay_in(career):
    """Make pay of the career in a state: its abbreviation, its name, its annual median."""

    def make(states: str, title: str, median: int | None, **values):
        area = make_area(states=states, title=title, **values.pop("area", {}))
        return make_area_pay(occupation=career.occupation, area=area, annual_median=median, **values)

    return make


@pytest.fixture
def ohio(pay_in):
    return pay_in("OH", "Ohio", 50_250, annual_p10=30_000, employment=7_120)


def test_nothing_is_said_of_areas_where_no_release_has_any(opened, section_of):
    make_area(states="OH")
    for area in ("", "OH"):
        assert "by state" not in section_of(opened(area), "salary")


def test_the_best_paid_states_stand_first_and_the_others_are_folded_away(by_area, pay_in):
    for number in range(7):
        pay_in(f"A{number}", f"State {number}", 40_000 + 1_000 * number)
    pay_in("ZZ", "Nowhere", None)
    words = by_area()
    ranked = re.findall(r"(State \d|Nowhere) (\$[\d,]+|Not published)", words)
    assert ranked == [*((f"State {n}", f"${40 + n},000") for n in range(6, -1, -1)), ("Nowhere", "Not published")]
    assert "3 more states and territories" in words[words.index("State 2") : words.index("State 1 $")]


def test_every_state_can_be_chosen_in_the_order_of_the_alphabet(opened, pay_in):
    pay_in("UT", "Utah", 60_000)
    pay_in("OH", "Ohio", 50_000)
    html = opened("OH").content.decode()
    assert re.findall(r'<option value="([^"]*)"( selected)?>', html) == [("", ""), ("OH", " selected"), ("UT", "")]


@pytest.mark.parametrize("area", ["OH", "oh"])
def test_a_chosen_state_shows_its_figures_its_place_and_the_countrys(by_area, ohio, pay_in, career, area):
    pay_in("UT", "Utah", 60_000)
    pay_in("ZZ", "Nowhere", None)
    make_pay(occupation=career.occupation, annual_median=49_000)
    words = by_area(area)
    assert "In Ohio, the median annual pay for testers is $50,250, place 2 of 2 states and territories" in words
    assert "About 7,120 people have this job there." in words
    assert "10th percentile $30,000" in words
    assert "Median, whole country $49,000" in words


def test_a_states_areas_are_listed_best_paid_first_with_those_that_cross_its_border(by_area, ohio, pay_in):
    towns = [("OH KY", "Cincinnati", 52_000), ("OH", "Akron", 47_000), ("PA", "Erie", 51_000)]
    for states, title, median in towns:
        pay_in(states, title, median, area={"kind": "metropolitan"})
    words = by_area("OH")
    assert re.findall(r"(Cincinnati|Akron|Erie) (\$[\d,]+)", words) == [("Cincinnati", "$52,000"), ("Akron", "$47,000")]


def test_what_staff_hold_of_a_states_areas_is_not_listed(by_area, ohio, pay_in):
    pay_in("OH", "Akron", 47_000, area={"kind": "metropolitan"})
    pay_in("OH", "Dayton", 99_000, area={"kind": "metropolitan"}, held=True)
    words = by_area("OH")
    assert "Akron $47,000" in words
    assert "Dayton" not in words
    assert "99,000" not in words


def test_a_metropolitan_area_is_opened_by_its_link(visitor, opened, section_of, ohio, pay_in, career):
    pay_in("OH KY", "Cincinnati", 52_000, area={"kind": "metropolitan", "code": "17140"})
    link = re.search(r'href="(\?area=[^"#]+)#by-area">Cincinnati', opened("OH").content.decode())[1]
    words = section_of(visitor.get(career.get_absolute_url() + link), "salary")
    assert "In Cincinnati, the median annual pay for testers is $52,000." in words


def test_pay_by_the_hour_is_said_to_be_so(by_area, pay_in):
    pay_in("OH", "Ohio", None, hourly_median=Decimal("24.16"))
    assert "Median an hour" in by_area()
    assert "In Ohio, the median hourly pay for testers is $24.16" in by_area("OH")


def test_top_coded_pay_of_an_area_is_never_said_to_be_exact(by_area, pay_in):
    release = make_release("oews-state", top_code_annual=239_200)
    pay_in("OH", "Ohio", 239_200, release=release)
    assert re.findall(r"\$239,200(?! or more)", by_area() + by_area("OH")) == []


def test_an_area_without_figures_for_the_career_says_so_and_shows_the_best(opened, by_area, ohio):
    make_area(states="UT", title="Utah")
    assert opened("UT").status_code == 200
    words = by_area("UT")
    assert "The release has no figures for this career in Utah." in words
    assert "Ohio $50,250" in words


def test_a_withheld_median_is_said_to_be_missing(by_area, pay_in):
    pay_in("OH", "Ohio", None, employment=10)
    assert "In Ohio, the publisher released no median. About 10 people have this job there." in by_area("OH")


@pytest.mark.parametrize("area", ["XX", "999999", "Ohio", "<b>", "'", "%", "OH' OR 1=1 --", "x" * 5_000, "\0OH\0X"])
def test_an_area_that_nobody_knows_is_not_found_and_a_state_can_still_be_chosen(opened, by_area, ohio, area):
    response = opened(area)
    assert response.status_code == 404
    assert "\0" not in response.content.decode()
    words = by_area(area)
    assert re.search(r"No area “.{1,60}” is in the figures\. Choose a state below\.", words)
    assert "Ohio $50,250" in words


def test_without_any_figures_by_area_no_choice_is_promised(opened, section_of):
    response = opened("XX")
    assert response.status_code == 404
    words = section_of(response, "salary")
    assert "No area “ XX ” is in the figures." in words
    assert "below" not in words
    assert "Source:" not in words


@pytest.mark.parametrize("area", ["\0", " ", "\n", "\x1b"])
def test_an_empty_area_is_the_page_itself(opened, area):
    assert opened(area).status_code == 200
    assert NOINDEX not in opened(area).content.decode()


def test_a_career_without_an_occupation_opens_with_any_area(visitor, db):
    assert visitor.get(make_career().get_absolute_url(), {"area": "OH"}).status_code == 200


def test_only_the_live_release_counts(by_area, career, ohio):
    utah = make_area(states="UT", title="Utah")
    for year, state in ((2023, "superseded"), (2025, "staged")):
        release = make_release("oews-state", period=f"May {year}", as_of=date(year, 5, 31), state=state)
        for area in (ohio.area, utah):
            make_area_pay(release=release, occupation=career.occupation, area=area, annual_median=year)
    words = by_area("OH")
    assert "$50,250" in words
    assert "$2,02" not in words
    assert "Utah" not in words


def test_a_page_of_one_area_is_kept_out_of_search_engines_and_names_the_plain_page(opened, ohio, career):
    assert NOINDEX in opened("OH").content.decode()
    plain = opened().content.decode()
    assert NOINDEX not in plain
    assert 'rel="canonical"' in plain


def test_the_release_of_each_kind_of_area_is_named(visitor, opened, by_area, section_of, ohio, pay_in):
    town = {"kind": "metropolitan", "code": "17140"}
    towns = make_release("oews-metropolitan", title="Survey of towns", period="May 2023", as_of=date(2023, 5, 31))
    pay_in("OH", "Akron", 47_000, area=town, release=towns)
    assert "Survey of towns" not in by_area()
    assert "Source: Test publisher, Test release, May 2024" in by_area("OH")
    assert "Survey of towns, May 2023" in by_area("OH")
    assert "Survey of towns, May 2023" in section_of(opened("17140"), "sources")
    assert "Survey of towns" not in section_of(opened(), "sources")


def test_a_wider_groups_pay_stands_in_for_each_area_and_is_named(by_area, career):
    group = make_occupation(code="29-2070", title="Testers and probers")
    for title, occupation, median in (("Ohio", group, 45_000), ("Utah", group, 46_000)):
        make_area_pay(
            occupation=occupation, area=make_area(title=title, states=title[:2].upper()), annual_median=median
        )
    assert "Published for Testers and probers (SOC 29-2070)." in by_area()
    utah = make_area_pay(occupation=career.occupation, area=make_area(states="ZZ", title="Zion"), annual_median=60_000)
    words = by_area(utah.area.key)
    assert "$60,000" in words
    assert "Published for" not in words


def test_a_wider_groups_pay_in_an_area_is_never_told_as_the_careers(by_area, career):
    group = make_occupation(code="29-2070", title="Testers and Probers")
    ohio = make_area(title="Ohio", states="OH")
    make_area_pay(occupation=group, area=ohio, annual_median=45_000, employment=900)
    town = make_area(title="Akron", states="OH", kind="metropolitan", code="10420")
    make_area_pay(occupation=group, area=town, annual_median=44_000)
    for area, place, median in (("OH", "Ohio", "$45,000"), ("10420", "Akron", "$44,000")):
        words = by_area(area)
        notice, _, sentence = words.partition(f"In {place}, ")
        assert "publishes no pay by area for" in notice
        assert "for all testers and probers (SOC 29-2070)" in notice
        assert f"the median annual pay for all testers and probers is {median}" in sentence
        assert "for testers is" not in words
    assert "About 900 people in all these jobs work there." in by_area("OH")
    assert "for all testers and probers" in by_area()


def test_a_metropolitan_area_leads_back_to_its_states(opened, ohio, pay_in):
    pay_in("KY", "Kentucky", 48_000)
    pay_in("OH KY IN", "Cincinnati", 52_000, area={"kind": "metropolitan", "code": "17140"})
    html = opened("17140").content.decode()
    assert re.findall(r'<a href="\?area=(\w+)#by-area">All of (\w+)</a>', html) == [("KY", "Kentucky"), ("OH", "Ohio")]
    assert not re.findall(r'<a href="[?]area=\w+#by-area">All of', opened("OH").content.decode())


def test_the_whole_countrys_median_of_another_year_names_the_year(by_area, ohio, career):
    live = make_release(period="May 2025", as_of=date(2025, 5, 31))
    make_pay(occupation=career.occupation, release=live, annual_median=53_000)
    assert "Median, whole country, May 2025 $53,000" in by_area("OH")


def test_the_whole_countrys_median_of_other_people_is_not_set_beside_an_areas(by_area, ohio):
    make_pay(occupation=make_occupation(code="29-2070"), annual_median=53_000)
    assert "whole country" not in by_area("OH")


def test_the_careers_own_figure_wins_over_its_wider_groups(by_area, ohio):
    make_area_pay(occupation=make_occupation(code="29-2070"), area=ohio.area, annual_median=45_000)
    assert "$50,250" in by_area("OH")
    assert "$45,000" not in by_area("OH")

"""Figures that staff give themselves stand beside the publisher's, for the careers they are of, named as the site's."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from careers.models import CareerChange, Release, data_sets
from careers.models.usual_sizes import Usual
from careers.releases import lifecycle

from ..factories import (
    make_area,
    make_area_pay,
    make_career,
    make_industry_pay,
    make_occupation,
    make_outlook,
    make_pay,
    make_release,
)

BLS = "U.S. Bureau of Labor Statistics"
SITES_OWN = "Careerinfo (this site's own figures)"
MAY = {"period": "May 2024", "as_of": date(2024, 5, 31)}
OWN = {"origin": "own", "publisher": "Careerinfo", "title": "Pay of testers", "state": "staged", **MAY}


@pytest.fixture
def published(db) -> Release:
    """The publisher's pay of three careers and of all occupations, each 50,000 to 53,000 a year."""
    release = make_release(publisher=BLS, title="Survey", **MAY)
    make_pay(release=release, occupation=make_occupation(code="00-0000"), annual_median=49_000, employment=9_000)
    for number in range(4):
        occupation = make_occupation(code=f"29-207{number + 1}")
        make_career(title=f"Tester {number}", slug=f"tester-{number}", occupation=occupation)
        make_pay(
            release=release, occupation=occupation, annual_median=50_000 + number * 1_000, employment=1_000 + number
        )
    lifecycle.denormalized.refresh_all()
    return release


@pytest.fixture
def own_pay(published):
    """Approve a release of staff's own with one row, of the first career."""

    def approve_one(**values) -> Release:
        of_release = {name: values.pop(name) for name in ("period", "as_of", "title") if name in values}
        release = make_release(**{**OWN, **of_release})
        occupation = values.pop("occupation", None) or occupation_of(published)
        make_pay(**{"release": release, "occupation": occupation, "annual_median": 61_000, **values})
        return approved(release)

    return approve_one


def occupation_of(published: Release):
    return published.pay_rows.get(occupation__code="29-2071").occupation


def approved(release: Release) -> Release:
    lifecycle.approve([release], by="ada")
    release.refresh_from_db()
    return release


def test_it_needs_no_leave_to_lack_the_others_and_stands_beside_the_publishers(own_pay, published):
    own = own_pay()
    published.refresh_from_db()
    assert (own.state, published.state) == ("live", "live")
    assert Release.objects.live().get(data_set="oews-national") == published


def test_its_careers_page_shows_it_and_says_whose_it_is(own_pay, visitor, text_of):
    own_pay()
    text = text_of(visitor.get("/careers/tester-0/")).replace("corrected from $50,000", "")
    assert "$61,000" in text
    assert f"Source: {SITES_OWN}, Pay of testers , May 2024" in text
    assert "$50,000" not in text


@pytest.mark.parametrize("page", ["/", "/careers/", "/careers/tester-1/", "/rankings/highest-paying/"])
def test_pages_of_others_show_what_they_showed(page, own_pay, published, visitor, text_of):
    other = make_career(title="Other", occupation=make_occupation(code="11-2021"))
    before = text_of(visitor.get(page))
    own_pay(occupation=other.occupation, employment=None)
    after = text_of(visitor.get(page))
    if page in ("/", "/careers/tester-1/"):
        # Home page's chart is of the largest career of each field; a new one comes with figures of a publisher's.
        assert after == before
    for number in range(4):
        assert (f"${50_000 + number * 1_000:,}" in after) == (f"${50_000 + number * 1_000:,}" in before)


def test_the_chart_of_the_home_page_draws_what_the_careers_page_shows(own_pay, visitor, text_of):
    assert "What people earn a year" in text_of(visitor.get("/"))
    own_pay()
    text = text_of(visitor.get("/"))
    chart = text.partition("What people earn a year")[2].partition("Careers by field")[0]
    assert "Tester 0 $61,000" in chart
    assert "Tester 3 $53,000" in chart
    assert SITES_OWN in chart
    assert BLS in chart


def test_the_publishers_next_release_comes_before_it_and_an_own_newer_one_before_that(own_pay, published, visitor):
    career = published.pay_rows.get(occupation__code="29-2071").occupation.careers.get()
    own_pay()
    newer = make_release(publisher=BLS, title="Survey", period="May 2025", as_of=date(2025, 5, 31), state="staged")
    for row in published.pay_rows.all():
        make_pay(release=newer, occupation=row.occupation, annual_median=70_000, employment=5)
    approved(newer)
    career.listing.refresh_from_db()
    assert career.listing.annual_median == 70_000
    own_pay(period="2025", as_of=date(2025, 12, 31), annual_median=71_000)
    career.listing.refresh_from_db()
    assert career.listing.annual_median == 71_000


def test_the_median_of_all_occupations_is_the_publishers_whatever_staff_give(own_pay, published, visitor, text_of):
    own_pay(occupation=published.pay_rows.get(occupation__code="00-0000").occupation, annual_median=1_000_000)
    assert "Median of all occupations $49,000" in text_of(visitor.get("/careers/tester-1/"))


def test_a_page_with_newer_figures_of_its_own_keeps_the_last_median_of_all_and_says_when_it_was(
    own_pay, visitor, text_of
):
    own_pay(period="2025", as_of=date(2025, 12, 31), annual_p10=40_000)
    text = text_of(visitor.get("/careers/tester-0/"))
    assert "Median of all occupations, May 2024 $49,000" in text


def test_only_its_own_careers_log_names_it_and_says_whose_it_is(own_pay, published):
    before = CareerChange.objects.count()
    own = own_pay()
    changes = CareerChange.objects.all()[: CareerChange.objects.count() - before]
    assert [(change.career.title, change.text) for change in changes] == [
        (
            "Tester 0",
            "Median pay of May 2024 is $61,000 a year, up 22.0%, corrected from $50,000. It is this site's own figure.",
        )
    ]
    lifecycle.rollback(own, by="ada")
    assert CareerChange.objects.count() == before + 2
    assert CareerChange.objects.first().text == (
        "Pay of May 2024: this site's own figures were withdrawn. The page shows the publisher's again."
    )


def test_a_correction_of_the_publishers_is_no_news_where_the_page_shows_the_sites_own(own_pay, published):
    own_pay()
    again = make_release(publisher=BLS, title="Survey", state="staged", **MAY)
    for row in published.pay_rows.all():
        make_pay(release=again, occupation=row.occupation, annual_median=row.annual_median + 500, employment=9)
    CareerChange.objects.all().delete()
    approved(again)
    assert set(CareerChange.objects.values_list("career__title", flat=True)) == {"Tester 1", "Tester 2", "Tester 3"}


def test_rolled_back_the_publishers_figure_stands_again(own_pay, published, visitor, text_of):
    lifecycle.rollback(own_pay(), by="ada")
    published.refresh_from_db()
    assert published.is_live
    text = text_of(visitor.get("/careers/tester-0/")).partition("What changed on this page")[0]
    assert "$61,000" not in text
    assert "$50,000" in text


def test_held_back_it_gives_place_to_the_publishers(own_pay, visitor, text_of):
    own_pay(held=True)
    assert "$50,000" in text_of(visitor.get("/careers/tester-0/"))


def test_an_own_outlook_takes_the_place_of_the_publishers_of_its_years(visitor, text_of, published):
    career = published.pay_rows.get(occupation__code="29-2071").occupation.careers.get()
    years = {"period": "2024–34", "as_of": date(2024, 12, 31)}
    theirs = make_release("projections", publisher=BLS, **years)
    make_outlook(release=theirs, occupation=career.occupation, stated_growth=Decimal("10.0"))
    mine = make_release("projections", **{**OWN, **years, "title": "Outlook of testers"})
    make_outlook(release=mine, occupation=career.occupation, projected_employment=120_000)
    approved(mine)
    text = text_of(visitor.get(career.get_absolute_url()))
    assert "20%" in text
    assert "Projections over time" not in text
    assert f"Source: {SITES_OWN}, Outlook of testers , 2024–34" in text


def test_an_own_figure_of_an_industry_stands_in_the_publishers_table_and_is_marked(published, visitor, text_of):
    occupation = occupation_of(published)
    theirs = make_release("oews-industry", publisher=BLS, **MAY)
    for industry, median in (("Banks", 40_000), ("Zoos", 45_000)):
        make_industry_pay(release=theirs, occupation=occupation, industry=industry, annual_median=median)
    mine = make_release("oews-industry", **OWN)
    make_industry_pay(release=mine, occupation=occupation, industry="Zoos", annual_median=47_000)
    approved(mine)
    text = text_of(visitor.get("/careers/tester-0/"))
    assert "Zoos this site's own figure, May 2024 $47,000" in text
    assert "Banks $40,000" in text
    assert "$45,000" not in text


def test_an_own_figure_of_a_state_stands_among_the_publishers_and_is_marked(published, visitor, text_of):
    occupation = occupation_of(published)
    ohio, utah = make_area(title="Ohio", states="OH"), make_area(title="Utah", states="UT")
    theirs = make_release("oews-state", publisher=BLS, **MAY)
    for area, median in ((ohio, 40_000), (utah, 45_000)):
        make_area_pay(release=theirs, occupation=occupation, area=area, annual_median=median)
    mine = make_release("oews-state", **OWN)
    make_area_pay(release=mine, occupation=occupation, area=ohio, annual_median=47_000)
    approved(mine)
    text = text_of(visitor.get("/careers/tester-0/"))
    assert "Ohio this site's own figure, May 2024 $47,000 Utah $45,000" in text
    assert "$40,000" not in text
    chosen = text_of(visitor.get("/careers/tester-0/?area=OH"))
    assert SITES_OWN in chosen


def test_sources_name_it_and_why_it_is_there_and_never_call_it_late(own_pay, visitor, text_of):
    own = own_pay(period="2015", as_of=date(2015, 12, 31))
    Release.objects.filter(pk=own.pk).update(note="Asked of ten testers.")
    text = text_of(visitor.get("/sources/"))
    mine = text.partition("2015 This site's own")[2]
    assert mine.startswith(f" {SITES_OWN}, Pay of testers Asked of ten testers.")


def test_pruning_leaves_it(own_pay, published):
    occupation = occupation_of(published)
    mine = make_release("oews-industry", **{**OWN, "period": "2015", "as_of": date(2015, 12, 31)})
    make_industry_pay(release=mine, occupation=occupation, annual_median=47_000)
    approved(mine)
    make_release("oews-industry", **MAY)
    assert lifecycle.prune(keep=1) == []


def test_a_part_of_a_publishers_release_leaves_the_home_page_and_the_other_pages(published, visitor, text_of):
    chart = text_of(visitor.get("/")).partition("What people earn a year")[2].partition("Careers by field")[0]
    part = make_release(publisher=BLS, title="Survey", period="May 2025", as_of=date(2025, 5, 31), state="staged")
    occupation = occupation_of(published)
    make_pay(release=part, occupation=occupation, annual_median=50_000, employment=1_000)
    before = CareerChange.objects.count()
    lifecycle.approve([part], by="ada", despite_losses=True)
    assert CareerChange.objects.count() == before + 1
    now = text_of(visitor.get("/")).partition("What people earn a year")[2].partition("Careers by field")[0]
    for number in range(4):
        assert f"Tester {number} ${50_000 + number * 1_000:,}" in chart
        assert f"Tester {number} ${50_000 + number * 1_000:,}" in now
    assert "Median of all occupations $49,000" in text_of(visitor.get("/careers/tester-1/"))
    lifecycle.rollback(part, by="ada")
    assert CareerChange.objects.count() == before + 2


def test_a_part_of_a_release_by_industry_leaves_the_last_table_on_the_other_pages(published, visitor, text_of):
    for year, number, median in ((2024, 2, 45_000), (2025, 1, 46_000)):
        release = make_release("oews-industry", period=f"May {year}", as_of=date(year, 5, 31), state="staged")
        occupation = published.pay_rows.get(occupation__code=f"29-207{number}").occupation
        make_industry_pay(release=release, occupation=occupation, industry="Zoos", annual_median=median)
        lifecycle.approve([release], by="ada", despite_losses=True)
    text = text_of(visitor.get("/careers/tester-1/"))
    assert "Median pay by industry" in text
    assert "Zoos $45,000" in text
    assert "Salary in May 2024" not in text


def test_a_part_of_the_same_period_stands_beside_the_whole(published, visitor, text_of):
    part = make_release(publisher=BLS, title="Survey", state="staged", **MAY)
    occupation = occupation_of(published)
    make_pay(release=part, occupation=occupation, annual_median=55_000, employment=1_000)
    before = CareerChange.objects.count()
    lifecycle.approve([part], by="ada", despite_losses=True)
    published.refresh_from_db()
    assert published.is_live
    chart = text_of(visitor.get("/")).partition("What people earn a year")[2].partition("Careers by field")[0]
    assert "Tester 0 $55,000" in chart
    assert "Tester 3 $53,000" in chart
    text = text_of(visitor.get("/careers/tester-1/"))
    assert "$51,000" in text
    assert "Median of all occupations $49,000" in text
    lifecycle.rollback(part, by="ada")
    assert set(CareerChange.objects.values_list("career__title", flat=True)) == {"Tester 0"}
    assert CareerChange.objects.count() == before + 2
    assert "$50,000" in text_of(visitor.get("/careers/tester-0/")).partition("What changed on this page")[0]


@pytest.mark.parametrize(("left_out", "state"), [(1, "live"), (2, "superseded")])
def test_what_lacks_a_quarter_of_its_period_is_a_part_of_it(left_out, state, published):
    make_pay(release=published, occupation=make_occupation(code="11-1011"))
    make_pay(release=published, occupation=make_occupation(code="11-1021"))
    make_pay(release=published, occupation=make_occupation(code="11-2011"))
    part = make_release(publisher=BLS, title="Survey", state="staged", **MAY)
    for row in published.pay_rows.order_by("-occupation__code")[: 8 - left_out]:
        make_pay(release=part, occupation=row.occupation, annual_median=55_000)
    lifecycle.approve([part], by="ada", despite_losses=True)
    part.refresh_from_db()
    assert (part.state, part.covers_part) == (state, state == "superseded")


def test_a_part_of_the_same_period_gives_place_to_the_next_whole(published):
    part = make_release(publisher=BLS, title="Survey", state="staged", **MAY)
    occupation = occupation_of(published)
    make_pay(release=part, occupation=occupation, annual_median=55_000)
    lifecycle.approve([part], by="ada", despite_losses=True)
    whole = make_release(publisher=BLS, title="Survey", state="staged", **MAY)
    for row in published.pay_rows.all():
        make_pay(release=whole, occupation=row.occupation, annual_median=57_000)
    approved(whole)
    published.refresh_from_db()
    assert (whole.state, published.state) == ("live", "replaced")
    assert occupation.careers.get().listing.annual_median == 57_000


def test_what_a_publisher_marks_or_more_does_not_change_the_sites_own(own_pay, published):
    own = own_pay(annual_p90=150_000, top_coded="annual_p90")
    published.top_code_annual, published.top_code_hourly, published.states_top_code = 239_200, Decimal("115.00"), True
    published.save()
    published.pass_on_top_code()
    own.refresh_from_db()
    assert str(own.pay_rows.get().amount("annual_p90")) == "$150,000 or more"


def test_a_part_never_takes_the_place_of_a_whole_that_is_rolled_back(published, visitor, text_of):
    whole = make_release(publisher=BLS, title="Survey", period="May 2025", as_of=date(2025, 5, 31), state="staged")
    part = make_release(publisher=BLS, title="Survey", period="May 2025", as_of=date(2025, 5, 31), state="staged")
    for row in published.pay_rows.all():
        make_pay(release=whole, occupation=row.occupation, annual_median=57_000)
    make_pay(release=part, occupation=occupation_of(published), annual_median=55_000)
    for one in (whole, part):
        lifecycle.approve([one], by="ada", despite_losses=True)
    lines = CareerChange.objects.filter(career__slug="tester-0").count()
    assert lifecycle.rollback(whole, by="ada", despite_losses=True).live == published
    # Its page showed the part before, and still does.
    assert CareerChange.objects.filter(career__slug="tester-0").count() == lines
    assert "$55,000" in text_of(visitor.get("/careers/tester-0/"))
    published.refresh_from_db()
    assert published.is_live
    assert "$51,000" in text_of(visitor.get("/careers/tester-1/"))


def test_a_release_of_its_own_that_older_code_superseded_never_takes_a_publishers_place(own_pay, published):
    Release.objects.filter(pk=own_pay().pk).update(state="superseded")
    assert lifecycle.rollback(published, by="ada").live is None


@pytest.fixture
def earlier(published) -> Release:
    """The publisher's pay of 2008, of one career alone."""
    then = {"period": "May 2008", "as_of": date(2008, 5, 31)}
    release = make_release(publisher=BLS, title="Survey", state="superseded", **then)
    make_pay(release=release, occupation=published.pay_rows.get(occupation__code="29-2071").occupation)
    return release


def states(*releases: Release) -> list[str]:
    return [Release.objects.get(pk=release.pk).state for release in releases]


@pytest.mark.parametrize("day", [MAY, {"period": "May 2025", "as_of": date(2025, 5, 31)}], ids=str)
def test_an_earlier_release_has_no_say_in_taking_the_sites_own_back(day, own_pay, published, earlier, editor, text_of):
    own = own_pay(**day)
    usual = Usual("detailed occupations", 4, column="occupation")
    data_sets.register(replace(data_sets.data_set("oews-national"), usual=(usual,)))
    asked = text_of(editor.post(f"/admin/careers/release/{own.pk}/review/", {"decision": "rollback"}))
    assert "Visitors will see the publisher's figures" in asked
    assert "lacks much" not in asked
    done = lifecycle.rollback(own, by="ada")
    assert done.live == published
    assert states(own, published, earlier) == ["rolled-back", "live", "superseded"]


def test_a_part_does_not_go_live_for_the_whole_that_is_taken_back(published, earlier):
    part = make_release(publisher=BLS, title="Survey", state="staged", **MAY)
    occupation = published.pay_rows.get(occupation__code="29-2071").occupation
    make_pay(release=part, occupation=occupation, annual_median=55_000)
    lifecycle.approve([part], by="ada", despite_losses=True)
    lifecycle.rollback(published, by="ada", despite_losses=True)
    assert states(published, part, earlier) == ["rolled-back", "superseded", "live"]


def test_the_command_line_says_that_a_part_is_shown_beside_the_whole(published, capsys):
    part = make_release(publisher=BLS, title="Survey", state="staged", **MAY)
    make_pay(release=part, occupation=published.pay_rows.get(occupation__code="29-2071").occupation)
    lifecycle.approve([part], by="ada", despite_losses=True)
    call_command("releases")
    line = next(line for line in capsys.readouterr().out.splitlines() if line.split()[:1] == [str(part.pk)])
    assert "shown beside" in line
    call_command("releases", part.pk)
    assert f"Release {part.pk}: Survey, May 2024 (shown beside), 1 row" in capsys.readouterr().out


@pytest.mark.parametrize("column", ["annual_median", "hourly_median", "annual_p10"])
def test_a_wage_of_nothing_is_refused_in_words(column, published):
    row = make_pay(release=make_release(**OWN), occupation=occupation_of(published), **{column: 0})
    with pytest.raises(ValidationError, match=r"Pay an? (year|hour) is usually between \$.* check \$0\."):
        row.full_clean()

"""The facts that lists go by are those that the career's own page shows, whatever happens to careers and releases."""

from datetime import date

import pytest

from careers.browse import listing
from careers.figures.sheets import figures_of
from careers.models import Career, CareerListing, Outlook, Pay, Release, Skill
from careers.releases import lifecycle

from ..factories import make_career, make_occupation, make_onet_profile, make_outlook, make_pay, make_release, onet_data
from .figured import make_figured


@pytest.fixture
def career(db):
    return make_career(occupation=make_occupation(code="29-2072"), onet_code="29-2072.00")


@pytest.fixture
def older(db):
    """Make a superseded release of pay, or of `data_set`."""

    def make(year: int, data_set: str = "oews-national") -> Release:
        return make_release(data_set, period=f"May {year}", as_of=date(year, 5, 31), state="superseded")

    return make


def listing_of(career: Career) -> CareerListing:
    return CareerListing.objects.get(career=career)


def assert_as_on_the_page(career: Career) -> None:
    shown, kept = figures_of(Career.objects.get(pk=career.pk)), listing_of(career)
    assert kept.pay == (shown.pay.pay if shown.pay else None)
    assert kept.outlook == (shown.outlook.outlook if shown.outlook else None)
    assert kept.annual_median == (kept.pay.annual_median if kept.pay else None)
    assert kept.growth == (kept.outlook.growth if kept.outlook else None)


def test_the_newest_figures_count(career, older):
    make_pay(occupation=career.occupation, release=older(2023), annual_median=48_000)
    make_outlook(occupation=career.occupation, release=older(2022, "projections"), openings=1)
    make_pay(occupation=career.occupation, release=make_release(), annual_median=50_250)
    live = make_release("projections", period="2024–34", as_of=date(2024, 12, 31))
    make_outlook(occupation=career.occupation, release=live, openings=14_200, entry_education="award")
    kept = listing_of(career)
    assert (kept.annual_median, kept.openings, kept.entry_education) == (50_250, 14_200, "award")
    assert (kept.growth, kept.employment) == (10, 100_000)
    assert_as_on_the_page(career)


def test_where_the_newest_release_has_nothing_the_one_before_counts(career, older):
    make_release()
    make_pay(occupation=career.occupation, release=older(2023), annual_median=48_000)
    assert listing_of(career).annual_median == 48_000
    assert_as_on_the_page(career)


@pytest.mark.parametrize("state", ["loading", "staged", "replaced", "rolled-back", "rejected"])
def test_releases_that_are_not_shown_do_not_count(career, state):
    make_pay(occupation=career.occupation, release=make_release(state=state), annual_median=99_000)
    listing.refresh()
    assert listing_of(career).pay is None
    assert_as_on_the_page(career)


def test_held_figures_do_not_count_and_no_wider_group_stands_in(career, older):
    make_pay(occupation=career.occupation, release=older(2023), annual_median=48_000)
    release = make_release()
    make_pay(occupation=make_occupation(code="29-2070"), release=release, annual_median=47_000)
    make_pay(occupation=career.occupation, release=release, annual_median=99_000, held=True)
    assert listing_of(career).annual_median == 48_000
    assert_as_on_the_page(career)


def test_holding_a_figure_and_letting_it_go_is_seen(career):
    pay = make_pay(occupation=career.occupation, annual_median=50_250)
    for held, median in ((True, None), (False, 50_250)):
        pay.held = held
        pay.save()
        assert listing_of(career).annual_median == median
        assert_as_on_the_page(career)


def test_a_wider_group_stands_in_from_the_moment_it_is_there(career):
    pay = make_pay(occupation=make_occupation(code="29-2070"), annual_median=47_000)
    assert listing_of(career).pay == pay
    assert_as_on_the_page(career)
    own = make_pay(occupation=career.occupation, annual_median=50_250)
    assert listing_of(career).pay == own
    own.delete()
    assert listing_of(career).pay == pay
    assert_as_on_the_page(career)


def test_the_publishers_own_combination_stands_in(db):
    career = make_career(occupation=make_occupation(code="51-2022"))
    pay = make_pay(occupation=make_occupation(code="51-2028"), annual_median=42_000)
    assert listing_of(career).pay == pay
    assert_as_on_the_page(career)


@pytest.mark.parametrize("code", ["29-2000", "29-2071", "51-2028", "29-1070"])
def test_other_groups_and_neighbours_do_not(career, code):
    make_pay(occupation=make_occupation(code=code), annual_median=42_000)
    listing.refresh()
    assert listing_of(career).pay is None
    assert_as_on_the_page(career)


def test_an_older_occupation_counts_once_it_is_named_and_until_it_is_not(career, older):
    before = make_occupation(code="29-2079")
    pay = make_pay(occupation=before, release=older(2008), annual_median=30_610)
    assert listing_of(career).pay is None
    career.occupation.predecessors.add(before)
    assert listing_of(career).pay == pay
    assert_as_on_the_page(career)
    career.occupation.predecessors.remove(before)
    assert listing_of(career).pay is None


@pytest.mark.parametrize("codes", [["29-2078", "29-2079"], ["29-2079", "29-2078"]])
def test_of_two_older_occupations_lists_and_page_take_the_same(career, older, codes):
    release = older(2008)
    for place, code in enumerate(codes):
        occupation = make_occupation(code=code)
        make_pay(occupation=occupation, release=release, annual_median=30_000 + place)
        career.occupation.predecessors.add(occupation)
    assert listing_of(career).pay.occupation.code == "29-2078"
    assert_as_on_the_page(career)


def test_another_occupation_brings_other_figures(career):
    make_pay(occupation=career.occupation, annual_median=50_250)
    other = make_pay(occupation=make_occupation(), annual_median=62_970)
    for occupation, median in ((other.occupation, 62_970), (None, None)):
        career.occupation = occupation
        career.save()
        assert listing_of(career).annual_median == median
        assert_as_on_the_page(career)


@pytest.mark.parametrize("model", [Pay, Outlook])
def test_figures_that_are_deleted_are_gone_from_the_facts(model, db):
    career = make_figured("Coder", median=50_250, growth=7, openings=900, education="award")
    model.objects.all().delete()
    kept = listing_of(career)
    pay, outlook = (kept.annual_median, kept.pay), (kept.growth, kept.openings, kept.entry_education, kept.outlook)
    assert (pay if model is Pay else outlook) == ((None, None) if model is Pay else (None, None, "", None))
    assert_as_on_the_page(career)


def test_a_corrected_figure_is_seen(career):
    pay = make_pay(occupation=career.occupation, annual_median=50_250)
    pay.annual_median = 50_520
    pay.save()
    assert listing_of(career).annual_median == 50_520


def test_approving_and_rolling_back_move_the_facts(visitor, career, older):
    make_pay(occupation=career.occupation, release=older(2023), annual_median=48_000)
    Release.objects.update(state="live")
    staged = make_release(state="staged")
    make_pay(occupation=career.occupation, release=staged, annual_median=50_250)
    assert listing_of(career).annual_median == 48_000
    lifecycle.approve([staged], by="ada")
    assert listing_of(career).annual_median == 50_250
    assert "$50,250" in visitor.get("/careers/").content.decode()
    assert_as_on_the_page(career)
    lifecycle.rollback(staged, by="ada")
    assert listing_of(career).annual_median == 48_000
    assert_as_on_the_page(career)


def test_a_correction_of_the_same_period_replaces_the_facts(career):
    first, second = make_release(), make_release(state="staged")
    make_pay(occupation=career.occupation, release=first, annual_median=50_250)
    make_pay(occupation=career.occupation, release=second, annual_median=51_000)
    lifecycle.approve([second], by="ada")
    assert listing_of(career).annual_median == 51_000
    assert_as_on_the_page(career)


def test_rejecting_a_release_leaves_the_facts_alone(career):
    make_pay(occupation=career.occupation, annual_median=50_250)
    staged = make_release(state="staged", period="May 2025", as_of=date(2025, 5, 31))
    make_pay(occupation=career.occupation, release=staged, annual_median=99_000)
    lifecycle.reject(staged, by="ada")
    assert listing_of(career).annual_median == 50_250


def test_pruning_leaves_no_fact_of_what_is_gone(career):
    for year, state in ((2024, "superseded"), (2025, "live")):
        release = make_release("onet", period=f"May {year}", as_of=date(year, 5, 1), state=state)
        make_onet_profile(code=career.onet_code, release=release, job_zone=year - 2022)
    listing.refresh()
    lifecycle.prune(keep=1)
    assert listing_of(career).job_zone == 3
    assert listing_of(career).profile.release.period == "May 2025"


def test_zone_interests_and_skills_are_the_live_releases(career, older):
    make_onet_profile(code=career.onet_code, release=older(2023, "onet"), job_zone=5)
    interests = [["Conventional", 6.5], ["Investigative", 4.25], ["Social", 3.0]]
    skills = [[f"Skill {number}", 4.0, ""] for number in range(12)]
    live = make_onet_profile(
        code=career.onet_code, job_zone=3, data=onet_data(interests=interests, skills=skills, knowledge=[])
    )
    listing.refresh()
    kept = listing_of(career)
    assert (kept.profile, kept.job_zone, kept.interests) == (live, 3, "CI")
    assert kept.skills == [f"Skill {number}" for number in range(10)]


def test_the_releases_skills_can_be_compared_and_the_editors_stand_where_there_are_none(career):
    own = Skill.objects.create(career=career, name="Coding")
    assert listing_of(career).skills == ["Coding"]
    make_onet_profile(
        code=career.onet_code, data=onet_data(skills=[["Speaking", 4.0, ""]], knowledge=[["Law", 4.0, ""]])
    )
    listing.refresh()
    assert listing_of(career).skills == ["Law", "Speaking"]
    own.delete()
    assert listing_of(career).skills == ["Law", "Speaking"]


def test_a_skill_that_is_renamed_moved_or_deleted_leaves_no_trace(career):
    skill, other = Skill.objects.create(career=career, name="Coding"), make_career()
    skill.name = "Reading"
    skill.save()
    assert listing_of(career).skills == ["Reading"]
    skill.career = other
    skill.save()
    assert (listing_of(career).skills, listing_of(other).skills) == ([], ["Reading"])
    skill.delete()
    assert listing_of(other).skills == []


@pytest.mark.parametrize("model", [Pay, Outlook])
def test_a_figure_that_moves_leaves_the_careers_where_it_was(model, db):
    career = make_figured("Coder", median=50_250, growth=7)
    other = make_career(occupation=make_occupation())
    row, name = model.objects.get(), model._meta.model_name
    row.occupation = other.occupation
    row.save()
    assert (getattr(listing_of(career), name), getattr(listing_of(other), name)) == (None, row)
    row.release = make_release(row.release.data_set, period="2020", state="staged")
    row.save()
    assert getattr(listing_of(other), name) is None
    for one in (career, other):
        assert_as_on_the_page(one)


def test_a_corrected_code_brings_the_figures_of_its_group_and_loses_those_of_the_old_one(career):
    wider = make_pay(occupation=make_occupation(code="29-2070"), annual_median=47_000)
    career.occupation.code = "29-1071"
    career.occupation.save()
    assert listing_of(career).pay is None
    career.occupation.code = "29-2071"
    career.occupation.save()
    assert listing_of(career).pay == wider
    wider.occupation.code = "29-1070"
    wider.occupation.save()
    assert listing_of(career).pay is None
    assert_as_on_the_page(career)


@pytest.mark.parametrize("how", ["remove", "clear", "set"])
def test_successors_count_as_predecessors_do(career, older, how):
    before = make_occupation(code="29-2079")
    pay = make_pay(occupation=before, release=older(2008), annual_median=30_610)
    before.successors.add(career.occupation)
    assert listing_of(career).pay == pay
    arguments = {"remove": [career.occupation], "clear": [], "set": [[]]}[how]
    getattr(before.successors, how)(*arguments)
    assert listing_of(career).pay is None


@pytest.mark.parametrize("changes", [{"state": "rolled-back"}, {"as_of": date(2000, 5, 1)}])
def test_a_release_that_staff_correct_moves_the_facts(career, older, changes):
    before = make_pay(occupation=career.occupation, release=older(2023), annual_median=48_000)
    release = make_release()
    make_pay(occupation=career.occupation, release=release, annual_median=50_250)
    for name, value in changes.items():
        setattr(release, name, value)
    release.save()
    assert listing_of(career).pay == before
    assert_as_on_the_page(career)


@pytest.mark.parametrize("in_bulk", [False, True])
def test_a_career_with_skills_and_figures_can_be_deleted(in_bulk, db):
    career = make_figured("Coder", median=50_250, growth=7, skills=("Coding", "Reading"))
    if in_bulk:
        Career.objects.filter(pk=career.pk).delete()
    else:
        career.delete()
    assert not CareerListing.objects.exists()
    assert Pay.objects.count() == 1


def test_a_career_without_an_occupation_has_empty_facts(db):
    kept = listing_of(make_career())
    assert (kept.pay, kept.outlook, kept.profile, kept.annual_median, kept.interests) == (None, None, None, None, "")


def test_all_facts_together_are_those_of_each_career_alone(career, older):
    make_pay(occupation=make_occupation(code="29-2070"), annual_median=47_000)
    others = [make_figured(f"Figured {n}", median=50_000 + n, growth=n, zone=3, skills=("Coding",)) for n in range(3)]
    others.append(make_career())
    alone = list(CareerListing.objects.order_by("pk").values())
    CareerListing.objects.all().delete()
    assert listing.refresh() == len(others) + 1
    assert list(CareerListing.objects.order_by("pk").values()) == alone


def test_deriving_costs_as_many_queries_for_many_as_for_one(career, django_assert_max_num_queries):
    for number in range(20):
        make_figured(f"Figured {number}", median=50_000, growth=number, zone=3, skills=("Coding",))
    with django_assert_max_num_queries(10):
        listing.refresh()
    with django_assert_max_num_queries(10):
        listing.refresh([career.pk])


def test_the_lists_show_the_pages_figures_of_the_demo(demo):
    for career in Career.objects.all():
        assert_as_on_the_page(career)
    assert CareerListing.objects.exclude(pay=None).count() == Career.objects.count() == 21

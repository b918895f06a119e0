"""What becomes of a release: what visitors see after it is approved, corrected, rolled back, rejected or pruned."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from careers.models import Area, AreaPay, Career, Occupation, OccupationGroup, OnetProfile, Pay, Release
from careers.releases import lifecycle

from ..factories import (
    make_area,
    make_area_pay,
    make_career,
    make_industry_pay,
    make_occupation,
    make_onet_profile,
    make_outlook,
    make_pay,
    make_release,
)

LIVE, SUPERSEDED, REPLACED = Release.State.LIVE, Release.State.SUPERSEDED, Release.State.REPLACED
STAGED, ROLLED_BACK, REJECTED = Release.State.STAGED, Release.State.ROLLED_BACK, Release.State.REJECTED


@pytest.fixture
def career(db):
    return make_career(workers="testers", occupation=make_occupation(title="Testers"))


@pytest.fixture
def salary(visitor, section_of, career):
    """The words about pay on the career's page as it stands now."""
    return lambda: section_of(visitor.get(career.get_absolute_url()), "salary")


@pytest.fixture
def staged(career):
    """Make a staged release of national pay with the career's median."""

    def make(year: int, median: int, **values) -> Release:
        values = {"period": f"May {year}", "as_of": date(year, 5, 31), "state": "staged", **values}
        release = make_release(**values)
        make_pay(occupation=career.occupation, release=release, annual_median=median)
        return release

    return make


def approve(*chosen: Release, **options) -> lifecycle.Approval:
    return lifecycle.approve(chosen, by="ada", **options)


def state_of(release: Release) -> str:
    return Release.objects.get(pk=release.pk).state


def test_a_staged_release_is_seen_once_it_is_approved(salary, staged):
    release = staged(2024, 50_250)
    assert "No pay figures are published" in salary()
    approve(release)
    assert "is $50,250" in salary()


def test_a_newer_release_takes_the_first_place_and_the_older_stays_beside_it(salary, staged):
    approve(staged(2023, 48_000))
    approve(staged(2024, 50_250))
    now, _, earlier = salary().partition("Salary in May 2023")
    assert "is $50,250" in now
    assert "was $48,000" in earlier


def test_an_older_release_goes_beside_the_live_one(salary, staged):
    newest, older = staged(2024, 50_250), staged(2008, 30_610)
    approve(newest)
    approve(older)
    now, _, earlier = salary().partition("Salary in May 2008")
    assert "is $50,250" in now
    assert "was $30,610" in earlier
    assert [state_of(newest), state_of(older)] == [LIVE, SUPERSEDED]


@pytest.mark.parametrize("backwards", [False, True])
def test_of_several_at_once_the_newest_goes_live_in_whatever_order_they_come(staged, backwards):
    made = [staged(2008, 30_610), staged(2023, 48_000), staged(2024, 50_250)]
    approve(*(reversed(made) if backwards else made))
    assert [state_of(release) for release in made] == [SUPERSEDED, SUPERSEDED, LIVE]


def test_another_file_of_the_same_period_replaces_the_first(salary, staged):
    first, second = staged(2024, 50_250), staged(2024, 51_000)
    approve(first)
    approve(second)
    assert [state_of(first), state_of(second)] == [REPLACED, LIVE]
    assert "is $51,000" in salary()
    assert "$50,250" not in salary()


def test_a_correction_of_an_earlier_release_leaves_the_live_one_alone(salary, staged):
    live, first, second = staged(2024, 50_250), staged(2008, 30_610), staged(2008, 30_999)
    approve(live, first)
    approve(second)
    assert [state_of(live), state_of(first), state_of(second)] == [LIVE, REPLACED, SUPERSEDED]
    assert "was $30,999" in salary()
    assert "$30,610" not in salary()


def test_each_data_set_has_its_own_live_release(staged):
    pay, projections = staged(2024, 50_250), make_release("projections", state="staged")
    make_outlook(release=projections, occupation=make_occupation())
    approve(pay)
    approve(projections)
    assert [state_of(pay), state_of(projections)] == [LIVE, LIVE]


def test_who_decided_and_when_is_kept(staged):
    release = staged(2024, 50_250)
    approve(release)
    release.refresh_from_db()
    assert (release.decided_by, release.decided_at is not None) == ("ada", True)
    lifecycle.rollback(release, by="bob")
    release.refresh_from_db()
    assert release.decided_by == "bob"


@pytest.mark.parametrize("state", ["loading", "live", "superseded", "replaced", "rejected"])
def test_only_a_staged_or_rolled_back_release_can_be_approved(staged, state):
    release = staged(2024, 50_250, state=state)
    with pytest.raises(lifecycle.ReleaseError, match=f"is {state}; only a staged or rolled-back one can be approved"):
        approve(release)
    assert state_of(release) == state


def test_when_one_cannot_be_approved_none_is(salary, staged):
    good, rejected = staged(2023, 48_000), staged(2024, 50_250, state="rejected")
    with pytest.raises(lifecycle.ReleaseError):
        approve(good, rejected)
    assert state_of(good) == STAGED
    assert "No pay figures are published" in salary()


def test_rolling_back_brings_the_release_before_back(salary, staged):
    before, newest = staged(2023, 48_000), staged(2024, 50_250)
    approve(before, newest)
    assert lifecycle.rollback(newest, by="ada").live == before
    assert [state_of(before), state_of(newest)] == [LIVE, ROLLED_BACK]
    assert "is $48,000" in salary()
    assert "$50,250" not in salary()


def test_rolling_back_a_correction_brings_the_first_file_back(salary, staged):
    first, second = staged(2024, 50_250), staged(2024, 51_000)
    approve(staged(2023, 48_000))
    approve(first)
    approve(second)
    assert lifecycle.rollback(second, by="ada").live == first
    assert "is $50,250" in salary()
    assert "$51,000" not in salary()


def test_rolling_back_a_correction_of_an_earlier_release_brings_its_first_file_back(salary, staged):
    live, first, second = staged(2024, 50_250), staged(2008, 30_610), staged(2008, 30_999)
    approve(live, first)
    approve(second)
    assert lifecycle.rollback(second, by="ada").live == live
    assert [state_of(live), state_of(first), state_of(second)] == [LIVE, SUPERSEDED, ROLLED_BACK]
    assert "was $30,610" in salary()


def test_rolling_back_an_earlier_release_only_hides_that_one(salary, staged):
    live, earlier = staged(2024, 50_250), staged(2008, 30_610)
    approve(live, earlier)
    assert lifecycle.rollback(earlier, by="ada").live == live
    assert "is $50,250" in salary()
    assert "2008" not in salary()


def test_rolling_back_the_only_release_leaves_no_figures(salary, staged):
    release = staged(2024, 50_250)
    approve(release)
    assert lifecycle.rollback(release, by="ada").live is None
    assert "No pay figures are published" in salary()


def test_what_was_rolled_back_can_be_approved_again(salary, staged):
    before, newest = staged(2023, 48_000), staged(2024, 50_250)
    approve(before, newest)
    lifecycle.rollback(newest, by="ada")
    approve(newest)
    assert [state_of(before), state_of(newest)] == [SUPERSEDED, LIVE]
    assert "is $50,250" in salary()


@pytest.mark.parametrize("state", ["loading", "staged", "replaced", "rolled-back", "rejected"])
def test_only_a_shown_release_can_be_rolled_back(staged, state):
    release = staged(2024, 50_250, state=state)
    with pytest.raises(lifecycle.ReleaseError, match=f"is {state}; only a shown one can be rolled back"):
        lifecycle.rollback(release, by="ada")
    assert state_of(release) == state


def test_the_database_refuses_two_live_releases_of_a_data_set_and_two_shown_of_a_period(staged):
    staged(2024, 50_250, state="live")
    for values in ({"year": 2023, "state": "live"}, {"year": 2024, "state": "superseded"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            staged(values["year"], 1, state=values["state"])


def rows_of_every_kind(state: str) -> dict[type, Release]:
    """A release in `state` with one row, of each kind of row."""
    made = {
        Pay: make_release(state=state),
        AreaPay: make_release("oews-state", state=state),
        OnetProfile: make_release("onet", state=state),
        OccupationGroup: make_release("soc", state=state),
    }
    make_pay(release=made[Pay], occupation=make_occupation(introduced_by=made[Pay]))
    area = make_area(introduced_by=made[AreaPay])
    make_area_pay(release=made[AreaPay], occupation=make_occupation(introduced_by=made[AreaPay]), area=area)
    make_onet_profile(release=made[OnetProfile])
    OccupationGroup.objects.create(release=made[OccupationGroup], code="11-0000", title="Management", level="major")
    for make, data_set in ((make_industry_pay, "oews-industry"), (make_outlook, "projections")):
        release = make_release(data_set, state=state)
        made[type(make(release=release, occupation=make_occupation(introduced_by=release)))] = release
    return made


def test_rejecting_deletes_the_rows_and_what_only_they_named_and_keeps_a_note(db):
    made = rows_of_every_kind("staged")
    for release in made.values():
        lifecycle.reject(release, by="ada")
    assert {model.__name__: model.objects.count() for model in [*made, Occupation, Area]} == dict.fromkeys(
        [*(model.__name__ for model in made), "Occupation", "Area"], 0
    )
    assert {(release.state, release.decided_by) for release in Release.objects.all()} == {(REJECTED, "ada")}


def test_discarding_leaves_nothing_at_all(db):
    for release in rows_of_every_kind("loading").values():
        lifecycle.discard(release)
    assert [Release.objects.count(), Pay.objects.count(), Occupation.objects.count(), Area.objects.count()] == [0] * 4


def test_rejecting_keeps_what_others_have_come_to_use(staged):
    release = staged(2024, 50_250)
    area = make_area(introduced_by=release)
    make_area_pay(occupation=make_occupation(introduced_by=release), area=area)
    ours = make_career(occupation=make_occupation(introduced_by=release))
    successor, before = make_occupation(), make_occupation(introduced_by=release)
    successor.predecessors.add(before)
    make_occupation(introduced_by=release)
    occupations = Occupation.objects.count()
    lifecycle.reject(release, by="ada")
    assert Occupation.objects.count() == occupations - 1
    ours.refresh_from_db()
    assert ours.occupation.introduced_by == release
    assert Area.objects.get() == area


def test_rejecting_leaves_the_rows_of_other_releases_alone(salary, staged):
    approve(staged(2023, 48_000))
    lifecycle.reject(staged(2024, 50_250), by="ada")
    assert "is $48,000" in salary()


@pytest.mark.parametrize("state", ["loading", "live", "superseded", "replaced", "rolled-back"])
def test_only_a_staged_release_can_be_rejected(staged, state):
    release = staged(2024, 50_250, state=state)
    with pytest.raises(lifecycle.ReleaseError, match="is not staged; only a staged one can be rejected"):
        lifecycle.reject(release, by="ada")
    assert (state_of(release), Pay.objects.count()) == (state, 1)


def test_many_rows_are_deleted_a_batch_at_a_time(staged, monkeypatch):
    monkeypatch.setattr(lifecycle, "DELETED_AT_ONCE", 2)
    release, other = staged(2024, 50_250), staged(2023, 48_000)
    for _ in range(6):
        for row_of in (release, other):
            make_pay(occupation=make_occupation(introduced_by=release), release=row_of)
    lifecycle.delete_rows(release)
    assert list(Pay.objects.values_list("release", flat=True).distinct()) == [other.pk]
    assert Pay.objects.count() == 7


def of_years(data_set: str, *years: int) -> list[Release]:
    """Shown releases with a row each, the newest live."""
    made = []
    for year in years:
        state = "live" if year == max(years) else "superseded"
        release = make_release(data_set, period=str(year), as_of=date(year, 5, 31), state=state)
        made.append(release)
        if data_set == "onet":
            make_onet_profile(release=release, code="11-1011.00")
        elif data_set == "oews-national":
            make_pay(release=release, occupation=make_occupation())
        else:
            make_area_pay(release=release, occupation=make_occupation())
    return made


def test_pruning_keeps_the_newest_of_each_bulky_data_set(db):
    of_years("oews-state", 2022, 2023, 2024)
    of_years("onet", 2023, 2024)
    pruned = lifecycle.prune(keep=2)
    assert [(release.data_set, release.period) for release in pruned] == [("oews-state", "2022")]
    left = AreaPay.objects.order_by("release__period").values_list("release__period", flat=True)
    assert list(left) == ["2023", "2024"]
    assert OnetProfile.objects.count() == 2


def test_pruning_never_touches_the_history_of_pay(db):
    of_years("oews-national", 2008, 2023, 2024)
    assert lifecycle.prune(keep=1) == []
    assert Pay.objects.count() == 3


def test_pruning_deletes_what_was_rolled_back_or_replaced_but_nothing_that_waits(db):
    of_years("onet", 2024)
    for state in ("rolled-back", "replaced", "staged", "loading"):
        make_onet_profile(release=make_release("onet", period=state, state=state))
    lifecycle.prune(keep=1)
    left = Release.objects.values_list("state", flat=True)
    assert sorted(left) == ["live", "loading", "staged"]
    assert OnetProfile.objects.count() == 3


def test_what_was_rolled_back_can_be_approved_again_after_pruning_if_it_is_newer_than_what_stays(db):
    older, newest = of_years("onet", 2024, 2025)
    make_release("onet", period="2023", as_of=date(2023, 5, 31), state="rolled-back")
    lifecycle.rollback(newest, by="ada")
    assert [release.period for release in lifecycle.prune(keep=1)] == ["2023"]
    approve(newest)
    assert [state_of(older), state_of(newest)] == [SUPERSEDED, LIVE]


def test_pruning_everything_is_refused(db):
    of_years("onet", 2024)
    with pytest.raises(lifecycle.ReleaseError, match="the live release must stay"):
        lifecycle.prune(keep=0)
    assert OnetProfile.objects.exists()


def test_careers_that_a_pruned_release_added_are_still_published_and_withdrawn_with_its_text(db):
    first, second, third = (
        make_release("onet", period=str(year), as_of=date(year, 5, 1), state="staged") for year in (2023, 2024, 2025)
    )
    for release, codes in ((first, "12"), (second, "12"), (third, "1")):
        for code in codes:
            make_onet_profile(release=release, code=f"11-10{code}1.00")
    approve(first)
    Career.objects.filter(onet_code="11-1021.00").update(status="published", published_at=timezone.now())
    approve(second)
    lifecycle.prune(keep=1)
    approval = approve(third, publish=True, despite_losses=True)
    assert (approval.published, approval.withdrawn) == (1, 1)
    assert Career.objects.published().get().onet_code == "11-1011.00"

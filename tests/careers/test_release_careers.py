"""Careers that an O*NET release brings, publishes and, when its text goes, takes back."""

from datetime import date

import pytest

from careers.models import (
    Career,
    CareerCredential,
    Credential,
    Field,
    Occupation,
    Organization,
    Release,
    Skill,
    Source,
    Task,
    Title,
)
from careers.releases import lifecycle
from careers.releases.onet_careers import withdrawn_without

from ..factories import make_career, make_field, make_occupation, make_onet_profile, make_pay, make_release, onet_data


@pytest.fixture
def onet(db):
    """Make an O*NET release with a profile for each code."""

    def make(*codes: str, year: int = 2025, state: str = "staged", **values) -> Release:
        release = make_release("onet", period=f"May {year}", as_of=date(year, 5, 1), state=state)
        for code in codes:
            make_onet_profile(**{"release": release, "code": code, "title": f"Workers {code}", **values})
        return release

    return make


def make_credential() -> Credential:
    return Credential.objects.create(name="Chief's licence", organization=Organization.objects.create(name="Board"))


def approve(release: Release, **options) -> lifecycle.Approval:
    return lifecycle.approve([release], by="ada", **options)


def test_each_new_code_gets_a_draft_that_visitors_do_not_see(visitor, onet):
    assert approve(onet("11-1011.00", "11-1011.03", title="Chiefs & Heads")).drafts == 2
    first, second = Career.objects.order_by("onet_code")
    assert (first.title, first.slug, first.onet_code) == ("Chief or Head", "chiefs-heads", "11-1011.00")
    assert (second.title, second.slug) == ("Chief or Head (11-1011.03)", "chiefs-heads-11-101103")
    assert first.people == "chiefs & heads"
    assert first.occupation == second.occupation == Occupation.objects.get(code="11-1011")
    assert visitor.get(first.get_absolute_url()).status_code == 404


def test_a_code_that_a_career_has_already_gets_no_second(onet):
    make_career(onet_code="11-1011.00", title="Chief")
    make_career(onet_code="11-1021.00", status="draft")
    assert approve(onet("11-1011.00", "11-1021.00")).drafts == 0
    assert Career.objects.count() == 2


def test_a_second_release_drafts_only_what_is_new(onet):
    approve(onet("11-1011.00", year=2024))
    assert approve(onet("11-1011.00", "11-1021.00", year=2025)).drafts == 1


def test_an_older_release_drafts_nothing(onet):
    approve(onet("11-1011.00", year=2025))
    assert approve(onet("11-1011.00", "11-1021.00", year=2020)).drafts == 0
    assert Career.objects.count() == 1


def test_a_draft_of_a_title_that_an_editors_career_has_is_told_apart(onet):
    make_career(title="worker", slug="worker")
    approve(onet("11-1011.00", title="Workers"))
    assert Career.objects.get(onet_code="11-1011.00").title == "Worker (11-1011.00)"


def test_a_very_long_title_fits(onet):
    approve(onet("11-1011.00", "11-1021.00", title="Very " * 31 + "long"))
    assert sorted(len(title) for title in Career.objects.values_list("title", flat=True)) == [119, 120]
    assert Career.objects.values("slug").distinct().count() == 2


def test_a_draft_goes_to_the_field_that_claims_its_group_else_to_a_new_one(onet):
    health = make_field(title="Health", soc_groups="29 31")
    approve(onet("29-1141.00", "31-1120.00", "11-1011.00"))
    fields = dict(Career.objects.values_list("onet_code", "field__title"))
    assert fields == {"29-1141.00": health.title, "31-1120.00": health.title, "11-1011.00": "Management"}
    management = Field.objects.get(title="Management")
    assert (management.slug, management.soc_groups) == ("management", "11")
    assert management.order > health.order


def test_a_field_that_is_called_like_the_group_is_used(onet):
    sales = make_field(title="sales", slug="selling")
    approve(onet("41-1011.00"))
    assert Career.objects.get().field == sales


def test_an_address_that_another_field_has_is_not_taken(onet):
    make_field(title="Selling", slug="sales")
    approve(onet("41-1011.00"))
    assert Career.objects.get().field.slug == "sales-41"


def test_a_new_occupation_is_named_by_its_main_code(onet):
    release = onet("11-1011.03", title="Specialists")
    make_onet_profile(release=release, code="11-1011.00", title="Chiefs")
    approve(release)
    assert Occupation.objects.get(code="11-1011").title == "Chiefs"


def test_an_occupation_that_exists_is_kept_as_it_is(onet):
    occupation = make_occupation(code="11-1011", title="Executives")
    approve(onet("11-1011.00"))
    career = Career.objects.get()
    assert (career.occupation, career.occupation.title) == (occupation, "Executives")


def test_publishing_shows_the_pages_that_have_a_description_and_tasks(visitor, text_of, onet):
    release = onet("11-1011.00")
    make_onet_profile(release=release, code="11-1021.00", data=onet_data(tasks=[]))
    make_onet_profile(release=release, code="11-1031.00", data=onet_data(description=""))
    approval = approve(release, publish=True)
    assert (approval.drafts, approval.published) == (3, 1)
    career = Career.objects.published().get()
    assert career.onet_code == "11-1011.00"
    assert "Read what others wrote." in text_of(visitor.get(career.get_absolute_url()))
    assert career.get_absolute_url() in visitor.get("/sitemap.xml").content.decode()


def test_editors_tasks_and_description_count_too(onet):
    first = onet("11-1011.00", data=onet_data(tasks=[], description=""), year=2024)
    approve(first)
    career = Career.objects.get()
    Task.objects.create(career=career, text="Lead")
    Career.objects.update(description="Leads people.")
    assert approve(onet("11-1011.00", data=onet_data(tasks=[], description="")), publish=True).published == 1


def test_drafts_of_editors_and_careers_that_they_took_offline_are_left_alone(onet):
    make_career(status="draft", onet_code="11-1021.00")
    assert approve(onet("11-1011.00", "11-1021.00", year=2024), publish=True).published == 1
    offline = Career.objects.get(onet_code="11-1011.00")
    offline.status = "draft"
    offline.save()
    assert approve(onet("11-1011.00", "11-1021.00", year=2025), publish=True).published == 0


def test_a_published_career_whose_code_is_gone_is_hidden_and_comes_back_with_its_code(visitor, onet):
    approve(onet("11-1011.00", "11-1021.00", year=2023), publish=True)
    address = Career.objects.get(onet_code="11-1021.00").get_absolute_url()
    smaller = onet("11-1011.00", year=2024)
    assert approve(smaller, publish=True, despite_losses=True).withdrawn == 1
    assert visitor.get(address).status_code == 404
    approve(onet("11-1011.00", "11-1021.00", year=2025), publish=True)
    assert visitor.get(address).status_code == 200


def test_rolling_back_the_only_release_hides_the_careers_that_it_added(visitor, onet):
    release = onet("11-1011.00")
    approve(release, publish=True)
    career = Career.objects.get()
    lifecycle.rollback(release, by="ada")
    assert visitor.get(career.get_absolute_url()).status_code == 404
    assert Career.objects.get() == career
    approve(release, publish=True)
    assert visitor.get(career.get_absolute_url()).status_code == 200


def test_a_career_with_the_editors_own_description_or_of_their_own_making_stays(visitor, onet):
    own = make_career(onet_code="11-1021.00")
    release = onet("11-1011.00", "11-1021.00")
    approve(release, publish=True)
    described = Career.objects.get(onet_code="11-1011.00")
    described.description = "Leads people."
    described.save()
    lifecycle.rollback(release, by="ada")
    for career in (own, described):
        assert visitor.get(career.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("is_only", [True, False], ids=["the only release", "one of two"])
def test_careers_are_back_after_rollback_pruning_and_a_new_import(visitor, onet, is_only):
    codes = ["11-1011.00", "11-1021.00"]
    if not is_only:
        approve(onet(codes[0], year=2023), publish=True)
    newest = onet(*codes, year=2024)
    approve(newest, publish=True)
    addresses = [career.get_absolute_url() for career in Career.objects.all()]
    lifecycle.rollback(newest, by="ada")
    lifecycle.prune(keep=1)
    approve(onet(*codes, year=2025), publish=True)
    assert [visitor.get(address).status_code for address in addresses] == [200, 200]


def test_a_career_comes_back_though_the_release_that_added_it_was_pruned(visitor, onet):
    approve(onet("11-1011.00", "11-1021.00", year=2023), publish=True)
    address = Career.objects.get(onet_code="11-1021.00").get_absolute_url()
    approve(onet("11-1011.00", year=2024), despite_losses=True)
    lifecycle.prune(keep=1)
    assert not Release.objects.filter(period="May 2023").exists()
    assert visitor.get(address).status_code == 404
    approve(onet("11-1011.00", "11-1021.00", year=2025))
    assert visitor.get(address).status_code == 200


def test_rolling_back_brings_the_careers_back_that_the_release_had_no_text_for(visitor, onet):
    approve(onet("11-1011.00", "11-1021.00", year=2023), publish=True)
    address = Career.objects.get(onet_code="11-1021.00").get_absolute_url()
    smaller = onet("11-1011.00", year=2024)
    approve(smaller, despite_losses=True)
    assert visitor.get(address).status_code == 404
    lifecycle.rollback(smaller, by="ada")
    assert visitor.get(address).status_code == 200


OWN_TEXT = {
    "summary": lambda career: setattr(career, "summary", "Leads people."),
    "description": lambda career: setattr(career, "description", "Leads people."),
    "education": lambda career: setattr(career, "education", "A bachelor's degree."),
    "licensure": lambda career: setattr(career, "licensure", "None is needed."),
    "outlook": lambda career: setattr(career, "outlook", "More are wanted."),
    "task": lambda career: Task.objects.create(career=career, text="Lead"),
    "title": lambda career: Title.objects.create(career=career, name="Chief"),
    "skill": lambda career: Skill.objects.create(career=career, name="Leading"),
    "credential": lambda career: CareerCredential.objects.create(career=career, credential=make_credential()),
}
NO_TEXT = {
    "workers": lambda career: setattr(career, "workers", "chiefs"),
    "a hidden title": lambda career: Title.objects.create(career=career, name="Cheif", hidden=True),
    "a source": lambda career: Source.objects.create(career=career, name="A book"),
}


@pytest.fixture
def withdrawn_text(onet):
    """Make the only release of text, and the career that it added, as an editor wrote it."""

    def make(write) -> tuple[Release, Career]:
        release = onet("11-1011.00")
        [release] = approve(release, publish=True).releases
        career = Career.objects.get()
        write(career)
        career.save()
        return release, career

    return make


@pytest.mark.parametrize("own", OWN_TEXT)
def test_a_career_of_which_editors_say_anything_stays(visitor, withdrawn_text, own):
    release, career = withdrawn_text(OWN_TEXT[own])
    assert withdrawn_without(release, None) == 0
    assert lifecycle.rollback(release, by="ada").withdrawn == 0
    assert visitor.get(career.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("own", NO_TEXT)
def test_a_career_of_which_nothing_would_be_read_goes(visitor, withdrawn_text, own):
    release, career = withdrawn_text(NO_TEXT[own])
    assert withdrawn_without(release, None) == 1
    assert lifecycle.rollback(release, by="ada").withdrawn == 1
    assert visitor.get(career.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("own", OWN_TEXT)
def test_a_career_that_editors_wrote_while_it_was_off_the_site_is_back_at_the_next_approval(visitor, onet, own):
    release = onet("11-1011.00")
    approve(release, publish=True)
    lifecycle.rollback(release, by="ada")
    career = Career.objects.get()
    OWN_TEXT[own](career)
    career.save()
    assert approve(onet("11-1021.00", year=2026)).restored == 1
    assert visitor.get(career.get_absolute_url()).status_code == 200


def test_what_goes_with_a_release_is_counted_beside_the_one_that_takes_its_place(onet):
    before = onet("11-1011.00", year=2023)
    approve(before, publish=True)
    [release] = approve(onet("11-1011.00", "11-1021.00", year=2024), publish=True).releases
    assert lifecycle.shown_instead_of(release) == before
    assert withdrawn_without(release, before) == 1
    assert withdrawn_without(release, None) == 2
    assert lifecycle.rollback(release, by="ada").withdrawn == 1


def test_only_releases_of_text_take_careers_off_the_site_or_bring_them_back(onet):
    approve(onet("11-1011.00"), publish=True)
    withdrawn, textless = Career.objects.get(), make_career(onet_code="11-1021.00", summary="")
    Career.objects.filter(pk=withdrawn.pk).update(status="withdrawn")
    Career.objects.filter(pk=textless.pk).update(from_onet=True)
    pay = make_release(state="staged")
    make_pay(release=pay, occupation=withdrawn.occupation)
    approve(pay)
    lifecycle.rollback(pay, by="ada")
    assert [Career.objects.get(pk=one.pk).status for one in (withdrawn, textless)] == ["withdrawn", "published"]

"""The region that the site's visitors live in: pay by area begins with it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from careers.models import Area, HomeRegion

from ..factories import make_area, make_area_pay, make_career, make_occupation, make_release

pytestmark = pytest.mark.django_db
CINCINNATI = {"kind": "metropolitan", "code": "17140", "title": "Cincinnati, OH-KY-IN", "states": "OH KY IN"}


@pytest.fixture
def pay():
    """A career with pay in two states and in a part of one of them."""
    career = make_career(title="Nurse", slug="nurse", occupation=make_occupation(code="29-1141"))
    states, parts = make_release("oews-state"), make_release("oews-metropolitan")
    for release, key, values in (
        (states, 80_000, {"code": "39", "title": "Ohio", "states": "OH"}),
        (states, 120_000, {"code": "06", "title": "California", "states": "CA"}),
        (
            parts,
            85_000,
            {"kind": "metropolitan", "code": "17140", "title": "Cincinnati, OH-KY-IN", "states": "OH KY IN"},
        ),
    ):
        make_area_pay(release=release, occupation=career.occupation, area=make_area(**values), annual_median=key)


def test_pay_by_area_begins_with_the_home_state(visitor, text_of, pay):
    assert "In Ohio, the median" not in text_of(visitor.get("/careers/nurse/"))
    HomeRegion.objects.create(state="OH")
    response = visitor.get("/careers/nurse/")
    assert "In Ohio, the median annual pay for" in text_of(response)
    assert "$80,000" in text_of(response)
    assert 'name="robots" content="noindex"' not in response.content.decode()


def test_all_states_and_others_can_still_be_seen(visitor, text_of, pay):
    HomeRegion.objects.create(state="OH")
    assert '<option value="all">Best-paid states' in visitor.get("/careers/nurse/").content.decode()
    assert "In Ohio, the median" not in text_of(visitor.get("/careers/nurse/?area=all"))
    assert "In California, the median" in text_of(visitor.get("/careers/nurse/?area=CA"))


def test_a_metropolitan_area_comes_before_its_state_and_where_it_has_nothing_the_state(visitor, text_of, pay):
    area = Area.objects.get(code="17140")
    HomeRegion.objects.create(state="OH", metropolitan_area=area)
    assert "In Cincinnati, OH-KY-IN, the median" in text_of(visitor.get("/careers/nurse/"))
    other = make_area(kind="metropolitan", code="45780", title="Toledo, OH", states="OH")
    HomeRegion.objects.update(metropolitan_area=other)
    assert "In Ohio, the median" in text_of(visitor.get("/careers/nurse/"))


def test_a_region_without_figures_changes_nothing(visitor, text_of, pay):
    before = text_of(visitor.get("/careers/nurse/"))
    HomeRegion.objects.create(state="WY")
    assert text_of(visitor.get("/careers/nurse/")) == before
    assert visitor.get("/careers/nurse/").status_code == 200


def test_staff_are_told_that_no_release_has_pay_for_it(editor, text_of, pay):
    region = HomeRegion.objects.create(state="WY")
    page = reverse("admin:careers_homeregion_change", args=[region.pk])
    assert "Nothing yet: no live release has pay for Wyoming." in text_of(editor.get(page))
    HomeRegion.objects.update(state="OH")
    assert "Pay in Ohio comes first" in text_of(editor.get(page))


def test_there_is_one_at_most(editor, text_of, db):
    HomeRegion.objects.create(state="OH")
    with pytest.raises(IntegrityError), transaction.atomic():
        HomeRegion.objects.create(state="CA")
    response = editor.post(reverse("admin:careers_homeregion_add"), {"state": "CA"})
    assert "The site has a home region already: change Ohio instead." in text_of(response)


def test_an_area_of_another_state_is_refused(editor, text_of, pay):
    area = Area.objects.get(code="17140")
    response = editor.post(reverse("admin:careers_homeregion_add"), {"state": "CA", "metropolitan_area": area.pk})
    assert "Cincinnati, OH-KY-IN does not lie in California." in text_of(response)

"""Lists and rankings fetch careers by SQL of their own: what they get is what Django gets."""

from decimal import Decimal

import pytest
from django.db import models

from careers import denormalized
from careers.browse.listed import listed
from careers.models import Career
from careers.models.career import LISTED

from ..factories import make_career, make_occupation, make_onet_profile, make_outlook, make_pay, make_release


def value_at(career: Career, path: str) -> object:
    """What stands at the end of a path of LISTED; None where something on the way is missing."""
    found = career
    for name in path.split("__"):
        found = getattr(found, name, None)
    return found.pk if isinstance(found, models.Model) else found


@pytest.fixture
def careers(db) -> list[Career]:
    """With yearly pay, with hourly pay of a wider group that is top-coded, and with nothing at all."""
    release = make_release(top_code_annual=239_200, top_code_hourly=Decimal("115.00"))
    own, lone, broad = make_occupation(), make_occupation(code="29-1141"), make_occupation(code="29-1140")
    make_pay(occupation=own, release=release, annual_p10=30_000, annual_median=50_000, hourly_median=Decimal("24.04"))
    make_pay(occupation=broad, release=release, hourly_median=Decimal("100.10"), top_coded="hourly_median")
    make_outlook(occupation=own, stated_growth=Decimal("7.0"), openings=1_200, entry_education="bachelor")
    made = [make_career(occupation=own, onet_code="11-1011.00"), make_career(occupation=lone), make_career()]
    make_onet_profile(code="11-1011.00", job_zone=4)
    denormalized.refresh_all()
    return made


def test_careers_are_fetched_as_django_fetches_them(careers):
    ids = [career.pk for career in reversed(careers)]
    quick = listed(ids)
    assert [career.pk for career in quick] == ids
    usual = Career.objects.with_listing().in_bulk(ids)
    for career in quick:
        for path in LISTED:
            value, expected = value_at(career, path), value_at(usual[career.pk], path)
            assert (value, str(value)) == (expected, str(expected)), path


def test_fetching_asks_once_whatever_is_read_of_the_careers(careers, django_assert_num_queries):
    with django_assert_num_queries(1):
        for career in listed([career.pk for career in careers]):
            # The field of work is known by its id alone, which is all that lists need.
            for path in {*LISTED} - {"field"}:
                value_at(career, path)


def test_what_many_are_of_is_made_once(careers):
    own, lone, _ = listed([career.pk for career in careers])
    assert own.listing.pay.release is lone.listing.pay.release


def test_drafts_and_careers_that_are_gone_are_left_out(careers):
    first, second, third = careers
    Career.objects.filter(pk=first.pk).update(status="draft")
    assert [career.pk for career in listed([third.pk, 999_999, first.pk, second.pk])] == [third.pk, second.pk]

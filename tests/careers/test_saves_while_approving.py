"""Somebody saves or deletes at the moment at which a release is approved: lists and search end as they should be."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connections, transaction

from careers import denormalized
from careers.browse import listing
from careers.models import Career, CareerListing, Occupation, Pay, Release
from careers.releases import lifecycle
from careers.search import index

from ..factories import make_career, make_occupation, make_pay, make_release
from .search.searching import live_index

pytestmark = pytest.mark.django_db(transaction=True)
# How long an approval stays open for somebody who, as it should be, waits for its end.
PATIENCE = 1


@pytest.fixture
def staged(on_disk) -> Release:
    release = make_release(state="staged")
    for number in range(3):
        occupation = make_occupation(code=f"29-207{number + 1}")
        make_career(title=f"Career {number}", occupation=occupation)
        make_pay(occupation=occupation, release=release, annual_median=50_000 + number)
    make_occupation(code="29-2079")
    return release


def first() -> Career:
    return Career.objects.order_by("pk").first()


def move_a_career() -> None:
    career = first()
    career.occupation = Occupation.objects.get(code="29-2079")
    career.save()


def correct_a_code() -> None:
    occupation = first().occupation
    occupation.code = "29-2078"
    occupation.save()


def delete_a_career() -> None:
    first().delete()


def delete_careers() -> None:
    Career.objects.filter(pk__lte=first().pk).delete()


def delete_pay() -> None:
    Pay.objects.order_by("pk").first().delete()


def name_an_own_figure() -> None:
    own = make_release(origin="own")
    make_pay(occupation=first().occupation, release=own, annual_median=99_000)


def rename_in_a_transaction() -> None:
    with transaction.atomic():
        career = first()
        career.title = "Stargazer"
        career.save()


DEEDS = [
    move_a_career,
    correct_a_code,
    delete_a_career,
    delete_careers,
    delete_pay,
    name_an_own_figure,
    rename_in_a_transaction,
]


def in_a_thread(deed: Callable[[], object]) -> None:
    try:
        deed()
    finally:
        connections.close_all()


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_while_an_approval_is_about_to_end(staged, deed, monkeypatch):
    has_derived, done = Event(), Event()
    derive = denormalized.Changes.derive

    def derive_and_stay(changes: denormalized.Changes) -> None:
        derive(changes)
        if changes.all_figures and not has_derived.is_set():
            has_derived.set()
            done.wait(PATIENCE)

    def afterwards() -> None:
        assert has_derived.wait(10)
        deed()
        done.set()

    monkeypatch.setattr(denormalized.Changes, "derive", derive_and_stay)
    with ThreadPoolExecutor(2) as pool:
        approval = pool.submit(in_a_thread, lambda: lifecycle.approve([staged], by="ada"))
        other = pool.submit(in_a_thread, afterwards)
        approval.result()
        other.result()
    kept = list(CareerListing.objects.order_by("pk").values()), live_index()
    CareerListing.objects.all().delete()
    listing.refresh()
    index.rebuild()
    assert kept == (list(CareerListing.objects.order_by("pk").values()), live_index())

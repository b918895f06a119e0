"""What comes many times a second is counted without a row for each, and held to its limit all the same."""

import time

import pytest
from django.db import OperationalError

from signups import limits, tallies
from signups.every_limit import API, SEARCHES
from signups.limits import Limit, Window
from signups.models import Tries

SCHOOL, NEIGHBOR = "203.0.113.9", "203.0.113.10"
A_HUNDRED = Limit("a hundred", (Window(100, 60),))


@pytest.fixture(autouse=True)
def two_workers(settings):
    settings.WEB_CONCURRENCY = 2


def waits(limit: Limit, times: int, subject: str = SCHOOL) -> list[int]:
    return [tallies.wait_for(limit, subject) for _ in range(times)]


def other_process() -> None:
    """It knows nothing of what this one counted."""
    tallies.forget_all()


@pytest.mark.django_db
def test_a_class_that_searches_at_once_waits_for_nothing_and_a_usual_search_writes_no_row(
    django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_num_queries(0):
        assert not any(waits(SEARCHES.of_network, 1_500))
    # 200 people, each with a search every three seconds, for a minute.
    with django_assert_max_num_queries(60):
        assert not any(waits(SEARCHES.of_network, 2_500))


@pytest.mark.django_db
def test_what_is_over_the_limit_is_told_for_how_long_and_no_neighbor_with_it():
    found = waits(A_HUNDRED, 110)
    assert found[:100] == [0] * 100
    assert all(55 < wait <= 60 for wait in found[101:])
    assert waits(A_HUNDRED, 1, NEIGHBOR) == [0]


@pytest.mark.django_db
def test_several_processes_have_one_limit_together():
    let_through = 0
    for _ in range(4):
        let_through += waits(A_HUNDRED, 60).count(0)
        other_process()
    # Of four, each lets a quarter through before it asks what the others had.
    assert let_through <= 60 + 40 + 2 * 26


@pytest.mark.django_db
def test_a_minute_later_all_is_as_before(monkeypatch):
    waits(A_HUNDRED, 110)
    later = time.monotonic() + 61
    monkeypatch.setattr(tallies.time, "monotonic", lambda: later)
    Tries.objects.all().delete()
    assert waits(A_HUNDRED, 100) == [0] * 100


def test_networks_that_are_made_up_fill_no_memory(monkeypatch):
    monkeypatch.setattr(tallies, "MOST_KEPT", 50)
    for number in range(500):
        tallies.wait_for(SEARCHES.of_network, f"2001:db8:0:{number:x}::/64")
    assert len(tallies._kept) == 50


def test_a_database_that_takes_nothing_in_holds_nobody_up(monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(limits, "wait_for", fail)
    assert not any(waits(A_HUNDRED, 200))


@pytest.mark.django_db
def test_several_are_counted_by_one_row():
    assert [limits.wait_for(A_HUNDRED, SCHOOL, count=40) for _ in range(3)] == [0, 0, 0]
    assert Tries.objects.get().count == 120
    assert limits.wait_for(A_HUNDRED, SCHOOL) > 0


def test_one_setting_scales_them_all(settings):
    settings.SEARCHES_PER_MINUTE = 100
    assert [often.of_network.windows[0].most for often in (SEARCHES, API)] == [100, 10]
    assert [often.of_site.windows[0].most for often in (SEARCHES, API)] == [500, 50]

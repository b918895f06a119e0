"""Two people decide at the same moment: the second one sees what the first one did."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections

from careers import releases
from careers.models import Release

from ..factories import make_career, make_occupation, make_pay, make_release

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once():
    """Call functions in connections of their own at the same moment; what each returned or raised."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets only one write, and a test's database in memory is one connection's")

    def call(*functions) -> list:
        start = Barrier(len(functions))

        def in_thread(function):
            try:
                start.wait(timeout=10)
                return function()
            except releases.ReleaseError as error:
                return str(error)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(functions)) as pool:
            return list(pool.map(in_thread, functions))

    return call


def staged(year: int) -> Release:
    release = make_release(period=f"May {year}", as_of=date(year, 5, 31), state="staged")
    for _ in range(20):
        occupation = make_occupation()
        make_career(occupation=occupation)
        make_pay(release=release, occupation=occupation, annual_median=50_000)
    return release


def states() -> dict[str, str]:
    return dict(Release.objects.values_list("period", "state"))


def approval_of(release: Release):
    return lambda: releases.approve([release], by="ada", despite_losses=True).releases


def test_two_releases_of_a_data_set_are_approved_at_once(at_once):
    older, newer = staged(2023), staged(2024)
    assert at_once(approval_of(newer), approval_of(older)) == [[newer], [older]]
    assert states() == {"May 2023": "superseded", "May 2024": "live"}


def test_two_files_of_a_period_are_approved_at_once(at_once):
    first, second = staged(2024), staged(2024)
    at_once(approval_of(first), approval_of(second))
    assert sorted(Release.objects.values_list("state", flat=True)) == ["live", "replaced"]


def test_one_release_is_approved_twice_at_once(at_once):
    release = staged(2024)
    done = at_once(approval_of(release), approval_of(release))
    assert [release] in done
    refused = next(one for one in done if one != [release])
    assert "is live; only a staged or rolled-back one can be approved" in refused


def test_one_is_approved_while_another_is_taken_back(at_once):
    before, live, newest = staged(2022), staged(2023), staged(2024)
    releases.approve([before, live], by="ada", despite_losses=True)
    at_once(approval_of(newest), lambda: releases.rollback(live, by="bob"))
    assert states() == {"May 2022": "superseded", "May 2023": "rolled-back", "May 2024": "live"}

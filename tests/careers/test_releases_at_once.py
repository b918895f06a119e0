"""Two people decide at the same moment: the second one sees what the first one did."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Barrier

import pytest
from django.db import connections

from careers.models import Release
from careers.releases import lifecycle

from ..factories import make_career, make_occupation, make_pay, make_release

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once(on_disk):
    """Call functions in connections of their own at the same moment; what each returned or raised."""

    def call(*functions) -> list:
        start = Barrier(len(functions))

        def in_thread(function):
            try:
                start.wait(timeout=10)
                return function()
            except lifecycle.ReleaseError as error:
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
    return lambda: lifecycle.approve([release], by="ada", despite_losses=True).releases


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
    lifecycle.approve([before, live], by="ada", despite_losses=True)
    at_once(approval_of(newest), lambda: lifecycle.rollback(live, by="bob"))
    assert states() == {"May 2022": "superseded", "May 2023": "rolled-back", "May 2024": "live"}


@pytest.fixture
def meanwhile(monkeypatch):
    """What somebody else does once a decision is prepared, and before it has its turn."""

    def waited_for(deed) -> list[str]:
        prepared, done = lifecycle.prepared, []

        @contextmanager
        def prepared_while_somebody_decides(plan):
            with prepared(plan):
                if not done:
                    done.append("waited")
                    deed()
                yield

        monkeypatch.setattr(lifecycle, "prepared", prepared_while_somebody_decides)
        return done

    return waited_for


@pytest.fixture
def at_its_turn(monkeypatch):
    """What somebody else does while a decision that is not prepared waits for its turn."""

    def waited_for(deed) -> list[str]:
        done = []

        def wait() -> None:
            monkeypatch.undo()
            deed()
            done.append("waited")

        monkeypatch.setattr(lifecycle, "_wait_for_turn", wait)
        return done

    return waited_for


def test_an_approval_sees_what_was_approved_while_it_waited(meanwhile):
    older, newer = staged(2023), staged(2024)
    waited = meanwhile(approval_of(newer))
    approval_of(older)()
    assert waited
    assert states() == {"May 2023": "superseded", "May 2024": "live"}


def test_an_approval_is_refused_where_somebody_approved_the_same_while_it_waited(meanwhile):
    release = staged(2024)
    meanwhile(approval_of(release))
    with pytest.raises(lifecycle.ReleaseError, match="is live; only a staged or rolled-back one"):
        approval_of(release)()


def test_a_rollback_sees_what_was_approved_while_it_waited(meanwhile):
    before, live, newest = staged(2022), staged(2023), staged(2024)
    lifecycle.approve([before, live], by="ada", despite_losses=True)
    waited = meanwhile(approval_of(newest))
    lifecycle.rollback(live, by="bob")
    assert waited
    assert states() == {"May 2022": "superseded", "May 2023": "rolled-back", "May 2024": "live"}


def test_a_figure_held_no_longer_since_somebody_waited_is_not_counted_again(at_its_turn):
    release = staged(2024)
    held = release.pay_rows.first()
    release.pay_rows.filter(pk=held.pk).update(held=True)
    waited = at_its_turn(lambda: lifecycle.stop_holding(release, [held.pk]))
    assert lifecycle.stop_holding(release, [held.pk]) == 0
    assert waited

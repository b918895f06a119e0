"""Somebody decides otherwise while an approval is prepared: it goes by what is so when it is shown."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Event

import pytest
from django.db import connections, transaction

from careers.locks import Work, one_at_a_time
from careers.models import Career, CareerChange, Release
from careers.releases import lifecycle, preparing

from ..factories import make_occupation, make_pay, make_release
from .waiting_text import CODES, approve, assert_as_derived_afresh, elsewhere, first, onet, roll_back, stage_text

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staged(on_disk) -> Release:
    return stage_text()


@pytest.fixture
def once_prepared(monkeypatch):
    """Something that somebody else does when a decision is prepared and before it has its turn, so many times."""

    def happens(deed: Callable[[], object], times: int = 1) -> list[str]:
        prepared, done = lifecycle.prepared, []

        @contextmanager
        def prepared_and_done(plan):
            with prepared(plan):
                if len(done) < times:
                    done.append("done")
                    deed()
                yield

        monkeypatch.setattr(lifecycle, "prepared", prepared_and_done)
        return done

    return happens


def newer_pay() -> Release:
    pay = make_release(period="May 2026", as_of=date(2026, 5, 31), state="staged")
    for career in Career.objects.exclude(occupation=None):
        make_pay(release=pay, occupation=career.occupation, annual_median=77_000)
    return pay


def test_a_figure_that_is_held_back_once_the_log_is_prepared_is_not_told(staged, once_prepared):
    pay = newer_pay()
    done = once_prepared(lambda: elsewhere(lambda: pay.pay_rows.update(held=True)))
    approve(pay)
    assert done
    assert not CareerChange.objects.filter(text__contains="77,000").exists()


def test_figures_of_the_site_s_own_that_change_once_the_log_is_prepared_are_told_as_they_are(staged, once_prepared):
    occupation = first().occupation
    own = make_release(period="May 2026", as_of=date(2026, 5, 31), origin="own", state="staged")
    row = make_pay(release=own, occupation=occupation, annual_median=60_000)

    def correct() -> None:
        row.annual_median = 61_000
        row.save()

    done = once_prepared(lambda: elsewhere(correct))
    approve(own)
    assert done
    [change] = CareerChange.objects.filter(period="May 2026")
    assert "$61,000" in change.text


def undo_the_older_one() -> None:
    with transaction.atomic():
        roll_back(Release.objects.get(period="May 2024", data_set="onet"))


def test_what_others_decide_once_it_is_prepared_is_prepared_for_anew(staged, once_prepared):
    done = once_prepared(lambda: elsewhere(undo_the_older_one))
    approve(staged)
    assert done
    states = dict(Release.objects.filter(data_set="onet").values_list("period", "state"))
    assert states == {"May 2024": "rolled-back", "May 2025": "live"}
    assert not CareerChange.objects.filter(period="May 2025", text__contains="changed").exists()
    assert_as_derived_afresh()


def test_where_others_never_stop_deciding_it_is_refused_in_words(staged, once_prepared):
    pay = newer_pay()

    def hold_another() -> None:
        pay.pay_rows.filter(pk=pay.pay_rows.filter(held=False).first().pk).update(held=True)

    make_pay(release=pay, occupation=make_occupation(), annual_median=10_000)
    done = once_prepared(lambda: elsewhere(hold_another), times=3)
    with pytest.raises(lifecycle.ReleaseError, match="Somebody else is changing releases or figures"):
        approve(pay)
    assert len(done) == 3
    assert Release.objects.get(pk=pay.pk).state == "staged"
    assert not CareerChange.objects.filter(period="May 2026").exists()
    approve(pay)
    assert_as_derived_afresh()


def test_while_the_index_is_rebuilt_a_release_of_text_waits_and_is_then_refused_in_words(staged, monkeypatch):
    monkeypatch.setattr(preparing, "PATIENCE", 0.1)
    begun, refused = Event(), Event()

    def rebuild() -> None:
        with one_at_a_time(Work.SEARCH_REBUILD):
            begun.set()
            assert refused.wait(20)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        rebuilt = pool.submit(rebuild)
        assert begun.wait(20)
        try:
            with pytest.raises(lifecycle.ReleaseError, match="or the search index is rebuilt"):
                approve(staged)
            pay = newer_pay()
            approve(pay)
        finally:
            refused.set()
        rebuilt.result()
    assert Release.objects.get(pk=pay.pk).is_live
    assert Release.objects.get(pk=staged.pk).state == "staged"
    approve(staged)
    assert_as_derived_afresh()


def test_two_releases_of_text_are_approved_in_turn(staged):
    newer = onet(2026, CODES)
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(elsewhere, lambda release=release: approve(release)) for release in (staged, newer)]
        for one in done:
            one.result()
    states = dict(Release.objects.filter(data_set="onet").values_list("period", "state"))
    assert states == {"May 2024": "superseded", "May 2025": "superseded", "May 2026": "live"}
    assert_as_derived_afresh()

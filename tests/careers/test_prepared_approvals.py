"""An approval or a rollback is prepared while others go on writing, and then shown whole, with what they wrote."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Event

import pytest
from django.db import connection

from careers.models import Career, Release, SearchEdition, Title
from careers.releases import lifecycle, preparing
from careers.search import index
from careers.search.documents import Document

from ..factories import make_career, make_field, make_occupation, make_pay, make_release
from .search.searching import titles_found
from .waiting_text import (
    CODES,
    approve,
    assert_as_derived_afresh,
    derived,
    elsewhere,
    first,
    roll_back,
    site,
    stage_text,
)

pytestmark = pytest.mark.django_db(transaction=True)
READ_AT_ONCE = 2


class Killed(BaseException):
    """What ends a process at once, for no code to catch."""


@pytest.fixture
def staged(on_disk, monkeypatch) -> Release:
    monkeypatch.setattr(index, "FILLED_AT_ONCE", READ_AT_ONCE)
    return stage_text()


@pytest.fixture
def while_read(monkeypatch):
    """Something that happens after careers were read for the index, and before they are written, for the n-th time."""

    def happens(deed: Callable[[], object], number: int = 1) -> None:
        read, told = preparing.documents_of, iter(range(1, 1_000))

        def read_and_do(*args):
            found = read(*args)
            if next(told) == number:
                deed()
            return found

        monkeypatch.setattr(preparing, "documents_of", read_and_do)

    return happens


def rename() -> None:
    career = first()
    career.title = "Stargazer"
    career.save()


def rename_one_from_onet() -> None:
    career = Career.objects.get(onet_code=CODES[1])
    career.title = "Stargazer"
    career.save()


def add_a_title() -> None:
    Title.objects.create(career=first(), name="Stargazer")


def unpublish() -> None:
    career = first()
    career.status = "draft"
    career.save()


def publish() -> None:
    career = Career.objects.get(title="Dormant")
    career.status = "published"
    career.save()


def delete() -> None:
    first().delete()


def add() -> None:
    make_career(title="Stargazer", field=make_field())


def add_one_of_the_same_code() -> None:
    make_career(title="Stargazer", onet_code=CODES[5], field=make_field())


def add_one_of_the_same_title() -> None:
    make_career(title="Chief E", slug="chief-e", field=make_field())


def move() -> None:
    career = first()
    career.occupation = make_occupation()
    career.save()


DEEDS = [
    *(rename, rename_one_from_onet, add_a_title, unpublish, publish, delete, move),
    *(add, add_one_of_the_same_code, add_one_of_the_same_title),
]


@pytest.mark.parametrize("deed", DEEDS)
def test_what_others_do_while_an_approval_is_prepared_is_neither_held_up_nor_lost(staged, while_read, deed):
    while_read(lambda: elsewhere(deed), number=2)
    approve(staged)
    assert Release.objects.get(pk=staged.pk).is_live
    assert Career.objects.filter(onet_code=CODES[5]).count() == 1
    assert titles_found("ringleader")
    assert_as_derived_afresh()


@pytest.mark.parametrize("deed", [rename, rename_one_from_onet, publish, delete])
def test_what_others_do_while_a_rollback_is_prepared_is_neither_held_up_nor_lost(staged, while_read, deed):
    approve(staged)
    while_read(lambda: elsewhere(deed))
    roll_back(staged)
    assert titles_found("overseer")
    assert_as_derived_afresh()


def test_what_others_save_is_found_at_once_and_afterwards(staged, while_read):
    found = []

    def rename_and_search() -> None:
        elsewhere(rename)
        found.append(titles_found("stargazer"))

    while_read(rename_and_search)
    approve(staged)
    assert found == [["Stargazer"]]
    assert titles_found("stargazer") == ["Stargazer"]


def test_nothing_of_it_is_seen_before_all_of_it_is(staged, while_read):
    before, seen = (site(), derived()), []
    while_read(lambda: seen.append((site(), derived())), number=4)
    approve(staged)
    assert seen == [before]
    assert titles_found("ringleader")


@contextmanager
def killed() -> Iterator[None]:
    with pytest.raises(Killed):
        yield


def die(*args, **kwargs) -> None:
    raise Killed


@pytest.mark.parametrize("moment", [1, 4, "told", "swapped"])
def test_killed_it_leaves_all_as_it_was_and_the_next_one_works(staged, while_read, monkeypatch, moment):
    before = site(), derived()
    with monkeypatch.context() as patch, killed():
        if moment == "told":
            patch.setattr(lifecycle.change_log, "write", die)
        elif moment == "swapped":
            patch.setattr(lifecycle.denormalized, "release_moved", die)
        else:
            while_read(die, moment)
        approve(staged)
    monkeypatch.undo()
    assert (site(), derived()) == before
    if moment == 4:
        index.rebuild()
        assert (site(), derived()) == before
    approve(staged)
    assert_as_derived_afresh()
    assert SearchEdition.objects.get().state == "live"


def test_killed_when_it_is_shown_it_leaves_what_the_next_one_clears(staged, monkeypatch):
    with monkeypatch.context() as patch, killed():
        patch.setattr(index, "clear_replaced", die)
        approve(staged)
    assert Release.objects.get(pk=staged.pk).is_live
    assert_as_derived_afresh()
    roll_back(staged)
    assert_as_derived_afresh()


def test_after_approvals_and_rollbacks_lists_and_search_are_what_is_derived_afresh(staged):
    approve(staged, publish=False)
    assert_as_derived_afresh()
    pay = make_release(period="May 2026", as_of=date(2026, 5, 31), state="staged")
    for career in Career.objects.exclude(occupation=None):
        make_pay(release=pay, occupation=career.occupation, annual_median=70_000)
    # It publishes what the release of text before it has drafted.
    assert approve(pay).published == 2
    assert_as_derived_afresh()
    older = Release.objects.get(period="May 2024", data_set="onet")
    for deed, release in ((roll_back, staged), (approve, staged), (roll_back, older), (roll_back, staged)):
        deed(release)
        assert_as_derived_afresh()
    assert not titles_found("ringleader")


@pytest.fixture
def swapping(monkeypatch):
    """Fails where an approval reads or takes apart texts while others wait for it; the number of its transactions."""
    analyse, wait = Document.analyse, lifecycle._wait_for_turn
    is_swapping, seen = Event(), []

    def analyse_before(document: Document) -> None:
        assert not is_swapping.is_set(), "a text is taken apart while others wait"
        analyse(document)

    def watch(execute, sql, params, many, context):
        if not connection.in_atomic_block:
            is_swapping.clear()
        assert not (is_swapping.is_set() and '"careers_onetprofile"."data"' in sql), sql
        return execute(sql, params, many, context)

    def turn() -> None:
        is_swapping.set()
        seen.append("turn")
        wait()

    monkeypatch.setattr(Document, "analyse", analyse_before)
    monkeypatch.setattr(lifecycle, "_wait_for_turn", turn)
    with connection.execute_wrapper(watch):
        yield seen


def test_while_others_wait_no_text_is_read_or_taken_apart(staged, swapping):
    approve(staged)
    roll_back(staged)
    approve(staged, publish=False)
    assert len(swapping) == 3


def test_while_others_wait_an_approval_asks_as_little_for_many_careers_as_for_few(
    staged, django_assert_max_num_queries
):
    def queries() -> int:
        counted = []

        def count(execute, sql, *rest):
            if connection.in_atomic_block:
                counted.append(sql)
            return execute(sql, *rest)

        pay = make_release(period=f"May {2026 + len(told)}", as_of=date(2026 + len(told), 5, 31), state="staged")
        for career in Career.objects.exclude(occupation=None):
            make_pay(release=pay, occupation=career.occupation, annual_median=70_000)
        with connection.execute_wrapper(count):
            approve(pay)
        told.append(len(counted))
        return len(counted)

    told: list[int] = []
    few = queries()
    for number in range(30):
        make_career(title=f"Many {number}", occupation=make_occupation())
    assert queries() <= few + 2

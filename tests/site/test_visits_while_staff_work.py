"""Visitors of all pages while staff publish, unpublish, approve, roll back, import, delete and restore."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from functools import partial
from threading import Event

import pytest
from django.db import DatabaseError, connections
from django.test import Client

from careers.models import Career, Release, Title
from careers.releases import lifecycle
from careers.search import index

from ..careers.importers.everything import PROJECTIONS, import_data
from ..factories import (
    make_area,
    make_area_pay,
    make_career,
    make_field,
    make_occupation,
    make_onet_profile,
    make_outlook,
    make_pay,
    make_question,
    make_release,
    make_staff,
)

CAREERS = 5
ROUNDS_OF_VISITS = 6
ROUNDS_OF_STAFF = 3
TRIES = 5
SEARCHES = ["/careers/?q=nurse", "/careers/?q=nurse+care&sort=relevance&field=care", "/api/careers/?q=nurse"]
VISITS = [
    [*SEARCHES, "/careers/?sort=pay&pay=40000&c=nurse-1", "/careers/?q=nurze"],
    [*SEARCHES, "/careers/nurse-1/?area=OH", "/careers/compare/?c=nurse-1&c=nurse-2", "/careers/compare/?q=nurse"],
    [*SEARCHES, "/", "/rankings/", "/rankings/highest-paying/", "/fields/care/", "/careers/suggestions/?q=nur"],
    [*SEARCHES, "/sitemap.xml", "/questions/", "/careers/nurse-2/history/", "/careers/a-to-z/", "/sources/"],
]


@pytest.fixture
def careers(on_disk) -> list[int]:
    """Ids of careers with figures, and a newer release of pay that waits."""
    field, state = make_field(slug="care"), make_area(states="OH")
    newer = make_release(period="May 2025", as_of=date(2025, 5, 31), state="staged")
    live = make_release()
    made = []
    for number in range(CAREERS):
        occupation = make_occupation()
        career = make_career(
            slug=f"nurse-{number}",
            title=f"Nurse {chr(65 + number)}",
            field=field,
            occupation=occupation,
            onet_code=f"29-{number:04}.00",
        )
        Title.objects.create(career=career, name="Care Nurse")
        make_question(career=career, status="published", answers=("Yes.",))
        make_pay(release=live, occupation=occupation, annual_median=50_000, annual_p10=40_000, employment=100)
        make_pay(release=newer, occupation=occupation, hourly_median=20, employment=100)
        make_outlook(occupation=occupation, entry_education="bachelor", openings=1_000)
        make_area_pay(occupation=occupation, area=state, annual_median=50_000)
        make_onet_profile(code=career.onet_code)
        made.append(career.pk)
    return made


def visits(client: Client, paths: list[str], staff_are_done: Event) -> Callable[[], list[int]]:
    """Some rounds, and on until staff have done their work."""

    def visit() -> list[int]:
        answers, rounds = [], 0
        while rounds < ROUNDS_OF_VISITS or not staff_are_done.is_set():
            answers += [client.get(path).status_code for path in paths]
            rounds += 1
        return answers

    return visit


def insist(deed: Callable) -> None:
    """Do it as somebody does whom PostgreSQL refused it, because two changes met in one row: press the button again."""
    for _ in range(TRIES):
        with suppress(DatabaseError):
            return deed()
    return deed()


def set_status(careers: list[int], status: str) -> None:
    for career in Career.objects.filter(pk__in=careers):
        career.status = status
        career.save(update_fields=["status", "updated_at"])


def publish_and_unpublish(careers: list[int]) -> None:
    for status in ("draft", "published") * ROUNDS_OF_STAFF:
        insist(partial(set_status, careers, status))


def delete_and_restore(career: int) -> None:
    for _ in range(ROUNDS_OF_STAFF):
        gone = Career.objects.get(pk=career)
        insist(Career.objects.filter(pk=career).delete)
        gone.save(force_insert=True)
        Title.objects.create(career=gone, name="Care Nurse")


def approve_and_roll_back() -> None:
    newer = Release.objects.get(period="May 2025", data_set="oews-national")
    for _ in range(ROUNDS_OF_STAFF):
        insist(partial(lifecycle.approve, [newer], by="ada", despite_losses=True))
        insist(partial(lifecycle.rollback, newer, by="ada"))


def import_and_rebuild() -> None:
    import_data(PROJECTIONS)
    index.rebuild()
    for release in Release.objects.filter(state="staged", data_set="projections"):
        lifecycle.reject(release, by="ada")
    index.rebuild()


def in_thread(work: Callable) -> Callable:
    def run(*arguments):
        try:
            return work(*arguments)
        finally:
            connections.close_all()

    return run


def test_no_visit_fails(careers):
    editor = Client()
    editor.force_login(make_staff())
    preview = f"/preview/careers/{careers[1]}/"
    assert editor.get(preview).status_code == 200
    done = Event()
    with ThreadPoolExecutor(10) as pool:
        visitors = [pool.submit(in_thread(visits(Client(), paths, done))) for paths in VISITS]
        visitors.append(pool.submit(in_thread(visits(editor, [preview], done))))
        staff = [
            pool.submit(in_thread(publish_and_unpublish), careers[1:]),
            pool.submit(in_thread(delete_and_restore), careers[0]),
            pool.submit(in_thread(approve_and_roll_back)),
            pool.submit(in_thread(import_and_rebuild)),
        ]
        for work in staff:
            work.exception()
        done.set()
    for work in (*staff, *visitors):
        work.result()
    assert {status for work in visitors for status in work.result()} <= {200, 404}

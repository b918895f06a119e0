"""Two processes serve pages out of memory while everything changes: nobody gets a page from before the last change.

PAGE_CACHE_STEPS says how many changes: what goes wrong seldom takes 300 to be found.
"""

import os
import random
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from careers.models import Announcement, Career, Pay, Release, SiteWords
from careers.releases import lifecycle
from signups.models import Answer, Question

from ..factories import make_career, make_expert, make_occupation, make_pay, make_question, make_release
from .two_servers import OPENED, Server, two_servers

STEPS = int(os.environ.get("PAGE_CACHE_STEPS", "12"))
# Commits while visitors read as fast as they can.
COMMITS = 2 * STEPS
VISITORS = 3


@dataclass
class Site:
    """What there is, and what may happen to it; `chance` decides."""

    chance: random.Random
    careers: list[Career]
    question: Question
    year: int = 2000

    @property
    def paths(self) -> list[str]:
        first, second = (career.get_absolute_url() for career in self.careers)
        lists = [
            "/",
            "/careers/",
            "/careers/?sort=pay",
            "/careers/?q=smiths",
            "/rankings/highest-paying/",
            "/sitemap.xml",
        ]
        return [first, second, *lists, "/questions/", self.question.get_absolute_url(), "/sources/", "/privacy/"]

    def change(self) -> None:
        changes = [self.edit, self.update, self.by_sql, self.publish, self.announce, self.approve, self.roll_back]
        self.chance.choice([*changes, self.answer, self.rename, self.correct])()

    def word(self) -> str:
        return f"Word {self.chance.randrange(1_000_000)}"

    def edit(self) -> None:
        career = Career.objects.get(pk=self.chance.choice(self.careers).pk)
        career.summary = self.word()
        career.save()

    def update(self) -> None:
        Career.objects.filter(pk=self.chance.choice(self.careers).pk).update(summary=self.word())

    def by_sql(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE careers_career SET summary = %s", [self.word()])

    def publish(self) -> None:
        career = Career.objects.get(pk=self.careers[0].pk)
        career.status = "draft" if career.status == "published" else "published"
        career.save()

    def announce(self) -> None:
        if self.chance.random() < 0.5:
            Announcement.objects.create(text=self.word(), ends_at=timezone.now() + timedelta(hours=1))
        else:
            Announcement.objects.all().delete()

    def approve(self) -> None:
        self.year += 1
        release = make_release(period=f"May {self.year}", as_of=date(self.year, 5, 31), state="staged")
        for career in self.careers:
            pay = self.chance.randrange(20_000, 90_000)
            make_pay(release=release, occupation=career.occupation, annual_median=pay)
        lifecycle.approve([release], by="ada", despite_losses=True)

    def roll_back(self) -> None:
        live = Release.objects.live().filter(data_set="oews-national").first()
        if live is not None:
            with suppress(lifecycle.ReleaseError):
                lifecycle.rollback(live, by="ada", despite_losses=True)

    def correct(self) -> None:
        Pay.objects.filter(release__state="live").update(annual_median=self.chance.randrange(20_000, 90_000))

    def answer(self) -> None:
        Answer.objects.filter(question=self.question).update(text=self.word(), short=self.word())

    def rename(self) -> None:
        words = SiteWords.objects.first() or SiteWords()
        words.name = self.word()
        words.save()


@pytest.fixture
def servers(on_disk, tmp_path, settings) -> Iterator[list[Server]]:
    # The tests' own pages have the addresses of static files as the servers' have.
    settings.DEBUG = True
    with two_servers(on_disk, tmp_path) as started:
        yield started


@pytest.fixture
def changing(servers):
    careers = [make_career(workers="smiths", occupation=make_occupation(), summary="Edition 0.") for _ in range(2)]
    question = make_question(text="Is it loud?", status="published", published_at=timezone.now(), career=careers[1])
    Answer.objects.create(question=question, expert=make_expert(), text="It is.", status="published")
    return Site(random.Random(7), careers, question)


@contextmanager
def reading(read: Callable[[Server], None], servers: list[Server]) -> Iterator[list[BaseException]]:
    """Visitors who `read` again and again; what went wrong for them."""
    wrong: list[BaseException] = []
    is_over = threading.Event()

    def visit(port: int) -> None:
        server = Server(port)
        try:
            while not is_over.is_set():
                read(server)
        except BaseException as error:  # noqa: BLE001
            wrong.append(error)
        finally:
            server.connection.close()

    threads = [threading.Thread(target=visit, args=(one.port,)) for one in servers for _ in range(VISITORS)]
    for one in threads:
        one.start()
    try:
        yield wrong
    finally:
        is_over.set()
        for one in threads:
            one.join()


def test_nobody_gets_a_page_that_is_older_than_the_last_change(servers, changing):
    fresh = Client(HTTP_HOST="localhost")
    for step in range(STEPS):
        changing.change()
        for path in changing.chance.sample(changing.paths, 2):
            now = fresh.get(path)
            wanted = (now.status_code, OPENED.sub(b"", now.content))
            assert [server.get(path) for server in servers] == [wanted, wanted], (step, path)

    committed = 0
    career = changing.careers[1]

    def read(server: Server) -> None:
        at_least = committed
        _, page = server.get(career.get_absolute_url())
        assert int(re.search(rb"Edition (\d+)\.", page)[1]) >= at_least

    Career.objects.filter(pk=career.pk).update(summary="Edition 0.")
    with reading(read, servers) as wrong:
        for edition in range(1, COMMITS + 1):
            Career.objects.filter(pk=career.pk).update(summary=f"Edition {edition}.")
            committed = edition
    assert wrong == []

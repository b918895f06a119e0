"""Visitors' searches read from the replica while it keeps up, and everything else where the site writes."""

import threading
from contextlib import suppress

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, connections
from django.db.backends.utils import CursorWrapper
from django.test.utils import CaptureQueriesContext

from careerinfo.databases import outage, replica
from careers.models import FailedSearch

from ..factories import make_career
from .cached_site import CachedSite
from .test_database_failures import caplog_of

SEARCHES = ["/careers/?q=welder", "/careers/suggestions/?q=weld", "/api/careers/?q=welder", "/questions/?q=welder"]


@pytest.fixture
def second(on_disk, settings, monkeypatch):
    """The site's own database under the name of the replica, which keeps up."""
    make_career(slug="welder", title="Welders")
    settings.DATABASE_ROUTERS = ["careerinfo.databases.replica.Router"]
    # Under its own name, for Django's tests refuse to open another.
    opened = connections["default"].copy()
    monkeypatch.setitem(connections.settings, "replica", opened.settings_dict)
    connections["replica"] = opened
    monkeypatch.setattr(replica, "_keeps_up", lambda: True)
    monkeypatch.setattr(replica, "_watches", [replica.Watch()])
    yield opened
    opened.close()
    del connections["replica"]


def read_from(database, browser, path: str):
    with CaptureQueriesContext(database) as seen:
        response = browser.get(path)
    return response, [query["sql"] for query in seen if "careers_" in query["sql"] or "signups_" in query["sql"]]


@pytest.mark.parametrize("path", SEARCHES)
def test_a_visitors_search_reads_there_and_no_cache_keeps_it(path, second, visitor):
    response, queries = read_from(second, visitor, path)
    assert response.status_code == 200
    assert queries
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/careers/welder/", "/", "/rankings/", "/careers/", "/questions/"])
def test_other_pages_are_read_where_the_site_writes(path, second, visitor):
    response, queries = read_from(second, visitor, path)
    assert queries == []
    assert response.get("Cache-Control", "") != "private, no-store"


def test_the_list_of_careers_stays_kept_for_everybody(second, settings):
    settings.PAGE_CACHE_MB = 8
    site = CachedSite()
    site.get("/careers/")
    assert not site.is_rendered("/careers/")
    assert "public" in site.get("/careers/?utm_source=mail").headers["cache-control"]


def test_the_guard_counts_what_the_replica_takes_and_not_the_rest_of_a_visit(second, visitor, monkeypatch):
    guard, within, between = replica._watches[0].guard, set(), set()
    run = CursorWrapper._execute

    def execute(cursor, *statement):
        if cursor.db is second:
            within.add(len(guard.waiting))
        return run(cursor, *statement)

    def around(execute, *statement):
        between.add(len(guard.waiting))
        return execute(*statement)

    monkeypatch.setattr(CursorWrapper, "_execute", execute)
    with second.execute_wrapper(around):
        visitor.get(SEARCHES[0])
    assert (within, between) == ({1}, {0})


def test_where_it_cannot_be_opened_a_search_is_made_without_it(second, visitor, monkeypatch):
    def fail() -> None:
        opening.append(len(replica._watches[0].guard.waiting))
        raise OperationalError

    opening = []
    monkeypatch.setattr(second, "ensure_connection", fail)
    response, queries = read_from(connection, visitor, SEARCHES[0])
    assert (response.status_code, opening) == (200, [1])
    assert queries
    assert replica._watches[0].is_missed


def test_the_first_searches_of_a_worker_start_one_watch(monkeypatch):
    made, both = [], threading.Barrier(2)

    class Watch(replica.Watch):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)
            # The other one waits for its turn, or would be here by now.
            with suppress(threading.BrokenBarrierError):
                both.wait(0.05)

        def start(self) -> None:
            self.is_alive = lambda: True

    monkeypatch.setattr(replica, "Watch", Watch)
    monkeypatch.setattr(replica, "_watches", [])
    threads = [threading.Thread(target=replica._keeps_up) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(made) == 1


def test_staff_find_what_they_have_just_saved(second, visitor, settings):
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "somebody"
    assert read_from(second, visitor, SEARCHES[0])[1] == []


def test_while_it_does_not_keep_up_searches_read_where_the_site_writes(second, visitor, monkeypatch):
    monkeypatch.setattr(replica, "_keeps_up", lambda: False)
    response, queries = read_from(second, visitor, SEARCHES[0])
    assert queries == []
    assert response.get("Cache-Control", "") != "private, no-store"


def test_what_follows_a_write_is_read_where_it_was_written(second, visitor):
    visitor.get("/careers/?q=gendarme")
    assert FailedSearch.objects.get().words == "gendarme"
    token = replica._reads_there.set(True)
    assert replica.Router().db_for_read(Session) == "replica"
    replica.Router().db_for_write(Session)
    assert replica.Router().db_for_read(Session) == "default"
    replica._reads_there.reset(token)


def test_a_search_that_loses_the_replica_is_made_again_without_it(second, visitor, monkeypatch, caplog):
    def lose(execute, sql, params, many, context):
        raise OperationalError("the replica is gone; welder")

    watch = replica.Watch()
    monkeypatch.setattr(replica, "_watches", [watch])
    monkeypatch.setattr(outage, "_missed_since", [])
    monkeypatch.setattr(replica, "_keeps_up", lambda: not watch.is_missed)
    with caplog_of("careerinfo", caplog), second.execute_wrapper(lose):
        for _ in range(2):
            response = visitor.get(SEARCHES[0])
            assert response.status_code == 200
            assert "Welders" in response.content.decode()
    said = [line for line in caplog.messages if "replica" in line]
    assert len(said) == 1
    assert "welder" not in said[0]


@pytest.fixture
def watch(monkeypatch):
    """With what the two servers answer: what is written, and whether the replica has it."""

    def value(alias: str, sql: str, *values):
        answer = answers[alias]
        if isinstance(answer, Exception):
            raise answer
        asked.append(values)
        return answer

    class Closed:
        def close(self) -> None:
            pass

    answers, asked = {"default": "0/10", "replica": True}, []
    monkeypatch.setattr(replica, "_value", value)
    monkeypatch.setattr(replica, "connections", {"default": Closed(), "replica": Closed()})
    one = replica.Watch()
    monkeypatch.setattr(replica, "_watches", [one])
    monkeypatch.setattr(one, "is_alive", lambda: True)
    one.answers, one.asked = answers, asked
    return one


def test_it_counts_once_it_has_what_was_written_a_moment_ago(watch):
    watch.look()
    assert not replica._keeps_up()
    watch.answers["default"] = "0/20"
    watch.look()
    assert replica._keeps_up()
    assert watch.asked[-1] == ("0/10",)


@pytest.mark.parametrize("answer", [False, None, OperationalError("no route")])
def test_one_that_is_behind_away_or_none_at_all_counts_no_more(answer, watch):
    watch.look()
    watch.look()
    assert replica._keeps_up()
    watch.answers["replica"] = answer
    watch.look()
    assert not replica._keeps_up()
    watch.answers["replica"] = True
    watch.look()
    assert replica._keeps_up()


def test_a_look_that_hangs_counts_no_more_after_a_while(watch, monkeypatch):
    watch.look()
    watch.look()
    monkeypatch.setattr(replica.time, "monotonic", lambda: watch.keeps_up_until + 0.1)
    assert not replica._keeps_up()


def test_without_a_replica_nothing_is_asked_of_one(db, visitor, monkeypatch):
    monkeypatch.setattr(replica, "_keeps_up", lambda: pytest.fail("there is none"))
    assert visitor.get("/careers/?q=welder").status_code == 200
    assert connection.alias == "default"

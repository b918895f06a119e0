"""While the database fails, a visitor gets the page after all, or is told what became of what they sent."""

import logging
import re
from contextlib import contextmanager, suppress
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import InterfaceError, OperationalError, connection, connections, transaction
from django.db.backends.utils import CursorWrapper

from careerinfo.databases import outage
from careerinfo.databases.faults import Fault
from careerinfo.databases.writing import Writing
from signups.models import Question

from ..factories import make_career, question_sent
from .test_busy_database import others_write

WORDS = "zebrafinch counting as a job "
LONG = WORDS * 9
ON_SQLITE_ALONE = "PostgreSQL cannot be told to have no room"


@pytest.fixture(autouse=True)
def no_outage_yet(monkeypatch):
    monkeypatch.setattr(outage, "PATIENCE", 0.0)
    monkeypatch.setattr(outage, "_said_at", {})
    monkeypatch.setattr(outage, "_missed_since", [])


@pytest.fixture
def visitor(visitor):
    visitor.raise_request_exception = False
    return visitor


def lost() -> OperationalError:
    return OperationalError("server closed the connection unexpectedly; zebrafinch")


@contextmanager
def failing(monkeypatch, *, in_statements: str, times: int, error=lost):
    """The first `times` statements of that kind fail, as they do when the connection is lost."""
    left, execute = [times], CursorWrapper._execute

    def maybe(cursor, sql, params, *more):
        if left[0] and sql.startswith(in_statements):
            left[0] -= 1
            raise error()
        return execute(cursor, sql, params, *more)

    with monkeypatch.context() as patch:
        patch.setattr(CursorWrapper, "_execute", maybe)
        yield


@contextmanager
def no_room():
    """SQLite may not make its file larger, as on a full disk, and what it has is full."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        with suppress(OperationalError):
            while True:
                Question.objects.create(text=LONG)
        filled = Question.objects.count()
        yield filled
        cursor.execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def only_to_be_read():
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1" if is_sqlite else "SET default_transaction_read_only = on")
        yield
        cursor.execute("PRAGMA query_only = 0" if is_sqlite else "SET default_transaction_read_only = off")


def kept(response) -> dict[str, str]:
    """What the page would send once more."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', response.content.decode())
    return {unescape(name): unescape(value) for name, value in found}


def ask(visitor, text: str = WORDS, **headers):
    sent = urlencode(question_sent(text))
    headers = {"Sec-Fetch-Site": "same-origin", **headers}
    return visitor.post("/ask/", sent, content_type="application/x-www-form-urlencoded", headers=headers)


def assert_not_stored(response, text_of, fault: Fault) -> None:
    assert response.status_code == 503
    assert "That was not stored" in text_of(response)
    assert fault.says in text_of(response)
    assert response["Retry-After"] == str(fault.seconds)
    assert "no-store" in response["Cache-Control"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_on_a_full_disk_pages_go_on_and_a_question_is_kept_on_the_page_until_there_is_room(on_disk, visitor, text_of):
    if on_disk is None:
        pytest.skip(ON_SQLITE_ALONE)
    make_career(slug="welder")
    with no_room() as filled:
        response = ask(visitor, LONG)
        assert_not_stored(response, text_of, Fault.FULL)
        assert Question.objects.count() == filled
        assert visitor.get("/careers/welder/").status_code == 200
        assert visitor.get("/careers/", {"q": LONG[:100]}).status_code == 200
    assert LONG.strip() in text_of(response)
    visitor.post("/ask/", kept(response))
    assert Question.objects.count() == filled + 1


def test_where_the_database_can_only_be_read_pages_go_on_and_forms_say_so(on_disk, visitor, text_of):
    make_career(slug="welder")
    with only_to_be_read():
        assert_not_stored(ask(visitor), text_of, Fault.READ_ONLY)
        assert visitor.get("/careers/welder/").status_code == 200
        assert visitor.get("/careers/", {"q": "zebrafinch"}).status_code == 200
    assert not Question.objects.exists()


def test_a_form_that_waited_too_long_for_others_says_that_it_was_not_stored(on_disk, visitor, text_of):
    table = "signups_question"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50" if on_disk else "SET lock_timeout = 50")
    with others_write(on_disk) if on_disk else locked(table):
        assert_not_stored(ask(visitor), text_of, Fault.BUSY)
    assert not Question.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 20000" if on_disk else "SET lock_timeout = 0")


@contextmanager
def locked(table: str):
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield
        other.rollback()
    other.close()


@pytest.mark.parametrize("error", [lost, lambda: InterfaceError("the connection is closed")])
def test_a_page_whose_connection_is_lost_is_made_once_more(error, on_disk, visitor, monkeypatch):
    make_career(slug="welder", title="Welders")
    with failing(monkeypatch, in_statements="SELECT", times=1, error=error):
        response = visitor.get("/careers/welder/")
    assert response.status_code == 200
    assert "Welders" in response.content.decode()


def test_a_form_whose_connection_is_lost_before_the_end_is_stored_once(on_disk, visitor, monkeypatch):
    with failing(monkeypatch, in_statements='INSERT INTO "signups_question"', times=1):
        assert ask(visitor).status_code == 200
    assert Question.objects.count() == 1


def test_where_it_was_lost_at_the_end_nobody_is_told_more_than_is_known(on_disk, visitor, monkeypatch, text_of):
    def commit(self) -> None:
        done(self)
        raise lost()

    database = type(connections["default"])
    done = database._commit
    with monkeypatch.context() as patch:
        patch.setattr(database, "_commit", commit)
        response = ask(visitor)
    assert response.status_code == 503
    assert "We don't know whether that was stored" in text_of(response)
    assert kept(response)["text"] == WORDS
    # Done again without being asked to, it would be there twice.
    assert Question.objects.count() == 1


def test_what_was_stored_before_it_was_lost_is_not_stored_a_second_time(on_disk):
    def fail(*statement):
        raise error

    writing, error, of = Writing(), lost(), {"connection": connection}
    with transaction.atomic():
        writing(lambda *statement: None, "INSERT INTO signups_question", (), False, of)
    # No statement passes between the two.
    with suppress(OperationalError), transaction.atomic():
        writing(fail, "INSERT INTO signups_question", (), False, of)
    assert not writing.is_nothing_stored(error)


def test_while_the_database_is_away_pages_say_so_and_the_log_once(on_disk, visitor, monkeypatch, text_of, caplog):
    with caplog_of("careerinfo", caplog), failing(monkeypatch, in_statements="", times=100):
        responses = [visitor.get("/careers/", {"q": "zebrafinch"}) for _ in range(3)]
        for program in ("/api/careers/?q=zebrafinch", "/careers/suggestions/?q=zebrafinch"):
            answer = visitor.get(program)
            assert (answer.status_code, answer["Retry-After"]) == (503, "5")
            assert Fault.AWAY.says in answer.json()["error"]
        said = [line for line in caplog.messages if Fault.AWAY.says in line]
    for response in responses:
        assert (response.status_code, response["Retry-After"]) == (503, "5")
        assert "We can't show this page right now" in text_of(response)
        assert kept(response) == {}
    assert len(said) == 1
    assert "careers:list" in said[0]
    assert "zebrafinch" not in caplog.text


def test_when_it_is_back_the_log_says_so(on_disk, visitor, monkeypatch, caplog):
    with caplog_of("careerinfo", caplog):
        with failing(monkeypatch, in_statements="", times=100):
            visitor.get("/careers/")
        assert visitor.get("/careers/").status_code == 200
        assert visitor.get("/careers/").status_code == 200
    assert len([line for line in caplog.messages if "answers again" in line]) == 1


@contextmanager
def caplog_of(name: str, caplog):
    """What is written to a logger that hands nothing on to pytest's."""
    logger = logging.getLogger(name)
    logger.addHandler(caplog.handler)
    yield
    logger.removeHandler(caplog.handler)


def test_what_fails_outside_of_a_view_is_told_as_well(on_disk, editor, monkeypatch, text_of):
    editor.raise_request_exception = False
    with failing(monkeypatch, in_statements="", times=100):
        response = editor.post("/admin/careers/siteWords/", {"name": "Zebrafinch school"})
    assert response.status_code == 503
    assert "That was not stored" in text_of(response)
    # Staff's forms hold what only they may see, and browsers keep them.
    assert kept(response) == {}


def test_whoever_entered_a_password_enters_it_again(on_disk, visitor, text_of):
    with only_to_be_read():
        response = visitor.post("/admin/login/", {"username": "zebrafinch", "password": "zebrafinch"})
    assert response.status_code == 503
    assert "That did not work" in text_of(response)
    assert "Please go back and enter your password again in a minute." in text_of(response)
    assert "zebrafinch" not in response.content.decode()


def test_nothing_that_another_site_sent_is_shown_to_be_sent_from_here(on_disk, visitor, text_of):
    with only_to_be_read():
        response = visitor.post(
            "/updates/mine/",
            {"email": "zebrafinch@example.org", "opened": "x"},
            headers={"Sec-Fetch-Site": "cross-site"},
        )
    assert "zebrafinch@example.org" not in response.content.decode() or response.status_code != 503

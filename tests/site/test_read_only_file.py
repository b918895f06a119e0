"""Where SQLite cannot make its companions, on a full disk or a read-only one, pages are read from the file alone."""

import sqlite3
import sys

import pytest
from django.db import OperationalError, connection, connections
from django.db.backends.sqlite3 import base

from careerinfo.databases.configured import read_databases
from careerinfo.databases.faults import Fault, fault_of

from ..factories import make_career, question_sent


@pytest.fixture
def alone(on_disk):
    """The database without its companions, which cannot be made any more; what stands in the place of its log."""
    if on_disk is None:
        pytest.skip("of SQLite alone")
    make_career(slug="welder", title="Welders")
    connections["default"].close()
    in_the_way = on_disk.with_name(f"{on_disk.name}-wal")
    in_the_way.mkdir()
    return in_the_way


def test_pages_are_shown_and_forms_say_that_nothing_is_stored(alone, visitor, text_of):
    assert "Welders" in visitor.get("/careers/welder/").content.decode()
    response = visitor.post("/ask/", question_sent("What is it like to count birds as a job?"))
    assert response.status_code == 503
    assert "That was not stored" in text_of(response)


def test_it_is_opened_as_usual_as_soon_as_that_can_be_done(alone, visitor):
    visitor.get("/careers/welder/")
    connection.close_if_unusable_or_obsolete()
    alone.rmdir()
    make_career(slug="actor", title="Actors")
    assert "Actors" in visitor.get("/careers/actor/").content.decode()


def test_what_stands_in_the_log_alone_is_never_left_out(on_disk, monkeypatch):
    if on_disk is None:
        pytest.skip("of SQLite alone")

    def refuse(self, params):
        opened.append(params["database"])
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    opened = []
    monkeypatch.setattr(base.DatabaseWrapper, "get_new_connection", refuse)
    on_disk.with_name(f"{on_disk.name}-wal").write_bytes(b"a page that was committed")
    with pytest.raises(OperationalError):
        connections["default"].copy().ensure_connection()
    assert opened == [str(on_disk)]


@pytest.mark.parametrize("command", ["bin/gunicorn careerinfo.wsgi", "lib/gunicorn/__main__.py", "manage.py send_mail"])
def test_a_site_at_work_begins_no_empty_database_where_its_own_is_gone(command, tmp_path, monkeypatch, on_disk):
    if on_disk is None:
        pytest.skip("of SQLite alone")
    monkeypatch.setattr(sys, "argv", command.split())
    monkeypatch.delenv("DATABASE_URL", raising=False)
    other, folder = connections["default"].copy(), tmp_path / "var"
    folder.mkdir()
    other.settings_dict = {**other.settings_dict, **read_databases(folder)["default"]}
    with pytest.raises(OperationalError) as refused:
        other.ensure_connection()
    assert fault_of(refused.value) is Fault.AWAY
    assert list(folder.iterdir()) == []


def test_a_database_that_is_not_there_is_not_read_as_an_empty_one(tmp_path, on_disk):
    if on_disk is None:
        pytest.skip("of SQLite alone")
    other = connections["default"].copy()
    other.settings_dict = {**other.settings_dict, "NAME": str(tmp_path / "no" / "site.sqlite3")}
    with pytest.raises(OperationalError) as refused:
        other.ensure_connection()
    assert refused.value.__cause__.sqlite_errorcode == sqlite3.SQLITE_CANTOPEN

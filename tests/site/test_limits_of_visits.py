"""A visit may cost the database so much and no more; a command takes as long as it takes."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as site
from django.db import OperationalError, connection, connections, transaction

from careerinfo.databases import visits, wal_reset


@pytest.fixture
def web(monkeypatch, on_disk):
    """A connection of a process that serves pages."""
    given = {**connections.settings["default"]}
    given["OPTIONS"] = {**given["OPTIONS"]}
    monkeypatch.setitem(connections.settings, "default", given)
    monkeypatch.setattr(wal_reset, "keep", lambda database: None)
    monkeypatch.setattr(site, "DATABASE_STATEMENT_SECONDS", 1)
    visits.begin()
    opened = connections["default"].copy()
    opened.settings_dict = {**opened.settings_dict, "OPTIONS": given["OPTIONS"]}
    yield opened
    opened.close()


def test_a_visit_has_limits(web):
    with web.cursor() as cursor:
        if web.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout")
            assert cursor.fetchone()[0] == site.DATABASE_LOCK_SECONDS * 1_000
            return
        names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "application_name")
        shown = [cursor.execute(f"SHOW {name}") and cursor.fetchone()[0] for name in names]
        assert shown == ["1s", "10s", "1s", "careerinfo web"]
        with pytest.raises(OperationalError):
            cursor.execute("SELECT pg_sleep(3)")


def test_a_command_has_none(db):
    if connection.vendor == "sqlite":
        assert site.DATABASES["default"]["OPTIONS"]["timeout"] == 20
        return
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == "0"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"DATABASE_REPLICA_URL": "sqlite:///here"}, "DATABASE_REPLICA_URL names no PostgreSQL server"),
        ({"DATABASE_REPLICA_URL": "postgres://b/c"}, "['default', 'replica'] careerinfo shell"),
        ({"DATABASE_URL": "postgres://a/b?application_name=mine"}, "['default'] mine"),
    ],
)
def test_what_the_settings_make_of_addresses(values, said, tmp_path):
    given = {"DATABASE_URL": "postgres://a/b", "VAR_DIR": str(tmp_path), "SECRET_KEY": "x", "PATH": os.environ["PATH"]}
    script = (
        "from django.conf import settings as s; d = s.DATABASES; "
        "print(sorted(d), d['default']['OPTIONS']['application_name'])"
    )
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", script]
    done = subprocess.run(
        command, cwd=site.BASE_DIR, env={**given, **values}, capture_output=True, text=True, check=False
    )
    assert said in done.stdout + done.stderr

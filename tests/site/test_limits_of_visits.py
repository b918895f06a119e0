"""A visit may cost the database so much and no more; a command takes as long as it takes."""

import pytest
from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection, connections, transaction

from careerinfo.databases import configured, visits, wal_reset


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


@pytest.fixture
def databases(monkeypatch, tmp_path):
    """Those of an environment with these values."""

    def read(**values: str) -> dict[str, dict]:
        for name in ("DATABASE_URL", "DATABASE_REPLICA_URL"):
            monkeypatch.setenv(name, values.get(name, ""))
        return configured.read_databases(tmp_path)

    return read


def test_the_database_knows_commands_by_their_names(databases, monkeypatch):
    monkeypatch.setattr("sys.argv", ["/srv/site/manage.py", "import_data", "--all"])
    options = databases(DATABASE_URL="postgres://a/b?sslmode=require")["default"]["OPTIONS"]
    assert options == {"application_name": "careerinfo import_data", "sslmode": "require"}
    named = databases(DATABASE_URL="postgres://a/b?application_name=ours")["default"]["OPTIONS"]
    assert named["application_name"] == "ours"


def test_a_replica_is_given_up_soon_and_has_to_be_one_of_postgresql(databases):
    read = databases(DATABASE_URL="postgres://a/b", DATABASE_REPLICA_URL="postgres://c/b")
    assert (read["default"]["HOST"], read["replica"]["HOST"]) == ("a", "c")
    assert read["replica"]["OPTIONS"]["connect_timeout"] == 2
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URL names no PostgreSQL server"):
        databases(DATABASE_URL="postgres://a/b", DATABASE_REPLICA_URL="sqlite:///here")

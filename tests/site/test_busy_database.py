"""While the database is busy, a search that finds nothing is still answered at once; only its count is lost."""

import sqlite3
import time
from contextlib import closing, contextmanager

import pytest
from django.db import connection

from careers.models import FailedSearch

WORDS = "gendarme"
# Far below the 20 seconds that any other write waits, far above the wait that a count may cost.
AT_ONCE = 2.0


@contextmanager
def others_write(file):
    """Somebody else's transaction that keeps what a write needs."""
    if file is None:
        other = connection.copy()
        other.set_autocommit(False)
        with closing(other), other.cursor() as cursor:
            cursor.execute("LOCK TABLE careers_deadend IN EXCLUSIVE MODE")
            yield
            other.rollback()
    else:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")


def usual_patience() -> str:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout")
        return str(cursor.fetchone()[0])


@pytest.fixture
def patience_before(on_disk) -> str:
    return usual_patience()


def test_a_search_in_vain_is_answered_at_once_while_somebody_else_writes(on_disk, visitor, caplog, text_of):
    with others_write(on_disk):
        began = time.monotonic()
        response = visitor.get("/careers/", {"q": WORDS})
        assert time.monotonic() - began < AT_ONCE
    assert response.status_code == 200
    assert f"Nothing found for “ {WORDS} ”" in text_of(response)
    assert not FailedSearch.objects.exists()
    assert "was not counted" in caplog.text
    assert WORDS not in caplog.text


def test_afterwards_searches_are_counted_and_writes_are_as_patient_as_before(on_disk, patience_before, visitor):
    with others_write(on_disk):
        visitor.get("/careers/", {"q": WORDS})
    visitor.get("/careers/", {"q": WORDS})
    assert FailedSearch.objects.get(words=WORDS).times == 1
    assert usual_patience() == patience_before

"""Lists and search are derived from what tests make when somebody first reads them: most tests read neither.

Only what fixtures and factories write waits. Before anything else changes careers or their figures, or begins what may
be undone, lists and search are up to date: what the site itself changes, it must derive itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import connection

from careers import denormalized
from careers.models import (
    CareerListing,
    IndexedCareer,
    SearchEdition,
    SearchPassage,
    SearchSpelling,
    SearchWeight,
    SearchWord,
)

DERIVED = [
    model._meta.db_table
    for model in (CareerListing, IndexedCareer, SearchEdition, SearchPassage, SearchSpelling, SearchWeight, SearchWord)
]


@dataclass
class _Test:
    """`changes` is None where there is no test, or one whose rows other connections see."""

    changes: denormalized.Changes | None = None
    is_making: bool = False


_test = _Test()


@contextmanager
def in_a_test() -> Iterator[None]:
    """A test in a transaction, at whose end nobody reads any more what still waits."""
    wrappers = connection.execute_wrappers
    _test.changes = denormalized.Changes()
    wrappers.append(_before_each_query)
    try:
        yield
    finally:
        wrappers.remove(_before_each_query)
        _test.changes = None


@contextmanager
def derived_when_read() -> Iterator[None]:
    """Within it, or within the function that it decorates, rows are made."""
    if _test.changes is None or denormalized._waiting.get() is not None:
        yield
        return
    token = denormalized._waiting.set(_test.changes)
    _test.is_making = True
    try:
        yield
    finally:
        _test.is_making = False
        denormalized._waiting.reset(token)


def _before_each_query(execute: Callable, sql: str, params, many: bool, context: dict):
    if _test.changes and _ends_waiting(str(sql)):
        _derive()
    return execute(sql, params, many, context)


def _ends_waiting(sql: str) -> bool:
    if any(table in sql for table in DERIVED):
        return True
    return not _test.is_making and not sql.startswith("SELECT") and ("careers_" in sql or sql.startswith("SAVEPOINT"))


def _derive() -> None:
    """No test counts these queries as its own."""
    changes = replace(_test.changes)
    _test.changes.__init__()
    wrappers, is_logged = connection.execute_wrappers, connection.force_debug_cursor
    connection.execute_wrappers, connection.force_debug_cursor = [], False
    try:
        changes.derive()
    finally:
        connection.execute_wrappers, connection.force_debug_cursor = wrappers, is_logged

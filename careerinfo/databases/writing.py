"""What a request has had stored so far, so that whoever sent a form can be told when it failed."""

from collections.abc import Callable

from django.contrib.sessions.models import Session

from careers.models import FailedSearch
from signups.models import Tries

from .faults import Fault, fault_of

READING = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET", "SHOW", "PRAGMA", "EXPLAIN")
# Rows that nobody sends: how often something was tried, who is signed in.
BESIDE = tuple(model._meta.db_table for model in (Tries, Session, FailedSearch))


class Writing:
    """Put around each statement of a request by Django's `execute_wrapper`."""

    def __init__(self) -> None:
        # Something was written, whose transaction is not over.
        self.is_open = False
        self.is_stored = False
        # The error that a statement within a transaction failed with: what the transaction wrote is gone.
        self.rolled_back_by: Exception | None = None

    def __call__(self, execute: Callable, sql: str, params, many: bool, context: dict):
        connection = context["connection"]
        if self.is_open and not connection.in_atomic_block:
            self.is_open, self.is_stored = False, True
        is_write = not sql.lstrip().upper().startswith(READING) and not any(table in sql for table in BESIDE)
        try:
            result = execute(sql, params, many, context)
        except Exception as error:
            if connection.in_atomic_block:
                self.rolled_back_by = error
            elif is_write and fault_of(error) is Fault.AWAY:
                # The database may have stored it, and could not say so any more.
                self.is_stored = True
            raise
        if is_write and connection.in_atomic_block:
            self.is_open = True
            # Each time: those of a savepoint that is taken back are forgotten.
            connection.on_commit(self._note_commit)
        elif is_write:
            self.is_stored = True
        return result

    def _note_commit(self) -> None:
        self.is_open, self.is_stored = False, True

    def is_nothing_stored(self, error: Exception) -> bool:
        """Whether that is certain after `error`, which ended the request."""
        if self.is_stored:
            return False
        # Whoever loses the database at the end of a transaction does not know whether it was the end.
        is_over = self.rolled_back_by is error or fault_of(error) is not Fault.AWAY
        return is_over or not self.is_open

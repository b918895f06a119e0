"""The database as it was, put back in a moment. Only SQLite's in memory: to others nothing here applies."""

import sqlite3

from django.contrib.contenttypes.models import ContentType
from django.db import connection


class Snapshot:
    def __init__(self) -> None:
        self._copy: sqlite3.Connection | None = None

    def take(self) -> None:
        if connection.vendor == "sqlite" and connection.is_in_memory_db():
            connection.ensure_connection()
            self._copy = sqlite3.connect(":memory:", check_same_thread=False)
            connection.connection.backup(self._copy)

    def put_back(self) -> bool:
        """Whether it could be."""
        if self._copy is None:
            return False
        connection.ensure_connection()
        self._copy.backup(connection.connection)
        ContentType.objects.clear_cache()
        return True

    def close(self) -> None:
        if self._copy is not None:
            self._copy.close()

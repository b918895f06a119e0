"""Django's own SQLite, whose pages go on where the file can only be read: on a full disk, or a read-only one.

With MUST_EXIST, a file that is gone is not begun anew as an empty one.
"""

import sqlite3
import time
from pathlib import Path
from urllib.parse import quote

from django.db.backends.sqlite3 import base

# What SQLite says where it cannot make the two files that a database in WAL mode has beside it.
WITHOUT_COMPANIONS = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL}
PRIMARY = 0xFF


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict) -> sqlite3.Connection:
        file = Path(str(conn_params["database"]))
        if self.settings_dict.get("MUST_EXIST"):
            conn_params = {**conn_params, "database": f"file:{quote(str(file))}?mode=rw"}
        try:
            return super().get_new_connection(conn_params)
        except sqlite3.OperationalError as error:
            code = (error.sqlite_errorcode or 0) & PRIMARY
            if code not in WITHOUT_COMPANIONS or not _can_be_read_alone(file):
                raise
        self.init_commands = []
        # Whoever reads like this does not see what is written later: the next visit tries to open it as usual.
        self.close_at = time.monotonic()
        return super().get_new_connection({**conn_params, "database": f"file:{quote(str(file))}?mode=ro&immutable=1"})


def _can_be_read_alone(file: Path) -> bool:
    """Whether all that was committed stands in the database itself, and nothing in the log beside it."""
    log = file.with_name(f"{file.name}-wal")
    try:
        return file.stat().st_size > 0 and not (log.is_file() and log.stat().st_size)
    except OSError:
        return False

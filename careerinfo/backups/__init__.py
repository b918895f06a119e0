"""Copies of the database that the site makes while it serves, and the way back from one.

Whatever staff and visitors upload and the site keeps lies in the database. Publishers' files lie beside it only until
they are imported, and can be had from their publishers again.
"""

from datetime import datetime


def last_good() -> datetime | None:
    """When the newest backup was made that is known to be good; None if there never was one."""
    # Read before there are any models.
    from careers.models import BackupRun

    run = BackupRun.last_good()
    return run.started_at if run else None

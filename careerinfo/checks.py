"""What the checks of this site say beyond Django's own."""

import sqlite3
import sys

from django.conf import settings
from django.core.checks import Tags, Warning, register

from .databases import wal_reset
from .private_files import database_file

# Each other command would say the same words again; `prepare` says them once, as a plain line.
SAID_BY = "check"


@register(Tags.security, deploy=True)
def second_step_is_asked_for(app_configs, **kwargs) -> list[Warning]:
    if settings.STAFF_MFA_REQUIRED:
        return []
    return [
        Warning(
            "STAFF_MFA_REQUIRED is off: whoever learns a password of the staff can sign in with it alone.",
            hint="Set STAFF_MFA_REQUIRED=true, or SITE_URL to the https address of the site.",
            id="careerinfo.W001",
        )
    ]


def has_sqlite_with_the_bug() -> bool:
    return database_file(settings.DATABASES["default"]) is not None and wal_reset.is_affected()


@register(Tags.compatibility)
def sqlite_is_sound(app_configs, **kwargs) -> list[Warning]:
    if not has_sqlite_with_the_bug() or sys.argv[1:2] != [SAID_BY]:
        return []
    return [
        Warning(
            f"SQLite {sqlite3.sqlite_version} of this machine can damage a database that several processes write to. "
            "The site keeps clear of that; other programs that write to its database would not.",
            hint="Use SQLite 3.51.3 or later (or 3.50.7, or 3.44.6), or PostgreSQL. Until then no other program should "
            "write to its database. See https://sqlite.org/wal.html#walresetbug",
            id="careerinfo.W002",
        )
    ]

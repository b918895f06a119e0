"""What tells whether the site works. Each is read anew: it is the same in all of the web server's workers."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from signups.models import Delivery, Mailing


@dataclass(frozen=True)
class Disk:
    free: int
    size: int


def database_answers() -> None:
    """Raises the database's own error where it does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


@cache
def _migrations_of_this_code() -> frozenset[tuple[str, str]]:
    """By their files alone: to import them all takes half a second."""
    found = set()
    for app in apps.get_app_configs():
        module, _ = MigrationLoader.migrations_module(app.label)
        folder = Path(app.path) / "migrations"
        if module == f"{app.name}.migrations" and folder.is_dir():
            found |= {(app.label, one.name) for one in iter_modules([str(folder)]) if one.name[0] not in "_~"}
    return frozenset(found)


def migrations_pending() -> int:
    applied = MigrationRecorder.Migration.objects.using(connection.alias).values_list("app", "name")
    return len(_migrations_of_this_code() - set(applied))


def mails_due() -> int:
    return _due_deliveries().count()


def oldest_due_mail() -> datetime | None:
    """Since when the mail that waits longest has been due."""
    queued = Mailing.objects.filter(state=Mailing.State.QUEUED, due_at__lte=timezone.now())
    first = [rows.order_by("due_at").values_list("due_at", flat=True).first() for rows in (queued, _due_deliveries())]
    return min(filter(None, first), default=None)


def _due_deliveries():
    queued = Delivery.objects.filter(state=Delivery.State.QUEUED, mailing__state=Mailing.State.SENDING)
    return queued.filter(due_at__lte=timezone.now())


def disk() -> Disk | None:
    """Of the folder with the site's data; None where it cannot be read."""
    try:
        usage = shutil.disk_usage(settings.VAR_DIR)
    except OSError:
        return None
    return Disk(free=usage.free, size=usage.total)

"""What the first page of the staff pages says of backups, to those who may open accounts."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from careers.desk import Remark
from careers.models import BackupRun

RIGHT = "auth.change_user"


def remark(user) -> Remark | None:
    if not user.has_perm(RIGHT):
        return None
    good, last = BackupRun.last_good(), BackupRun.objects.first()
    failed = f" The last try failed: {last.says}" if last and last.state == BackupRun.State.FAILED else ""
    if good is None:
        says = f"This site has no backup yet. Ask whoever runs the server to run manage.py backup every day.{failed}"
        return Remark(says, is_warning=True)
    made = f"The last good backup was made {_ago(good.started_at)}."
    if good.started_at < timezone.now() - timedelta(days=settings.BACKUP_WARN_DAYS):
        made += " That is too long ago: ask whoever runs the server why manage.py backup has not run."
        return Remark(f"{made}{failed}", is_warning=True)
    return Remark(f"{made}{failed}", is_warning=bool(failed))


def _ago(when: datetime) -> str:
    hours = int((timezone.now() - when).total_seconds() // 3600)
    if hours < 1:
        return "less than an hour ago"
    count, unit = (hours, "hour") if hours < 48 else (hours // 24, "day")
    return f"{count:,} {unit}{'' if count == 1 else 's'} ago"

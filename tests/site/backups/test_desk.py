"""The first page of the staff pages tells administrators when the last good backup was made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careerinfo import backups
from careers.models import BackupRun
from careers.models.backups import REMEMBERED

from ..staff_pages import staff_with
from ..test_desk import desk_of

pytestmark = pytest.mark.django_db
GOOD, FAILED = BackupRun.State.GOOD, BackupRun.State.FAILED


def made(hours: float, state=GOOD, says: str = "") -> None:
    when = timezone.now() - timedelta(hours=hours)
    BackupRun.objects.create(started_at=when, finished_at=when, state=state, says=says)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ([], "This site has no backup yet. Ask whoever runs the server to run manage.py backup every day."),
        ([0.5, 30], "The last good backup was made less than an hour ago."),
        ([1.5], "The last good backup was made 1 hour ago."),
        ([73], "The last good backup was made 3 days ago. That is too long ago"),
    ],
)
def test_administrators_see_how_old_the_last_backup_is(hours, words, text_of):
    for one in hours:
        made(one)
    assert words in desk_of(staff_with("change_user"), text_of)
    assert "backup" not in desk_of(staff_with("change_career"), text_of)


def test_why_the_last_try_failed_is_said_until_one_is_good(text_of):
    made(30)
    made(1, FAILED, "Nothing was backed up: there is no room left on the disk of /srv.")
    staff = staff_with("change_user")
    assert "1 day" in (said := desk_of(staff, text_of)) or "30 hours ago" in said
    assert "The last try failed: Nothing was backed up: there is no room left on the disk of /srv." in said
    made(0)
    assert "failed" not in desk_of(staff, text_of)


def test_the_last_good_one_is_remembered_however_many_fail():
    made(1000)
    for _ in range(REMEMBERED + 1):
        BackupRun.note(started_at=timezone.now(), state=FAILED, says="No")
    assert BackupRun.objects.count() == REMEMBERED + 1
    assert backups.last_good() < timezone.now() - timedelta(hours=999)

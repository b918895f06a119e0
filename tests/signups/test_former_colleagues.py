"""The name of a colleague who was removed stays with what they did for its time, and then goes."""

import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.utils import timezone

from careers.models import Release, Version
from signups import personal_data
from signups.models import Invitation, Removal

from ..factories import make_release, make_staff

pytestmark = pytest.mark.django_db

ADDRESS = "grace@example.org"


def make_colleague():
    grace = make_staff(username="grace", email=ADDRESS, first_name="Grace", last_name="Hopper")
    Version.objects.create(
        kind="careers.career", object_id=1, number=1, name="Baker", by="grace", form=1, document="{}"
    )
    make_release(loaded_by="grace", decided_by="grace", decided_at=timezone.now())
    LogEntry.objects.log_actions(make_staff().pk, [grace], 2, change_message="Changed.")
    return grace


def remove(grace, *, days_ago: int = 0) -> None:
    get_user_model().objects.filter(pk=grace.pk).update(is_active=False)
    Removal.objects.create(account=grace, removed_at=timezone.now() - timedelta(days=days_ago))


def everything() -> str:
    kept = [get_user_model(), Version, LogEntry, Release]
    return str([list(model.objects.values()) for model in kept]).lower()


def test_erasing_somebody_who_was_removed_leaves_a_former_colleague():
    grace = make_colleague()
    personal_data.erase(ADDRESS)
    # One who is still at work keeps the name, by which they sign in.
    assert "grace" in everything()
    get_user_model().objects.filter(pk=grace.pk).update(email=ADDRESS)
    remove(grace)
    personal_data.erase(ADDRESS)
    assert "grace" not in everything()
    assert "hopper" not in everything()
    assert Version.objects.get().by == "former colleague"
    grace.refresh_from_db()
    assert grace.username == f"former-colleague-{grace.pk}"


def test_a_name_goes_by_itself_when_no_version_is_kept_so_long(settings):
    settings.VERSION_RETENTION_DAYS = 100
    grace = make_colleague()
    remove(grace, days_ago=99)
    personal_data.expire()
    assert "grace" in everything()
    Removal.objects.update(removed_at=timezone.now() - timedelta(days=101))
    personal_data.expire()
    assert "grace" not in everything()


def test_an_invitation_is_exported_erased_and_runs_out(settings):
    now = timezone.now()
    settings.SIGN_IN_RETENTION_DAYS = 10
    for number, days in enumerate([0, 11]):
        address = f"{number}{ADDRESS}"
        row = Invitation(
            email=address, name="Grace Hopper", expires_at=now - timedelta(days=days), token_hash=str(number)
        )
        row.save()
    exported = json.dumps(personal_data.export(f"0{ADDRESS}")["invitations"])
    assert "Grace Hopper" in exported
    personal_data.expire()
    assert [row.email for row in Invitation.objects.all()] == [f"0{ADDRESS}"]
    personal_data.erase(f"0{ADDRESS}")
    assert not Invitation.objects.exists()

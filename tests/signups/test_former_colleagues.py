"""The name of a colleague who was removed stays with what they did for its time, and then goes."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.db.models import CharField
from django.test import Client
from django.utils import timezone

from careers.models import AcceptedWarning, Draft, ImportRun, ListAction, Release, SharedLink, Version
from careers.versions import beside
from careers.versions.careers import CAREER
from signups import personal_data
from signups.former_colleagues import NAMED_IN
from signups.models import Invitation, Removal

from ..factories import make_career, make_release, make_staff

pytestmark = pytest.mark.django_db

ADDRESS = "grace@example.org"


def make_colleague():
    grace = make_staff(username="grace", email=ADDRESS, first_name="Grace", last_name="Hopper")
    Version.objects.create(
        kind="careers.career", object_id=1, number=1, name="Baker", by="grace", form=1, document="{}"
    )
    make_release(loaded_by="grace", decided_by="grace", decided_at=timezone.now())
    make_release(state="staged", loaded_by="grace (staff pages)")
    ImportRun.objects.create(state="done", folder="0" * 32, started_by="grace")
    ListAction.objects.create(kind="careers.career", action="publish", says="Publish", count=2, by="grace")
    make_draft()
    LogEntry.objects.log_actions(make_staff().pk, [grace], 2, change_message="Changed.")
    return grace


def make_draft() -> None:
    """Of one career as it is, of another in what is kept since that was deleted."""
    for title in ("Baker", "Carver"):
        career = make_career(title=title, status="draft")
        Draft.objects.create(career=career, form=CAREER.form, author="grace", by="grace", decided_by="grace")
        AcceptedWarning.objects.create(career=career, finding="a", says="Long.", reason="It has to be.", by="grace")
        SharedLink.make(career, by="grace", lasts=timedelta(days=1))
    Version.objects.create(
        kind=CAREER.kind,
        object_id=career.pk,
        number=1,
        name="Carver",
        action="deleted",
        by="ada",
        form=CAREER.form,
        document="{}",
        beside=beside.of(CAREER, [career.pk])[career.pk],
    )
    career.delete()


def remove(grace, *, days_ago: int = 0) -> None:
    get_user_model().objects.filter(pk=grace.pk).update(is_active=False)
    Removal.objects.create(account=grace, removed_at=timezone.now() - timedelta(days=days_ago))


def everything() -> str:
    kept = [get_user_model(), LogEntry, *{model for model, _ in NAMED_IN}]
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
    assert set(Version.objects.values_list("by", flat=True)) == {"ada", "former colleague"}
    assert set(Release.objects.values_list("loaded_by", flat=True)) == {
        "former colleague",
        "former colleague (staff pages)",
    }
    [gone] = json.loads(Version.objects.get(by="ada").beside)["rows"]["draft"]
    assert [gone["fields"][name] for name in ("author", "by", "decided_by")] == ["former colleague"] * 3
    grace.refresh_from_db()
    assert grace.username == f"former-colleague-{grace.pk}"


def test_every_column_that_holds_a_user_name_is_known():
    called = ("by", "author", "user", "user_name", "username", "who")
    found = {
        (model, field.name)
        for app in ("careers", "schools", "signups", "careerinfo")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, CharField) and (field.name in called or field.name.endswith("_by"))
    }
    assert found == set(NAMED_IN)


def test_a_name_that_only_looks_alike_stays():
    remove(make_staff(username="grace", email=ADDRESS))
    make_release(loaded_by="grace2 (staff pages)", decided_by="Grace", decided_at=timezone.now())
    text = json.dumps({"rows": {"draft": [{"id": 1, "fields": {"by": "grace2", "note": "grace"}}]}, "links": {}})
    Version.objects.create(kind="careers.career", object_id=1, number=1, name="B", form=1, document="{}", beside=text)
    personal_data.erase(ADDRESS)
    release, version = Release.objects.get(), Version.objects.get()
    assert (release.loaded_by, release.decided_by, version.beside) == ("grace2 (staff pages)", "Grace", text)


def test_letters_that_are_not_ascii_are_found_in_what_went_with_a_deleted_object():
    remove(make_staff(username="gráce", email=ADDRESS))
    text = json.dumps({"rows": {"draft": [{"id": 1, "fields": {"by": "gráce"}}]}, "links": {}})
    Version.objects.create(kind="careers.career", object_id=1, number=1, name="B", form=1, document="{}", beside=text)
    personal_data.erase(ADDRESS)
    assert '"by":"former colleague"' in Version.objects.get().beside


def test_an_account_that_has_the_name_of_a_former_colleague_already_stops_nothing():
    grace = make_colleague()
    make_staff(username=f"former-colleague-{grace.pk}")
    remove(grace)
    personal_data.erase(ADDRESS)
    grace.refresh_from_db()
    assert grace.username == f"former-colleague-{grace.pk}-2"
    assert "grace" not in everything()


def test_nobody_chooses_such_a_name():
    invitation = Invitation(email=ADDRESS, expires_at=timezone.now() + timedelta(days=1))
    token = invitation.renew()
    invitation.save()
    password = "correct horse battery"
    values = {"token": token, "username": "Former-Colleague-7", "password1": password, "password2": password}
    said = Client().post("/admin/invitation/", values).content.decode()
    assert "User names that begin with “former-colleague-” are kept for accounts that were removed." in said
    assert not get_user_model().objects.exists()


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

"""A colleague who is removed is out at once, and an administrator always stays."""

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connections
from django.test import Client

from careerinfo.colleagues import pages, removing
from careers.models import Career, SharedLink, Version
from signups.models import Removal, SignIn

from ..factories import make_career, make_roles, make_staff
from .form_reader import form_values
from .staff_pages import staff_with
from .test_colleagues import USERS, invite, link_in, send_form
from .test_signing_in import KEY
from .test_staff_login import PASSWORD

pytestmark = pytest.mark.django_db

User = get_user_model()


def test_a_removed_colleague_is_out_at_once_and_what_they_review_goes_to_another(administrator, text_of):
    grace = User.objects.create_user("grace", password=PASSWORD, is_staff=True)
    grace.groups.add(Group.objects.get(name="Editor"))
    heir = User.objects.create_user("heidi", is_staff=True)
    heir.groups.add(Group.objects.get(name="Editor"))
    TOTP.activate(grace, KEY)
    career = make_career(title="Beekeeper", reviewer=grace)
    mine = Client()
    mine.force_login(grace)
    SignIn.objects.filter(user=grace).update(way=SignIn.Way.CODE)
    assert mine.get("/admin/").status_code == 200
    page = f"/admin/auth/user/{grace.pk}/remove/"
    assert page in administrator.get(f"/admin/auth/user/{grace.pk}/change/").content.decode()
    asked = text_of(administrator.get(page))
    assert "grace can no longer sign in, and every session of theirs ends." in asked
    assert "grace reviews 1 career" in asked
    assert "Beekeeper" in asked
    assert administrator.post(page, {"successor": heir.pk}).status_code == 302
    assert mine.get("/admin/").status_code == 302
    assert Client().post("/admin/login/", {"username": "grace", "password": PASSWORD}).status_code == 200
    grace.refresh_from_db()
    assert (grace.is_active, grace.is_staff, grace.groups.count()) == (False, False, 0)
    assert not grace.authenticator_set.exists()
    career.refresh_from_db()
    assert career.reviewer == heir
    newest = Version.objects.of("careers.career", career.pk).first()
    assert (newest.by, json.loads(newest.document)["fields"]["reviewer"]) == ("ada", heir.pk)
    assert "grace is removed already." in text_of(administrator.get(page))


def test_invitations_of_somebody_who_was_removed_open_nothing(administrator):
    invite(administrator)
    superuser = Client()
    superuser.force_login(make_staff())
    superuser.post(f"/admin/auth/user/{administrator.account.pk}/remove/")
    assert send_form(link_in(mail.outbox[0])).status_code == 404


def test_the_last_administrator_stays_whichever_way_it_is_tried(administrator, text_of):
    ada = administrator.account
    assert "You can't remove your own account." in text_of(administrator.get(f"/admin/auth/user/{ada.pk}/remove/"))
    administrator.post(f"/admin/auth/user/{ada.pk}/remove/")
    other = staff_with("change_user", "delete_user", "change_group", "delete_group", "view_user")
    page = f"/admin/auth/user/{ada.pk}/"
    told = other.post(f"{page}remove/")
    assert told.status_code == 409
    assert "after this nobody could invite colleagues or change accounts" in text_of(told)
    form = {"username": "ada", "is_staff": "on", "date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}
    tries = [
        (f"{page}change/", form),
        (f"{page}delete/", {"post": "yes"}),
        (USERS, {"action": "delete_selected", "_selected_action": [ada.pk], "post": "yes"}),
        (f"/admin/auth/group/{Group.objects.get(name='Administrator').pk}/change/", {"name": "Administrator"}),
    ]
    for address, values in tries:
        told = text_of(other.post(address, values, follow=True))
        assert "Nothing was changed: after this nobody could invite" in told
    ada.refresh_from_db()
    assert ada.is_active
    assert ada.has_perms(["auth.add_user", "auth.change_user"])
    # Beside another one the same is done.
    make_staff()
    other.post(f"{page}remove/")
    ada.refresh_from_db()
    assert not ada.is_active


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ("is_active", "You can't switch off your own account."),
        ("is_staff", "You can't take away your own staff status."),
        ("groups", "You can't take away your own rights as an administrator."),
    ],
)
@pytest.mark.parametrize("others", [True, False])
def test_nobody_takes_from_themselves_what_makes_them_an_administrator(others, field, says, administrator, text_of):
    if others:
        make_staff()
    page = f"{USERS}{administrator.account.pk}/change/"
    sent = {**form_values(administrator.get(page)), "last_name": "Lovelace"}
    del sent[field]
    text = text_of(administrator.post(page, sent))
    assert says in text
    assert ("Ask another administrator" if others else "Give another account the role Administrator first") in text
    ada = User.objects.get(pk=administrator.account.pk)
    assert ada.is_active
    assert ada.is_staff
    assert ada.has_perm("auth.change_user")
    # What else they change of themselves is saved.
    administrator.post(page, {**form_values(administrator.get(page)), "last_name": "Lovelace"})
    ada.refresh_from_db()
    assert ada.last_name == "Lovelace"


def test_an_administrator_takes_no_right_from_the_role_that_makes_them_one(administrator, text_of):
    make_staff()
    page = f"/admin/auth/group/{Group.objects.get(name='Administrator').pk}/"
    for address, values in ((f"{page}change/", {"name": "Administrator"}), (f"{page}delete/", {"post": "yes"})):
        told = text_of(administrator.post(address, values, follow=True))
        assert "it would take from you what makes you an administrator" in told
    assert User.objects.get(pk=administrator.account.pk).has_perm("auth.change_user")


def test_the_page_of_somebody_removed_says_so_and_when(administrator, text_of):
    grace = User.objects.create_user("grace", is_staff=True)
    page = f"{USERS}{grace.pk}/"
    assert "Removed as a colleague" not in text_of(administrator.get(f"{page}change/"))
    administrator.post(f"{page}remove/")
    Removal.objects.update(removed_at=datetime(2026, 3, 5, 14, 30, tzinfo=UTC))
    assert "Removed as a colleague on March 5, 2026, 2:30 p.m. UTC." in text_of(administrator.get(f"{page}change/"))
    User.objects.filter(pk=grace.pk).update(is_active=True)
    assert "Removed as a colleague" not in text_of(administrator.get(f"{page}change/"))


@pytest.mark.parametrize("what", ["account", "group", "deletion"])
def test_of_two_who_take_each_others_role_at_once_the_second_is_refused(what, administrator, monkeypatch):
    grace = User.objects.create_user("grace", is_staff=True)
    role = Group.objects.create(name="Second")
    role.permissions.set(Group.objects.get(name="Administrator").permissions.all())
    grace.groups.add(role)
    form = {"username": "grace", "is_staff": "on", "date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}
    address, values = {
        "account": (f"/admin/auth/user/{grace.pk}/change/", form),
        "group": (f"/admin/auth/group/{role.pk}/change/", {"name": "Second"}),
        "deletion": (USERS, {"action": "delete_selected", "_selected_action": [grace.pk], "post": "yes"}),
    }[what]
    lock = pages.lock_administrators

    def wait_for_the_other() -> None:
        # Nothing is written yet, and nobody else waits for it.
        assert grace.groups.exists()
        lock()
        User.objects.filter(pk=administrator.account.pk).update(is_staff=False)

    monkeypatch.setattr(pages, "lock_administrators", wait_for_the_other)
    administrator.post(address, values)
    assert User.objects.get(pk=grace.pk).has_perms(["auth.add_user", "auth.change_user"])


def test_of_two_administrators_who_take_each_others_role_at_once_one_stays(on_disk, transactional_db):
    make_roles()
    role = Group.objects.get(name="Administrator")
    pair = [User.objects.create_user(name, is_staff=True) for name in ("ada", "grace")]
    for one in pair:
        one.groups.add(role)
    start, answers = threading.Barrier(2), []

    def take(who, whose) -> None:
        client = Client()
        client.force_login(who)
        form = {
            "username": whose.username,
            "is_staff": "on",
            "date_joined_0": "2026-01-01",
            "date_joined_1": "00:00:00",
        }
        start.wait()
        answers.append(client.post(f"/admin/auth/user/{whose.pk}/change/", form).status_code)
        connections.close_all()

    threads = [threading.Thread(target=take, args=args) for args in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Whoever came second was refused, or had lost the right by then.
    assert answers in ([302, 302], [302, 403], [403, 302])
    assert role.user_set.count() == 1


def test_links_that_a_removed_colleague_shared_open_no_more(administrator, text_of):
    grace = User.objects.create_user("grace", is_staff=True)
    career, page = make_career(status="draft"), f"/admin/auth/user/{grace.pk}/remove/"
    assert "without signing in open" not in text_of(administrator.get(page))
    _, key = SharedLink.make(career, by="grace", lasts=timedelta(days=7))
    _, others = SharedLink.make(career, by="ada", lasts=timedelta(days=7))
    assert Client().get("/shared/", {"key": key}).status_code == 200
    said = text_of(administrator.get(page))
    assert "1 link of theirs that shows a draft without signing in opens no more." in said
    administrator.post(page)
    assert Client().get("/shared/", {"key": key}).status_code == 404
    assert Client().get("/shared/", {"key": others}).status_code == 200


def test_a_career_given_to_them_while_they_are_removed_goes_to_another_with_a_version(administrator, monkeypatch):
    grace = User.objects.create_user("grace", is_staff=True)
    career = make_career()
    lock = removing.lock_administrators

    def given_meanwhile() -> None:
        lock()
        Career.objects.filter(pk=career.pk).update(reviewer=grace)

    monkeypatch.setattr(removing, "lock_administrators", given_meanwhile)
    administrator.post(f"/admin/auth/user/{grace.pk}/remove/")
    assert Career.objects.get(pk=career.pk).reviewer is None
    newest = Version.objects.of("careers.career", career.pk).first()
    assert newest.note == "Somebody else reviews it from now on."


def test_who_may_not_change_careers_leaves_them_to_nobody(text_of):
    make_staff()
    grace = User.objects.create_user("grace", is_staff=True)
    career = make_career(reviewer=grace)
    staff, page = staff_with("change_user"), f"/admin/auth/user/{grace.pk}/remove/"
    assert "Nobody reviews it after this" in text_of(staff.get(page))
    staff.post(page, {"successor": make_staff().pk})
    assert Career.objects.get(pk=career.pk).reviewer is None

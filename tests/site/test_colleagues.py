"""Colleagues are invited by mail with a role, make their account by the link in it, and are removed."""

import json
import logging
import re
import threading
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connections
from django.test import Client
from django.utils import timezone

from careerinfo.colleagues import pages, removing
from careers.models import Career, SharedLink, Version
from signups.models import Invitation, SignIn

from ..factories import make_career, make_roles, make_staff
from ..mailing import deliver
from .staff_pages import staff_with
from .test_signing_in import KEY
from .test_staff_login import PASSWORD

pytestmark = pytest.mark.django_db

User = get_user_model()
INVITE, USERS = "/admin/auth/user/invite/", "/admin/auth/user/"
ADDRESS = "grace@example.org"
CHOSEN = {"username": "grace", "password1": "correct horse battery", "password2": "correct horse battery"}


@pytest.fixture
def administrator():
    make_roles()
    user = User.objects.create_user("ada", first_name="Ada", last_name="Byron", is_staff=True)
    user.groups.add(Group.objects.get(name="Administrator"))
    client = Client()
    client.force_login(user)
    client.account = user
    return client


def invite(administrator: Client, **values):
    """The page that follows; where an invitation was made, its mail is sent."""
    role = Group.objects.get(name="Editor").pk
    answer = administrator.post(
        INVITE, {"email": ADDRESS, "name": "Grace Hopper", "groups": [role], **values}, follow=True
    )
    deliver()
    return answer


def link_in(message) -> str:
    return re.search(r"http://\S+(/admin/invitation/\?token=[\w-]+)", message.body)[1]


def send_form(link: str, **values):
    page, _, token = link.partition("?token=")
    return Client().post(page, {"token": token, **CHOSEN, **values})


def test_a_colleague_is_invited_chooses_a_password_and_has_the_role(administrator, text_of):
    users = administrator.get(USERS).content.decode()
    assert "Invite a colleague" in users
    said = text_of(invite(administrator))
    assert f"The mail is on its way to {ADDRESS}. Its link works for 7 days." in said
    assert "Sent " in text_of(administrator.get(INVITE))
    [message] = mail.outbox
    assert (message.to, message.subject) == ([ADDRESS], "Your account for the staff pages of Careerinfo")
    [(html, kind)] = message.alternatives
    link = link_in(message)
    assert kind == "text/html"
    assert link in html
    for words in (message.body, html):
        assert "Ada Byron invites you to work on Careerinfo. Your role: " in words
        assert "Editor" in words
    assert link.partition("=")[2] not in str(Invitation.objects.values())
    page = Client().get(link)
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    assert f"For {ADDRESS}. Your role: Editor." in text_of(page)
    # Whatever opens links in mail has made no account.
    assert not User.objects.filter(email=ADDRESS).exists()
    made = send_form(link)
    assert (made.status_code, made.url) == (302, "/admin/login/")
    grace = User.objects.get(username="grace")
    assert (grace.email, grace.get_full_name()) == (ADDRESS, "Grace Hopper")
    assert (grace.is_staff, grace.is_superuser, [str(group) for group in grace.groups.all()]) == (
        True,
        False,
        ["Editor"],
    )
    # Nobody is signed in by it.
    assert not SignIn.objects.filter(user=grace).exists()
    signed_in = Client().post(made.url, {"username": "grace", "password": CHOSEN["password1"]}, follow=True)
    assert signed_in.status_code == 200
    assert "Log out" in text_of(signed_in)


def test_a_link_that_is_used_expired_revoked_replaced_or_made_up_opens_one_page(administrator, text_of):
    links = []
    for name in ("used", "expired", "revoked", "replaced"):
        invite(administrator, email=f"{name}@example.org")
        links.append(link_in(mail.outbox[-1]))
        invitation = Invitation.objects.get(email=f"{name}@example.org")
        if name == "used":
            assert send_form(links[0]).status_code == 302
        elif name == "expired":
            Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        else:
            administrator.post(INVITE, {"again" if name == "replaced" else "revoke": invitation.pk})
            deliver()
    shown = {text_of(Client().get(link)) for link in [*links, "/admin/invitation/?token=made-up", "/admin/invitation/"]}
    assert len(shown) == 1
    assert "This invitation doesn't work" in shown.pop()
    for link in links:
        assert send_form(link, username="mallory").status_code == 404
    assert not User.objects.filter(username="mallory").exists()
    # The newest link works.
    assert send_form(link_in(mail.outbox[-1]), username="heidi").status_code == 302
    # Whoever did not come in time is invited anew.
    invite(administrator, email="expired@example.org")
    assert send_form(link_in(mail.outbox[-1]), username="ivan").status_code == 302


def test_a_bad_password_or_a_taken_name_is_told_and_uses_nothing_up(administrator, text_of):
    invite(administrator)
    link = link_in(mail.outbox[0])
    assert "at least 12 characters" in text_of(send_form(link, password1="short", password2="short"))
    assert "already exists" in text_of(send_form(link, username="ADA"))
    assert "too similar" in text_of(send_form(link, password1="grace@example.org", password2="grace@example.org"))
    assert send_form(link).status_code == 302


def test_an_address_that_a_colleague_or_an_invitation_has_is_told(administrator, text_of):
    User.objects.create_user("bob", email="Bob@Example.org")
    said = text_of(invite(administrator, email="bob@example.org"))
    assert "The account bob has this address already. Change its roles under Users." in said
    invite(administrator)
    assert "This address is invited already." in text_of(invite(administrator, email=ADDRESS.upper()))
    assert Invitation.objects.count() == 1
    said = text_of(invite(administrator, email="x", name="", groups=[]))
    assert "Enter an email address like name@example.org." in said
    assert "Choose one role at least." in said


SEND = "django.core.mail.backends.locmem.EmailBackend.send_messages"


def test_a_mail_server_that_is_away_keeps_the_invitation_on_its_way(administrator, text_of, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError(f"no mail for {ADDRESS}")

    with monkeypatch.context() as broken, caplog.at_level(logging.INFO):
        broken.setattr(SEND, refuse)
        assert "The mail is on its way." in text_of(invite(administrator))
        assert "The mail is on its way." in text_of(administrator.get(INVITE))
    assert "Sending failed (ConnectionRefusedError)" in caplog.text
    assert ADDRESS not in caplog.text
    deliver()
    assert "Sent " in text_of(administrator.get(INVITE))
    assert send_form(link_in(mail.outbox[0])).status_code == 302


def test_a_mail_that_is_refused_is_told_and_can_be_sent_again(administrator, text_of, monkeypatch, caplog):
    class Refused(Exception):
        status_code = 422

    def refuse(*args, **kwargs):
        raise Refused(ADDRESS)

    with monkeypatch.context() as broken:
        broken.setattr(SEND, refuse)
        invite(administrator)
    assert "The mail server refused the mail." in text_of(administrator.get(INVITE))
    said = text_of(administrator.post(INVITE, {"again": Invitation.objects.get().pk}, follow=True))
    assert f"The mail is on its way to {ADDRESS}." in said
    deliver()
    assert send_form(link_in(mail.outbox[0])).status_code == 302
    assert ADDRESS not in caplog.text


def test_an_invitation_that_is_revoked_before_its_mail_is_sent_sends_none(administrator, text_of):
    role = Group.objects.get(name="Editor").pk
    administrator.post(INVITE, {"email": ADDRESS, "name": "Grace Hopper", "groups": [role]})
    assert "The mail is on its way." in text_of(administrator.get(INVITE))
    administrator.post(INVITE, {"revoke": Invitation.objects.get().pk})
    deliver()
    assert mail.outbox == []


def test_sending_twice_before_the_worker_comes_sends_one_mail(administrator):
    role = Group.objects.get(name="Editor").pk
    administrator.post(INVITE, {"email": ADDRESS, "name": "Grace Hopper", "groups": [role]})
    administrator.post(INVITE, {"again": Invitation.objects.get().pk})
    deliver()
    [message] = mail.outbox
    assert send_form(link_in(message)).status_code == 302


def test_only_who_may_add_and_change_accounts_invites():
    make_roles()
    for rights in (["add_user"], ["change_user"], ["view_user"]):
        assert staff_with(*rights).get(INVITE).status_code == 403
        assert staff_with(*rights).post(INVITE, {"email": ADDRESS}).status_code == 403
    assert staff_with("add_user", "change_user").get(INVITE).status_code == 200


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


def test_an_impossible_number_of_an_invitation_is_told(administrator, text_of):
    for number in ("9" * 5000, "9" * 18, "²", "x"):
        said = text_of(administrator.post(INVITE, {"revoke": number}, follow=True))
        assert "That invitation was used or revoked meanwhile." in said


def test_who_may_not_change_careers_leaves_them_to_nobody(text_of):
    make_staff()
    grace = User.objects.create_user("grace", is_staff=True)
    career = make_career(reviewer=grace)
    staff, page = staff_with("change_user"), f"/admin/auth/user/{grace.pk}/remove/"
    assert "Nobody reviews it after this" in text_of(staff.get(page))
    staff.post(page, {"successor": make_staff().pk})
    assert Career.objects.get(pk=career.pk).reviewer is None

"""Colleagues are invited by mail with a role, make their account by the link in it."""

import logging
import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils import timezone

from signups.models import Invitation, SignIn

from ..factories import make_roles
from ..mailing import deliver
from .staff_pages import staff_with

pytestmark = pytest.mark.django_db

User = get_user_model()
INVITE, USERS = "/admin/auth/user/invite/", "/admin/auth/user/"
ADDRESS = "grace@example.org"
CHOSEN = {"username": "grace", "password1": "correct horse battery", "password2": "correct horse battery"}


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
    short = send_form(link, password1="short", password2="short")
    # At the box in which it was typed, not at the one in which it was typed again.
    [row] = [
        row
        for row in re.split(r'<div class="form-row">', short.content.decode())
        if "at least 12 characters" in row and "errorlist" in row
    ]
    assert 'name="password1"' in row
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


def test_an_impossible_number_of_an_invitation_is_told(administrator, text_of):
    for number in ("9" * 5000, "9" * 18, "²", "x"):
        said = text_of(administrator.post(INVITE, {"revoke": number}, follow=True))
        assert "That invitation was used or revoked meanwhile." in said

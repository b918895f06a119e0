"""Experts are invited by mail, make an account by its link, and sign in to their own place and nowhere else."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from signups.models import Expert, Invitation, SignIn

from ..factories import make_expert, make_staff
from ..mailing import deliver
from ..signups.questions.experts_at_work import PLACE, given, page_of, signed_in, with_account
from .staff_pages import staff_with

pytestmark = pytest.mark.django_db

User = get_user_model()
ADDRESS, LOGIN = "grace@example.org", "/admin/login/"
CHOSEN = {"username": "grace", "password1": "correct horse battery", "password2": "correct horse battery"}


@pytest.fixture
def staff() -> Client:
    return staff_with("change_expert", "view_expert", "change_user")


def page_to_invite(expert: Expert) -> str:
    return reverse("admin:signups_expert_invite", args=[expert.pk])


def invite(staff: Client, expert: Expert, email: str = ADDRESS) -> str:
    """The link in the mail."""
    assert staff.post(page_to_invite(expert), {"email": email}).status_code == 302
    deliver()
    return re.search(r"http://\S+(/admin/invitation/\?token=[\w-]+)", mail.outbox[-1].body)[1]


def accept(link: str, **values):
    page, _, token = link.partition("?token=")
    return Client().post(page, {"token": token, **CHOSEN, **values})


def sign_in(name: str, password: str = "a long test password", page: str = LOGIN, **values):
    client = Client()
    answer = client.post(page, {"username": name, "password": password, "next": "/admin/", **values})
    return client, answer


def test_an_expert_is_invited_makes_an_account_and_lands_in_their_place(staff, text_of):
    expert = make_expert(name="Grace Hopper")
    link = invite(staff, expert)
    assert mail.outbox[-1].subject == "Answer questions on Careerinfo"
    assert "Hello Grace Hopper" in mail.outbox[-1].body
    assert f"{ADDRESS} is invited. Sent" in text_of(staff.get(page_to_invite(expert)))
    assert "You answer questions as Grace Hopper." in text_of(Client().get(link))
    made = accept(link)
    account = User.objects.get(username="grace")
    assert (account.is_staff, account.is_superuser, account.get_all_permissions()) == (False, False, set())
    assert Expert.objects.get().account == account
    client, signed = sign_in("grace", CHOSEN["password1"], made.url, next=PLACE)
    assert signed.url == PLACE
    assert client.get(PLACE).url == "/expert/rules/"
    assert SignIn.objects.filter(user=account).count() == 1
    assert "has the account grace" in text_of(staff.get(page_to_invite(expert)))


def test_the_page_of_an_expert_without_an_account_leads_there(staff):
    expert, sample, has_one = make_expert(), make_expert(is_sample=True), with_account()

    def leads_there(client: Client, expert: Expert) -> bool:
        page = client.get(reverse("admin:signups_expert_change", args=[expert.pk]))
        assert page.status_code == 200
        return f'href="{page_to_invite(expert)}"' in page.content.decode()

    assert [leads_there(staff, one) for one in (expert, sample, has_one)] == [True, False, False]
    assert not leads_there(staff_with("view_expert"), expert)
    assert staff_with("add_expert", "change_expert").get(reverse("admin:signups_expert_add")).status_code == 200


def test_whoever_invites_experts_needs_the_right_and_gives_none(staff):
    expert = make_expert()
    for client in (staff_with(), staff_with("view_expert"), staff_with("change_question")):
        assert client.get(page_to_invite(expert)).status_code == 403
        assert client.post(page_to_invite(expert), {"email": ADDRESS}).status_code == 403
    assert Client().post(page_to_invite(expert), {"email": ADDRESS}).url.startswith(LOGIN)
    assert not Invitation.objects.exists()
    # A form with more in it gives no more.
    staff.post(page_to_invite(expert), {"email": ADDRESS, "groups": ["1"], "is_staff": "on"})
    invitation = Invitation.objects.get()
    assert (invitation.expert, invitation.groups.count()) == (expert, 0)


def test_an_earlier_link_stops_working_and_one_makes_one_account(staff):
    expert = make_expert()
    first = invite(staff, expert, "wrong@example.org")
    second = invite(staff, expert)
    assert accept(first).status_code == 404
    assert accept(second).status_code == 302
    assert accept(second, username="mallory").status_code == 404
    assert User.objects.filter(is_staff=False).count() == 1


def test_a_link_makes_no_account_where_the_expert_has_one_by_now_or_is_gone(staff):
    taken, gone = make_expert(), make_expert()
    links = [invite(staff, taken), invite(staff, gone, "heidi@example.org")]
    Expert.objects.filter(pk=taken.pk).update(account=User.objects.create_user("somebody"))
    gone.delete()
    for link in links:
        assert accept(link).status_code == 404
    assert not User.objects.filter(username="grace").exists()


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("no", "Enter an email address like name@example.org"),
        ("twice@example.org", "Several accounts have this address."),
        ("heidi@example.org", "belongs to the expert"),
        ("invited@example.org", "This address is invited already"),
    ],
)
def test_an_address_that_nobody_can_be_invited_by_is_told(staff, text_of, email, says):
    with_account("heidi")
    for name in ("one", "two"):
        User.objects.create_user(name, email="twice@example.org")
    invite(staff, make_expert(), "invited@example.org")
    expert = make_expert()
    answer = staff.post(page_to_invite(expert), {"email": email})
    assert answer.status_code == 422 or says.startswith("This address")
    assert says in text_of(answer)
    assert not Invitation.objects.filter(expert=expert).exists()


def test_a_sample_is_invited_by_nobody(staff, text_of):
    page = page_to_invite(make_expert(is_sample=True))
    assert "no real person" in text_of(staff.get(page))
    assert staff.post(page, {"email": ADDRESS}).status_code == 422
    assert not Invitation.objects.exists()


def test_whoever_has_an_account_with_the_address_gets_no_second_one(staff, text_of):
    expert, reader = make_expert(), User.objects.create_user("ada", email="Ada@example.org")
    refused = staff_with("change_expert", "view_expert").post(page_to_invite(expert), {"email": "ada@example.org"})
    assert refused.status_code == 422
    assert "Only people who may change accounts give it to an expert" in text_of(refused)
    answer = staff.post(page_to_invite(expert), {"email": "ada@example.org"}, follow=True)
    assert "has this address already" in text_of(answer)
    expert.refresh_from_db()
    assert expert.account == reader
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("values", [{"is_superuser": False}, {"is_staff": False}], ids=str)
def test_a_staff_account_is_no_experts(staff, text_of, values):
    expert = make_expert()
    make_staff(username="ada", email="ada@example.org")
    User.objects.filter(username="ada").update(**values)
    answer = staff.post(page_to_invite(expert), {"email": "ada@example.org"})
    assert answer.status_code == 422
    assert "This is the address of a staff account." in text_of(answer)
    expert.refresh_from_db()
    assert expert.account is None


def test_signing_in_leads_an_expert_to_their_place_or_to_the_page_they_asked_for():
    expert = with_account()
    question = given(expert)
    for wanted, leads_to in (
        ("/admin/", PLACE),
        ("", PLACE),
        ("/admin/signups/question/", PLACE),
        ("/preview/careers/1/", PLACE),
        ("https://evil.example/", PLACE),
        (page_of(question), page_of(question)),
        ("/expert/me/my-data.json", PLACE),
        ("/admin/account/", "/admin/account/"),
    ):
        _, answer = sign_in("grace", next=wanted)
        assert (answer.status_code, answer.url) == (302, leads_to), wanted


def test_staff_land_where_they_did_and_who_is_neither_gets_in_nowhere(text_of):
    make_staff(username="ada")
    assert sign_in("ada")[1].url == "/admin/"
    assert sign_in("ada", next=PLACE)[1].url == PLACE
    User.objects.create_user("nobody", password="a long test password")
    refused = sign_in("nobody")[1]
    assert refused.status_code == 200
    assert "don't fit an account" in text_of(refused)


def test_no_page_of_staff_opens_for_an_expert_whatever_rights_their_account_has(rows, text_of):
    expert = with_account()
    expert.account.user_permissions.set(Permission.objects.all())
    grace = signed_in(expert)
    for page in ("/admin/", "/admin/signups/question/", "/admin/nowhere/", "/admin/logout/", "/preview/careers/1/"):
        answer = grace.get(page)
        assert answer.status_code == 403, page
        assert f'href="{PLACE}"' in answer.content.decode()
        assert grace.post(page, {"_save": "yes"}).status_code in (403, 405), page
    assert grace.get(LOGIN).url == PLACE
    assert grace.get("/admin/account/").status_code == 200
    assert "This site asks for a second step" not in text_of(grace.get("/admin/account/"))


def test_an_ended_session_opens_nothing(settings):
    settings.STAFF_MFA_REQUIRED = True
    expert = with_account()
    client, _ = sign_in("grace")
    # A second step is offered to experts, and asked of nobody but staff.
    assert client.get(PLACE).status_code == 200
    SignIn.objects.filter(user=expert.account).end()
    assert client.get(PLACE).url == f"{LOGIN}?next={PLACE}"


def test_wrong_passwords_are_slowed_as_anybodys(text_of):
    with_account()
    answers = [sign_in("grace", "wrong")[1] for _ in range(6)]
    assert answers[-1].status_code == 429
    assert "Too many tries." in text_of(answers[-1])


def test_an_invitation_that_ran_out_or_was_revoked_makes_no_account(staff, administrator):
    expert = make_expert()
    link = invite(staff, expert)
    assert expert.name in administrator.get("/admin/auth/user/invite/").content.decode()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert accept(link).status_code == 404

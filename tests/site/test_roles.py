"""What each role of staff may do: a table of role, page and action, by the groups that a new site has."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.http import HttpResponseForbidden
from django.test import Client
from django.urls import reverse

from careers.models import Career, Draft, Release, Title
from signups.models import Question

from ..factories import make_career, make_release, make_roles
from .form_reader import form_values
from .staff_pages import address, links_in, look_at, outcome, own_pages, pages_of

roles = import_module("signups.migrations.0006_roles")
pytestmark = pytest.mark.django_db
ROLES = ["Editor", "Reviewer", "Figures", "Moderator", "Mailer", "Administrator"]
# For each role in this order: v look at, a add, c change, d delete, . nothing.
PAGES = """
careers.Career        vac  vac  v    v    .    vacd
careers.Field         vac  vac  .    .    .    vacd
careers.Organization  vacd vacd .    .    .    vacd
careers.Credential    vacd vacd .    .    .    vacd
careers.Synonym       vacd vacd .    .    .    vacd
careers.Wish          vacd vacd .    .    .    vacd
careers.NextStep      vacd vacd .    .    .    vacd
careers.PlanSection   vac  vac  .    .    .    vacd
careers.CheckedLink   v    v    .    .    .    v
careers.FailedSearch  vd   vd   .    .    .    vd
careers.PageView      v    v    .    .    .    v
careers.Occupation    v    v    vac  .    .    vacd
careers.Outlook       .    .    vacd .    .    vacd
careers.HomeRegion    .    .    vacd .    .    vacd
careers.SiteWords     .    .    .    .    .    vacd
careers.NavigationLink .    .    .    .    .    vacd
careers.Announcement  vacd vacd .    .    .    vacd
careers.Release       .    .    vac  .    .    vac
careers.ImportRun     .    .    va   .    .    va
schools.School        vac  vac  .    .    .    vacd
schools.Featured      vacd vacd .    .    .    vacd
signups.Question      .    .    .    vacd .    vacd
signups.Expert        .    .    .    vacd .    vacd
signups.DeclineReason .    .    .    vacd .    vacd
signups.HelpLine      .    .    .    vacd .    vacd
signups.AnswerFeedback .   .    .    vd   .    vd
signups.Newsletter    .    .    .    .    vacd vacd
signups.Mailing       .    .    .    .    v    v
signups.Delivery      .    .    .    .    v    v
signups.Subscription  .    .    .    .    vd   vd
auth.User             .    .    .    .    .    vacd
auth.Group            .    .    .    .    .    vacd
"""
# What the pages of each letter are; where somebody may only look, a form has no button that saves.
LETTERS = {"v": "changelist", "a": "add", "c": "change", "d": "delete"}
ACTIONS = {
    "preview": "Editor Reviewer Figures Administrator",
    "preview a form": "Editor Reviewer Administrator",
    "share a preview": "Editor Reviewer Figures Administrator",
    "publish": "Reviewer Administrator",
    "send a draft to review": "Editor Reviewer Administrator",
    "publish a draft": "Reviewer Administrator",
    "approve": "Figures Administrator",
    "roll back": "Figures Administrator",
    "answer a failed search": "Editor Reviewer Administrator",
    "invite a colleague": "Administrator",
    "remove a colleague": "Administrator",
    "see list actions": "Editor Reviewer Figures Moderator Administrator",
    "undo publishing": "Reviewer Administrator",
    "send a newsletter": "Mailer Administrator",
    "stop a mailing": "Mailer Administrator",
    "send a mail again": "Mailer Administrator",
    "unsubscribe": "Mailer Administrator",
    "let mail go again": "Mailer Administrator",
    "export": "Mailer Administrator",
    "import a list": "Mailer Administrator",
    "review a question": "Moderator Administrator",
    "accept a question": "Moderator Administrator",
    "check a credential": "Moderator Administrator",
}
OF_MAIL = ["send a newsletter", "stop a mailing", "send a mail again"]
OF_MAIL += ["unsubscribe", "let mail go again", "export", "import a list"]


@pytest.fixture
def staff_as(monkeypatch):
    """The browser of somebody with this role alone."""
    make_roles()
    monkeypatch.setattr("careerinfo.urls.handler403", lambda request, exception: HttpResponseForbidden())

    def log_in(role: str) -> Client:
        user = get_user_model().objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        return client

    return log_in


def rights_of(role: str) -> Callable[[str, str], bool]:
    """Whether a role has a right for what a letter stands for; without, its page is refused: the test of rights."""
    rights = set(Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename"))
    names = {
        "v": ("view", "change", "publish", "approve", "roll_back"),
        "a": ("add",),
        "c": ("view", "change"),
        "d": ("delete",),
    }

    def may(label: str, letter: str) -> bool:
        app, _, model = label.lower().partition(".")
        return any((app, f"{name}_{model}") in rights for name in names[letter])

    return may


def test_each_role_opens_the_pages_that_the_table_says_and_links_to_no_others(rows, staff_as):
    table = {line.split()[0]: dict(zip(ROLES, line.split()[1:], strict=True)) for line in PAGES.split("\n") if line}
    assert set(table) == {model._meta.label for model in rows}
    pages, found, refused = pages_of(rows), {label: {} for label in table}, {}
    for role in ROLES:
        staff = staff_as(role)
        links = links_in(staff.get(reverse("admin:index")))
        may, seen = rights_of(role), {}
        for label in table:
            letters = {letter: page for letter, page in LETTERS.items() if may(label, letter)}
            answers = {letter: look_at(staff, pages[label, page]) for letter, page in letters.items()}
            seen |= {pages[label, LETTERS[letter]]: answer for letter, answer in answers.items()}
            opened = [letter for letter, answer in answers.items() if outcome(answer) == 200]
            if "c" in opened and 'name="_save"' not in answers["c"].content.decode():
                opened.remove("c")
            found[label][role] = "".join(opened) or "."
            if label in ("careers.Career", "careers.Occupation", "signups.Question") and opened:
                links |= links_in(answers["c"])
        seen |= {link: look_at(staff, link) for link in links - seen.keys()}
        refused[role] = {link for link in links if seen[link].status_code in (302, 403, 404)}
    assert found == table
    assert not any(refused.values()), refused


def test_each_role_does_what_the_table_says(rows, staff_as):
    own, did = own_pages(rows), {name: [] for name in ACTIONS}
    for role in ROLES:
        staff, draft = staff_as(role), make_career(status="draft")
        live = Release.objects.filter(state="live", data_set="soc").first() or make_release("soc", period=f"{role} 1")
        staged = make_release("soc", state="staged", period=f"{role} 2")
        for release in (staged, live):
            release.occupationgroup_rows.get_or_create(code="29-0000", title="Health", level="major")
        review = {one: reverse("admin:careers_release_review", args=[one.pk]) for one in (staged, live)}
        staff.post(address(Career, "changelist"), {"action": "publish", "sure": "yes", "_selected_action": [draft.pk]})
        waiting = make_career(status="draft")
        there = address(Career, "draft", waiting.pk)
        staff.post(there, {**form_values(staff.get(there)), "do": "review"})
        is_sent = Draft.objects.filter(career=waiting).exists()
        staff.post(there, {**form_values(staff.get(there)), "do": "publish"})
        staff.post(review[live], {"decision": "rollback", "sure": "yes", "despite_losses": "on"})
        staff.post(review[staged], {"decision": "approve", "sure": "yes", "despite_losses": "on"})
        for row in (draft, waiting, staged, live):
            row.refresh_from_db()
        done = {
            **_opens(staff, own),
            "preview a form": staff.post(address(Career, "change", draft.pk), {"_preview": "yes"}).status_code == 422,
            "share a preview": staff.post(own["shared links"], {"days": "1"}).status_code == 200,
            "publish": draft.is_published,
            "send a draft to review": is_sent,
            "publish a draft": waiting.is_published,
            "approve": staged.state != Release.State.STAGED,
            "roll back": live.state == Release.State.ROLLED_BACK,
            "accept a question": _accepts(staff, own),
            "check a credential": staff.get(own["check a credential"]).status_code == 405,
        }
        for name, is_done in done.items():
            did[name] += [role] * is_done
    assert did == {name: roles.split() for name, roles in ACTIONS.items()}


def _opens(staff: Client, own: dict[str, str]) -> dict[str, bool]:
    pages = {
        "answer a failed search": "answer",
        "invite a colleague": "invite",
        "remove a colleague": "remove",
        "see list actions": "list actions",
        "undo publishing": "undo",
    }
    pages |= {name: name for name in ["preview", "review a question", *OF_MAIL]}
    return {name: staff.get(own[page]).status_code == 200 for name, page in pages.items()}


def _accepts(staff: Client, own: dict[str, str]) -> bool:
    Question.objects.update(status="received", claimed_by=None)
    staff.post(own["claim a question"])
    values = form_values(staff.get(own["review a question"]))
    staff.post(own["accept a question"], {"seen": values.get("seen", "")})
    return Question.objects.get().status == "accepted"


def test_a_group_of_that_name_that_staff_made_stays_as_it_is(capsys):
    Group.objects.all().delete()
    Group.objects.create(name="Editor")
    roles.add_roles(apps, None)
    assert not Group.objects.get(name="Editor").permissions.exists()
    assert "There is a group Editor already, which stays as it is." in capsys.readouterr().out
    assert Group.objects.get(name="Reviewer").permissions.filter(codename="publish_career").exists()


def test_an_administrator_makes_nobody_more_than_that_and_takes_no_superusers_account(staff_as):
    owner, colleague = get_user_model().objects.create_superuser("ada"), get_user_model().objects.create_user("grace")
    administrator = staff_as("Administrator")
    page = address(get_user_model(), "change", colleague.pk)
    administrator.post(page, {**form_values(administrator.get(page)), "is_staff": "on", "is_superuser": "on"})
    colleague.refresh_from_db()
    assert (colleague.is_staff, colleague.is_superuser) == (True, False)
    for taken in ("change", "delete"):
        assert administrator.post(address(get_user_model(), taken, owner.pk), {"post": "yes"}).status_code == 403
    assert administrator.get(f"/admin/auth/user/{owner.pk}/password/").status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [owner.pk], "post": "yes"}
    administrator.post(address(get_user_model(), "changelist"), chosen)
    assert get_user_model().objects.filter(is_superuser=True).get() == owner


def test_an_editor_answers_a_failed_search(rows, staff_as):
    career = make_career(title="Lizard keeper")
    staff_as("Editor").post(own_pages(rows)["answer"], {"career": career.pk})
    assert Title.objects.get(career=career).name == "dragon tamer"

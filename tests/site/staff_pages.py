"""A row of each model that staff have pages for, the addresses of those pages, and staff who may do certain things."""

import re

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careers.models import (
    Announcement,
    Career,
    CheckedLink,
    Credential,
    FailedSearch,
    HomeRegion,
    ImportRun,
    ListAction,
    NavigationLink,
    NextStep,
    Organization,
    PageView,
    PlanSection,
    Release,
    SiteWords,
    Synonym,
    Task,
    Wish,
)
from schools.models import Featured
from signups.mail import standing
from signups.models import (
    AnswerFeedback,
    DeclineReason,
    Delivery,
    Expert,
    HelpLine,
    Mailing,
    Newsletter,
    Question,
    Subscription,
)

from ..factories import (
    make_career,
    make_expert,
    make_newsletter,
    make_occupation,
    make_outlook,
    make_question,
    make_release,
    make_school,
    make_shipped_rows,
)

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
LOGIN = "login"


def make_rows() -> dict:
    """One row of each model that staff have pages for: {model: row}."""
    make_shipped_rows()
    career = make_career(title="Beekeeper", slug="beekeeper", status="draft", occupation=make_occupation())
    Task.objects.create(career=career, text="Open the hive", order=1)
    make_outlook(occupation=career.occupation)
    own = make_release("projections", origin="own", title="Jobs of beekeepers", publisher="Bee Board")
    outlook = make_outlook(occupation=career.occupation, release=own)
    question = make_question(career=career)
    organization = Organization.objects.create(name="Board of Bees")
    school = make_school(featured=True)
    made = [
        career,
        career.field,
        career.occupation,
        outlook,
        question,
        organization,
        school,
        Featured.objects.get(),
        make_release(state="staged", period="May 2025"),
        make_expert(credential="Bee license"),
        DeclineReason.objects.first(),
        Credential.objects.create(name="License", organization=organization),
        Synonym.objects.first(),
        Wish.objects.first(),
        NextStep.objects.first(),
        PlanSection.objects.first(),
        HomeRegion.objects.create(state="OH"),
        SiteWords.objects.create(name="Bee careers"),
        NavigationLink.objects.first(),
        Announcement.objects.create(text="The bees are back."),
        HelpLine.objects.first(),
        AnswerFeedback.objects.create(question=question, is_helpful=False, text="The pay is old."),
        *_made_by_the_site_and_accounts(),
    ]
    found = {type(row): row for row in made}
    assert set(found) == set(MODELS), "A model has staff pages and no row here."
    return found


def _made_by_the_site_and_accounts() -> list:
    return [
        FailedSearch.objects.create(words="dragon tamer"),
        CheckedLink.objects.create(url="https://bees.example/"),
        PageView.objects.create(page="/careers/beekeeper/", day=timezone.localdate(), count=7),
        ImportRun.objects.create(state="done", folder="0" * 32, started_by="ada"),
        *_of_mail(),
        Group.objects.create(name="Editors"),
        get_user_model().objects.create_user("somebody"),
    ]


def _of_mail() -> list:
    mailing = Mailing.objects.create(kind="newsletter", state="sending")
    ada = Subscription.objects.create(email="ada@example.org")
    standing.note("permanent", ada.email, said="550 5.1.1 no such mailbox")
    delivery = Delivery.objects.create(mailing=mailing, subscription=ada, state="unknown")
    return [mailing, ada, delivery, Newsletter.objects.create(subject="Bees", slug="bees", text="They fly.")]


def staff_with(*codenames: str, is_staff: bool = True) -> Client:
    """The browser of somebody who has these permissions."""
    user = get_user_model().objects.create_user(f"staff{get_user_model().objects.count()}", is_staff=is_staff)
    permissions = Permission.objects.filter(codename__in=codenames)
    assert {permission.codename for permission in permissions} == set(codenames)
    user.user_permissions.set(permissions)
    client = Client()
    client.force_login(user)
    return client


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def outcome(response) -> int | str:
    is_login = response.status_code == 302 and response.url.startswith("/admin/login/")
    return LOGIN if is_login else response.status_code


def look_at(staff: Client, page: str):
    """Of the site's words there is one row: their list, and what would add another, lead on to its form."""
    return staff.get(page, follow=page.startswith("/admin/careers/sitewords/"))


def links_in(response) -> set[str]:
    """Where the links of a staff page's own content lead on this site; of a list's orders and filters, one each."""
    html = response.content.decode().partition('id="content"')[2].partition('id="footer"')[0]
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*|[?][^"#]*)"', html)}
    path = response.request["PATH_INFO"]
    links = {path + link if link.startswith("?") else link for link in links}
    return set({re.sub(r"=[^&]*", "", link): link for link in links}.values())


def pages_of(rows: dict) -> dict[tuple[str, str], str]:
    """{(model, page): its address}: the five pages of every model."""
    return {
        (model._meta.label, page): address(model, page, *args)
        for model, row in rows.items()
        for page, args in (
            ("changelist", []),
            ("add", []),
            ("change", [row.pk]),
            ("history", [row.pk]),
            ("delete", [row.pk]),
        )
    }


def _list_action() -> ListAction:
    return ListAction.objects.create(
        kind="careers.career", action="unpublish", says="Turn selected careers back into drafts", count=1, by="ada"
    )


def own_pages(rows: dict) -> dict[str, str]:
    """The pages that Django's admin does not have by itself."""
    career, release, failed_search = rows[Career], rows[Release], rows[FailedSearch]
    return {
        "preview": f"/preview/careers/{career.pk}/",
        "draft": reverse("admin:careers_career_draft", args=[career.pk]),
        "history of the draft": reverse("admin:careers_draft_history", args=[career.pk]),
        "discarded drafts": reverse("admin:careers_draft_deleted"),
        "widths": reverse("careers:preview-widths", args=[career.pk]),
        "shared links": reverse("admin:careers_career_shared", args=[career.pk]),
        "review": reverse("admin:careers_release_review", args=[release.pk]),
        "answer": reverse("admin:careers_failedsearch_answer", args=[failed_search.pk]),
        "list actions": reverse("admin:careers_career_list_actions"),
        "undo": reverse("admin:careers_career_undo", args=[_list_action().pk]),
        "sign-ins": reverse("admin:auth_user_sign_ins", args=[rows[get_user_model()].pk]),
        "invite": reverse("admin:auth_user_invite"),
        "invite an expert": reverse("admin:signups_expert_invite", args=[rows[Expert].pk]),
        "remove": reverse("admin:auth_user_remove", args=[rows[get_user_model()].pk]),
        **_pages_of_mail(rows),
        **_pages_of_questions(rows),
    }


def _pages_of_mail(rows: dict) -> dict[str, str]:
    of, queued = "admin:signups_", make_newsletter(state="queued")
    return {
        "preview a newsletter": reverse(f"{of}newsletter_preview"),
        "test a newsletter": reverse(f"{of}newsletter_test", args=[rows[Newsletter].pk]),
        "send a newsletter": reverse(f"{of}newsletter_send", args=[rows[Newsletter].pk]),
        "take a newsletter back": reverse(f"{of}newsletter_decide", args=[queued.pk, "take-back"]),
        "copy a newsletter": reverse(f"{of}newsletter_decide", args=[queued.pk, "copy"]),
        "stop a mailing": reverse(f"{of}mailing_decide", args=[rows[Mailing].pk, "stop"]),
        "send a mail again": reverse(f"{of}delivery_decide", args=[rows[Delivery].pk, "send-again"]),
        "growth": reverse(f"{of}subscription_growth"),
        "export": reverse(f"{of}subscription_export"),
        "import a list": reverse(f"{of}subscription_import"),
        "unsubscribe": reverse(f"{of}subscription_unsubscribe", args=[rows[Subscription].pk]),
        "let mail go again": reverse(f"{of}subscription_let_mail_go", args=[rows[Subscription].pk]),
    }


def _pages_of_questions(rows: dict) -> dict[str, str]:
    of, question = "admin:signups_question_", rows[Question].pk
    return {
        "review a question": reverse(f"{of}review", args=[question]),
        "claim a question": reverse(f"{of}claim", args=[question]),
        "let a question go": reverse(f"{of}release_claim", args=[question]),
        "accept a question": reverse(f"{of}step", args=[question, "accept"]),
        "check a credential": reverse("admin:signups_expert_verify", args=[rows[Expert].pk]),
    }

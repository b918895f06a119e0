"""Who may do what: a table of permission, address and method; visitors, users, and staff with one permission each."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from careers.models import (
    Career,
    Credential,
    FailedSearch,
    HomeRegion,
    NextStep,
    Organization,
    Outlook,
    PlanSection,
    Release,
    ReleaseFile,
    Synonym,
    Task,
    Title,
    Wish,
)
from schools.models import Featured
from signups.models import Question, Subscription

from ..factories import (
    make_career,
    make_expert,
    make_field,
    make_occupation,
    make_onet_profile,
    make_outlook,
    make_question,
    make_release,
    make_school,
    make_shipped_rows,
)
from .form_reader import form_values

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
LOGIN = "login"


@pytest.fixture
def rows() -> dict:
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
        make_expert(),
        Credential.objects.create(name="License", organization=organization),
        Synonym.objects.first(),
        Wish.objects.first(),
        NextStep.objects.first(),
        PlanSection.objects.first(),
        HomeRegion.objects.create(state="OH"),
        FailedSearch.objects.create(words="dragon tamer"),
        Subscription.objects.create(email="ada@example.org"),
        Group.objects.create(name="Editors"),
        get_user_model().objects.create_user("somebody"),
    ]
    found = {type(row): row for row in made}
    assert set(found) == set(MODELS), "A model has staff pages and no row here."
    return found


@pytest.fixture
def staff_with():
    def log_in(*codenames: str, is_staff: bool = True) -> Client:
        user = get_user_model().objects.create_user(f"staff{get_user_model().objects.count()}", is_staff=is_staff)
        permissions = Permission.objects.filter(codename__in=codenames)
        assert {permission.codename for permission in permissions} == set(codenames)
        user.user_permissions.set(permissions)
        client = Client()
        client.force_login(user)
        return client

    return log_in


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def outcome(response) -> int | str:
    is_login = response.status_code == 302 and response.url.startswith("/admin/login/")
    return LOGIN if is_login else response.status_code


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


def own_pages(rows: dict) -> dict[str, str]:
    """The pages that Django's admin does not have by itself."""
    career, release, failed_search = rows[Career], rows[Release], rows[FailedSearch]
    return {
        "preview": f"/preview/careers/{career.pk}/",
        "review": reverse("admin:careers_release_review", args=[release.pk]),
        "answer": reverse("admin:careers_failedsearch_answer", args=[failed_search.pk]),
        "sign-ins": reverse("admin:auth_user_sign_ins", args=[rows[get_user_model()].pk]),
    }


def test_nobody_opens_a_page_of_staff(rows, visitor):
    for page in [*pages_of(rows).values(), *own_pages(rows).values()]:
        assert outcome(visitor.get(page)) == LOGIN, page
        assert outcome(visitor.post(page, {"decision": "approve", "sure": "yes"})) in (LOGIN, 405), page


def test_a_user_who_is_not_staff_opens_none_whatever_rights_there_are(rows, staff_with):
    rights = Permission.objects.filter(content_type__app_label__in=["careers", "schools", "signups", "auth"])
    user = staff_with(*{permission.codename for permission in rights}, is_staff=False)
    for page in [*pages_of(rows).values(), *own_pages(rows).values()]:
        assert outcome(user.get(page)) == LOGIN, page
        assert outcome(user.post(page, {"decision": "approve", "sure": "yes"})) in (LOGIN, 405), page


def test_staff_without_a_right_open_nothing_but_the_start(rows, staff_with):
    staff = staff_with()
    assert staff.get("/admin/").status_code == 200
    for page in [*pages_of(rows).values(), *own_pages(rows).values()]:
        assert outcome(staff.get(page)) == 403, page
        assert outcome(staff.post(page, {"decision": "approve", "sure": "yes"})) in (403, 405), page


# What each right opens of its model's pages. Who may change may look; who decides must see what about.
OPENS = {
    "view": {"changelist", "change", "history"},
    "change": {"changelist", "change", "history"},
    "add": {"add"},
    "delete": {"delete"},
    "publish": {"changelist", "change", "history"},
    "preview": set(),
    "approve": {"changelist", "change", "history"},
    "roll_back": {"changelist", "change", "history"},
}
# Searches that found nothing are neither typed in nor edited, and releases are not deleted by hand.
NEVER = {("careers.FailedSearch", "add"), ("careers.Release", "delete")}


def single_rights() -> list:
    return [
        pytest.param(model, right, id=f"{right}_{model._meta.model_name}")
        for model in MODELS
        for right in ("view", "change", "add", "delete")
    ] + [
        pytest.param(Career, "publish", id="publish_career"),
        pytest.param(Career, "preview", id="preview_career"),
        pytest.param(Release, "approve", id="approve_release"),
        pytest.param(Release, "roll_back", id="roll_back_release"),
    ]


@pytest.mark.parametrize(("model", "right"), single_rights())
def test_a_right_alone_opens_its_own_pages_and_no_others(model, right, rows, staff_with):
    staff = staff_with(f"{right}_{model._meta.model_name}")
    pages = pages_of(rows)
    asked = {key for key in pages if key[0] == model._meta.label or key[1] == "changelist"}
    opened = {key for key in asked if outcome(staff.get(pages[key])) == 200}
    expected = {(model._meta.label, page) for page in OPENS[right]} - NEVER
    if (model, right) == (get_user_model(), "add"):
        # Django asks for both: whoever could add alone could make a superuser.
        expected = set()
    assert opened == expected
    own = {name for name, page in own_pages(rows).items() if outcome(staff.get(page)) == 200}
    assert own == {
        ("Career", "preview"): {"preview"},
        ("Release", "view"): {"review"},
        ("Release", "change"): {"review"},
        ("Release", "approve"): {"review"},
        ("Release", "roll_back"): {"review"},
        ("User", "change"): {"sign-ins"},
    }.get((model.__name__, right), set())


@pytest.mark.parametrize(("model", "right"), single_rights())
def test_every_link_that_a_right_shows_can_be_opened(model, right, rows, staff_with):
    rows[Career].onet_code = "45-2093.00"
    rows[Career].save()
    staff = staff_with(f"{right}_{model._meta.model_name}")
    pages = [page for (label, _), page in pages_of(rows).items() if label == model._meta.label]
    opened = {page for page in [*pages, *own_pages(rows).values()] if staff.get(page).status_code == 200}
    for page in sorted(opened | {reverse("admin:index")}):
        html = staff.get(page).content.decode().partition('id="content"')[2].partition('id="footer"')[0]
        links = sorted(set(re.findall(r'href="(/[^"#]*)"', html)))[:40]
        refused = {link for link in links if staff.get(link.replace("&amp;", "&")).status_code in (403, 302, 404)}
        assert refused == set(), page


DECISIONS = {
    "approve": ("staged", "live", "approve_release"),
    "reject": ("staged", "rejected", "approve_release"),
    "rollback": ("live", "rolled-back", "roll_back_release"),
}
RELEASE_RIGHTS = ["view_release", "change_release", "add_release", "approve_release", "roll_back_release"]


@pytest.mark.parametrize("right", [*RELEASE_RIGHTS, "change_career", "publish_career"])
@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_about_a_release_asks_for_its_own_right(decision, right, staff_with):
    state, decided, needed = DECISIONS[decision]
    release = make_release("soc", state=state)
    release.occupationgroup_rows.create(code="29-0000", title="Health", level="major")
    page = reverse("admin:careers_release_review", args=[release.pk])
    staff = staff_with(right)
    asked = staff.post(page, {"decision": decision})
    done = staff.post(page, {"decision": decision, "sure": "yes"})
    release.refresh_from_db()
    may = right == needed
    assert (asked.status_code, done.status_code) == ((200, 302) if may else (403, 403))
    assert release.state == (decided if may else state)


@pytest.mark.parametrize("right", RELEASE_RIGHTS)
@pytest.mark.parametrize("decision", ["hold", "stop-holding"])
def test_holding_a_figure_back_asks_for_the_right_to_approve(decision, right, staff_with, staged):
    row = staged.pay_rows.get()
    staged.pay_rows.update(held=decision == "stop-holding")
    page = reverse("admin:careers_release_review", args=[staged.pk])
    response = staff_with(right).post(page, {"decision": decision, "held": [row.pk], "stop_holding": [row.pk]})
    row.refresh_from_db()
    may = right == "approve_release"
    assert response.status_code == (302 if may else 403)
    assert row.held == ((decision == "hold") is may)


def test_an_approval_publishes_careers_only_for_those_who_may_publish(staff_with, text_of):
    release = make_release("onet", state="staged")
    make_onet_profile(release=release, code="11-1011.00", title="Chiefs")
    page = reverse("admin:careers_release_review", args=[release.pk])
    values = {"decision": "approve", "sure": "yes", "publish": "on"}
    approver = staff_with("approve_release")
    assert 'name="publish"' not in approver.get(page).content.decode()
    refused = approver.post(page, values)
    assert refused.status_code == 403
    assert "You may approve the release, but not publish careers." in text_of(refused)
    assert Release.objects.get().state == "staged"
    both = staff_with("approve_release", "publish_career")
    assert 'name="publish"' in both.get(page).content.decode()
    assert both.post(page, values).status_code == 302
    assert Career.objects.published().get().title == "Chief"


def test_who_may_not_decide_is_told_who_may(staff_with, staged, live, text_of):
    get_user_model().objects.create_superuser("ada")
    reader = staff_with("view_release")
    waiting = reader.get(reverse("admin:careers_release_review", args=[staged.pk]))
    assert "People who can approve or reject it: ada." in text_of(waiting)
    assert "Hold back" not in text_of(waiting)
    shown = reader.get(reverse("admin:careers_release_review", args=[live.pk]))
    assert "People who can roll it back: ada." in text_of(shown)
    assert "<button" not in shown.content.decode().partition('id="content"')[2]


@pytest.mark.parametrize("right", ["view_career", "change_career", "add_career", "publish_career", "preview_career"])
@pytest.mark.parametrize(("action", "status"), [("publish", "published"), ("unpublish", "draft")])
def test_publishing_from_the_list_asks_for_its_own_right(action, status, right, staff_with):
    career = make_career(status="draft" if action == "publish" else "published")
    before = career.status
    staff = staff_with(right)
    staff.post(address(Career, "changelist"), {"action": action, "_selected_action": [career.pk]})
    career.refresh_from_db()
    assert career.status == (status if right == "publish_career" else before)


def test_who_may_only_edit_careers_sees_no_choice_of_status_and_who_has_it(staff_with, text_of):
    get_user_model().objects.create_superuser("ada")
    career = make_career(status="draft")
    page = address(Career, "change", career.pk)
    editor = staff_with("change_career")
    form = editor.get(page)
    assert 'name="status"' not in form.content.decode()
    assert "You may edit it, but not publish or unpublish it. People who can: ada." in text_of(form)
    editor.post(page, {**form_values(form), "status": "published", "summary": "Keeps bees."})
    career.refresh_from_db()
    assert (career.status, career.summary) == ("draft", "Keeps bees.")
    assert 'value="publish"' not in editor.get(address(Career, "changelist")).content.decode()
    publisher = staff_with("change_career", "publish_career")
    publisher.post(page, {**form_values(publisher.get(page)), "status": "published"})
    career.refresh_from_db()
    assert career.is_published
    editor.post(page, {**form_values(editor.get(page)), "status": "draft"})
    career.refresh_from_db()
    assert career.is_published


def test_a_new_career_of_somebody_who_may_not_publish_is_a_draft(staff_with):
    author = staff_with("add_career")
    page = address(Career, "add")
    values = {"title": "Beekeeper", "slug": "beekeeper", "field": make_field().pk, "status": "published"}
    tasks = {"tasks-TOTAL_FORMS": "1", "tasks-0-text": "Open the hive", "tasks-0-order": "1"}
    response = author.post(page, {**form_values(author.get(page)), **values, **tasks})
    assert response.status_code == 302
    career = Career.objects.get()
    assert (career.status, career.tasks.get().text) == ("draft", "Open the hive")


LISTS = ["tasks", "titles", "careercredentials", "skills", "sources"]


def test_who_may_edit_a_career_edits_all_its_lists(staff_with):
    career = make_career()
    Task.objects.create(career=career, text="Open the hive", order=1)
    Title.objects.create(career=career, name="Apiarist", order=1)
    page = address(Career, "change", career.pk)
    editor = staff_with("change_career")
    values = form_values(editor.get(page))
    assert {name for name in LISTS if f"{name}-TOTAL_FORMS" in values} == set(LISTS)
    changes = {"tasks-0-text": "Close the hive", "titles-0-DELETE": "on"}
    assert editor.post(page, {**values, **changes}).status_code == 302
    assert career.tasks.get().text == "Close the hive"
    assert not career.titles.exists()
    reader = staff_with("view_career").get(page)
    assert "Close the hive" in reader.content.decode()
    assert 'name="tasks-0-text"' not in reader.content.decode()


def test_figures_answers_and_files_follow_what_they_belong_to(staff_with, rows):
    occupation, question, release = rows[Outlook].occupation, rows[Question], rows[Release]
    ReleaseFile.objects.create(release=release, name="national.xlsx", sha256="0" * 64, size=1)
    for right, page, name in [
        ("change_occupation", address(type(occupation), "change", occupation.pk), 'name="outlook_rows-0-openings"'),
        ("change_question", address(Question, "change", question.pk), 'name="answers-TOTAL_FORMS"'),
        ("view_release", address(Release, "change", release.pk), "national.xlsx"),
        ("change_release", address(Release, "change", release.pk), "national.xlsx"),
    ]:
        assert name in staff_with(right).get(page).content.decode(), right


PICKERS = [
    pytest.param(right, form, field, id=f"{right}: {field}")
    for right, form, field in [
        ("change_career", "career", "field"),
        ("add_career", "career", "field"),
        ("change_career", "career", "occupation"),
        ("change_career", "career", "related"),
        ("change_career", "careercredential", "credential"),
        ("change_credential", "credential", "organization"),
        ("change_occupation", "occupation", "predecessors"),
        ("change_outlook", "outlook", "occupation"),
    ]
]


@pytest.mark.parametrize(("right", "form", "field"), PICKERS)
def test_who_may_fill_in_a_form_can_use_its_pickers(right, form, field, staff_with):
    values = {"app_label": "careers", "model_name": form, "field_name": field, "term": ""}
    assert staff_with(right).get("/admin/autocomplete/", values).status_code == 200
    assert staff_with("change_synonym").get("/admin/autocomplete/", values).status_code == 403


def test_a_list_in_editors_order_is_not_dragged_by_those_who_only_look(staff_with):
    make_career()
    assert "drag handle" in staff_with("change_field").get("/admin/careers/field/").content.decode()
    assert (
        "drag" not in staff_with("view_field").get("/admin/careers/field/").content.decode().partition("result_list")[2]
    )


def test_who_may_only_look_at_accounts_gets_no_link_to_change_a_password(staff_with):
    account = get_user_model().objects.create_user("grace")
    page = f"/admin/auth/user/{account.pk}/change/"
    assert "password/" not in staff_with("view_user").get(page).content.decode().partition('id="content"')[2]
    assert "password/" in staff_with("change_user").get(page).content.decode().partition('id="content"')[2]

"""Who may do what: a table of permission, address and method; visitors, users, and staff with one permission each."""

import pytest
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.auth.models import Permission
from django.http import HttpResponseForbidden
from django.urls import reverse

from careers.models import Career, Outlook, Release, ReleaseFile, Synonym, Task, Title, Wish
from signups.models import Expert, Mailing, Newsletter, Question, Subscription

from ..factories import make_career, make_field, make_onet_profile, make_release
from .form_reader import form_values
from .staff_pages import LOGIN, MODELS, address, links_in, look_at, outcome, own_pages, pages_of, staff_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def short_refusals(monkeypatch):
    """Refusals without their page, which says who may instead and takes longer than many a page that opens."""
    monkeypatch.setattr("careerinfo.urls.handler403", lambda request, exception: HttpResponseForbidden())


def test_nobody_opens_a_page_of_staff(rows, visitor):
    for page in [*pages_of(rows).values(), *own_pages(rows).values()]:
        assert outcome(visitor.get(page)) == LOGIN, page
        assert outcome(visitor.post(page, {"decision": "approve", "sure": "yes"})) in (LOGIN, 405), page


def test_a_user_who_is_not_staff_opens_none_whatever_rights_there_are(rows):
    rights = Permission.objects.filter(content_type__app_label__in=["careers", "schools", "signups", "auth"])
    user = staff_with(*{permission.codename for permission in rights}, is_staff=False)
    for page in [*pages_of(rows).values(), *own_pages(rows).values()]:
        assert outcome(user.get(page)) == LOGIN, page
        assert outcome(user.post(page, {"decision": "approve", "sure": "yes"})) in (LOGIN, 405), page


def test_staff_without_a_right_open_nothing_but_the_start(rows, short_refusals):
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
    "send": {"changelist", "change", "history"},
    "decide": {"changelist", "change", "history"},
    "export": set(),
    "import": set(),
    "review": {"changelist", "change", "history"},
    "verify": set(),
}
# Searches that found nothing, links and mail are neither typed in nor edited, and nobody signs others up; releases,
# imports and mail are not deleted by hand.
NEVER = {
    ("signups.Mailing", "add"),
    ("signups.Mailing", "delete"),
    ("signups.Delivery", "add"),
    ("signups.Delivery", "delete"),
    ("signups.Subscription", "add"),
    ("signups.AnswerFeedback", "add"),
    ("careers.FailedSearch", "add"),
    ("careers.CheckedLink", "add"),
    ("careers.CheckedLink", "delete"),
    ("careers.Release", "delete"),
    ("careers.ImportRun", "delete"),
}


RIGHTS = {
    right: [model for model in MODELS if right in model._meta.default_permissions]
    for right in ("view", "change", "add", "delete")
}
RIGHTS |= {"publish": [Career], "preview": [Career], "approve": [Release], "roll_back": [Release]}
OF_DELIVERIES = [("signups.Delivery", page) for page in ("changelist", "change", "history")]
OF_DRAFTS = ("draft", "history of the draft", "discarded drafts")
RIGHTS |= {"review": [Question], "verify": [Expert]}
RIGHTS |= {"send": [Newsletter], "decide": [Mailing], "export": [Subscription], "import": [Subscription]}
OWN_PAGES = {
    "preview_career": {"preview", "widths", "shared links"},
    "view_release": {"review"},
    "change_release": {"review"},
    "approve_release": {"review"},
    "roll_back_release": {"review"},
    "change_user": {"sign-ins", "remove"},
    "change_expert": {"invite an expert"},
    "view_career": {*OF_DRAFTS, "list actions"},
    "change_career": {*OF_DRAFTS, "list actions"},
    "publish_career": {*OF_DRAFTS, "list actions", "undo"},
    "view_newsletter": {"preview a newsletter"},
    "change_newsletter": {"preview a newsletter", "test a newsletter"},
    "add_newsletter": {"preview a newsletter"},
    "send_newsletter": {"preview a newsletter", "send a newsletter", "take a newsletter back"},
    "decide_mailing": {"stop a mailing", "send a mail again", *OF_DELIVERIES},
    "view_subscription": {"growth"},
    "change_subscription": {"growth", "unsubscribe", "let mail go again"},
    "export_subscription": {"export"},
    "import_subscription": {"import a list"},
    "review_question": {"review a question", "claim a question", "let a question go", "accept a question"},
    "verify_expert": {"check a credential"},
}


# Pages that no right alone opens: one of each set is needed. Whoever could add users alone could make a superuser.
TOGETHER = {
    ("auth.User", "add"): [{"add_user"}, {"change_user"}],
    "invite": [{"add_user"}, {"change_user"}],
    "copy a newsletter": [{"add_newsletter"}, {"view_newsletter", "change_newsletter", "send_newsletter"}],
    "answer": [{"view_failedsearch", "change_failedsearch"}, {"add_synonym", "add_title"}],
}


def opening() -> dict[tuple[str, str] | str, set[str]]:
    """Of each page the rights that open it, each of them alone."""
    pages = {(model._meta.label, page): set() for model in MODELS for page in ("add", "delete")}
    for right, models in RIGHTS.items():
        for model in models:
            codename = f"{right}_{model._meta.model_name}"
            opened = {(model._meta.label, page) for page in OPENS[right]} - NEVER | OWN_PAGES.get(codename, set())
            for page in opened - TOGETHER.keys():
                pages.setdefault(page, set()).add(codename)
    return pages


@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_alone_opens_its_own_pages_and_links_to_no_others(right, rows, short_refusals):
    rows[Career].onet_code = "45-2093.00"
    rows[Career].save()
    # A hundred rows of each come with the site; the page of one is like that of another.
    for model in (Synonym, Wish):
        model.objects.exclude(pk__in=model.objects.values("pk")[:5]).exclude(pk=rows[model].pk).delete()
    addresses = pages_of(rows) | own_pages(rows)
    unopened, refused = {}, {}
    for model in RIGHTS[right]:
        codename = f"{right}_{model._meta.model_name}"
        staff = staff_with(codename)
        pages = [addresses[page] for page, rights in opening().items() if codename in rights]
        opened = {page: look_at(staff, page) for page in pages}
        links = links_in(staff.get(reverse("admin:index"))).union(*map(links_in, opened.values()))
        opened |= {link: look_at(staff, link) for link in links - opened.keys()}
        # Some only take what a form sends, or lead back to the page with that form.
        unopened[codename] = [page for page in pages if outcome(opened[page]) not in (200, 302, 405)]
        refused[codename] = [link for link in links if opened[link].status_code in (302, 403, 404)]
    assert not any(unopened.values()), unopened
    assert not any(refused.values()), refused


def test_all_other_rights_together_do_not_open_a_page(rows, short_refusals):
    addresses = pages_of(rows) | own_pages(rows)
    lacking = [(page, rights) for page, rights in opening().items() if page not in TOGETHER]
    lacking += [(page, rights) for page, needed in TOGETHER.items() for rights in needed]
    assert {page for page, _ in lacking} == addresses.keys()
    staff = staff_with(*Permission.objects.values_list("codename", flat=True))
    held = get_user_model().objects.get(pk=staff.session[SESSION_KEY]).user_permissions
    found = {}
    for page, rights in lacking:
        taken = Permission.objects.filter(codename__in=rights)
        held.remove(*taken)
        found[page, *rights] = outcome(staff.get(addresses[page]))
        held.add(*taken)
    assert found == dict.fromkeys(found, 403)


DECISIONS = {
    "approve": ("staged", "live", "approve_release"),
    "reject": ("staged", "rejected", "approve_release"),
    "rollback": ("live", "rolled-back", "roll_back_release"),
}
RELEASE_RIGHTS = ["view_release", "change_release", "add_release", "approve_release", "roll_back_release"]


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_about_a_release_asks_for_its_own_right(decision, short_refusals):
    state, decided, needed = DECISIONS[decision]
    release = make_release("soc", state=state)
    release.occupationgroup_rows.create(code="29-0000", title="Health", level="major")
    page = reverse("admin:careers_release_review", args=[release.pk])
    others = [right for right in [*RELEASE_RIGHTS, "change_career", "publish_career"] if right != needed]
    for right in [*others, needed]:
        staff = staff_with(right)
        asked = staff.post(page, {"decision": decision})
        done = staff.post(page, {"decision": decision, "sure": "yes"})
        release.refresh_from_db()
        may = right == needed
        assert (asked.status_code, done.status_code) == ((200, 302) if may else (403, 403)), right
        assert release.state == (decided if may else state), right


@pytest.mark.parametrize("decision", ["hold", "stop-holding"])
def test_holding_a_figure_back_asks_for_the_right_to_approve(decision, staged, short_refusals):
    row = staged.pay_rows.get()
    page = reverse("admin:careers_release_review", args=[staged.pk])
    for right in RELEASE_RIGHTS:
        staged.pay_rows.update(held=decision == "stop-holding")
        response = staff_with(right).post(page, {"decision": decision, "held": [row.pk], "stop_holding": [row.pk]})
        row.refresh_from_db()
        may = right == "approve_release"
        assert response.status_code == (302 if may else 403), right
        assert row.held == ((decision == "hold") is may), right


def test_an_approval_publishes_careers_only_for_those_who_may_publish(text_of):
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


def test_who_may_not_decide_is_told_who_may(staged, live, text_of):
    get_user_model().objects.create_superuser("ada")
    reader = staff_with("view_release")
    waiting = reader.get(reverse("admin:careers_release_review", args=[staged.pk]))
    assert "People who can approve or reject it: ada." in text_of(waiting)
    assert "Hold back" not in text_of(waiting)
    shown = reader.get(reverse("admin:careers_release_review", args=[live.pk]))
    assert "People who can roll it back: ada." in text_of(shown)
    assert "<button" not in shown.content.decode().partition('id="content"')[2]


@pytest.mark.parametrize(("action", "status"), [("publish", "published"), ("unpublish", "draft")])
def test_publishing_from_the_list_asks_for_its_own_right(action, status):
    career = make_career(status="draft" if action == "publish" else "published")
    before = career.status
    for right in ("view_career", "change_career", "add_career", "preview_career", "publish_career"):
        staff = staff_with(right)
        staff.post(address(Career, "changelist"), {"action": action, "sure": "yes", "_selected_action": [career.pk]})
        career.refresh_from_db()
        assert career.status == (status if right == "publish_career" else before), right


def test_who_may_only_edit_careers_sees_no_choice_of_status_and_who_has_it(text_of):
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


def test_a_new_career_of_somebody_who_may_not_publish_is_a_draft():
    author = staff_with("add_career")
    page = address(Career, "add")
    values = {"title": "Beekeeper", "slug": "beekeeper", "field": make_field().pk, "status": "published"}
    tasks = {"tasks-TOTAL_FORMS": "1", "tasks-0-text": "Open the hive", "tasks-0-order": "1"}
    response = author.post(page, {**form_values(author.get(page)), **values, **tasks})
    assert response.status_code == 302
    career = Career.objects.get()
    assert (career.status, career.tasks.get().text) == ("draft", "Open the hive")


LISTS = ["tasks", "titles", "careercredentials", "skills", "sources"]


def test_who_may_edit_a_career_edits_all_its_lists():
    career = make_career(status="draft")
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


def test_figures_and_files_follow_what_they_belong_to(rows):
    occupation, release = rows[Outlook].occupation, rows[Release]
    ReleaseFile.objects.create(release=release, name="national.xlsx", sha256="0" * 64, size=1)
    for right, page, name in [
        ("change_occupation", address(type(occupation), "change", occupation.pk), 'name="outlook_rows-0-openings"'),
        ("view_release", address(Release, "change", release.pk), "national.xlsx"),
        ("change_release", address(Release, "change", release.pk), "national.xlsx"),
    ]:
        assert name in staff_with(right).get(page).content.decode(), right


PICKERS = [
    ("change_career", "career", "field"),
    ("add_career", "career", "field"),
    ("change_career", "career", "occupation"),
    ("change_career", "career", "related"),
    ("change_career", "careercredential", "credential"),
    ("change_credential", "credential", "organization"),
    ("change_occupation", "occupation", "predecessors"),
    ("change_outlook", "outlook", "occupation"),
]


def test_who_may_fill_in_a_form_can_use_its_pickers(short_refusals):
    for right, form, field in PICKERS:
        values = {"app_label": "careers", "model_name": form, "field_name": field, "term": ""}
        assert staff_with(right).get("/admin/autocomplete/", values).status_code == 200, (right, field)
        assert staff_with("change_synonym").get("/admin/autocomplete/", values).status_code == 403, field


def test_a_list_in_editors_order_is_not_dragged_by_those_who_only_look():
    make_career()
    assert "drag handle" in staff_with("change_field").get("/admin/careers/field/").content.decode()
    assert (
        "drag" not in staff_with("view_field").get("/admin/careers/field/").content.decode().partition("result_list")[2]
    )


def test_who_may_only_look_at_accounts_gets_no_link_to_change_a_password():
    account = get_user_model().objects.create_user("grace")
    page = f"/admin/auth/user/{account.pk}/change/"
    assert "password/" not in staff_with("view_user").get(page).content.decode().partition('id="content"')[2]
    assert "password/" in staff_with("change_user").get(page).content.decode().partition('id="content"')[2]

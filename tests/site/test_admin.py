"""The staff pages: every registered model's pages open, and the work that editors do there reaches the site."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careers.models import (
    Announcement,
    Career,
    CheckedLink,
    FailedSearch,
    HomeRegion,
    ImportRun,
    PageView,
    SiteWords,
    Task,
)
from signups.models import AnswerFeedback, Delivery, Mailing, Newsletter, Question, Subscription

from ..factories import (
    make_career,
    make_occupation,
    make_outlook,
    make_question,
    make_release,
    make_shipped_rows,
    make_site_words,
    make_staff,
)
from ..loaded_once import load_demo
from .form_reader import form_values
from .staff_pages import look_at

MAX_LIST_QUERIES = 40
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@dataclass
class Visit:
    response: HttpResponse
    queries: int


def make_what_the_demo_lacks() -> None:
    Group.objects.create(name="Editors")
    student = Subscription.objects.create(email="student@example.org")
    Delivery.objects.create(mailing=Mailing.objects.create(kind="newsletter"), subscription=student)
    Newsletter.objects.create(subject="Bees", slug="bees")
    make_shipped_rows()
    AnswerFeedback.objects.create(question=Question.objects.first(), is_helpful=True, text="It is what I needed.")
    FailedSearch.objects.create(words="dragon tamer", times=2)
    CheckedLink.objects.create(url="https://bees.example/")
    HomeRegion.objects.create(state="OH")
    PageView.objects.create(page="/careers/", day=date(2026, 5, 1), count=3)
    make_site_words(logo_alt="A hive")
    Announcement.objects.create(text="The bees are back.")
    ImportRun.objects.create(state="done", folder="0" * 32, started_by="ada")


def admin_address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture(scope="module")
def visits(django_db_setup, django_db_blocker):
    """Each model's list, add and change page with the demo loaded, opened once by staff."""
    visits = {}
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        make_what_the_demo_lacks()
        client = Client(raise_request_exception=False)
        client.force_login(make_staff())
        for model in MODELS:
            row = model._default_manager.first()
            assert row is not None, f"make_what_the_demo_lacks() makes no {model._meta.verbose_name}"
            for page, args in (("changelist", []), ("add", []), ("change", [row.pk])):
                with CaptureQueriesContext(connection) as queries:
                    response = look_at(client, admin_address(model, page, *args))
                visits[model, page] = Visit(response, len(queries))
        transaction.set_rollback(True)
    return visits


@pytest.mark.parametrize("page", ["changelist", "add", "change"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_the_page_opens(model, page, visits):
    # Searches that found nothing are counted, links and mail are looked at, and nobody signs others up or writes notes
    # for them.
    by_itself = (FailedSearch, CheckedLink, Mailing, Delivery, Subscription, AnswerFeedback, PageView)
    expected = 403 if page == "add" and model in by_itself else 200
    assert visits[model, page].response.status_code == expected


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_the_list_shows_rows_and_costs_few_queries(model, visits):
    visit = visits[model, "changelist"]
    # Of the site's words there is one row, and no list: what would list it leads to its form. Views are added up.
    assert model in (SiteWords, PageView) or '<table id="result_list">' in visit.response.content.decode()
    assert visit.queries <= MAX_LIST_QUERIES


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_only_staff_see_the_list(model, visitor, db):
    address = admin_address(model, "changelist")
    assert visitor.get(address).url == f"/admin/login/?next={address}"
    visitor.force_login(get_user_model().objects.create_user("reader"))
    assert visitor.get(address).url == f"/admin/login/?next={address}"


def save(editor, address: str, **changes):
    """Opens the form at `address`, changes some of its values, and presses Save."""
    values = {**form_values(editor.get(address)), **changes}
    return editor.post(address, values)


def test_a_career_is_edited_through_its_own_form(editor, text_of):
    career = make_career(title="Beekeeper", onet_code="45-2093.00", description="Old words.")
    tasks = [Task.objects.create(career=career, text=text, order=order) for order, text in enumerate(["One", "Two"], 1)]
    response = save(
        editor,
        admin_address(Career, "change", career.pk),
        **{"summary": "Keeps bees.", "description": "**New** words.", "tasks-0-text": "Open the hive"},
    )
    assert response.status_code == 302, text_of(response)
    page = editor.get("/" + career.get_absolute_url().lstrip("/"))
    text = text_of(page)
    assert "Keeps bees." in text
    assert "<strong>New</strong> words." in page.content.decode()
    assert text.index("Open the hive") < text.index("Two")
    assert list(career.tasks.values_list("pk", flat=True)) == [task.pk for task in tasks]


def test_a_new_row_is_added_at_the_end_of_a_careers_list(editor, text_of):
    career = make_career()
    Task.objects.create(career=career, text="One", order=1)
    address = admin_address(Career, "change", career.pk)
    template = {
        name.replace("__prefix__", "1"): value
        for name, value in form_values(editor.get(address), templates=True).items()
        if name.startswith("tasks-__prefix__-")
    }
    response = save(editor, address, **{**template, "tasks-TOTAL_FORMS": "2", "tasks-1-text": "Two"})
    assert response.status_code == 302, text_of(response)
    assert list(career.tasks.values_list("text", flat=True)) == ["One", "Two"]


def test_rows_are_shown_in_the_order_that_an_editor_gave_them(editor):
    career = make_career()
    for order, text in enumerate(["First task", "Second task"], 1):
        Task.objects.create(career=career, text=text, order=order)
    save(editor, admin_address(Career, "change", career.pk), **{"tasks-0-order": "2", "tasks-1-order": "1"})
    html = editor.get(career.get_absolute_url()).content.decode()
    assert html.index("Second task") < html.index("First task")


def test_careers_are_published_and_turned_back_into_drafts_from_the_list(editor, text_of):
    careers = [make_career(status="draft"), make_career(status="draft")]
    other = make_career(status="draft")
    chosen = {"_selected_action": [career.pk for career in careers]}
    addresses = [career.get_absolute_url() for career in careers]

    response = editor.post(
        admin_address(Career, "changelist"), {"action": "publish", "sure": "yes", **chosen}, follow=True
    )
    assert "2 careers published." in text_of(response)
    assert [editor.get(address).status_code for address in addresses] == [200, 200]
    assert editor.get(other.get_absolute_url()).status_code == 404

    response = editor.post(
        admin_address(Career, "changelist"), {"action": "unpublish", "sure": "yes", **chosen}, follow=True
    )
    assert "2 careers turned into drafts." in text_of(response)
    assert [editor.get(address).status_code for address in addresses] == [404, 404]


def test_publishing_is_in_the_careers_history(editor, text_of):
    career = make_career(status="draft")
    editor.post(
        admin_address(Career, "changelist"), {"action": "publish", "sure": "yes", "_selected_action": [career.pk]}
    )
    assert "Status set to Published" in text_of(editor.get(admin_address(Career, "history", career.pk)))


def test_view_on_site_of_a_draft_leads_to_its_preview(editor, text_of):
    career = make_career(title="Beekeeper", status="draft")
    preview = f"/preview/careers/{career.pk}/"
    assert f'href="{preview}"' in editor.get(admin_address(Career, "change", career.pk)).content.decode()
    assert f'<a href="{preview}">Preview</a>' in editor.get(admin_address(Career, "changelist")).content.decode()
    response = editor.get(preview)
    assert response.status_code == 200
    assert "This is a draft. Visitors do not see it yet." in text_of(response)
    assert "Beekeeper" in text_of(response)


def test_view_on_site_of_a_published_career_leads_to_its_page(editor):
    career = make_career()
    html = editor.get(admin_address(Career, "change", career.pk)).content.decode()
    assert f'href="{career.get_absolute_url()}"' in html
    assert "/preview/" not in html


def outlook_values(**values) -> dict:
    return {
        "occupation": make_occupation().pk,
        "release": make_release(
            "projections", period="2024–34", as_of=date(2024, 12, 31), origin="own", state="staged"
        ).pk,
        "base_year": 2024,
        "projected_year": 2034,
        "base_employment": 100_000,
        "projected_employment": 110_000,
        **values,
    }


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"stated_growth": "20"}, "The source states 20% growth, but its employment figures give 10.0%."),
        ({"stated_new_jobs": "9000"}, "The source states +9,000 new jobs, but its employment figures give +10,000."),
    ],
)
def test_an_outlook_whose_stated_figures_disagree_is_refused_in_the_form(stated, message, editor, text_of):
    response = editor.post("/admin/careers/outlook/add/", outlook_values(**stated))
    assert response.status_code == 200
    assert message in text_of(response)


def test_an_outlook_whose_stated_growth_agrees_is_saved(editor, text_of):
    response = editor.post("/admin/careers/outlook/add/", outlook_values(stated_growth="10"), follow=True)
    assert "was added successfully" in text_of(response)


def test_an_occupations_own_form_refuses_a_stated_growth_that_disagrees(editor, text_of):
    own = make_release("projections", period="2024–34", as_of=date(2024, 12, 31), origin="own")
    outlook = make_outlook(occupation=make_occupation(), release=own)
    address = f"/admin/careers/occupation/{outlook.occupation_id}/change/"
    response = save(editor, address, **{"outlook_rows-0-stated_growth": "20"})
    assert response.status_code == 200
    assert "The source states 20% growth" in text_of(response)
    assert save(editor, address, **{"outlook_rows-0-stated_growth": "10"}).status_code == 302


def test_an_outlook_that_disagrees_is_flagged_in_the_list_and_can_be_filtered(editor, text_of):
    make_outlook(occupation=make_occupation(title="Agreeing"), stated_growth="10")
    make_outlook(occupation=make_occupation(title="Disagreeing"), stated_growth="20")
    assert "The source states 20" in text_of(editor.get("/admin/careers/outlook/"))
    text = text_of(editor.get("/admin/careers/outlook/?stated=mismatch"))
    assert "Disagreeing" in text
    assert " Agreeing" not in text


def test_a_published_question_is_seen_from_its_own_form(editor, text_of):
    question = make_question(text="Is the work hard?", status="published", answers=("Yes.",))
    address = f"/admin/signups/question/{question.pk}/change/"
    assert f'href="{question.get_absolute_url()}"' in editor.get(address).content.decode()
    question.answers.update(status="submitted")
    assert "View on site" not in text_of(editor.get(address))


def test_an_expert_with_answers_cannot_be_deleted(editor, text_of):
    question = make_question(answers=("Yes.",))
    expert = question.answers.get().expert
    response = editor.get(f"/admin/signups/expert/{expert.pk}/delete/")
    assert "would require deleting the following protected related objects" in text_of(response)


def statuses_of(form: str) -> list[str]:
    select = re.search(r'(?s)<select name="status".*?</select>', form)[0]
    return re.findall(r'<option value="(\w+)"', select)


def test_a_career_is_withdrawn_by_releases_alone(editor):
    career = make_career()
    address = admin_address(Career, "change", career.pk)
    form = editor.get(address)
    assert statuses_of(form.content.decode()) == ["draft", "published"]
    editor.post(address, {**form_values(form), "status": "withdrawn"})
    career.refresh_from_db()
    assert career.status == "published"


def test_a_withdrawn_career_can_be_edited_as_it_is_or_published(editor):
    career = make_career(status="withdrawn")
    address = admin_address(Career, "change", career.pk)
    form = editor.get(address)
    assert statuses_of(form.content.decode()) == ["draft", "published", "withdrawn"]
    editor.post(address, {**form_values(form), "summary": "Work, and hard."})
    career.refresh_from_db()
    assert (career.status, career.summary) == ("withdrawn", "Work, and hard.")

"""What a career's form holds is looked at as a page, and nothing of it is saved."""

import re

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from careers.models import (
    Career,
    CareerCredential,
    Credential,
    Organization,
    Skill,
    Source,
    Task,
    Title,
    UnsavedPreview,
)
from careers.previews.documents import unstored
from careers.versions.careers import CAREER
from careers.versions.documents import document_of
from signups.personal_data import erase, expire

from ..factories import make_career, make_field, make_occupation, make_pay, make_question
from .form_reader import form_values
from .staff_pages import address, staff_with

pytestmark = pytest.mark.django_db
PREVIEW = {"_preview": "yes"}
SAVING = ("_save", "_continue", "_addanother")


@pytest.fixture
def career(db):
    career = make_career(title="Beekeeper", summary="Keeps bees.", occupation=make_occupation())
    make_pay(occupation=career.occupation, annual_median=41_000)
    for number, text in enumerate(["Open the hive", "Feed the bees"], 1):
        Task.objects.create(career=career, text=text, order=number)
    return career


def everything() -> dict:
    """How many rows each table has, and all of each career."""
    counts = {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model is not UnsavedPreview
    }
    # Whose session it is, is noted with any request.
    counts.pop("sessions.Session", None)
    return counts | {pk: document_of(CAREER, pk) for pk in Career.objects.values_list("pk", flat=True)}


def press(staff, page: str, **values):
    return staff.post(page, {**form_values(staff.get(page)), **PREVIEW, **values})


def page_of(staff, response):
    assert response.status_code == 302, response.content.decode()[:3000]
    return staff.get(f"{response.url}page/")


def test_the_page_shows_what_the_form_holds_and_nothing_is_saved(editor, career, text_of, section_of):
    other = make_career(title="Honey taster")
    before = everything()
    form = address(Career, "change", career.pk)
    made = press(
        editor,
        form,
        summary="Looks after bees.",
        related=[other.pk],
        **{
            "tasks-TOTAL_FORMS": "3",
            "tasks-0-DELETE": "on",
            "tasks-2-text": "Sell the honey",
            "tasks-2-career": career.pk,
        },
    )
    shown = page_of(editor, made)
    assert shown.status_code == 200
    assert "Looks after bees." in text_of(shown)
    assert section_of(shown, "tasks") == "Common work tasks Feed the bees Sell the honey"
    assert "Honey taster" in section_of(shown, "related")
    assert "$41,000" in section_of(shown, "salary")
    assert everything() == before
    assert "Keeps bees." in text_of(Client().get(career.get_absolute_url()))


def test_a_new_career_is_looked_at_before_it_is_there(editor, text_of, section_of):
    field = make_field(title="Animals")
    make_career(title="Shepherd", field=field)
    before = everything()
    values = {"title": "Goatherd", "slug": "goatherd", "field": field.pk, "summary": "Herds goats."}
    rows = {"tasks-TOTAL_FORMS": "1", "tasks-0-text": "Count goats"}
    shown = page_of(editor, press(editor, address(Career, "add"), **values, **rows))
    assert "Goatherd" in text_of(shown)
    assert section_of(shown, "tasks").endswith("Count goats")
    assert "Shepherd" in section_of(shown, "related")
    assert everything() == before


def test_of_a_form_that_is_not_right_the_new_tab_says_what_to_correct_and_is_no_second_form(editor, career, text_of):
    before = everything()
    sent = press(editor, address(Career, "change", career.pk), title="", description="New text")
    assert sent.status_code == 422
    text = text_of(sent)
    assert "Nothing was saved. Close this tab, correct this in the form, then press Preview again." in text
    assert "Title : This field is required." in text
    assert "<textarea" not in sent.content.decode()
    assert "This field is required." in text_of(sent)
    assert everything() == before
    assert not UnsavedPreview.objects.exists()


def test_text_that_somebody_else_has_saved_over_is_still_shown(editor, career, text_of):
    page = address(Career, "change", career.pk)
    opened = form_values(editor.get(page))
    editor.post(page, {**opened, "workers": "bee people", "_save": "yes"})
    shown = page_of(editor, editor.post(page, {**opened, "summary": "Mine.", **PREVIEW}))
    assert "Mine." in text_of(shown)
    career.refresh_from_db()
    assert (career.summary, career.workers) == ("Keeps bees.", "bee people")


def test_a_page_out_of_a_document_is_the_page_that_visitors_see(editor, demo):
    career = Career.objects.get(slug="medical-coding")
    public = editor.get(career.get_absolute_url()).content.decode()
    shown = page_of(editor, press(editor, address(Career, "change", career.pk))).content.decode()

    def body(page: str) -> str:
        main = page.partition("<main")[2].partition("</main>")[0]
        main = re.sub(r'name="opened" value="[^"]*"|<input type="hidden" name="opened"[^>]*>', "", main)
        return main.replace(' target="_self"', "")

    ask = '<a class="button" href="/careers/medical-coding/ask/">Ask your question</a>'
    expected = body(public).replace(ask, '<span class="button" aria-hidden="true">Ask your question</span>')
    assert body(shown).splitlines() == expected.splitlines()


def test_what_lists_derive_is_derived_of_the_new_text(demo):
    career, nurse = (Career.objects.get(slug=slug) for slug in ("medical-coding", "registered-nurse"))
    document = document_of(CAREER, career.pk)
    document["fields"] |= {"occupation": nurse.occupation_id, "onet_code": nurse.onet_code}
    listing = unstored(document, career.pk, changed_at=timezone.now()).career.listing
    assert listing.annual_median == nurse.listing.annual_median != career.listing.annual_median
    assert listing.entry_education == nurse.listing.entry_education


def test_what_the_text_points_to_and_is_gone_is_left_out(career):
    credential = Credential.objects.create(name="License", organization=Organization.objects.create(name="Board"))
    CareerCredential.objects.create(career=career, credential=credential, order=1)
    Skill.objects.create(career=career, name="Patience", order=1)
    Source.objects.create(career=career, name="Book of bees", order=1)
    document = document_of(CAREER, career.pk)
    CareerCredential.objects.all().delete()
    credential.delete()
    shown = unstored(document, career.pk, changed_at=timezone.now()).career
    assert [list(rows.all()) == [] for rows in (shown.careercredentials, shown.skills, shown.sources)] == [
        True,
        False,
        False,
    ]


def test_only_whoever_made_it_sees_it_and_only_for_an_hour(editor, career, django_user_model):
    made = press(editor, address(Career, "change", career.pk))
    pages = [made.url, f"{made.url}page/"]
    assert [editor.get(page).status_code for page in pages] == [200, 200]
    colleague = staff_with("change_career", "preview_career")
    assert [colleague.get(page).status_code for page in pages] == [404, 404]
    assert [Client().get(page).status_code for page in pages] == [302, 302]
    with_no_right = staff_with("change_career")
    assert [with_no_right.get(page).status_code for page in pages] == [403, 403]
    UnsavedPreview.objects.update(made_at="2024-01-01T00:00:00Z")
    assert "press Preview again" in editor.get(made.url).content.decode()
    assert [editor.get(page).status_code for page in pages] == [404, 404]
    expire()
    assert not UnsavedPreview.objects.exists()


def test_the_button_is_there_for_whoever_may_preview(career):
    form = address(Career, "change", career.pk)
    for rights, may in ((["change_career", "preview_career"], True), (["change_career"], False)):
        staff = staff_with(*rights)
        page = staff.get(form).content.decode()
        assert ('name="_preview"' in page, "Share a preview" in page) == (may, may)
        assert press(staff, form).status_code == (302 if may else 403)
    looks = staff_with("view_career", "preview_career")
    assert 'name="_preview"' not in looks.get(form).content.decode()
    assert looks.post(form, PREVIEW).status_code == 403


def test_a_person_who_is_erased_goes_from_previews_too(editor, career):
    press(editor, address(Career, "change", career.pk), description="Ask ada@example.org about bees.")
    erase("ada@example.org")
    assert not UnsavedPreview.objects.exists()


def test_the_widths_stand_beside_each_other_and_only_we_have_them_in_frames(editor, career):
    made = press(editor, address(Career, "change", career.pk))
    for frames in (made.url, reverse("careers:preview-widths", args=[career.pk])):
        both = editor.get(frames).content.decode()
        found = re.findall(r'<iframe class="([^"]+)" src="([^"]+)" title="([^"]+)"', both)
        assert [kind for kind, _, _ in found] == ["phone", "desk-width"]
        assert len({title for _, _, title in found}) == 2
        for width, kinds in (("phone", ["phone"]), ("desk", ["desk-width"])):
            one = editor.get(frames, {"width": width}).content.decode()
            assert re.findall(r'<iframe class="([^"]+)"', one) == kinds
        page, outside = editor.get(found[0][1]), editor.get(frames)
        assert (page["X-Frame-Options"], outside["X-Frame-Options"]) == ("SAMEORIGIN", "DENY")
        assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in outside["Content-Security-Policy"]
        assert "no-store" in page["Cache-Control"]
        assert '<base target="_blank">' in page.content.decode()
    public = editor.get(career.get_absolute_url())
    assert public["X-Frame-Options"] == "DENY"


def test_a_page_that_is_not_published_has_no_links_that_lead_nowhere(editor, demo):
    career = Career.objects.get(slug="registered-nurse")
    Career.objects.filter(pk=career.pk).update(status="draft")
    page = editor.get(reverse("careers:preview", args=[career.pk])).content.decode()
    assert career.get_absolute_url() + '"' not in page.partition("<main")[2]
    assert not re.findall(rf'href="{career.get_absolute_url()}', page.partition("<main")[2])


def test_a_preview_costs_no_lock_and_few_queries(editor, career):
    form = address(Career, "change", career.pk)
    values = form_values(editor.get(form))
    with CaptureQueriesContext(connection) as queries:
        made = editor.post(form, {**values, **PREVIEW})
    written = [query["sql"] for query in queries if re.match("INSERT|UPDATE|DELETE|SELECT.*FOR UPDATE", query["sql"])]
    assert {re.search('"([a-z_]+)"', sql)[1] for sql in written} <= {"careers_unsavedpreview", "signups_signin"}
    with CaptureQueriesContext(connection) as queries:
        assert editor.get(f"{made.url}page/").status_code == 200
    few = len(queries)
    for number in range(30):
        Title.objects.create(career=career, name=f"Title {number}", order=number)
        make_question(career=career, status="published", answers=("Yes.",))
    made = editor.post(form, {**form_values(editor.get(form)), **PREVIEW})
    with CaptureQueriesContext(connection) as queries:
        assert editor.get(f"{made.url}page/").status_code == 200
    assert few <= len(queries) <= few + 4 <= 45


def test_previews_of_a_career_and_of_a_colleague_who_are_gone_are_gone(editor, career):
    press(editor, address(Career, "change", career.pk))
    career.delete()
    assert not UnsavedPreview.objects.exists()
    assert get_user_model().objects.exists()

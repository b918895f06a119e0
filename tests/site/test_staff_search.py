"""The search box of staff's lists finds what visitors find, and what only staff see or know."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.models import Career, Task, Title, Wish
from careers.search import index
from schools.models import School

from ..factories import make_career, make_field, make_occupation, make_school
from .staff_pages import address

pytestmark = pytest.mark.django_db
CAREERS = address(Career, "changelist")


def found(editor, text: str, page: str = CAREERS, **sent) -> list[str]:
    html = editor.get(page, {"q": text, **sent}, follow=True).content.decode()
    return re.findall(r'<th class="field-(?:title|name)[^"]*"><a [^>]*>([^<]*)<', html)


@pytest.fixture
def careers():
    field = make_field(title="Health")
    nurse = make_career(
        title="Registered Nurse",
        slug="registered-nurse",
        field=field,
        onet_code="29-1141.00",
        occupation=make_occupation(code="29-1141"),
    )
    Title.objects.create(career=nurse, name="Ward Sister", order=1)
    assistant = make_career(title="Nursing Assistant", field=field)
    Task.objects.create(career=assistant, text="Bathe patients.", order=1)
    make_career(title="Nurse Practitioner", field=field)
    make_career(title="Nurse of Drones", field=field, status="draft")


def test_what_visitors_find_is_found_in_their_order_and_drafts_too(editor, careers, visitor):
    listed = visitor.get("/careers/", {"q": "nurse"}).content.decode()
    public = sorted(["Registered Nurse", "Nurse Practitioner"], key=listed.index)
    assert [title for title in found(editor, "nurse") if title in public] == public
    assert "Nurse of Drones" in found(editor, "nurse")
    # In its task, not in its title; in other words' order; as a plural; a part of a word.
    assert found(editor, "bathe patients") == ["Nursing Assistant"]
    assert found(editor, "nurses registered")[0] == "Registered Nurse"
    assert found(editor, "ward sisters") == ["Registered Nurse"]
    assert found(editor, "drones nurse")[0] == "Nurse of Drones"
    assert found(editor, "regist") == ["Registered Nurse"]
    assert found(editor, "nurse", status__exact="draft") == ["Nurse of Drones"]
    assert found(editor, "zebra") == []


@pytest.mark.parametrize("text", ["nurs", "nurse", "bathing", "jobs that help patients", "nurse in health", "regist"])
def test_whatever_visitors_find_is_found(text, editor, careers, visitor):
    public = set(re.findall(r'<a href="/careers/([^/"?]+)/"', visitor.get("/careers/", {"q": text}).content.decode()))
    slugs = set(Career.objects.filter(title__in=found(editor, text)).values_list("slug", flat=True))
    assert public & set(Career.objects.values_list("slug", flat=True)) <= slugs


def test_half_a_word_finds_what_visitors_find_by_it_and_parts_of_words_besides(editor, careers):
    field = Career.objects.first().field
    make_career(title="Doula", field=field, summary="Works beside a nurse at births.")
    make_career(title="Nursery Worker", field=field, summary="Grows plants.")
    assert {"Registered Nurse", "Nurse of Drones", "Nursery Worker"} <= set(found(editor, "nurs"))


def test_a_wish_is_understood_as_visitors_wishes_are(editor, careers, visitor):
    Wish.objects.create(
        words="with cats", filter="field", values=Career.objects.first().field.slug, says="are of health"
    )
    for text in ("jobs with cats", "nurse with cats"):
        public = visitor.get("/careers/", {"q": text}).content.decode()
        assert "Nurse Practitioner" in public
        assert {"Nurse Practitioner", "Registered Nurse"} <= set(found(editor, text)), text


def test_a_slip_is_taken_out_and_said(editor, careers, text_of):
    response = editor.get(CAREERS, {"q": "registred nurse"}, follow=True)
    assert "Showing results for “registered nurse”. Nothing matched “registred nurse”." in text_of(response)
    assert found(editor, "registred nurse")[0] == "Registered Nurse"


def test_codes_and_addresses_are_found_old_ones_too(editor, careers):
    nurse = Career.objects.get(slug="registered-nurse")
    nurse.slug = "rn"
    nurse.save()
    draft = Career.objects.get(title="Nurse of Drones")
    for text in (
        *("29-1141", "29-1141.00", "291141", "29-11"),
        *("https://careers.example.org/careers/rn/?from=mail", "/careers/registered-nurse/pay/", "registered-nurse"),
        f"/admin/careers/career/{nurse.pk}/change/",
    ):
        assert found(editor, text)[0] == "Registered Nurse", text
    assert found(editor, f"http://127.0.0.1:8000/preview/careers/{draft.pk}/") == ["Nurse of Drones"]
    for odd in ("http://[", "%", "'; --", "/" * 300, "99999999999999999999/", f"/careers/{10**21}/", "\\", '"'):
        assert found(editor, odd) == [], odd


def test_a_column_that_was_chosen_sorts_what_was_found(editor, careers):
    titles = found(editor, "nurse", o="-1")
    assert titles == sorted(titles, reverse=True)


def test_the_pickers_find_the_same(editor, careers):
    asked = {"app_label": "careers", "model_name": "career", "field_name": "related", "term": "bathe patients"}
    assert [one["text"] for one in editor.get("/admin/autocomplete/", asked).json()["results"]] == ["Nursing Assistant"]


def test_900_careers_are_searched_in_20_queries(editor):
    field = make_field()
    words = ["oak", "elm", "ash", "fir", "yew"]
    made = Career.objects.bulk_create(
        Career(
            title=f"{words[n % 5]} keeper {n}".title(), slug=f"c-{n}", field=field, summary="Keeps trees near water."
        )
        for n in range(900)
    )
    Title.objects.bulk_create(
        Title(career=career, name=f"Warden {n} {career.pk}", order=n) for career in made for n in range(3)
    )
    Career.objects.filter(pk__in=[career.pk for career in made[:100]]).update(
        status="published", published_at="2026-01-01T00:00:00Z"
    )
    index.refresh()
    for text in ("oak keeper", "keeper", "how to keep trees near water", "oek keeper", "warden 2", "c-17", "29-1141"):
        with CaptureQueriesContext(connection) as queries:
            response = editor.get(CAREERS, {"q": text})
        assert response.status_code in (200, 302)
        assert len(queries) <= 20, text


def test_schools_are_found_by_name_and_place(editor):
    make_school(name="Columbus State", city="Columbus", state="OH")
    make_school(name="Ohio University", city="Athens", state="OH")
    make_school(name="Bluegrass", city="Paris", state="KY")
    page = address(School, "changelist")
    assert found(editor, "columbus, ohio", page) == ["Columbus State"]
    assert sorted(found(editor, "Ohio", page)) == ["Columbus State", "Ohio University"]
    assert found(editor, "kentucky", page) == found(editor, "paris ky", page) == ["Bluegrass"]
    assert found(editor, "ohio university", page) == ["Ohio University"]

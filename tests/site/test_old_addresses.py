"""The address that a career or a field had leads to the one that it has."""

import pytest

from careers.models import OldAddress

from ..factories import make_career, make_field
from .form_reader import form_values
from .staff_pages import address

pytestmark = pytest.mark.django_db


def moved(row, *slugs: str) -> None:
    for slug in slugs:
        row.slug = slug
        row.save()


def leads_to(visitor, path: str) -> str | int:
    """Where an address leads at once; the status of one that leads nowhere."""
    response = visitor.get(path)
    return response.url if response.status_code == 301 else response.status_code


def test_every_page_of_a_career_is_found_by_each_address_that_it_had(visitor):
    career = make_career(slug="one")
    moved(career, "two", "three")
    for old in ("one", "two"):
        assert leads_to(visitor, f"/careers/{old}/") == "/careers/three/"
        assert leads_to(visitor, f"/careers/{old}/history/") == "/careers/three/history/"
        assert leads_to(visitor, f"/careers/{old}/?area=OH&x=%2F%2F") == "/careers/three/?area=OH&x=%2F%2F"
        assert leads_to(visitor, f"/careers/{old}/ask/") == "/careers/three/ask/"
    assert visitor.get("/careers/one/").headers["Cache-Control"] == "max-age=3600"
    assert leads_to(visitor, "/careers/three/") == 200
    assert leads_to(visitor, "/careers/three/titles-and-technology/") == 404
    assert leads_to(visitor, "/rankings/one/") == 404
    # Back where it was: no address leads in a circle.
    moved(career, "one")
    assert leads_to(visitor, "/careers/one/") == 200
    assert {leads_to(visitor, f"/careers/{old}/") for old in ("two", "three")} == {"/careers/one/"}
    assert not OldAddress.objects.filter(slug="one").exists()


def test_an_address_that_another_career_took_is_that_ones(visitor):
    first, second = make_career(slug="nurse"), make_career(slug="other")
    moved(first, "registered-nurse")
    moved(second, "nurse")
    assert leads_to(visitor, "/careers/nurse/") == 200
    assert leads_to(visitor, "/careers/nurse/titles-and-technology/") == 404
    moved(second, "nurse-aide")
    assert leads_to(visitor, "/careers/nurse/") == "/careers/nurse-aide/"


def test_what_is_not_public_leads_nowhere(visitor):
    draft = make_career(slug="draft", status="draft")
    moved(draft, "finished")
    draft.status = "published"
    draft.save()
    assert leads_to(visitor, "/careers/draft/") == 404
    career = make_career(slug="open")
    moved(career, "closed")
    career.status = "draft"
    career.save()
    assert leads_to(visitor, "/careers/open/") == 404
    career.delete()
    assert leads_to(visitor, "/careers/open/") == 404


def test_a_field_is_found_by_its_old_address_and_no_career_is(visitor):
    field = make_field(slug="health")
    make_career(slug="health-care", field=field)
    moved(field, "care")
    assert leads_to(visitor, "/fields/health/") == "/fields/care/"
    assert leads_to(visitor, "/careers/health/") == 404


def test_staff_see_a_careers_old_addresses(editor, text_of):
    career = make_career(slug="one")
    page = address(type(career), "change", career.pk)
    assert "Old addresses: None" in text_of(editor.get(page))
    editor.post(page, {**form_values(editor.get(page)), "slug": "two"})
    assert "Old addresses: one" in text_of(editor.get(page))
    assert leads_to(editor, "/careers/one/") == "/careers/two/"


def test_what_was_never_public_takes_no_address_over(visitor):
    moved(make_career(slug="nurse"), "registered-nurse")
    draft = make_career(slug="nurse", status="draft", published_at=None)
    draft.slug, draft.status = "nurse-aide", "published"
    draft.full_clean()
    draft.save()
    assert leads_to(visitor, "/careers/nurse/") == "/careers/registered-nurse/"

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from careers.models import Career, Title

from ..factories import make_career, make_question, make_staff, question_sent

NAME = "Unannounced Work"


@pytest.fixture
def draft(db):
    career = make_career(title=NAME, slug="unannounced-work", status="draft", description="Still **secret**.")
    Title.objects.create(career=career, name="Unannounced Worker")
    make_question(career=career, text=f"How is {NAME}?", status="published", answers=("Quiet.",))
    return career


@pytest.fixture
def places(draft):
    """Every page that lists careers or questions, each beside a published career of the draft's field."""
    neighbour = make_career(title="Announced Work", field=draft.field)
    chooser = make_career(title="Chooser of related careers")
    chooser.related.add(draft)
    make_question(career=neighbour, text="How is announced work?", status="published", answers=("Loud.",))
    return {
        "home": "/",
        "list": "/careers/",
        "search": "/careers/?q=unannounced",
        "search by other title": "/careers/?q=worker",
        "field": draft.field.get_absolute_url(),
        "questions": "/questions/",
        "question form": f"/careers/{neighbour.slug}/ask/",
        "sitemap": "/sitemap.xml",
        "related by the field": neighbour.get_absolute_url(),
        "related by choice": chooser.get_absolute_url(),
    }


def publish(career: Career) -> None:
    career.status, career.published_at = "published", datetime(2024, 5, 1, tzinfo=UTC)
    career.save()


def naming_the_draft(visitor, places) -> list[str]:
    found = []
    for place, path in places.items():
        response = visitor.get(path)
        assert response.status_code == 200
        page = response.content.decode()
        if NAME.lower() in page.lower() or "unannounced-work" in page:
            found.append(place)
    return found


def test_a_draft_is_named_nowhere(visitor, places):
    assert naming_the_draft(visitor, places) == []


@pytest.mark.parametrize(
    "path",
    [
        "/careers/?q=unannounced",
        "/careers/suggestions/?q=unann",
        "/api/careers/?q=unannounced",
        "/careers/compare/?q=unannounced",
    ],
)
def test_a_career_that_the_index_still_has_is_not_named_once_it_is_a_draft(visitor, draft, path):
    publish(draft)
    assert NAME in visitor.get(path).content.decode()
    Career.objects.filter(pk=draft.pk).update(status="draft")
    assert NAME not in visitor.get(path).content.decode()


def test_the_home_page_counts_what_is_published(visitor, draft):
    make_career()
    [label] = re.findall(r'<label for="find">([^<]*)</label>', visitor.get("/").content.decode())
    assert re.findall(r"\d+", label) == ["1"]


def test_a_published_career_is_named_in_all_those_places(visitor, draft, places):
    publish(draft)
    assert naming_the_draft(visitor, places) == [place for place in places if place != "question form"]


@pytest.mark.parametrize("path", ["/careers/unannounced-work/", "/careers/unannounced-work/ask/"])
def test_a_drafts_own_addresses_do_not_exist_for_visitors_and_staff_alike(visitor, draft, path):
    assert visitor.get(path).status_code == 404
    visitor.force_login(make_staff())
    assert visitor.get(path).status_code == 404


def test_nobody_can_ask_about_a_draft(visitor, draft):
    sent = question_sent("What is this unannounced work like?")
    assert visitor.post("/careers/unannounced-work/ask/", sent).status_code == 404
    assert draft.questions.count() == 1


def test_a_field_that_holds_only_drafts_is_offered_nowhere(visitor, draft):
    address = draft.field.get_absolute_url()
    for path in ("/", "/careers/", "/sitemap.xml"):
        assert address not in visitor.get(path).content.decode()
    assert '<meta name="robots" content="noindex">' in visitor.get(address).content.decode()


def test_work_on_a_draft_does_not_show_as_a_change_of_its_field(visitor, draft):
    published = make_career(field=draft.field)
    Career.objects.filter(pk=published.pk).update(updated_at=datetime(2021, 1, 2, 12, tzinfo=UTC))
    Career.objects.filter(pk=draft.pk).update(updated_at=datetime(2023, 3, 4, 12, tzinfo=UTC))
    sitemap = visitor.get("/sitemap.xml").content.decode()
    assert sitemap.count("<lastmod>2021-01-02</lastmod>") == 2
    assert "2023-03-04" not in sitemap


def test_a_career_taken_back_is_gone_at_once(visitor, db):
    career = make_career()
    assert visitor.get(career.get_absolute_url()).status_code == 200
    career.status = Career.Status.DRAFT
    career.save()
    assert visitor.get(career.get_absolute_url()).status_code == 404


def test_the_first_day_of_publication_is_kept(db):
    career = make_career()
    first = career.published_at
    assert first is not None
    career.status = Career.Status.DRAFT
    career.save()
    career.status = Career.Status.PUBLISHED
    career.save()
    assert Career.objects.get().published_at == first


def test_staff_preview_a_draft_exactly_as_visitors_will_see_it(editor, section_of, draft):
    preview = editor.get(reverse("careers:preview", args=[draft.pk]))
    assert preview.status_code == 200
    assert "This is a draft. Visitors do not see it yet." in preview.content.decode()
    assert "secret" in section_of(preview, "description")
    publish(draft)
    page = Client().get(draft.get_absolute_url())
    sections = ("description", "tasks", "titles", "education", "skills", "salary", "outlook", "related", "sources")
    for section in sections:
        assert section_of(preview, section) == section_of(page, section)


def test_a_preview_shows_a_drafts_questions_as_its_page_will(editor, section_of, draft):
    preview = section_of(editor.get(reverse("careers:preview", args=[draft.pk])), "questions")
    publish(draft)
    assert preview == section_of(Client().get(draft.get_absolute_url()), "questions")


def test_a_preview_of_a_published_career_is_not_called_a_draft(editor):
    career = make_career()
    preview = editor.get(reverse("careers:preview", args=[career.pk]))
    assert "This is a draft" not in preview.content.decode()


def test_a_preview_is_kept_out_of_search_engines_and_caches(editor, draft):
    preview = editor.get(reverse("careers:preview", args=[draft.pk]))
    assert '<meta name="robots" content="noindex">' in preview.content.decode()
    assert "no-store" in preview["Cache-Control"]


def test_visitors_who_try_a_preview_are_sent_to_the_login(visitor, draft):
    address = reverse("careers:preview", args=[draft.pk])
    response = visitor.get(address)
    assert response.status_code == 302
    assert response.url == f"{reverse('admin:login')}?next={address}"


def test_people_with_a_login_who_are_not_staff_are_sent_there_too(visitor, draft, django_user_model):
    visitor.force_login(django_user_model.objects.create_user("outsider", password="a long test password"))
    response = visitor.get(reverse("careers:preview", args=[draft.pk]))
    assert response.status_code == 302
    assert reverse("admin:login") in response.url

"""Staff make the career plan their state's own: headings, introductions, order, and what is shown."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from careers.models import PlanSection

from .form_reader import form_values

pytestmark = pytest.mark.django_db
LIST = reverse("admin:careers_plansection_changelist")
ADD = reverse("admin:careers_plansection_add")


def change_page(section: PlanSection) -> str:
    return reverse("admin:careers_plansection_change", args=[section.pk])


def save(editor, address: str, **changes):
    return editor.post(address, {**form_values(editor.get(address)), **changes})


def order_on_the_plan(client) -> list[str]:
    html = client.get("/plan/").content.decode()
    shown = PlanSection.objects.filter(is_shown=True)
    return [section.kind for section in sorted(shown, key=lambda section: html.index(f'id="part-{section.pk}"'))]


def test_a_heading_and_an_introduction_are_written_in_the_admin(editor, text_of):
    section = PlanSection.objects.get(kind="steps")
    assert (
        save(editor, change_page(section), heading="Action steps", help_text="As our district asks.").status_code == 302
    )
    text = text_of(editor.get("/plan/"))
    assert "Action steps" in text
    assert "As our district asks." in text


def test_a_section_is_hidden_and_shown_again(editor):
    section = PlanSection.objects.get(kind="about")
    values = form_values(editor.get(change_page(section)))
    values.pop("is_shown")
    assert editor.post(change_page(section), values).status_code == 302
    assert "about" not in order_on_the_plan(editor)
    save(editor, change_page(section), is_shown="on")
    assert order_on_the_plan(editor)[0] == "about"


def test_lines_of_ones_own_are_added_at_the_end(editor):
    assert save(editor, ADD, kind="lines", heading="Service hours", is_shown="on").status_code == 302
    assert order_on_the_plan(editor)[-1] == "lines"
    assert "Service hours" in editor.get("/plan/").content.decode()


@pytest.mark.parametrize("heading", ["about ME", "  ", "---", "x" * 81])
def test_a_heading_that_is_none_or_stands_there_already_is_refused(editor, heading):
    before = PlanSection.objects.count()
    assert save(editor, ADD, kind="lines", heading=heading).status_code == 200
    assert PlanSection.objects.count() == before


def test_a_second_section_of_a_kind_is_refused_in_words(editor, text_of):
    response = save(editor, ADD, kind="steps", heading="More steps")
    assert "The plan has a section of this kind already." in text_of(response)
    assert PlanSection.objects.filter(kind="steps").count() == 1


def test_sections_are_put_in_order_by_dragging(editor):
    sections = list(PlanSection.objects.all())
    moved = [sections[-1], *sections[:-1]]
    body = json.dumps({"updatedItems": [[section.pk, place] for place, section in enumerate(moved, 1)]})
    answer = editor.post(f"{LIST}adminsortable2_update/", body, content_type="application/json")
    assert answer.status_code == 200
    assert order_on_the_plan(editor)[0] == "signatures"


def test_and_by_keyboard_alone(editor):
    section = PlanSection.objects.get(kind="signatures")
    assert save(editor, change_page(section), order="0").status_code == 302
    assert order_on_the_plan(editor)[0] == "signatures"


def test_who_may_only_look_cannot_drag(client):
    reader = get_user_model().objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_plansection"))
    client.force_login(reader)
    section = PlanSection.objects.get(kind="signatures")
    body = json.dumps({"updatedItems": [[section.pk, 0]]})
    answer = client.post(f"{LIST}adminsortable2_update/", body, content_type="application/json")
    assert answer.status_code == 403
    assert order_on_the_plan(client)[0] == "about"

"""The lists behind ways in: wishes, synonyms, next steps, the plan's sections, fields, home region, featured schools.

Who may change them, what is refused, two editors at once, order, and what visitors see of it.
"""

import json
import re
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import IntegrityError, models, transaction
from django.test import Client

from careers.models import Career, Field, HomeRegion, NextStep, PlanSection, Synonym, Task, Wish
from schools.models import Featured

from ..factories import (
    make_area,
    make_area_pay,
    make_career,
    make_field,
    make_occupation,
    make_school,
    make_shipped_rows,
    make_staff,
)
from .form_reader import form_values
from .test_admin import admin_address, save

pytestmark = pytest.mark.django_db
IN_ORDER = [Field, NextStep, PlanSection, Featured]


@pytest.fixture
def rows() -> dict[type[models.Model], models.Model]:
    """Of each list a row that may be changed and deleted."""
    make_shipped_rows()
    Synonym.objects.all().delete()
    make_school(featured=True)
    return {
        Wish: Wish.objects.create(words="no shoes", filter="education", values="none", says="need no shoes"),
        Synonym: Synonym.objects.create(term="gendarme", means="police officer"),
        NextStep: NextStep.objects.create(title="Look", text="See it.", url="https://example.org/", order=9),
        PlanSection: PlanSection.objects.get(kind="steps"),
        HomeRegion: HomeRegion.objects.create(state="OH"),
        Field: make_field(title="Bees", slug="bees", order=5),
        Featured: Featured.objects.get(),
    }


def new_values() -> dict[type[models.Model], dict]:
    """Of each list what a second row could be."""
    return {
        Wish: {"words": "in space", "filter": "education", "values": "none", "says": "are in space"},
        Synonym: {"term": "blobby", "means": "police officer"},
        NextStep: {"title": "Visit", "text": "See it.", "url": "https://example.org/"},
        PlanSection: {"kind": "lines", "heading": "Service hours"},
        HomeRegion: {"state": "KY"},
        Field: {"title": "Wasps", "slug": "wasps"},
        Featured: {"school": make_school().pk},
    }


def dragging(model: type[models.Model]) -> str:
    return f"{admin_address(model, 'changelist')}adminsortable2_update/"


def last_first(model: type[models.Model]) -> str:
    """What a browser sends when the last row was dragged to the top."""
    *others, last = model.objects.values_list("pk", flat=True)
    return json.dumps({"updatedItems": [[pk, place] for place, pk in enumerate([last, *others], 1)]})


def stored(model: type[models.Model]) -> list[dict]:
    return list(model._base_manager.order_by("pk").values())


@pytest.mark.parametrize("right", ["view", "add", "change", "delete"])
def test_a_right_alone_changes_what_it_says_and_nothing_else(right, rows):
    """Each list by each button that changes one: the form of a new row, of a row, deleting, and dragging."""
    staff = get_user_model().objects.create_user("staff", is_staff=True)
    rights = [f"{right}_{model._meta.model_name}" for model in rows]
    staff.user_permissions.set(Permission.objects.filter(codename__in=rights))
    editor, admin = Client(raise_request_exception=False), Client()
    editor.force_login(staff)
    admin.force_login(make_staff())
    wrong = []
    for (model, row), new in zip(rows.items(), new_values().values(), strict=True):
        change, listed = admin_address(model, "change", row.pk), admin_address(model, "changelist")
        selected = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        tries = [
            ("add", admin_address(model, "add"), new),
            ("change", change, {**form_values(admin.get(change)), **new}),
            ("delete", admin_address(model, "delete", row.pk), {"post": "yes"}),
            ("view and delete", listed, selected),
        ]
        if model in IN_ORDER:
            tries.append(("change", dragging(model), last_first(model)))
        if model is HomeRegion:
            # There is one at most.
            tries.pop(0)
        for needed, address, data in tries:
            kind = {"content_type": "application/json"} if isinstance(data, str) else {}
            with transaction.atomic():
                before = stored(model)
                status = editor.post(address, data, **kind).status_code
                was_changed = stored(model) != before
                transaction.set_rollback(True)
            if was_changed != (right == needed) or status not in (200, 302, 403):
                wrong.append((address, status, was_changed))
    assert wrong == []


WRONG = [
    (Wish, {"says": "---"}, "Write this in letters or figures, or leave it empty."),
    (Wish, {"words": "NO SHOE"}, "A search understands these words so already."),
    (Wish, {"filter": "", "otherwise": "Nobody knows."}, "Choose a filter that these belong to, or leave this empty."),
    (Wish, {"filter": "shoes"}, "Select a valid choice."),
    (Wish, {"words": "a\0b"}, "Null characters are not allowed."),
    (Synonym, {"term": "GENDARME", "means": "Police Officers"}, "A search knows this already"),
    (NextStep, {"title": "LOOK"}, "Another step for the same careers has this name already: Look."),
    (NextStep, {"state": "ZZ"}, "Select a valid choice."),
    (NextStep, {"url": "javascript:alert(1)"}, "Enter a valid URL."),
    (NextStep, {"url": "data:text/html,x"}, "Enter a valid URL."),
    (NextStep, {"title": "x" * 5_000}, "Ensure this value has at most 80 characters"),
    (PlanSection, {"heading": "\U0001f600"}, "Write a name with letters or digits."),
    (Field, {"title": "bees"}, "Another field has this name already: Bees."),
    (HomeRegion, {"state": "ZZ"}, "Select a valid choice."),
]


def test_what_nobody_can_have_meant_is_refused_in_words(editor, rows, text_of):
    new = {model: {**values} for model, values in new_values().items()}
    new[Wish]["words"] = "without shoes, or so"
    HomeRegion.objects.all().delete()
    told = [text_of(editor.post(admin_address(model, "add"), {**new[model], **wrong})) for model, wrong, _ in WRONG]
    assert [case for case, text in zip(WRONG, told, strict=True) if case[2] not in text] == []


def test_a_place_that_a_database_cannot_hold_is_refused(editor, rows, text_of):
    page = admin_address(PlanSection, "change", rows[PlanSection].pk)
    assert "Ensure this value is less than or equal to 9999." in text_of(save(editor, page, order="99999"))


def test_a_step_for_other_careers_may_have_the_same_name(editor, rows):
    NextStep.objects.filter(title="Look").update(education="award", state="OH")
    for values in ({"state": "KY"}, {"state": "OH", "education": ["bachelor"]}):
        step = {**new_values()[NextStep], "title": "Look", **values}
        assert editor.post(admin_address(NextStep, "add"), step).status_code == 302


SAME = {
    Wish: ({"words": "No shoes", "filter": "education", "values": "none", "says": "x"}, "understands these words so"),
    Synonym: ({"term": "Gendarmes", "means": "police officer"}, "A search knows this already"),
    PlanSection: ({"kind": "steps", "heading": "Steps"}, "The plan has a section of this kind already."),
    HomeRegion: ({"state": "KY"}, "The site has a home region already: change Ohio instead."),
    Field: ({"title": "Bees", "slug": "bees"}, "Another field has this name already: Bees."),
    Featured: ({}, "This school is featured already."),
}


def test_of_two_who_save_the_same_at_once_the_second_is_told(editor, rows, monkeypatch, text_of):
    """The first check of a form finds nothing: what the other editor saves is there a moment later."""
    SAME[Featured][0]["school"] = rows[Featured].school_id
    for model, (values, message) in SAME.items():
        before = model.objects.count()
        look_away_until_saving(monkeypatch, model)
        response = editor.post(admin_address(model, "add"), values)
        assert message in text_of(response), model
        assert model.objects.count() == before


def look_away_until_saving(monkeypatch, model: type[models.Model]) -> None:
    tries = []
    save_row = model.save

    def saving(row, **kwargs):
        tries.append(row)
        save_row(row, **kwargs)

    def only_then(check: Callable) -> Callable:
        return lambda *args, **kwargs: check(*args, **kwargs) if tries else None

    monkeypatch.setattr(model, "save", saving)
    for name in ("full_clean", "validate_unique", "validate_constraints"):
        monkeypatch.setattr(model, name, only_then(getattr(model, name)))


def test_what_cannot_be_stored_on_the_second_try_either_is_answered_in_words(editor, rows, monkeypatch, text_of):
    def fail(*args, **kwargs):
        raise IntegrityError('violates foreign key constraint "careers_career_field_id_fk"')

    monkeypatch.setattr(Field, "save", fail)
    monkeypatch.setattr(Field, "delete", fail)
    for page in (admin_address(Field, "add"), admin_address(Field, "delete", rows[Field].pk)):
        response = editor.post(page, {**new_values()[Field], "post": "yes"})
        assert response.status_code == 409
        assert "Your change was not saved. Go back, reload the page and try again." in text_of(response)
        assert "careers_career" not in response.content.decode()


def test_a_row_that_another_editor_deleted_meanwhile_is_said_to_be_gone(editor, rows, text_of):
    for model, row in rows.items():
        page = admin_address(model, "change", row.pk)
        values = form_values(editor.get(page))
        model.objects.filter(pk=row.pk).delete()
        assert "Perhaps it was deleted?" in text_of(editor.post(page, values, follow=True)), model
        assert not model.objects.filter(pk=row.pk).exists()


def test_a_row_that_is_deleted_while_it_is_saved_does_not_come_back(editor, rows, monkeypatch):
    page = admin_address(NextStep, "change", rows[NextStep].pk)
    monkeypatch.setattr(NextStep, "full_clean", lambda row, **_: NextStep.objects.filter(pk=row.pk).delete())
    assert save(editor, page, text="Saved too late.").status_code == 409
    assert not NextStep.objects.filter(text="Saved too late.").exists()


@pytest.mark.parametrize("orders", [[0, 0, 0], [1, 1, 2], [3, 5, 9]])
def test_rows_are_dragged_though_places_collide_and_one_was_deleted(orders, editor):
    Field.objects.all().delete()
    first, second, third = (make_field(title=title, order=order) for title, order in zip("ABC", orders, strict=True))
    gone = make_field(title="D", order=9)
    sent = last_first(Field)
    gone.delete()
    assert editor.post(dragging(Field), sent, content_type="application/json").status_code == 200
    assert list(Field.objects.all()) == [first, second, third]
    # Where all places are one, browsers count down.
    down = [[row.pk, -place] for place, row in enumerate([third, first, second])]
    Field.objects.update(order=0)
    editor.post(dragging(Field), json.dumps({"updatedItems": down}), content_type="application/json")
    assert list(Field.objects.values_list("title", "order")) == [("C", 1), ("A", 2), ("B", 3)]


def test_a_typed_place_moves_the_others(editor):
    Field.objects.all().delete()
    first, *_ = (make_field(title=title, order=1) for title in "ABC")
    save(editor, admin_address(Field, "change", first.pk), order="2")
    assert list(Field.objects.values_list("title", "order")) == [("B", 1), ("A", 2), ("C", 3)]


def test_what_staff_write_is_on_the_pages_at_once_and_deleting_it_leaves_them_as_they_were(editor, visitor, text_of):
    career = make_career(title="Beekeeper", slug="beekeeper", occupation=make_occupation())
    make_area_pay(occupation=career.occupation, area=make_area(title="Ohio", states="OH"), annual_median=50_000)
    new, profile = new_values(), career.get_absolute_url()
    new[Featured] = {"school": make_school(name="Hive College").pk, "careers": [career.pk]}
    written = {
        Wish: (new[Wish], "/careers/?q=in+space", "Showing careers that are in space."),
        Synonym: ({"term": "apiarist", "means": "beekeeper"}, "/careers/?q=apiarist", "Beekeeper"),
        NextStep: (new[NextStep], profile, "Visit"),
        PlanSection: ({**new[PlanSection], "is_shown": "on"}, "/plan/", "Service hours"),
        HomeRegion: ({"state": "OH"}, profile, "In Ohio, the median"),
        Featured: (new[Featured], profile, "Hive College"),
    }
    for model, (values, page, said) in written.items():
        before = text_of(visitor.get(page))
        assert said not in before, model
        editor.post(admin_address(model, "add"), values)
        assert said in text_of(visitor.get(page)), model
        editor.post(admin_address(model, "delete", model.objects.latest("pk").pk), {"post": "yes"})
        assert text_of(visitor.get(page)) == before, model
    save(editor, admin_address(Field, "change", career.field_id), icon="flask-conical", description="All about bees.")
    assert "#flask-conical" in visitor.get("/").content.decode()
    save(editor, admin_address(Field, "change", career.field_id), icon="", description="")
    assert "#flask-conical" not in visitor.get("/").content.decode()


def test_every_field_of_a_row_in_a_table_has_a_name(editor):
    """A table's headings name columns for those who see them; a screen reader says what the field itself is called."""
    career = make_career()
    Task.objects.create(career=career, text="Open the hive")
    html = editor.get(admin_address(Career, "change", career.pk)).content.decode()
    fields = re.findall(
        r'<(?:input|select|textarea) [^>]*name="(?:tasks|careercredentials|skills)-(?:\d+|__prefix__)-[^"]*"[^>]*>',
        html,
    )
    shown = [field for field in fields if 'type="hidden"' not in field]
    assert len(shown) >= 8
    assert [field for field in shown if "aria-label=" not in field] == []

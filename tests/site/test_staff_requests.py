"""Whatever stands in an address or a form of the admin is answered, never failed on."""

import json
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.db import models, transaction

from careers.models import Career, FailedSearch, Release

from ..factories import make_career, make_question, make_school
from .test_admin import MODELS, admin_address

pytestmark = pytest.mark.django_db

HUGE = "9" * 25
VALUES = ["9e22", HUGE, "\0"]


@pytest.fixture
def staff(editor):
    editor.raise_request_exception = False
    make_career(slug="beekeeper")
    make_question()
    make_school(featured=True)
    FailedSearch.objects.create(words="gendarme")
    return editor


def failures(browser, requests: list[tuple[str, dict]]) -> list[str]:
    failed = []
    for path, values in requests:
        with transaction.atomic():
            status = browser.get(path, values).status_code
            transaction.set_rollback(True)
        if status >= 500:
            failed.append(f"{path!a} {values!a}")
    return failed


def own_lookups(model: type[models.Model]) -> list[str]:
    """What every list takes, and what this one filters by."""
    filters = admin.site._registry[model].list_filter
    given = [name[0] if isinstance(name, tuple) else name for name in filters]
    names = ["id__in", "q", "o"]
    if model is Career:
        # What Django does with them is the same in all lists.
        names += ["id", "id__gt", "p", "e", "nonsense", "a__b"]
    return [*names, *(f"{name}__exact" for name in given if isinstance(name, str))]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_address_of_a_list_fails(model, staff):
    path = admin_address(model, "changelist")
    assert failures(staff, [(path, {name: value}) for name in own_lookups(model) for value in VALUES]) == []


def test_no_comparison_with_a_column_fails(staff):
    """Of each kind of column one: what compares them is the same in all lists."""
    kinds = {type(field): field for model in MODELS for field in model._meta.concrete_fields}
    assert len(kinds) > 10
    requests = []
    for field in kinds.values():
        names = [field.name, *(f"{field.name}__{lookup}" for lookup in ("range", "regex", "isnull", "year"))]
        path = admin_address(field.model, "changelist")
        requests += [(path, {name: value}) for name in names for value in VALUES]
    assert failures(staff, requests) == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_address_of_a_row_or_of_a_new_one_fails(model, staff):
    path = admin_address(model, "changelist")
    rows = [f"{path}{quote(value, safe='')}/" for value in [*VALUES, "abc", "-1"]]
    own = {Release: ["review/"], FailedSearch: ["answer/"]}.get(model, [])
    pages = [f"{row}{page}" for row in rows for page in ("change/", "delete/", "history/", *own)]
    # Django leads from an address without its page to the form, whatever model it is of.
    pages += rows if model is Career else []
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    new = [(f"{path}add/", {field.name: value for field in fields}) for value in ["abc", HUGE]]
    assert failures(staff, [*((page, {}) for page in pages), *new]) == []


@pytest.mark.parametrize("path", ["/admin/autocomplete/", "/admin/careers/failedsearch/careers/"])
@pytest.mark.parametrize("name", ["term", "page", "app_label", "model_name", "field_name"])
def test_nothing_that_is_typed_into_a_field_of_suggestions_fails(path, name, staff):
    good = {"term": "bee", "app_label": "careers", "model_name": "title", "field_name": "career"}
    assert failures(staff, [(path, {**good, name: value}) for value in [*VALUES, "abc", "-1", "'"]]) == []


def test_no_address_of_a_preview_or_a_shortcut_fails(staff):
    paths = [f"/preview/careers/{quote(value, safe='')}/" for value in VALUES]
    shortcuts = [f"/admin/r/{first}/{second}/" for first in (1, HUGE, "abc") for second in (1, HUGE, "abc")]
    assert failures(staff, [(path, {}) for path in [*paths, *shortcuts]]) == []


def test_a_nul_is_taken_out_of_what_is_searched_for(staff, text_of):
    page = text_of(staff.get("/admin/signups/question/", {"q": "\0What is\0"}))
    assert "What is question" in page


def test_a_value_of_the_wrong_kind_is_answered_in_words(staff, text_of, caplog):
    response = staff.post(
        admin_address(Career, "changelist"), {"action": "publish", "_selected_action": ["student@x.y"]}
    )
    assert response.status_code == 400
    assert "A value in the address or the form is of a kind that does not fit there." in text_of(response)
    assert "student@x.y" not in response.content.decode() + caplog.text


@pytest.mark.parametrize("career", ["abc", HUGE, "9e22", "\0", "-1", "٣"])
def test_the_answer_to_a_search_keeps_its_form(career, staff, text_of):
    address = f"/admin/careers/failedsearch/{FailedSearch.objects.get().pk}/answer/"
    for response in (staff.post(address, {"title": "yes", "career": career}), staff.get(address, {"career": career})):
        assert response.status_code == 200
        assert "What should “gendarme” find?" in text_of(response)
    assert "Choose a published career. Visitors only find those." in text_of(
        staff.post(address, {"title": "yes", "career": "abc"})
    )


@pytest.mark.parametrize("value", ["abc", HUGE, "9e22"])
def test_a_form_with_a_row_that_cannot_be_keeps_what_was_typed(value, staff):
    response = staff.post("/admin/careers/career/add/", {"title": "Kept title", "field": value, "occupation": value})
    # The lists below a career are missing from this form.
    assert response.status_code in (200, 400)
    response = staff.post("/admin/schools/school/add/", {"name": "Kept name", "city": "Town", "release": value})
    assert response.status_code == 200
    assert 'value="Kept name"' in response.content.decode()


@pytest.mark.parametrize("rows", ["abc", [["1", "x"]], [[HUGE, 1]], {"1": "x"}, None])
def test_an_order_that_cannot_be_is_refused(rows, staff):
    path = "/admin/careers/field/adminsortable2_update/"
    body = json.dumps({"updatedItems": rows})
    assert staff.post(path, body, content_type="application/json").status_code < 500


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete_selected", "nonsense"])
@pytest.mark.parametrize("chosen", ["abc", HUGE, "\0"])
def test_no_action_over_rows_that_cannot_be_fails(action, chosen, staff):
    values = {"action": action, "_selected_action": [chosen], "index": "abc"}
    assert staff.post(admin_address(Career, "changelist"), values).status_code < 500
    assert Career.objects.get().is_published


@pytest.mark.parametrize("page", ["careers/career", "signups/question", "schools/school", "auth/user"])
@pytest.mark.parametrize("query", ["id__regex=(", "id__iregex=[", "pk__regex=*"])
def test_a_pattern_that_is_none_is_answered_as_such(staff, page, query):
    assert staff.get(f"/admin/{page}/?{query}").status_code == 400

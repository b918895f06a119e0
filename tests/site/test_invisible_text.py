"""Text of which a reader would see nothing is no text, wherever it is typed."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from careers.forms import SearchForm
from careers.models import FailedSearch
from careers.models.visible_text import VisibleText, visible
from signups.models import Question

from ..factories import make_career, question_sent
from .form_reader import form_values

NOTHING = {
    "spaces": "\u2003\u00a0\u3000 \u2028",
    "zero width": "\u200b\u200c\u200d\u2060\ufeff",
    "direction": "\u200e\u200f\u202a\u202e\u2066\u2069\u061c",
    "soft hyphens": "\u00ad\u00ad",
    "fillers of Hangul": "\u115f\u1160\u3164\uffa0",
    "variation selectors": "\ufe0f\ufe00\U000e0100\u180b",
    "marks that combine": "\u0301\u0308\u20dd",
    "joiner": "\u034f",
    "empty braille": "\u2800",
    "tags": "\U000e0041\U000e0042\U000e007f",
    "private use": "\ue000\U000f0000",
    "unassigned": "\u0378\U000e0fff",
    "Khmer": "\u17b4\u17b5",
    "music": "\U0001d159\U0001d173",
    "all of them": "\u200b \u3164\ufe0f\u0301\u2800",
}


@pytest.fixture
def ask(visitor, db):
    return lambda text: visitor.post("/ask/", question_sent(text))


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_a_question_of_it_is_refused(text, ask, text_of):
    response = ask(text * 20)
    assert response.status_code == 422
    assert "Your question: Enter your question." in text_of(response)
    assert not Question.objects.exists()


@pytest.mark.parametrize("text", ["Why?" + "\u200b" * 20, "Why?" + "\u3164" * 20, "Why?" + " \u200b" * 20])
def test_invisible_characters_do_not_make_a_question_long_enough(text, ask, text_of):
    response = ask(text)
    assert response.status_code == 422
    assert "Please say a little more" in text_of(response)


def test_a_question_of_signs_alone_is_refused(ask, text_of):
    response = ask("?!?!?! ... ???!!! 1234567")
    assert response.status_code == 422
    assert "Please write your question in words." in text_of(response)


@pytest.mark.parametrize(
    "text",
    [
        "क्या यह काम कठिन है और कितना?",
        "这份工作难吗？要学多久才能做好呢？",
        "هل هذا العمل صعب حقا؟",
        "Is it hard \U0001f469\u200d\u2695\ufe0f work?",
    ],
    ids=ascii,
)
def test_a_question_in_any_script_is_stored_as_it_was_typed(text, ask):
    assert ask(text).status_code == 200
    assert Question.objects.get().text == text


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_a_search_for_it_is_no_search(text, visitor, db, text_of):
    make_career(title="Beekeeper")
    for path in ("/careers/", "/careers/compare/"):
        response = visitor.get(path, {"q": text})
        assert response.status_code == 200
        assert "Nothing" not in text_of(response)
    assert "Beekeeper" in text_of(visitor.get("/careers/", {"q": text}))
    assert visitor.get("/careers/suggestions/", {"q": text}).json() == {"suggestions": []}
    assert not FailedSearch.objects.exists()


def test_what_can_be_seen_of_a_text():
    assert visible("\u202eCafe\u0301 \u200b \ufe0f x\u3164") == "Cafe\u0301 x"


def texts_that_staff_write() -> list[tuple[type[models.Model], str]]:
    ours = [model for name in ("careers", "schools", "signups") for model in apps.get_app_config(name).get_models()]
    return [
        (model, field.name)
        for model in ours
        if issubclass(model, VisibleText)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and field.editable and not field.choices
    ]


@pytest.mark.parametrize(
    ("model", "name"), texts_that_staff_write(), ids=lambda value: getattr(value, "__name__", value)
)
def test_no_text_of_the_sites_own_rows_may_be_made_of_it(db, model, name):
    with pytest.raises(ValidationError) as refused:
        model(**{name: "\u200b\u3164"}).clean_fields()
    assert name in refused.value.error_dict


def test_every_model_that_staff_edit_is_held_to_it():
    from django.contrib import admin

    edited = {model for model in admin.site._registry if model._meta.app_label in ("careers", "schools", "signups")}
    for model_admin in [admin.site._registry[model] for model in edited]:
        edited |= {inline.model for inline in model_admin.inlines}
    free = {
        model
        for model in edited
        if not issubclass(model, VisibleText)
        and any(
            isinstance(field, models.CharField | models.TextField) and field.editable and not field.choices
            for field in model._meta.concrete_fields
        )
    }
    # What was searched is counted, files are kept, links looked at and mails written by the site itself; what readers
    # write about an answer, staff read and delete.
    not_by_staff = {"CheckedLink", "FailedSearch", "ImportRun", "ReleaseFile", "Mailing", "Delivery", "AnswerFeedback"}
    not_by_staff.add("PageView")
    assert {model.__name__ for model in free} <= not_by_staff


def test_staff_are_told_beside_the_field(editor, text_of):
    career = make_career(title="Beekeeper")
    address = f"/admin/careers/career/{career.pk}/change/"
    response = editor.post(address, {**form_values(editor.get(address)), "title": "\u200b\u3164", "summary": "\u2800"})
    assert response.status_code == 200
    assert text_of(response).count("This contains only invisible characters.") == 2
    career.refresh_from_db()
    assert career.title == "Beekeeper"


@pytest.mark.parametrize("path", ["/", "/careers/", "/careers/compare/", "/no/such/page/"])
def test_the_fields_for_searches_take_no_more_than_a_search_does(path, visitor, db):
    html = visitor.get(path).content.decode()
    longest = SearchForm().fields["q"].max_length
    assert html.count('type="search" name="q"') == html.count(f'maxlength="{longest}"') > 0

"""Publishing and unpublishing from the list of careers: staff are told what it means, and asked, before it is done."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.models import Career

from ..factories import make_career
from .form_reader import form_values
from .staff_pages import address

pytestmark = pytest.mark.django_db
LIST = address(Career, "changelist")
# However many careers there are: 25 of them, and the search index.
MOST_QUERIES = 60


def choose(action: str, careers, values: dict | None = None) -> dict:
    return {"action": action, "_selected_action": [career.pk for career in careers], **(values or {})}


def sure(asked) -> dict:
    """What the button of the page that asks sends, beside what was chosen."""
    return {name: value for name, value in form_values(asked).items() if name != "_selected_action"}


def public() -> int:
    return Career.objects.published().count()


def test_a_place_of_thousands_of_digits_does_no_harm(editor):
    sent = choose("unpublish", [make_career()], {"index": "9" * 5_000, "sure": "yes"})
    assert editor.post(LIST, sent).status_code < 500


def test_an_action_asks_and_says_how_many_are_public_before_it_does_anything(editor, text_of):
    careers = [
        make_career(title=f"Keeper {number}", status="published" if number < 3 else "draft") for number in range(7)
    ]
    Career.objects.filter(title="Keeper 6").update(status="withdrawn")
    asked = editor.post(LIST, choose("unpublish", careers))
    text = text_of(asked)
    assert "Turn 4 careers into drafts?" in text
    assert "Keeper 0; Keeper 1; Keeper 2; Keeper 6" in text
    assert "3 of them are public now. Visitors will no longer find them" in text
    assert "3 more that you selected are drafts already." in text
    assert public() == 3
    assert asked.content.decode().count('name="_selected_action"') == 7
    done = editor.post(LIST, choose("unpublish", careers, sure(asked)), follow=True)
    assert "4 careers turned into drafts." in text_of(done)
    assert (public(), Career.objects.filter(status="draft").count()) == (0, 7)
    careers.append(make_career(title="Empty", summary="", status="draft"))
    asked = editor.post(LIST, choose("publish", careers))
    text = text_of(asked)
    assert "Publish 7 careers?" in text
    assert "Keeper 4 and 2 more Visitors will see them" in text
    assert "Not published: Empty." in text
    assert public() == 0
    assert "7 careers published." in text_of(editor.post(LIST, choose("publish", careers, sure(asked)), follow=True))
    assert public() == 7
    assert not Career.objects.published().filter(published_at=None).exists()


def test_where_nothing_would_change_nobody_is_asked(editor, text_of):
    text = text_of(editor.post(LIST, choose("unpublish", [make_career(status="draft")]), follow=True))
    assert "Nothing to do: 1 of those that you selected is a draft already." in text


def test_many_cost_no_more_queries_than_few(editor):
    for number in (5, 25):
        careers = [make_career(status="draft") for _ in range(number)]
        for action, status in (("publish", "published"), ("unpublish", "draft")):
            with CaptureQueriesContext(connection) as queries:
                editor.post(LIST, choose(action, careers, {"sure": "yes"}))
            assert len(queries) <= MOST_QUERIES, (number, action)
            assert Career.objects.filter(status=status).count() >= number


def test_all_careers_of_a_search_are_asked_about_and_no_others(editor, text_of):
    careers = [make_career(title=f"Keeper {number}", status="draft") for number in range(3)]
    make_career(title="Actor", status="draft")
    asked = editor.post(f"{LIST}?q=keeper", choose("publish", careers[:1], {"select_across": "1"}))
    assert "Publish 3 careers?" in text_of(asked)
    answer = form_values(asked)
    make_career(title="Keeper 4", status="draft")
    asked = editor.post(f"{LIST}?q=keeper", answer)
    assert "Publish 4 careers?" in text_of(asked)
    assert public() == 0
    editor.post(f"{LIST}?q=keeper", form_values(asked))
    assert public() == 4

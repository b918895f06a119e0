"""Help lines, which staff edit, and the list of what readers wrote about answers."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse

from signups.models import AnswerFeedback, HelpLine
from signups.questions.urgent import alerts as urgent

from ...factories import make_question

pytestmark = pytest.mark.django_db
LIST = reverse("admin:signups_helpline_changelist")
NOTES = reverse("admin:signups_answerfeedback_changelist")
first = import_module("signups.migrations.0035_first_help_lines")


@pytest.fixture
def shipped() -> None:
    HelpLine.objects.all().delete()
    first.add(apps, None)


def test_a_new_site_has_those_of_the_united_states(shipped):
    assert [(line.name, line.phone) for line in urgent.help_lines()] == [
        ("Emergency services", "911"),
        ("988 Suicide & Crisis Lifeline", "988"),
        ("Childhelp National Child Abuse Hotline", "1-800-422-4453"),
    ]
    for line in urgent.help_lines():
        line.full_clean()


def test_lines_of_staff_are_left_as_they_are(shipped):
    HelpLine.objects.exclude(phone="911").delete()
    first.add(apps, None)
    assert [line.phone for line in urgent.help_lines()] == ["911"]


def test_the_list_says_that_another_country_needs_its_own(editor, shipped, text_of):
    said = text_of(editor.get(LIST))
    assert "In another country, put your own in their place." in said
    assert "988 Suicide & Crisis Lifeline" in said


def test_without_lines_staff_are_told_what_people_see(editor, text_of):
    HelpLine.objects.all().delete()
    assert "told to call their local emergency number" in text_of(editor.get(LIST))


def test_staff_put_lines_in_order(editor, shipped):
    childhelp = HelpLine.objects.get(phone="1-800-422-4453")
    editor.post(LIST, {"_move": f"up-{childhelp.pk}"})
    assert [line.phone for line in urgent.help_lines()] == ["911", "1-800-422-4453", "988"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "phone"),
        ({"phone": "call us"}, "phone"),
        ({"url": "http://localhost/"}, "url"),
        ({"phone": "988", "url": "https://ada:secret@example.org/"}, "url"),
    ],
)
def test_a_line_that_helps_nobody_is_refused(values, field):
    with pytest.raises(ValidationError) as problem:
        HelpLine(name="Bee Line", **values).full_clean()
    assert list(problem.value.error_dict) == [field]


@pytest.fixture
def reviewer(client):
    account = get_user_model().objects.create_user("ada", password=None, is_staff=True)
    rights = [
        "view_answerfeedback",
        "delete_answerfeedback",
        "add_answerfeedback",
        "change_answerfeedback",
        "view_question",
    ]
    account.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(account)
    return client


def test_staff_read_notes_and_may_delete_them_and_nothing_else(reviewer, text_of):
    question = make_question(text="How do bees find home?")
    note = AnswerFeedback.objects.create(question=question, is_helpful=False, text="The pay is <b>old</b>.")
    listed = reviewer.get(NOTES)
    assert "<h1>Words about answers</h1>" in listed.content.decode()
    assert "The pay is <b>old</b>. How do bees find home?" in text_of(listed)
    address = reverse("admin:signups_answerfeedback_change", args=[note.pk])
    html = reviewer.get(address).content.decode()
    assert f'<a href="/admin/signups/question/{question.pk}/change/">How do bees find home?</a>' in html
    assert 'name="_save"' not in html
    assert reviewer.post(address, {"text": "Something else"}).status_code == 403
    assert reviewer.get(reverse("admin:signups_answerfeedback_add")).status_code == 403
    delete = reverse("admin:signups_answerfeedback_delete", args=[note.pk])
    assert reviewer.post(delete, {"post": "yes"}).status_code == 302
    assert not AnswerFeedback.objects.exists()


def test_other_staff_see_no_notes(client):
    client.force_login(get_user_model().objects.create_user("bob", password=None, is_staff=True))
    assert client.get(NOTES).status_code == 403

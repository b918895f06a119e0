"""Before staff delete something they read in words, and in few, what goes with it, and what keeps it from going."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

from careers.models import Career, Credential, Field, Occupation, Organization, Task
from schools.models import School

from ..factories import make_career, make_pay, make_question, make_school
from ..loaded_once import load_demo
from .test_admin import MODELS, admin_address, make_what_the_demo_lacks

pytestmark = pytest.mark.django_db
# What only programmers call something.
PROGRAMMERS_WORDS = re.compile(r"\w+_\w+ object|object \(\d+\)|Facts of \d+|[a-z][A-Z]\w+: |_\w+_|relationship")


@pytest.fixture
def asked(editor, text_of):
    """The words of the page that asks before `row` is deleted."""
    return lambda row: text_of(editor.get(admin_address(type(row), "delete", row.pk))).partition("Delete ")[2]


def test_a_career_goes_with_its_lists_in_words(asked):
    career, other = make_career(title="Beekeeper"), make_career(title="Florist")
    Task.objects.create(career=career, text="Open the hive")
    career.related.add(other)
    other.related.add(career)
    text = asked(career)
    assert "Work task: Open the hive" in text
    assert "Link between Beekeeper and Florist" in text
    assert "Link between Florist and Beekeeper" in text
    assert "Links between careers: 2" in text
    assert not PROGRAMMERS_WORDS.search(text)


def test_every_page_that_deletes_speaks_in_words(asked):
    load_demo()
    make_what_the_demo_lacks()
    user = get_user_model().objects.create_user("somebody")
    group = Group.objects.get(name="Editors")
    group.permissions.set(Permission.objects.all()[:3])
    user.groups.add(group)
    user.user_permissions.set(Permission.objects.all()[:3])
    rows = [row for model in MODELS for row in model._default_manager.all()[:3]]
    assert len(rows) > len(MODELS)
    for row in rows:
        assert not PROGRAMMERS_WORDS.search(asked(row)), row
    assert "links between groups and permissions: 3" in asked(group).lower()


def test_a_long_list_is_cut_and_counted(asked):
    career = make_career()
    Task.objects.bulk_create(Task(career=career, text=f"Task {number} {'x' * 300}") for number in range(60))
    text = asked(career)
    assert text.count("Work task: ") == 10
    assert "and 50 more: work tasks" in text
    assert "Work tasks: 60" in text
    assert "x" * 100 not in text


def test_many_careers_are_asked_about_in_few_lines(editor, text_of):
    careers = [make_career() for _ in range(15)]
    chosen = {"action": "delete_selected", "_selected_action": [career.pk for career in careers]}
    text = text_of(editor.post(admin_address(Career, "changelist"), chosen))
    assert "and 5 more: careers" in text
    assert text.count("Career: Career") == 10
    editor.post(admin_address(Career, "changelist"), {**chosen, "post": "yes"})
    assert not Career.objects.exists()


def test_what_keeps_a_row_is_named_in_words(asked):
    expert = make_question(answers=["Yes."]).answers.get().expert
    career = make_career(title="Beekeeper")
    organization = Organization.objects.create(name="Board of Bees")
    credential = Credential.objects.create(name="License", organization=organization)
    credential.career_links.create(career=career)
    kept = {expert: "Answer: ", career.field: "Career: Beekeeper", organization: "Credential: License"}
    for row, words in kept.items():
        text = asked(row)
        assert words in text
        assert "Nothing was deleted: what is listed here is shown with" in text
        assert type(row).objects.filter(pk=row.pk).exists()
    assert "Credential: License" in asked(credential)


def test_what_keeps_chosen_rows_is_said_too(editor, text_of):
    field = make_career().field
    chosen = {"action": "delete_selected", "_selected_action": [field.pk]}
    text = text_of(editor.post(admin_address(Field, "changelist"), chosen))
    assert "Nothing was deleted: what is listed here is shown with what you chose" in text
    assert Field.objects.exists()


def test_the_figures_that_keep_an_occupation_are_few_lines(asked):
    career = make_career()
    career.occupation = Occupation.objects.create(code="29-2072", title="Testers")
    career.save()
    make_pay(occupation=career.occupation)
    assert "Pay: 29-2072 Testers: May 2024" in asked(career.occupation)


def test_a_link_is_only_shown_to_those_who_may_open_it(client):
    school = make_school(featured=True)
    user = get_user_model().objects.create_user("helper", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["delete_school", "delete_featured"]))
    client.force_login(user)
    page = client.get(admin_address(School, "delete", school.pk)).content.decode()
    content = page.partition('id="deleted-objects"')[2].partition("</ul>")[0]
    assert f"School: {school}" in content
    assert "<a " not in content

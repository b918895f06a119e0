"""What lists and search are derived from is saved and deleted in few queries, however many rows hang on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.models import Career, CareerCredential, CareerListing, Credential, Organization, Skill, Task, Title

from ..careers.search.searching import titles_found
from ..factories import make_career, make_occupation, make_onet_profile, make_pay
from .form_reader import form_values
from .test_admin import admin_address

# Each kind of row that leads to a career costs its deletion some, such as the experts on it and the facts of answers.
MOST, MOST_OF_A_DELETION = 60, 72


class Stopped(Exception):
    pass


def asked(queries: CaptureQueriesContext) -> int:
    """How many queries there are, but for where a transaction begins and ends, and a lock that SQLite has with it."""
    left_out = ("SAVEPOINT", "RELEASE SAVEPOINT", "SELECT pg_advisory_xact_lock")
    return sum(not query["sql"].startswith(left_out) for query in queries)


@pytest.fixture
def career(db) -> Career:
    career = make_career(title="Tester", occupation=make_occupation(), onet_code="29-2072.00")
    make_pay(occupation=career.occupation, annual_median=50_000)
    make_onet_profile(code=career.onet_code)
    organization = Organization.objects.create(name="Board")
    for number in range(20):
        Task.objects.create(career=career, text=f"Weigh {number} apples", order=number)
    Title.objects.create(career=career, name="Weigher")
    credential = Credential.objects.create(name="Licence", organization=organization)
    CareerCredential.objects.create(career=career, credential=credential)
    return career


def test_a_save_of_a_career_with_22_changed_rows(editor, career):
    address = admin_address(Career, "change", career.pk)
    values = form_values(editor.get(address))
    for number in range(20):
        values[f"tasks-{number}-text"] = f"Polish {number} telescopes"
    values |= {"titles-0-name": "Stargazer", "careercredentials-0-note": "Needed everywhere"}
    with CaptureQueriesContext(connection) as queries:
        assert editor.post(address, values).status_code == 302
    assert titles_found("telescopes") == titles_found("stargazer") == ["Tester"]
    assert titles_found("apples") == []
    assert asked(queries) <= MOST, asked(queries)


def test_a_career_with_20_tasks_is_deleted(editor, career):
    with CaptureQueriesContext(connection) as queries:
        assert editor.post(admin_address(Career, "delete", career.pk), {"post": "yes"}).status_code == 302
    assert not Career.objects.exists()
    assert titles_found("apples") == []
    assert asked(queries) <= MOST_OF_A_DELETION, asked(queries)


def test_many_careers_that_are_published_at_once(editor, db):
    careers = [make_career(title=f"Apple {number}", status="draft") for number in range(10)]
    chosen = {"action": "publish", "sure": "yes", "_selected_action": [career.pk for career in careers]}
    Skill.objects.bulk_create(Skill(career=career, name="Care") for career in careers)
    with CaptureQueriesContext(connection) as queries:
        editor.post(admin_address(Career, "changelist"), chosen)
    assert len(titles_found("apple")) == 10
    assert CareerListing.objects.count() == 10
    assert sum("careers_searchpassage" in query["sql"] for query in queries) < 10


def test_a_save_that_fails_changes_neither_the_rows_nor_the_lists(editor, career, monkeypatch):
    address = admin_address(Career, "change", career.pk)
    values = form_values(editor.get(address)) | {"title": "Stargazer"}

    def fail(*args):
        raise Stopped

    monkeypatch.setattr("careers.denormalized.index.refresh", fail)
    with pytest.raises(Stopped):
        editor.post(address, values)
    monkeypatch.undo()
    career.refresh_from_db()
    assert career.title == "Tester"
    assert titles_found("stargazer") == []

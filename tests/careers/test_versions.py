"""Versions of what staff write: what one holds, what two differ in, and an object made again out of one."""

import json
import os
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from careers.models import (
    Career,
    CareerChange,
    CareerCredential,
    Credential,
    OldAddress,
    Organization,
    Skill,
    Task,
    Title,
    Version,
)
from careers.versions import keeping
from careers.versions.careers import CAREER
from careers.versions.difference import difference
from careers.versions.documents import UnreadableVersion, document_of, read, written
from careers.versions.keeping import Author, noting
from careers.versions.merging import Three, merge
from careers.versions.records import Record, registered
from careers.versions.restoring import CannotRestore, possible, restore
from careers.versions.words import Words
from schools.models import Featured, School

from ..factories import make_career, make_field, make_question, make_school
from .search.searching import titles_found

EXAMPLES = int(os.environ.get("EDIT_HISTORIES", "4"))


@pytest.fixture
def career(db) -> Career:
    career = make_career(title="Beekeeper", summary="Keeps bees.")
    for order, name in enumerate(["Apiarist", "Bee farmer", "Honey farmer"], 1):
        Title.objects.create(career=career, name=name, order=order)
    Task.objects.create(career=career, text="Open the hive", order=1)
    return career


def save(record: Record, row, change) -> Version:
    with record.together(), noting(record, [row.pk], lambda: Author("ada", "a reason")):
        change()
    return Version.objects.of(record.kind, row.pk).first()


def back(record: Record, version: Version):
    """As staff's page does it."""
    with record.together():
        document = read(record, version)
        wanted = possible(Words(record, [document]), document)
        return restore(record, version, wanted.document)


def words_of(record: Record, *documents: dict) -> list[str]:
    changes = difference(Words(record, documents), *documents)
    return [f"{change.where} {change.what}: {change.before} > {change.after}" for change in changes]


def test_a_save_keeps_how_it_was_found_and_how_it_was_left(career):
    def change() -> None:
        career.summary = "Keeps bees and sells honey."
        career.save()
        career.titles.first().delete()

    version = save(CAREER, career, change)
    assert (version.number, version.by, version.note, version.name) == (2, "ada", "a reason", "Beekeeper")
    found = Version.objects.get(number=1)
    assert (found.action, found.by) == ("found", "")
    assert words_of(CAREER, read(CAREER, found), read(CAREER, version)) == [
        "Summary changed: Keeps bees. > Keeps bees and sells honey.",
        "Other job titles removed: Apiarist > ",
    ]
    assert save(CAREER, career, lambda: None) == version
    Career.objects.update(summary="As a command wrote it.")
    save(CAREER, career, lambda: Task.objects.all().delete())
    assert list(Version.objects.order_by("number").values_list("action", flat=True)) == [
        *("found", "saved", "found", "saved"),
    ]


def test_rows_that_moved_are_named_and_rows_that_stayed_are_not(career):
    before = document_of(CAREER, career.pk)
    Title.objects.filter(name="Honey farmer").update(order=0)
    moved = words_of(CAREER, before, document_of(CAREER, career.pk))
    assert moved == ["Other job titles moved:  > Honey farmer: from place 3 to 1"]


def test_titles_that_exchanged_their_names_come_back_with_their_numbers(career):
    one, two = career.titles.all()[:2]
    first = save(CAREER, career, lambda: Career.objects.update(summary="Once."))
    before = document_of(CAREER, career.pk)

    def exchange() -> None:
        Title.objects.filter(pk=one.pk).update(name="For now")
        Title.objects.filter(pk=two.pk).update(name="Apiarist")
        Title.objects.filter(pk=one.pk).update(name="Bee farmer")

    save(CAREER, career, exchange)
    back(CAREER, first)
    assert written(document_of(CAREER, career.pk)) == written(before)
    assert Title.objects.get(pk=one.pk).name == "Apiarist"
    assert titles_found("honey farmer") == ["Beekeeper"]


def test_a_deleted_career_comes_back_with_all_that_went_with_it(career):
    other = make_career()
    other.related.add(career)
    career.related.add(other)
    question, school = make_question(career=career), make_school(featured=True)
    school.featured.careers.add(career)
    CareerChange.objects.create(career=career, data_set="onet", period="May 2025", text="Pay rose.")
    for slug in ("bee-man", "bee-woman"):
        OldAddress.objects.create(slug=slug, career=career)
    before = document_of(CAREER, career.pk)
    with CAREER.together():
        keeping.note_deletion(CAREER, [career], Author("ada"))
        Career.objects.get(pk=career.pk).delete()
    assert titles_found("apiarist") == []
    version = Version.objects.of(CAREER.kind, career.pk).first()
    assert version.action == "deleted"
    OldAddress.objects.create(slug="bee-man", career=other)
    again = back(CAREER, version)
    assert written(document_of(CAREER, again.pk)) == written(before)
    assert [old.slug for old in again.old_addresses.all()] == ["bee-woman"]
    question.refresh_from_db()
    assert question.career == again
    assert list(other.related.all()) == [again]
    assert list(Featured.objects.get().careers.all()) == [again]
    assert again.changes.get().text == "Pay rose."
    assert titles_found("apiarist") == ["Beekeeper"]


def test_a_school_comes_back_with_its_featured_place(db):
    school = make_school(featured=True, closed_on=None)
    record = next(record for record in registered() if record.kind == "schools.school")
    with record.together():
        keeping.note_deletion(record, [school], Author("ada"))
        School.objects.all().delete()
    back(record, Version.objects.get(action="deleted"))
    assert School.objects.featured().get().name == school.name


def test_what_cannot_come_back_is_said_and_nothing_is_half_done(career):
    credential = Credential.objects.create(name="Licence", organization=Organization.objects.create(name="Board"))
    CareerCredential.objects.create(career=career, credential=credential)
    version = save(CAREER, career, lambda: Task.objects.all().delete())
    save(CAREER, career, lambda: CareerCredential.objects.all().delete())
    Credential.objects.all().delete()
    document = read(CAREER, version)
    lost = possible(Words(CAREER, [document]), document).lost
    assert len(lost) == 1
    assert "credential" in lost[0].lower()
    make_career(title="Another", slug="taken")
    taken = {**document, "fields": {**document["fields"], "slug": "taken", "summary": "Changed"}}
    with pytest.raises(CannotRestore), CAREER.together():
        restore(CAREER, version, taken)
    career.refresh_from_db()
    assert career.summary == "Keeps bees."
    gone = {**document, "fields": {**document["fields"], "field": 99_999_999}}
    with pytest.raises(CannotRestore, match="cannot be without"):
        possible(Words(CAREER, [gone]), gone)


def test_a_field_that_was_renamed_or_removed_is_never_passed_over(career):
    version = save(CAREER, career, lambda: Task.objects.all().delete())
    document = json.loads(version.document)
    document["fields"]["people_are_called"] = document["fields"].pop("workers")
    version.document = written(document)
    with pytest.raises(UnreadableVersion, match="people_are_called, workers"):
        read(CAREER, version)
    document["lists"]["titles"][0]["language"] = "es"
    version.document = written(document)
    with pytest.raises(UnreadableVersion, match=r"titles\.language"):
        read(CAREER, version)

    def renamed(document: dict) -> dict:
        document["fields"]["workers"] = document["fields"].pop("people_are_called")
        del document["lists"]["titles"][0]["language"]
        return document

    newer = replace(CAREER, form=CAREER.form + 1, steps={CAREER.form: renamed})
    assert read(newer, version)["fields"]["workers"] == career.workers
    with pytest.raises(UnreadableVersion, match="no step"):
        read(replace(CAREER, form=CAREER.form + 1), version)


def test_old_and_many_versions_go_but_never_the_newest(career, settings):
    settings.VERSION_RETENTION_DAYS, settings.VERSIONS_KEPT = 30, 3
    other = make_career()
    for number in range(5):
        save(CAREER, career, lambda number=number: Career.objects.filter(pk=career.pk).update(summary=f"{number}"))
    save(CAREER, other, lambda: Career.objects.filter(pk=other.pk).update(summary="New"))
    with CAREER.together():
        keeping.note_deletion(CAREER, [make_career(title="Gone")], Author("ada"))
        Career.objects.filter(title="Gone").delete()
    assert keeping.prune() == 3
    assert [version.number for version in Version.objects.of(CAREER.kind, career.pk)] == [6, 5, 4]
    Version.objects.update(made_at=timezone.now() - timedelta(days=31))
    keeping.prune()
    assert sorted(Version.objects.values_list("object_id", "number")) == sorted([(career.pk, 6), (other.pk, 2)])


def merged(career: Career, theirs, yours, choices: dict | None = None):
    """What two made of the career, put together; each gets the document to change."""
    was = document_of(CAREER, career.pk)
    sides = [json.loads(written(was)), json.loads(written(was))]
    for side, change in zip(sides, (theirs, yours), strict=True):
        change(side)
    return merge(Words(CAREER, [was, *sides]), Three(was, *sides), choices or {})


def test_what_does_not_collide_is_put_together(career):
    def theirs(document: dict) -> None:
        document["fields"]["summary"] = "Theirs."
        del document["lists"]["titles"][0]
        document["lists"]["titles"].append({"id": 900, "name": "Both added", "hidden": False, "order": 9})

    def yours(document: dict) -> None:
        document["fields"]["workers"] = "yours"
        document["lists"]["titles"][2]["name"] = "Yours"
        document["lists"]["titles"].append({"id": None, "name": "Both added", "hidden": False, "order": 4})
        document["lists"]["titles"].append({"id": None, "name": "You added", "hidden": False, "order": 5})

    result = merged(career, theirs, yours)
    assert result.collisions == []
    assert (result.document["fields"]["summary"], result.document["fields"]["workers"]) == ("Theirs.", "yours")
    names = [row["name"] for row in result.document["lists"]["titles"]]
    assert names == ["Bee farmer", "Yours", "Both added", "You added"]


def test_what_collides_is_asked_and_goes_as_it_was_chosen(career):
    def theirs(document: dict) -> None:
        document["fields"]["summary"] = "Theirs."
        rows = document["lists"]["titles"]
        rows[:] = [rows[2], rows[1] | {"name": "Theirs"}]

    def yours(document: dict) -> None:
        document["fields"]["summary"] = "Yours."
        rows = document["lists"]["titles"]
        rows[:] = [rows[1] | {"name": "Yours"}, rows[0] | {"name": "Edited"}, rows[2]]

    asked = merged(career, theirs, yours)
    assert not asked.is_whole
    assert [collision.where for collision in asked.collisions] == [
        *("Summary", "Other job titles: name", "Other job titles"),
    ]
    for who, names in (("yours", ["Honey farmer", "Yours", "Edited"]), ("theirs", ["Honey farmer", "Theirs"])):
        chosen = merged(career, theirs, yours, {collision.name: who for collision in asked.collisions})
        assert chosen.is_whole
        assert chosen.document["fields"]["summary"] == f"{who.capitalize()}."
        assert sorted(row["name"] for row in chosen.document["lists"]["titles"]) == sorted(names)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("text"), st.sampled_from(["summary", "description", "workers"]), TEXTS),
        st.tuples(st.just("add"), st.sampled_from([Task, Title, Skill]), TEXTS),
        st.tuples(st.just("delete"), st.sampled_from([Task, Title, Skill]), st.integers(0, 3)),
        st.tuples(st.just("move"), st.sampled_from([Task, Title, Skill]), st.integers(0, 3)),
        st.tuples(st.just("relate"), st.integers(0, 1), st.none()),
        st.tuples(st.just("status"), st.sampled_from(["draft", "published"]), st.none()),
    ),
    min_size=1,
    max_size=5,
)


def apply_edit(career: Career, others: list[Career], edit: tuple) -> None:
    kind, what, value = edit
    if kind == "text":
        setattr(career, what, value)
        career.save()
    elif kind == "status":
        career.status = what
        career.save()
    elif kind == "relate":
        (career.related.remove if others[what] in career.related.all() else career.related.add)(others[what])
    elif kind == "add":
        name = "text" if what is Task else "name"
        what.objects.get_or_create(career=career, **{name: value}, defaults={"order": what.objects.count()})
    else:
        rows = list(what.objects.filter(career=career))
        if rows and kind == "delete":
            rows[value % len(rows)].delete()
        elif rows:
            what.objects.filter(pk=rows[value % len(rows)].pk).update(order=value + 7)


@pytest.mark.django_db
@hypothesis_settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(histories=st.lists(EDITS, min_size=2, max_size=4))
def test_each_version_of_any_history_comes_back_byte_for_byte(histories):
    with transaction.atomic():
        field = make_field()
        career, *others = (make_career(field=field) for _ in range(3))
        stored = {}
        for edits in histories:
            version = save(CAREER, career, lambda edits=edits: [apply_edit(career, others, edit) for edit in edits])
            if version:
                stored[version.number] = written(document_of(CAREER, career.pk))
        for number in [*stored, *reversed(stored)]:
            version = Version.objects.of(CAREER.kind, career.pk).get(number=number)
            back(CAREER, version)
            assert written(document_of(CAREER, career.pk)) == stored[number] == version.document
            career.refresh_from_db()
        transaction.set_rollback(True)

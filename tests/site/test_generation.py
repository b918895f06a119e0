"""Each change of what pages show is counted by the database, whoever makes it, and nothing else is."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models.functions import Now
from django.urls import URLPattern, get_resolver

from careerinfo.page_cache import token, triggers
from careerinfo.page_cache.asked import KEPT, NEVER
from careerinfo.page_cache.shown import NOT_SHOWN, SHOWN
from careers.browse.choices import all_filters
from careers.models import Career, CareerListing, Generation, Pay, Release
from careers.models.data_sets import row_models
from signups.models import Mailing, Question

from ..factories import (
    make_answer,
    make_career,
    make_newsletter,
    make_occupation,
    make_pay,
    make_question,
    make_release,
)
from .cached_site import begin_anew

pytestmark = pytest.mark.django_db


def is_counted(change: Callable) -> bool:
    # What the factories made is derived when it is read first.
    CareerListing.objects.count()
    begin_anew()
    before = token.current()
    change()
    return token.current() != before


def models() -> list[str]:
    ours = [apps.get_app_config(name) for name in ("careers", "schools", "signups")]
    return [model._meta.label for app in ours for model in app.get_models(include_auto_created=True)]


def test_of_every_table_it_is_said_whether_pages_show_it():
    of_releases = [model._meta.label for model in row_models()]
    said = [*SHOWN, *NOT_SHOWN, *of_releases]
    assert sorted(said) == sorted(models())


def test_every_table_that_pages_show_has_its_triggers():
    with connection.cursor() as cursor:
        existing = triggers._existing(cursor, connection.vendor)
        wanted = dict(
            {"sqlite": triggers._for_sqlite, "postgresql": triggers._for_postgresql}[connection.vendor](
                cursor, set(connection.introspection.table_names())
            )
        )
    shown = [*map(apps.get_model, SHOWN), *row_models()]
    assert {model._meta.db_table for model in shown} <= set(existing.values())
    assert set(existing) == set(wanted)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no schemas")
def test_triggers_of_another_site_in_the_same_database_are_not_its_own():
    with connection.cursor() as cursor:
        before = triggers._existing(cursor, "postgresql")
        cursor.execute("CREATE SCHEMA other CREATE TABLE careers_career (id integer)")
        cursor.execute(
            "CREATE TRIGGER new_generation_other AFTER INSERT ON other.careers_career "
            f"EXECUTE FUNCTION {triggers.FUNCTION}()"
        )
        assert triggers._existing(cursor, "postgresql") == before


def test_of_every_address_it_is_said_whether_its_pages_are_kept():
    names = []

    def collect(patterns, space: str = "") -> None:
        for one in patterns:
            if isinstance(one, URLPattern):
                names.append(f"{space}{one.name or one.pattern}")
            else:
                collect(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)

    collect(get_resolver().url_patterns)
    unsaid = [name for name in names if (name in KEPT) == name.startswith(tuple(NEVER))]
    assert unsaid == []
    assert set(KEPT) <= set(names)


def test_every_filter_of_the_list_is_among_what_it_is_asked_for():
    make_career()
    assert {one.name for one in all_filters()} <= set(KEPT["careers:list"])


def test_rows_of_a_release_count_while_it_is_shown():
    staged, live = make_release(state="staged", period="May 2025", origin="own"), make_release()
    occupation, other = make_occupation(), make_occupation()
    of_staged, of_live = Pay.objects.filter(release=staged), Pay.objects.filter(release=live)
    assert not is_counted(lambda: Pay.objects.bulk_create([Pay(release=staged, occupation=occupation)]))
    assert not is_counted(lambda: of_staged.update(annual_median=1))
    assert is_counted(lambda: Pay.objects.bulk_create([Pay(release=live, occupation=occupation)]))
    assert is_counted(lambda: of_live.update(annual_median=1))
    assert is_counted(lambda: Release.objects.filter(pk=staged.pk).update(state="live"))
    assert is_counted(lambda: of_staged.update(annual_median=2))
    assert is_counted(lambda: of_staged.update(release=live, occupation=other))
    assert is_counted(lambda: Release.objects.filter(pk=live.pk).update(state="rolled-back"))
    assert is_counted(lambda: Pay.objects.filter(occupation=other).update(release=staged))
    assert not is_counted(lambda: of_live.delete())


def test_questions_count_once_they_are_published():
    question = make_question(status="accepted")
    answer = make_answer(question=question, status="draft")
    assert not is_counted(lambda: make_question(text="What do welders earn?"))
    assert not is_counted(lambda: Question.objects.filter(pk=question.pk).update(text="Is it loud?"))
    assert not is_counted(lambda: question.answers.update(text="It is."))
    assert is_counted(lambda: question.answers.update(status="published"))
    assert is_counted(lambda: Question.objects.filter(pk=question.pk).update(status="published", published_at=Now()))
    assert is_counted(lambda: question.answers.update(text="It is loud."))
    assert is_counted(lambda: question.answers.update(status="draft"))
    assert is_counted(lambda: question.delete())
    assert answer


def test_newsletters_count_once_they_are_in_the_archive():
    draft, shown = make_newsletter(), make_newsletter(in_archive=True)
    assert not is_counted(lambda: type(draft).objects.filter(pk=draft.pk).update(text="Hello"))
    assert is_counted(lambda: type(draft).objects.filter(pk=shown.pk).update(text="Hello"))


def test_mail_and_what_staff_keep_for_themselves_count_nothing():
    career = make_career()
    assert not is_counted(lambda: Mailing.objects.create(kind="digest"))
    assert not is_counted(lambda: apps.get_model("careers.FailedSearch").objects.create(words="gendarme"))
    assert not is_counted(lambda: apps.get_model("careers.OldAddress").objects.create(slug="old", career=career))


def test_what_finds_nothing_to_change_is_not_counted():
    assert not is_counted(lambda: Career.objects.filter(pk=0).update(title="Smith"))


def test_what_is_taken_back_is_not_counted():
    def change() -> None:
        with transaction.atomic():
            make_career()
            transaction.set_rollback(True)

    assert not is_counted(change)


def test_a_career_is_counted_before_anybody_can_read_of_it():
    career = make_career()
    assert is_counted(lambda: Career.objects.filter(pk=career.pk).update(title="Smith"))
    assert is_counted(lambda: career.related.add(make_career()))
    assert is_counted(lambda: career.delete())


def test_who_asks_after_a_change_gets_what_is_there_whoever_asked_before_it(monkeypatch):
    class Overtaken(list):
        def __setitem__(self, at, tokens):
            super().__setitem__(at, [before])

    CareerListing.objects.count()
    begin_anew()
    before = token.current()
    make_career()
    monkeypatch.setattr(token, "_last", Overtaken([before]))
    assert token.current() != before


def test_an_older_copy_of_the_database_counts_on_from_now():
    newest = Generation.objects.latest("number").number
    Generation.objects.all().delete()
    Generation.objects.create(number=1_000)
    make_career()
    assert Generation.objects.latest("number").number >= newest


def test_one_row_is_enough():
    before = token.current()
    Generation.objects.bulk_create(Generation(number=number) for number in range(1, 2 + triggers.MOST))
    assert is_counted(triggers.prune) == (connection.vendor == "postgresql")
    assert Generation.objects.count() == 1 or connection.vendor == "sqlite"
    assert token.current() != before


def test_migrated_back_nothing_writes_to_what_is_gone_and_migrating_makes_it_anew():
    migration = import_module("careers.migrations.0068_generation")
    with connection.schema_editor() if connection.vendor == "postgresql" else transaction.atomic() as editor:
        migration.drop_triggers(apps, editor or connection.schema_editor())
    assert not is_counted(make_career)
    triggers.keep()
    assert is_counted(make_career)
    live = make_release()
    assert is_counted(lambda: make_pay(release=live, occupation=make_occupation()))

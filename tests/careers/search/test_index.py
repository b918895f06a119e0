"""The search index is right after each kind of change, without anything else being run, and can be built anew."""

import subprocess
import sys
from itertools import count

import pytest
from django.conf import settings
from django.db import transaction

from careers.models import Career, Credential, SearchEdition, SearchWord, Title
from careers.releases import lifecycle
from careers.search import index, search, suggest

from ...between_queries import Between
from ...factories import make_career, make_onet_profile, make_release, onet_data
from .searching import MEANT, also, live_index, titles_found


class TestTheIndexIsRight:
    """Right after each kind of change, without anything else being run."""

    def test_after_a_title_is_added_renamed_and_deleted(self, db):
        career = make_career(title="Testers")
        title = Title.objects.create(career=career, name="Prober")
        assert titles_found("prober") == ["Testers"]
        title.name = "Inspector"
        title.save()
        assert (titles_found("prober"), titles_found("inspector")) == ([], ["Testers"])
        title.delete()
        assert titles_found("inspector") == []

    def test_after_a_career_is_renamed_hidden_published_and_deleted(self, db):
        career = make_career(title="Testers")
        career.title = "Probers"
        career.save()
        assert (titles_found("tester"), titles_found("prober")) == ([], ["Probers"])
        career.status = "draft"
        career.save()
        assert titles_found("prober") == []
        career.status = "published"
        career.save()
        assert titles_found("prober") == ["Probers"]
        career.delete()
        assert search("prober").hits == []

    def test_after_many_are_deleted_at_once(self, careers):
        Career.objects.filter(title__contains="Nurs").delete()
        assert titles_found("nurse") == []
        assert suggest("nurse") == []

    def test_after_a_credential_is_renamed(self, careers):
        credential = Credential.objects.get()
        credential.name, credential.acronym = "Master of Codes", "MOC"
        credential.save()
        assert titles_found("moc")[0] == "Medical Records Specialists"
        assert titles_found("cpc") == []

    def test_after_a_release_is_approved_and_rolled_back(self, db):
        release = make_release("onet", state="staged")
        make_onet_profile(release=release, code="11-1011.00", title="Chiefs", data=onet_data(alternate_titles=["Boss"]))
        assert titles_found("boss") == []
        lifecycle.approve([release], by="ada", publish=True)
        assert titles_found("boss") == ["Chief"]
        lifecycle.rollback(release, by="ada")
        assert titles_found("boss") == []

    def test_after_a_change_that_failed(self, careers):
        with transaction.atomic():
            make_career(title="Ghost")
            assert titles_found("ghost") == ["Ghost"]
            transaction.set_rollback(True)
        assert titles_found("ghost") == []

    def test_a_word_of_no_career_any_more_is_no_correction(self, db):
        make_career(title="Gardener")
        career = make_career(title="Bardener")
        career.delete()
        assert titles_found("nardener") == ["Gardener"]


def test_after_many_changes_the_index_is_what_a_rebuild_makes(careers):
    careers["Registered Nurses"].delete()
    for title in ("Nursing Assistants", "Chief Executives"):
        careers[title].status = "draft"
        careers[title].save()
    careers["Chief Executives"].status = "published"
    careers["Chief Executives"].save()
    coder = careers["Medical Records Specialists"]
    coder.title = "Records Nurses"
    coder.save()
    also(coder, "Nurse of Records")
    coder.titles.get(name="Medical Coder").delete()
    also(make_career(title="Nurse Navigators"), "Nurse of Records")
    Career.objects.filter(title="Nurse Navigators").delete()
    changed = live_index()
    index.rebuild()
    assert changed == live_index()


def test_each_career_that_goes_is_counted_off(careers):
    for left in range(len(careers) - 1, -1, -1):
        Career.objects.first().delete()
        assert SearchEdition.objects.get().careers == left
    assert not SearchWord.objects.exclude(careers=0, titles=0).exists()


def test_a_rebuild_finds_what_was_found_before_and_what_was_written_behind_its_back(careers):
    queries = [query for query, title in MEANT if title != "Chief Executives"]
    before = {query: titles_found(query) for query in queries}
    live = SearchEdition.objects.get(state="live").number
    Career.objects.filter(title="Chief Executives").update(title="Bosses")
    assert index.rebuild() == len(careers)
    assert SearchEdition.objects.get(state="live").number != live
    assert titles_found("bosses") == ["Bosses"]
    assert {query: titles_found(query) for query in queries} == before


@pytest.mark.parametrize("query", ["charge nurse", "medcal coder", "exotic reptiles"])
def test_a_rebuild_that_ends_between_two_queries_of_a_search_loses_nothing(careers, query):
    before = titles_found(query)
    for number in count(1):
        between = Between(index.rebuild, number)
        with between:
            found = titles_found(query)
        assert found == before, f"rebuilt before query {number}"
        if not between.was_done:
            break


def test_a_rebuild_that_was_cut_short_leaves_the_live_index_and_the_next_one_ends_it(careers, monkeypatch):
    class Cut(Exception):
        pass

    def cut(*args):
        raise Cut

    with pytest.raises(Cut):
        index.rebuild(progress=cut)
    assert titles_found("rn") == ["Registered Nurses"]
    also(careers["Chief Executives"], "Big Cheese")
    assert titles_found("big cheese") == ["Chief Executives"]
    index.rebuild()
    assert titles_found("big cheese") == ["Chief Executives"]


REBUILDING = """
import django
django.setup()
from careers.locks import Work, one_at_a_time
with one_at_a_time(Work.SEARCH_REBUILD):
    print("inside", flush=True)
    input()
"""


def test_a_second_rebuild_leaves_the_first_alone(transactional_db, outside):
    make_career(title="Testers")
    site = outside()
    environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "careerinfo.settings"}
    first = subprocess.Popen(
        [sys.executable, "-c", REBUILDING],
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert first.stdout.readline() == "inside\n"
        second = site.manage("rebuild_search")
    finally:
        first.communicate("\n")
    assert second.returncode == 1
    assert "Another process is rebuilding the search index; nothing was changed." in second.stderr
    assert site.query("SELECT state, careers FROM careers_searchedition") == [("live", 1)]
    third = site.manage("rebuild_search")
    assert third.stdout == "The search index holds 1 career.\n"

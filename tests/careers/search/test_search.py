"""What people type, and the careers that search finds: traps of language, of databases and of slow indexes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.models import Synonym, Task
from careers.search import index, search, suggest
from careers.search.analysis import phrase

from ...factories import make_career, make_onet_profile, onet_data
from .searching import MEANT, also, titles_found, why

MOST_QUERIES = 14
MOST_QUERIES_OF_SUGGESTIONS = 16


@pytest.mark.parametrize(("query", "title"), MEANT)
def test_what_people_type_finds_what_they_mean(careers, query, title):
    assert titles_found(query)[:1] == [title]


def test_a_whole_title_comes_before_titles_that_only_hold_its_words(careers):
    make_career(title="Nurse")
    assert titles_found("nurse")[0] == "Nurse"
    assert titles_found("registered nurses")[0] == "Registered Nurses"


def test_a_whole_title_of_a_release_comes_before_a_career_that_says_the_word_everywhere(careers):
    make_onet_profile(code="11-1011.00", data=onet_data(alternate_titles=["Foreman"]))
    make_career(title="Leaders of Teams", onet_code="11-1011.00")
    also(make_career(title="Foreman Trainers"), "Foreman Coach", "Foreman Teacher", "Trainer of Foreman Candidates")
    index.refresh()
    assert titles_found("foreman")[0] == "Leaders of Teams"


def test_a_careers_own_title_comes_before_the_same_other_title_of_another(careers):
    also(careers["Chief Executives"], "Garden Designer")
    also(make_career(title="Garden Designer"))
    assert titles_found("garden designer")[0] == "Garden Designer"


def test_a_careers_own_title_comes_before_one_that_others_use_in_many_titles(db):
    make_career(title="Analyst", summary="Work with figures, reports, clients, methods and machines of every kind.")
    also(make_career(title="Analysis"), "Analyst", "Analyst Analyst", "Chief Analyst", "Lead Analyst", "Analyst Clerk")
    assert titles_found("analyst")[:2] == ["Analyst", "Analysis"]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("medical records specialist", ""),
        ("billing coder", "also called: Billing Coder"),
        ("garden designer", "also called: Garden Designer"),
        ("exotic reptiles", "task: Clean the cages of exotic reptiles."),
        ("cpc", "credential: Certified Professional Coder (CPC)"),
    ],
)
def test_a_result_says_why_it_matched(careers, query, reason):
    assert why(query) == reason


def test_hidden_titles_are_found_and_never_shown(careers, visitor):
    assert titles_found("cop shop regular") == ["Police and Sheriff's Patrol Officers"]
    assert why("cop shop regular") == ""
    page = visitor.get("/careers/", {"q": "cop shop"}).content.decode()
    assert "Patrol Officers" in page
    assert "Regular" not in page
    assert [one.matched for one in suggest("cop sh")] == [""]


def test_a_correction_is_shown_and_searched_at_once(careers, visitor):
    results = search("medcal coder")
    assert (results.did_you_mean, results.is_corrected) == ("medical coder", True)
    page = visitor.get("/careers/", {"q": "medcal coder"}).content.decode()
    assert "medical coder" in page
    assert "Medical Records Specialists" in page
    assert search("medical coder").did_you_mean == ""


def test_a_short_unknown_word_beside_others_is_left_out_rather_than_taken_for_another(careers):
    also(careers["Software Developers"], "User Driver Programmer")
    also(make_career(title="Taxi Drivers"), "Cab Driver")
    results = search("uber cab driver")
    assert results.did_you_mean == ""
    assert titles_found("uber cab driver")[0] == "Taxi Drivers"


def test_the_name_of_a_rare_tool_is_no_correction(db):
    make_onet_profile(code="11-1011.00", data=onet_data(technology=[["MSB Software Astroart", "", False, False]]))
    make_career(title="Astronomers", onet_code="11-1011.00")
    index.refresh()
    assert titles_found("astroart") == ["Astronomers"]
    assert search("astronaut").hits == []


def test_numbers_and_codes_are_not_taken_for_slips(careers):
    also(careers["Software Developers"], "Level 4920 Operator")
    assert search("4921").did_you_mean == ""


def test_synonyms_of_the_staff_count_from_the_moment_they_are_saved(careers):
    assert titles_found("rozzer") == []
    synonym = Synonym.objects.create(term="Rozzer", means="police officer")
    assert titles_found("rozzer") == ["Police and Sheriff's Patrol Officers"]
    assert titles_found("a village rozzer")[0] == "Police and Sheriff's Patrol Officers"
    synonym.delete()
    assert titles_found("rozzer") == []


@pytest.mark.parametrize("query", ["zebra quantum", "qqqqqq", "the of and", "12345"])
def test_nothing_is_found_for_what_is_no_career(careers, query):
    assert search(query).hits == []


def test_results_can_be_paged_without_a_gap_or_a_repetition(careers):
    for number in range(30):
        make_career(title=f"Widget Maker {number:02}")
    whole = titles_found("widget maker", limit=100)
    assert len(whole) == search("widget maker", limit=1).total == 30
    pages = [titles_found("widget maker", limit=7, offset=start) for start in range(0, 30, 7)]
    assert [title for page in pages for title in page] == whole


def test_technology_and_the_release_text_are_searched(db):
    data = onet_data(technology=[["Zenodo Studio", "Editors", True, False]], tasks=[["Oil the flywheel.", "Core"]])
    make_onet_profile(code="11-1011.00", data=data)
    career = make_career(title="Testers", onet_code="11-1011.00")
    index.refresh()
    assert titles_found("zenodo") == titles_found("oil flywheel") == titles_found("probing clerk") == ["Testers"]
    assert why("zenodo") == "technology: Zenodo Studio"
    Task.objects.create(career=career, text="Wind the clock.")
    # What editors wrote wins over the release, in the search as on the page.
    assert titles_found("oil flywheel") == []
    assert titles_found("wind clock") == ["Testers"]


@pytest.mark.parametrize("query", [query for query, _ in MEANT] + ["zebra quantum", "a b c d e f g h i j k l m"])
def test_no_search_needs_many_queries(careers, query):
    with CaptureQueriesContext(connection) as queries:
        search(query)
    assert len(queries) <= MOST_QUERIES
    with CaptureQueriesContext(connection) as queries:
        suggest(query)
    assert len(queries) <= MOST_QUERIES_OF_SUGGESTIONS


def test_the_synonyms_that_a_site_begins_with_are_found_by_the_terms_as_searches_compare_them(db):
    synonyms = list(Synonym.objects.all())
    assert len(synonyms) > 100
    for synonym in synonyms:
        assert synonym.key == " ".join(phrase(synonym.term).words)
        assert phrase(synonym.means)
        assert len(synonym.key.split()) <= 4

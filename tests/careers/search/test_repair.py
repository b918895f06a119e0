"""Slips of the keyboard: what is searched at once, what is only asked about, and what is left alone."""

import pytest

from careers.models import Title
from careers.search import index, search

from ...factories import make_career, make_onet_profile, onet_data
from ..figured import make_figured
from .searching import also, titles_found


@pytest.fixture
def welders(db):
    return also(make_career(title="Welders and Solderers"), "Welder", "Solder Bench Hand", "Crown Fitter")


@pytest.mark.parametrize("query", ["weldr", "weldder", "wlder", "welter"])
def test_what_becomes_a_title_is_searched_at_once(welders, query):
    results = search(query)
    assert (results.did_you_mean, results.is_corrected) == ("welder", True)
    assert titles_found(query) == ["Welders and Solderers"]


def test_a_slip_in_the_name_of_a_work_finds_who_does_it(welders):
    also(make_career(title="Psychologists"), "Psychologist", "Psychology Aide")
    assert titles_found("psycology") == ["Psychologists"]
    assert search("psycology").did_you_mean == "psychology"


def test_a_short_word_that_becomes_no_title_is_only_asked_about(welders, visitor, text_of):
    results = search("clown")
    assert (results.did_you_mean, results.is_corrected, results.hits) == ("crown", False, [])
    assert "Did you mean crown" in text_of(visitor.get("/careers/", {"q": "clown"}))


def test_a_real_word_is_no_slip_of_another(welders):
    results = search("soldier")
    assert (results.did_you_mean, results.hits) == ("", [])


def test_words_that_are_all_known_are_never_changed_without_asking(welders):
    also(make_career(title="Coat Checkers"), "Coat Guard")
    also(make_career(title="Coast Pilots"), "Coast Pilot")
    also(make_career(title="Guards"), "Night Guard")
    results = search("coast guard")
    assert (results.did_you_mean, results.is_corrected) == ("coat guard", False)
    assert {"Coast Pilots", "Guards"} <= set(titles_found("coast guard"))


def test_words_of_hidden_titles_are_never_shown_as_a_correction(welders):
    career = make_career(title="Aerospace Engineers")
    Title.objects.create(career=career, name="Assstronot", hidden=True)
    assert titles_found("assstronot") == ["Aerospace Engineers"]
    assert search("assstronet").did_you_mean == ""


def test_of_careers_that_share_a_title_the_one_with_more_jobs_comes_first(db):
    also(make_figured("Rare Menders", growth=1, jobs=900), "Mender")
    also(make_figured("Common Menders", growth=1, jobs=900_000), "Mender")
    assert titles_found("mender") == ["Common Menders", "Rare Menders"]


def test_a_lone_word_of_a_release_counts_less_where_the_career_hardly_has_to_do_with_it(db):

    secretary = ["Police", *(f"Secretary of Kind {number}" for number in range(40))]
    make_onet_profile(code="43-6014.00", data=onet_data(alternate_titles=secretary))
    make_career(title="Secretaries", onet_code="43-6014.00")
    also(make_career(title="Police Officers"), "Police Captain", "Police Sergeant", "Police Patrol Officer")
    index.refresh()
    assert titles_found("police") == ["Police Officers", "Secretaries"]


def test_the_name_of_a_rare_tool_beside_other_words_is_rather_a_slip(db):
    make_onet_profile(code="11-1011.00", data=onet_data(technology=[["Softwear", "", False, False]]))
    make_career(title="Tailors", onet_code="11-1011.00")
    also(make_career(title="Software Developers"), "Software Engineer")
    index.refresh()
    assert titles_found("softwear") == ["Tailors"]
    assert titles_found("softwear engineer")[0] == "Software Developers"
    assert search("softwear engineer").is_corrected


def test_what_staff_say_is_meant_is_found_through_a_slip_too(db):
    also(make_career(title="Farm Equipment Mechanics"), "Mechanic")
    also(make_career(title="Car Menders"), "Automotive Mechanic")
    assert titles_found("mecanic") == ["Car Menders", "Farm Equipment Mechanics"]


def test_a_slip_is_rather_taken_for_a_word_that_many_careers_share(db):
    also(make_career(title="Ophthalmic Technicians"), "Dotter")
    also(make_career(title="Family Physicians"), "General Practitioner")
    assert search("docter").did_you_mean == "dotter"
    for number in range(2):
        also(make_career(title=f"Helpers {number}"), "Doctor Helper")
    assert (search("docter").did_you_mean, titles_found("docter")[0]) == ("doctor", "Family Physicians")


def test_of_words_as_near_the_one_of_more_careers_is_meant(db):
    make_career(title="Physiatrists")
    make_career(title="Psychiatrists")
    make_career(title="Nurses", summary="Help a psychiatrist.")
    assert search("pshyciatrist").did_you_mean == "psychiatrist"


@pytest.mark.parametrize("query", ["all other", "bail welter", "SRE", "sysadmin"])
def test_what_is_no_slip_is_not_repaired_to_something_absurd(welders, query):
    make_career(title="Mother Sre Helpers")
    also(make_career(title="Software Developers"), "Software Developer", "Site Reliability Engineer")
    also(make_career(title="Network Administrators"), "Systems Administrator")
    assert search(query).did_you_mean == ""


def test_a_slip_in_words_that_only_a_synonym_knows_is_repaired(db):
    also(make_career(title="General and Operations Managers"), "General Manager", "Business Unit Manager", "Owner")
    assert titles_found("buisness owner") == ["General and Operations Managers"]
    assert search("buisness owner").is_corrected


def test_after_a_correction_the_heading_names_the_corrected_words(welders, visitor):
    page = visitor.get("/careers/", {"q": "weldr"}).content.decode()
    assert "1 career for “<bdi>welder</bdi>”" in page


def test_where_nothing_is_found_the_nearest_is_offered(welders, visitor, text_of):
    make_career(title="Bookbinders")
    assert "The nearest we know is Bookbinders ." in text_of(visitor.get("/careers/", {"q": "bookbinderesses"}))
    assert "The nearest" not in text_of(visitor.get("/careers/", {"q": "xyzzyqwert"}))

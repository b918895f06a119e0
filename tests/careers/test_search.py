"""What people type, and the careers that search finds: traps of language, of databases and of slow indexes."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careers import releases
from careers.models import (
    Career,
    CareerCredential,
    Credential,
    Organization,
    SearchEdition,
    Skill,
    Synonym,
    Task,
    Title,
)
from careers.search import index, search, suggest

from ..factories import make_career, make_onet_profile, make_release, onet_data
from .figured import make_figured

MOST_QUERIES = 12


def titles_found(query: str, **options) -> list[str]:
    hits = search(query, **options).hits
    careers = Career.objects.in_bulk([hit.career_id for hit in hits])
    return [careers[hit.career_id].title for hit in hits]


def why(query: str) -> str:
    return search(query).hits[0].why


def also(career: Career, *names: str, hidden: bool = False) -> Career:
    for name in names:
        Title.objects.create(career=career, name=name, hidden=hidden)
    return career


@pytest.fixture
def careers(db):
    coder = make_career(title="Medical Records Specialists", summary="Compile, process and code patients' records.")
    also(coder, "Medical Coder", "Billing Coder", "Coding Analyst", "Health Information Coder")
    police = also(make_career(title="Police and Sheriff's Patrol Officers"), "Police Officer", "Deputy Sheriff")
    also(police, "Cop Shop Regular", hidden=True)
    radiology = make_career(title="Radiologic Technologists and Technicians", summary="Take x-rays of patients.")
    also(radiology, "X-Ray Technician", "Radiology Tech", "CT Technologist")
    nurse = also(make_career(title="Registered Nurses"), "RN", "Charge Nurse", "Staff Nurse", "Emergency Room Nurse")
    also(make_career(title="Nurse Practitioners"), "Family Nurse Practitioner", "Advanced Practice Nurse")
    also(make_career(title="Nursing Assistants"), "Certified Nursing Assistant", "Nurse's Aide")
    also(make_career(title="Software Developers"), "C++ Programmer", ".NET Developer", "Application Developer")
    also(make_career(title="Chief Executives"), "CEO (Chief Executive Officer)", "President")
    also(make_career(title="Landscape Architects"), "Garden Designer")
    also(make_career(title="Architects, Except Landscape and Naval"), "Architect", "Building Architect")
    keeper = make_career(title="Animal Caretakers", summary="Feed and look after animals.")
    Task.objects.create(career=keeper, text="Clean the cages of exotic reptiles.")
    awarded_by = Organization.objects.create(name="Coders' Union")
    credential = Credential.objects.create(
        name="Certified Professional Coder", acronym="CPC", organization=awarded_by, url="https://coders.example/"
    )
    CareerCredential.objects.create(career=coder, credential=credential, note="Asked for.")
    Skill.objects.create(career=nurse, name="Listening")
    return {career.title: career for career in Career.objects.all()}


FIRST = [
    ("medical records specialists", "Medical Records Specialists"),
    ("Medical coder", "Medical Records Specialists"),
    ("medical coders", "Medical Records Specialists"),
    ("coder medical", "Medical Records Specialists"),
    ("medcal coder", "Medical Records Specialists"),
    ("medicla coder", "Medical Records Specialists"),
    ("medical coderr", "Medical Records Specialists"),
    ("MEDICAL   CODER!!", "Medical Records Specialists"),
    ("médical coder", "Medical Records Specialists"),
    ("senior medical coder ii", "Medical Records Specialists"),
    ("coding analist", "Medical Records Specialists"),
    ("cpc", "Medical Records Specialists"),
    ("cop", "Police and Sheriff's Patrol Officers"),
    ("cop shop regular", "Police and Sheriff's Patrol Officers"),
    ("police officers", "Police and Sheriff's Patrol Officers"),
    ("sheriffs patrol officer", "Police and Sheriff's Patrol Officers"),
    ("xray tech", "Radiologic Technologists and Technicians"),
    ("x-ray technician", "Radiologic Technologists and Technicians"),
    ("x ray tech", "Radiologic Technologists and Technicians"),
    ("radiology technician", "Radiologic Technologists and Technicians"),
    ("radiologic technologist", "Radiologic Technologists and Technicians"),
    ("rn", "Registered Nurses"),
    ("registered nurse", "Registered Nurses"),
    ("regestered nurse", "Registered Nurses"),
    ("nurse practitioner", "Nurse Practitioners"),
    ("nurses aide", "Nursing Assistants"),
    ("nurse's aide", "Nursing Assistants"),
    ("nurse’s aide", "Nursing Assistants"),
    ("c++ programmer", "Software Developers"),
    (".net developer", "Software Developers"),
    ("ceo", "Chief Executives"),
    ("chief executive officer", "Chief Executives"),
    ("architect", "Architects, Except Landscape and Naval"),
    ("landscape architect", "Landscape Architects"),
    ("work with animals", "Animal Caretakers"),
    ("exotic reptiles", "Animal Caretakers"),
    ("nurs", "Registered Nurses"),
    ("uber nurse practitioner", "Nurse Practitioners"),
]


@pytest.mark.parametrize(("query", "title"), FIRST)
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
    assert titles_found("bobby") == []
    synonym = Synonym.objects.create(term="Bobby", means="police officer")
    assert titles_found("bobby") == ["Police and Sheriff's Patrol Officers"]
    assert titles_found("a village bobby")[0] == "Police and Sheriff's Patrol Officers"
    synonym.delete()
    assert titles_found("bobby") == []


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
        releases.approve([release], by="ada", publish=True)
        assert titles_found("boss") == ["Chiefs"]
        releases.rollback(release, by="ada")
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


def test_a_rebuild_finds_what_was_found_before_and_what_was_written_behind_its_back(careers):
    queries = [query for query, title in FIRST if title != "Chief Executives"]
    before = {query: titles_found(query) for query in queries}
    live = SearchEdition.objects.get(state="live").number
    Career.objects.filter(title="Chief Executives").update(title="Bosses")
    assert index.rebuild() == len(careers)
    assert SearchEdition.objects.get(state="live").number != live
    assert titles_found("bosses") == ["Bosses"]
    assert {query: titles_found(query) for query in queries} == before


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


@pytest.mark.parametrize("query", [query for query, _ in FIRST] + ["zebra quantum", "a b c d e f g h i j k l m"])
def test_no_search_needs_more_than_twelve_queries(careers, query):
    with CaptureQueriesContext(connection) as queries:
        search(query)
    assert len(queries) <= MOST_QUERIES
    with CaptureQueriesContext(connection) as queries:
        suggest(query)
    assert len(queries) <= 4


class TestSuggestions:
    @pytest.mark.parametrize("typed", ["", " ", "m", "-", "’", "é"])
    def test_there_are_none_below_two_letters(self, careers, typed):
        assert suggest(typed) == []

    @pytest.mark.parametrize(
        ("typed", "title"),
        [
            ("me", "Medical Records Specialists"),
            ("medical rec", "Medical Records Specialists"),
            ("bill", "Medical Records Specialists"),
            ("registered nurses", "Registered Nurses"),
            ("regis", "Registered Nurses"),
            ("nurse pr", "Nurse Practitioners"),
            ("x-ra", "Radiologic Technologists and Technicians"),
            ("xr", "Radiologic Technologists and Technicians"),
            ("emergency nur", "Registered Nurses"),
            ("POLICE", "Police and Sheriff's Patrol Officers"),
        ],
    )
    def test_they_are_what_the_typed_letters_begin(self, careers, typed, title):
        assert [one.title for one in suggest(typed)][:1] == [title]

    def test_they_say_the_title_that_begins_so(self, careers):
        assert suggest("bill")[0].matched == "Billing Coder"
        assert suggest("medical r")[0].matched == ""

    def test_own_titles_and_larger_occupations_come_first(self, db):
        make_figured("Nurse Anesthetist", growth=1, jobs=50_000)
        make_figured("Acute Care Nurse", growth=1, jobs=3_000_000, onet_code="29-1141.01")
        also(make_figured("Childcare Worker", growth=1, jobs=900_000), "Nursemaid")
        make_figured("Registered Nurse", growth=1, jobs=3_000_000, onet_code="29-1141.00")
        titles = ["Registered Nurse", "Acute Care Nurse", "Nurse Anesthetist", "Childcare Worker"]
        assert [one.title for one in suggest("nurs")] == titles

    def test_a_career_is_suggested_once_and_eight_at_most(self, db):
        for number in range(12):
            also(make_career(title=f"Widget Maker {number:02}"), "Widget Hand", "Widget Mate")
        titles = [one.title for one in suggest("widget")]
        assert len(titles) == len(set(titles)) == 8


HOSTILE = [
    '"',
    '"""',
    'foo"bar',
    "*",
    "nurse*",
    "AND OR NOT NEAR(",
    "NEAR(nurse coder, 3)",
    "title:nurse",
    "-",
    "-nurse",
    "^",
    "^nurse",
    "   ",
    "\t\n",
    "\0",
    "nur\0se",
    "\ud800",
    "nurse\udfff",
    "\U0001fa7a",
    "\u202enurse",
    "ممرضة",
    "看護師",
    "%",
    "_",
    "100%",
    "' OR '1'='1",
    "nurse'; DROP TABLE careers_career; --",
    "\\",
    "a\\'b",
    "!&|():*<->",
    "é" * 300,
    "nurse " * 2_000,
    "x" * 100_000,
    "ﬁrefighter",
    "İ",
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_search_or_suggestions(careers, query):
    assert len(search(query).hits) <= 20
    assert len(suggest(query)) <= 8


@pytest.mark.parametrize(
    "query", ["nurse*", "^nurse", "-nurse", '"nurse"', "nurse\udfff", "\u202enurse", "nurse " * 2_000]
)
def test_signs_around_a_word_do_not_hide_it(careers, query):
    assert any("Nurse" in title for title in titles_found(query))


@settings(
    max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.text(max_size=60),
        st.text(alphabet="\"'*^-():&|!<>\\%_ abcnuresANDORT+#.\0", max_size=60),
        st.lists(st.sampled_from(["nurse", "medcal", "AND", "NEAR(", "*", "c++", "of"]), max_size=12).map(" ".join),
    )
)
def test_no_text_that_hypothesis_finds_breaks_it(careers, query):
    results = search(query)
    assert results.total >= len(results.hits)
    assert all(hit.career_id for hit in results.hits)
    suggest(query)

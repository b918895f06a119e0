"""What people write around the work they mean, and instead of who does it."""

import pytest

from careers.models import Synonym, Task
from careers.search import search
from careers.search.analysis import content, phrase
from careers.search.phrasing import people_of, work_of

from ...factories import make_career
from .searching import also, titles_found


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("how to become a nurse", "nurse"),
        ("How do I become an electrician?", "electrician"),
        ("what does a pilot do", "pilot"),
        ("how much does a nurse make", "nurse"),
        ("how much do truck drivers earn a year", "truck drivers"),
        ("nurse salary", "nurse"),
        ("nursing jobs", "nursing"),
        ("i want to be a vet", "vet"),
        ("i like cars", "cars"),
        ("jobs working with animals", "animals"),
        ("careers in law", "law"),
        ("taking care of old people", "old people"),
        ("the best job", "best"),
        ("what is a mason", "mason"),
        ("person who makes glasses", "makes glasses"),
        ("job where you drive trains", "drive trains"),
        ("who studies earthquakes", "studies earthquakes"),
        ("job", "job"),
        ("work", "work"),
        ("", ""),
    ],
)
def test_the_words_around_the_work_are_peeled_off(text, left):
    assert work_of(text) == left


@pytest.mark.parametrize(
    ("work", "who"),
    [
        ("welding", "welder"),
        ("plumbing", "plumber"),
        ("acting", "actor"),
        ("baking", "baker"),
        ("cooking", "cook"),
        ("nursing", "nurse"),
        ("marine biology", "marine biologist"),
        ("physical therapy", "physical therapist"),
        ("photography", "photographer"),
        ("chemistry", "chemist"),
        ("architecture", "architect"),
        ("web development", "web developer"),
        ("psychiatry", "psychiatrist"),
        ("graphic design", "graphic designer"),
        ("data science", "data scientist"),
        ("journalism", "journalist"),
    ],
)
def test_a_work_is_done_by_whoever_is_named_for_it(work, who):
    assert content(who)[-1][1] in {phrase.words[-1] for phrase in people_of(content(work))}


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("how to become a nurse", "Registered Nurses"),
        ("what does a medical coder do?", "Medical Records Specialists"),
        ("jobs working with animals", "Animal Caretakers"),
        ("nursing", "Registered Nurses"),
        ("architecture", "Architects, Except Landscape and Naval"),
    ],
)
def test_the_work_itself_is_found(careers, query, title):
    also(careers["Registered Nurses"], "Nurse")
    assert titles_found(query)[:1] == [title]


@pytest.mark.parametrize(
    ("work", "who"),
    [
        ("laying tile", "tile layer"),
        ("lays tiles", "tile layer"),
        ("driving trucks", "truck driver"),
        ("cutting glass", "glass cutter"),
        ("write books", "book writer"),
        ("plans weddings", "wedding planner"),
    ],
)
def test_what_somebody_does_to_a_thing_is_done_by_whoever_is_named_for_both(work, who):
    assert phrase(who).key in {found.key for found in people_of(content(work))}


def test_tasks_are_found_by_verbs_with_an_ending(careers):
    Task.objects.create(career=careers["Chief Executives"], text="Pick ripe fruit by hand.")
    assert titles_found("picking fruit")[0] == "Chief Executives"


def test_the_words_before_an_exception_are_a_title(db):
    also(make_career(title="High School Teachers"), "Substitute Teacher")
    make_career(title="Substitute Teachers, Short-Term")
    make_career(title="Welding, Soldering, and Brazing Machine Setters")
    also(make_career(title="Welders"), "Welding")
    assert titles_found("substitute teacher")[0] == "Substitute Teachers, Short-Term"
    assert titles_found("welding")[0] == "Welders"


def test_a_title_is_not_peeled(careers):
    make_career(title="Work at Home Agents")
    also(make_career(title="Best Boys"), "The Best Boy")
    assert titles_found("work at home agent")[0] == "Work at Home Agents"
    assert titles_found("the best boy")[0] == "Best Boys"


def test_what_staff_say_is_meant_goes_before_a_title_of_the_same_name(careers):
    also(careers["Animal Caretakers"], "Doc")
    assert titles_found("doc")[0] == "Animal Caretakers"
    Synonym.objects.create(term="doc", means="chief executive officer")
    assert titles_found("doc")[:2] == ["Chief Executives", "Animal Caretakers"]
    assert titles_found("how to become a doc")[0] == "Chief Executives"


def test_the_longest_term_counts_most(careers):
    Synonym.objects.create(term="boss", means="president")
    Synonym.objects.create(term="kennel boss", means="animal caretaker")
    assert titles_found("kennel boss")[0] == "Animal Caretakers"


def test_a_result_that_holds_only_a_part_of_the_words_is_weak(careers):
    assert not search("medical coder").is_weak
    assert not search("medcal coder").is_weak
    assert search("fedex coder").is_weak
    assert search("zebra quantum").is_weak


def test_terms_of_staff_are_found_by_verbs_with_an_ending(careers):
    Synonym.objects.create(term="mend fence", means="building architect")
    for query in ("mend fences", "mending fences", "i like mending fences"):
        assert titles_found(query)[0] == "Architects, Except Landscape and Naval"

"""Wishes: what a search asks for that is no name of work becomes a filter, which is said and can be taken off."""

import importlib
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.browse.asking import ask
from careers.browse.wishes import words_of
from careers.models import Career, CareerListing, Outlook, Synonym, Wish
from careers.search import analysis

from ..factories import make_field
from .figured import make_figured, titles_in
from .search.searching import also

CAREERS = "/careers/"
API = "/api/careers/"
NO_COLLEGE = ["none", "high-school"]
NO_DEGREE = [*NO_COLLEGE, "some-college", "award"]
UNDERSTOOD = r'(?s)<ul class="understood".*?</ul>'


@pytest.fixture
def careers(db):
    building, health = (
        make_field(title=title, slug=slug)
        for title, slug in (("Building", "construction-and-extraction"), ("Health", "health-care-support"))
    )
    electrician = make_figured(
        "Electrician", field=building, median=62_000, growth=11, openings=80_000, education="high-school", jobs=800_000
    )
    train(electrician, "Apprenticeship")
    make_figured(
        "Nurse", field=health, median=93_000, growth=6, openings=190_000, education="bachelor", jobs=3_000_000,
        interests=("Social", "Investigative"), zone=3,
    )  # fmt: skip
    make_figured(
        "Nurse Aide", field=health, median=38_000, growth=4, openings=200_000, education="none", jobs=1_400_000, zone=2
    )
    make_figured("Actuary", median=125_000, growth=22, openings=2_400, education="bachelor", jobs=30_000)
    also(
        make_figured("Teacher", median=62_000, growth=-1, education="bachelor", jobs=1_000), "High School Only Teacher"
    )


def train(career: Career, training: str) -> None:
    outlook = Outlook.objects.get(occupation=career.occupation)
    outlook.training = training
    outlook.save()


def understood_by(response) -> str:
    found = re.search(UNDERSTOOD, response.content.decode())
    return " ".join(re.sub(r"<[^>]*>", "", unescape(found[0])).split()) if found else ""


def way_off(response, words: str) -> str:
    links = re.findall(
        r'<a href="([^"]*)">([^<]*)<span class="unseen">[^<]*: ([^<]*)</span>', response.content.decode()
    )
    return unescape(next(address for address, _, key in links if key == words))


@pytest.mark.parametrize(
    ("query", "filters", "words"),
    [
        ("jobs without a degree", {"education": NO_DEGREE}, ""),
        ("I don't need a degree", {"education": NO_DEGREE}, ""),
        ("good pay no college", {"pay": ["60000"], "education": NO_COLLEGE}, ""),
        ("High school only", {"education": NO_COLLEGE}, ""),
        ("nursing jobs that pay well", {"pay": ["60000"]}, "nursing"),
        ("nurse no degree", {"education": NO_DEGREE}, "nurse"),
        ("apprenticeships", {"training": ["apprenticeship"]}, ""),
        ("quick to learn", {"training": ["none", "short-term"], "education": NO_COLLEGE}, ""),
        ("growing jobs", {"growth": ["5"]}, ""),
        ("jobs in high demand", {"openings": ["50000"]}, ""),
        ("trades", {"field": ["construction-and-extraction"]}, ""),
        ("working with my hands", {"interest": ["R"]}, ""),
        ("no degree high school only", {"education": NO_COLLEGE}, ""),
    ],
)
def test_wishes_are_understood_and_the_rest_is_searched(careers, query, filters, words):
    understood = ask(query).understood
    assert (understood.filters, understood.words) == (filters, words)


@pytest.mark.parametrize(
    "query",
    [
        "nurse",
        "high school teacher",
        # A whole title is what it is, whatever it holds.
        "high school only teacher",
        # One word alone is no wish beside a work that it may belong to.
        "trades supervisor",
        "outside sales",
        "mushroom growing",
        "market research jobs",
        "apprenticeship coordinator",
        # Its opposite.
        "does not need a bachelor's degree at all",
        "never good pay",
    ],
)
def test_what_is_no_wish_is_searched_as_it_stands(careers, query):
    understood = ask(query).understood
    if "bachelor" in query:
        assert "bachelor" not in understood.filters.get("education", [])
    else:
        assert (understood.filters, understood.words) == ({}, query)


def test_the_page_says_what_was_understood_and_shows_only_that(visitor, careers):
    response = visitor.get(CAREERS, {"q": "good pay no college"})
    said = understood_by(response)
    assert "Showing careers that typically pay $60,000 a year or more. Remove" in said
    assert "Showing careers that need no college. Remove" in said
    assert titles_in(response) == ["Electrician"]


def test_without_other_words_those_with_most_jobs_come_first(visitor, careers):
    assert titles_in(visitor.get(CAREERS, {"q": "no degree"})) == ["Nurse Aide", "Electrician"]


def test_a_wish_is_taken_off_and_its_words_are_words_again(visitor, careers):
    response = visitor.get(CAREERS, {"q": "nurse good pay no college"})
    assert titles_in(response) == []
    address = way_off(response, "no college")
    loosened = visitor.get(CAREERS + address)
    assert "need no college" not in understood_by(loosened)
    assert "pay $60,000" in understood_by(loosened)
    assert "for “ <bdi>" not in understood_by(loosened)
    assert titles_in(loosened) == ["Nurse"]
    assert "“<bdi>nurse no college</bdi>”" in loosened.content.decode()


def test_another_page_and_order_keep_what_was_taken_off(visitor, careers):
    response = visitor.get(CAREERS, {"q": "nurse good pay", "words": "good pay"})
    assert understood_by(response) == ""
    assert '<input type="hidden" name="words" value="good pay">' in response.content.decode()


def test_the_filters_go_on_from_what_was_understood(visitor, careers):
    page = visitor.get(CAREERS, {"q": "nurse no degree"}).content.decode()
    assert '<input type="hidden" name="q" value="nurse">' in page
    assert '<input type="checkbox" name="education" value="none" checked>' in page


def test_what_a_visitor_chooses_counts_before_what_was_understood(visitor, careers):
    response = visitor.get(CAREERS, {"q": "nurse no degree", "education": "bachelor"})
    assert titles_in(response) == ["Nurse"]
    assert understood_by(response) == ""


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("part time from home", "Our sources don't say which jobs can be done from home. Search for these words"),
        ("jobs working from home", "Our sources don't say which jobs can be done from home."),
        ("part time nurse", "Our sources don't give the hours of a job"),
        ("work outside", "No release on this site tells which jobs are done outdoors."),
        ("soldier", "No figures are published for military careers. These civilian careers are close to them."),
    ],
)
def test_what_no_source_tells_is_said(visitor, careers, query, sentence):
    assert sentence in understood_by(visitor.get(CAREERS, {"q": query}))


def test_where_a_release_tells_who_works_outdoors_that_is_a_filter(visitor, careers):
    CareerListing.objects.filter(career__title="Electrician").update(settings="outdoors active")
    response = visitor.get(CAREERS, {"q": "work outside"})
    assert "Showing careers that are mostly done outdoors. Remove" in understood_by(response)
    assert titles_in(response) == ["Electrician"]


def test_words_beside_what_no_source_tells_are_searched(visitor, careers):
    assert titles_in(visitor.get(CAREERS, {"q": "remote work nurse"}))[0] == "Nurse"


def test_military_words_lead_to_civilian_careers(visitor, careers):
    also(make_figured("Patrol Officers", jobs=600_000, growth=1), "Police Officer")
    assert titles_in(visitor.get(CAREERS, {"q": "navy seal"}))[0] == "Patrol Officers"


def test_a_wish_that_the_site_has_no_data_for_is_said_and_not_filtered(visitor, careers):
    Wish.objects.all().delete()
    Wish.objects.create(words="in space", filter="setting", values="space", says="are done in space")
    response = visitor.get(CAREERS, {"q": "nurse in space"})
    assert "Nothing on this site tells which careers are done in space." in understood_by(response)
    assert titles_in(response)[0] == "Nurse"


def test_programs_learn_what_was_understood(visitor, careers):
    answer = visitor.get(API, {"q": "nurse no degree"}).json()
    assert [career["title"] for career in answer["careers"]] == ["Nurse Aide"]
    assert answer["total"] == 1
    assert answer["understood"] == [
        {"words": "no degree", "filter": "education", "values": NO_DEGREE,
         "says": "Showing careers that need no college degree."},
    ]  # fmt: skip
    [said] = visitor.get(API, {"q": "remote jobs"}).json()["understood"]
    assert (said["filter"], said["values"]) == (None, [])
    assert visitor.get(API, {"q": "nurse"}).json()["understood"] == []


def test_programs_list_all_careers_in_pages(visitor, careers):
    pages = [visitor.get(API, {"limit": 3, "offset": offset}).json() for offset in (0, 3, 6)]
    assert [page["total"] for page in pages] == [5, 5, 5]
    titles = [career["title"] for page in pages for career in page["careers"]]
    assert sorted(titles) == ["Actuary", "Electrician", "Nurse", "Nurse Aide", "Teacher"]


@pytest.mark.parametrize("address", [CAREERS, API])
def test_the_filters_are_read_once_where_a_wish_is_one(visitor, careers, address):
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get(address, {"q": "nurse no degree"}).status_code == 200
    read = [one for one in queries if one["sql"].startswith('SELECT "careers_field"') and "EXISTS" in one["sql"]]
    assert len(read) == 1


def test_suggestions_begin_with_the_list_that_is_meant(visitor, careers):
    [first, *others] = visitor.get("/careers/suggestions/", {"q": "nurse no degree"}).json()["suggestions"]
    assert (first["title"], first["slug"]) == ("Careers that need no college degree", "")
    assert titles_in(visitor.get(first["url"])) == ["Nurse Aide"]
    assert "Nurse" in [one["title"] for one in others]


def test_half_a_wish_suggests_no_career_that_only_says_so_somewhere(visitor, careers):
    found = visitor.get("/careers/suggestions/", {"q": "i want to help"}).json()["suggestions"]
    assert [one["slug"] for one in found if one["slug"]] == []


def test_training_is_a_filter_that_follows_the_outlook(visitor, careers):
    assert titles_in(visitor.get(CAREERS, {"training": "apprenticeship"})) == ["Electrician"]
    electrician = Career.objects.get(title="Electrician")
    train(electrician, "Long-term on-the-job training")
    assert CareerListing.objects.get(pk=electrician.pk).training == "Long-term on-the-job training"
    assert titles_in(visitor.get(CAREERS, {"training": "apprenticeship"})) == []


class TestStaff:
    ADD = "/admin/careers/wish/add/"

    def test_they_teach_the_search_a_wish(self, editor, visitor, careers):
        values = {"words": "Without shoes", "filter": "education", "values": "bachelor", "says": "need no shoes"}
        assert editor.post(self.ADD, {**values, "otherwise": "", "instead": ""}).status_code == 302
        response = visitor.get(CAREERS, {"q": "jobs without a shoe"})
        assert "Showing careers that need no shoes." in understood_by(response)
        assert set(titles_in(response)) == {"Nurse", "Actuary", "Teacher"}

    def test_they_are_warned_where_the_filter_has_no_such_value(self, editor, careers, text_of):
        values = {"words": "x ray", "filter": "growth", "values": "5,6", "says": "grow", "otherwise": "", "instead": ""}
        text = text_of(editor.post(self.ADD, values, follow=True))
        assert "The filter “Growth” has no 6 now. It has 15, 10, 5, 0, shrinking." in text

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"words": "???"}, "Write at least one word."),
            ({"words": "one two three four five six"}, "Write at most five words"),
            ({"filter": "pay", "says": "pay"}, "Write what of the filter is meant."),
            ({"filter": "pay", "values": "60000"}, "Say what the careers shown then have in common."),
            ({}, "Say what visitors are to know, since nothing is filtered."),
            (
                {"words": "No degrees", "filter": "education", "values": "none", "says": "x"},
                "understands these words so",
            ),
        ],
    )
    def test_a_wish_that_could_not_work_is_refused_in_words(self, editor, db, text_of, values, message):
        before = Wish.objects.count()
        empty = {"words": "on the moon", "filter": "", "values": "", "says": "", "otherwise": "", "instead": ""}
        assert message in text_of(editor.post(self.ADD, {**empty, **values}))
        assert Wish.objects.count() == before


class TestShippedWords:
    def test_they_are_stored_as_a_search_compares_them(self, db):
        synonyms, wishes = Synonym.objects.all(), Wish.objects.all()
        assert {one.term for one in synonyms if one.key != " ".join(analysis.phrase(one.term).words)} == set()
        assert {one.words for one in wishes if one.key != " ".join(words_of(one.words))} == set()
        assert all(len(one.key.split()) <= Wish.MOST_WORDS for one in wishes)

    def test_there_are_common_spanish_names(self, db):
        shipped = importlib.import_module("careers.migrations._synonyms").synonyms_of("spanish.txt")
        names = {term for term, _ in shipped}
        assert len(names) >= 150
        # What is one word to a search in both languages, such as "editor", is none of them.
        assert len(names & set(Synonym.objects.values_list("term", flat=True))) >= 150

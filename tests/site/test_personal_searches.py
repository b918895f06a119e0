"""What people search for without finding it is kept for staff, but never what says who they are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careers.models import FailedSearch
from careers.search import failed_searches
from careers.search.personal import looks_personal

from ..factories import make_career

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(visitor):
    make_career(title="Police Officer", slug="police-officer")
    return lambda words: visitor.get("/careers/", {"q": words})


def kept() -> set[str]:
    return set(FailedSearch.objects.values_list("words", flat=True))


@pytest.mark.parametrize(
    "words",
    [
        # Numbers of people
        *("call gendarme 555 010 9999", "gendarme 555-0199 1", "gendarme (555) 010-9999", "gendarme +1 555.010.9999"),
        *(
            "gendarme 5550109999",
            "gendarme 5-5-5-0-1-0-9",
            "gendarme ５５５０１０９",
            "gendarme ٥٥٥٠١٠٩",
            "gendarme 1234567",
        ),
        *("gendarme 078 05 1120", "ring gendarme 0044 20 7946 0958", "gendarme5550109999zebra", "gendarme ①②③④⑤⑥⑦"),
        *("gendarme five five five oh one oh nine", "gendarme five-five-five, zero one zero nine nine"),
        *("gendarme 555\u200b010\u200b9999", "4111 1111 1111 1111 gendarme"),
        # Addresses of mail and of the web
        *(
            "gendarme someone@example.org",
            "gendarme someone＠example.org",
            "gendarme someone @ example . org",
            "@gendarme",
        ),
        *(
            "gendarme someone (at) example.org",
            "gendarme someone at example dot org",
            "gendarme some\u200bone@example.org",
        ),
        *(
            "gendarme https://example.org/someone",
            "gendarme www.example.org",
            "gendarme example.com",
            "mailto:gendarme",
        ),
        *("gendarme linkedin.com/in/someone", "gendarme someone.example.co.uk", "gendarme http someone"),
        "gendarme zebra violin " * 7 + "and then someone@example.org",
    ],
    ids=ascii,
)
def test_what_looks_like_somebodys_number_or_address_is_never_kept(words, search):
    search(words)
    assert kept() == set()


@pytest.mark.parametrize(
    "words",
    [
        *("gendarme 2nd class", "gendarme 24/7", "gendarme grade 123456", "gendarme at night", "asp.net gendarme"),
        *("gendarme no. 5", "node.js gendarme", "gendarme, one or two days", "gendarme in 2034", "g.e.n.d. gendarme"),
    ],
)
def test_words_with_a_few_figures_or_dots_are_kept(words, search):
    search(words)
    assert kept() == {words}


def test_nonsense_in_a_flood_neither_fills_the_list_nor_ends_the_counting(search, monkeypatch):
    monkeypatch.setattr(failed_searches, "MOST_KEPT", 3)
    search("gendarme")
    search("gendarme")
    for number in ("one", "two", "three", "four", "five"):
        search(f"zebra{number}")
    assert FailedSearch.objects.count() == 3
    assert kept() == {"gendarme", "zebrafour", "zebrafive"}
    search("gendarme")
    search("dragon tamer")
    assert FailedSearch.objects.get(words="gendarme").times == 3
    assert "dragon tamer" in kept()


def test_of_what_was_searched_as_often_the_longest_forgotten_goes(search, monkeypatch):
    monkeypatch.setattr(failed_searches, "MOST_KEPT", 2)
    search("gendarme")
    search("zebra")
    FailedSearch.objects.filter(words="zebra").update(last_at=timezone.now() - timedelta(days=1))
    search("dragon tamer")
    assert kept() == {"gendarme", "dragon tamer"}


def test_weak_matches_in_a_flood_are_counted_again_when_it_is_over(search, monkeypatch):
    monkeypatch.setattr(failed_searches, "MOST_WEAK_KEPT", 2)
    for words in ("police zebra", "police violin", "police dragon"):
        search(words)
    assert kept() == {"police zebra", "police violin"}
    FailedSearch.objects.update(last_at=timezone.now() - timedelta(hours=2))
    search("police dragon")
    assert FailedSearch.objects.count() == 2
    assert "police dragon" in kept()


def test_what_finds_nothing_takes_no_room_from_weak_matches(search, monkeypatch):
    monkeypatch.setattr(failed_searches, "MOST_WEAK_KEPT", 1)
    search("gendarme")
    search("police zebra")
    assert kept() == {"gendarme", "police zebra"}


@pytest.mark.parametrize("words", ["vb.net developer", "sr. nurse", "c# .net", "work from home", "st. john ambulance"])
def test_everyday_words_do_not_look_personal(words):
    assert not looks_personal(words)

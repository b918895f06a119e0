"""Ways in for somebody who has no job title in mind: on the home page, each a list with its filter."""

import re
from html import unescape

import pytest

from careers.browse.doors import INTERESTS

from ..factories import make_career
from .figured import make_figured, titles_in

pytestmark = pytest.mark.django_db


def doors(visitor) -> dict[str, str]:
    """The addresses of the home page's doors by their labels."""
    page = visitor.get("/").content.decode()
    found = re.findall(r'(?s)<a href="(/careers/\?[^"]*)"><svg.*?</svg>(?:<b>)?([^<]+)<', page)
    return {label: unescape(address) for address, label in found}


def test_a_door_leads_to_careers_with_its_filter_to_be_taken_off(visitor, text_of):
    make_figured("Plumber", median=62_970, education="high-school")
    make_figured("Clerk", median=40_000, education="high-school")
    make_figured("Lawyer", median=150_000, education="doctoral")
    address = doors(visitor)["Good pay without a degree"]
    response = visitor.get(address)
    assert titles_in(response) == ["Plumber"]
    assert "Remove Median annual pay: $60,000 or more" in text_of(response)
    assert "Remove High school diploma or equivalent" in text_of(response)


def test_a_door_that_leads_to_nothing_is_not_shown(visitor, text_of):
    make_career(title="Plumber")
    assert doors(visitor) == {}
    assert "Not sure where to start?" in text_of(visitor.get("/"))


def test_each_interest_has_its_door(visitor):
    for number, door in enumerate(INTERESTS):
        career = make_career(title=f"Career {number}", slug=f"career-{number}")
        [letter] = door.asks["interest"]
        type(career.listing).objects.filter(career=career).update(interests=letter)
    assert 'href="/quiz/">Take the quiz</a>' in visitor.get("/").content.decode()
    shown = doors(visitor)
    assert list(shown) == [door.label for door in INTERESTS]
    for number, door in enumerate(INTERESTS):
        assert titles_in(visitor.get(shown[door.label])) == [f"Career {number}"]


def test_careers_behind_a_door_begin_with_those_of_most_people(visitor):
    for title, jobs in (("Few", 1_000), ("Many", 900_000), ("Some", 50_000)):
        career = make_career(title=title, slug=title.lower())
        type(career.listing).objects.filter(career=career).update(interests="S", employment=jobs)
    assert titles_in(visitor.get(doors(visitor)["Helping people"])) == ["Many", "Some", "Few"]

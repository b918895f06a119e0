"""The page of a field of work: its careers with their figures, and ways on."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ..factories import make_career, make_field
from .figured import make_figured, titles_in

MOST_QUERIES = 12


@pytest.fixture
def trades(db):
    field = make_field(title="Trades", slug="trades")
    make_figured("Plumber", slug="plumber", field=field, median=62_970, growth="4.5", education="high-school")
    make_figured("electrician", slug="electrician", field=field)
    make_career(title="Nurse", slug="nurse")
    make_career(title="Secret", field=field, status="draft")
    return field


def test_a_field_lists_its_own_careers_and_the_other_fields(visitor, text_of, trades):
    other = make_career().field
    response = visitor.get(trades.get_absolute_url())
    assert titles_in(response) == ["electrician", "Plumber"]
    assert "2 careers" in text_of(response)
    assert other.get_absolute_url() in response.content.decode()


def test_each_career_says_its_pay_education_and_growth_and_their_source(visitor, text_of, trades):
    text = text_of(visitor.get(trades.get_absolute_url()))
    assert "$62,970 a year High school diploma or equivalent 4.5% growth Compare Plumber" in text
    assert "Pay not published Compare electrician" in text
    assert text.count("Source: Test publisher, Test release , May 2024") == 1


def test_a_field_leads_to_the_list_of_its_careers(visitor, trades):
    page = visitor.get(trades.get_absolute_url(), {"c": ["plumber", "nurse"]}).content.decode()
    address = unescape(re.search(r'<a href="([^"]*)">Filter and order these careers</a>', page)[1])
    assert address == "/careers/?field=trades&c=plumber&c=nurse"
    assert titles_in(visitor.get(address)) == ["electrician", "Plumber"]


def test_chosen_careers_are_ticked_and_those_of_other_fields_go_along(visitor, trades):
    page = visitor.get(trades.get_absolute_url(), {"c": ["plumber", "nurse"]}).content.decode()
    assert '<input type="checkbox" name="c" value="plumber" form="compare" checked>' in page
    assert '<input type="hidden" name="c" value="nurse">' in page


def test_a_field_without_careers_says_so(visitor, text_of, db):
    response = visitor.get(make_field(title="Farming").get_absolute_url())
    assert response.status_code == 200
    assert "No career in this field is published yet." in text_of(response)
    assert "Compare" not in text_of(response)


def test_sixty_careers_cost_as_many_queries_as_two(visitor, trades):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(trades.get_absolute_url(), {"c": "plumber"}).status_code == 200
        return len(queries)

    few = cost()
    for number in range(58):
        make_figured(f"Career {number}", field=trades, median=50_000, growth=3)
    assert cost() == few <= MOST_QUERIES


@pytest.mark.django_db
def test_a_field_whose_careers_are_all_unpublished_is_still_a_choice(visitor, text_of):
    make_career(field=make_field(slug="care", title="Care"), status="draft")
    make_career(field=make_field(slug="trade", title="Trade"))
    response = visitor.get("/careers/", {"field": "care"})
    assert response.status_code == 200
    assert "Care" in text_of(response)
    assert 'value="care"' not in visitor.get("/careers/").content.decode()

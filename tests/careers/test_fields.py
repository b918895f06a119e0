"""The page of a field of work: its careers with their figures, and ways on."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.browse.doors import INTERESTS, WISHES
from careers.models.major_groups import ICONS, MAJOR_GROUPS, NO_GROUP

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
    assert titles_in(response) == ["Plumber", "electrician"]
    assert "2 careers, most jobs first" in text_of(response)
    assert other.get_absolute_url() in response.content.decode()


def test_each_career_says_its_pay_education_and_growth_and_their_source(visitor, text_of, trades):
    text = text_of(visitor.get(trades.get_absolute_url()))
    assert "$62,970 a year High school diploma or equivalent 4.5% growth Compare Plumber" in text
    assert "Pay not published Compare electrician" in text
    assert text.count("Source: Test publisher, Test release , May 2024") == 1


def test_a_field_leads_to_the_list_of_its_careers(visitor, trades):
    page = visitor.get(trades.get_absolute_url(), {"c": ["plumber", "nurse"]}).content.decode()
    address = unescape(re.search(r'<a href="([^"]*)">Filter and sort these careers</a>', page)[1])
    assert address == "/careers/?field=trades&c=plumber&c=nurse"
    assert titles_in(visitor.get(address)) == ["Plumber", "electrician"]


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


def test_a_field_with_more_careers_than_a_page_holds_has_further_pages(visitor, trades):
    for number in range(30):
        make_career(title=f"Trade {number:02}", slug=f"trade-{number:02}", field=trades)
    first = visitor.get(trades.get_absolute_url(), {"c": "nurse"})
    assert len(titles_in(first)) == 24
    address = re.search(r'rel="next" href="([^"]*)"', first.content.decode())[1]
    assert unescape(address) == "?page=2&c=nurse"
    second = visitor.get(trades.get_absolute_url() + unescape(address))
    assert len(set(titles_in(first)) | set(titles_in(second))) == 32


def test_a_field_that_says_nothing_of_its_own_says_what_its_first_soc_group_is(visitor, text_of, db):
    field = make_field(title="Sales", soc_groups="41 43")
    assert "Helping people and companies find and buy what they need." in text_of(visitor.get(field.get_absolute_url()))
    assert "icons.svg#shopping-bag" in visitor.get(field.get_absolute_url()).content.decode()
    field.description, field.icon = "We sell.", "truck"
    field.save()
    assert "We sell." in text_of(visitor.get(field.get_absolute_url()))
    assert "icons.svg#truck" in visitor.get(field.get_absolute_url()).content.decode()


def test_every_drawing_that_is_named_is_there():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (settings.BASE_DIR / "static/img/icons.svg").read_text()))
    doors = [door.icon for door in (*INTERESTS, *WISHES)]
    assert {*ICONS, NO_GROUP, *doors, *(group.icon for group in MAJOR_GROUPS.values())} <= drawn
    assert {group.icon for group in MAJOR_GROUPS.values()} <= set(ICONS)

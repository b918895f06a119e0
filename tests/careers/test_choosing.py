"""Careers chosen to be compared: the list's address holds them, and each link and form of the list passes them on."""

import re
from html import unescape
from urllib.parse import parse_qs

import pytest

from careers.models import Career
from careers.search import Hit, Results

from ..factories import make_career, make_field
from .figured import make_figured, titles_in

CAREERS = "/careers/"
COMPARE = "/careers/compare/"
CHIP = r'<a class="chip" href="([^"]*)" data-slug="[^"]*"><span class="unseen">Remove </span>(.*?)<span'
TICKED = r'<input type="checkbox" name="c" value="([^"]*)" form="compare" checked>'
LINK_TO_LIST = r'<a [^>]*href="((?:/careers/)?\?[^"]*)"'


@pytest.fixture
def careers(db):
    health = make_field(title="Health", slug="health")
    for title, median in (("Aide", 38_000), ("Nurse", 93_600), ("Surgeon", 239_200)):
        make_figured(title, slug=title.lower(), field=health, median=median)
    make_figured("Plumber", slug="plumber", field=make_field(title="Trades", slug="trades"), median=62_970)
    make_figured("Roofer", slug="roofer", field=make_field(title="Roofs", slug="roofs"))


@pytest.fixture
def finds(monkeypatch):
    def set_results(*titles: str, did_you_mean: str = "") -> None:
        hits = [Hit(Career.objects.get(title=title).pk) for title in titles]
        monkeypatch.setattr("careers.views.finding.search", lambda query, **options: Results(hits, 0, did_you_mean))

    return set_results


def chosen_in(response) -> dict[str, str]:
    """{title: the query string without it} of the careers that the page names as chosen."""
    return {title: unescape(address) for address, title in re.findall(CHIP, response.content.decode())}


def form_in(response, pattern: str) -> str:
    return re.search(rf"(?s)<form [^>]*{pattern}.*?</form>", response.content.decode())[0]


def hidden_in(form: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="c" value="([^"]*)">', form)


def test_chosen_careers_are_named_and_ticked(visitor, text_of, careers):
    response = visitor.get(CAREERS, {"c": ["nurse", "aide"]})
    assert "To compare: Remove Nurse × Remove Aide ×" in text_of(response)
    assert sorted(re.findall(TICKED, response.content.decode())) == ["aide", "nurse"]
    assert "To compare" not in text_of(visitor.get(CAREERS))


def test_where_nothing_is_found_the_chosen_careers_can_still_be_compared(visitor, careers, finds):
    finds()
    response = visitor.get(CAREERS, {"q": "zebra", "c": ["nurse", "aide"]})
    form = form_in(response, f'action="{COMPARE}"')
    assert "Compare selected" in form
    assert hidden_in(form) == ["nurse", "aide"]
    assert "Compare the chosen" not in visitor.get(CAREERS, {"q": "zebra"}).content.decode()


def test_each_can_be_dropped_without_losing_the_page(visitor, careers):
    for number in range(30):
        make_career(title=f"Worker {number:02}")
    asked = {"c": ["nurse", "aide"], "page": "2", "sort": "title"}
    chosen = chosen_in(visitor.get(CAREERS, asked))
    assert {title: parse_qs(address.removeprefix("?")) for title, address in chosen.items()} == {
        "Nurse": {"c": ["aide"], "page": ["2"], "sort": ["title"]},
        "Aide": {"c": ["nurse"], "page": ["2"], "sort": ["title"]},
    }


def test_of_more_than_four_the_first_four_count_and_unknown_ones_and_drafts_do_not(visitor, careers):
    make_career(title="Secret", slug="secret", status="draft")
    slugs = ["nowhere", "secret", "roofer", "nurse", "nurse", "a\x00b", "<b>", "aide", "plumber", "surgeon"]
    response = visitor.get(CAREERS, {"c": slugs})
    assert response.status_code == 200
    assert list(chosen_in(response)) == ["Roofer", "Nurse", "Aide", "Plumber"]
    assert "Secret" not in response.content.decode()


def test_chosen_careers_of_another_page_go_into_the_comparison_too(visitor, careers):
    response = visitor.get(CAREERS, {"c": ["plumber", "nurse"], "field": "health"})
    assert titles_in(response) == ["Aide", "Nurse", "Surgeon"]
    assert hidden_in(form_in(response, 'id="compare"')) == ["plumber"]
    assert re.findall(TICKED, response.content.decode()) == ["nurse"]


@pytest.mark.parametrize(
    "asked",
    [
        {"field": "health", "pay": "40000"},
        {"q": "x"},
        {"q": "x", "field": "health", "sort": "pay"},
        {"field": "trades", "pay": "150000"},
        {"field": "trades", "pay": "150000", "growth": "5"},
        {"field": "trades", "education": "award", "growth": "5"},
    ],
)
def test_every_way_to_another_list_keeps_what_is_chosen(visitor, careers, finds, asked):
    finds("Nurse", "Aide", did_you_mean="nurse")
    page = visitor.get(CAREERS, asked | {"c": ["roofer", "nurse"]})
    ways = [unescape(address) for address in re.findall(LINK_TO_LIST, page.content.decode())]
    assert ways
    for address in ways:
        kept = parse_qs(address.partition("?")[2])["c"]
        assert kept == ["roofer", "nurse"] or address in chosen_in(page).values()
    assert 'href="/careers/">Show all' not in page.content.decode()
    for form in ('role="search"', 'aria-label="Filters"'):
        assert hidden_in(form_in(page, form)) == ["roofer", "nurse"]


def test_the_pages_keep_what_is_chosen(visitor, careers):
    for number in range(60):
        make_career(title=f"Worker {number:02}")
    page = visitor.get(CAREERS, {"c": ["roofer", "nurse"], "page": "2"}).content.decode()
    for direction in ("prev", "next"):
        address = unescape(re.search(rf'<a rel="{direction}" href="([^"]*)"', page)[1])
        assert parse_qs(address.removeprefix("?"))["c"] == ["roofer", "nurse"]


def test_a_comparison_leads_back_to_the_list_with_its_careers(visitor, careers):
    for slugs in (["nurse", "aide"], ["nurse", "aide", "plumber", "roofer"]):
        page = visitor.get(COMPARE, {"c": slugs}).content.decode()
        address = unescape(re.search(r'<a href="([^"]*)">Choose from all careers</a>', page)[1])
        assert list(chosen_in(visitor.get(address))) == [slug.title() for slug in slugs]


def test_a_list_with_chosen_careers_is_kept_out_of_search_engines(visitor, careers):
    assert '<meta name="robots" content="noindex">' in visitor.get(CAREERS, {"c": "nurse"}).content.decode()

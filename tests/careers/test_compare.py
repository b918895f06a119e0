"""Up to four careers side by side: on a page, on paper and as a file."""

import re
from datetime import date
from html import unescape
from importlib import import_module
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format
from django.utils.timezone import localdate

from careers.models import Career, CareerCredential, Credential, Organization, Pay, Skill, Task
from careers.search import Hit, Results

from ..factories import make_career, make_occupation, make_onet_profile, make_pay, make_release, onet_data
from .figured import make_figured

# `careers.views.comparison` itself names the view.
VIEWS = import_module("careers.views.comparison")
COMPARE = "/careers/compare/"
CSV = "/careers/compare/careers.csv"
MOST_QUERIES = 12
CAREER_HEAD = r'<th scope="col"><a href="[^"]*">(.*?)</a></th>'
REMOVE = r'<a class="note" href="([^"]*)">Remove'
OFFER = r'<li><a href="([^"]*)"><span class="unseen">Add </span>(.*?)<span'


@pytest.fixture
def careers(db):
    make_release(title="Wage survey")
    make_release("projections", title="Projections", period="2024–34", as_of=date(2024, 12, 31))
    make_figured("Coder", slug="coder", median=50_250, growth="7.1", openings=14_200, education="award", jobs=194_800)
    make_figured("Nurse", slug="nurse", median=93_600, growth="-5.5", openings=189_100, education="bachelor")
    for number in range(3):
        make_figured(f"Other {number}", slug=f"other-{number}", median=40_000 + number)


@pytest.fixture
def compared(visitor, careers):
    """Titles of the columns of a comparison, from left to right."""

    def titles(*slugs: str, status: int = 200) -> list[str]:
        response = visitor.get(COMPARE, {"c": slugs})
        assert response.status_code == status
        return heads_in(response)

    return titles


def heads_in(response) -> list[str]:
    return re.findall(CAREER_HEAD, response.content.decode())


def row_of(response, name: str) -> list[str]:
    """The words of each cell of the row `name`."""
    head = rf'<th scope="row"><span>{name}(?: <span[^<]*</span>)?</span></th>'
    row = re.search(rf"(?s)<tr[^>]*>{head}(.*?)</tr>", response.content.decode())
    cells = re.findall(r"(?s)<td[^>]*>(.*?)</td>", row[1])
    return [unescape(" ".join(re.sub(r"<[^>]+>", " ", cell).split())) for cell in cells]


@pytest.mark.parametrize("slugs", [("nurse", "coder"), ("coder", "nurse"), ("other-2", "coder", "other-0", "nurse")])
def test_columns_stand_in_the_order_of_the_address(compared, slugs):
    assert [title.lower().replace(" ", "-") for title in compared(*slugs)] == list(slugs)


def test_a_career_asked_for_twice_is_there_once(compared):
    assert compared("nurse", "coder", "nurse") == ["Nurse", "Coder"]


def test_of_more_than_four_the_first_four_are_shown_and_the_page_says_so(visitor, text_of, compared):
    slugs = ["other-0", "nurse", "other-1", "coder", "other-2"]
    assert compared(*slugs) == ["Other 0", "Nurse", "Other 1", "Coder"]
    notice = "You can compare up to 4 careers. These are the first 4."
    assert notice in text_of(visitor.get(COMPARE, {"c": slugs}))
    assert notice not in text_of(visitor.get(COMPARE, {"c": slugs[:4]}))


@pytest.mark.parametrize("slug", ["nowhere", "Coder", "../admin", "coder nurse", "é" * 300])
def test_an_unknown_career_is_named_and_the_others_are_shown(visitor, text_of, careers, slug):
    response = visitor.get(COMPARE, {"c": ["coder", slug, "nurse"]})
    assert response.status_code == 404
    assert f"We couldn't find “ {slug[:60]} ”." in text_of(response)
    assert heads_in(response) == ["Coder", "Nurse"]


def test_a_draft_is_as_unknown_as_any_other(visitor, text_of, careers):
    make_figured("Secret Work", slug="secret-work", median=99_000, status="draft")
    response = visitor.get(COMPARE, {"c": ["coder", "secret-work"]})
    assert response.status_code == 404
    assert heads_in(response) == ["Coder"]
    assert "Secret Work" not in response.content.decode()
    assert "$99,000" not in response.content.decode()


@pytest.mark.parametrize("query", ["c=a%00b", "c=%ED%A0%80", "c=%27%22%3E%3Cscript%3E", "q=%00", "c=&c=", "c=x&" * 500])
def test_hostile_addresses_break_nothing(visitor, careers, query):
    response = visitor.get(f"{COMPARE}?c=coder&{query}")
    assert response.status_code in (200, 404)
    assert "<script>" not in response.content.decode().partition("<body>")[2]
    assert b"\x00" not in response.content
    assert "Coder" in response.content.decode()


def test_each_figure_is_beside_the_others_with_its_period(visitor, careers):
    response = visitor.get(COMPARE, {"c": ["coder", "nurse", "other-0"]})
    assert row_of(response, "Median pay") == [
        "$50,250 a year May 2024",
        "$93,600 a year May 2024",
        "$40,000 a year May 2024",
    ]
    assert row_of(response, "Growth") == ["7.1% 2024–34", "−5.5% 2024–34", "Not published"]
    assert row_of(response, "Openings per year") == ["14,200", "189,100", "Not published"]
    assert row_of(response, "Jobs") == ["194,800", "100,000", "Not published"]
    education = row_of(response, "Entry-level education")
    assert education == ["Postsecondary nondegree award", "Bachelor's degree", "Not published"]


def test_the_sources_of_all_columns_are_named_once(visitor, text_of, careers):
    text = text_of(visitor.get(COMPARE, {"c": ["coder", "nurse"]}))
    assert text.count("Wage survey , May 2024") == 1
    assert text.count("Projections , 2024–34") == 1


def test_the_range_of_pay_is_in_words_or_said_to_be_missing(visitor, careers):
    wide, hourly = make_figured("Wide", slug="wide"), make_figured("Hourly", slug="hourly")
    make_pay(occupation=wide.occupation, annual_p10=30_000, annual_median=50_000, annual_p90=80_000)
    make_pay(occupation=hourly.occupation, hourly_p10="14.00", hourly_median="23.33", hourly_p90="97.19")
    response = visitor.get(COMPARE, {"c": ["wide", "hourly", "coder"]})
    assert row_of(response, "Pay, lowest to highest tenth") == [
        "$30,000 to $80,000",
        "$14.00 to $97.19",
        "Not published",
    ]
    assert row_of(response, "Median pay")[1] == "$23.33 an hour May 2024"


def test_pay_is_drawn_on_one_scale(visitor, careers):
    for slug, factor in (("small", 1), ("large", 2)):
        occupation = make_figured(slug, slug=slug).occupation
        pay = {"annual_p10": 20_000, "annual_median": 40_000, "annual_p90": 60_000}
        make_pay(occupation=occupation, **{name: factor * value for name, value in pay.items()})
    page = visitor.get(COMPARE, {"c": ["small", "large"]}).content.decode()
    assert page.count("drawn from $0 to $140,000") == 1
    drawn = re.findall(r'<rect class="whole" x="([\d.]+)%" width="([\d.]+)%"', page)
    (small_x, small_width), (large_x, large_width) = [[float(value) for value in strip] for strip in drawn]
    assert large_x == pytest.approx(2 * small_x, abs=0.02)
    assert large_width == pytest.approx(2 * small_width, abs=0.02)
    assert large_x + large_width < 100


def test_bars_of_growth_start_at_one_zero_line(visitor, careers):
    make_figured("Typist", slug="typist", growth="-15")
    make_figured("Roofer", slug="roofer", growth="5")
    page = visitor.get(COMPARE, {"c": ["typist", "roofer"]}).content.decode()
    bars = re.findall(r'<rect x="([\d.]+)%" width="([\d.]+)%" height="100%"/><line x1="([\d.]+)%" x2="\3%"', page)
    assert bars == [("0.00", "75.00", "75.00"), ("75.00", "25.00", "75.00")]


def test_the_printed_sheet_names_its_address_and_its_day(visitor, text_of, careers, settings):
    settings.SITE_URL = "https://careers.example"
    text = text_of(visitor.get(COMPARE, {"c": ["nurse", "coder"]}))
    day = date_format(localdate(), "DATE_FORMAT")
    assert f"Printed from https://careers.example/careers/compare/?c=nurse&c=coder as it was on {day}." in text


def test_top_coded_pay_says_or_more(visitor, db):
    make_release(top_code_annual=239_200)
    make_figured("Surgeon", slug="surgeon", median=239_200)
    assert "$239,200 or more a year" in row_of(visitor.get(COMPARE, {"c": "surgeon"}), "Median pay")[0]


def test_each_shared_skill_says_who_needs_it_and_the_others_stand_apart(visitor, db):
    make_figured("A", slug="a", skills=("Coding", "Speaking", "Reading", "Drawing"))
    make_figured("B", slug="b", skills=("Reading", "Lifting", "Speaking"))
    make_figured("C", slug="c", skills=("Reading", "Coding"))
    response = visitor.get(COMPARE, {"c": ["a", "b", "c"]})
    assert re.findall(r'<tbody class="ticks">|<span>(Reading|Coding|Speaking)</span>', response.content.decode()) == [
        "", "Reading", "Coding", "Speaking"
    ]  # fmt: skip
    assert row_of(response, "Reading") == ["✓ Yes", "✓ Yes", "✓ Yes"]
    assert row_of(response, "Coding") == ["✓ Yes", "– No", "✓ Yes"]
    assert row_of(response, "Speaking") == ["✓ Yes", "✓ Yes", "– No"]
    assert row_of(response, "Other skills") == ["Drawing", "Lifting", "None"]
    alone = visitor.get(COMPARE, {"c": "a"})
    assert row_of(alone, "Skills") == ["Coding, Speaking, Reading, Drawing"]
    assert "✓" not in alone.content.decode()


def test_skills_are_compared_by_the_releases_names_where_it_has_them_for_all(visitor, text_of, db):
    for slug, other in (("a", "Coding"), ("b", "Lifting")):
        code = f"11-222{len(other)}.00"
        skills = [["Active Listening", 4.0, ""], [other, 3.0, ""]]
        make_onet_profile(code=code, data=onet_data(skills=skills))
        make_career(slug=slug, onet_code=code)
    Skill.objects.create(career=Career.objects.get(slug="a"), name="Patience")
    both = visitor.get(COMPARE, {"c": ["a", "b"]})
    assert row_of(both, "Active Listening") == ["✓ Yes", "✓ Yes"]
    assert row_of(both, "Other skills") == ["Coding", "Lifting"]
    assert "Skills use the names in O*NET 29.3 Database" in text_of(both)
    make_career(slug="unrated")
    assert row_of(visitor.get(COMPARE, {"c": ["a", "unrated"]}), "Other skills") == ["Patience", "None listed"]
    assert row_of(visitor.get(COMPARE, {"c": "a"}), "Skills") == ["Patience"]


def test_the_editors_words_stand_else_the_releases(visitor, db):
    own = make_career(slug="own", summary="Our sentence.")
    Task.objects.create(career=own, text="Our task")
    data = onet_data(interests=[["Social", 6.0], ["Artistic", 5.0], ["Realistic", 4.0], ["Conventional", 3.0]])
    make_onet_profile(code="11-2222.00", summary="Their sentence.", data=data)
    make_career(slug="released", summary="", onet_code="11-2222.00")
    response = visitor.get(COMPARE, {"c": ["own", "released"]})
    assert row_of(response, "What it is") == ["Our sentence.", "Their sentence."]
    assert row_of(response, "Tasks") == ["Our task", "Read what others wrote. Sharpen pencils."]
    assert row_of(response, "Preparation") == ["Not published", "Medium preparation needed"]
    assert row_of(response, "Strongest interests") == ["Not published", "Social, Artistic, Realistic"]
    assert "O*NET 29.3 Database" in response.content.decode()


def test_a_career_without_anything_can_be_compared(visitor, text_of, db):
    make_career(slug="bare", summary="")
    response = visitor.get(COMPARE, {"c": "bare"})
    assert response.status_code == 200
    assert row_of(response, "Median pay") == ["Not published"]
    assert row_of(response, "What it is") == ["No summary yet"]


def test_a_career_whose_facts_are_not_derived_yet_can_be_compared(visitor, careers):
    Career.objects.get(slug="coder").listing.delete()
    for path in (COMPARE, CSV, "/careers/", "/careers/nurse/"):
        assert visitor.get(path, {"c": ["coder", "nurse"]}).status_code == 200


def test_each_column_can_be_removed(visitor, careers):
    page = visitor.get(COMPARE, {"c": ["coder", "nurse", "other-0"]}).content.decode()
    left = [parse_qs(unescape(address).partition("?")[2])["c"] for address in re.findall(REMOVE, page)]
    assert left == [["nurse", "other-0"], ["coder", "other-0"], ["coder", "nurse"]]


def test_what_search_finds_can_be_added_but_no_draft_and_nothing_twice(visitor, careers, monkeypatch):
    draft = make_career(title="Secret", status="draft")
    found = [draft, *(Career.objects.get(slug=slug) for slug in ("other-1", "coder", "nurse"))]
    monkeypatch.setattr(VIEWS, "search", lambda query: Results([Hit(career.pk) for career in found]))
    response = visitor.get(COMPARE, {"c": "coder", "q": "x"})
    offers = [(title, unescape(address)) for address, title in re.findall(OFFER, response.content.decode())]
    assert offers == [
        ("Other 1", f"{COMPARE}?c=coder&c=other-1"),
        ("Nurse", f"{COMPARE}?c=coder&c=nurse"),
    ]
    assert '<input type="hidden" name="c" value="coder">' in response.content.decode()


def test_a_search_that_finds_nothing_to_add_says_so(visitor, text_of, careers, monkeypatch):
    monkeypatch.setattr(VIEWS, "search", lambda query: Results())
    assert "Nothing found for “ zebra ”" in text_of(visitor.get(COMPARE, {"c": "coder", "q": "zebra"}))


def test_where_the_words_were_corrected_the_page_says_so(visitor, text_of, careers, monkeypatch):
    hits = [Hit(Career.objects.get(slug="nurse").pk)]
    monkeypatch.setattr(VIEWS, "search", lambda query: Results(hits, 1, "nurse", True))
    text = text_of(visitor.get(COMPARE, {"c": "coder", "q": "nruse"}))
    assert "Showing results for nurse . Nothing matched “ nruse ”." in text


def test_another_spelling_is_offered_beside_the_chosen_careers(visitor, careers, monkeypatch):
    monkeypatch.setattr(VIEWS, "search", lambda query: Results([], 0, "nurse & aide"))
    page = visitor.get(COMPARE, {"c": "coder", "q": "nruse"}).content.decode()
    address = unescape(re.search(r'Did you mean <a href="([^"]*)">', page)[1])
    assert parse_qs(address.partition("?")[2]) == {"c": ["coder"], "q": ["nurse & aide"]}


def test_related_careers_of_the_release_are_offered_unless_they_are_there(visitor, db):
    related = [["11-1001.00", "First", ""], ["11-1002.00", "Second", ""], ["11-1003.00", "Third", ""]]
    make_onet_profile(code="11-1000.00", data=onet_data(related=related))
    make_career(slug="asked", onet_code="11-1000.00")
    for code, title, status in (("2", "Second", "published"), ("1", "First", "published"), ("3", "Third", "draft")):
        make_career(title=title, slug=title.lower(), onet_code=f"11-100{code}.00", status=status)
    offered = re.findall(OFFER, visitor.get(COMPARE, {"c": "asked"}).content.decode())
    assert [title for _, title in offered] == ["First", "Second"]
    offered = re.findall(OFFER, visitor.get(COMPARE, {"c": ["asked", "first"]}).content.decode())
    assert [title for _, title in offered] == ["Second"]


def test_nothing_can_be_added_to_four(visitor, careers):
    page = visitor.get(COMPARE, {"c": ["coder", "nurse", "other-0", "other-1"]}).content.decode()
    assert "Add another" not in page
    assert "Add another" in visitor.get(COMPARE, {"c": ["coder", "nurse"]}).content.decode()


def test_with_one_career_the_second_is_asked_for_first(visitor, careers):
    page = visitor.get(COMPARE, {"c": ["coder"]}).content.decode()
    assert page.index("Compare it with") < page.index("<table")


def test_the_page_is_named_by_its_careers(visitor, text_of, careers):
    page = visitor.get(COMPARE, {"c": ["coder", "nurse", "other-0"]}).content.decode()
    assert "<title>Compare: Coder, Nurse and Other 0 | " in page
    assert "<h1>Coder, Nurse and Other 0</h1>" in page
    assert "Coder, Nurse and Other 0 side by side" in page


def test_pay_by_the_hour_and_credentials_are_compared_licenses_first(visitor, careers):
    actor = make_figured("Actor", slug="actor", median=60_000)
    Pay.objects.filter(occupation=actor.occupation).update(hourly_median="31.50")
    coder = Career.objects.get(slug="coder")
    for order, (name, kind) in enumerate([("Certified Coder", "certification"), ("Coding License", "license")]):
        organization = Organization.objects.create(name=f"Board {order}")
        credential = Credential.objects.create(name=name, kind=kind, organization=organization)
        CareerCredential.objects.create(career=coder, credential=credential, order=order)
    response = visitor.get(COMPARE, {"c": ["coder", "nurse"]})
    assert row_of(response, "License or certification") == [
        "Coding License (license); Certified Coder (certification)",
        "None listed",
    ]
    assert row_of(visitor.get(COMPARE, {"c": ["actor", "nurse"]}), "Median hourly pay") == [
        "$31.50 an hour",
        "Not published",
    ]


def test_without_careers_the_page_says_what_to_do(visitor, text_of, db):
    response = visitor.get(COMPARE)
    assert response.status_code == 200
    assert "Choose up to 4 careers and see them side by side" in text_of(response)
    assert "<table" not in response.content.decode()


@pytest.mark.parametrize("query", ["", "?c=coder"])
def test_comparisons_are_kept_out_of_search_engines(visitor, careers, query):
    assert '<meta name="robots" content="noindex">' in visitor.get(COMPARE + query).content.decode()
    assert visitor.get(CSV + query)["X-Robots-Tag"] == "noindex"
    assert COMPARE not in visitor.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("path", [COMPARE, CSV])
def test_comparisons_are_only_read(visitor, db, path):
    assert visitor.post(path).status_code == 405


def test_four_full_careers_cost_as_many_queries_as_one(visitor, db):
    for number in range(4):
        career = make_figured(
            f"Career {number}", slug=f"career-{number}", median=50_000, growth=5, zone=3, occupation=make_occupation()
        )
        for index in range(10 * number + 1):
            Task.objects.create(career=career, text=f"Task {index}")
            Skill.objects.create(career=career, name=f"Skill {index}")
    for path in (COMPARE, CSV):
        costs = []
        for slugs in (["career-0"], [f"career-{number}" for number in range(4)]):
            with CaptureQueriesContext(connection) as queries:
                assert visitor.get(path, {"c": slugs}).status_code == 200
            costs.append(len(queries))
        # One career's related careers are looked up; four leave no room for them.
        assert costs[1] <= costs[0] <= MOST_QUERIES

"""Narrowing the list of careers: counts that keep their word, orders, pages, and ways out of an empty result."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers import denormalized
from careers.models import Career
from careers.search import Hit, Results

from ..factories import BANDS, make_career, make_field, make_occupation, make_release
from .figured import make_figured, nearest_in, titles_in

CAREERS = "/careers/"
# Of the search 8, of wishes 1, of each filter whose choices are rows 1, of counts, page and its place in it 3.
MOST_QUERIES = 15
OPTION = r'(?s)<input type="(checkbox|radio)" name="(\w+)" value="([^"]*)"( checked)?>\s*(.*?)(?:<span|</label>)'
COUNTED = r'(?s)name="(\w+)" value="([^"]+)"(?: checked)?> [^<]*<span class="count">([\d,]+)</span>'
CHIP = r'<a class="chip" href="([^"]*)"><span class="unseen">Remove </span>(.*?)<span'
WAY_OUT = r'<li><a href="([^"]*)">([^<]*)</a>: (\d+) careers? without it</li>'


@pytest.fixture
def careers(db):
    health, trades = make_field(title="Health", slug="health"), make_field(title="Trades", slug="trades")
    make_figured("Aide", field=health, median=38_000, growth=20, openings=120_000, education="none")
    make_figured("Nurse", field=health, median=93_600, growth=5, openings=60_000, education="bachelor", zone=3)
    make_figured(
        "Surgeon", field=health, median=239_200, growth="4.9", openings=900, education="doctoral", zone=5,
        interests=("Investigative", "Social", "Realistic"),
    )  # fmt: skip
    make_figured(
        "Plumber", field=trades, median=62_970, growth="-0.1", openings=9_999, education="high-school", zone=3,
        interests=("Realistic", "Investigative"),
    )  # fmt: skip
    make_figured("Roofer", field=trades, median=60_000, growth=0, openings=10_000, education="none", zone=2)
    make_figured("Sweep", field=trades, education="none")


@pytest.fixture
def shown(visitor, careers):
    def titles(**asked) -> list[str]:
        response = visitor.get(CAREERS, asked)
        assert response.status_code == 200
        return titles_in(response)

    return titles


def counts_in(response) -> dict[tuple[str, str], int]:
    """{(filter, value): the number beside it}."""
    found = re.findall(COUNTED, response.content.decode())
    return {(name, value): int(number.replace(",", "")) for name, value, number in found}


def chosen_in(response) -> dict[str, list[str]]:
    chosen = {}
    for _, name, value, checked, _ in re.findall(OPTION, response.content.decode()):
        if checked and value and name != "c":
            chosen.setdefault(name, []).append(value)
    return chosen


def chips_in(response) -> dict[str, str]:
    """{what it removes: the query string without it}."""
    return {unescape(label): unescape(address) for address, label in re.findall(CHIP, response.content.decode())}


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"field": "trades"}, ["Plumber", "Roofer", "Sweep"]),
        ({"education": "none"}, ["Aide", "Roofer", "Sweep"]),
        ({"pay": "60000"}, ["Nurse", "Plumber", "Roofer", "Surgeon"]),
        ({"pay": "150000"}, ["Surgeon"]),
        ({"growth": "5"}, ["Aide", "Nurse"]),
        ({"growth": "0"}, ["Aide", "Nurse", "Roofer", "Surgeon"]),
        ({"growth": "shrinking"}, ["Plumber"]),
        ({"openings": "10000"}, ["Aide", "Nurse", "Roofer"]),
        ({"zone": "3"}, ["Nurse", "Plumber"]),
        ({"interest": "I"}, ["Plumber", "Surgeon"]),
    ],
)
def test_each_filter_keeps_the_careers_that_fit(shown, asked, titles):
    assert shown(**asked) == titles


def test_only_the_two_strongest_interests_count(shown):
    assert shown(interest="R") == ["Plumber"]


def test_several_values_of_one_filter_widen_it(shown):
    assert shown(education=["bachelor", "doctoral"]) == ["Nurse", "Surgeon"]
    assert shown(interest=["S", "R"]) == ["Plumber", "Surgeon"]


def test_several_filters_narrow_one_another(shown):
    assert shown(field="health", education=["none", "bachelor"]) == ["Aide", "Nurse"]
    assert shown(field="health", education=["none", "bachelor"], pay="60000") == ["Nurse"]


def test_of_a_boundary_the_last_one_asked_for_counts(shown):
    assert shown(pay=["150000", "60000"]) == ["Nurse", "Plumber", "Roofer", "Surgeon"]


def test_filters_narrow_what_search_found(visitor, careers, monkeypatch):
    found = [Hit(Career.objects.get(title=title).pk) for title in ("Sweep", "Nurse", "Aide")]
    monkeypatch.setattr("careers.browse.asking.search", lambda query, **options: Results(found))
    response = visitor.get(CAREERS, {"q": "x", "education": ["none", "bachelor"], "field": "health"})
    assert titles_in(response) == ["Nurse", "Aide"]
    counts = counts_in(response)
    assert counts["field", "health"] == 2
    assert counts["field", "trades"] == 1
    assert counts["education", "doctoral"] == 0


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"field": ["trades"]},
        {"field": ["health"], "education": ["none", "bachelor"]},
        {"pay": ["60000"], "growth": ["0"]},
        {"zone": ["3", "2"], "interest": ["R"], "openings": ["1000"]},
        {"field": ["health"], "growth": ["shrinking"]},
    ],
)
def test_the_number_beside_an_option_is_what_choosing_it_brings(visitor, careers, asked):
    counts = counts_in(visitor.get(CAREERS, asked))
    names = {name for name, _ in counts}
    assert names == {"field", "education", "training", "pay", "growth", "openings", "zone", "interest"}
    for (name, value), number in counts.items():
        response = visitor.get(CAREERS, {**asked, name: [value]})
        assert len(titles_in(response)) == number, (name, value)


def test_what_is_chosen_is_ticked_and_counted(visitor, careers):
    asked = {"field": ["health"], "education": ["none", "bachelor"], "pay": ["40000"]}
    response = visitor.get(CAREERS, asked)
    assert chosen_in(response) == asked
    assert '<summary>Entry-level education <span class="tag">2</span></summary>' in response.content.decode()


def test_the_filters_stand_before_the_results_and_say_how_many_are_in_use(visitor, careers):
    page = visitor.get(
        CAREERS, {"field": ["health"], "education": ["none", "bachelor"], "sort": "pay"}
    ).content.decode()
    assert page.index("<summary>Filter and sort (3 on)</summary>") < page.index('id="results-title"')
    assert "<summary>Filter and sort</summary>" in visitor.get(CAREERS).content.decode()
    assert page.count("<form") == 3


def test_a_boundary_that_is_not_used_stands_at_any(visitor, careers):
    page = visitor.get(CAREERS, {"pay": "60000"}).content.decode()
    assert '<input type="radio" name="growth" value="" checked> Any' in page
    assert '<input type="radio" name="pay" value=""> Any' in page


def test_the_form_as_a_browser_sends_it_means_the_same(shown):
    empty = {"pay": "", "growth": "", "openings": "", "sort": "title", "q": ""}
    assert shown(**empty) == shown()
    assert shown(**{**empty, "growth": "shrinking"}) == ["Plumber"]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"field": "nowhere"}, "We couldn't find “nowhere” under “Field of work”, so we ignored it."),
        ({"education": "phd"}, "We couldn't find “phd” under “Entry-level education”, so we ignored it."),
        ({"pay": "61000"}, "We couldn't find “61000” under “Median annual pay”, so we ignored it."),
        ({"growth": "fast"}, "We couldn't find “fast” under “Growth”, so we ignored it."),
        ({"openings": "-1"}, "We couldn't find “-1” under “Openings per year”, so we ignored it."),
        ({"zone": "6"}, "We couldn't find “6” under “Preparation (job zone)”, so we ignored it."),
        ({"interest": "RI"}, "We couldn't find “RI” under “Interests”, so we ignored it."),
        ({"sort": "salary"}, "We can't sort by “salary”, so we ignored it."),
    ],
)
def test_an_unknown_value_is_refused_by_name_and_the_rest_kept(visitor, text_of, careers, asked, message):
    response = visitor.get(CAREERS, {"zone": ["3"], "interest": ["I"], **asked, "q": ""})
    assert response.status_code == 400
    assert message in text_of(response)
    assert "Plumber" in titles_in(response)
    kept = {"zone": ["3"], "interest": ["I"]}
    assert chosen_in(response) == {name: value for name, value in kept.items() if name not in asked}
    assert "nowhere" not in "".join(chips_in(response).values())


def test_an_unknown_value_beside_a_known_one_leaves_the_known_one(visitor, careers):
    response = visitor.get(CAREERS, {"education": ["bachelor", "phd"]})
    assert response.status_code == 400
    assert titles_in(response) == ["Nurse"]


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "\x00", "\ud800".encode("utf-8", "surrogatepass")])
def test_hostile_values_are_refused_and_harmless(visitor, careers, value):
    response = visitor.get(CAREERS, {"field": value, "pay": value, "sort": value, "page": value})
    assert response.status_code == 400
    assert "<script>alert" not in response.content.decode()
    assert len(titles_in(response)) == 6


@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        ("title", ["Aide", "Nurse", "Plumber", "Roofer", "Surgeon", "Sweep"]),
        ("pay", ["Surgeon", "Nurse", "Plumber", "Roofer", "Aide", "Sweep"]),
        ("growth", ["Aide", "Nurse", "Surgeon", "Roofer", "Plumber", "Sweep"]),
        ("openings", ["Aide", "Nurse", "Roofer", "Plumber", "Surgeon", "Sweep"]),
    ],
)
def test_each_order_puts_missing_figures_last(visitor, careers, sort, titles):
    response = visitor.get(CAREERS, {"sort": sort})
    assert titles_in(response) == titles
    assert f'<option value="{sort}" selected>' in response.content.decode()


def test_careers_with_equal_figures_stand_by_title(shown):
    for title in ("beekeeper", "Carver", "Archer"):
        make_figured(title, median=99_999)
    assert shown(pay="80000", sort="pay") == ["Surgeon", "Archer", "beekeeper", "Carver", "Nurse"]


def test_pages_keep_all_that_is_asked_for_and_hold_each_career_once(visitor, db):
    field = make_field(slug="health")
    with denormalized.together():
        for number in range(50):
            make_figured(f"Career {number:02}", field=field, median=40_000 + number, growth=5)
    make_figured("Elsewhere", median=90_000)
    path, titles = f"{CAREERS}?field=health&pay=40000&growth=5&sort=pay&utm=mail", []
    for number in (1, 2, 3):
        response = visitor.get(path)
        assert response.status_code == 200
        assert f"<span>Page {number} of 3</span>" in response.content.decode()
        titles += titles_in(response)
        following = re.search(r'<a rel="next" href="([^"]*)"', response.content.decode())
        if following:
            path = CAREERS + unescape(following[1])
            asked = parse_qs(path.partition("?")[2])
            assert asked == {
                "field": ["health"], "pay": ["40000"], "growth": ["5"], "sort": ["pay"], "page": [str(number + 1)]
            }  # fmt: skip
    assert not following
    assert titles == [f"Career {number:02}" for number in reversed(range(50))]
    back = re.search(r'<a rel="prev" href="([^"]*)"', response.content.decode())
    assert "page=2" in back[1]


@pytest.mark.parametrize(("page", "shown_as"), [("0", 2), ("-1", 2), ("99", 2), ("x", 1), ("1e9", 1), ("9" * 400, 2)])
def test_a_page_that_is_not_there_shows_one_that_is(visitor, db, page, shown_as):
    with denormalized.together():
        for _ in range(30):
            make_career()
    response = visitor.get(CAREERS, {"page": page})
    assert response.status_code == 200
    assert f"Page {shown_as} of 2" in response.content.decode()


def test_each_choice_can_be_taken_back_by_itself(visitor, careers):
    asked = {"field": ["health", "trades"], "education": ["none"], "pay": ["40000"], "sort": ["pay"]}
    chips = chips_in(visitor.get(CAREERS, {**asked, "page": "1"}))
    assert {label: parse_qs(address.removeprefix("?")) for label, address in chips.items()} == {
        "Health": {**asked, "field": ["trades"]},
        "Trades": {**asked, "field": ["health"]},
        "No formal educational credential": {name: asked[name] for name in ("field", "pay", "sort")},
        "Median annual pay: $40,000 or more": {name: asked[name] for name in ("field", "education", "sort")},
    }


def test_taking_the_last_choice_back_keeps_the_words(visitor, careers):
    response = visitor.get(CAREERS, {"q": "nurse & co", "zone": "3"})
    assert chips_in(response) == {"Preparation (job zone): 3: medium": "?q=nurse+%26+co"}


def test_an_empty_result_says_what_to_drop_and_what_that_brings(visitor, text_of, careers):
    asked = {"field": "health", "growth": "shrinking", "pay": "40000"}
    response = visitor.get(CAREERS, asked)
    assert response.status_code == 200
    assert "No careers match all your filters" in text_of(response)
    ways = re.findall(WAY_OUT, response.content.decode())
    assert [(label, int(number)) for _, label, number in ways] == [("Growth", 2), ("Field of work", 1)]
    for address, _, number in ways:
        assert len(titles_in(visitor.get(CAREERS + unescape(address)))) == int(number)


def test_an_empty_result_shows_what_is_near_first_what_fits_most(visitor, text_of, careers):
    asked = {"field": "health", "growth": "shrinking", "pay": "40000"}
    response = visitor.get(CAREERS, asked)
    assert "Closest matches" in text_of(response)
    assert titles_in(response) == []
    assert nearest_in(response) == ["Nurse", "Plumber", "Surgeon", "Aide", "Roofer"]
    assert nearest_in(visitor.get(CAREERS, asked | {"sort": "pay"}))[:3] == ["Surgeon", "Nurse", "Plumber"]
    assert "Source: Test publisher" in text_of(response)
    assert "Closest matches" not in text_of(visitor.get(CAREERS, {"field": "health"}))


def test_the_nearest_of_what_was_searched_for_stay_in_the_order_of_the_search(visitor, careers, monkeypatch):
    found = [Hit(Career.objects.get(title=title).pk) for title in ("Sweep", "Roofer", "Aide", "Plumber")]
    monkeypatch.setattr("careers.browse.asking.search", lambda query, **options: Results(found, len(found)))
    asked = {"q": "work", "field": "trades", "growth": "0", "pay": "150000"}
    assert nearest_in(visitor.get(CAREERS, asked)) == ["Roofer", "Sweep", "Aide", "Plumber"]


def test_where_no_single_filter_is_to_blame_all_can_be_dropped(visitor, text_of, careers):
    response = visitor.get(CAREERS, {"field": "health", "growth": "shrinking", "education": "award"})
    assert "Removing just one won't help." in text_of(response)
    assert '<a href="/careers/">Clear all filters</a>' in response.content.decode()
    assert '<a href="/quiz/">Start with what you like</a>' in response.content.decode()


def test_letting_go_of_all_filters_keeps_the_words(visitor, careers, monkeypatch):
    found = [Hit(Career.objects.get(title="Plumber").pk)]
    monkeypatch.setattr("careers.browse.asking.search", lambda query, **options: Results(found))
    response = visitor.get(CAREERS, {"q": "a b", "zone": "2", "growth": "15"})
    assert '<a href="/careers/?q=a+b">Clear all filters</a>' in response.content.decode()


def test_where_the_words_find_nothing_no_filter_is_blamed(visitor, text_of, careers, monkeypatch):
    draft = make_career(status="draft")
    for hits in ([], [Hit(draft.pk)]):
        monkeypatch.setattr("careers.browse.asking.search", lambda query, hits=hits, **options: Results(hits))
        response = visitor.get(CAREERS, {"q": "asdfgh", "pay": "60000", "field": "health"})
        text = text_of(response)
        assert "Nothing found for “ asdfgh ” Remove" in text
        assert "No careers match these words, even without your filters." in text
        assert "Removing just one" not in text
        assert "No careers match all your filters" not in text
        address = re.search(r'<a href="([^"]*)">all careers that match your filters</a>', response.content.decode())[1]
        assert titles_in(visitor.get(CAREERS + unescape(address))) == ["Nurse", "Surgeon"]


def test_where_there_is_nothing_to_narrow_there_is_no_filter(visitor, careers, monkeypatch):
    monkeypatch.setattr("careers.browse.asking.search", lambda query, **options: Results())
    assert counts_in(visitor.get(CAREERS, {"q": "asdfgh"})) == {}
    assert "Filter and sort" not in visitor.get(CAREERS, {"q": "asdfgh"}).content.decode()
    assert chosen_in(visitor.get(CAREERS, {"q": "asdfgh", "pay": "60000"})) == {"pay": ["60000"]}


def test_drafts_are_in_no_count(visitor, careers):
    make_figured("Secret", median=99_000, growth=30, education="award", zone=4, interests=("Artistic",), status="draft")
    response = visitor.get(CAREERS)
    assert "Secret" not in response.content.decode()
    counts = counts_in(response)
    for option in (("education", "award"), ("zone", "4"), ("interest", "A")):
        assert counts[option] == 0
    assert counts["pay", "80000"] == 2


def test_a_filter_with_no_career_is_dimmed_but_there(visitor, careers):
    page = visitor.get(CAREERS).content.decode()
    assert '<label class="empty"><input type="checkbox" name="education" value="master">' in page
    assert '<label class="empty"><input type="checkbox" name="education" value="bachelor">' not in page


QUERIES = [
    "",
    "?q=career",
    "?q=career&sort=pay&page=2",
    "?field=health&education=none&education=bachelor&pay=40000&growth=5&openings=1000&zone=3&interest=R",
    "?q=career&field=health&growth=shrinking&pay=40000",
    "?q=career&sort=pay&c=first&c=second",
]


def test_sixty_careers_cost_as_many_queries_as_three(visitor, db):
    field = make_field(slug="health")

    @denormalized.together()
    def make(number: int) -> None:
        for _ in range(number):
            values = {"median": 50_000, "growth": 10, "openings": 5_000, "education": "none", "zone": 3}
            make_figured(f"Career {make_occupation().pk}", field=field, interests=("Realistic",), **values)

    def cost() -> list[int]:
        numbers = []
        for query in QUERIES:
            with CaptureQueriesContext(connection) as queries:
                assert visitor.get(CAREERS + query).status_code == 200
            numbers.append(len(queries))
        return numbers

    make_release("projections", period="2024–34", as_of=date(2024, 12, 31), **BANDS)
    for slug in ("first", "second"):
        make_figured(slug, slug=slug)
    make(3)
    few = cost()
    make(57)
    many = cost()
    assert all(after <= before for before, after in zip(few, many, strict=True)), (few, many)
    assert max(few) <= MOST_QUERIES, few

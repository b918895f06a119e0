"""The list of careers, the A to Z, the fields, and what the page makes of what search finds."""

import re

import pytest

from careers.browse import listing
from careers.models import Field, Title
from careers.search import Hit, Results, Suggestion
from careers.search.documents import Kind

from ..factories import make_career, make_field, make_onet_profile, make_release
from .figured import make_figured, titles_in

CAREERS = "/careers/"
A_TO_Z = "/careers/a-to-z/"
SUGGESTIONS = "/careers/suggestions/"
NOINDEX = '<meta name="robots" content="noindex">'
ODD_BYTES = [
    "%22",
    "%27%22%60",
    "%ED%A0%80",
    "%FF%FE",
    "%E2%80%AE%E2%80%8F",
    "%F0%9F%A9%BA",
    "%0D%0ASet-Cookie:%20a=b",
    "%C2%85",
]


def letters_in(response) -> list[str]:
    return re.findall(r"<summary><h2>(.*?)</h2>", response.content.decode())


def rows_in(response) -> list[str]:
    listed = re.findall(r'(?s)<ul class="columns plain"[^>]*>(.*?)</ul>', response.content.decode())
    return [title for rows in listed for title in re.findall(r"<li><a [^>]*>(.*?)</a>", rows)]


@pytest.fixture
def nurse(db):
    career = make_career(title="Registered Nurse", summary="Nurses care for the sick.")
    Title.objects.create(career=career, name="Intensive Care Nurse")
    return career


@pytest.fixture
def finds(monkeypatch):
    """Let search find `careers`, the best first, whatever is asked for; returns the list of what was."""

    def set_results(*careers, also_called: str = "", did_you_mean: str = "", is_corrected: bool = False) -> list[str]:
        asked = []
        hits = [Hit(career.pk, Kind.OTHER_TITLE, also_called) for career in careers]

        def search(query: str, **options) -> Results:
            asked.append(query)
            return Results(hits, len(hits), did_you_mean, is_corrected)

        def suggest(typed: str, **options) -> list[Suggestion]:
            return [Suggestion(career.pk, career.title, also_called) for career in careers]

        monkeypatch.setattr("careers.browse.asking.search", search)
        monkeypatch.setattr("careers.views.finding.suggest", suggest)
        return asked

    return set_results


def test_the_list_holds_every_career_by_title_with_its_sentence(visitor, text_of, nurse):
    for title in ("Plumber", "actor", "Accountant"):
        make_career(title=title)
    response = visitor.get(CAREERS)
    assert titles_in(response) == ["Accountant", "actor", "Plumber", "Registered Nurse"]
    assert "4 careers" in text_of(response)
    assert "Registered Nurse Nurses care for the sick." in text_of(response)


def test_a_career_in_the_list_says_its_pay_education_and_growth(visitor, text_of, db):
    make_figured("Actor", median=50_250, growth="-7.1", education="award")
    text = text_of(visitor.get(CAREERS))
    assert "$50,250 a year Postsecondary nondegree award −7.1% growth Compare Actor" in text


def test_a_career_without_figures_says_that_its_pay_is_not_published(visitor, text_of, nurse):
    text = text_of(visitor.get(CAREERS))
    assert "Pay not published Compare" in text
    assert "% growth" not in text


def test_a_career_without_a_sentence_of_its_own_has_the_releases(visitor, text_of, db):
    make_onet_profile(code="11-2222.00", summary="Do what the release says.")
    make_career(title="Actor", summary="", onet_code="11-2222.00")
    assert "Actor Do what the release says." in text_of(visitor.get(CAREERS))


def test_an_empty_list_says_so(visitor, text_of, db):
    for path in (CAREERS, A_TO_Z):
        response = visitor.get(path)
        assert response.status_code == 200
        assert "No careers are published yet." in text_of(response)
        assert "No career fits" not in text_of(response)


def test_the_a_to_z_holds_every_career_under_its_letter(visitor, nurse):
    for title in ("Plumber", "Actor", "iOS Developer", "Ironworker", "accountant"):
        make_career(title=title)
    response = visitor.get(A_TO_Z)
    assert rows_in(response) == ["accountant", "Actor", "iOS Developer", "Ironworker", "Plumber", "Registered Nurse"]
    assert letters_in(response) == ["A", "I", "P", "R"]


def test_each_letter_leads_to_its_careers(visitor, db):
    make_career(title="Actor")
    make_career(title="Plumber")
    page = visitor.get(A_TO_Z).content.decode()
    links = re.findall(r'<a href="#(letter-\d+)">(.)</a>', page)
    assert links == [
        (place, letter)
        for letter, place in re.findall(
            r'<h2>(.)</h2> <span class="note">1 career</span></summary>\n<ul [^>]*id="(.+?)">', page
        )
    ]
    assert len(links) == 2


def test_drafts_are_in_no_list_even_when_search_finds_them(visitor, nurse, finds):
    draft = make_career(title="Unannounced", status="draft", field=nurse.field)
    finds(draft, nurse)
    for path in (CAREERS, f"{CAREERS}?q=x", A_TO_Z, nurse.field.get_absolute_url(), f"{SUGGESTIONS}?q=x"):
        page = visitor.get(path).content.decode()
        assert "Registered Nurse" in page
        assert "nannounced" not in page
    assert "1 career for" in visitor.get(f"{CAREERS}?q=x").content.decode()


def test_fields_are_listed_in_the_editors_order_with_their_number_of_careers(visitor, text_of, db):
    for title, order in (("Trades", 2), ("Arts", 3), ("Health", 1)):
        make_career(field=make_field(title=title, order=order))
    make_career(field=Field.objects.get(title="Health"))
    make_field(title="Empty field", order=0)
    for page in (CAREERS, "/"):
        words = text_of(visitor.get(page))
        assert re.search("Health 2.*Trades 1.*Arts 1", words)
        assert "Empty field" not in words


@pytest.mark.parametrize("path", ["/careers/nothing/", "/fields/nothing/", "/careers/nothing/ask/"])
def test_an_address_that_leads_nowhere_offers_a_search(visitor, text_of, db, path):
    response = visitor.get(path)
    assert response.status_code == 404
    assert "We couldn't find that page" in text_of(response)
    assert 'name="q"' in response.content.decode()


def test_what_search_finds_stands_in_its_order_with_its_reasons(visitor, text_of, nurse, finds):
    plumber, actor = make_career(title="Plumber"), make_career(title="Actor")
    asked = finds(plumber, nurse, also_called="Mender")
    response = visitor.get(CAREERS, {"q": " mender "})
    assert asked == ["mender"]
    assert titles_in(response) == ["Plumber", "Registered Nurse"]
    assert "Plumber also called: Mender" in text_of(response)
    assert "2 careers for “ mender ”" in text_of(response)
    assert actor.get_absolute_url() not in response.content.decode()


def test_another_order_can_be_asked_for_and_the_best_match_chosen_again(visitor, nurse, finds):
    finds(nurse, make_career(title="Plumber"), make_career(title="Actor"))
    assert titles_in(visitor.get(CAREERS, {"q": "x", "sort": "title"})) == ["Actor", "Plumber", "Registered Nurse"]
    by_relevance = visitor.get(CAREERS, {"q": "x", "sort": "relevance"})
    assert titles_in(by_relevance) == ["Registered Nurse", "Plumber", "Actor"]
    assert '<option value="relevance" selected>' in by_relevance.content.decode()


def test_the_best_match_is_no_order_without_words(visitor, nurse):
    response = visitor.get(CAREERS, {"sort": "relevance"})
    assert response.status_code == 200
    assert 'value="relevance"' not in response.content.decode()


def test_many_results_keep_their_order_over_the_pages(visitor, db, finds):
    careers = [make_career(title=f"Career {number:03}") for number in range(50)]
    finds(*reversed(careers))
    titles = []
    for page in (1, 2, 3):
        titles += titles_in(visitor.get(CAREERS, {"q": "x", "page": page}))
    assert titles == [career.title for career in reversed(careers)]


def test_of_more_careers_than_are_read_the_heading_says_that_they_are_the_best(visitor, text_of, db, monkeypatch):
    monkeypatch.setattr("careers.browse.asking.MOST_FOUND", 3)
    for number in range(4):
        make_career(title=f"Widget Maker {number}")
    assert "The 3 best matches for “ widget ”" in text_of(visitor.get(CAREERS, {"q": "widget"}))
    assert "1 career for “ widget maker 2 ”" in text_of(visitor.get(CAREERS, {"q": "widget maker 2"}))


def test_a_better_spelling_is_offered_as_a_link(visitor, nurse, finds):
    finds(did_you_mean="nurse & aide")
    page = visitor.get(CAREERS, {"q": "nruse"}).content.decode()
    assert '<a href="/careers/?q=nurse+%26+aide"><strong>nurse &amp; aide</strong></a>' in page


def test_no_better_spelling_is_offered_where_there_is_none(visitor, nurse, finds):
    finds(nurse)
    assert "Did you mean" not in visitor.get(CAREERS, {"q": "nurse"}).content.decode()


def test_a_search_without_a_match_offers_fields_and_all_careers(visitor, text_of, nurse, finds):
    finds()
    response = visitor.get(CAREERS, {"q": "zebra"})
    assert response.status_code == 200
    assert "Nothing found for “ zebra ”" in text_of(response)
    assert "Try fewer words" in text_of(response)
    page = response.content.decode()
    assert f'<a href="{nurse.field.get_absolute_url()}">{nurse.field.title}</a>' in page
    assert '<a href="/careers/">Show all careers</a>' in page
    assert '<a href="/quiz/">Start with what you like</a>' in page


@pytest.mark.parametrize("query", ["", "   ", "\t\n"])
def test_a_search_for_nothing_shows_all_careers(visitor, nurse, finds, query):
    asked = finds()
    assert titles_in(visitor.get(CAREERS, {"q": query})) == ["Registered Nurse"]
    assert asked == []


@pytest.mark.parametrize("path", [CAREERS, SUGGESTIONS])
@pytest.mark.parametrize("length", [201, 10_000])
def test_a_search_that_is_too_long_is_refused_in_plain_words(visitor, nurse, path, length):
    response = visitor.get(path, {"q": "x" * length})
    assert response.status_code == 400
    assert "Use up to 200 characters" in response.content.decode()


def test_the_list_stays_when_a_search_is_refused(visitor, nurse):
    assert titles_in(visitor.get(CAREERS, {"q": "x" * 201})) == ["Registered Nurse"]


@pytest.mark.parametrize("path", [CAREERS, SUGGESTIONS])
def test_a_search_with_a_null_character_is_refused(visitor, nurse, path):
    response = visitor.get(f"{path}?q=nurse%00")
    assert response.status_code == 400
    assert "search for one of these characters." in response.content.decode()


@pytest.mark.parametrize("path", [CAREERS, SUGGESTIONS])
@pytest.mark.parametrize(
    "query", ["n " * 100, "_", "nur%e", "%%", "\\", "\\%", "nurse'--", "' OR '1'='1", '"', "*", "-"]
)
def test_signs_that_databases_read_specially_break_nothing(visitor, nurse, path, query):
    assert visitor.get(path, {"q": query}).status_code == 200


@pytest.mark.parametrize("query", ODD_BYTES)
def test_a_search_for_odd_bytes_finds_nothing_and_breaks_nothing(visitor, text_of, nurse, query):
    response = visitor.get(f"/careers/?q=x{query}x")
    assert response.status_code == 200
    assert titles_in(response) == []
    assert "Nothing found for" in text_of(response)
    assert not response.cookies


def test_a_search_cannot_put_markup_on_the_page(visitor, nurse, finds):
    finds(did_you_mean="<script>alert(2)</script>")
    page = visitor.get(CAREERS, {"q": "\"'><script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert page.count("&quot;&#x27;&gt;&lt;script&gt;alert(1)&lt;/script&gt;") >= 3


def test_writing_from_right_to_left_cannot_turn_the_sentence_around_it(visitor, nurse):
    assert "<bdi>\u202etest</bdi>" in visitor.get(CAREERS, {"q": "\u202etest"}).content.decode()


@pytest.mark.parametrize("query", ["q=nurse", "q=", "sort=pay", "page=1", "field=x", "utm_source=mail"])
def test_a_list_with_anything_asked_for_is_kept_out_of_search_engines(visitor, nurse, query):
    assert NOINDEX in visitor.get(f"{CAREERS}?{query}").content.decode()


def test_the_plain_list_is_for_search_engines(visitor, nurse):
    assert NOINDEX not in visitor.get(CAREERS).content.decode()


def test_suggestions_are_titles_with_reasons_and_addresses_the_best_first(visitor, nurse, finds):
    plumber = make_career(title="Plumber <b>")
    finds(plumber, nurse, also_called="Mender")
    response = visitor.get(SUGGESTIONS, {"q": "mender"})
    assert response["Content-Type"] == "application/json"
    row = {"why": "also called: Mender"}
    assert response.json() == {
        "suggestions": [
            row | {"title": "Plumber <b>", "slug": plumber.slug, "url": plumber.get_absolute_url()},
            row | {"title": "Registered Nurse", "slug": nurse.slug, "url": nurse.get_absolute_url()},
        ]
    }


def test_there_are_no_suggestions_for_nothing(visitor, nurse, finds):
    finds()
    assert visitor.get(SUGGESTIONS).json() == {"suggestions": []}


@pytest.mark.parametrize("path", [CAREERS, A_TO_Z, SUGGESTIONS, "/sources/"])
def test_pages_are_only_read(visitor, db, path):
    assert visitor.post(path).status_code == 405
    assert visitor.head(path).status_code == 200


@pytest.mark.parametrize("path", [CAREERS, "/fields/health/", "/careers/compare/?c=coder"])
def test_pages_that_show_the_releases_text_credit_it_as_its_licence_asks(visitor, text_of, db, path):
    release = make_release("onet", attribution="This page includes information from the Agency. Used under CC BY 4.0.")
    make_onet_profile(release=release, code="11-2222.00", summary="Their sentence.")
    make_career(slug="coder", summary="", onet_code="11-2222.00", field=make_field(slug="health"))
    listing.refresh()
    text = text_of(visitor.get(path))
    assert "Their sentence." in text
    assert "This page includes information from the Agency. Used under CC BY 4.0." in text

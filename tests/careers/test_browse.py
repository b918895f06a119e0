import re

import pytest

from careers.models import Field, Title

from ..factories import make_career, make_field

CAREERS = "/careers/"


def titles_in(response) -> list[str]:
    listed = re.findall(r'(?s)<ul class="rows">(.*?)</ul>', response.content.decode())
    return [title for rows in listed for title in re.findall(r"<li><a [^>]*>(.*?)</a>", rows)]


def letters_in(response) -> list[str]:
    return re.findall(r'<h3 id="letter-\d+">(.*?)</h3>', response.content.decode())


@pytest.fixture
def nurse(db):
    career = make_career(title="Registered Nurse", summary="Nurses care for the sick.")
    Title.objects.create(career=career, name="Intensive Care Nurse")
    Title.objects.create(career=career, name="Night Nurse 100% Remote")
    return career


@pytest.fixture
def found(visitor, nurse):
    make_career(title="Plumber")

    def search(query: str) -> list[str]:
        response = visitor.get(CAREERS, {"q": query})
        assert response.status_code == 200
        return titles_in(response)

    return search


def test_the_list_holds_every_career_from_a_to_z_with_its_sentence(visitor, text_of, nurse):
    for title in ("Plumber", "Actor", "Accountant"):
        make_career(title=title)
    response = visitor.get(CAREERS)
    assert titles_in(response) == ["Accountant", "Actor", "Plumber", "Registered Nurse"]
    assert letters_in(response) == ["A", "P", "R"]
    assert "Registered Nurse Nurses care for the sick." in text_of(response)


def test_each_letter_leads_to_its_careers(visitor, db):
    make_career(title="Actor")
    make_career(title="Plumber")
    page = visitor.get(CAREERS).content.decode()
    assert re.findall(r'<a href="#(letter-\d+)">', page) == re.findall(r'<h3 id="(letter-\d+)">', page)


def test_a_title_in_lower_case_stands_under_its_letter(visitor, db):
    for title in ("Actor", "iOS Developer", "Ironworker", "Zoologist"):
        make_career(title=title)
    assert letters_in(visitor.get(CAREERS)) == ["A", "I", "Z"]


def test_an_empty_list_says_so(visitor, text_of, db):
    response = visitor.get(CAREERS)
    assert response.status_code == 200
    assert "No careers are published yet." in text_of(response)


def test_fields_are_listed_in_the_editors_order_with_their_number_of_careers(visitor, text_of, db):
    for title, order in (("Trades", 2), ("Arts", 3), ("Health", 1)):
        make_career(field=make_field(title=title, order=order))
    make_career(field=Field.objects.get(title="Health"))
    make_field(title="Empty field", order=0)
    for page in (CAREERS, "/"):
        words = text_of(visitor.get(page))
        assert re.search("Health 2.*Trades 1.*Arts 1", words)
        assert "Empty field" not in words


def test_a_field_lists_its_own_careers_and_the_other_fields(visitor, text_of, nurse):
    other = make_career(title="Plumber").field
    response = visitor.get(nurse.field.get_absolute_url())
    assert titles_in(response) == ["Registered Nurse"]
    assert other.get_absolute_url() in response.content.decode()


def test_a_field_without_careers_says_so(visitor, text_of, db):
    response = visitor.get(make_field(title="Farming").get_absolute_url())
    assert response.status_code == 200
    assert "No career in this field is published yet." in text_of(response)


@pytest.mark.parametrize("path", ["/careers/nothing/", "/fields/nothing/", "/careers/nothing/ask/"])
def test_an_address_that_leads_nowhere_offers_a_search(visitor, text_of, db, path):
    response = visitor.get(path)
    assert response.status_code == 404
    assert "This page does not exist" in text_of(response)
    assert 'name="q"' in response.content.decode()


@pytest.mark.parametrize(
    "query",
    ["nurse", "NURSE", "registered nurse", "nurse registered", "intensive", "care registered", " nurse  care ", "100%"],
)
def test_a_search_finds_a_career_by_the_words_of_its_titles_in_any_order(found, query):
    assert found(query) == ["Registered Nurse"]


@pytest.mark.parametrize("query", ["nurse plumber", "nurses", "sick", "zebra"])
def test_a_search_needs_every_word_to_be_in_a_title(found, query):
    assert found(query) == []


@pytest.mark.parametrize("query", ["_", "n_rse", "nur%e", "%%", "\\", "\\%", "nurse'--", "' OR '1'='1"])
def test_signs_that_databases_read_specially_are_only_letters(found, query):
    assert found(query) == []


def test_a_search_says_what_was_sought_and_how_much_was_found(visitor, text_of, nurse):
    assert "1 career with “ nurse ” in the title" in text_of(visitor.get(CAREERS, {"q": "nurse"}))


def test_a_search_without_a_match_offers_the_fields(visitor, text_of, nurse):
    words = text_of(visitor.get(CAREERS, {"q": "zebra"}))
    assert "No career has “ zebra ” in its title" in words
    assert f"By field {nurse.field.title} 1" in words


@pytest.mark.parametrize("query", ["", "   ", "\t\n"])
def test_a_search_for_nothing_shows_all_careers(found, query):
    assert found(query) == ["Plumber", "Registered Nurse"]


@pytest.mark.parametrize("length", [201, 10_000])
def test_a_search_that_is_too_long_is_refused_in_plain_words(visitor, text_of, nurse, length):
    response = visitor.get(CAREERS, {"q": "x" * length})
    assert response.status_code == 400
    assert "Use up to 200 characters" in text_of(response)
    assert titles_in(response) == ["Registered Nurse"]


def test_a_search_of_two_hundred_one_letter_words_is_answered(found):
    assert found("n " * 100) == ["Registered Nurse"]


def test_a_search_with_a_null_character_is_refused(visitor, nurse):
    response = visitor.get("/careers/?q=nurse%00")
    assert response.status_code == 400
    assert "Null characters are not allowed." in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "%22",
        "%27%22%60",
        "%ED%A0%80",
        "%FF%FE",
        "%E2%80%AE%E2%80%8F",
        "%F0%9F%A9%BA",
        "%0D%0ASet-Cookie:%20a=b",
        "%C2%85",
    ],
)
def test_a_search_for_odd_bytes_finds_nothing_and_breaks_nothing(visitor, text_of, nurse, query):
    response = visitor.get(f"/careers/?q=x{query}x")
    assert response.status_code == 200
    assert titles_in(response) == []
    assert "No career has" in text_of(response)
    assert not response.cookies


def test_a_search_cannot_put_markup_on_the_page(visitor, nurse):
    page = visitor.get(CAREERS, {"q": "\"'><script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert page.count("&quot;&#x27;&gt;&lt;script&gt;alert(1)&lt;/script&gt;") >= 3


def test_writing_from_right_to_left_cannot_turn_the_sentence_around_it(visitor, nurse):
    assert "<bdi>\u202etest</bdi>" in visitor.get(CAREERS, {"q": "\u202etest"}).content.decode()


def test_searches_are_kept_out_of_search_engines(visitor, nurse):
    noindex = '<meta name="robots" content="noindex">'
    assert noindex in visitor.get(CAREERS, {"q": "nurse"}).content.decode()
    assert noindex not in visitor.get(CAREERS).content.decode()


@pytest.mark.parametrize("path", [CAREERS, "/sources/"])
def test_pages_are_only_read(visitor, db, path):
    assert visitor.post(path).status_code == 405
    assert visitor.head(path).status_code == 200

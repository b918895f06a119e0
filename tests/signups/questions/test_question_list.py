"""The list of answered questions: searched, narrowed, sorted."""

import pytest

from ...factories import make_answer, make_career, make_expert, make_field, make_question

pytestmark = pytest.mark.django_db
NOINDEX = '<meta name="robots" content="noindex">'


def asked(text: str, **values):
    return make_question(**{"text": text, "status": "published", "answers": ("Yes.",), **values})


@pytest.fixture
def listed(visitor, text_of):
    def of(**asked_for) -> str:
        response = visitor.get("/questions/", asked_for)
        assert response.status_code == 200
        return text_of(response)

    return of


@pytest.fixture
def four():
    animals, metal = make_field(title="Animals", slug="animals"), make_field(title="Metal", slug="metal")
    keeper = make_career(title="Beekeeper", slug="beekeeper", field=animals)
    welder = make_career(title="Welder", slug="welder", field=metal)
    asked("Do bees sting?", career=keeper, helpful=3, not_helpful=3)
    asked("Do bees sleep?", career=keeper, helpful=2)
    asked("Is welding hot?", career=welder)
    asked("Are bees paid?")


def test_a_search_keeps_its_words_and_what_it_found(four, visitor, listed):
    text = listed(q="bees sleep")
    assert "1 question found for “bees sleep”." in text
    assert "Do bees sleep?" in text
    assert "Is welding hot?" not in text
    assert 'value="bees sleep"' in visitor.get("/questions/?q=bees+sleep").content.decode()


def test_it_is_narrowed_to_a_field_or_a_career(four, listed):
    assert "Is welding hot?" not in listed(field="animals")
    assert "2 questions in Animals." in listed(field="animals")
    assert "1 question about Welder." in listed(career="welder")
    assert "2 questions found for “bees” about Beekeeper." in listed(q="bees", career="beekeeper")


def test_the_newest_come_first_or_the_most_helpful(four, listed):
    def order(text: str) -> list[str]:
        return sorted(("sting?", "sleep?", "hot?", "paid?"), key=text.index)

    assert order(listed()) == ["paid?", "hot?", "sleep?", "sting?"]
    assert order(listed(sort="helpful")) == ["sleep?", "paid?", "hot?", "sting?"]


def test_where_nothing_is_found_one_can_ask(four, visitor, listed):
    text = listed(q="xylophone")
    assert "No question found for “xylophone”." in text
    assert "Nobody has answered that here yet." in text
    assert 'href="/ask/"' in visitor.get("/questions/?q=xylophone").content.decode()
    assert 'href="/careers/welder/ask/"' in visitor.get("/questions/?q=bees&career=welder").content.decode()


def test_a_slip_and_an_unknown_word_are_told(four, listed):
    text = listed(q="wleding xylophone")
    assert "For “wleding” we looked for “welding”." in text
    assert "None has the word “xylophone”." in text


def test_what_is_not_there_to_choose_is_as_if_it_was_not_asked_for(four, listed):
    text = listed(field="x' OR 1=1", career="no\0body", sort="luck", page="-1")
    assert all(word in text for word in ("sting?", "sleep?", "hot?", "paid?"))


@pytest.mark.parametrize("typed", ["\0", "\0bees", "b" * 4_096, "bees " * 800, "%ED%A0%80", "<script>", '"', "\u200b"])
def test_whatever_is_typed_has_an_answer(typed, four, visitor):
    response = visitor.get("/questions/", {"q": typed})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()
    assert visitor.get(f"/questions/?q={typed[:9]}%ED%A0%80%FF&career=%00&field=%FF").status_code == 200


def test_a_search_longer_than_is_searched_says_so(four, listed):
    assert "We searched for the first words only." in listed(q="bees " * 800)


@pytest.mark.parametrize("asked_for", ["q=bees", "field=animals", "career=welder", "sort=helpful", "page=2"])
def test_only_the_whole_list_is_for_search_engines(asked_for, four, visitor, monkeypatch):
    monkeypatch.setattr("signups.questions.public.listing.QUESTIONS_PER_PAGE", 1)
    assert NOINDEX in visitor.get(f"/questions/?{asked_for}").content.decode()
    assert NOINDEX not in visitor.get("/questions/").content.decode()


def test_the_next_page_keeps_what_was_asked_for(four, visitor, monkeypatch):
    monkeypatch.setattr("signups.questions.public.listing.QUESTIONS_PER_PAGE", 1)
    page = visitor.get("/questions/?q=bees&field=animals&sort=newest").content.decode()
    assert 'href="?q=bees&amp;field=animals&amp;sort=newest&amp;page=2" rel="next"' in page
    assert "Page 2 of 2" in visitor.get("/questions/?q=bees&field=animals&sort=newest&page=2").content.decode()


def test_fields_and_careers_without_answers_are_not_offered(four, visitor):
    make_career(title="Actor")
    page = visitor.get("/questions/").content.decode()
    assert "Beekeeper" in page
    assert "Actor" not in page


def test_a_site_with_samples_alone_calls_them_samples_until_somebody_real_has_answered(listed):
    sample = asked("Do bees sting?", answers=())
    make_answer(question=sample, expert=make_expert(is_sample=True))
    assert "Sample questions and answers" in listed()
    assert "Sample questions and answers" in listed(q="xylophone")
    asked("Do bees sleep?")
    text = listed()
    assert "Real questions, expert answers" in text
    assert "Sample, not a real person" in text


def test_a_career_has_a_list_of_its_own_in_pages(four, visitor, text_of, monkeypatch):
    monkeypatch.setattr("signups.questions.public.pages.QUESTIONS_PER_PAGE", 1)
    text = text_of(visitor.get("/careers/beekeeper/questions/"))
    assert "Beekeeper: questions and answers" in text
    assert "Page 1 of 2" in text
    assert "Is welding hot?" not in text
    assert "Nobody has asked about this career yet." in text_of(
        visitor.get(f"{make_career().get_absolute_url()}questions/")
    )


def test_a_page_of_twenty_costs_as_many_queries_as_one_of_one(visitor, django_assert_max_num_queries):
    asked("Do bees sting?", career=make_career())
    with django_assert_max_num_queries(20) as few:
        visitor.get("/questions/?q=bees")
    for number in range(20):
        asked(f"Do bees sting {number} times?", career=make_career())
    with django_assert_max_num_queries(20) as many:
        visitor.get("/questions/?q=bees")
    assert len(few) == len(many)

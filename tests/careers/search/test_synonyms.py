"""Staff keep a list of synonyms: each means something, once, and says when it finds nothing."""

import pytest

from careers.models import Career, Synonym

from ...factories import make_career
from .searching import also, titles_found

ADD = "/admin/careers/synonym/add/"


@pytest.fixture
def nurses(db):
    """The career that "rn" means; the list of synonyms holds nothing else."""
    Synonym.objects.all().delete()
    Synonym.objects.create(term="rn", means="registered nurse")
    return make_career(title="Registered Nurses")


def terms() -> list[str]:
    return list(Synonym.objects.exclude(term="rn").values_list("term", flat=True))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"term": "???", "means": "registered nurse"}, "Write at least one word."),
        ({"term": "sister", "means": "!!!"}, "Write at least one word."),
        ({"term": "sister of the night shift ward", "means": "nurse"}, None),
        ({"term": "one who cares about sick people", "means": "nurse"}, "Write at most four words"),
        ({"term": "sister " * 12, "means": "nurse"}, "at most 80 characters"),
        ({"term": "RN", "means": "Registered Nurses"}, "A search knows this already: rn means registered nurse."),
    ],
)
def test_a_synonym_that_could_not_work_is_refused_in_words(editor, nurses, text_of, values, message):
    response = editor.post(ADD, values)
    assert (response.status_code == 302) == (message is None)
    assert message is None or message in text_of(response)
    assert terms() == ([] if message else [values["term"]])


def test_a_term_of_four_words_is_found(nurses):
    Synonym.objects.create(term="woman with big white shoes", means="registered nurse")
    assert titles_found("women with big white shoes") == ["Registered Nurses"]


def test_one_term_may_mean_several_things(editor, nurses):
    editor.post(ADD, {"term": "sister", "means": "registered nurse"})
    editor.post(ADD, {"term": "sister", "means": "nun"})
    assert terms() == ["sister", "sister"]


def test_a_synonym_is_changed_without_being_taken_for_its_own_double(editor, nurses):
    synonym = Synonym.objects.create(term="sister", means="registered nurse")
    response = editor.post(f"/admin/careers/synonym/{synonym.pk}/change/", {"term": "Sister", "means": "nurse"})
    assert response.status_code == 302
    assert titles_found("sisters") == ["Registered Nurses"]


def test_staff_are_warned_of_a_synonym_that_finds_nothing_yet(editor, nurses, text_of):
    warning = "Searches for “beekeeper” find nothing now, so neither do those for “apiarist”."
    assert warning in text_of(editor.post(ADD, {"term": "apiarist", "means": "beekeeper"}, follow=True))
    assert terms() == ["apiarist"]
    response = editor.post(ADD, {"term": "sister", "means": "registered nurse"}, follow=True)
    assert "find nothing now" not in text_of(response)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        # Each term is replaced, what stands around them is left out, and what nobody knows.
        ("mecánico de motos", "Motorcycle Mechanics"),
        ("arreglar motos", "Motorcycle Mechanics"),
        ("quiero ser mecánico", "Auto Mechanics"),
        ("plomero de tractomulas", "Plumbers"),
        # A name of several words is not the sum of them.
        ("mecánico de aviones", "Aircraft Mechanics"),
        # English with such words in it stays English.
        ("chef de cuisine", "Head Cooks"),
        ("la mechanic", "Motorcycle Mechanics"),
    ],
)
def test_spanish_names_of_several_words_are_read_word_by_word(db, query, title):
    Synonym.objects.all().delete()
    for term, means in {
        "mecánico": "auto mechanic",
        "mecánico de": "mechanic",
        "mecánico de aviones": "aircraft mechanic",
        "arreglar": "mechanic",
        "motos": "motorcycle",
        "plomero": "plumber",
        "chef": "auto mechanic",
    }.items():
        Synonym.objects.create(term=term, means=means)
    for name in ("Plumbers", "Auto Mechanics", "Aircraft Mechanics", "Motorcycle Mechanics"):
        make_career(title=name)
    also(make_career(title="Head Cooks"), "Chef de Cuisine")
    # "DE" is an underwriter's abbreviation.
    also(make_career(title="Insurance Underwriters"), "DE Underwriter")
    also(Career.objects.get(title="Motorcycle Mechanics"), "LA Mechanic")
    assert titles_found(query)[0] == title
    assert "Insurance Underwriters" not in titles_found(query)

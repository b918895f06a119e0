"""Answered questions by the words in them."""

import random

import pytest
from django.core.management import call_command

from careers.models import Synonym
from signups.models import Answer, Question, QuestionWord
from signups.questions.public import finding
from signups.questions.steps import Role, take

from ...factories import make_answer, make_career, make_question

pytestmark = pytest.mark.django_db


def asked(text: str, answer: str = "Yes.", **values) -> Question:
    return make_question(text=text, status="published", answers=(answer,), **values)


def texts(found: list[int]) -> list[str]:
    return [Question.objects.get(pk=pk).text for pk in found]


def found(text: str) -> list[str]:
    return texts(finding.find(text).pks)


def test_what_stands_in_the_question_goes_before_what_stands_in_the_answer():
    asked("Is it loud?", "Bees are loud.")
    short = asked("Is it dull?")
    make_answer(question=short, short="Bees are not.")
    asked("Do bees sting?")
    assert found("bees") == ["Do bees sting?", "Is it dull?", "Is it loud?"]


def test_the_rarer_word_counts_more():
    asked("Is welding hard?")
    for number in range(9):
        asked(f"Is school {number} hard?")
    assert found("school welding")[0] == "Is welding hard?"


def test_other_forms_of_a_word_find_it_too():
    asked("Should I get a nursing degree?")
    asked("How do planners plan?")
    assert found("nurse degrees") == ["Should I get a nursing degree?"]
    assert found("planning") == ["How do planners plan?"]


@pytest.mark.parametrize("typed", ["nruse", "nurrse", "nurs", "unrse", "nurze"])
def test_a_slip_of_the_keyboard_is_forgiven(typed):
    asked("Do nurses work at night?")
    assert found(typed) == ["Do nurses work at night?"]


def test_another_word_of_the_same_length_is_no_slip():
    asked("Which classes does a nurse take?")
    said = finding.find("zebra crossing")
    assert (list(said.pks), said.repaired, said.unknown) == ([], {}, ["zebra", "crossing"])


def test_a_slip_is_told_and_so_is_a_word_that_nobody_has_used():
    asked("Do nurses work at night?")
    said = finding.find("nruse xylophone")
    assert (said.repaired, said.unknown) == ({"nruse": ["nurs"]}, ["xylophone"])


def test_what_staff_say_that_people_mean_finds_it():
    Synonym.objects.create(term="zapper", means="electrician")
    asked("How do electricians start?")
    assert found("zapper") == ["How do electricians start?"]


def test_most_of_what_was_asked_must_be_there():
    asked("Do nurses work at night?")
    asked("Is welding hot?")
    assert found("nurse night shifts") == ["Do nurses work at night?"]
    assert found("welding bees honey") == ["Is welding hot?"]
    asked("Do bees make honey?")
    assert found("welding bees honey") == ["Do bees make honey?"]


@pytest.mark.parametrize(
    "typed", ["", " ", "\0", "%", "'\" OR 1=1 --", "\ud800", "a" * 4_096, "w " * 2_000, "(" * 4_096]
)
def test_whatever_is_typed_is_searched_for(typed):
    asked("Do nurses work at night?")
    assert finding.find(typed).pks == []
    assert finding.near(typed) == []


def test_only_what_visitors_see_is_near():
    asked("Do nurses work at night?")
    asked("Do nurses work by day?", career=make_career(status="draft"))
    make_question(text="Do nurses work at noon?", status="accepted", answers=("Yes.",))
    assert [one.text for one in finding.near("When do nurses work?")] == ["Do nurses work at night?"]
    assert finding.near("nu") == []


def test_near_is_answered_for_the_question_form(visitor):
    question = asked("Do nurses work at night? " + "Really, at night. " * 20)
    response = visitor.get("/ask/near.json", {"q": "night nurses"})
    [row] = response.json()["questions"]
    assert row["url"] == question.get_absolute_url()
    assert len(row["title"]) == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert visitor.get("/ask/near.json?q=no").json() == {"questions": []}
    assert visitor.get("/ask/near.json?q=%00%ff%ed%a0%80").status_code == 200


def test_a_search_asks_the_database_four_times_at_most(django_assert_max_num_queries):
    for number in range(30):
        asked(f"Do nurses of ward {number} work at night?")
    with django_assert_max_num_queries(4):
        finding.find("nruse night ward zzzz")


def words() -> set[tuple]:
    return set(QuestionWord.objects.values_list("question", "word", "weight"))


def test_after_any_change_the_words_are_those_of_a_rebuild():
    by_chance = random.Random(13)
    vocabulary = ["bees", "honey", "nurse", "night", "school", "pay", "shift", "degree", "welding"]

    def some_words() -> str:
        return " ".join(by_chance.choices(vocabulary, k=4))

    questions, ever_said = [asked(some_words()) for _ in range(4)], set()
    for _ in range(25):
        question = Question.objects.get(pk=by_chance.choice(questions).pk)
        answer = by_chance.choice(question.answers.all() or [None])
        change = by_chance.randrange(5)
        if change == 0:
            question.text, question.background = some_words(), some_words()
            question.save()
        elif change == 1:
            take("keep-private" if question.status == "published" else "make-public", question, Role.MODERATOR)
        elif change == 2:
            make_answer(question=question, text=some_words(), status=by_chance.choice(["published", "draft"]))
        elif change == 3 and answer:
            answer.short = some_words()
            answer.save()
        elif change == 4 and answer:
            answer.delete()
        said = words()
        finding.rebuild()
        assert words() == said
        ever_said |= said
    assert len(ever_said) > 20


def test_deleting_a_question_leaves_none_of_its_words():
    asked("Do bees sting?").delete()
    assert not words()


def test_an_older_site_has_its_words_after_it_was_migrated():
    asked("Do bees sting?")
    QuestionWord.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert found("bees") == ["Do bees sting?"]


def test_an_answer_that_was_published_by_an_update_is_found_once_its_words_are_refreshed():
    question = make_question(text="Do bees sting?", status="published")
    make_answer(question=question, status="draft")
    Answer.objects.update(status="published")
    finding.refresh([question.pk])
    assert found("bees") == ["Do bees sting?"]

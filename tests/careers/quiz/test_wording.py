"""What the quiz says of the answers: what somebody likes most, what that is worth, why a career fits."""

import pytest

from careers.quiz.answers import sheet_in
from careers.quiz.interests import LETTERS
from careers.quiz.matching import Scored, shape_of
from careers.quiz.wording import cautions, profile_sentence, reason

from .sheets import answers_of


def scores(**given: float) -> dict[str, float]:
    return {letter: float(given.get(letter, 0)) for letter in LETTERS}


def scored(title: str = "Tester", **given: float) -> Scored:
    six = tuple(given.get(letter, 1.0) for letter in LETTERS)
    return Scored(1, "tester", title, None, None, six, shape_of(six))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (scores(R=90, S=70), "You like working with your hands most, then helping people."),
        (
            scores(R=90, S=70, E=70),
            "You like working with your hands most, then helping people and leading and selling.",
        ),
        (scores(S=90, I=10), "You like helping people most."),
        (scores(S=80, I=80, A=60), "You like finding things out and helping people most, both equally."),
        (
            scores(R=70, I=70, A=70),
            "You like working with your hands, finding things out and making and designing most, all equally.",
        ),
        (scores(C=40), "You like little of this. You mind keeping things in order least."),
        (scores(), "You disliked everything on the list."),
        (dict.fromkeys(LETTERS, 100.0), "You like everything on the list the same."),
        (dict.fromkeys(LETTERS, 50.0), "All six come out the same for you."),
        ({}, "You have not answered anything yet."),
    ],
)
def test_the_profile_in_words(given, sentence):
    assert profile_sentence(given) == sentence


def said(answers: dict[str, str]) -> str:
    return " ".join(cautions(sheet_in(answers)))


def test_a_clear_whole_sheet_is_worth_what_it_is():
    assert said(answers_of(S=90, I=60)) == ""


def test_what_is_worth_less_says_so():
    assert "You answered 5 of 30, so this is only a rough picture." in said(
        {name: value for name, value in answers_of(S=90).items() if name[0] == "S"}
    )
    assert "answered nothing about working with your hands" in said({"S1": "like"})
    assert "nothing tells which careers fit you better" in said(answers_of())
    assert "nothing tells which careers fit you better" in said(answers_of(**dict.fromkeys(LETTERS, 100)))
    assert "close together" in said(answers_of(**dict.fromkeys(LETTERS, 50) | {"S": 60}))
    assert "tied at the top" in said(answers_of(R=80, I=80, A=80))


def test_nothing_answered_is_no_rough_picture():
    assert said({}) == ""


def test_a_career_fits_by_what_both_have_high():
    assert (
        reason(scores(R=90, S=80, I=30), scored(R=6.0, S=5.0)) == "You like working with your hands and helping people."
    )
    assert reason(scores(S=90, R=80), scored(R=6.0)) == "You like working with your hands."


def test_it_does_not_claim_that_somebody_likes_what_they_dislike():
    assert reason(scores(S=90, C=40), scored(S=5.0, C=7.0)) == "You like helping people."
    assert reason(scores(C=40), scored(C=7.0)) == "You mind keeping things in order less than the rest."


def test_a_career_like_one_that_was_chosen_says_so():
    liked = scored("Baker", C=7.0, E=4.0)
    assert reason(scores(S=90), scored(C=7.0, E=5.0), [liked]) == "It is like Baker, which you want more of."


def test_without_anything_high_in_common_it_says_what_both_lack():
    given = scores(R=100, I=100, A=100)
    assert reason(given, scored(C=7.0, S=4.0)) == "It has little to do with leading and selling, which you like less."

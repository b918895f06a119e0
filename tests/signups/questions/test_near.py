"""Which answered questions are offered as the same as one that somebody asks, among those of the demo."""

import pytest

from signups.questions.public import finding

from ...factories import make_answer, make_career, make_expert, make_question
from ...loaded_once import load_demo

pytestmark = pytest.mark.django_db

NEAR = [
    ("Can I work from home as a medical coder?", "I keep seeing ads"),
    ("Which one is better, the CPC or the CCS?", "What is the difference between the CPC"),
    ("Will artificial intelligence take coding jobs?", "Will artificial intelligence"),
    ("Do I need a four-year degree to be a nurse?", "Should I get a two-year nursing degree"),
    ("How do nurses with kids manage night shifts?", "How do nurses with children"),
    ("How can I start an electrician apprenticeship?", "How do I get an electrician apprenticeship"),
    ("Is a boot camp enough to become a developer?", "Can I become a software developer"),
    ("Can I be a police officer if I smoked marijuana?", "I got a speeding ticket"),
    ("How do I know a casting call is not a scam?", "My son is 16"),
    ("Do accountants need to be good at math?", "Do I have to be great at math"),
]
FAR = [
    "Which zebras wear velvet pyjamas?",
    "Do I have to love animals to be a vet?",
    "How do I become a pilot if I wear glasses?",
    "Is it hard to find work as a chef?",
    "Can my daughter study law after school?",
    "How can I tell my parents that I want to be a dancer?",
    "Do truck drivers see their family often?",
    "What can a plumber earn in the first year?",
    "How much money does an astronaut make?",
    "Should I learn French before I move to Paris?",
]


@pytest.fixture
def demo():
    load_demo()


def test_the_same_in_other_words_is_offered_first_and_another_question_is_not(demo):
    offered = {text: [one.text for one in finding.near(text)] for text in [*FAR, *(text for text, _ in NEAR)]}
    assert {text: offered[text] for text in FAR if offered[text]} == {}
    assert {text: offered[text] for text, begins in NEAR if not "".join(offered[text][:1]).startswith(begins)} == {}


def test_what_two_careers_have_in_common_brings_no_question_of_the_other(demo):
    near = finding.near("How much does a nurse earn in the first year?")
    assert {one.career.title for one in near} <= {"Registered Nurse"}


def test_a_question_about_the_same_career_needs_to_have_less_in_common():
    nurse, cook = make_career(title="Nurse"), make_career(title="Cook")
    asked = make_question(text="Are night shifts hard?", career=nurse, status="published", answers=("Yes.",))
    text = "Which night shifts are paid best in winter?"
    assert [finding.near(text, career=career.pk) for career in (nurse, cook)] == [[asked], []]
    assert finding.near(text) == []


def test_samples_are_marked_while_somebody_types(visitor):
    for number, is_sample in enumerate([True, False]):
        question = make_question(text="Are night shifts hard?", status="published")
        make_answer(question=question, expert=make_expert(name=f"Expert {number}", is_sample=is_sample))
    rows = visitor.get("/ask/near.json", {"q": "night shifts"}).json()["questions"]
    assert [row["is_sample"] for row in rows] == [False, True]


def test_the_form_about_a_career_asks_for_those_about_it(visitor):
    nurse = make_career(title="Nurse", slug="nurse")
    make_question(text="Are night shifts hard?", career=nurse, status="published", answers=("Yes.",))
    asked = {"q": "Which night shifts are paid best in winter?"}
    found = [
        visitor.get("/ask/near.json", values).json()["questions"] for values in (asked, asked | {"career": "nurse"})
    ]
    assert [len(rows) for rows in found] == [0, 1]

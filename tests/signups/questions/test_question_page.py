"""The page of one question: what it says, and where its old addresses lead."""

import json
import re
from datetime import date

import pytest
from django.utils import timezone

from signups.models import AnswerFact, Question
from signups.questions.steps import Role, take

from ...factories import make_answer, make_career, make_expert, make_question, make_school

pytestmark = pytest.mark.django_db


def asked(**values) -> Question:
    return make_question(**{"text": "Is the work hard?", "status": "published", "answers": ("At first.",), **values})


@pytest.fixture
def read(visitor, text_of):
    def of(question: Question) -> str:
        # Between tags and signs there is a space that no reader sees.
        return re.sub(r" ([.,])", r"\1", text_of(visitor.get(question.get_absolute_url())))

    return of


def test_the_question_stands_before_its_short_answer_and_the_full_one(read):
    career = make_career(title="Tester")
    question = asked(asker="parent", background="She is 16.", career=career, answers=())
    make_answer(question=question, short="Only at first.", text="It is **easier** later.")
    text = read(question)
    said = ["Is the work hard?", "A parent asked on", "about Tester", "She is 16.", "Short answer Only at first."]
    places = [text.index(words) for words in [*said, "Full answer It is easier later."]]
    assert places == sorted(places)


@pytest.mark.parametrize("slug", ["", "is-the-work-soft/"])
def test_the_number_alone_leads_to_the_question(slug, visitor):
    question = asked()
    response = visitor.get(f"/questions/{question.pk}/{slug}")
    assert (response.status_code, response.url) == (301, question.get_absolute_url())
    # It may be worded as before, or be taken off.
    assert response["Cache-Control"] == "no-cache"


def test_a_question_that_was_taken_off_is_gone_without_its_words(visitor, text_of):
    question = asked()
    take("take-off", question, Role.MODERATOR)
    response = visitor.get(question.get_absolute_url())
    assert (response.status_code, response["Cache-Control"]) == (410, "no-store")
    assert "This question is no longer here" in text_of(response)
    assert "Is the work hard?" not in response.content.decode()


@pytest.mark.parametrize("status", ["received", "declined", "unconfirmed", "spam"])
def test_a_question_that_was_never_public_is_not_known(status, visitor):
    question = asked(status=status)
    assert visitor.get(question.get_absolute_url()).status_code == 404
    assert visitor.get(f"/questions/{'9' * 40}/x/").status_code == 404


def test_a_question_that_was_merged_leads_to_the_one_with_the_answer(visitor):
    question, other = asked(), asked(text="Is it hard?")
    take("take-off", question, Role.MODERATOR)
    take("merge", question, Role.MODERATOR, merged_into=other)
    assert visitor.get(question.get_absolute_url()).url == other.get_absolute_url()


def test_drafts_of_answers_are_not_shown(read):
    question = asked()
    for status in ("draft", "submitted", "returned"):
        make_answer(question=question, text=f"A {status} one.", status=status)
    text = read(question)
    assert "At first." in text
    assert " one." not in text


def test_who_answered_is_said_with_what_was_checked(read):
    question = asked(answers=())
    checked = {"verified_on": date(2026, 3, 2), "verified_as": "Moderator"}
    expert = make_expert(name="Ada", credential="CPC", organization="Hive", in_work_since=2001, **checked)
    make_answer(question=question, expert=expert)
    text = read(question)
    assert "Ada Does the work CPC, checked by our moderator on March 2, 2026 Hive In this work since 2001" in text


def test_a_credential_that_nobody_checked_does_not_say_that_it_was(read):
    question = asked(answers=())
    make_answer(question=question, expert=make_expert(credential="CPC"))
    text = read(question)
    assert "CPC" in text
    assert "checked by" not in text


@pytest.mark.parametrize(("featured", "said"), [(True, ", a school that this site features."), (False, ". The school")])
def test_who_works_for_a_school_says_so_with_what_it_means(featured, said, read):
    question = asked(answers=())
    school = make_school(featured=featured, name="Bee College")
    make_answer(question=question, expert=make_expert(school=school))
    text = read(question)
    assert f"Works for Bee College{said}" in text
    assert "The school gains when students choose it" in text


def test_sources_lead_away_and_what_is_no_address_is_text(visitor, text_of):
    question = asked(answers=())
    sources = (
        "A book: https://bees.example/a_(b).\n\njavascript:alert(1)\nOne (https://bees.example/1)\nhttp://b.example/2"
    )
    make_answer(question=question, sources=sources, basis="source")
    response = visitor.get(question.get_absolute_url())
    links = re.findall(r'<a href="([^"]+)" rel="noopener nofollow">([^<]+)</a>', response.content.decode())
    assert links == [
        ("https://bees.example/a_(b)", "A book"),
        ("https://bees.example/1", "One"),
        ("http://b.example/2", "http://b.example/2"),
    ]
    assert 'href="javascript' not in response.content.decode()
    assert "From these sources A book javascript:alert(1) One http://b.example/2" in text_of(response)


def test_an_answer_from_experience_says_so(read):
    question = asked(answers=())
    make_answer(question=question, basis="experience")
    assert "The answer is from the expert’s own experience." in read(question)


def test_what_the_answer_rests_on_leads_there(visitor):
    career, draft = make_career(title="Tester"), make_career(title="Spy", status="draft")
    question = asked(answers=())
    answer = make_answer(question=question)
    school = make_school(name="Bee College", city="Ohio City", state="OH")
    for fact in ({"kind": "pay", "career": career}, {"kind": "school", "school": school}, {"kind": "outlook"}):
        AnswerFact.objects.create(answer=answer, **fact)
    AnswerFact.objects.create(answer=answer, kind="education", career=draft)
    page = visitor.get(question.get_absolute_url()).content.decode()
    assert f'<a href="{career.get_absolute_url()}#salary">Median pay: Tester</a>' in page
    assert "Bee College (Ohio City, OH)" in page
    assert draft.get_absolute_url() not in page
    assert "Job outlook" not in page


def test_an_answer_that_is_being_checked_again_says_what_changed(read):
    question = asked(answers=())
    answer = make_answer(question=question, recheck_since=timezone.now(), recheck_because="The pay is $51,000 now.")
    text = read(question)
    assert "This answer is being re-checked" in text
    assert "The pay is $51,000 now." in text
    type(answer).objects.update(recheck_since=None)
    assert "being re-checked" not in read(question)


def test_when_it_was_answered_and_checked_is_said(read):
    question = asked(answers=())
    answer = make_answer(question=question, answered_on=date(2026, 1, 2), checked_on=date(2026, 1, 2))
    assert "Answered and last checked on January 2, 2026" in read(question)
    type(answer).objects.update(checked_on=date(2026, 5, 6))
    assert "Answered on January 2, 2026. Last checked on May 6, 2026" in read(question)


def test_programs_read_an_article_by_its_expert_about_the_career(visitor):
    career = make_career(title="Tester", slug="tester")
    question = asked(text="Is it </script> hard?", answers=(), career=career)
    days = {"answered_on": date(2026, 1, 2), "checked_on": date(2026, 5, 6)}
    make_answer(question=question, expert=make_expert(name="Ada"), short="At first.", **days)
    [article, crumbs] = graph_of(visitor, question)
    assert (article["@type"], article["headline"]) == ("Article", question.text)
    assert (article["datePublished"], article["dateModified"]) == ("2026-01-02", "2026-05-06")
    assert article["author"] == [{"@type": "Person", "name": "Ada", "description": "Does the work"}]
    assert article["about"]["url"].endswith("/careers/tester/")
    assert article["description"] == "At first."
    assert len(crumbs["itemListElement"]) == 3


def test_a_sample_has_no_author(visitor):
    question = asked(answers=())
    make_answer(question=question, expert=make_expert(is_sample=True))
    assert "author" not in graph_of(visitor, question)[0]


def graph_of(visitor, question: Question) -> list[dict]:
    page = visitor.get(question.get_absolute_url()).content.decode()
    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(script)["@graph"]


def test_the_same_questions_are_asked_of_the_database_whatever_stands_there(visitor, django_assert_max_num_queries):
    career = make_career()
    question, bare = asked(career=career), asked(text="Is the work hard at all?", career=career)
    for number in range(3):
        answer = make_answer(question=question, expert=make_expert(school=make_school(name=f"School {number}")))
        AnswerFact.objects.create(answer=answer, kind="pay", career=career)
        asked(text=f"Is the work hard, year {number}?", career=career)
    counted = []
    for one in (bare, question):
        with django_assert_max_num_queries(20) as queries:
            visitor.get(one.get_absolute_url())
        counted.append(len(queries))
    # One more for the schools, which the other has none of.
    assert counted[1] - counted[0] <= 1

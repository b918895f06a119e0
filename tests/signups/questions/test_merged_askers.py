"""Askers whose question was merged into another are not forgotten when that one gives no answer."""

import pytest

from signups import personal_data
from signups.models import Delivery, Question
from signups.questions.own import actions as own
from signups.questions.own import exporting
from signups.questions.review import reviewing
from signups.questions.steps import Role, TooLate, take

from ...factories import make_answer, make_staff
from .askers import ADDRESS, make_asked, path_of

pytestmark = pytest.mark.django_db
OTHER = "other@example.org"


def merged_into(target: Question) -> Question:
    return make_asked("merged", merged_into=target, email=OTHER)


def told(email: str) -> list[str]:
    return list(Delivery.objects.filter(email=email).values_list("mailing__kind", flat=True))


ENDS = {
    "withdrawn": ("received", own.withdraw),
    "closed": ("accepted", lambda question: take("close", question, Role.SITE)),
    "spam": ("received", lambda question: reviewing.spam(question, by=None)),
    "urgent": ("accepted", lambda question: reviewing.mark_urgent(question, by=None)),
    "urgent and public": ("published", lambda question: reviewing.mark_urgent(question, by=None)),
    "kept private": ("assigned", own.keep_private),
    "taken from the site": ("published", own.keep_private),
    "erased": ("received", lambda question: personal_data.erase(ADDRESS)),
}


@pytest.mark.parametrize("end", ENDS)
def test_they_are_looked_at_again_when_the_other_ends(end, visitor, text_of):
    status, act = ENDS[end]
    target = make_asked(status)
    one, elsewhere = merged_into(target), merged_into(make_asked("accepted", email="third@example.org"))
    act(target)
    one.refresh_from_db()
    assert (one.status, one.merged_into) == ("received", None)
    assert one.promised_on
    assert told(OTHER) == []
    assert "We look at your question again." in text_of(visitor.get(path_of(one)))
    elsewhere.refresh_from_db()
    assert elsewhere.status == "merged"


def test_they_wait_on_while_the_other_goes_on():
    target = make_asked("received")
    one = merged_into(target)
    reviewing.accept(target, by=make_staff())
    one.refresh_from_db()
    assert one.merged_into == target


def test_all_askers_are_told_when_the_answer_becomes_public():
    target = make_asked("private", is_private=True, is_urgent=True)
    make_answer(question=target)
    reviewing.make_public(target, is_sure=True, by=make_staff())
    assert told(ADDRESS) == ["question-answered"]


def test_a_private_question_is_on_no_public_page():
    target = make_asked("published")
    make_answer(question=target)
    assert target in Question.objects.published()
    reviewing.mark_urgent(target, by=make_staff())
    assert target.status == "private"
    # Nor where a row says both.
    Question.objects.update(status="published")
    assert not Question.objects.published()
    Question.objects.update(status="private")
    with pytest.raises(TooLate):
        take("make-public", target, Role.MODERATOR)


@pytest.mark.parametrize("status", ["accepted", "published"])
def test_the_export_tells_what_somebody_else_asked_only_where_everybody_reads_it(status):
    target = make_asked(status, text="What did somebody else ask?")
    make_answer(question=target, status="published" if status == "published" else "draft")
    told_of = exporting.exported(merged_into(target))["same_as"]
    assert told_of == ("What did somebody else ask?" if status == "published" else None)

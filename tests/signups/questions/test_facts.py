"""When a fact that an answer rests on changes, the answer is checked again, whatever has changed it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from careers.models import Career, Credential, Organization, Pay
from careers.releases import lifecycle
from schools.models import Featured, School
from signups.models import Answer, AnswerFact, QuestionStep
from signups.questions import steps
from signups.questions.answers import facts, publishing
from signups.questions.steps import TooLate

from ...factories import make_career, make_occupation, make_outlook, make_pay, make_school, make_staff
from ..digesting import approve, pay_release
from .answering import answered, steps_of

pytestmark = pytest.mark.django_db

PUBLISHER = "U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics"


@pytest.fixture
def career() -> Career:
    occupation = make_occupation(title="Medical coders")
    career = make_career(title="Medical Coder", workers="medical coders", occupation=occupation)
    make_pay(release=pay_release(2023, "live"), occupation=occupation, annual_median=48_780)
    make_outlook(occupation=occupation, entry_education="bachelor")
    return career


@pytest.fixture
def newer(career):
    """A staged release with a raise."""
    release = pay_release(2024)
    make_pay(release=release, occupation=career.occupation, annual_median=50_250)
    return release


@pytest.fixture
def credential() -> Credential:
    organization = Organization.objects.create(name="Academy of Coders", acronym="AC", url="https://ac.example.org")
    return Credential.objects.create(name="Certified Coder", acronym="CC", organization=organization)


def resting_on(*rests_on: tuple[str, object], **of_question) -> Answer:
    """A published answer that names these facts."""
    answer = answered(**of_question)
    for kind, about in rests_on:
        row = {"career": about} if kind in AnswerFact.OF_CAREER else {kind: about}
        AnswerFact.objects.create(answer=answer, kind=kind, **row)
    publishing.publish(answer, by=None)
    return answer


def because(answer: Answer) -> str:
    """Why it is checked again, after the site has looked at its facts; the mark and the words go together."""
    facts.look()
    now = Answer.objects.get(pk=answer.pk)
    assert now.is_rechecked == bool(now.recheck_because)
    assert (now in Answer.objects.to_be_checked()) == now.is_rechecked
    return now.recheck_because


def test_an_approved_release_has_the_answer_checked_again_and_says_what_changed(career, newer):
    answer = resting_on(("pay", career), career=career)
    assert because(answer) == ""
    approve(newer)
    assert (
        because(answer) == f"Median annual pay went from $48,780 to $50,250 ({newer.credit}, {newer.title}, May 2024)."
    )
    since = Answer.objects.get().recheck_since
    # Once, however often it is looked at.
    assert because(answer)
    assert Answer.objects.get().recheck_since == since
    assert steps_of(answer.question) == ["publish", "fact-changed"]
    assert QuestionStep.objects.latest("pk").note == Answer.objects.get().recheck_because


def test_an_answer_that_rests_on_something_else_is_not(career, newer):
    other = make_career(occupation=make_occupation())
    answers = [resting_on(("education", career)), resting_on(("pay", other)), resting_on()]
    approve(newer)
    assert [because(answer) for answer in answers] == ["", "", ""]


def test_a_release_that_says_the_same_again_changes_nothing(career):
    answer = resting_on(("pay", career))
    release = pay_release(2024)
    make_pay(release=release, occupation=career.occupation, annual_median=48_780)
    approve(release)
    assert because(answer) == ""


def test_a_rollback_to_what_was_said_leaves_nothing_to_check(career, newer):
    answer = resting_on(("pay", career))
    approve(newer)
    assert because(answer)
    lifecycle.rollback(newer, by="ada")
    assert because(answer) == ""
    assert steps_of(answer.question) == ["publish", "fact-changed", "fact-as-before"]


def test_what_is_confirmed_is_doubtful_again_after_a_rollback(career, newer):
    answer = resting_on(("pay", career))
    approve(newer)
    assert because(answer)
    facts.confirm(answer, by=make_staff())
    assert because(answer) == ""
    lifecycle.rollback(newer, by="ada")
    assert "from $50,250 to $48,780" in because(answer)


def test_an_approval_and_a_rollback_between_two_looks_are_no_change(career, newer):
    answer = resting_on(("pay", career))
    approve(newer)
    lifecycle.rollback(newer, by="ada")
    assert because(answer) == ""
    assert steps_of(answer.question) == ["publish"]


def test_a_figure_that_is_held_back_has_it_checked_again(career):
    answer = resting_on(("pay", career), career=career)
    held = Pay.objects.get()
    held.held = True
    held.save()
    assert because(answer) == "Median annual pay: $48,780 before, no longer shown."
    held.held = False
    held.save()
    assert because(answer) == ""


def test_an_editor_who_gives_the_career_another_occupation_has_it_checked_again(career):
    answer = resting_on(("pay", career), ("outlook", career), ("education", career), career=career)
    other = make_occupation(title="Others")
    make_pay(occupation=other, annual_median=30_000)
    make_outlook(occupation=other, projected_employment=90_000, openings=500, entry_education="high-school")
    career.occupation = other
    career.save()
    said = because(answer)
    assert "Median annual pay went from $48,780 to $30,000" in said
    assert "Projected growth went from" in said
    assert "Openings per year: 500 (" in said
    assert "Entry-level education changed from Bachelor's degree to High school diploma or equivalent" in said


def test_another_careers_fact_says_whose_it_is(career, newer):
    answer = resting_on(("pay", career), career=make_career())
    approve(newer)
    assert because(answer).startswith("Medical Coder: median annual pay went from")


def test_a_career_that_is_taken_off_deleted_or_brought_back_is_said_so(career):
    answer = resting_on(("pay", career))
    career.status = "draft"
    career.save()
    assert because(answer) == "Medical Coder is no longer on the site."
    career.status = "published"
    career.save()
    assert because(answer) == ""
    career.delete()
    assert because(answer) == "Medical Coder was deleted."


def test_what_is_said_of_credentials_is_looked_at(credential):
    answer = resting_on(("credential", credential))
    credential.organization.name = "Guild of Coders"
    credential.organization.save()
    assert because(answer) == (
        "Certified Coder: awarding organization changed from Academy of Coders (AC) to Guild of Coders (AC)."
    )
    credential.name, credential.url = "Sworn Coder", "https://sworn.example.org"
    credential.save()
    said = because(answer)
    assert "Certified Coder: name changed from Certified Coder to Sworn Coder." in said
    assert "website changed from https://ac.example.org to https://sworn.example.org." in said
    # What changed further is no second step.
    assert steps_of(answer.question) == ["publish", "fact-changed"]
    credential.delete()
    assert because(answer) == "Certified Coder was deleted."


def test_what_is_said_of_schools_is_looked_at():
    school = make_school(name="Town College", featured=True)
    answer = resting_on(("school", school))
    Featured.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert because(answer) == "Town College: featured on this site changed from yes to no."
    School.objects.update(city="Elsewhere")
    assert "Town College: place changed from Town, OH to Elsewhere, OH." in because(answer)
    School.objects.update(status="closed")
    assert because(answer) == "Town College has closed."
    school.delete()
    assert because(answer) == "Town College was deleted."


def test_confirming_notes_what_is_said_now(career, newer):
    answer = resting_on(("pay", career))
    Answer.objects.update(checked_on=date(2020, 1, 1))
    approve(newer)
    facts.look()
    facts.confirm(answer, by=make_staff(username="mona"))
    now = Answer.objects.get()
    assert (now.checked_on, now.is_rechecked, now.recheck_because) == (timezone.localdate(), False, "")
    assert because(answer) == ""
    step = answer.question.steps.latest("pk")
    assert (step.name, step.by.username) == ("answer-confirmed", "mona")
    assert (answer.is_rechecked, answer.checked_on) == (False, timezone.localdate())


def test_only_what_somebody_reads_is_confirmed_or_checked(career, newer):
    answer, away = resting_on(("pay", career)), resting_on(("pay", career))
    publishing.take_off(answer.question, by=None)
    steps.take("withdraw", away.question, steps.Role.ASKER)
    approve(newer)
    assert [because(one) for one in (answer, away)] == ["", ""]
    for one in (answer, away):
        with pytest.raises(TooLate):
            facts.confirm(one, by=None)


def test_what_is_published_again_rests_on_what_is_said_by_then(career, newer):
    answer = resting_on(("pay", career))
    publishing.take_off(answer.question, by=None)
    approve(newer)
    steps.take("assign", answer.question, steps.Role.MODERATOR, expert=answer.expert)
    publishing.publish(answer, by=None)
    assert because(answer) == ""


def test_a_fact_that_is_named_later_counts_from_then_on(career, newer):
    answer = resting_on()
    AnswerFact.objects.create(answer=answer, kind="pay", career=career)
    assert because(answer) == ""
    approve(newer)
    assert "from $48,780 to $50,250" in because(answer)


@pytest.mark.parametrize(("days", "is_due"), [(364, False), (365, True), (800, True)])
def test_an_answer_is_checked_once_a_year(days, is_due):
    answer = resting_on()
    Answer.objects.update(checked_on=timezone.localdate() - timedelta(days=days))
    assert Answer.objects.to_be_checked().exists() == is_due
    # Its page says nothing of that.
    assert not Answer.objects.get().is_rechecked
    facts.confirm(answer, by=None)
    assert not Answer.objects.to_be_checked().exists()


def test_one_that_nobody_ever_checked_counts_from_its_first_day():
    resting_on()
    Answer.objects.update(checked_on=None, answered_on=timezone.localdate() - timedelta(days=365))
    assert Answer.objects.to_be_checked().exists()


def test_a_failure_with_one_answer_stops_no_other(career, newer, monkeypatch, caplog):
    broken, fine = resting_on(("pay", career)), resting_on(("pay", career))
    approve(newer)
    log = facts._log

    def fail(question, name, **values):
        if question == broken.question_id:
            raise ValueError("student@example.org")
        log(question, name, **values)

    monkeypatch.setattr(facts, "_log", fail)
    assert because(fine)
    assert not Answer.objects.get(pk=broken.pk).is_rechecked
    assert "student@example.org" not in caplog.text


def test_a_release_that_makes_everything_doubtful_is_settled_in_parts(career, newer, monkeypatch):
    monkeypatch.setattr(facts, "AT_ONCE", 2)
    for _ in range(3):
        resting_on(("pay", career))
    approve(newer)
    for count in (2, 3, 3):
        facts.look()
        assert Answer.objects.to_be_checked().count() == count


def test_a_round_costs_one_query_and_a_look_once_a_minute_seven(career, credential, django_assert_num_queries):
    facts.look_again()
    for _ in range(5):
        answer = resting_on(("pay", career), ("outlook", career), ("credential", credential), ("school", make_school()))
    facts.look()
    with django_assert_num_queries(1):
        facts.look_again()
    with django_assert_num_queries(7):
        facts.look()
    assert steps_of(answer.question) == ["publish"]


def test_all_workers_together_look_once_a_minute(career, newer):
    answer = resting_on(("pay", career))
    approve(newer)
    facts.look_again()
    assert Answer.objects.get().is_rechecked
    lifecycle.rollback(newer, by="ada")
    facts.look_again()
    assert Answer.objects.get(pk=answer.pk).is_rechecked

"""Followers of fields and of answers, and how long a mail becomes."""

import pytest

from careers.models import Career, Release
from signups.models import Delivery, PageState, Topic
from signups.updates import digests

from ..factories import (
    make_answer,
    make_career,
    make_expert,
    make_field,
    make_occupation,
    make_pay,
    make_question,
)
from .digesting import approve, changes, follower, mail_to, mailing, pay_release, send, text

pytestmark = pytest.mark.django_db
MEDIAN = "Median annual pay"


def test_new_answers_are_told_to_followers_of_the_career_and_of_answers(career):
    make_question(answers=("An old one.",), career=career, status="published")
    follower(career, email="coder@example.org")
    follower("answers", email="answers@example.org")
    follower(make_career(), email="other@example.org")
    question = make_question(text="Is it dull?", career=career)
    make_answer(question=question, expert=make_expert(name="Ada", is_sample=True), text="**Never.** " * 80)
    assert send() == {}
    question.status = "published"
    question.save()
    sent = send()
    assert sorted(sent) == ["answers@example.org", "coder@example.org"]
    assert sent["coder@example.org"].subject == "A new expert answer about Medical Coder"
    said = text(sent["answers@example.org"])
    assert "Is it dull?" in said
    assert "Never. Never." in said
    assert "Never.…" in said
    assert "Ada, Does the work (a sample, not a real person). About Medical Coder" in said
    assert send() == {}
    question.status = "received"
    question.save()
    question.status = "published"
    question.save()
    assert send() == {}
    make_answer(question=question, expert=make_expert(), text="Another one.")
    assert sorted(send()) == ["answers@example.org", "coder@example.org"]


def test_an_answer_is_told_once_it_is_published_and_in_short_where_it_is(career):
    question = make_question(text="Is it dull?", answers=("Never.",), career=career, status="published")
    follower(career)
    answer = make_answer(question=question, status="submitted", short="Only on Mondays.", text="**Never** otherwise.")
    assert send() == {}
    make_answer(question=question, text="Seldom.")
    assert len(send()) == 1
    answer.status = "published"
    answer.save()
    [sent] = send().values()
    assert "Only on Mondays." in text(sent)
    assert f"/questions/{question.pk}/is-it-dull/" in text(sent)


def test_followers_of_a_field_hear_of_its_careers_new_gone_moved_and_changed(career, newer):
    field = career.field
    gone, moved = make_career(title="Gone", field=field), make_career(title="Moved", field=field)
    follower(field)
    make_career(title="New", field=field)
    make_career(title="Draft", field=field, status="draft")
    gone.delete()
    moved.field = make_field()
    moved.save()
    approve(newer)
    words = mail_to()
    (news,) = words.context["fields"]
    assert (news.title, news.more) == (field.title, 0)
    assert [(block.title, block.changes[0].new) for block in news.blocks] == [
        ("Gone", "This page was taken off the site, so there is nothing more to tell you about it."),
        ("Moved", "It is now in another field of work."),
        ("New", "New in this field."),
        ("Medical Coder", "$50,250"),
    ]
    assert send() == {}


def test_a_career_that_is_followed_itself_is_told_once(career, newer):
    follower(career, career.field)
    approve(newer)
    words = mail_to()
    assert [title for title, _ in changes(words)] == ["Medical Coder"]
    assert words.context["fields"] == []


def test_of_a_field_the_ten_that_changed_most_are_told_and_how_many_more(career):
    field, old, new = career.field, Release.objects.get(), pay_release(2024)
    for number in range(1, 13):
        occupation = make_occupation()
        make_career(title=f"Career {number:02}", field=field, occupation=occupation)
        make_pay(release=old, occupation=occupation, annual_median=50_000)
        make_pay(release=new, occupation=occupation, annual_median=50_000 + 1_000 * number)
    make_pay(release=new, occupation=career.occupation, annual_median=48_780)
    follower(field)
    approve(new)
    words = mail_to()
    (news,) = words.context["fields"]
    assert [block.title for block in news.blocks] == [f"Career {number:02}" for number in range(12, 2, -1)]
    assert "And 2 more careers. See the field:" in text(words)
    assert words.subject == "Career 12 and 11 more careers: what changed"
    assert send() == {}


def test_a_mail_names_25_careers_at_most(career):
    careers = [make_career(title=f"Career {number:02}") for number in range(30)]
    follower(*careers)
    for one in careers:
        one.description = "Other words."
        one.save()
    words = mail_to()
    assert len(words.context["careers"]) == 25
    assert words.subject == "Career 00 and 29 more careers: what changed"
    assert "And 5 more careers that you follow." in text(words)
    assert send() == {}


def test_a_field_that_is_renamed_or_deleted_is_told(career):
    field = make_field(title="Old name")
    follower(field)
    field.title = "New name"
    field.save()
    assert send() == {}
    career.field = field
    career.save()
    assert "This field was called “Old name” before." in text(mail_to())
    career.field = make_field()
    career.save()
    field.delete()
    words = mail_to()
    assert "In the field New name" in text(words)
    assert "This field of work was taken off the site." in text(words)
    assert not Topic.objects.exists()


def test_what_was_told_so_long_ago_that_it_is_forgotten_is_told_from_now_on(career, newer):
    follower(career)
    approve(newer)
    mailing()
    PageState.objects.exclude(until=None).delete()
    assert send() == {}


def test_a_mail_costs_as_many_queries_for_many_careers_as_for_one(career, newer, django_assert_max_num_queries):
    field = career.field
    for _ in range(12):
        occupation = make_occupation()
        make_career(occupation=occupation, field=field)
        make_pay(release=newer, occupation=occupation, annual_median=50_000)
    one = follower(career, email="one@example.org")
    many = follower(*Career.objects.all(), field, make_field(), "answers", email="many@example.org")
    approve(newer)
    of = mailing()
    for subscription in (one, many):
        delivery = Delivery.objects.create(mailing=of, subscription=subscription)
        with django_assert_max_num_queries(6):
            digests.words(delivery)
        # Both of a savepoint besides.
        with django_assert_max_num_queries(3):
            digests.when_sent(delivery)

"""Signups of before there were topics: each gets the newsletter, and whoever unsubscribed stays so."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from signups.models import Subscription

pytestmark = pytest.mark.django_db
first_topics = import_module("signups.migrations.0013_first_topics")
LETTERS, CODED = "ada@bücher.example", "ada@xn--bcher-kva.example"


def sign_up_as_before(*rows: tuple[str, str]) -> None:
    for email, status in rows:
        Subscription.objects.bulk_create([Subscription(email=email, status=status, created_at=timezone.now())])


def fill() -> dict[str, tuple]:
    first_topics.fill(apps, None)
    return {
        row.normal_email: (row.status, [bool(topic.confirmed_at) for topic in row.topics.all()])
        for row in Subscription.objects.all()
    }


def test_each_signup_gets_the_newsletter_in_steps(monkeypatch):
    monkeypatch.setattr(first_topics, "AT_ONCE", 2)
    statuses = ["confirmed", "pending", "unsubscribed", "confirmed", "pending"]
    sign_up_as_before(*((f"Person{number}@Example.org", status) for number, status in enumerate(statuses)))
    assert fill() == {
        "person0@example.org": ("confirmed", [True]),
        "person1@example.org": ("pending", [False]),
        "person2@example.org": ("unsubscribed", []),
        "person3@example.org": ("confirmed", [True]),
        "person4@example.org": ("pending", [False]),
    }
    assert first_topics.Migration.atomic is False


@pytest.mark.parametrize("at_once", [1, 500])
@pytest.mark.parametrize(
    ("older", "newer", "left"),
    [
        ("confirmed", "unsubscribed", ("unsubscribed", [])),
        ("unsubscribed", "confirmed", ("unsubscribed", [])),
        ("pending", "unsubscribed", ("unsubscribed", [])),
        ("pending", "confirmed", ("confirmed", [True])),
        ("confirmed", "pending", ("confirmed", [True])),
    ],
)
def test_of_two_spellings_the_one_that_unsubscribed_counts(older, newer, left, at_once, monkeypatch):
    monkeypatch.setattr(first_topics, "AT_ONCE", at_once)
    sign_up_as_before((LETTERS, older), (CODED, newer))
    assert fill() == {LETTERS: left}

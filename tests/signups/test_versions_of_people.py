"""A person who goes from the site goes from the versions that are kept too."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careers.models import Career, Version
from signups import personal_data
from signups.models import Question

from ..factories import make_career, make_question
from ..site.test_admin import admin_address, save

pytestmark = pytest.mark.django_db

ADDRESS = "student@example.org"


def in_versions(words: str) -> list[str]:
    found = [version for version in Version.objects.all() if words in f"{version.document} {version.note}"]
    return sorted({version.kind for version in found})


@pytest.fixture
def kept(editor) -> None:
    """Versions of a published question, of one that was deleted, and of a career whose text has the address."""
    asked = make_question(text="Is it hard?", email=ADDRESS, status="published", answers=("Yes.",))
    save(editor, admin_address(Question, "change", asked.pk), asker="parent")
    gone = make_question(text="I am Ada Lovelace.", email=ADDRESS.upper())
    editor.post(admin_address(Question, "delete", gone.pk), {"post": "yes"})
    career = make_career()
    page = admin_address(Career, "change", career.pk)
    save(editor, page, description=f"Write to {ADDRESS}, or others.", version_note=f"Told by {ADDRESS}")
    save(editor, page, description="Write to us.")


def test_erasing_a_person_reaches_versions(kept):
    assert in_versions(ADDRESS) == ["careers.career", "signups.question"]
    assert len(personal_data.export(ADDRESS)["earlier_versions"]) >= 4
    personal_data.erase("Student@example.org")
    assert in_versions(ADDRESS) == in_versions(ADDRESS.upper()) == in_versions("Ada Lovelace") == []
    assert in_versions("(address removed), or others.") == ["careers.career"]
    assert personal_data.export(ADDRESS)["earlier_versions"] == []


def test_versions_of_questions_end_with_the_time_of_the_questions(kept, settings):
    settings.QUESTION_RETENTION_DAYS = 30
    personal_data.expire()
    assert in_versions("Ada Lovelace") == ["signups.question"]
    long_ago = (timezone.now() - timedelta(days=31)).isoformat()
    Question.objects.update(created_at=long_ago)
    for version in Version.objects.filter(kind="signups.question"):
        now = version.document.partition('"created_at":"')[2].partition('"')[0]
        version.document = version.document.replace(now, long_ago)
        version.save()
    personal_data.expire()
    assert not Version.objects.filter(kind="signups.question").exists()
    assert Version.objects.filter(kind="careers.career").exists()


def test_an_address_that_was_taken_away_ends_with_its_time_in_versions_too(editor):
    asked = make_question(email=ADDRESS, status="published", answers=("Yes.",))
    save(editor, admin_address(Question, "change", asked.pk), asker="parent")
    Question.objects.update(email="")
    personal_data.expire()
    assert in_versions(ADDRESS) == ["signups.question"]
    Question.objects.update(created_at=timezone.now() - timedelta(days=3_000))
    personal_data.expire()
    assert in_versions(ADDRESS) == []
    assert Question.objects.exists()

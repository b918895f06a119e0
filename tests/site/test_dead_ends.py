"""Searches that found nothing are counted for staff, who make them find something."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from careers.models import DeadEnd, Synonym
from careers.search import search

from ..factories import make_career

LIST = "/admin/careers/deadend/"


@pytest.fixture
def police(db):
    return make_career(title="Police Officer", slug="police-officer")


@pytest.fixture
def in_vain(police, visitor):
    """What a visitor searched for without finding anything."""

    def searched(words: str) -> DeadEnd | None:
        visitor.get("/careers/", {"q": words})
        return DeadEnd.objects.filter(words=words).first()

    return searched


def found(words: str) -> list[int]:
    return [hit.career_id for hit in search(words).hits]


def test_each_search_in_vain_is_counted_without_a_trace_of_who_searched(in_vain):
    in_vain("bobby on the beat")
    dead_end = in_vain("bobby on the beat")
    assert dead_end.times == 2
    assert {field.name for field in DeadEnd._meta.fields} == {"id", "words", "times", "first_at", "last_at"}


@pytest.mark.parametrize("words", ["police officer", "   ", '"', "someone@example.org", "555 010 9999"])
def test_what_was_found_or_is_no_search_for_work_is_not_counted(in_vain, words):
    in_vain(words)
    assert not DeadEnd.objects.exists()


def test_filters_that_leave_nothing_are_no_dead_end_of_the_words(visitor, police):
    visitor.get("/careers/", {"q": "police officer", "pay": "150000"})
    assert not DeadEnd.objects.exists()


def test_the_words_become_a_hidden_title_that_is_found_and_never_shown(editor, in_vain, police):
    dead_end = in_vain("bobby on the beat")
    response = editor.post(f"{LIST}{dead_end.pk}/answer/", {"career": police.pk, "title": "yes"})
    assert response.status_code == 302
    assert found("bobby on the beat") == [police.pk]
    assert "bobby" not in editor.get("/careers/police-officer/").content.decode().lower()
    assert "bobby on the beat</" not in editor.get("/careers/?q=bobby").content.decode().lower()
    assert not DeadEnd.objects.exists()


def test_the_words_become_a_synonym(editor, in_vain, police):
    dead_end = in_vain("gendarme")
    editor.post(f"{LIST}{dead_end.pk}/answer/", {"means": "police officer", "synonym": "yes"})
    assert Synonym.objects.get(term="gendarme").means == "police officer"
    assert found("gendarme") == [police.pk]
    assert not DeadEnd.objects.exists()


@pytest.mark.parametrize(
    ("button", "message"),
    [("title", "Choose the career that the words should find."), ("synonym", "Write the words that titles use.")],
)
def test_an_answer_that_says_nothing_is_refused_in_words(editor, in_vain, text_of, button, message):
    dead_end = in_vain("gendarme")
    response = editor.post(f"{LIST}{dead_end.pk}/answer/", {button: "yes"})
    assert message in text_of(response)
    assert DeadEnd.objects.filter(pk=dead_end.pk).exists()


def test_a_draft_is_started_with_the_words_as_its_title(editor, in_vain):
    in_vain("dragon tamer")
    page = editor.get(LIST).content.decode()
    assert "/admin/careers/career/add/?title=Dragon+tamer&amp;slug=dragon-tamer" in page
    form = editor.get("/admin/careers/career/add/?title=Dragon+tamer&slug=dragon-tamer").content.decode()
    assert 'value="Dragon tamer"' in form


def test_only_staff_may_answer(visitor, in_vain, police):
    dead_end = in_vain("gendarme")
    response = visitor.post(f"{LIST}{dead_end.pk}/answer/", {"career": police.pk, "title": "yes"})
    assert response.status_code == 302
    assert "/admin/login/" in response.url
    assert DeadEnd.objects.exists()


def first_searched(days: int) -> None:
    """As if every search had begun `days` ago, and been made again today."""
    DeadEnd.objects.update(first_at=timezone.now() - timedelta(days=days))


def test_words_are_forgotten_ninety_days_after_they_were_first_searched(in_vain, capsys):
    in_vain("gendarme")
    first_searched(days=89)
    call_command("personal_data", "expire")
    assert DeadEnd.objects.exists()
    first_searched(days=91)
    call_command("personal_data", "expire")
    assert not DeadEnd.objects.exists()
    assert "1 searches that found nothing were forgotten" in capsys.readouterr().out


def test_words_that_are_searched_again_after_ninety_days_begin_anew(in_vain):
    in_vain("gendarme")
    in_vain("gendarme")
    first_searched(days=91)
    dead_end = in_vain("gendarme")
    assert dead_end.times == 1
    assert timezone.now() - dead_end.first_at < timedelta(days=1)


def test_new_words_drive_out_those_of_ninety_days_ago_without_any_daily_job(in_vain):
    in_vain("gendarme")
    first_searched(days=91)
    in_vain("dragon tamer")
    assert [dead_end.words for dead_end in DeadEnd.objects.all()] == ["dragon tamer"]

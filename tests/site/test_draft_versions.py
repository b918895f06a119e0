"""The history of a draft: what it said before is restored, and so is a discarded draft."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careers.models import Career, Draft, Version
from careers.versions import keeping
from careers.versions.careers import DRAFT
from signups import personal_data

from ..factories import make_career
from .form_reader import form_values
from .staff_pages import address
from .test_drafts import ROW, decide, signed_in, summary, write
from .test_version_pages import staff_with


@pytest.fixture
def career(db) -> Career:
    career = make_career(title="Beekeeper", slug="beekeeper", summary="Keeps bees.")
    for order, text in enumerate(["Open the hive", "Feed the bees"], 1):
        career.tasks.create(text=text, order=order)
    return career


@pytest.fixture
def page(career) -> str:
    return address(Career, "change", career.pk)


@pytest.fixture
def ada(db) -> Client:
    """An editor."""
    return signed_in("ada", "Editor")


@pytest.fixture
def rita(db) -> Client:
    """A reviewer."""
    return signed_in("rita", "Reviewer")


def of_draft(name: str, *args) -> str:
    return reverse(f"admin:careers_draft_{name}", args=args)


def restore(client: Client, career: Career, number: int, **sent):
    there = of_draft("version", career.pk, number)
    return client.post(there, {**form_values(client.get(there)), **sent}, follow=True)


def said(client: Client, page: str, name: str = "summary") -> str:
    return form_values(client.get(page)).get(name, "")


def test_each_save_of_a_draft_is_in_its_history_and_an_earlier_text_comes_back(ada, career, page, text_of):
    write(ada, page, summary="Keeps wasps.", version_note="New law", **ROW)
    write(ada, page, summary="Keeps ants.", **{"tasks-2-DELETE": "on"})
    history = text_of(ada.get(of_draft("history", career.pk)))
    for words in ("“New law”", "Summary Keeps wasps. ants.", "Common work tasks removed: Sell honey"):
        assert words in history, words
    difference = ada.get(of_draft("difference", career.pk) + "?from=1&to=2")
    assert "removed: Sell honey" in text_of(difference)
    back = restore(ada, career, 1, version_note="It was right")
    assert "Version 1 of the draft is restored." in text_of(back)
    assert (said(ada, page), said(ada, page, "tasks-2-text")) == ("Keeps wasps.", "Sell honey")
    assert "Version 1 was restored." in text_of(ada.get(of_draft("history", career.pk)))
    # All of it is the draft's: visitors and the history of what they see know nothing of it.
    assert summary(career) == "Keeps bees."
    assert not Version.objects.exclude(kind=DRAFT.kind).exists()


def test_a_discarded_draft_is_listed_and_had_again_over_what_it_was_written_over(ada, rita, career, page, text_of):
    write(ada, page, summary="Keeps wasps.", **ROW)
    gone = decide(ada, career, "discard", sure="yes")
    assert of_draft("history", career.pk) in gone.content.decode()
    assert not Draft.objects.exists()
    assert "Draft of Beekeeper" in text_of(ada.get(of_draft("deleted")))
    assert "There is no draft now. Open a version to restore it." in text_of(ada.get(of_draft("history", career.pk)))
    # Meanwhile something else is published: the draft takes none of it back.
    rita.post(page, {**form_values(rita.get(page)), "workers": "keepers", "_save": "Save"})
    restore(ada, career, 2)
    assert (said(ada, page), said(ada, page, "tasks-2-text")) == ("Keeps wasps.", "Sell honey")
    assert "Draft of Beekeeper" not in text_of(ada.get(of_draft("deleted")))
    decide(rita, career, "publish")
    assert summary(career) == "Keeps wasps."
    assert career.workers == "keepers"
    assert career.tasks.count() == 3


def test_a_draft_that_was_published_is_no_discarded_one(ada, rita, career, page, text_of):
    write(ada, page, summary="Keeps wasps.")
    decide(rita, career, "publish")
    assert "No discarded draft is kept." in text_of(ada.get(of_draft("deleted")))
    assert "Published." in text_of(ada.get(of_draft("history", career.pk)))
    assert "What earlier drafts said is in their history" in text_of(ada.get(address(Career, "draft", career.pk)))


def test_a_scheduled_draft_is_none_after_an_earlier_text_is_restored(rita, career, page):
    write(rita, page, summary="Keeps wasps.")
    write(rita, page, summary="Keeps ants.")
    tomorrow = timezone.localtime() + timedelta(days=1)
    decide(rita, career, "schedule", publish_at_0=f"{tomorrow:%Y-%m-%d}", publish_at_1="09:30")
    assert Draft.objects.get().state == "scheduled"
    restore(rita, career, 1)
    draft = Draft.objects.get()
    assert (draft.state, "changed it after it was scheduled" in draft.problem) == ("draft", True)


def test_what_changed_since_the_page_was_opened_is_not_passed_over(ada, career, page, text_of):
    write(ada, page, summary="Keeps wasps.")
    write(ada, page, summary="Keeps ants.")
    there = of_draft("version", career.pk, 1)
    opened = form_values(ada.get(there))
    write(ada, page, summary="Keeps moths.")
    assert "It was changed since you opened this page." in text_of(ada.post(there, opened, follow=True))
    assert said(ada, page) == "Keeps moths."


@pytest.mark.parametrize(
    ("right", "opens", "restores"), [("", 403, 403), ("view_career", 200, 403), ("change_career", 200, 302)]
)
def test_who_may_see_drafts_of_before_and_restore_them(right, opens, restores, ada, career, page):
    write(ada, page, summary="Keeps wasps.")
    write(ada, page, summary="Keeps ants.")
    other = staff_with(*filter(None, [right]))
    for there in (of_draft("history", career.pk), of_draft("version", career.pk, 1), of_draft("deleted")):
        assert other.get(there).status_code == opens
    opened = form_values(ada.get(of_draft("version", career.pk, 1)))
    assert other.post(of_draft("version", career.pk, 1), opened).status_code == restores


def test_drafts_of_a_career_that_is_gone_wait_for_it(editor, career, page):
    write(editor, page, summary="Keeps wasps.")
    decide(editor, career, "discard", sure="yes")
    editor.post(address(Career, "delete", career.pk), {"post": "yes"}, follow=True)
    assert editor.get(of_draft("history", career.pk)).status_code == 404
    assert "Beekeeper" not in editor.get(of_draft("deleted")).content.decode()


def test_versions_of_drafts_end_with_their_time_and_number(ada, career, page, settings):
    settings.VERSIONS_KEPT = 2
    for text in ("One.", "Two.", "Three."):
        write(ada, page, summary=text)
    keeping.prune()
    drafts = Version.objects.filter(kind=DRAFT.kind)
    assert list(drafts.values_list("number", flat=True)) == [3, 2]
    drafts.update(made_at=timezone.now() - timedelta(days=settings.VERSION_RETENTION_DAYS + 1))
    keeping.prune()
    # The newest stays as long as there is a draft.
    assert drafts.count() == 1
    Draft.objects.all().delete()
    keeping.prune()
    assert not drafts.exists()


def test_erasing_a_person_reaches_what_drafts_said(ada, career, page):
    Career.objects.update(workers="ask ada@example.org")
    write(ada, page, summary="Ask ada@example.org.", version_note="as ada@example.org said")
    write(ada, page, summary="Ask nobody.")
    decide(ada, career, "discard", sure="yes")
    assert personal_data.export("ada@example.org")["earlier_versions"]
    personal_data.erase("ada@example.org")
    kept = Version.objects.filter(kind=DRAFT.kind)
    assert kept
    assert not any("ada@" in f"{version.document}{version.beside}{version.note}" for version in kept)

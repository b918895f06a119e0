"""Before a career goes public, its form and the list name what stands against it; warnings take a reason, once."""

import pytest

from careers.models import AcceptedWarning, Career, CheckedLink, Source, Version

from ..factories import make_career, make_field
from .form_reader import form_values
from .staff_pages import address
from .test_admin import save

pytestmark = pytest.mark.django_db
LONG = ("Bees live in a hive. You lift it and look in. " * 10).strip()
NO_SOURCE = "No source is named for the text."
LIST = address(Career, "changelist")


@pytest.fixture
def draft():
    return make_career(title="Beekeeper", status="draft", description=LONG)


def page_of(career: Career) -> str:
    return address(Career, "change", career.pk)


def status_of(career: Career) -> str:
    return Career.objects.get(pk=career.pk).status


def test_a_draft_shows_what_to_do_first_with_links_to_its_fields_and_is_saved_all_the_same(editor, text_of, draft):
    CheckedLink.objects.create(url="https://gone.example/", state="broken", says="There is no such page (404).")
    Source.objects.create(career=draft, name="Bees", url="https://gone.example/")
    Career.objects.update(summary="")
    response = editor.get(page_of(draft))
    panel = response.content.decode().partition('aria-labelledby="publishing-check"')[2].partition("</section>")[0]
    assert "Before this is published" in panel
    for anchor, words in (("id_summary", "There is no summary."), ("id_sources-0-url", "This link leads nowhere")):
        assert f'href="#{anchor}"' in panel
        assert f'id="{anchor}"' in response.content.decode()
        assert words in panel
    assert save(editor, page_of(draft), workers="keepers").status_code == 302
    assert Career.objects.get().workers == "keepers"
    assert not AcceptedWarning.objects.exists()


def test_a_warning_needs_a_reason_and_nothing_is_saved_until_then(editor, text_of, draft):
    response = save(editor, page_of(draft), status="published", workers="keepers")
    text = text_of(response)
    assert "Not published yet: nothing was saved" in text
    assert NO_SOURCE in text
    assert form_values(response)["workers"] == "keepers"
    assert (status_of(draft), Version.objects.count()) == ("draft", 0)
    assert Career.objects.get().workers == "workers"
    again = editor.post(page_of(draft), {**form_values(response), "publish_reason": "Known first-hand."})
    assert again.status_code == 302
    assert status_of(draft) == "published"
    accepted = AcceptedWarning.objects.get()
    assert accepted.reason == "Known first-hand."


def test_what_was_accepted_is_shown_and_not_asked_again_until_the_text_changes(editor, text_of, settings, draft):
    settings.READING_GRADE = -9
    save(editor, page_of(draft), status="published", publish_reason="Known first-hand.")
    assert status_of(draft) == "published"
    assert "Known first-hand." in text_of(editor.get(page_of(draft)))
    Career.objects.update(status="draft")
    assert save(editor, page_of(draft), status="published").status_code == 302
    response = save(editor, page_of(draft), description=f"{LONG} And so on.")
    assert "reads like grade" in text_of(response)
    assert NO_SOURCE not in text_of(response)
    assert Career.objects.get().description == LONG


def test_a_reason_keeps_no_address(editor, text_of, draft):
    response = save(editor, page_of(draft), status="published", publish_reason="Ask ada@example.org")
    assert "Leave out email addresses" in text_of(response)
    assert status_of(draft) == "draft"


def test_an_error_is_refused_whatever_the_reason(editor, text_of):
    values = {"title": "Beekeeper", "slug": "beekeeper", "field": make_field().pk, "status": "published"}
    response = save(editor, address(Career, "add"), **values, publish_reason="So what.")
    assert "Say what the work is first" in text_of(response)
    assert "Publish anyway" not in text_of(response)
    assert not Career.objects.exists()


def test_what_is_public_with_a_warning_already_can_be_edited(editor):
    career = make_career(description=LONG)
    assert save(editor, page_of(career), workers="keepers").status_code == 302
    assert save(editor, page_of(career), education=LONG).status_code == 302


def publish(editor, careers, **values):
    chosen = {"action": "publish", "_selected_action": [career.pk for career in careers], **values}
    return editor.post(LIST, chosen, follow=True)


def test_the_list_takes_one_reason_for_all_and_leaves_errors_out(editor, text_of):
    warned = [make_career(title=f"Keeper {number}", status="draft", description=LONG) for number in range(3)]
    fine, empty = make_career(status="draft"), make_career(title="Empty", status="draft", summary="")
    careers = [*warned, fine, empty]
    text = text_of(publish(editor, careers))
    assert "Not published: Empty. Say what the work is first" in text
    assert "No source of text: 3 careers (Keeper 0; Keeper 1; Keeper 2)" in text
    text = text_of(publish(editor, careers, sure="yes", publish_reason=""))
    assert "Write why they may be published as they are." in text
    assert not Career.objects.published().exists()
    text = text_of(publish(editor, careers, sure="yes", publish_reason="All known."))
    assert "4 careers published." in text
    assert status_of(empty) == "draft"
    assert set(AcceptedWarning.objects.values_list("career__title", "reason")) == {
        (career.title, "All known.") for career in warned
    }
    Career.objects.update(status="draft")
    assert "Publish anyway" not in text_of(publish(editor, careers))


def test_an_older_version_with_an_error_is_not_restored(editor, text_of):
    career = make_career(title="Beekeeper")
    save(editor, page_of(career), title="Apiarist")
    make_career(title="BEEKEEPER")
    text = text_of(editor.get(page_of(career).replace("change", "history/1")))
    assert "Another career has this name already: BEEKEEPER." in text

"""A draft beside a published career: written, reviewed, published, by several who work on it at once."""

import re
import threading

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connections
from django.test import Client
from django.utils import timezone

from careers.models import Career, Draft, Task, Version
from careers.versions.drafts import newest_document

from ..factories import make_career, make_field, make_roles, make_staff
from .form_reader import form_values
from .staff_pages import address


@pytest.fixture
def career(db) -> Career:
    career = make_career(title="Beekeeper", slug="beekeeper", summary="Keeps bees.")
    for order, text in enumerate(["Open the hive", "Feed the bees"], 1):
        Task.objects.create(career=career, text=text, order=order)
    return career


@pytest.fixture
def page(career) -> str:
    return address(Career, "change", career.pk)


def signed_in(name: str, role: str) -> Client:
    make_roles()
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ada(db) -> Client:
    """An editor."""
    return signed_in("ada", "Editor")


@pytest.fixture
def rita(db) -> Client:
    """A reviewer."""
    return signed_in("rita", "Reviewer")


def write(client: Client, page: str, **changes):
    return client.post(page, {**form_values(client.get(page)), "_draft": "Save draft", **changes})


def decide(client: Client, career: Career, what: str, **values):
    there = address(Career, "draft", career.pk)
    return client.post(there, {**form_values(client.get(there)), "do": what, **values}, follow=True)


def summary(career: Career) -> str:
    career.refresh_from_db()
    return career.summary


def tasks() -> list[str]:
    return list(Task.objects.values_list("text", flat=True))


ROW = {"tasks-TOTAL_FORMS": "3", "tasks-2-text": "Sell honey", "tasks-2-order": "0"}


def test_a_draft_is_kept_and_shown_and_visitors_see_what_they_saw(ada, client, career, page, text_of):
    before = Career.objects.values().get()
    response = write(ada, page, summary="Keeps bees and wasps.", version_note="New law", **ROW)
    assert response.url == address(Career, "draft", career.pk)
    assert Career.objects.values().get() == before
    assert tasks() == ["Open the hive", "Feed the bees"]
    assert "wasps" not in text_of(client.get(career.get_absolute_url()))
    shown = ada.get(page)
    assert "This is a draft beside the published page , saved by ada on" in text_of(shown)
    values = form_values(shown)
    assert (values["summary"], values["tasks-2-text"]) == ("Keeps bees and wasps.", "Sell honey")
    # An editor has no button that publishes.
    assert 'name="_save"' not in shown.content.decode()
    text = text_of(ada.get(response.url))
    assert "Common work tasks added: Sell honey" in text
    assert "“New law”" in text
    assert "It goes to those who can publish it: nobody yet." in text


def test_an_editor_who_may_not_publish_saves_a_draft_whatever_is_pressed(ada, career, page):
    assert write(ada, page, summary="Mine.", _save="Save", status="draft").status_code == 302
    assert summary(career) == "Keeps bees."
    assert Draft.objects.get().author == "ada"
    assert career.is_published


def test_a_reviewer_saves_at_once_or_as_a_draft(rita, career, page):
    write(rita, page, summary="At once.", _draft="")
    assert Draft.objects.count() == 1
    decide(rita, career, "discard", sure="yes")
    values = {**form_values(rita.get(page)), "summary": "At once.", "_save": "Save"}
    rita.post(page, values)
    assert summary(career) == "At once."
    assert not Draft.objects.exists()


def test_a_draft_goes_from_its_author_to_review_back_and_out(ada, rita, client, career, page, text_of):
    write(ada, page, summary="Keeps wasps.", slug="wasp-keeper", **ROW)
    decide(ada, career, "review", note="Please look")
    assert "1 draft to review" in text_of(rita.get("/admin/"))
    assert "draft to review" not in text_of(ada.get("/admin/"))
    assert "In review , sent by ada: “Please look”" in text_of(rita.get(page))
    assert "Say what is to be changed." in text_of(decide(rita, career, "back"))
    decide(rita, career, "back", reviewers_note="Bees, too.")
    assert "1 draft was sent back to you" in text_of(ada.get("/admin/"))
    assert "sent back to you" not in text_of(rita.get("/admin/"))
    assert "Sent back by rita : “Bees, too.”" in text_of(ada.get(page))
    write(ada, page, summary="Keeps bees and wasps.")
    decide(ada, career, "review")
    for what in ("publish", "schedule", "back"):
        there = address(Career, "draft", career.pk)
        assert ada.post(there, {**form_values(ada.get(there)), "do": what}).status_code == 403
    # What the reviewer corrects stays the author's.
    write(rita, page, workers="wasp keepers")
    decide(rita, career, "publish")
    assert summary(career) == "Keeps bees and wasps."
    assert (career.workers, tasks()) == ("wasp keepers", ["Open the hive", "Feed the bees", "Sell honey"])
    assert Task.objects.filter(pk__lt=1).count() == 0
    assert client.get("/careers/beekeeper/").status_code == 301
    version = Version.objects.of("careers.career", career.pk).first()
    assert (version.by, version.note, version.action) == ("ada", "Please look", "published")
    assert "A draft was published." in text_of(ada.get(address(Career, "history", career.pk)))
    assert not Draft.objects.exists()


def test_two_who_write_one_draft_pass_over_nobody(ada, rita, career, page, text_of):
    # Both opened the published text; the second is asked, as the first made a draft of it.
    mine = form_values(ada.get(page)) | {"_draft": "Save draft"}
    write(rita, page, summary="Hers.", **ROW)
    asked = ada.post(page, {**mine, "summary": "Mine.", "workers": "keepers"})
    assert "this career was changed by somebody else (rita, " in text_of(asked)
    ada.post(page, {**form_values(asked), "choose-fields.summary": "theirs"})
    values = form_values(ada.get(page))
    assert (values["summary"], values["workers"]) == ("Hers.", "keepers")
    # And both opened the draft.
    both = [form_values(one.get(page)) | {"_draft": "Save draft"} for one in (ada, rita)]
    ada.post(page, {**both[0], "tasks-2-text": "Sell wax", "tasks-0-DELETE": "on"})
    asked = rita.post(page, {**both[1], "workers": "bee people"})
    assert "None of this gets in the way of the other." in text_of(asked)
    rita.post(page, form_values(asked))
    values = form_values(ada.get(page))
    assert [values[f"tasks-{number}-text"] for number in range(2)] == ["Feed the bees", "Sell wax"]
    assert values["workers"] == "bee people"
    assert summary(career) == "Keeps bees."
    assert not Version.objects.filter(kind="careers.career").exists()


def test_a_draft_that_was_published_meanwhile_takes_nothing_back(ada, rita, career, page, text_of):
    write(ada, page, summary="Hers.", **ROW)
    mine = form_values(ada.get(page)) | {"_draft": "Save draft"}
    decide(rita, career, "publish")
    asked = ada.post(page, {**mine, "workers": "keepers"})
    assert "Nothing is saved yet" in text_of(asked)
    ada.post(page, form_values(asked))
    assert (summary(career), career.workers) == ("Hers.", "workers")
    decide(rita, career, "publish")
    assert (summary(career), career.workers) == ("Hers.", "keepers")
    assert tasks() == ["Open the hive", "Feed the bees", "Sell honey"]


def test_a_decision_on_what_changed_since_it_was_opened_is_asked_again(ada, rita, career, page, text_of):
    write(ada, page, summary="Mine.")
    there = address(Career, "draft", career.pk)
    opened = form_values(rita.get(there))
    write(ada, page, summary="Mine again.")
    response = rita.post(there, {**opened, "do": "publish"}, follow=True)
    assert "Nothing was done: this was changed since you opened the page." in text_of(response)
    assert summary(career) == "Keeps bees."


def test_publishing_keeps_what_was_published_meanwhile_and_asks_where_both_changed_the_same(
    ada, rita, career, page, text_of
):
    write(ada, page, summary="Mine.", description="More.", **ROW)
    Career.objects.update(workers="keepers")
    live = f"{page}?text=published"
    assert "There is a draft beside it, saved by ada" in text_of(rita.get(live))
    values = {**form_values(rita.get(live)), "summary": "Hers.", "tasks-0-DELETE": "on", "_save": "Save"}
    assert rita.post(live, values).status_code == 302
    assert summary(career) == "Hers."
    assert "What was changed on the published page meanwhile" in text_of(rita.get(address(Career, "draft", career.pk)))
    asked = decide(rita, career, "publish")
    assert "The draft: Mine." in text_of(asked)
    assert "Published: Hers." in text_of(asked)
    assert summary(career) == "Hers."
    there = address(Career, "draft", career.pk)
    rita.post(there, {**form_values(asked), "choose-fields.summary": "yours"})
    assert (summary(career), career.workers, career.description) == ("Mine.", "keepers", "More.")
    assert tasks() == ["Feed the bees", "Sell honey"]


def test_a_draft_with_a_warning_asks_for_a_reason_once(ada, rita, career, page, text_of):
    write(ada, page, description="# One\n\n### Three\n\nMore.", **ROW)
    asked = decide(rita, career, "publish")
    assert "settle what the check finds, or say why it is published anyway" in text_of(asked)
    assert "Publish anyway, because:" in text_of(asked)
    assert f'href="{page}#id_description"' in asked.content.decode()
    later = f"{timezone.localdate().year + 1}-01-01"
    asked = decide(rita, career, "schedule", publish_at_0=later, publish_at_1="10:00")
    assert "settle what the check finds, or say why it is published anyway" in text_of(asked)
    assert Career.objects.get().description == ""
    decide(rita, career, "publish", publish_reason="It reads well so.")
    assert Career.objects.get().description.startswith("# One")
    # The same text is not asked about again.
    write(ada, page, summary="Mine.")
    decide(rita, career, "publish")
    assert summary(career) == "Mine."


def test_what_a_rule_refuses_is_not_published(ada, rita, career, page, text_of):
    write(ada, page, title="Bee keeper", summary="Mine.", **ROW)
    make_career(title="Bee keeper")
    response = decide(rita, career, "publish")
    assert "Nothing was published. Title: " in text_of(response)
    career.refresh_from_db()
    assert (career.title, career.summary, len(tasks())) == ("Beekeeper", "Keeps bees.", 2)
    assert Draft.objects.count() == 1


def test_a_form_with_a_mistake_makes_no_draft_and_keeps_what_was_typed(ada, career, page, text_of):
    response = write(ada, page, title="", summary="Mine.")
    assert "This field is required." in text_of(response)
    assert form_values(response)["summary"] == "Mine."
    assert not Draft.objects.exists()
    write(ada, page)
    assert not Draft.objects.exists()


def test_a_draft_is_discarded_only_when_asked(ada, career, page, text_of):
    write(ada, page, summary="Mine.")
    assert "Discard this draft?" in text_of(decide(ada, career, "discard"))
    assert Draft.objects.exists()
    decide(ada, career, "discard", sure="yes")
    assert form_values(ada.get(page))["summary"] == "Keeps bees."


def test_a_career_that_was_never_published_goes_through_review_too(ada, rita, text_of):
    career = make_career(title="Diver", status="draft")
    page = address(Career, "change", career.pk)
    write(ada, page, summary="Dives.", _draft="", _save="Save")
    assert summary(career) == "Dives."
    decide(ada, career, "review", note="New")
    assert "In review" in text_of(rita.get(page))
    write(rita, page, summary="Dives deep.", _save="Save")
    decide(rita, career, "publish")
    assert summary(career) == "Dives deep."
    assert career.is_published
    assert career.published_at is not None
    assert not Draft.objects.exists()


def test_an_editor_restores_no_version_over_a_published_text(ada, rita, career, page):
    rita.post(page, {**form_values(rita.get(page)), "summary": "Hers.", "_save": "Save"})
    there = address(Career, "version", career.pk, 1)
    assert ada.post(there, form_values(ada.get(there))).status_code == 403
    assert rita.post(there, form_values(rita.get(there))).status_code == 302
    assert summary(career) == "Keeps bees."


def test_a_draft_goes_with_its_career_and_comes_back_with_it(editor, career, page):
    write(editor, page, summary="Mine.")
    editor.post(address(Career, "delete", career.pk), {"post": "yes"})
    assert not Draft.objects.exists()
    there = address(Career, "version", career.pk, Version.objects.of("careers.career", career.pk).first().number)
    editor.post(there, form_values(editor.get(there)))
    assert form_values(editor.get(page))["summary"] == "Mine."


def test_publishing_and_saving_at_the_same_moment_lose_nothing(on_disk, transactional_db):
    career = make_career(field=make_field(), summary="Before.")
    page, there = address(Career, "change", career.pk), address(Career, "draft", career.pk)
    ada, grace = Client(), Client()
    for client, name in ((ada, "ada"), (grace, "grace")):
        client.force_login(make_staff(username=name))
    write(ada, page, summary="Draft.")
    sent = [
        (ada, page, form_values(ada.get(page)) | {"workers": "keepers", "_draft": "Save draft"}),
        (grace, there, form_values(grace.get(there)) | {"do": "publish"}),
    ]
    start = threading.Barrier(2)

    def send(client, address, values) -> None:
        start.wait()
        client.post(address, values)
        connections.close_all()

    threads = [threading.Thread(target=send, args=each) for each in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Whoever came first: her words are in the draft, or in a new one over what he published.
    assert career.workers == "workers"
    newest = newest_document(career.pk)["fields"]
    assert (newest["summary"], newest["workers"]) == ("Draft.", "keepers")


def test_a_career_that_was_never_published_is_published_without_a_review_too(rita, text_of):
    career = make_career(title="Diver", status="draft", summary="Dives.")
    assert "this was changed since you opened the page" in text_of(decide(rita, career, "discard", sure="yes"))
    decide(rita, career, "publish")
    career.refresh_from_db()
    assert career.is_published


def schedule(rita, career) -> None:
    later = f"{timezone.localdate().year + 1}-01-01"
    decide(rita, career, "schedule", publish_at_0=later, publish_at_1="10:00")
    assert Draft.objects.get().state == Draft.State.SCHEDULED


def test_who_reviews_a_career_is_no_change_of_what_is_scheduled(ada, rita, career, page):
    write(ada, page, summary="Mine.")
    schedule(rita, career)
    live = f"{page}?text=published"
    values = {**form_values(rita.get(live)), "reviewed_on": str(timezone.localdate()), "_save": "Save"}
    assert rita.post(live, values).status_code == 302
    Draft.objects.update(publish_at=timezone.now())
    assert rita.get("/admin/").status_code == 200
    career.refresh_from_db()
    assert (career.summary, career.reviewed_on) == ("Mine.", timezone.localdate())


def test_a_fault_in_a_scheduled_draft_keeps_nobody_out(ada, rita, career, page, monkeypatch, text_of, caplog):
    write(ada, page, summary="Mine.")
    schedule(rita, career)
    Draft.objects.update(publish_at=timezone.now())

    def fail(*args, **kwargs):
        raise IndexError

    monkeypatch.setattr("careers.versions.drafts.added_errors", fail)
    assert rita.get("/admin/").status_code == 200
    assert summary(career) == "Keeps bees."
    assert "because of a fault of the site" in text_of(rita.get(page))
    assert "A scheduled draft could not be published" in caplog.text


def test_a_shared_link_shows_the_draft_and_its_page_says_so(ada, career, page, visitor, text_of):
    write(ada, page, summary="Not seen yet.")
    there = address(Career, "shared", career.pk)
    made = ada.post(there, {"days": "7"})
    assert "sees the draft beside the published page" in text_of(made)
    link = re.search(r'value="[^"]*(/shared/[^"]*)"', made.content.decode())[1]
    assert "Not seen yet." in text_of(visitor.get(link))
    assert "Not seen yet." in text_of(ada.get(f"/preview/careers/{career.pk}/"))
    assert "Not seen yet." not in text_of(visitor.get(career.get_absolute_url()))


def test_whoever_may_publish_is_offered_that_first(ada, rita, career, page):
    write(ada, page, summary="Keeps wasps.")
    html = rita.get(address(Career, "draft", career.pk)).content.decode()
    assert html.index("<h2>Publish it</h2>") < html.index("<h2>Ask for a review</h2>")


def test_many_lines_that_were_pasted_are_folded_after_the_first_few(ada, career, page, text_of):
    titles = {f"titles-{number}-name": f"Bee title {number}" for number in range(60)}
    write(ada, page, **{"titles-TOTAL_FORMS": "60"}, **titles)
    html = ada.get(address(Career, "draft", career.pk)).content.decode()
    before, _, folded = html.partition("<details>")
    assert before.count("Bee title ") == 5
    assert folded.count("Bee title ") == 55
    assert "<summary><strong>Other job titles</strong> 55 more added</summary>" in folded

"""What staff are told before they send a newsletter, hold on to it, or delete what it is for."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from careers.models import Field
from signups.mail import decisions
from signups.models import Delivery, Mailing, Newsletter
from signups.newsletters import check, sending

from ..factories import make_field, make_newsletter, make_subscriber
from ..site.form_reader import form_values

pytestmark = pytest.mark.django_db


def page(newsletter: Newsletter, name: str, *args) -> str:
    return reverse(f"admin:signups_newsletter_{name}", args=[newsletter.pk, *args])


# For whom.


@pytest.mark.parametrize(
    ("state", "stays"), [("", True), ("queued", True), ("held", True), ("sending", True), ("done", False)]
)
def test_a_field_stays_while_a_newsletter_for_its_followers_may_go_out(state, stays, editor, text_of):
    bees = make_field()
    make_newsletter(subject="For beekeepers", field=bees, state=state)
    delete = reverse("admin:careers_field_delete", args=[bees.pk])
    assert ("For beekeepers" in text_of(editor.get(delete))) is stays
    editor.post(delete, {"post": "yes"})
    assert Field.objects.exists() is stays


def test_one_that_is_queued_says_for_whom_it_was_queued(editor, text_of):
    make_subscriber()
    newsletter = make_newsletter(field=make_field(), state="queued")
    Newsletter.objects.update(field=None)
    assert "0 people would get it now" in text_of(editor.get(page(newsletter, "change")))
    assert "Everybody who gets it" not in text_of(editor.get(reverse("admin:signups_newsletter_changelist")))


def test_one_that_nobody_gets_is_not_sent_now(editor, text_of):
    newsletter = make_newsletter()
    asked = editor.get(page(newsletter, "send"))
    assert "Nobody gets it as things stand now." in text_of(asked)
    assert "Nothing stands against it" not in text_of(asked)
    sent = {**form_values(asked), "when": "now", "anyway": "on"}
    answer = editor.post(page(newsletter, "send"), sent)
    assert (answer.status_code, Mailing.objects.count()) == (422, 0)
    assert "Nobody would get it now." in text_of(answer)


# When.


@pytest.mark.parametrize(("month", "day", "time"), [(3, 14, "02:30"), (11, 7, "01:30")])
def test_an_hour_that_clocks_skip_or_repeat_is_refused_in_plain_words(month, day, time, editor, text_of, settings):
    settings.TIME_ZONE = "America/New_York"
    newsletter = make_newsletter()
    sent = {"when": "later", "at_0": f"2027-{month:02}-{day:02}", "at_1": time}
    answer = editor.post(page(newsletter, "send"), {**sent, "seen": sending.seen_as(newsletter)})
    assert answer.status_code == 422
    assert "This hour does not exist or comes twice on that day, because clocks change." in text_of(answer)


def test_the_time_that_was_chosen_stays_where_somebody_changed_it_meanwhile(editor, text_of):
    newsletter, year = make_newsletter(), timezone.localdate().year + 1
    asked = form_values(editor.get(page(newsletter, "send")))
    Newsletter.objects.update(text="Wasps.")
    answer = editor.post(
        page(newsletter, "send"), {**asked, "when": "later", "at_0": f"{year}-07-01", "at_1": "09:30", "anyway": "on"}
    )
    assert answer.status_code == 409
    assert "Nothing was sent. It was changed since you opened this page." in text_of(answer)
    again = form_values(answer)
    assert (again["when"], again["at_0"], again["at_1"]) == ("later", f"{year}-07-01", "09:30")
    # What the check finds now is agreed to anew, and a mistake does not hide that it was changed.
    assert "anyway" not in again
    assert editor.post(page(newsletter, "send"), {**asked, "when": ""}).status_code == 409


@pytest.mark.parametrize("name", ["send", "test", "decide"])
def test_one_that_somebody_deleted_leads_back_to_the_list(name, editor, text_of):
    newsletter = make_newsletter()
    address = page(newsletter, name, *(["copy"] if name == "decide" else []))
    newsletter.delete()
    answer = editor.post(address, {"when": "now"}, follow=True)
    assert answer.status_code == 200
    assert "Nothing was done: somebody deleted this newsletter." in text_of(answer)


def test_links_to_pages_and_to_the_feed_are_links():
    make_newsletter(slug="april", in_archive=True)
    text = "[a](/updates/archive/april/) [b](/updates/archive/feed/) [c](/signup/) `![no picture](x)`"
    assert check.findings_of(make_newsletter(text=text)) == []


# While it waits, and while it goes out.


def held(**values) -> Newsletter:
    newsletter = make_newsletter(state="held")
    Mailing.objects.update(held_because="It should have begun earlier", **values)
    return newsletter


def test_one_that_waits_for_staff_says_why_and_is_sent_from_its_page(editor, text_of):
    newsletter, due_at = held(), timezone.now() + timedelta(days=40)
    Mailing.objects.update(due_at=due_at)
    seen = text_of(editor.get(page(newsletter, "change")))
    assert ": It should have begun earlier. It is due on" in seen
    answer = editor.post(page(newsletter, "decide", "release"), follow=True)
    assert "It goes out on " in text_of(answer)
    assert Mailing.objects.get().state == "queued"


def test_one_that_waits_for_staff_is_a_draft_again_where_nobody_got_it(editor):
    newsletter = held()
    row = Delivery.objects.create(mailing=newsletter.mailing, subscription=make_subscriber())
    editor.post(page(newsletter, "decide", "take-back"))
    newsletter.refresh_from_db()
    row.refresh_from_db()
    assert (newsletter.state, row.state) == ("draft", "cancelled")


def test_one_that_was_stopped_before_anybody_got_it_is_a_draft_again(editor):
    newsletter = make_newsletter(state="queued")
    decisions.stop(newsletter.mailing_id)
    editor.post(page(newsletter, "decide", "take-back"))
    newsletter.refresh_from_db()
    assert newsletter.state == "draft"


@pytest.mark.parametrize("state", ["held", "stopped"])
@pytest.mark.parametrize("outcome", ["sending", "sent", "unknown"])
def test_one_that_somebody_has_or_may_have_does_not_become_a_draft(outcome, state, editor):
    newsletter = make_newsletter(state=state)
    Delivery.objects.create(mailing=newsletter.mailing, state=outcome)
    with pytest.raises(sending.NotDone):
        sending.take_back(newsletter.pk)
    editor.post(page(newsletter, "decide", "take-back"))
    newsletter.refresh_from_db()
    assert newsletter.state == state


def test_the_pages_that_ask_say_how_many_people_it_is_about(editor, text_of):
    newsletter = make_newsletter(state="queued")
    for _ in range(2):
        make_subscriber()
    assert "2 people would get it" in text_of(editor.get(page(newsletter, "decide", "take-back")))
    Mailing.objects.update(state="sending", expanded_to=None, recipients=3)
    for state in ("sent", "queued", "queued"):
        Delivery.objects.create(mailing=newsletter.mailing, state=state)
    asked = text_of(editor.get(page(newsletter, "decide", "stop")))
    assert "Of 3 mails, 1 was sent, and 2 wait." in asked


def test_the_time_is_said_with_its_zone_once(editor, text_of):
    assert "UTC (UTC)" not in text_of(editor.get(page(make_newsletter(state="queued"), "change")))

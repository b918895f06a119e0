"""What staff decide about mailings and mails, and that none of it is done twice or against the mail worker."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from careers.admin.draft_pages import in_words
from signups.mail import decisions
from signups.mail.decisions import TooLate
from signups.mail.sending import PAUSES
from signups.models import Delivery, Mailing, MailWorker

from ..factories import make_newsletter, make_subscriber

pytestmark = pytest.mark.django_db


def make_mailing(state: str = "sending", *deliveries: str, **values) -> Mailing:
    """A mailing with a mail in each of these states."""
    values = {"kind": "newsletter", "state": state, "expanded_to": None, "recipients": len(deliveries), **values}
    mailing = Mailing.objects.create(**values)
    for one in deliveries:
        Delivery.objects.create(mailing=mailing, subscription=make_subscriber(), state=one)
    return mailing


def states_of(mailing: Mailing) -> list[str]:
    return sorted(mailing.deliveries.values_list("state", flat=True))


def page(row, name: str, *args) -> str:
    return reverse(f"admin:signups_{row._meta.model_name}_{name}", args=[row.pk, *args])


def test_stopping_a_mailing_sends_nothing_more_and_keeps_what_was_sent():
    mailing = make_mailing("sending", "sent", "queued", "claimed", "sending", "unknown", "failed", "withheld")
    assert decisions.stop(mailing.pk) == 2
    assert states_of(mailing) == ["cancelled", "cancelled", "failed", "sending", "sent", "unknown", "withheld"]
    assert set(mailing.deliveries.filter(state="cancelled").values_list("reason", flat=True)) == {
        "Staff stopped the mailing"
    }
    with pytest.raises(TooLate):
        decisions.stop(mailing.pk)


@pytest.mark.parametrize("state", ["done", "stopped"])
def test_what_is_over_is_not_stopped(state):
    with pytest.raises(TooLate):
        decisions.stop(make_mailing(state).pk)


@pytest.mark.parametrize(("hours", "state"), [(-1, "sending"), (1, "queued")])
def test_a_held_mailing_goes_out_at_its_time_and_once(hours, state):
    mailing = make_mailing("held", held_because="Odd", due_at=timezone.now() + timedelta(hours=hours))
    decisions.release(mailing.pk)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.held_because) == (state, "")
    with pytest.raises(TooLate):
        decisions.release(mailing.pk)


def test_one_that_may_have_arrived_keeps_its_key_and_one_that_was_refused_gets_another():
    mailing = make_mailing("done", "unknown", "failed")
    unknown, failed = mailing.deliveries.get(state="unknown"), mailing.deliveries.get(state="failed")
    for delivery in (unknown, failed):
        decisions.send_again(delivery.pk, decided_at=None)
        with pytest.raises(TooLate):
            decisions.send_again(delivery.pk, decided_at=None)
    assert states_of(mailing) == ["queued", "queued"]
    assert Delivery.objects.get(pk=unknown.pk).key == unknown.key
    assert Delivery.objects.get(pk=failed.pk).key != failed.key
    mailing.refresh_from_db()
    assert (mailing.state, mailing.outcome) == ("sending", None)


@pytest.mark.parametrize("state", ["queued", "claimed", "sending", "sent", "cancelled", "withheld"])
def test_nothing_else_is_sent_again(state):
    with pytest.raises(TooLate):
        decisions.send_again(make_mailing("done", state).deliveries.get().pk, decided_at=None)


def test_a_mail_of_a_stopped_mailing_is_not_sent_again():
    delivery = make_mailing("stopped", "unknown").deliveries.get()
    with pytest.raises(TooLate):
        decisions.send_again(delivery.pk, decided_at=None)
    assert Delivery.objects.get().state == "unknown"


@pytest.mark.parametrize("state", ["sending", "sent", "unknown", "failed"])
def test_only_what_is_in_the_queue_is_cancelled(state):
    with pytest.raises(TooLate):
        decisions.cancel(make_mailing("sending", state).deliveries.get().pk)
    queued = make_mailing("sending", "queued").deliveries.get()
    decisions.cancel(queued.pk)
    assert Delivery.objects.get(pk=queued.pk).state == "cancelled"


# The pages.


def test_a_mailings_page_says_what_became_of_each_recipient_and_why(editor, text_of):
    mailing = make_mailing("sending", "sent", "sent", "failed", "unknown", "cancelled", "withheld", "queued")
    mailing.deliveries.filter(state="failed").update(reason="550 no such mailbox")
    make_newsletter(subject="May bees")
    text = text_of(editor.get(page(mailing, "change")))
    for line in ("Sent 2", "Refused 1", "sent 1", "Cancelled by staff 1", "wanted 1", "waiting 1", "Recipients 7"):
        assert line in text
    assert "Refused 550 no such mailbox 1" in text
    listed = text_of(editor.get(reverse("admin:signups_mailing_changelist")))
    assert "2 sent, 1 refused, 1 not known, 1 cancelled, 1 not wanted, 1 waiting" in listed


def test_the_list_counts_all_mailings_in_one_query(editor):
    costs = []
    for _ in range(2):
        make_mailing("sending", "sent", "queued")
        with CaptureQueriesContext(connection) as queries:
            editor.get(reverse("admin:signups_mailing_changelist"))
        costs.append(len([one for one in queries if "signups_delivery" in one["sql"]]))
    assert costs == [1, 1]


def test_sending_again_asks_first_and_says_that_it_may_arrive_twice(editor, text_of):
    delivery = make_mailing("done", "unknown").deliveries.get()
    again = page(delivery, "decide", "send-again")
    assert "It may have arrived already: then they get it twice." in text_of(editor.get(again))
    assert Delivery.objects.get().state == "unknown"
    editor.post(again)
    assert Delivery.objects.get().state == "queued"
    assert "somebody else, or the mail worker, was quicker" in text_of(editor.post(again, follow=True))
    assert delivery.subscription.email not in str(list(LogEntry.objects.values()))


def test_two_who_look_at_the_same_mail_send_it_again_once(editor, text_of):
    delivery = make_mailing("done", "unknown").deliveries.get()
    Delivery.objects.update(decided_at=timezone.now() - timedelta(minutes=5))
    again = page(delivery, "decide", "send-again")
    [seen] = re.findall(r'name="seen" value="([^"]+)"', editor.get(again).content.decode())
    # The first pressed, it was sent, and nobody knows once more.
    Delivery.objects.update(decided_at=timezone.now())
    assert "was quicker" in text_of(editor.post(again, {"seen": seen}, follow=True))
    assert Delivery.objects.get().state == "unknown"
    [seen] = re.findall(r'name="seen" value="([^"]+)"', editor.get(again).content.decode())
    assert "It is queued again." in text_of(editor.post(again, {"seen": seen}, follow=True))
    assert Delivery.objects.get().state == "queued"


def test_staff_see_what_they_decide_about_and_how_many_it_concerns(editor, text_of):
    mailing = make_newsletter(subject="May bees", state="queued").mailing
    for _ in range(2):
        make_subscriber()
    stop = text_of(editor.get(page(mailing, "decide", "stop")))
    assert "Newsletter: May bees" in stop
    assert "2 people have not got it yet." in stop
    assert "make it a draft again on the newsletter's own page" in stop
    Mailing.objects.update(state="held", due_at=timezone.now() + timedelta(days=30))
    assert "2 people have not got it yet." in text_of(editor.get(page(mailing, "decide", "cancel")))
    due = in_words(Mailing.objects.get().due_at)
    release = text_of(editor.get(page(mailing, "decide", "release")))
    assert f"It goes out on {due}, to everybody who still wants it." in release
    assert f"It goes out on {due}." in text_of(editor.post(page(mailing, "decide", "release"), follow=True))


def test_of_a_mailing_that_began_those_who_wait_are_counted_and_those_that_failed(editor, text_of):
    mailing = make_mailing("sending", "sent", "queued", "failed", "unknown")
    make_subscriber()
    assert "1 person has not got it yet." in text_of(editor.get(page(mailing, "decide", "stop")))
    assert "2 mails may not have arrived." in text_of(editor.get(page(mailing, "decide", "leave")))
    mail = mailing.deliveries.get(state="failed")
    assert f"Newsletter, to {mail.subscription.email}." in text_of(editor.get(page(mail, "decide", "leave")))


def test_a_mailing_whose_recipients_cannot_be_found_is_cancelled_all_the_same(editor, text_of):
    mailing = Mailing.objects.create(kind="of an earlier version", state="held")
    cancel = text_of(editor.get(page(mailing, "decide", "cancel")))
    assert "How many people would get it cannot be counted." in cancel
    editor.post(page(mailing, "decide", "cancel"))
    assert Mailing.objects.get().state == "stopped"


@pytest.mark.parametrize(
    ("state", "put_off", "tries"),
    [
        ("queued", 0, 0),
        ("queued", 2, 2),
        ("sent", 0, 1),
        ("unknown", 1, 2),
        ("failed", 0, 1),
        ("withheld", 0, 0),
        # Given up.
        ("failed", len(PAUSES) + 1, len(PAUSES) + 1),
    ],
)
def test_each_time_that_a_mail_was_tried_counts(state, put_off, tries, editor, text_of):
    mail = make_mailing("sending", state).deliveries.get()
    Delivery.objects.update(attempts=put_off, due_at=datetime(2026, 5, 3, 10, 30, tzinfo=UTC))
    text = text_of(editor.get(page(mail, "change")))
    assert f"Tries {tries}" in text
    # The zone is said once.
    assert "Due May 3, 2026, 10:30 a.m. UTC Decided" in text


def test_the_desk_offers_nothing_that_a_stopped_mailing_forbids(editor, text_of):
    make_mailing("stopped", "unknown")
    assert "Nothing of a stopped mailing is sent again: leave them." in text_of(editor.get("/admin/"))
    make_mailing("done", "unknown")
    says = "Send them again, or leave them. Those of a stopped mailing can only be left."
    assert says in text_of(editor.get("/admin/"))
    Mailing.objects.filter(state="stopped").delete()
    assert "can only be left" not in text_of(editor.get("/admin/"))


def test_what_staff_leave_is_off_the_desk_and_still_counted(editor, text_of):
    mailing = make_mailing("done", "unknown", "failed", "failed")
    desk = text_of(editor.get("/admin/"))
    assert "1 mail may or may not have arrived" in desk
    assert "2 mails were refused" in desk
    editor.post(page(mailing.deliveries.get(state="unknown"), "decide", "leave"))
    assert "may or may not have arrived" not in text_of(editor.get("/admin/"))
    editor.post(page(mailing, "decide", "leave"))
    assert "refused" not in text_of(editor.get("/admin/"))
    assert "Refused 2" in text_of(editor.get(page(mailing, "change")))


def test_the_desk_says_when_nothing_sends_what_is_due(editor, text_of):
    make_mailing("queued", due_at=timezone.now() + timedelta(hours=1))
    assert "nothing sends it" not in text_of(editor.get("/admin/"))
    make_mailing("queued", due_at=timezone.now() - timedelta(minutes=1))
    assert "1 mailing is due, and nothing sends it" in text_of(editor.get("/admin/"))
    worker = MailWorker.objects.create(name="one", seen_at=timezone.now() - timedelta(hours=2))
    assert "The mail worker was last seen 2 hours ago" in text_of(editor.get("/admin/")).replace("\xa0", " ")
    MailWorker.objects.filter(pk=worker.pk).update(seen_at=timezone.now())
    assert "nothing sends it" not in text_of(editor.get("/admin/"))


@pytest.mark.parametrize(
    ("reason", "late", "says"),
    [
        ("No mail goes out: The mail server answered 535", {"minutes": 31}, "The mail server answered 535."),
        ("", {"hours": 25}, "Nothing says why"),
        ("", {"hours": 3}, None),
        ("The mail server answered 451", {"hours": 3}, None),
        ("No mail goes out: The mail server answered 535", {"minutes": 5}, None),
    ],
)
def test_the_desk_says_when_mail_is_late_and_why(reason, late, says, editor, text_of):
    make_mailing("sending", "queued", "queued")
    make_mailing("held", "queued")
    Delivery.objects.update(due_at=timezone.now() - timedelta(**late))
    Delivery.objects.filter(pk=Delivery.objects.earliest("pk").pk).update(reason=reason)
    MailWorker.objects.create(name="one")
    desk = text_of(editor.get("/admin/"))
    assert ("2 mails should have gone out long ago" in desk) is bool(says)
    if says:
        assert says in desk
        listed = text_of(editor.get(f"{reverse('admin:signups_delivery_changelist')}?open=late"))
        assert listed.count("Newsletter Queued") == 2


def test_a_held_mailing_says_why_and_waits_on_the_desk(editor, text_of):
    mailing = make_mailing("held", held_because="The database was put back")
    assert "1 mailing waits for your decision" in text_of(editor.get("/admin/"))
    assert "The database was put back" in text_of(editor.get(page(mailing, "change")))
    editor.post(page(mailing, "decide", "cancel"))
    mailing.refresh_from_db()
    assert mailing.state == "stopped"


def test_a_mail_to_somebody_who_is_erased_opens(editor, text_of):
    delivery = make_mailing("done", "sent").deliveries.get()
    delivery.subscription.delete()
    assert "Somebody who is erased" in text_of(editor.get(page(delivery, "change")))

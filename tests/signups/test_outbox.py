"""Mail goes through the outbox: each recipient has a row, is asked about once more, and is counted once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from signups import personal_data
from signups.mail import accounting, decisions, expanding, kinds, outbox, sending, worker
from signups.mail.transport import Outcome, Result
from signups.models import Delivery, Mailing, Subscription

from ..factories import make_site_words
from ..mailing import deliver

pytestmark = pytest.mark.django_db

WORDS = kinds.Words("reviews", "News & more", {"name": "Ada", "count": 0, "careers": [], "link": "https://x.example/"})


@pytest.fixture
def told() -> list[int]:
    return []


@pytest.fixture(autouse=True)
def letter(monkeypatch, told):
    """A series that everybody who is confirmed gets, and a mail to one person; `told` has who was sent it."""
    monkeypatch.setattr(kinds, "_registered", dict(kinds._registered))
    monkeypatch.setattr(worker, "_duties", [])
    everybody = Subscription.objects.confirmed
    kinds.register(
        kinds.Kind(
            name="letter",
            label="Letter",
            words=lambda delivery: WORDS,
            recipients=lambda mailing: everybody(),
            is_series=True,
            when_sent=lambda delivery: told.append(delivery.subscription_id),
        ),
        kinds.Kind(name="note", label="Note", words=lambda delivery: WORDS),
    )


def subscribe(*names: str, **values) -> list[Subscription]:
    return [Subscription.objects.create(email=f"{name}@example.org", status="confirmed", **values) for name in names]


def states() -> dict[str, str]:
    rows = Delivery.objects.values_list("subscription__email", "state")
    return {email.partition("@")[0]: state for email, state in rows}


def test_a_mailing_reaches_everybody_once_and_adds_up(told):
    people = subscribe("ada", "grace", "zoe")
    Subscription.objects.create(email="waiting@example.org")
    mailing = outbox.queue_for_many("letter")
    assert deliver() == {"SENT": 3}
    assert {message.to[0] for message in mail.outbox} == {person.email for person in people}
    assert sorted(told) == [person.pk for person in people]
    mailing.refresh_from_db()
    account = accounting.account_of(mailing)
    assert (mailing.state, account.recipients, account.sent, account.adds_up) == ("done", 3, 3, True)
    assert deliver() == {}
    assert len(mail.outbox) == 3


def test_nothing_is_sent_of_what_was_rolled_back_or_is_not_due():
    subscribe("ada")
    outbox.queue_for_many("letter", due_at=timezone.now() + timedelta(hours=1))
    outbox.queue_for_one("note", email="ada@example.org", due_at=timezone.now() + timedelta(hours=1))
    assert deliver() == {}
    assert not Delivery.objects.exclude(state="queued").exists()


def test_who_unsubscribed_paused_or_was_erased_meanwhile_gets_nothing_and_is_counted(monkeypatch):
    subscribe("ada", "gone", "paused", "erased", "fresh")
    mailing = outbox.queue_for_many("letter")
    expanding.begin_due()
    expanding.expand()
    Subscription.objects.filter(email="gone@example.org").update(status="unsubscribed")
    tomorrow = timezone.localdate() + timedelta(days=1)
    Subscription.objects.filter(email="paused@example.org").update(paused_until=tomorrow)
    personal_data.erase("erased@example.org")
    assert deliver() == {"SENT": 2}
    account = accounting.account_of(Mailing.objects.get())
    assert (account.recipients, account.sent, account.withheld, account.adds_up) == (5, 2, 3, True)
    assert account.reasons == {"withheld": {"No longer subscribed": 1, "Paused": 1, "The person was erased": 1}}
    assert mailing.deliveries.filter(subscription=None, email="").count() == 1


def test_what_a_kind_does_not_want_sent_any_more_is_withheld_with_its_reason():
    def nothing(delivery):
        raise kinds.NotWanted("Nothing has changed")

    kinds.register(kinds.Kind(name="empty", label="Empty", words=nothing))
    delivery = outbox.queue_for_one("empty", email="ada@example.org")
    assert deliver() == {}
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("withheld", "Nothing has changed")
    assert Mailing.objects.get().state == "done"


def test_a_mail_of_a_series_says_how_to_end_it_and_who_sends_it(settings):
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = "https://careers.example.org", "Careers <news@example.org>"
    make_site_words(name="Paths of Ohio", contact_address="1 Main Street\nAkron", contact_email="us@example.org")
    [ada] = subscribe("ada")
    outbox.queue_for_many("letter")
    deliver()
    [message] = mail.outbox
    sent, row = message.message(), Delivery.objects.get()
    assert sent["Message-ID"] == f"<{row.key}@example.org>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["List-Id"] == "<letter.careers.example.org>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = sent["List-Unsubscribe"].strip("<>")
    assert link.startswith("https://careers.example.org/updates/unsubscribe/")
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    for words in (message.body, html):
        assert link in words
        assert "/updates/topics/" in words
        assert "Paths of Ohio" in words
        assert "1 Main Street" in words
        assert "us@example.org" in words
        assert ada.email not in words
    assert "<img" not in html


def test_mail_to_one_person_says_nothing_of_unsubscribing_and_goes_before_a_mailing():
    subscribe("ada", "grace")
    outbox.queue_for_many("letter")
    expanding.begin_due()
    expanding.expand()
    outbox.queue_for_one("note", email="first@example.org")
    deliver()
    [first, *others] = mail.outbox
    assert first.to == ["first@example.org"]
    assert "List-Unsubscribe" not in first.extra_headers
    assert "nsubscribe" not in first.body
    assert len(others) == 2


def test_a_provider_gets_the_rows_key_where_it_takes_one(settings):
    settings.MAIL_KEY_HEADER = "Resend-Idempotency-Key"
    delivery = outbox.queue_for_one("note", email="ada@example.org")
    deliver()
    assert mail.outbox[0].extra_headers["Resend-Idempotency-Key"] == str(delivery.key)


def test_what_cannot_be_written_is_tried_again_with_growing_pauses_and_then_given_up(monkeypatch, caplog):
    def broken(delivery):
        raise ValueError("ada@example.org is not what was expected")

    kinds.register(kinds.Kind(name="broken", label="Broken", words=broken))
    monkeypatch.setattr(sending, "PAUSES", [timedelta(minutes=1), timedelta(minutes=5)])
    delivery = outbox.queue_for_one("broken", email="ada@example.org")
    waits = []
    for _ in range(3):
        deliver()
        delivery.refresh_from_db()
        waits.append(round((delivery.due_at - timezone.now()) / timedelta(minutes=1)))
        Delivery.objects.update(due_at=timezone.now())
    assert waits[:2] == [1, 5]
    assert delivery.state == "failed"
    assert delivery.reason.startswith("The mail could not be written (ValueError in test_outbox.py, line ")
    assert delivery.reason.endswith("tried 3 times")
    assert Mailing.objects.get().state == "done"
    assert "ada@example.org" not in caplog.text


def test_a_mailing_that_is_late_waits_for_staff_and_goes_once_they_let_it(settings):
    subscribe("ada")
    late = outbox.queue_for_many("letter", due_at=timezone.now() - timedelta(hours=25))
    outbox.queue_for_many("letter", due_at=timezone.now() - timedelta(hours=23))
    assert deliver() == {"SENT": 1}
    late.refresh_from_db()
    assert (late.state, late.held_because) == ("held", "It should have begun more than 24 hours earlier")
    decisions.release(late.pk)
    assert deliver() == {"SENT": 1}


def test_a_mailing_that_staff_stop_is_cancelled_and_adds_up():
    subscribe("ada", "grace")
    mailing = outbox.queue_for_many("letter")
    expanding.begin_due()
    expanding.expand()
    decisions.stop(mailing.pk)
    assert deliver() == {}
    mailing.refresh_from_db()
    account = accounting.account_of(mailing)
    assert (mailing.state, account.cancelled, account.adds_up) == ("stopped", 2, True)
    assert mailing.done_at
    assert mail.outbox == []


@pytest.mark.parametrize("result", [Result.LATER, Result.NO_SERVER])
def test_a_mail_in_hand_when_staff_stop_its_mailing_is_cancelled_if_the_server_did_not_take_it(result, monkeypatch):
    subscribe("ada")
    mailing = outbox.queue_for_many("letter")

    def stop_meanwhile(*_):
        decisions.stop(mailing.pk)
        return Outcome(result, "No")

    monkeypatch.setattr("signups.mail.transport.Backend.send", stop_meanwhile)
    deliver()
    accounting.finish_all()
    mailing.refresh_from_db()
    account = accounting.account_of(mailing)
    assert (account.cancelled, account.adds_up, bool(mailing.done_at)) == (1, True, True)


def test_what_turns_out_to_be_sent_is_counted_so_in_a_mailing_that_is_done(monkeypatch):
    subscribe("ada", "grace")
    mailing = outbox.queue_for_many("letter")

    def taken_for_gone(transport, message):
        Delivery.objects.filter(state="sending").update(state="unknown")
        Delivery.objects.filter(state="claimed").update(state="withheld")
        accounting.finish([mailing.pk])
        return Outcome(Result.SENT)

    monkeypatch.setattr("signups.mail.transport.Backend.send", taken_for_gone)
    deliver()
    mailing.refresh_from_db()
    account = accounting.account_of(mailing)
    assert (account.sent, account.unknown, account.withheld) == (1, 0, 1)


def test_a_mailing_whose_sum_is_wrong_is_not_done(caplog):
    subscribe("ada", "grace")
    mailing = outbox.queue_for_many("letter")
    expanding.begin_due()
    expanding.expand()
    Delivery.objects.first().delete()
    deliver()
    mailing.refresh_from_db()
    assert mailing.state == "sending"
    assert not accounting.account_of(mailing).adds_up
    assert f"Mailing {mailing.pk} has 2 recipients, and says of 1" in caplog.text


def test_what_was_done_long_ago_is_forgotten_and_its_counts_stay(settings):
    subscribe("ada", "grace")
    many = outbox.queue_for_many("letter")
    outbox.queue_for_one("note", email="ada@example.org")
    deliver()
    assert personal_data.expire().mails == 0
    Mailing.objects.update(done_at=timezone.now() - timedelta(days=settings.MAIL_RETENTION_DAYS + 1))
    assert personal_data.expire().mails == 3
    assert not Delivery.objects.exists()
    assert list(Mailing.objects.all()) == [many]
    many.refresh_from_db()
    assert accounting.account_of(many).sent == 2


def test_a_person_gets_what_mail_they_were_sent_and_is_forgotten():
    subscribe("ada")
    outbox.queue_for_many("letter")
    outbox.queue_for_one("note", email="ADA@example.org")
    deliver()
    mails = personal_data.export("ada@example.org")["mails"]
    assert {(row["mail"], row["state"]) for row in mails} == {("Letter", "Sent"), ("Note", "Sent")}
    later = outbox.queue_for_one("note", email="ada@example.org")
    personal_data.erase("ada@example.org")
    later.refresh_from_db()
    assert (later.state, later.email) == ("withheld", "")
    assert personal_data.export("ada@example.org")["mails"] == []
    assert deliver() == {}


def test_what_nobody_knows_about_goes_again_only_when_staff_say_so(monkeypatch):
    subscribe("ada")
    mailing = outbox.queue_for_many("letter")
    send = "django.core.mail.backends.locmem.EmailBackend.send_messages"
    with monkeypatch.context() as slow:
        slow.setattr(send, lambda *_: (_ for _ in ()).throw(TimeoutError))
        assert deliver() == {"UNKNOWN": 1}
    assert deliver() == {}
    mailing.refresh_from_db()
    assert (mailing.state, accounting.account_of(mailing).unknown) == ("done", 1)
    mail = Delivery.objects.get()
    decisions.send_again(mail.pk, decided_at=mail.decided_at)
    assert deliver() == {"SENT": 1}
    mailing.refresh_from_db()
    assert (mailing.state, accounting.account_of(mailing).sent) == ("done", 1)

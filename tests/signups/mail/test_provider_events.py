"""What a mail provider tells of mails: only with its signature, kept once, and without the address."""

import hashlib
import hmac
import json

import pytest
from django.utils import timezone

from signups.mail import accounting, standing
from signups.models import AddressTrouble, Delivery, Mailing, Subscription

pytestmark = pytest.mark.django_db

ADDRESS = "student@example.org"
KEY = "key-of-the-provider"


@pytest.fixture(autouse=True)
def provider(settings):
    settings.MAIL_PROVIDER, settings.MAIL_EVENTS = "mailgun", True
    settings.ANYMAIL = {"MAILGUN_API_KEY": "x", "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}


@pytest.fixture
def tell(client):
    def tell(
        event: str, *, key: str = KEY, token: str = "one", recipient: str = ADDRESS, code="", message_id="", **said
    ):
        signature = hmac.new(key.encode(), f"1790000000{token}".encode(), hashlib.sha256).hexdigest()
        body = {
            "signature": {"timestamp": "1790000000", "token": token, "signature": signature},
            "event-data": {
                "event": event,
                "timestamp": 1790000000.0,
                "recipient": recipient,
                "delivery-status": {"message": code},
                "message": {"headers": {"message-id": message_id}},
                **said,
            },
        }
        return client.post("/mail/events/", json.dumps(body), content_type="application/json")

    return tell


def test_a_mailbox_that_is_not_there_is_kept_without_the_address(tell):
    answer = f"550 5.1.1 <{ADDRESS}>: no such user"
    assert tell("failed", severity="permanent", reason="bounce", code=answer).status_code == 200
    trouble = AddressTrouble.objects.get()
    assert trouble.kind == "permanent"
    assert trouble.said == "550 5.1.1 <(address)>: no such user"
    assert list(standing.troubles_of(ADDRESS.upper())) == [trouble]


@pytest.mark.parametrize(
    ("code", "reason", "kind"),
    [
        ("552 5.2.2 mailbox full", "bounce", "soft"),
        ("554 5.7.1 refused by policy", "bounce", "soft"),
        ("550 blocked: 5.1.1.9", "generic", "soft"),
        ("", "bounce", "permanent"),
        ("", "generic", "soft"),
    ],
)
def test_only_an_answer_about_the_mailbox_is_permanent(code, reason, kind, tell):
    tell("failed", severity="permanent", reason=reason, code=code)
    assert AddressTrouble.objects.get().kind == kind


def test_mail_that_the_provider_will_try_again_is_no_trouble_yet(tell):
    tell("failed", severity="temporary", reason="generic", code="451 try later")
    assert not AddressTrouble.objects.exists()


def test_an_event_told_twice_is_kept_once(tell):
    for _ in range(2):
        tell("complained")
    assert [row.kind for row in AddressTrouble.objects.all()] == ["complaint"]


def test_who_unsubscribes_at_the_provider_is_unsubscribed_here(tell):
    row = Subscription.objects.create(email=ADDRESS, status="confirmed", confirmed_at=timezone.now())
    row.topics.create(kind="newsletter", confirmed_at=timezone.now())
    tell("unsubscribed", recipient="Student@Example.org")
    # Whoever comes back for something else gets that alone.
    assert (Subscription.objects.get().status, row.topics.count()) == ("unsubscribed", 0)


def test_a_mail_that_arrived_is_not_unknown_any_more(tell):
    mailing = Mailing.objects.create(kind="any", state="sending", expanded_to=None, recipients=2)
    for number, state in enumerate(["unknown", "failed"]):
        Delivery.objects.create(mailing=mailing, email=ADDRESS, state=state, provider_id=f"<{number}@example.org>")
    accounting.finish([mailing.pk])
    for number in range(2):
        tell("delivered", message_id=f"{number}@example.org", token=str(number))
    assert [row.state for row in Delivery.objects.all()] == ["sent", "failed"]
    account = accounting.account_of(Mailing.objects.get())
    assert (account.sent, account.failed, account.unknown) == (1, 1, 0)


@pytest.mark.parametrize("changed", [{"key": "of somebody else"}, {"key": ""}])
def test_a_stranger_is_not_believed(changed, tell):
    assert tell("complained", **changed).status_code == 400
    assert not AddressTrouble.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"signature": 1}', "\ud800".encode("utf-8", "surrogatepass")])
def test_what_cannot_be_read_is_refused(body, client):
    assert client.post("/mail/events/", body, content_type="application/json").status_code == 400


def test_an_event_of_nobody_is_passed_over(tell):
    assert tell("complained", recipient="nobody").status_code == 200
    assert not AddressTrouble.objects.exists()


def test_without_a_key_there_is_no_such_page(settings, tell):
    settings.MAIL_EVENTS = False
    assert tell("complained").status_code == 404


def test_a_page_for_the_provider_alone_is_not_shown(client):
    assert client.get("/mail/events/").status_code == 405

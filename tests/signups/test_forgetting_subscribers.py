"""An erased person leaves nothing but a keyed code, which keeps them off lists and never out."""

import json
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import connection

from signups import personal_data
from signups.mail import outbox
from signups.models import AddressChange, Delivery, ForgottenAddress, SignupRequest, Subscription
from signups.updates import changing_address
from signups.updates.forgotten import was_erased

pytestmark = pytest.mark.django_db

# In no word of the site itself.
ADDRESS = "qzada@example.org"
OTHER = "other@example.org"


def whole_database() -> str:
    """All text in it."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return str(rows).lower()


@pytest.fixture
def kept(subscribed, sign_up, visitor, opened):
    """Traces of an address wherever mail and signing up leave them, and somebody else's beside them."""
    row, other = subscribed(ADDRESS), subscribed(OTHER)
    changing_address.ask_for(row, "qzada.new@example.org")
    changing_address.ask_for(other, ADDRESS)
    outbox.queue_for_one("new-address", email=ADDRESS, data={"change": 1})
    outbox.queue_for_one("confirmation", subscription=row)
    Delivery.objects.filter(subscription=row).update(provider_id="provider-knows-qzada")
    for email in (ADDRESS.upper(), OTHER):
        visitor.post("/updates/mine/", {"email": email, "opened": opened()})
    return row


def test_erasing_reaches_the_outbox_requests_and_changes(kept, work):
    deliveries = Delivery.objects.count()
    personal_data.erase(ADDRESS)
    text = whole_database()
    assert "qzada" not in text
    assert OTHER in text
    # Mails are still counted, and those that wait are not sent.
    assert Delivery.objects.count() == deliveries
    assert set(Delivery.objects.filter(subscription=None).values_list("state", flat=True)) == {"withheld"}
    assert not AddressChange.objects.exists()
    assert SignupRequest.objects.count() == 1
    assert [mail.to for mail in work()] == [OTHER]


def test_an_export_has_what_is_kept_of_mail_and_signing_up(kept):
    output = StringIO()
    call_command("personal_data", "export", ADDRESS, stdout=output)
    exported = json.loads(output.getvalue())
    [mine] = exported["subscriptions"]
    assert mine["topics"][0]["about"] == "The newsletter"
    assert mine["new_address"]["email"] == "qzada.new@example.org"
    assert len(exported["signup_forms"]) == 2
    assert len(exported["mails"]) == 3
    assert OTHER not in output.getvalue()


def test_only_a_code_is_left_which_tells_nothing(kept):
    assert not was_erased(ADDRESS)
    personal_data.erase(ADDRESS)
    assert was_erased(ADDRESS.upper())
    assert not was_erased(OTHER)
    [code] = ForgottenAddress.objects.values_list("key", flat=True)
    assert len(code) == 64
    assert not LogEntry.objects.filter(object_repr__icontains="qzada").exists()


def test_the_code_is_known_after_the_sites_key_has_changed(settings):
    personal_data.erase(ADDRESS)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert was_erased(ADDRESS)


def test_the_persons_own_new_signup_comes_before_the_code(sign_up, press):
    personal_data.erase(ADDRESS)
    [mail] = sign_up(ADDRESS)
    # Anybody can type the address: until its owner says so, the code stands.
    assert was_erased(ADDRESS)
    press(mail.path)
    assert not was_erased(ADDRESS)
    assert Subscription.objects.get().status == "confirmed"

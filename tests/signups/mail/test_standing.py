"""To whom no mail goes any more, and who gets what they ask for all the same."""

from datetime import timedelta

import pytest
from django.utils import timezone

from signups import personal_data
from signups.mail import kinds, standing
from signups.models import AddressTrouble, Delivery, Mailing, Subscription

pytestmark = pytest.mark.django_db

ADDRESS = "student@example.org"


@pytest.fixture(autouse=True)
def some_kinds(monkeypatch):
    monkeypatch.setattr(kinds, "_registered", {})
    kinds.register(
        kinds.Kind(name="series", label="Newsletter", words=None, is_series=True),
        kinds.Kind(name="told", label="Reminder", words=None),
        kinds.Kind(name="asked", label="Link", words=None, is_asked_for=True),
    )


@pytest.fixture
def refused():
    """The kinds of mail that do not go to the subscriber."""
    subscription = Subscription.objects.create(
        email=ADDRESS, status="confirmed", confirmed_at=timezone.now() - timedelta(days=50)
    )

    def refused() -> set[str]:
        rows = [
            Delivery(mailing=Mailing(kind=kind.name), subscription=Subscription.objects.get(pk=subscription.pk))
            for kind in kinds.all_kinds()
        ]
        return {row.mailing.kind for row in rows if standing.refusal(row)}

    return refused


def test_nothing_happened(refused):
    standing.note("permanent", "other@example.org")
    assert refused() == set()


def test_no_mail_at_all_goes_to_a_mailbox_that_is_not_there(refused):
    standing.note_answer(ADDRESS, 550, "5.1.1 no such user", is_of_address=True)
    assert refused() == {"series", "told", "asked"}


@pytest.mark.parametrize("text", ["5.7.1 blocked", "5.2.2 mailbox full", "5.1.8 bad sender"])
def test_what_a_server_has_against_the_mail_or_its_sender_blocks_nobody(text, refused):
    standing.note_answer(ADDRESS, 550, text, is_of_address=True)
    standing.note_answer(ADDRESS, 550, "", is_of_address=False)
    assert refused() == set()


@pytest.mark.parametrize(("first", "is_believed"), [(True, True), (False, False)])
def test_an_address_that_is_refused_without_a_reason_is_given_up_on_another_day(first, is_believed, refused):
    for _ in range(2):
        standing.note_answer(ADDRESS, 550, "", is_of_address=first)
    assert refused() == set()
    AddressTrouble.objects.update(at=timezone.now() - timedelta(days=1))
    standing.note_answer(ADDRESS, 550, "", is_of_address=True)
    assert ("asked" in refused()) is is_believed


def test_who_complained_gets_what_they_ask_for(refused):
    standing.note("complaint", "STUDENT@example.org")
    assert refused() == {"series", "told"}


def test_who_complained_and_confirmed_anew_gets_updates_again(refused):
    standing.note("complaint", ADDRESS)
    Subscription.objects.update(confirmed_at=timezone.now() + timedelta(minutes=1))
    assert refused() == set()


def test_five_that_came_back_within_a_month_pause_what_is_not_asked_for(refused):
    for _ in range(4):
        standing.note_answer(ADDRESS, 452, "4.2.2 mailbox full", is_of_address=True)
    assert refused() == set()
    standing.note_answer(ADDRESS, 552, "5.2.2 mailbox full", is_of_address=True)
    assert refused() == {"series", "told"}
    AddressTrouble.objects.update(at=timezone.now() - timedelta(days=31))
    assert refused() == set()


def test_staff_let_mail_go_again(refused):
    standing.note("permanent", ADDRESS)
    assert standing.lift("Student@Example.ORG") == 1
    assert refused() == set()


def test_an_address_is_known_after_the_site_has_a_new_key(refused, settings):
    standing.note("permanent", ADDRESS)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    assert "series" in refused()


def test_what_is_old_is_forgotten():
    for kind, days in (("soft", 31), ("soft", 29), ("permanent", 31), ("permanent", 366)):
        standing.note(kind, ADDRESS)
        AddressTrouble.objects.filter(pk=AddressTrouble.objects.latest("pk").pk).update(
            at=timezone.now() - timedelta(days=days)
        )
    assert standing.expire() == 2
    assert sorted(AddressTrouble.objects.values_list("kind", flat=True)) == ["permanent", "soft"]


def test_whoever_asks_is_told_and_forgotten():
    standing.note_answer(ADDRESS, 552, f"5.2.2 {ADDRESS} is full", is_of_address=True)
    told = personal_data.export(ADDRESS)["mail_that_came_back"]
    assert [(row["what"], row["said"]) for row in told] == [
        ("Mail did not get through this time", "552 5.2.2 (address) is full")
    ]
    personal_data.erase("STUDENT@example.org")
    assert not AddressTrouble.objects.exists()

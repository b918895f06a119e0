"""Two digests that wait for one person tell each change once, whichever workers send them."""

import pytest
from django.core import mail

from signups.mail import kinds, worker
from signups.models import Delivery
from signups.updates import digests

from ..mailing import deliver
from .digesting import approve, follower, mailing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def alone(monkeypatch, settings):
    """Nothing but what the tests queue, in one batch."""
    monkeypatch.setattr(worker, "_duties", [])
    settings.MAIL_PER_SECOND = settings.MAIL_PER_DOMAIN = 0


def waiting(subscription, *states: str) -> list[Delivery]:
    made = []
    for state in states:
        of = mailing()
        of.state, of.expanded_to, of.recipients = "sending", None, 1
        of.save()
        made.append(Delivery.objects.create(mailing=of, subscription=subscription, state=state))
    return made


def outcomes() -> list[tuple[str, str]]:
    return list(Delivery.objects.order_by("pk").values_list("state", "reason"))


def test_two_in_one_batch_are_one_mail(career, newer):
    reader = follower(career)
    approve(newer)
    waiting(reader, "queued", "queued")
    assert deliver() == {"SENT": 1}
    assert [one.subject for one in mail.outbox] == ["Medical Coder: what changed"]
    assert outcomes() == [("sent", ""), ("withheld", digests.NOTHING)]


@pytest.mark.parametrize("other", ["claimed", "sending"])
def test_one_that_another_worker_has_in_hand_is_the_only_one(other, career, newer):
    reader = follower(career)
    approve(newer)
    _, second = waiting(reader, other, "queued")
    with pytest.raises(kinds.NotWanted, match=digests.ANOTHER):
        digests.words(second)


def test_of_two_that_wait_the_older_goes_and_one_that_staff_hold_keeps_nobody_waiting(career, newer):
    reader = follower(career)
    approve(newer)
    held, first, _ = waiting(reader, "queued", "queued", "queued")
    held.mailing.state = "held"
    held.mailing.save()
    assert digests.words(first).subject == "Medical Coder: what changed"

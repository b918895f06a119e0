"""Forms that strangers sent, and what the mail worker makes of them.

The page stores what it was given and looks nothing up, so its answer and its time are the same for every address.
"""

import logging

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from careers.models import Career, Field

from ..addresses import rows_with
from ..models import SignupRequest, Subscription, Topic
from . import asking

logger = logging.getLogger("careerinfo.signups")

Wants = SignupRequest.Wants
# So many things wait for an owner's word at most, however many a stranger ticks in their name.
MOST_WAITING = 30


def receive(email: str, topics: list[dict]) -> None:
    SignupRequest.objects.create(email=email, topics=topics)


def receive_for_link(email: str) -> None:
    SignupRequest.objects.create(email=email, wants=Wants.LINK)


def take_up() -> None:
    """Once in each of the mail worker's rounds. Links come first: whatever floods the signups, they go on."""
    for wants, act in ((Wants.LINK, _send_link), (Wants.TOPICS, _sign_up)):
        for request in SignupRequest.objects.filter(wants=wants)[: asking.AT_ONCE]:
            try:
                _take_up_one(request, act)
            except asking.TooMany:
                asking.tell_of_flood()
                break
            except (OperationalError, InterfaceError):
                # The others would fail too; the worker waits, and says so once.
                raise
            # Whatever else it is, the others are taken up.
            except Exception as error:  # noqa: BLE001
                # What it says may quote the address.
                logger.error("Signup request %s could not be taken up: %s", request.pk, type(error).__name__)


@transaction.atomic
def _take_up_one(request: SignupRequest, act) -> None:
    """Whoever deletes the row has it; where the rest fails, it is back."""
    if SignupRequest.objects.filter(pk=request.pk).delete()[0]:
        act(request)


def _send_link(request: SignupRequest) -> None:
    subscription = Subscription.objects.with_address(request.email).select_for_update().first()
    if subscription:
        asking.send_link(subscription)


def _sign_up(request: SignupRequest) -> None:
    subscription = _stored(request.email)
    if subscription.status == Subscription.Status.UNSUBSCRIBED:
        subscription.wait_for_confirmation()
    Topic.objects.bulk_create(_topics(request, subscription)[:MOST_WAITING], ignore_conflicts=True)
    # The newest are kept: a stranger who has asked for many leaves room for the owner.
    waiting = subscription.topics.filter(confirmed_at=None).order_by("-asked_at", "-pk").values_list("pk", flat=True)
    Topic.objects.filter(pk__in=list(waiting[MOST_WAITING:])).delete()
    is_waiting = subscription.status == Subscription.Status.PENDING
    if is_waiting or subscription.topics.filter(confirmed_at=None).exists():
        asking.ask(subscription)


def _stored(email: str) -> Subscription:
    """The address's row, held until it is settled what its owner is asked."""
    new = Subscription(email=email)
    new.set_normal_email()
    # The same address may come in twice at the same moment: PostgreSQL would write it into its log with the error.
    Subscription.objects.bulk_create([new], ignore_conflicts=True)
    # A row of older code has only the address as it was typed.
    known = Subscription.objects.with_address(email).first() or rows_with(Subscription.objects.all(), email).get()
    return Subscription.objects.select_for_update().get(pk=known.pk)


def _topics(request: SignupRequest, subscription: Subscription) -> list[Topic]:
    """Those of careers and fields that are still there."""
    ids = {kind: [one["id"] for one in request.topics if one["kind"] == kind] for kind in ("career", "field")}
    careers = Career.objects.filter(pk__in=ids["career"])
    fields = Field.objects.filter(pk__in=ids["field"])
    of_site = [one["kind"] for one in request.topics if one["kind"] not in ids]
    now = timezone.now()
    given = [
        *({"kind": Topic.Kind.CAREER, "career": career} for career in careers),
        *({"kind": Topic.Kind.FIELD, "field": field} for field in fields),
        *({"kind": kind} for kind in of_site),
    ]
    return [Topic(subscription=subscription, asked_at=now, **values) for values in given]

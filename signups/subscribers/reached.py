"""Whether mail gets to a subscriber's address, and what mail servers and its owner said of that which went there."""

from dataclasses import dataclass

from ..mail import kinds, standing
from ..models import AddressTrouble, Delivery, Mailing, Subscription

SHOWN = 50


@dataclass(frozen=True)
class Reached:
    """`refusal` says why updates do not go to the address; empty where they go."""

    refusal: str
    # Whether a link that they ask for goes there all the same.
    only_asked_for: bool
    troubles: list[AddressTrouble]


def reached(subscription: Subscription) -> Reached:
    refusals = {kind.is_asked_for: _refusal(subscription, kind) for kind in _one_of_each()}
    updates, asked_for = refusals.get(False, ""), refusals.get(True, "")
    troubles = list(standing.troubles_of(subscription.email)[:SHOWN])
    return Reached(updates, bool(updates and not asked_for), troubles)


def _one_of_each() -> list[kinds.Kind]:
    return list({kind.is_asked_for: kind for kind in kinds.all_kinds() if kind.is_asked_for or kind.is_series}.values())


def _refusal(subscription: Subscription, kind: kinds.Kind) -> str:
    return standing.refusal(Delivery(mailing=Mailing(kind=kind.name), subscription=subscription))

"""Addresses whose owners had them erased, and what must go with a subscription."""

from collections.abc import Iterable

from django.db.models import QuerySet

from .. import admin_log, gone
from ..address_hash import by_hash, hash_of, hashes_of
from ..mail import keeping as mail_keeping
from ..models import Delivery, ForgottenAddress, Subscription


def was_erased(email: str) -> bool:
    """Whether no list that staff import may bring `email` back; NotAnAddress if it is none."""
    return bool(erased_among([email]))


def erased_among(emails: Iterable[str]) -> set[str]:
    """The same of many. 1 query."""
    of_hash = by_hash(emails)
    found = ForgottenAddress.objects.filter(key__in=of_hash).values_list("key", flat=True)
    return {of_hash[key] for key in found}


def remember_erased(email: str) -> None:
    gone.note_address(gone.ERASED, email)
    # Whoever erases twice does no harm.
    ForgottenAddress.objects.bulk_create([ForgottenAddress(key=hash_of(email))], ignore_conflicts=True)


def is_back(email: str) -> None:
    """The owner of an address has signed up themselves."""
    ForgottenAddress.objects.filter(key__in=hashes_of(email)).delete()


def forget_subscribers(subscriptions: QuerySet[Subscription]) -> int:
    """Delete them with all that leads to them; how many."""
    admin_log.forget_rows(subscriptions)
    mail_keeping.forget_rows(Delivery.objects.filter(subscription__in=subscriptions))
    _, deleted = subscriptions.delete()
    return deleted.get(Subscription._meta.label, 0)

"""Addresses whose owners had them erased, and what must go with a subscription."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from .. import admin_log
from ..addresses import normal
from ..models import Delivery, ForgottenAddress, Subscription

SALT = "signups.forgotten"


def was_erased(email: str) -> bool:
    """Whether no list that staff import may bring `email` back; NotAnAddress if it is none."""
    return ForgottenAddress.objects.filter(key__in=_keys(email)).exists()


def remember_erased(email: str) -> None:
    # Whoever erases twice does no harm.
    ForgottenAddress.objects.bulk_create([ForgottenAddress(key=_keys(email)[0])], ignore_conflicts=True)


def is_back(email: str) -> None:
    """The owner of an address has signed up themselves."""
    ForgottenAddress.objects.filter(key__in=_keys(email)).delete()


def forget_subscribers(subscriptions: QuerySet[Subscription]) -> int:
    """Delete them with all that leads to them; how many."""
    admin_log.forget_rows(subscriptions)
    forget_deliveries(Delivery.objects.filter(subscription__in=subscriptions))
    _, deleted = subscriptions.delete()
    return deleted.get(Subscription._meta.label, 0)


def forget_deliveries(deliveries: QuerySet[Delivery]) -> int:
    """Mails are still counted, and lead to nobody; what waits is not sent. How many had led to somebody."""
    pks = list(deliveries.values_list("pk", flat=True))
    kept = Delivery.objects.filter(pk__in=pks)
    kept.filter(state=Delivery.State.QUEUED).update(
        state=Delivery.State.WITHHELD, reason="The address was deleted from the site."
    )
    return kept.update(email="", provider_id="", subscription=None)


def _keys(email: str) -> list[str]:
    """By the site's key, and by those that it had before."""
    return [
        salted_hmac(SALT, normal(email), secret=secret, algorithm="sha256").hexdigest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]

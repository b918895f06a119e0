from django.db import IntegrityError, transaction

from .models import Subscription


def subscribe(*, email: str) -> None:
    """Store `email` as waiting for confirmation. One that is stored already stays as it is, and nobody is told."""
    if Subscription.objects.filter(email__iexact=email).exists():
        return
    try:
        with transaction.atomic():
            Subscription.objects.create(email=email)
    except IntegrityError:
        # The same address came in twice at the same moment.
        return

"""What a mail provider tells of mail that it took: it came back, somebody complained, it arrived after all."""

import logging

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from anymail.urls import urlpatterns as anymail_addresses
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from .. import gone
from ..addresses import NotAnAddress, rows_with
from ..models import AddressTrouble, Delivery, Subscription
from . import accounting, standing
from .transport import ENHANCED_CODE

logger = logging.getLogger(__name__)

GONE = {RejectReason.BOUNCED, RejectReason.INVALID}


@csrf_exempt
def provider_events(request: HttpRequest) -> HttpResponse:
    """Anymail's page for the provider, which proves by its signature or password that the provider asks it.

    Nobody's signature is believed where the site does not know the key: then there is no such page.
    """
    if not settings.MAIL_EVENTS:
        raise Http404
    view = next(row.callback for row in anymail_addresses if row.name == f"{settings.MAIL_PROVIDER}_tracking_webhook")
    try:
        return view(request)
    except AnymailWebhookValidationFailure:
        raise BadRequest("The signature is not the provider's.") from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        logger.error("What the mail provider told could not be read: %s", type(error).__name__)
        raise BadRequest("This cannot be read.") from None


@transaction.atomic
def heard(sender, event: AnymailTrackingEvent, **kwargs) -> None:
    """Keep what concerns the address; what was opened or clicked is not asked for, and not kept."""
    try:
        _settle(event)
        if kind := _kind(event):
            said = event.mta_response or event.description or ""
            standing.note(kind, event.recipient, said=str(said), event_id=str(event.event_id or ""))
        if event.event_type == EventType.UNSUBSCRIBED:
            for subscription in rows_with(Subscription.objects.all(), event.recipient).select_for_update():
                subscription.end()
                gone.note_address(gone.UNSUBSCRIBED, subscription.email)
    except NotAnAddress:
        logger.warning("The mail provider told of an address that is none.")


def connect() -> None:
    tracking.connect(heard, dispatch_uid="signups.mail.events")


def _kind(event: AnymailTrackingEvent) -> str | None:
    if event.event_type == EventType.COMPLAINED or event.reject_reason == RejectReason.SPAM:
        return AddressTrouble.Kind.COMPLAINT
    if event.event_type not in (EventType.BOUNCED, EventType.REJECTED):
        return None
    answer = event.mta_response or ""
    # A provider's word alone takes full mailboxes and refused words for an address that is gone.
    has_code = ENHANCED_CODE.search(answer)
    is_gone = standing.says_no_such_mailbox(answer) if has_code else event.reject_reason in GONE
    return AddressTrouble.Kind.PERMANENT if is_gone else AddressTrouble.Kind.SOFT


def _settle(event: AnymailTrackingEvent) -> None:
    """A mail of which nobody knew whether the provider had it: the provider does."""
    if not event.message_id:
        return
    if event.event_type in (EventType.DELIVERED, EventType.SENT):
        unknown = Delivery.objects.filter(provider_id=event.message_id, state=Delivery.State.UNKNOWN)
        mailings = list(unknown.values_list("mailing", flat=True))
        unknown.update(state=Delivery.State.SENT, reason="", decided_at=timezone.now())
        accounting.recount(mailings)

"""Links in the footer of mails: each does one thing, for as long as the subscription lasts, without signing in."""

from django.conf import settings
from django.core import signing

from ..models import Subscription

UNSUBSCRIBE = "signups.unsubscribe"
TOPICS = "signups.topics"


def unsubscribe_url(subscription: Subscription) -> str:
    return f"{settings.SITE_URL}/updates/unsubscribe/{signing.dumps(subscription.pk, salt=UNSUBSCRIBE)}/"


def topics_url(subscription: Subscription) -> str:
    return f"{settings.SITE_URL}/updates/topics/{signing.dumps(subscription.pk, salt=TOPICS)}/"

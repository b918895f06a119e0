"""The mails of signing up: short, and without a word that a stranger could have written."""

from careers.site_words import remembered

from ..mail import kinds
from ..mail.kinds import Kind, NotWanted, Words
from ..models import AddressChange, Delivery, Subscription
from . import confirming, links

Status = Subscription.Status
# A mail names so many topics; the page has all.
NAMED = 8
GONE = "The address was deleted from the site."


def confirmation(delivery: Delivery) -> Words:
    subscription = _of(delivery)
    topics = [topic.name for topic in confirming.asked_about(subscription)]
    if subscription.status == Status.UNSUBSCRIBED:
        raise NotWanted("Unsubscribed since.")
    if subscription.status == Status.CONFIRMED and not topics:
        raise NotWanted("Confirmed already.")
    return Words("confirmation", f"Open the page to finish: updates from {_site()}", _asked(subscription, topics))


def reminder(delivery: Delivery) -> Words:
    subscription = _of(delivery)
    if subscription.status != Status.PENDING:
        raise NotWanted("Confirmed or ended since.")
    topics = [topic.name for topic in confirming.asked_about(subscription)]
    subject = f"You still need to press the button: updates from {_site()}"
    return Words("confirmation_reminder", subject, _asked(subscription, topics))


def updates_link(delivery: Delivery) -> Words:
    subscription = _of(delivery)
    context = {"link": links.my_updates_url(subscription), "minutes": links.MINUTES_OF_MINE}
    return Words("updates_link", f"Your updates from {_site()}", context)


def new_address(delivery: Delivery) -> Words:
    change = AddressChange.objects.filter(pk=delivery.mailing.data.get("change")).first()
    if change is None or change.email != delivery.email:
        raise NotWanted("The change of address was done or dropped.")
    context = {"link": links.new_address_url(change), "days": links.DAYS_TO_CONFIRM}
    return Words("new_address", f"Is this your new address for {_site()}?", context)


def register_all() -> None:
    # The reminder is the site's own wish: nobody asks for it.
    kinds.register(
        Kind(name="confirmation", label="Asks to confirm a signup", words=confirmation, is_asked_for=True),
        Kind(name="confirmation-reminder", label="Reminds to confirm a signup", words=reminder),
        Kind(name="updates-link", label="A link to one's own updates", words=updates_link, is_asked_for=True),
        Kind(name="new-address", label="Asks to confirm a new address", words=new_address, is_asked_for=True),
    )


def _asked(subscription: Subscription, topics: list[str]) -> dict:
    return {
        "link": links.confirm_url(subscription),
        "topics": topics[:NAMED],
        "more": max(len(topics) - NAMED, 0),
        "until": confirming.until(subscription),
        "is_subscriber": subscription.status == Status.CONFIRMED,
    }


def _of(delivery: Delivery) -> Subscription:
    if delivery.subscription is None:
        raise NotWanted(GONE)
    return delivery.subscription


def _site() -> str:
    return remembered.current().name

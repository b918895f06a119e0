"""What a mail worker does with digests, without the worker: whom they go to, what they say, what is told then."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from careers.models import Release
from careers.releases import lifecycle
from signups.mail.kinds import NotWanted
from signups.models import Delivery, Mailing, Subscription, Topic
from signups.updates import digests
from signups.updates.facts import told_now

from ..factories import make_release

# Where a mail has changes of a career: [(its title, [(label, old, new)])].
Told = list[tuple[str, list[tuple[str, str, str]]]]


def follower(*about, email: str = "reader@example.org", how_often: str = "daily", **values) -> Subscription:
    """Somebody who confirmed a while ago that they follow these careers and fields; "answers" for new answers."""
    subscription, _ = Subscription.objects.get_or_create(
        email=email, defaults={"status": "confirmed", "confirmed_at": timezone.now(), "how_often": how_often, **values}
    )
    for one in about:
        kind = one if isinstance(one, str) else type(one).__name__.lower()
        row = {} if isinstance(one, str) else {kind: one}
        topic = Topic(subscription=subscription, kind=kind, **row)
        topic.told = told_now(topic)
        topic.confirmed_at = topic.told_at = timezone.now()
        topic.save()
    return subscription


def mailing(how_often: str = "daily") -> Mailing:
    digests.note_all()
    return Mailing.objects.create(kind="digest", data={"how_often": how_often})


def send(how_often: str = "daily") -> dict[str, object]:
    """The words of each mail that a digest sends now, by its recipient."""
    sent = {}
    of = mailing(how_often)
    for subscription in digests.recipients(of):
        delivery = Delivery.objects.create(mailing=of, subscription=subscription)
        try:
            words = digests.words(delivery)
        except NotWanted:
            continue
        digests.when_sent(delivery)
        sent[subscription.email] = words
    return sent


def mail_to(email: str = "reader@example.org", how_often: str = "daily"):
    return send(how_often).get(email)


def changes(words) -> Told:
    return [
        (block.title, [(one.label, one.old, one.new) for one in block.changes]) for block in words.context["careers"]
    ]


def text(words, form: str = "txt") -> str:
    given = {"SITE_NAME": "Careerinfo", "SITE_URL": settings.SITE_URL, "subject": words.subject, **words.context}
    return render_to_string(f"emails/{words.name}.{form}", given)


def at(moment: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(moment))


def later(**by: int) -> datetime:
    return timezone.now() + timedelta(**by)


def pay_release(year: int, state: str = "staged", **values) -> Release:
    return make_release(period=f"May {year}", as_of=date(year, 5, 31), state=state, **values)


def approve(release: Release) -> None:
    lifecycle.approve([release], by="ada")

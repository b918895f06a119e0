"""The newsletter as a mail: who gets it, what it says, and when it is not wanted any more."""

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.safestring import SafeString, mark_safe

from careers.profile.markdown import render
from careers.profile.plain_text import plain_text

from ..mail import standing
from ..mail.kinds import Kind, NotWanted, Words, register
from ..models import Delivery, Mailing, Newsletter, Subscription, Topic

NEWSLETTER, TEST = "newsletter", "newsletter-test"
# Words of tables stay whole: one that is wider than the window moves by itself, and by keyboard too.
WIDE = '<div class="wide" role="group" aria-label="Table" tabindex="0" style="overflow: auto; word-break: normal">'


def audience(field: int | None) -> QuerySet[Subscription]:
    """Whoever gets the newsletter today; of them only those who follow a field of work, where one is given."""
    topics = Topic.objects.confirmed().filter(subscription=OuterRef("pk"))
    found = Subscription.objects.listening().filter(Exists(topics.filter(kind=Topic.Kind.NEWSLETTER)))
    return found.filter(Exists(topics.filter(field=field))) if field else found


def recipients(mailing: Mailing) -> QuerySet[Subscription]:
    # As it was when it was queued: a field that is deleted meanwhile must not make it a mail to everybody.
    return audience(mailing.data.get("field"))


def words(delivery: Delivery) -> Words:
    mailing = delivery.mailing
    newsletter = Newsletter.objects.filter(pk=mailing.data.get("newsletter"), mailing=mailing).first()
    if newsletter is None:
        raise NotWanted("The newsletter is gone")
    if mailing.state == Mailing.State.STOPPED:
        raise NotWanted("The newsletter was stopped")
    _see_that_it_is_wanted(delivery.subscription, mailing.data.get("field"))
    return said(newsletter)


def _see_that_it_is_wanted(subscription: Subscription | None, field: int | None) -> None:
    if reason := standing.not_listening(subscription):
        raise NotWanted(reason)
    topics = subscription.topics.confirmed()
    if not topics.filter(kind=Topic.Kind.NEWSLETTER).exists():
        raise NotWanted("They no longer get the newsletter")
    if field and not topics.filter(field=field).exists():
        raise NotWanted("They no longer follow the field of work")


def test_words(delivery: Delivery) -> Words:
    newsletter = Newsletter.objects.filter(pk=delivery.mailing.data.get("newsletter")).first()
    if newsletter is None:
        raise NotWanted("The newsletter is gone")
    real = said(newsletter)
    return Words(real.name, f"Test: {real.subject}", real.context)


def said(newsletter: Newsletter) -> Words:
    context = {
        "newsletter": newsletter,
        "because": "You get this mail because you signed up for our newsletter.",
        "html": with_wide_tables(render(newsletter.text, top_heading=2, base=settings.SITE_URL)),
        "text": plain_text(newsletter.text, base=settings.SITE_URL),
    }
    return Words("newsletter", newsletter.subject, context)


def with_wide_tables(html: SafeString) -> SafeString:
    # What editors write has no tags of its own: these are Markdown's.
    return mark_safe(html.replace("<table>", f"{WIDE}<table>").replace("</table>", "</table></div>"))  # noqa: S308


def register_all() -> None:
    register(
        Kind(name=NEWSLETTER, label="Newsletter", words=words, recipients=recipients, is_series=True),
        Kind(name=TEST, label="Test of a newsletter", words=test_words),
    )

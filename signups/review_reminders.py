"""A mail a week to whoever reviews careers whose review is due."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from careers.models import Career
from careers.site_words import remembered

from .mail import kinds, outbox
from .models import Delivery, ReviewReminder

KIND = "reviews"
EVERY = timedelta(days=7)
# A mail names so many careers; the list that it links to has all.
NAMED = 20


@dataclass(frozen=True)
class Reminded:
    """How many people a mail is on its way to, whose last one was refused, and who have no address."""

    queued: int = 0
    refused: int = 0
    without_address: int = 0


@dataclass(frozen=True)
class Due:
    title: str
    since: date
    days: int
    link: str


def remind() -> Reminded:
    """Remind everybody whose reviews are due, and whom nobody reminded within a week. Once more changes nothing."""
    able = get_user_model().objects.with_perm("careers.change_career").filter(is_staff=True)
    # A link that answers that the page is not theirs helps nobody.
    people = list(able.filter(pk__in=_due_careers().values("reviewer")).order_by("pk"))
    refused = ReviewReminder.objects.filter(reviewer__in=people, delivery__state=Delivery.State.FAILED).count()
    queued = sum(_queue(person) for person in people if person.email)
    return Reminded(queued, refused, sum(not person.email for person in people))


def words(delivery: Delivery) -> kinds.Words:
    """What is due now, which may be less than when the mail was put into the outbox."""
    reminder = ReviewReminder.objects.filter(delivery=delivery).select_related("reviewer").first()
    careers = list(_due_careers().filter(reviewer=reminder.reviewer)) if reminder else []
    if not careers:
        # What falls due tomorrow is not for next week.
        ReviewReminder.objects.filter(delivery=delivery).update(sent_on=None)
        raise kinds.NotWanted("Nothing is due any more")
    subject = f"Careers to review on {remembered.current().name}"
    return kinds.Words("reviews", subject, _words(reminder.reviewer, careers))


def register() -> None:
    kinds.register(kinds.Kind(name=KIND, label="Careers to review", words=words))


def _due_careers():
    due = Career.objects.due_for_review().filter(reviewer__isnull=False)
    return due.order_by("review_due_on", "title").only("title", "review_due_on", "reviewer")


@transaction.atomic
def _queue(person) -> bool:
    """Whether this process is the one that puts the next mail into the outbox."""
    today = timezone.localdate()
    reminder, _ = ReviewReminder.objects.get_or_create(reviewer=person)
    long_ago = Q(sent_on=None) | Q(sent_on__lte=today - EVERY)
    if not ReviewReminder.objects.filter(long_ago, pk=reminder.pk).update(sent_on=today):
        return False
    delivery = outbox.queue_for_one(KIND, email=person.email)
    ReviewReminder.objects.filter(pk=reminder.pk).update(delivery=delivery)
    return True


def _words(person, careers: list[Career]) -> dict:
    listed = reverse("admin:careers_career_changelist")
    return {
        "name": person.get_full_name() or person.get_username(),
        "count": len(careers),
        "careers": [_due(career) for career in careers[:NAMED]],
        "more": max(len(careers) - NAMED, 0),
        "link": urljoin(settings.SITE_URL, f"{listed}?review=mine"),
    }


def _due(career: Career) -> Due:
    link = urljoin(settings.SITE_URL, reverse("admin:careers_career_change", args=[career.pk]))
    return Due(career.title, career.review_due_on, (timezone.localdate() - career.review_due_on).days, link)

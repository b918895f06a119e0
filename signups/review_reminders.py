"""A mail a week to whoever reviews careers whose review is due."""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from careers.models import Career

from .mail.sending import REVIEWS, NotSent, send
from .models import ReviewReminder

logger = logging.getLogger(__name__)

EVERY = timedelta(days=7)
# A mail names so many careers; the list that it links to has all.
NAMED = 20


@dataclass(frozen=True)
class Reminded:
    """How many people were sent a mail, could not be sent one, and have no address."""

    sent: int = 0
    not_sent: int = 0
    without_address: int = 0


@dataclass(frozen=True)
class Due:
    title: str
    since: date
    days: int
    link: str


def remind() -> Reminded:
    """Remind everybody whose reviews are due, and whom nobody reminded within a week. Once more changes nothing."""
    careers = defaultdict(list)
    due = Career.objects.due_for_review().order_by("review_due_on", "title")
    for career in due.filter(reviewer__isnull=False).only("title", "review_due_on", "reviewer"):
        careers[career.reviewer_id].append(career)
    # A link that answers that the page is not theirs helps nobody.
    able = get_user_model().objects.with_perm("careers.change_career").filter(is_staff=True, pk__in=careers)
    people = list(able.order_by("pk"))
    sent = not_sent = 0
    for person in people:
        if not person.email or not (before := _claim(person)):
            continue
        if _is_sent(person, careers[person.pk]):
            sent += 1
        else:
            not_sent += 1
            ReviewReminder.objects.filter(reviewer=person).update(sent_on=before.sent_on)
    return Reminded(sent, not_sent, sum(not person.email for person in people))


def _claim(person) -> ReviewReminder | None:
    """The reminder as it was before, if this process is the one that sends the next mail."""
    today = timezone.localdate()
    before, _ = ReviewReminder.objects.get_or_create(reviewer=person)
    long_ago = Q(sent_on=None) | Q(sent_on__lte=today - EVERY)
    return before if ReviewReminder.objects.filter(long_ago, pk=before.pk).update(sent_on=today) else None


def _is_sent(person, careers: list[Career]) -> bool:
    try:
        send(REVIEWS, to=person.email, context=_words(person, careers))
    except NotSent:
        return False
    # Whatever it is, the others wait for their mails too.
    except Exception as error:  # noqa: BLE001
        # What it says may quote the address.
        logger.error("The reminder for account %s could not be sent: %s", person.pk, type(error).__name__)
        return False
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

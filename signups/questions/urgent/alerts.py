"""Words of harm or abuse in a question: who helps at once, and whom of staff it is told to."""

import logging
import re
import unicodedata
from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from careers.desk import Remark, register_remark
from careers.site_words import remembered

from ...mail import kinds, outbox
from ...models import AnswerFeedback, Delivery, HelpLine, Mailing, Question
from .words import URGENT, URGENT_ELSEWHERE

logger = logging.getLogger(__name__)

KIND = "question-urgent"
MAY_BE_ALERTED = "signups.be_alerted"
REVIEW_PAGE = "admin:signups_question_review"
NOTES_PAGE = "admin:signups_answerfeedback_changelist"
# Such mails to one person; the desk names what came beyond.
MOST_IN_AN_HOUR = 20
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Of a text as it is compared: there one sign can become many letters.
MOST_LETTERS = 4_000

_URGENT = re.compile(rf"{URGENT}|{URGENT_ELSEWHERE}")
_APOSTROPHES = str.maketrans("’ʼ`´", "''''")


def is_urgent(text: str) -> bool:
    """Whether its writer seems to be in danger, or somebody close to them."""
    plain = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold()
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return bool(_URGENT.search(" ".join(plain[:MOST_LETTERS].split())))


def help_lines() -> list[HelpLine]:
    """Whom to call, in staff's order; where there is none, pages say to call the local emergency number."""
    return list(HelpLine.objects.all())


def alert(question: Question) -> None:
    """Mail everybody who may be alerted, with nothing of what was asked. Within the transaction that stores it."""
    _alert({"question": question.pk})


def alert_of_note(note: AnswerFeedback) -> None:
    """As of a question, of what a reader wrote with a vote."""
    _alert({"note": note.pk})


def _alert(data: dict) -> None:
    lately = Mailing.objects.filter(kind=KIND, created_at__gt=timezone.now() - HOUR)
    had = dict(lately.values_list("deliveries__email").annotate(Count("pk")).order_by())
    people = alerted()
    for person in people:
        if had.get(person.email, 0) < MOST_IN_AN_HOUR:
            outbox.queue_for_one(KIND, email=person.email, data=data)
    if not people:
        logger.error("Something is urgent, and nobody could be mailed. See that someone may be: %s", MAY_BE_ALERTED)


def alerted() -> QuerySet:
    """The accounts of staff that are mailed when a question is urgent."""
    able = get_user_model().objects.with_perm(MAY_BE_ALERTED)
    return able.filter(is_staff=True).exclude(email="").order_by("pk")


def is_somebody_told() -> bool:
    return alerted().exists()


def remark(user) -> Remark | None:
    """For those who review questions, where nobody would be mailed, or somebody had too many such mails."""
    if not user.has_perm("signups.review_question"):
        return None
    if not is_somebody_told():
        says = (
            "If a question is urgent, nobody gets an email about it. Give somebody who reviews questions an email "
            "address, and a role that is mailed at once."
        )
        return Remark(says, is_warning=True)
    count = _without_mail()
    if not count:
        return None
    what = "1 urgent question came" if count == 1 else f"{count} urgent questions came"
    says = f"{what} without an email about it: so many came within an hour. See Questions, Urgent."
    return Remark(says, is_warning=True)


def _without_mail() -> int:
    """Urgent questions of the last day that wait, and that nobody was mailed about."""
    since = timezone.now() - DAY
    urgent = Question.objects.open().filter(is_urgent=True, created_at__gt=since)
    waiting = set(urgent.values_list("pk", flat=True))
    if not waiting:
        return 0
    told = Mailing.objects.filter(kind=KIND, created_at__gt=since).values_list("data__question", flat=True)
    return len(waiting - set(told))


def words(delivery: Delivery) -> kinds.Words:
    data = delivery.mailing.data
    is_note = "note" in data
    if is_note:
        row, page = AnswerFeedback.objects.filter(pk=data["note"]).first(), reverse(NOTES_PAGE)
    else:
        waits = Q(status__in=Question.OPEN) | Q(status__in=Question.WITH_ANSWER, is_urgent=True)
        row = Question.objects.filter(waits, pk=data.get("question")).first()
        page = reverse(REVIEW_PAGE, args=[row.pk]) if row else ""
    if row is None:
        raise kinds.NotWanted("It was settled or deleted.")
    context = {"link": urljoin(settings.SITE_URL, page), "asked": row.created_at, "is_note": is_note}
    what = "a note" if is_note else "a question"
    return kinds.Words("question_urgent", f"Urgent: {what} on {remembered.current().name}", context)


def register_all() -> None:
    kinds.register(kinds.Kind(name=KIND, label="An urgent question, to staff", words=words))
    register_remark(remark)

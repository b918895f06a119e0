"""Words of harm or abuse in a question: who helps at once, and whom of staff it is told to."""

import logging
import re
import unicodedata
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.urls import reverse

from careers.desk import register_remark
from careers.site_words import remembered

from ...mail import kinds, outbox
from ...models import Delivery, HelpLine, Question
from .words import URGENT, URGENT_ELSEWHERE

logger = logging.getLogger(__name__)

KIND = "question-urgent"
MAY_BE_ALERTED = "signups.be_alerted"
REVIEW_PAGE = "admin:signups_question_review"

_URGENT = re.compile(rf"{URGENT}|{URGENT_ELSEWHERE}")
_APOSTROPHES = str.maketrans("’ʼ`´", "''''")


def is_urgent(text: str) -> bool:
    """Whether its writer seems to be in danger, or somebody close to them."""
    plain = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold()
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return bool(_URGENT.search(" ".join(plain.split())))


def help_lines() -> list[HelpLine]:
    """Whom to call, in staff's order; where there is none, pages say to call the local emergency number."""
    return list(HelpLine.objects.all())


def alert(question: Question) -> None:
    """Mail everybody who may be alerted, with nothing of what was asked. Within the transaction that stores it."""
    people = alerted()
    for person in people:
        outbox.queue_for_one(KIND, email=person.email, data={"question": question.pk})
    if not people:
        logger.error("A question is urgent, and nobody could be mailed. See that someone may be: %s", MAY_BE_ALERTED)


def alerted() -> QuerySet:
    """The accounts of staff that are mailed when a question is urgent."""
    able = get_user_model().objects.with_perm(MAY_BE_ALERTED)
    return able.filter(is_staff=True).exclude(email="").order_by("pk")


def remark(user) -> str:
    """For those who review questions, where nobody would be mailed."""
    if not user.has_perm("signups.review_question") or alerted().exists():
        return ""
    return (
        "If a question is urgent, nobody gets an email about it. Give somebody who reviews questions an email address, "
        "and a role that is mailed at once."
    )


def words(delivery: Delivery) -> kinds.Words:
    question = Question.objects.open().filter(pk=delivery.mailing.data.get("question")).first()
    if question is None:
        raise kinds.NotWanted("The question was settled or deleted.")
    link = urljoin(settings.SITE_URL, reverse(REVIEW_PAGE, args=[question.pk]))
    context = {"link": link, "asked": question.created_at}
    return kinds.Words("question_urgent", f"Urgent: a question on {remembered.current().name}", context)


def register_all() -> None:
    kinds.register(kinds.Kind(name=KIND, label="An urgent question, to staff", words=words))
    register_remark(remark)

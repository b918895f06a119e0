"""The mails that askers get. Each asks at the moment of sending whether what it tells is still so."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone

from careers.site_words import remembered

from ...addresses import are_same
from ...mail import kinds
from ...mail.kinds import Kind, NotWanted, Words
from ...models import Answer, Delivery, Question, Wording
from ...updates.links import DAYS_TO_CONFIRM
from . import actions as own
from . import links as own_links
from . import requests as own_requests

Status = Question.Status
# A mail names so many questions, the newest first.
NAMED = 20
LETTERS = 90
MOVED_ON = "The question has moved on since."


@dataclass(frozen=True)
class OwnLink:
    """`says` is empty of a question whose words nobody has confirmed to be the reader's."""

    says: str
    asked_on: date
    link: str


def confirm(delivery: Delivery) -> Words:
    question = _question_of(delivery, is_confirmed=False)
    if not own.to_be_confirmed(question):
        raise NotWanted("Confirmed or ended since.")
    until = timezone.localdate(question.created_at + timedelta(days=DAYS_TO_CONFIRM))
    context = {"link": own_links.confirm_url(question), "until": until}
    return Words("question_confirm", f"Open the page to send your question to {_site()}", context)


def links(delivery: Delivery) -> Words:
    asked = own_requests.asked_by(delivery.email).order_by("-created_at")[:NAMED]
    own_links_of = [one for one in map(_link, asked) if one]
    if not own_links_of:
        raise NotWanted("No question was asked with this address, or none is left.")
    return Words("question_link", f"Your questions to {_site()}", {"links": own_links_of})


def reworded(delivery: Delivery) -> Words:
    question = _question_of(delivery)
    wording = question.wordings.filter(is_askers=False, settled_at=None).last()
    if wording is None or question.status not in Question.GOES_ON:
        raise NotWanted("The asker has seen the wording, or the question has ended.")
    context = {
        "wording": wording.text,
        "background": wording.background,
        "has_new_background": wording.background != _background_before(wording),
        "reason": wording.reason,
        "link": own_links.status_url(question),
    }
    return Words("question_reworded", "We changed the wording of your question", context)


def _background_before(wording: Wording) -> str:
    earlier = wording.question.wordings.filter(is_askers=False, pk__lt=wording.pk).order_by("pk").last()
    return earlier.background if earlier else wording.question.asked_background


def answered(delivery: Delivery) -> Words:
    question = _question_of(delivery)
    of_another = question.status == Status.MERGED
    read = question.merged_into if of_another else question
    answer = newest_answer(read) if read and (read.status == Status.PUBLISHED or not of_another) else None
    if answer is None:
        raise NotWanted("There is no answer that the asker may read.")
    context = {
        "question": read.text,
        "short": answer.short,
        "expert": answer.expert.name,
        "is_private": read.status == Status.PRIVATE,
        "page": public_url(read),
        "link": own_links.status_url(question),
    }
    return Words("question_answered", "Your question is answered", context)


def declined(delivery: Delivery) -> Words:
    question = _question_of(delivery, Status.DECLINED)
    context = {"because": question.declined_because, "link": own_links.status_url(question)}
    return Words("question_declined", "About your question", context)


def merged(delivery: Delivery) -> Words:
    question = _question_of(delivery, Status.MERGED)
    other = question.merged_into
    answer = newest_answer(other) if other and other.status == Status.PUBLISHED else None
    context = {
        "other": other.text if answer else "",
        "short": answer.short if answer else "",
        "page": public_url(other) if answer else "",
        "link": own_links.status_url(question),
    }
    return Words("question_merged", "Somebody asked the same as you", context)


def closed(delivery: Delivery) -> Words:
    question = _question_of(delivery, Status.CLOSED)
    return Words("question_closed", "We found nobody to answer", {"link": own_links.status_url(question)})


def newest_answer(question: Question) -> Answer | None:
    """The newest that was given out, to everybody or to the asker."""
    given = question.answers.published() if question.status in Question.WITH_ANSWER else Answer.objects.none()
    return given.select_related("expert__school").last()


def public_url(question: Question) -> str:
    is_public = Question.objects.published().filter(pk=question.pk).exists()
    return urljoin(settings.SITE_URL, question.get_absolute_url()) if is_public else ""


KINDS = (
    Kind(name="question-confirm", label="Asks to confirm a question", words=confirm, is_asked_for=True),
    Kind(name="question-link", label="Links to one's own questions", words=links, is_asked_for=True),
    Kind(name="question-reworded", label="Tells an asker of a new wording", words=reworded),
    Kind(name="question-answered", label="Tells an asker of the answer", words=answered),
    Kind(name="question-declined", label="Tells an asker that a question is not taken", words=declined),
    Kind(name="question-merged", label="Tells an asker that others asked the same", words=merged),
    Kind(name="question-closed", label="Tells an asker that nobody answered", words=closed),
)
# Those that name the question.
ABOUT_ONE = tuple(kind.name for kind in KINDS if kind.name != "question-link")


def register_all() -> None:
    kinds.register(*KINDS)


def _question_of(delivery: Delivery, status: str = "", *, is_confirmed: bool = True) -> Question:
    """The question of a mail, while it has the address that the mail goes to."""
    found = Question.objects.select_related("career", "merged_into__career")
    question = found.filter(pk=delivery.mailing.data.get("question")).first()
    if question is None or not are_same(question.email, delivery.email):
        raise NotWanted("The question was deleted, or its address.")
    if (is_confirmed and question.confirmed_at is None) or (status and question.status != status):
        raise NotWanted(MOVED_ON)
    return question


def _link(question: Question) -> OwnLink | None:
    asked_on = timezone.localdate(question.created_at)
    if question.confirmed_at:
        text = question.text if len(question.text) <= LETTERS else f"{question.text[: LETTERS - 3]}..."
        return OwnLink(text, asked_on, own_links.status_url(question))
    return OwnLink("", asked_on, own_links.confirm_url(question)) if own.to_be_confirmed(question) else None


def _site() -> str:
    return remembered.current().name

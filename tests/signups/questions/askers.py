"""Askers' questions in each state, and their links as mails have them."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from signups.mail import files
from signups.models import Question, QuestionStep
from signups.questions.own import links as own_links

from ...factories import make_expert, make_question

ADDRESS = "ada.asks@example.org"
WORDS = "Would somebody scared of needles survive phlebotomy training, honestly?"
BACKGROUND = "My name is Zenobia Quist, call me at +1 614 555 0177. Blood never bothered me before."
WORDED = "Can one work with blood samples in spite of a fear of needles?"


def make_asked(status: str = "received", **values) -> Question:
    """Confirmed five days ago, and worded by a moderator since."""
    now = timezone.now()
    words = {"text": WORDED, "asked_text": WORDS, "asked_background": BACKGROUND}
    values = {"email": ADDRESS, "confirmed_at": now - timedelta(days=5), **words, **values}
    if status == "published":
        values = {"published_at": now, **values}
    if status in ("published", "private"):
        values = {"answered_at": now, **values}
    if status == "assigned":
        values = {"expert": make_expert(), **values}
    return make_question(status=status, **values)


def step(question: Question, name: str, *, days_ago: int = 0) -> None:
    QuestionStep.objects.create(question=question, name=name, at=timezone.now() - timedelta(days=days_ago))


def path_of(question: Question) -> str:
    return urlsplit(own_links.status_url(question)).path


def confirm_path_of(question: Question) -> str:
    return urlsplit(own_links.confirm_url(question)).path


def in_files(folder) -> list[str]:
    return [files._words(path.read_bytes()) for path in sorted(folder.iterdir())]

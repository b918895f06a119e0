"""What the moderators' page of a question shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from ...models import Answer, DeclineReason, Question, QuestionStep, Wording
from ..public import finding
from ..steps import STEPS
from . import reviewing
from .actions import OF_ANSWERS, OF_QUESTIONS, Action
from .forms import ReviewForm
from .queue import QUEUES, claimed_now, is_overdue, reviewable

NEAR, FOUND = 5, 10
MOST_WORDS = 10
FACTS = ("facts__career", "facts__credential", "facts__school")


@dataclass(frozen=True, kw_only=True)
class Panel:
    """An action as the page shows it: with its form, open where what was typed is shown again."""

    action: Action
    form: ReviewForm | None
    is_open: bool = False


@dataclass(frozen=True, kw_only=True)
class ShownAnswer:
    """An answer on the page, and what can be done with it."""

    answer: Answer
    panels: list[Panel]

    @property
    def buttons(self) -> list[Panel]:
        return [panel for panel in self.panels if panel.form is None]

    @property
    def forms(self) -> list[Panel]:
        return [panel for panel in self.panels if panel.form and panel.action.name != "remove-fact"]

    @property
    def can_remove(self) -> bool:
        return any(panel.action.name == "remove-fact" for panel in self.panels)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A form that was sent and not taken."""

    name: str
    form: ReviewForm
    answer: Answer | None = None


@dataclass(frozen=True, kw_only=True)
class Event:
    """A line of the question's history."""

    at: datetime
    says: str
    by: str = ""
    note: str = ""
    text: str = ""


def name_of(user) -> str:
    return user.get_full_name() or user.get_username()


def moment_of(at) -> str:
    at = timezone.localtime(at)
    is_today = at.date() == timezone.localdate()
    return date_format(at, "g:i a T") if is_today else date_format(at, "DATETIME_FORMAT")


def ids_of(action: Action, about: Question | Answer) -> str:
    """Of many forms on one page each has its own."""
    return f"{action.name}-{about.pk}-%s" if isinstance(about, Answer) else f"{action.name}-%s"


def context_of(request: HttpRequest, question: Question, sent: Sent | None = None) -> dict:
    is_mine = question.claimed_by_id == request.user.pk
    shown = list(question.answers.select_related("expert__school").prefetch_related(*FACTS))
    panels = list(panels_of(OF_QUESTIONS, question, sent, request)) if is_mine else []
    return {
        "title": "Review",
        "subtitle": str(question),
        "question": question,
        "is_mine": is_mine,
        "is_over": reviewing.is_over(question),
        "claimed_by": question.claimed_by and name_of(question.claimed_by),
        "claimed_since": question.claimed_at and moment_of(question.claimed_at),
        "seen": reviewing.seen_as(question),
        "asked_otherwise": reviewing.asked_otherwise(question).last(),
        "goes_on": question.status in Question.GOES_ON,
        "is_overdue": is_overdue(question),
        "buttons": [panel for panel in panels if panel.form is None],
        "panels": [panel for panel in panels if panel.form],
        "reasons": DeclineReason.objects.all(),
        "chosen": _chosen_reason(request),
        "shown": [answer_of(answer, question, sent, is_mine=is_mine) for answer in shown],
        "history": events_of(question),
        "search": request.GET.get("q", "").replace("\0", ""),
        "next": next_after(request, question),
        "can_merge": any(panel.action.name == "merge" for panel in panels),
        "sent": sent,
        **near_to(request, question),
    }


def panels_of(
    actions: dict[str, Action], about, sent: Sent | None, request: HttpRequest | None = None
) -> Iterator[Panel]:
    for action in actions.values():
        if not action.fits(about):
            continue
        is_sent = sent is not None and sent.name == action.name and sent.answer in (None, about)
        form = sent.form if is_sent else None
        if form is None and action.form:
            chosen = _chosen_reason(request) if action.name == "decline" else None
            form = action.form(about, auto_id=ids_of(action, about))
            if chosen:
                form.initial["text"], is_sent = chosen.text, True
        yield Panel(action=action, form=form, is_open=is_sent)


def _chosen_reason(request: HttpRequest) -> DeclineReason | None:
    """Whose words the form begins with."""
    number = request.GET.get("reason", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    return DeclineReason.objects.filter(pk=number).first()


def answer_of(answer: Answer, question: Question, sent: Sent | None, *, is_mine: bool) -> ShownAnswer:
    answer.question = question
    return ShownAnswer(answer=answer, panels=list(panels_of(OF_ANSWERS, answer, sent)) if is_mine else [])


def near_to(request: HttpRequest, question: Question) -> dict:
    """What it may be the same as: near ones by themselves, or those that hold the words that were looked for."""
    words = request.GET.get("q", "").replace("\0", "").split()[:MOST_WORDS]
    others = reviewable().exclude(pk=question.pk).filter(status__in=Question.GOES_ON).select_related("career")
    for word in words:
        others = others.filter(text__icontains=word)
    if words:
        return {"near": list(others[:FOUND])}
    near = (
        [one for one in finding.near(question.text, limit=NEAR + 1) if one.pk != question.pk] if question.text else []
    )
    return {"near": near[:NEAR]}


def next_after(request: HttpRequest, question: Question) -> Question | None:
    """What nobody has and has waited longest for the first look, urgent ones first."""
    new = QUEUES["new"].rows(reviewable(), request.user).exclude(pk=question.pk).exclude(claimed_now())
    return new.order_by("-is_urgent", "created_at", "pk").first()


def events_of(question: Question) -> list[Event]:
    return [_event(one) for one in reviewing.history(question)]


def _event(one: QuestionStep | Wording) -> Event:
    if isinstance(one, QuestionStep):
        label = STEPS[one.name].label if one.name in STEPS else one.name
        return Event(at=one.at, says=label, by=name_of(one.by) if one.by else "", note=one.note)
    says = "The asker's wish for another wording" if one.is_askers else "Reworded"
    return Event(
        at=one.made_at, says=says, by=name_of(one.made_by) if one.made_by else "", note=one.reason, text=one.text
    )
